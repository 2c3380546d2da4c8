"""An export from its first page to its last: complete whatever happens meanwhile, or not at all."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from services.api.forms import ndjson
from services.api.routes import exports
from services.api.routes.exports import Exports
from services.api.search.index import SearchIndex
from services.api.search.question import Question
from shared.errors import UnavailableError
from tests.unit.api.made import add, article, numbers


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    """Articles 0 to 49."""
    index = SearchIndex(tmp_path / "index", 2)
    generation = index.new()
    add(generation, *(article(number) for number in range(50)))
    index.switch(generation)
    yield index
    index.close()


@pytest.fixture
def exporting(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> Iterator[Exports]:
    monkeypatch.setattr(exports, "_ROWS", 7)
    exporting = Exports(index, 2)
    yield exporting
    exporting.close()


async def chunks(exporting: Exports, **asked: str) -> AsyncIterator[list[int]]:
    """The numbers of the articles in each chunk."""
    question = Question(**asked)
    async with exporting.place() as leave:
        async for chunk in exporting.content(question, await exporting.first(question), ndjson.Lines(), leave):
            yield numbers(chunk.splitlines())


async def test_all_that_is_found(exporting: Exports) -> None:
    found = [number async for chunk in chunks(exporting) for number in chunk]
    assert found == [*range(49, -1, -1)]


async def test_each_is_in_it_once_while_others_arrive_and_are_revised(exporting: Exports, index: SearchIndex) -> None:
    found: list[int] = []
    async for chunk in chunks(exporting):
        found += chunk
        newest, oldest = 1_000 + len(found), 50 - len(found)
        add(index.generation, article(newest), *(article(n, "Le port a fermé.", revision=2) for n in (49, oldest // 2)))
        index.refresh()
    assert found == [*range(49, -1, -1)]


async def test_the_index_may_be_built_anew_meanwhile(exporting: Exports, index: SearchIndex) -> None:
    found: list[int] = []
    async for chunk in chunks(exporting):
        found += chunk
        if len(found) == 14:
            generation = index.new()
            add(generation, *(article(number) for number in range(60)))
            index.switch(generation)
    assert found == [*range(49, -1, -1)]


async def test_what_cannot_be_finished_fails_and_does_not_just_end(exporting: Exports, index: SearchIndex) -> None:
    async for _ in chunks(exporting):
        break
    reading = chunks(exporting)
    await anext(reading)
    for path in index.generation.path.glob("*.store"):
        path.write_bytes(b"\xff" * path.stat().st_size)
    with pytest.raises(UnavailableError, match="damaged"):
        _ = [chunk async for chunk in reading]


def test_arrow_keeps_no_memory_for_each_thread() -> None:
    before = pa.default_memory_pool()
    try:
        exports.spare_memory()
        assert pa.default_memory_pool().backend_name == "system"
    finally:
        pa.set_memory_pool(before)


async def test_there_are_so_many_places(exporting: Exports) -> None:
    async with exporting.place(), exporting.place():
        with pytest.raises(UnavailableError, match="as many exports"):
            async with exporting.place():
                pass
    async with exporting.place(), exporting.place():
        pass


async def test_whoever_has_the_last_byte_may_come_again_at_once(exporting: Exports) -> None:
    question = Question()
    async with exporting.place(), exporting.place() as leave:
        content = exporting.content(question, await exporting.first(question), ndjson.Lines(), leave)
        found: list[int] = []
        while len(found) < 50:
            found += numbers((await anext(content)).splitlines())
        # Behind the last articles comes what closes the file.
        assert await anext(content) == b""
        async with exporting.place():
            pass
    async with exporting.place(), exporting.place():
        with pytest.raises(UnavailableError, match="as many exports"):
            async with exporting.place():
                pass

"""The index built again by several processes, from a real MongoDB."""

import asyncio
import itertools
from pathlib import Path
from typing import Any

import psutil
import pytest
from prometheus_client import REGISTRY

from services.api.search import parts
from services.api.search.generation import Generation, Positions
from services.api.search.question import Facets, Question, Quotes
from services.api.search.rebuild import read, rebuild
from shared import cores
from shared.errors import UnavailableError
from shared.mongo import Database
from shared.settings import Settings
from tests.orphans import until_gone
from tests.system import eventually
from tests.unit.api.made import article
from tests.unit.api.test_filters import quote

POSITIONS = Positions("topic", {0: 3, 1: 5})
QUESTIONS = (
    Question(), Question(sort="published"), Question(q="port"), Question(q="nouveau"), Question(entity="Bauer"),
    Question(language="de"), Question(has_quotes=True), Question(source="Journal 3"),
)  # fmt: skip
COUNT = 200


def made(number: int) -> dict[str, Any]:
    """The ids are as evenly spread as hashes are."""
    text = f"Le port {number} a rouvert, dit Rob Bauer. {'« Enfin. » ' * (number % 3)}"
    return article(
        number, text, id=f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}{number:016x}", names=[("Rob Bauer", "Bauer")],
        published=f"2024-05-{1 + number % 28:02}", source=f"Journal {number % 7}", revision=1 + number % 2,
        quotes=[quote("Enfin.", "Rob Bauer")] * (number % 3), language="de" if number % 5 == 0 else "fr",
    )  # fmt: skip


async def fill(database: Database, count: int) -> None:
    """Articles, and the first revisions of those that have a second: received in the opposite order."""
    articles = [made(number) for number in range(count)]
    stored = [{"_id": each["id"]} | {name: value for name, value in each.items() if name != "id"} for each in articles]
    older = [
        {"_id": f"{each['id']}:1", "article_id": each["id"], "received_at": made(count - n)["received_at"]}
        for n, each in enumerate(articles)
        if each["revision"] > 1
    ]
    await database.articles.insert_many(stored)
    await database.revisions.insert_many(older)


def outcomes() -> tuple[float, ...]:
    names = ("indexed", "unreadable")
    found = (REGISTRY.get_sample_value("depeche_api_index_records_total", {"outcome": name}) for name in names)
    return tuple(count or 0.0 for count in found)


async def test_they_answer_as_one_that_was_built_by_one_process(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    await fill(database, COUNT)
    await database.articles.insert_many([{"_id": "junk", "revision": 1}, {"_id": "", "revision": 1}])
    alone, together = Generation.create(tmp_path / "alone"), Generation.create(tmp_path / "together")
    going = asyncio.Event()
    assert await rebuild(read(database, {}), alone, POSITIONS, asyncio.to_thread, going)
    before = outcomes()
    assert await parts.build(settings, together, POSITIONS, 3, going)
    assert outcomes() == (before[0] + COUNT, before[1] + 2)
    for index in (alone, Generation.open(together.path)):
        assert (index.positions(), index.articles) == (POSITIONS, COUNT)
    for question in (*QUESTIONS, Quotes(), Quotes(speaker="Rob Bauer", q="enfin")):
        expected = alone.search(question, None, COUNT)
        assert expected.items or question.q == "nouveau"
        assert together.search(question, None, COUNT) == expected
    counted = Facets(facets="language,source,entity")
    assert together.facets(counted) == alone.facets(counted)
    assert _processes() == []


async def test_a_process_may_build_two_parts(settings: Settings, database: Database, tmp_path: Path) -> None:
    """The quickest does, where another has not started yet: it tells of each part alone."""
    await fill(database, COUNT)
    told = [
        await asyncio.to_thread(parts._build, settings, tmp_path / str(number), POSITIONS, share)
        for number, share in enumerate(parts.shares(2))
    ]
    assert sum(outcomes["indexed"] for outcomes in told) == COUNT


@pytest.mark.parametrize("number", range(2, 9))
async def test_each_article_is_in_one_share(database: Database, number: int) -> None:
    await database.articles.insert_many([{"_id": made(n)["id"]} for n in range(COUNT)])
    await database.articles.insert_many([{"_id": odd} for odd in ("", "Z", "zz", "0", "f", "8000", 5)])
    found = [[document["_id"] async for document in database.articles.find(share)] for share in parts.shares(number)]
    every = [document["_id"] async for document in database.articles.find()]
    assert sorted(map(str, itertools.chain(*found))) == sorted(map(str, every))
    assert min(map(len, found)) > 0.8 * COUNT / number


async def test_few_articles_are_not_worth_a_process(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "available", lambda: 64)
    assert await parts.processes(database) < 2
    await fill(database, COUNT)
    assert await parts.processes(database) < 2
    monkeypatch.setattr(parts, "_WORTH_ONE", 50)
    assert await parts.processes(database) == 4
    monkeypatch.setattr(parts, "_WORTH_ONE", 1)
    assert await parts.processes(database) == 8
    monkeypatch.setattr(cores, "available", lambda: 1)
    assert await parts.processes(database) == 1


class TestEnded:
    """Before it is done: nothing goes on."""

    @pytest.fixture
    async def building(self, settings: Settings, database: Database, tmp_path: Path) -> "Building":
        await fill(database, 4_000)
        return Building(settings, Generation.create(tmp_path / "index"))

    async def test_told_to_stop(self, building: "Building") -> None:
        processes = await building.begun()
        building.stopping.set()
        assert not await building.task
        until_gone(processes, 1)

    async def test_cancelled(self, building: "Building") -> None:
        processes = await building.begun()
        building.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await building.task
        until_gone(processes, 1)

    async def test_killed(self, building: "Building") -> None:
        """Both, as one may be done before the other has begun."""
        processes = await building.begun()
        for process in processes:
            process.kill()
        with pytest.raises(UnavailableError):
            await building.task
        until_gone(processes, 1)


class Building:
    """An index that two processes build."""

    def __init__(self, settings: Settings, generation: Generation) -> None:
        self.stopping = asyncio.Event()
        self._path = generation.path
        self.task = asyncio.ensure_future(parts.build(settings, generation, POSITIONS, 2, self.stopping))

    async def begun(self) -> list[psutil.Process]:
        """The processes, once both have begun and the second of them has all to do."""

        async def at_work() -> bool:
            return len([*self._path.glob("part-*/meta.json")]) == 2

        await eventually(at_work)
        return _processes()


def _processes() -> list[psutil.Process]:
    """Those that make a part of an index."""
    children = psutil.Process().children()
    return [child for child in children if "multiprocessing.spawn" in " ".join(child.cmdline())]

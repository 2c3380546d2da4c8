"""The directory of the index: what is current, who writes, and what is done about damage."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api.search.generation import DamagedError, Generation, Positions
from services.api.search.index import SearchIndex
from services.api.search.question import Question
from shared.errors import StartupError, UnavailableError
from tests.unit.api.made import add, article, numbers


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(directory: Path) -> Iterator[SearchIndex]:
    index = SearchIndex(directory, 2)
    yield index
    index.close()


def build(index: SearchIndex, *articles: dict[str, object]) -> Generation:
    generation = index.new()
    add(generation, *articles)
    index.switch(generation)
    return generation


async def found(index: SearchIndex, q: str | None = None) -> list[int]:
    return numbers((await index.search(Question(q=q), None, 100)).items)


async def test_before_the_first_is_built_it_is_unavailable(index: SearchIndex) -> None:
    assert index.refresh() is None
    with pytest.raises(UnavailableError, match="being built"):
        await index.search(Question(), None, 10)


async def test_the_old_one_is_searched_until_the_new_one_is_complete(index: SearchIndex) -> None:
    old = build(index, article(1))
    new = index.new()
    assert await found(index) == [1]
    add(new, article(1), article(2))
    assert await found(index) == [1]
    index.switch(new)
    assert await found(index) == [2, 1]
    assert not old.path.exists()


async def test_what_it_says_is_told_with_the_positions_behind_it(index: SearchIndex) -> None:
    """A commit that comes while it is asked is in both or in neither; where they never end, what it says has more."""
    build(index, article(0))
    coming = iter([1])

    def ask(generation: Generation) -> list[int]:
        said = numbers(generation.search(Question(), None, 100).items)
        for number in coming:
            add(generation, article(number), positions=Positions("topic", {1: number}))
            break
        return said

    said, positions = await index.ask_with_positions(ask)
    assert (said, positions.offsets[1]) == ([1, 0], 1)
    coming = itertools.count(2)
    said, positions = await index.ask_with_positions(ask)
    assert said[0] >= positions.offsets[1] > 1


async def test_it_is_there_again_after_a_restart(index: SearchIndex, directory: Path) -> None:
    build(index, article(1))
    again = SearchIndex(directory, 1)
    assert again.refresh() is not None
    assert await found(again) == [1]
    again.close()


def test_what_was_left_half_built_is_removed(index: SearchIndex, directory: Path) -> None:
    kept = build(index, article(1))
    index.new()
    new = index.new()
    assert {path.name for path in directory.iterdir() if path.is_dir()} == {kept.path.name, new.path.name}


async def test_one_process_writes_and_the_others_see_it(directory: Path) -> None:
    index, other = SearchIndex(directory, 1), SearchIndex(directory, 1)
    assert index.lock()
    assert not other.lock()
    generation = build(index, article(1))
    other.refresh()
    assert await found(other) == [1]
    add(generation, article(2))
    other.refresh()
    assert await found(other) == [2, 1]
    build(index, article(3))
    other.refresh()
    assert await found(other) == [3]
    index.close()
    assert other.lock()
    other.close()


@pytest.mark.parametrize("damage", ["meta.json", "*.store", "*.term", "*.idx", "*.fast"])
def test_a_damaged_index_is_not_used(index: SearchIndex, directory: Path, damage: str) -> None:
    generation = build(index, article(1))
    for path in generation.path.glob(damage):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    again = SearchIndex(directory, 1)
    assert again.refresh() is None
    again.close()


@pytest.mark.parametrize("kind", ["store", "term", "idx", "pos", "fast", "fieldnorm", "del"])
def test_one_bit_that_is_not_what_was_written_is_noticed(index: SearchIndex, directory: Path, kind: str) -> None:
    """Most of such damage is no error to Tantivy: it just finds something else."""
    generation = build(index, *(article(number) for number in range(50)))
    add(generation, article(1, "Le port a fermé.", revision=2))
    assert index.sound(generation)
    [path, *_] = generation.path.glob(f"*.{kind}")
    first, *rest = path.read_bytes()
    path.write_bytes(bytes([first ^ 1, *rest]))
    assert not index.sound(generation)
    assert not index.searches(generation)
    assert not (directory / "current").exists()


def test_damage_is_not_merged_into_what_looks_sound(index: SearchIndex) -> None:
    generation = build(index, article(1))
    for path in generation.path.glob("*.store"):
        path.write_bytes(b"x" + path.read_bytes()[1:])
    with pytest.raises(DamagedError, match=r"\.store: not what was written"):
        add(generation, article(2))


async def test_a_directory_that_was_deleted_is_made_anew_and_has_one_writer(directory: Path) -> None:
    index, other = SearchIndex(directory, 1), SearchIndex(directory, 1)
    assert index.lock()
    build(index, article(1))
    shutil.rmtree(directory)
    assert index.refresh() is None
    assert index.lock()
    assert not other.lock()
    build(index, article(2))
    assert await found(index) == [2]
    index.close()
    assert other.lock()
    other.close()


async def test_an_index_that_fails_while_it_is_searched_is_given_up(index: SearchIndex, directory: Path) -> None:
    generation = build(index, *(article(number) for number in range(50)))
    for path in generation.path.glob("*.store"):
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(b"\xff" * (size // 2))
    with pytest.raises(UnavailableError, match="damaged"):
        await found(index)
    assert not index.searches(generation)
    assert index.refresh() is None
    assert not (directory / "current").exists()


def test_a_directory_that_cannot_be_written_to_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartupError, match=r"can't write to .*DEPECHE_API_INDEX_DIRECTORY"):
        SearchIndex(tmp_path / "file" / "index", 1)


async def test_a_wrong_question_is_no_damage(index: SearchIndex) -> None:
    build(index, article(1))
    with pytest.raises(Exception, match="can't be searched for"):
        await found(index, "!!!")
    assert await found(index) == [1]

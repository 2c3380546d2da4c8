"""One index on disk: pages, revisions, positions."""

import itertools
from collections import Counter
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tantivy import Query

from services.api.search.cursor import Mark
from services.api.search.generation import DamagedError, Entry, Generation, Positions, Writer
from services.api.search.query import between
from services.api.search.question import Question
from services.api.search.schema import VERSION
from tests.system import until
from tests.unit.api.made import BEGINNING, add, article, found, numbers

EVERYTHING = Question()
# Keys are all but unique, so the few that are equal by chance are never many; here they often are.
KEYS = st.lists(st.integers(0, 20) | st.integers(0, 2**64 - 1), max_size=15).filter(
    lambda keys: max(Counter(keys).values(), default=0) <= 2
)


@pytest.fixture
def index(tmp_path: Path) -> Generation:
    return Generation.create(tmp_path / "one")


def write(generation: Generation, keys: dict[int, int]) -> None:
    """Articles with these keys, by their number."""
    writer = Writer(generation)
    for number, key in keys.items():
        made = article(number)
        writer.put(Entry(made, orjson.dumps(made)), key)
    writer.commit(BEGINNING)
    writer.close()


class TestPages:
    def test_newest_first_with_the_number_of_all(self, index: Generation) -> None:
        add(index, *(article(number) for number in range(5)))
        page = index.search(EVERYTHING, None, 2)
        assert (numbers(page.items), page.total) == ([4, 3], 5)
        page = index.search(EVERYTHING, page.end, 2)
        assert (numbers(page.items), page.total) == ([2, 1], 5)
        page = index.search(EVERYTHING, page.end, 2)
        assert (numbers(page.items), page.total, page.end) == ([0], 5, None)

    def test_an_item_is_the_article_byte_for_byte(self, index: Generation) -> None:
        add(index, made := article(1, "Un texte  d'où rien\nn'est ôté."))
        assert index.search(EVERYTHING, None, 1).items == [orjson.dumps(made)]

    def test_a_page_ends_early_where_articles_are_large(
        self, index: Generation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add(index, *(article(number) for number in range(5)))
        monkeypatch.setattr("services.api.search.paging.PAGE_BYTES", 1)
        page = index.search(EVERYTHING, None, 3)
        assert numbers(page.items) == [4]
        assert numbers(index.search(EVERYTHING, page.end, 3).items) == [3]

    def test_an_empty_index_has_an_empty_page(self, index: Generation) -> None:
        assert index.search(EVERYTHING, None, 1).items == []
        assert index.articles == 0

    @settings(max_examples=30)
    @given(first=KEYS, later=st.lists(KEYS, max_size=4), limit=st.integers(1, 7))
    def test_nothing_is_skipped_or_repeated_while_articles_arrive(
        self, tmp_path_factory: pytest.TempPathFactory, first: list[int], later: list[list[int]], limit: int
    ) -> None:
        index = Generation.create(tmp_path_factory.mktemp("index") / "one")
        there = dict(enumerate(first))
        write(index, there)
        seen: list[int] = []
        after: Mark | None = None
        arriving = ({100 * n + i: key for i, key in enumerate(keys)} for n, keys in enumerate(later, 1))
        while True:
            page = index.search(EVERYTHING, after, limit)
            seen += numbers(page.items)
            assert len(page.items) <= limit
            if page.end is None:
                break
            after = page.end
            write(index, next(arriving, {}))
        assert len(seen) == len(set(seen))
        assert [number for number in seen if number in there] == sorted(there, key=lambda n: (-there[n], n))

    def test_the_next_page_is_looked_for_near_the_one_before(
        self, index: Generation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """To go through all that is older, however much there is, would take the time."""
        write(index, {number: 1_000 * number for number in range(100)})
        asked: list[int | None] = []

        def noted(query: Query, field: str, lowest: int | None, highest: int) -> Query:
            asked.append(lowest)
            return between(query, field, lowest, highest)

        monkeypatch.setattr("services.api.search.paging.between", noted)
        page = index.search(EVERYTHING, None, 5)
        page = index.search(EVERYTHING, page.end, 5)
        assert numbers(page.items) == [94, 93, 92, 91, 90]
        assert asked == [95_000 - 10 * 4_000]

    @pytest.mark.parametrize("limit", [2, 3, 5])
    def test_it_is_found_however_far_it_is(self, index: Generation, limit: int) -> None:
        """Where many came at once, and others long before."""
        keys = [10**15 + 9, 10**15 + 8, 10**15 + 7, 10**15 + 6, 10**9, 10**6, 10**3 + 1, 10**3, 2, 1]
        write(index, dict(enumerate(keys)))
        listed, after = list[int](), None
        while True:
            page = index.search(EVERYTHING, after, limit)
            listed += numbers(page.items)
            if (after := page.end) is None:
                break
        assert listed == [*range(10)]

    @pytest.mark.parametrize("limit", [1, 2, 3, 4])
    def test_equal_keys_at_the_end_of_a_page(self, index: Generation, limit: int) -> None:
        write(index, dict.fromkeys(range(8), 7) | {8: 9, 9: 5})
        seen: list[int] = []
        after: Mark | None = None
        while (page := index.search(EVERYTHING, after, limit)).end is not None:
            seen, after = seen + numbers(page.items), page.end
        assert seen + numbers(page.items) == [8, *range(8), 9]


class TestRevisions:
    def test_a_newer_one_takes_the_place_of_the_older(self, index: Generation) -> None:
        add(index, article(1, "ancien"), article(2))
        add(index, article(1, "nouveau", revision=2))
        assert found(index, q="ancien") == set()
        assert found(index, q="nouveau") == {1}
        assert index.articles == 2

    def test_in_one_commit(self, index: Generation) -> None:
        add(index, article(1, "ancien"), article(1, "nouveau", revision=2))
        assert (found(index), found(index, q="nouveau")) == ({1}, {1})

    def test_an_older_one_never_takes_the_place_of_a_newer(self, index: Generation) -> None:
        add(index, article(1, "nouveau", revision=3))
        add(index, article(1, "ancien", revision=2))
        assert found(index, q="nouveau") == {1}
        add(index, article(2, "nouveau", revision=2), article(2, "ancien", revision=1))
        assert found(index, q="nouveau") == {1, 2}

    def test_the_same_one_again_replaces_itself(self, index: Generation) -> None:
        add(index, article(1))
        add(index, article(1))
        assert index.search(EVERYTHING, None, 10).total == 1

    def test_a_revised_article_keeps_its_place(self, index: Generation) -> None:
        add(index, article(1), article(2), article(3))
        revised = article(1, revision=2) | {"received_at": "2026-06-01T00:00:00+00:00"}
        add(index, revised)
        assert numbers(index.search(EVERYTHING, None, 10).items) == [3, 2, 1]


class TestPositions:
    def test_they_are_committed_with_the_articles(self, index: Generation) -> None:
        writer = Writer(index)
        writer.put(Entry(article(1), b"{}"), 1)
        writer.close()
        assert index.articles == 0
        add(index, article(1), article(2), positions=Positions("topic", {0: 0, 5: 17}))
        assert Generation.open(index.path).positions() == Positions("topic", {0: 2, 5: 17})
        assert found(Generation.open(index.path)) == {1, 2}

    def test_what_was_not_committed_is_gone_and_the_writer_free(self, index: Generation) -> None:
        add(index, article(1))
        writer = Writer(index)
        writer.put(Entry(article(2), b"{}"), 1)
        writer.close()
        add(index, article(3))
        assert found(index) == {1, 3}

    def test_an_index_without_them_is_not_opened(self, index: Generation) -> None:
        with pytest.raises(DamagedError):
            Generation.open(index.path)

    def test_an_index_of_another_schema_is_not_opened(self, index: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
        add(index, article(1))
        monkeypatch.setattr("services.api.search.generation.VERSION", 999)
        with pytest.raises(DamagedError, match=f"schema version {VERSION} instead of 999"):
            Generation.open(index.path)

    def test_a_damaged_file_is_noticed(self, index: Generation) -> None:
        add(index, article(1))
        for path in index.path.glob("*.store"):
            path.write_bytes(b"damaged")
        with pytest.raises(DamagedError):
            Generation.open(index.path)


class TestParts:
    @pytest.fixture
    def joined(self, index: Generation) -> Generation:
        """Of twelve parts with three articles each, and one with none."""
        parts = [Generation.create(index.path / f"part-{part}") for part in range(13)]
        for number, part in enumerate(parts):
            articles = [article(number + 12 * more) for more in range(3 if number < 12 else 0)]
            add(part, *articles, positions=Positions("topic", {0: 100}))
        index.join([part.path for part in parts])
        return index

    def test_they_are_one_index(self, joined: Generation) -> None:
        for generation in (joined, Generation.open(joined.path)):
            generation.verify()
            assert (generation.articles, generation.positions().topic_id) == (36, "topic")
            assert numbers(generation.search(EVERYTHING, None, 40).items) == [*range(35, -1, -1)]

    def test_it_is_followed_further_like_any_other(self, joined: Generation) -> None:
        add(joined, article(7, "nouveau", revision=2), article(36), positions=Positions("topic", {0: 100}))
        again = Generation.open(joined.path)
        assert again.positions() == Positions("topic", {0: 2})
        assert (found(again), found(again, q="nouveau")) == ({*range(37)}, {7})

    def test_nothing_is_left_of_what_was_merged(self, joined: Generation) -> None:
        """So many small segments are merged in the background, and what they were goes with a later commit."""
        writer, more = Writer(joined), itertools.count(36)

        def merged() -> bool:
            made = article(next(more))
            writer.put(Entry(made, orjson.dumps(made)), made["origin"]["offset"])
            writer.commit(BEGINNING)
            listed = orjson.loads((joined.path / "meta.json").read_bytes())["segments"]
            kept = {segment["segment_id"].replace("-", "") for segment in listed}
            there = {path.name.partition(".")[0] for path in joined.path.glob("*.*")} - {"", "meta"}
            return len(kept) < 12 and there == kept

        until(merged, 30)
        writer.close()
        assert found(joined) == {*range(next(more))}

    def test_one_that_is_damaged_is_noticed(self, index: Generation) -> None:
        part = Generation.create(index.path / "part-0")
        (part.path / "meta.json").write_bytes(b"damaged")
        with pytest.raises(DamagedError):
            index.join([part.path])


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": None}, {"language": None}, {"entities": [{"name": 1}]}, {"received_at": "yesterday"},
        {"revision": 0}, {"revision": 2**63}, {"id": 5}, {"id": None}, {"title": 7},
    ],
)  # fmt: skip
def test_what_is_no_article_never_stops_the_others(index: Generation, wrong: dict[str, object]) -> None:
    add(index, article(1), article(2) | wrong, article(3))
    assert found(index) == {1, 3}

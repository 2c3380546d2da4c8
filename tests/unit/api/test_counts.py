"""Facets, timelines, entities, stories, quotes and likeness of a few articles."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from tantivy import Query

from services.api.search import counts
from services.api.search.counts import Counted
from services.api.search.cursor import Mark
from services.api.search.generation import Generation
from services.api.search.question import Facets, Names, Question, Quotes, Times
from tests.unit.api.made import add, article, article_id, entity, numbers, place
from tests.unit.api.test_filters import quote, story

BAUER = "L'amiral Rob Bauer a parlé à Kyiv. « Le fond du canon est visible », a-t-il dit. « Il faut produire. »"
PORT = "Le port de Marseille a rouvert ses bassins après trois jours de grève des dockers, dit Rob Bauer."


def person(name: str, text: str) -> dict[str, Any]:
    return entity(name, name, text=text, type="person")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    generation = Generation.create(tmp_path_factory.mktemp("index") / "one")
    says = {"speaker": "Rob Bauer"}
    add(
        generation,
        article(
            1, BAUER, title="Des canons à Kyiv", source="Le Monde", published="2024-05-01T10:30:00Z",
            topics=["medtop:16000000"],
            places=[person("Rob Bauer", BAUER), place("Kyiv", "UA", 50.45, 30.52, BAUER)],
            quotes=[quote("Le fond du canon est visible", **says), quote("Il faut produire", **says)],
            agencies=[{"start": 0, "end": 1, "name": "Agence France-Presse", "role": "source"}], story=story(1, True),
        ),
        article(
            2, PORT, source="Le Monde", published="2024-05-03", places=[person("Rob Bauer", PORT)], story=story(2, True)
        ),
        article(3, PORT.replace("trois", "cinq"), published="2024-05", story=story(2, False)),
        article(4, "Rien à voir.", language="en", source="AP", published="2023", story=story(4, True)),
        article(5, "Encore rien.", quotes=[quote("Rien", None)]),
    )  # fmt: skip
    return generation


def pairs(counted: list[Counted]) -> list[tuple[str, int]]:
    return [(one.value, one.count) for one in counted]


def test_facets(index: Generation) -> None:
    total, found = index.facets(Facets())
    assert total == 5
    assert {name: pairs(counted) for name, counted in found.items()} == {
        "language": [("fr", 4), ("en", 1)],
        "source": [("Le Monde", 2), ("AP", 1)],
        "topic": [("medtop:16000000", 1)],
        "entity": [("Rob Bauer", 2), ("Kyiv", 1)],
        "country": [("UA", 1)],
        "agency": [("Agence France-Presse", 1)],
        "day": [("2024-05-01", 1), ("2024-05-03", 1)],
    }
    assert [one.kind for one in found["entity"]] == ["person", "place"]


def test_what_is_rare_in_each_segment_is_counted_too(tmp_path: Path) -> None:
    """Of a segment with many names Tantivy would keep those that are frequent in it."""
    index = Generation.create(tmp_path / "one")
    for number in range(3):
        others = [f"Nom{number}x{n}" for n in range(100)]
        says = f"{' '.join(others)} Zed"
        add(index, article(2 * number, says, names=[(name,) for name in (*others, "Zed")]))
        add(index, article(2 * number + 1, says, names=[(name,) for name in others]))
    _, found = index.facets(Facets(facets="entity", size=1))
    assert pairs(found["entity"]) == [("Zed", 3)]
    assert pairs(index.names(Names(size=1))) == [("Zed", 3)]


def test_names_are_counted_beside_all_else() -> None:
    """They take most of the time: one after the other it would be half as long again."""

    class Together:
        """Answers once it was asked two things at a time."""

        met = threading.Barrier(2)

        def search(self, query: Query, limit: int) -> Any:
            return SimpleNamespace(count=1)

        def aggregate(self, query: Query, asked: dict[str, Any]) -> dict[str, Any]:
            self.met.wait(10)
            return {name: {"buckets": []} for name in asked}

    searcher: Any = Together()
    assert counts.facets(searcher, Query.all_query(), ["topic", "entity"], 10) == (1, {"topic": [], "entity": []})


def test_facets_of_what_is_asked_for(index: Generation) -> None:
    total, found = index.facets(Facets(q="port", facets="source,language", size=1))
    assert (total, set(found)) == (2, {"source", "language"})
    assert pairs(found["source"]) == [("Le Monde", 1)]


@pytest.mark.parametrize(
    ("interval", "starts", "imprecise"),
    [
        ("hour", ["2024-05-01T10:00"], 3),
        ("day", ["2024-05-01", "2024-05-03"], 2),
        ("week", ["2024-04-29"], 2),
        ("month", ["2024-05-01"], 1),
    ],
)
def test_a_date_is_put_only_where_it_is_precise_enough(
    index: Generation, interval: Any, starts: list[str], imprecise: int
) -> None:
    found = index.timeline(Times(interval=interval))
    assert [start for start, _ in found.buckets] == [
        datetime.fromisoformat(each).replace(tzinfo=UTC) for each in starts
    ]
    assert (found.imprecise, found.undated) == (imprecise, 1)
    assert sum(count for _, count in found.buckets) + imprecise + 1 == 5


def test_a_timeline_by_when_they_were_received(index: Generation) -> None:
    found = index.timeline(Times(interval="day", by="received"))
    assert found.buckets == [(datetime(2026, 1, 1, tzinfo=UTC), 5)]


def test_entities(index: Generation) -> None:
    assert pairs(index.names(Names())) == [("Rob Bauer", 2), ("Kyiv", 1)]
    assert pairs(index.names(Names(type="place"))) == [("Kyiv", 1)]
    assert pairs(index.names(Names(prefix="RÔB"))) == [("Rob Bauer", 2)]
    assert pairs(index.names(Names(prefix="rob", type="place"))) == []
    assert pairs(index.names(Names(prefix="k", entity="Rob Bauer"))) == [("Kyiv", 1)]
    assert pairs(index.names(Names(entity="Kyiv", size=1))) == [("Kyiv", 1)]


def test_stories(index: Generation) -> None:
    page, sizes = index.stories(Question(first_only=True), None, 10)
    # The fifth is too short to be compared with others: it is a story by itself.
    assert numbers(page.items) == [5, 4, 2, 1]
    assert sizes == {article_id(5): 1, article_id(4): 1, article_id(2): 2, article_id(1): 1}


class TestQuotes:
    def said(self, index: Generation, **asked: Any) -> list[str]:
        return [orjson.loads(item)["text"] for item in index.search(Quotes(**asked), None, 10).items]

    def test_in_the_order_of_the_text_the_newest_articles_first(self, index: Generation) -> None:
        assert self.said(index) == ["Rien", "Le fond du canon est visible", "Il faut produire"]

    def test_by_their_words_their_speaker_and_their_article(self, index: Generation) -> None:
        assert self.said(index, q="canons") == ["Le fond du canon est visible"]
        assert self.said(index, q="amiral") == []
        assert len(self.said(index, speaker="rob bauer")) == 2
        assert len(self.said(index, q="title:canon")) == len(self.said(index, q="title:canons")) == 2
        assert len(self.said(index, country="UA")) == 2
        assert self.said(index, source="AP") == []

    def test_they_say_where_they_are(self, index: Generation) -> None:
        [item] = index.search(Quotes(q="produire"), None, 10).items
        assert orjson.loads(item)["article"]["id"] == article_id(1)

    def test_page_by_page(self, index: Generation) -> None:
        seen: list[str] = []
        after: Mark | None = None
        while (page := index.search(Quotes(), after, 1)).end is not None:
            seen, after = [*seen, orjson.loads(page.items[0])["text"]], page.end
        assert [*seen, orjson.loads(page.items[0])["text"]] == self.said(index)

    def test_those_of_an_older_revision_are_gone(self, tmp_path: Any) -> None:
        generation = Generation.create(tmp_path / "one")
        add(generation, article(1, BAUER, quotes=[quote("avant", None)]))
        add(generation, article(1, BAUER, quotes=[quote("après", None)], revision=2))
        assert self.said(generation) == ["après"]
        assert generation.articles == 1


def test_what_is_like_an_article(index: Generation) -> None:
    found = index.similar(article(2, PORT), 5)
    # The other one only names the same man.
    assert numbers([item for _, item in found]) == [3, 1]
    assert 1 > found[0][0] > 0.6 > 0.2 > found[1][0]


def test_what_only_shares_words_that_all_have_is_not_like_it(tmp_path: Path) -> None:
    index = Generation.create(tmp_path / "one")
    told = "The ferry to {} was held in port by the storm, said a sailor, and without any of the mail it left at night."
    others = "At the court a judge said that without a lawyer the trial of {} can not begin, as it has all to be heard."
    add(
        index,
        *(article(number, others.format(name), language="en") for number, name in enumerate("ABCDEFGH", 1)),
        article(10, told.format("Aran"), language="en"),
        article(11, "The storm has held a ferry to Aran in the port, a sailor told the radio.", language="en"),
    )

    def like(text: str) -> list[int]:
        return numbers([item for _, item in index.similar(article(20, text, language="en"), 100)])

    assert like("A short note without anything at all.") == []
    assert like("A storm and a ferry that was held in port: none sailed to Aran at night.") == [10, 11]
    for wordless in ("!!!", "! " * 20_000 + "storm"):
        assert like(wordless) == []


def test_what_was_counted_is_counted_again_after_a_commit(tmp_path: Path) -> None:
    index = Generation.create(tmp_path / "one")
    add(index, article(1, source="a"))
    counted = [(index.facets(Facets())[0], len(index.timeline(Times(by="received")).buckets))]
    later = datetime(2026, 3, 1, tzinfo=UTC).isoformat()
    add(index, article(2, source="a", received_at=later))
    counted += [(index.facets(Facets())[0], len(index.timeline(Times(by="received")).buckets))]
    assert counted == [(1, 1), (2, 2)]

"""What arrives is matched exactly as the search would find it."""

from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from services.api.listening.arrivals import Arrival, arrivals
from services.api.listening.matching import EVERYTHING, check, match
from services.api.search.generation import Positions
from services.api.search.question import Filter
from shared.errors import RefusedError
from tests.unit.api.made import article, place

BEGIN = Positions("topic", {0: 0, 1: 0})


@dataclass
class Record:
    """As much of one of Kafka's as is read."""

    value: bytes | None
    offset: int
    partition: int = 0
    headers: tuple[tuple[str, bytes], ...] = ()


def arrived(*articles: dict[str, Any]) -> list[Arrival]:
    return [*arrivals([Record(orjson.dumps(each), offset) for offset, each in enumerate(articles)], BEGIN)]


def numbers(found: list[Arrival]) -> list[int]:
    return [int(arrival.article["id"], 16) for arrival in found]


ARTICLES = (
    article(1, "Les drones russes menacent Kyiv.", title="Drones", places=[place("Kyiv", "UA", 50.45, 30.52, "Kyiv")]),
    article(2, "Le port a rouvert.", published="2023-10", source="Le Monde"),
    article(3, "Drone strikes near Odesa.", language="en", received_at="2026-02-01T00:00:00Z"),
)
QUESTIONS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "words": ({"q": "drone"}, [1, 3]),
    "language": ({"q": "drone", "language": "fr"}, [1]),
    "title": ({"q": "title:drones"}, [1]),
    "near": ({"near": "50,30,100"}, [1]),
    "box": ({"bbox": "22,44,40,52"}, [1]),
    "date": ({"published_from": "2023-10-20"}, [2]),
    "received": ({"received_from": "2026-02"}, [3]),
    "source": ({"source": "Le Monde"}, [2]),
    "nothing": ({"source": "Le Temps"}, []),
}


def test_every_question_is_answered_for_itself() -> None:
    filters = {name: Filter(**asked) for name, (asked, _) in QUESTIONS.items()}
    found = match(arrived(*ARTICLES), [*filters.values(), EVERYTHING])
    assert {name: numbers(found[wanted]) for name, wanted in filters.items()} == {
        name: expected for name, (_, expected) in QUESTIONS.items()
    }
    assert numbers(found[EVERYTHING]) == [1, 2, 3]


def test_two_revisions_in_a_batch_are_two_arrivals() -> None:
    batch = arrived(article(1, "le port"), article(1, "le pont", revision=2), article(1, "le port", revision=3))
    assert [arrival.article["revision"] for arrival in match(batch, [Filter(q="port")])[Filter(q="port")]] == [1, 3]


def test_the_same_question_is_not_made_twice_and_stays_right_in_other_batches() -> None:
    wanted = Filter(q="drone")
    assert numbers(match(arrived(*ARTICLES[:2]), [wanted])[wanted]) == [1]
    assert numbers(match(arrived(*ARTICLES[1:]), [wanted])[wanted]) == [3]


def test_what_nobody_can_find_is_refused() -> None:
    with pytest.raises(RefusedError):
        check(Filter(q="!!"))


def test_what_is_no_article_is_passed_over() -> None:
    records = [Record(value, n) for n, value in enumerate((None, b"\xff", b"[]", b"{}", b'{"id": "x"}'))]
    good = Record(orjson.dumps(article(1)), 9)
    strange = Record(b'{"id": "x", "revision": 1, "enriched_at": ""}', 10)
    [found, other] = arrivals([*records, good, strange], BEGIN)
    assert numbers([found]) == [1]
    assert numbers(match([found, other], [Filter(q="port")])[Filter(q="port")]) == [1]


def test_the_position_is_behind_the_arrival_and_all_before_it() -> None:
    records = [Record(b"", 0), Record(orjson.dumps(article(1)), 4, 1), Record(orjson.dumps(article(2)), 7, 0)]
    assert [arrival.positions.offsets for arrival in arrivals(records, BEGIN)] == [{0: 1, 1: 5}, {0: 8, 1: 5}]


def test_json_over_several_lines_is_one_event() -> None:
    record = Record(orjson.dumps(article(1, "a\nb\r"), option=orjson.OPT_INDENT_2).replace(b"\n", b"\r\n"), 0)
    [found] = arrivals([record], BEGIN)
    head, event, data, *rest = found.frame.split(b"\n")
    assert (head[:4], event, rest) == (b"id: ", b"event: article.enriched", [b"", b""])
    assert orjson.loads(data.removeprefix(b"data: ")) == article(1, "a\nb\r")
    assert b"\r" not in found.frame

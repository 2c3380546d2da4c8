"""What a dead letter says of itself, and what of it may reach a terminal."""

from datetime import UTC, datetime

import pytest
from aiokafka import ConsumerRecord

from console.dead_letters import Letter, Wanted, letter_of
from console.dlq import printable
from shared import events
from shared.events import Record

ORIGINAL = Record("articles.raw", b"key", b"\xff", [("ce_id", b"one"), ("traceparent", b"00")])


def died(record: Record, offset: int = 7) -> Record:
    return events.dead(record, 3, offset, "enrich", "ZeroDivisionError", "division by zero")


def read(record: Record) -> Letter:
    given = dict.fromkeys(ConsumerRecord.__dataclass_fields__)
    given |= {"key": record.key, "value": record.value, "headers": record.headers}
    return letter_of(ConsumerRecord(**{**given, "partition": 2, "offset": 5, "timestamp": 1_000}))


def test_a_letter_says_why_it_died() -> None:
    letter = read(died(ORIGINAL))
    assert letter.id == "2-5"
    assert letter.at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert (letter.article, letter.receipt, letter.attempt, letter.size) == ("key", "one", 1, 1)
    assert (letter.stage, letter.error, letter.reason) == ("enrich", "ZeroDivisionError", "division by zero")


def test_a_foreign_record_is_a_letter_too() -> None:
    letter = read(Record("articles.dead", None, None, [("ce_id", b"\xff"), ("depeche-attempt", b"many")]))
    assert (letter.article, letter.receipt, letter.reason, letter.attempt) == (None, None, None, 1)


def test_redriven_it_is_what_it_was_but_for_the_attempt() -> None:
    once = events.redriven(died(ORIGINAL))
    assert (once.topic, once.key, once.value) == ("articles.raw", b"key", b"\xff")
    assert once.headers == [*ORIGINAL.headers, ("depeche-attempt", b"2")]
    assert read(died(once)).attempt == 2
    assert events.redriven(died(once)).headers == [*ORIGINAL.headers, ("depeche-attempt", b"3")]


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Wanted(), True),
        (Wanted(reason="DIVISION"), True),
        (Wanted(reason="decode"), False),
        (Wanted(ids=frozenset(["2-5"]), reason="enrich"), True),
        (Wanted(ids=frozenset(["2-6"])), False),
        (Wanted(since=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)), True),
        (Wanted(until=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)), False),
    ],
)
def test_every_condition_must_be_met(wanted: Wanted, taken: bool) -> None:
    assert wanted.takes(read(died(ORIGINAL))) is taken


def test_nothing_of_it_can_do_anything_to_a_terminal() -> None:
    """Colours, the title of the window, the cursor, the 8-bit form of all these, and text that runs backwards."""
    assert printable("a\x1b[31m\x07\r\x9b\u202eé\n\tb") == "a\\x1b[31m\\x07\\r\\x9b\\u202eé\n\tb"

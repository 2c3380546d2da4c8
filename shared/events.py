"""An event and its Kafka record: CloudEvents 1.0 in binary mode, W3C trace context, Kafka Connect's error headers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson
from uuid_utils import uuid7

from shared.articles import SCHEMA_VERSION, RawArticle
from shared.kafka import DEAD, ENRICHED, RAW

Headers = list[tuple[str, bytes]]
_ERRORS = "__connect.errors."
_ATTEMPT = "depeche-attempt"


@dataclass(frozen=True, slots=True)
class Record:
    """What is sent to Kafka. Records with the same key stay in order."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers

    @property
    def size(self) -> int:
        """Bytes on the wire, with a generous allowance for the frame of the record and of its batch."""
        headers = sum(len(name) + len(value) + 10 for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + headers + 128


def new_event_id() -> str:
    """A UUIDv7: unique, and in the order of time."""
    return str(uuid7())


def received(article: RawArticle, event_id: str, traceparent: str) -> Record:
    """The record that ingest publishes when it accepts an article."""
    value = article.__pydantic_serializer__.to_json(article, exclude_none=True)
    time = article.received_at.isoformat()
    headers = _headers("article.received", "/depeche/ingest", event_id, time, article.id, traceparent)
    return Record(RAW, article.id.encode(), value, headers)


def replayed(article: RawArticle, event_id: str, traceparent: str) -> Record:
    """The record that asks for a stored article to be enriched anew: `article` has its `replay`."""
    value = article.__pydantic_serializer__.to_json(article, exclude_none=True)
    headers = _headers("article.replayed", "/depeche/console", event_id, now().isoformat(), article.id, traceparent)
    return Record(RAW, article.id.encode(), value, headers)


def redriven(letter: Record) -> Record:
    """A dead letter as the record that it was, but for the number of the attempt that it now is."""
    kept = [(name, value) for name, value in letter.headers if name != _ATTEMPT and not name.startswith(_ERRORS)]
    number = str(attempt(letter.headers) + 1)
    return Record(RAW, letter.key, letter.value, [*kept, (_ATTEMPT, number.encode())])


def attempt(headers: Any) -> int:
    """Which attempt at an article this is: 1, unless it was redriven."""
    given = header(headers, _ATTEMPT) or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 1


def error(headers: Any, name: str) -> str | None:
    """What a dead letter says of `topic`, `partition`, `offset`, `stage`, `exception.class.name` or `.message`."""
    return header(headers, _ERRORS + name)


def enriched(document: dict[str, Any], traceparent: str, anew: bool = False) -> Record:
    """The record that enrich publishes for one stored revision; `document` is an EnrichedArticle as JSON.

    One that was enriched anew has an id of its own, or a reader would take it for the event that it has seen.
    """
    told = attributes(document, anew)
    headers = _headers(told["type"], told["source"], told["id"], told["time"], told["subject"], traceparent)
    return Record(ENRICHED, document["id"].encode(), orjson.dumps(document), headers)


def attributes(document: dict[str, Any], anew: bool = False) -> dict[str, str]:
    """The CloudEvents attributes of the event of a stored revision."""
    event_id = f"{document['id']}:{document['revision']}"
    kind = "article.enriched" if document["revision"] == 1 else "article.revised"
    if anew:
        event_id, kind = f"{event_id}:{document['enriched_at']}", "article.reenriched"
    return {
        "specversion": "1.0",
        "type": kind,
        "source": "/depeche/enrich",
        "id": event_id,
        "time": document["enriched_at"],
        "subject": document["id"],
        "dataschema": _schema_of(kind),
    }


def dead(original: Record, partition: int, offset: int, stage: str, error: str, message: str) -> Record:
    """A dead letter: the original bytes, key and headers, and where and why it died, as Kafka Connect writes it.

    `stage` is decode or enrich; `error` the name of the exception, `message` its text.
    """
    reason = {
        "topic": original.topic,
        "partition": str(partition),
        "offset": str(offset),
        "stage": stage,
        "exception.class.name": error,
        "exception.message": message[:2_000],
    }
    kept = [(name, value) for name, value in original.headers if not name.startswith(_ERRORS)]
    errors = [(_ERRORS + name, value.encode("utf-8", "replace")) for name, value in reason.items()]
    return Record(DEAD, original.key, original.value, kept + errors)


def header(headers: Any, name: str) -> str | None:
    """The first header of this name as text; null where there is none or it is no UTF-8."""
    for key, value in headers or ():
        if key == name:
            try:
                return str(value, "utf-8")
            except (UnicodeDecodeError, TypeError):
                return None
    return None


def _headers(kind: str, source: str, event_id: str, time: str, subject: str, traceparent: str) -> Headers:
    return [
        *_constant(kind, source),
        ("ce_id", event_id.encode()),
        ("ce_time", time.encode()),
        ("ce_subject", subject.encode()),
        ("traceparent", traceparent.encode()),
    ]


@cache
def _constant(kind: str, source: str) -> Headers:
    """What all events of one kind say."""
    return [
        ("ce_specversion", b"1.0"),
        ("ce_type", kind.encode()),
        ("ce_source", source.encode()),
        ("ce_dataschema", _schema_of(kind).encode()),
        ("content-type", b"application/json"),
    ]


def _schema_of(kind: str) -> str:
    return f"/schemas/{kind}/{SCHEMA_VERSION}"


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)

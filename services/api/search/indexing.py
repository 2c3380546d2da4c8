"""From records and stored documents to entries of the index. Everything here computes, so it runs in a thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import structlog

from services.api import metrics
from services.api.search.generation import Entry, Positions, Writer, newest
from services.api.search.schema import sort_key

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Event:
    """A record of articles.enriched."""

    partition: int
    offset: int
    value: bytes | None


def apply(writer: Writer, events: Sequence[Event], positions: Positions) -> None:
    """Put the events into the index and commit, with the positions behind them.

    An article keeps the key of its first revision, and an older revision never takes the place of a newer one: both
    may be there already when events are read again, or were read from MongoDB before.
    """
    entries = newest([entry for event in events if (entry := _read(event)) is not None])
    known = writer.known(entries)
    for article_id, entry in entries.items():
        there = known.get(article_id)
        if there is not None and there.revision > entry.article["revision"]:
            metrics.RECORDS.labels("stale").inc()
        else:
            put(writer, entry, there.key if there is not None else None)
    writer.commit(positions)


def put(writer: Writer, entry: Entry, key: int | None) -> None:
    """Add one article; what is none is counted and logged, and never stops the others."""
    article = entry.article
    try:
        writer.put(entry, sort_key(article["received_at"], article["id"]) if key is None else key)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        metrics.RECORDS.labels("unreadable").inc()
        _log.error("article can't be indexed", article_id=article["id"], reason=f"{type(error).__name__}: {error}")
    else:
        metrics.RECORDS.labels("indexed").inc()


def stored(documents: Iterable[dict[str, Any]]) -> list[Entry]:
    """Documents of the collection `articles` as entries."""
    articles = [{"id": document.pop("_id"), **document} for document in documents]
    return [Entry(article, orjson.dumps(article)) for article in articles]


def behind(positions: Positions, events: Iterable[Event]) -> Positions:
    """The positions behind these events, which are in the order of each partition."""
    offsets: Mapping[int, int] = {event.partition: event.offset + 1 for event in events}
    return Positions(positions.topic_id, {**positions.offsets, **offsets})


def _read(event: Event) -> Entry | None:
    """The article in an event. What is none is counted and logged: only its author can mend it."""
    try:
        article = orjson.loads(event.value or b"")
        if not isinstance(article["id"], str) or not 0 < int(article["revision"]) < 2**63:
            raise ValueError("id or revision is wrong")
    except (KeyError, TypeError, ValueError) as error:
        metrics.RECORDS.labels("unreadable").inc()
        reason = f"{type(error).__name__}: {error}"
        _log.error("record is no article", partition=event.partition, offset=event.offset, reason=reason)
        return None
    return Entry(article, event.value or b"")

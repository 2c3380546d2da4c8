"""An article that arrives on articles.enriched: what those who listen are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from aiokafka import ConsumerRecord

from services.api.listening import position
from services.api.search.generation import Positions
from shared import events

_KINDS = frozenset(("article.enriched", "article.revised", "article.reenriched"))
_LINES = bytes.maketrans(b"\r\n", b"  ")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new article, a new revision, or a revision that was read anew (`kind`).

    `id` is the event's, the same each time that it is read; `json` the article as it was published, in one line;
    `frame` the whole as Server-Sent Events have it; `positions` those behind it, in the order in which it was read.
    """

    id: str
    kind: str
    time: str
    article: dict[str, Any]
    json: bytes
    frame: bytes
    positions: Positions

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return 2 * len(self.json)


def arrivals(records: Sequence[ConsumerRecord], before: Positions) -> Iterator[Arrival]:
    """The articles in records, which are in the order of each partition; `before` is where they begin.

    What is no article is passed over: the index counts and logs it.
    """
    offsets = dict(before.offsets)
    for record in records:
        offsets[record.partition] = record.offset + 1
        try:
            article = orjson.loads(record.value or b"")
            article_id, revision = article["id"], article["revision"]
            time = str(article["enriched_at"])
        except (KeyError, TypeError, ValueError):
            continue
        kind = events.header(record.headers, "ce_type")
        if kind not in _KINDS:
            kind = "article.enriched" if revision == 1 else "article.revised"
        event_id = events.header(record.headers, "ce_id") or f"{article_id}:{revision}"
        positions = Positions(before.topic_id, dict(offsets))
        # A line feed, which JSON allows between its parts, would end the event in the middle.
        json = record.value.translate(_LINES)
        head = f"id: {position.encode(positions)}\nevent: {kind}\ndata: "
        yield Arrival(event_id, kind, time, article, json, b"%b%b\n\n" % (head.encode(), json), positions)

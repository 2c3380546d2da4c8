"""What becomes of each record: pure, given what is stored. `store` carries it out, in one transaction for a batch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson

from services.enrich.pool import Enriched, Failed, Result
from shared.changes import is_same_headline

Document = dict[str, Any]
# What a replay leaves as it was, and what is looked at of a stored article to decide about the next submission of it.
STAYS = ("revision", "received_at", "origin", "fingerprint", "story", "changes")
LOOKED_AT = (*STAYS, "provenance", "title")
# The steps that made what stays; an article without a story joins one.
STEPS_THAT_STAY = frozenset(("stories", "changes"))


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition of one incarnation of a topic, as one consumer group reads it."""

    group: str
    topic: str
    topic_id: str
    number: int

    @property
    def key(self) -> str:
        """Tells apart what two groups, two topics, or a topic and its successor of the same name have stored."""
        return f"{self.group}/{self.topic}/{self.topic_id}/{self.number}"


@dataclass(frozen=True, slots=True)
class Item:
    """A record of articles.raw with what the enrichment made of it. `key` is the article id as ingest wrote it.

    `attempt` is above 1 where the record was a dead letter and was redriven.
    """

    offset: int
    event_id: str | None
    key: str | None
    result: Result
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """How a record ended. `document` is the stored article where there is an event to publish.

    `replayed` is a stored revision that was enriched anew; `superseded` what came too late to be stored, as a newer
    revision is there. `sketch` is that of the document, if its story is still to be found.
    """

    offset: int
    status: Literal["enriched", "duplicate", "dead", "replayed", "superseded"]
    revision: int | None = None
    document: Document | None = None
    failure: Failed | None = None
    sketch: bytes | None = None


def decide(partition: Partition, item: Item, latest: dict[str, Document]) -> Decision:
    """What becomes of one item. `latest` has the latest revisions, LOOKED_AT at least, and is kept up to date."""
    result = item.result
    if isinstance(result, Failed):
        return Decision(item.offset, "dead", failure=result)
    stored = latest.get(result.article_id)
    if result.replays is not None:
        return _decide_replay(item.offset, result, latest)
    if stored and _is_same(result, stored):
        return Decision(item.offset, "duplicate", stored["revision"])
    document = orjson.loads(result.document)
    if stored and item.attempt > 1 and _received(document) < _received(stored):
        return Decision(item.offset, "superseded", stored["revision"])
    document["revision"] = stored["revision"] + 1 if stored else 1
    document["origin"] = {"topic": partition.topic, "partition": partition.number, "offset": item.offset}
    # An article stays in the story in which it came, whatever is made of its text later.
    document["story"] = stored.get("story") if stored else None
    latest[result.article_id] = document
    return Decision(item.offset, "enriched", document["revision"], document, sketch=result.sketch)


def _decide_replay(offset: int, result: Enriched, latest: dict[str, Document]) -> Decision:
    """It changes the revision that it was made from, if that is still the latest, and never makes another."""
    stored = latest.get(result.article_id)
    if stored is None or stored["revision"] != result.replays:
        return Decision(offset, "superseded", stored["revision"] if stored else None)
    document = orjson.loads(result.document)
    sketch = result.sketch if stored.get("story") is None else None
    made_by, stays = stored["provenance"], STEPS_THAT_STAY if sketch is None else STEPS_THAT_STAY - {"stories"}
    made_anew = {step: version for step, version in document["provenance"].items() if step not in stays}
    document["provenance"] = made_anew | {step: made_by[step] for step in stays if step in made_by}
    if document["provenance"] == made_by:
        return Decision(offset, "duplicate", stored["revision"])
    latest[result.article_id] = document = document | {name: stored[name] for name in STAYS if name in stored}
    return Decision(offset, "replayed", document["revision"], document, sketch=sketch)


def _is_same(result: Enriched, stored: Document) -> bool:
    """Whether neither text nor headline differs; a submission without a headline takes none away."""
    if result.fingerprint != stored["fingerprint"]:
        return False
    return result.title is None or is_same_headline(result.title, stored["title"])


def _received(document: Document) -> datetime:
    return datetime.fromisoformat(document["received_at"])

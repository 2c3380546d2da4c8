"""MongoDB, as enrich writes it: a batch and the position behind it, in one transaction.

The position is moved by compare-and-set. So a worker that was paused while another took its partition over finds the
position moved and writes nothing; and after a crash between MongoDB and Kafka, what is stored tells exactly which
records are already decided and how, so that their events are published and nothing is decided twice.
"""

from collections.abc import AsyncIterator, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from pymongo import InsertOne, ReplaceOne
from pymongo.errors import PyMongoError

from services.enrich.pool import Enriched, Failed, Result
from shared import events
from shared.errors import FencedError, UnavailableError
from shared.mongo import Database, Session

Document = dict[str, Any]


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
    revision is there.
    """

    offset: int
    status: Literal["enriched", "duplicate", "dead", "replayed", "superseded"]
    revision: int | None = None
    document: Document | None = None
    failure: Failed | None = None


class Store:
    """MongoDB as the enrich service uses it; `open` is how a partition is worked on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def open(self, partition: Partition, committed: int | None) -> AsyncIterator["Ledger"]:
        """Become the owner of a partition; whoever was it before can store nothing any more.

        `committed` is the group's offset in Kafka, at which a partition begins that was never stored; null where there
        is none. UnavailableError if MongoDB is away.
        """
        positions = self._database.positions
        async with _transient(), await self._database.client.start_session() as session:
            before = await positions.find_one({"_id": partition.key})
            if before is not None:
                # A transaction of an owner that was killed would hold the position for a minute.
                await self._database.client.admin.command("killSessions", [before["owner"]])
            found = await positions.find_one_and_update(
                {"_id": partition.key},
                {"$set": {"owner": session.session_id}, "$setOnInsert": {"offset": committed or 0}},
                upsert=True,
                return_document=True,
            )
            # Kafka forgets the offsets of a group that was away for a week. What is known to be published then is
            # everything before the last batch.
            published = int(found.get("published", 0)) if committed is None else committed
            yield Ledger(self._database, session, partition, int(found["offset"]), published)


class Ledger:
    """What is stored of one partition, by its owner.

    `position` is the next offset to be stored. `resume` is where to read on: MongoDB is ahead of Kafka after a crash
    before the commit, and behind it only if it was restored from a backup.
    """

    def __init__(
        self, database: Database, session: Session, partition: Partition, position: int, published: int
    ) -> None:
        self._database, self._session, self._partition = database, session, partition
        self.position = position
        self.resume = min(position, published)

    async def put(self, items: Sequence[Item]) -> list[Decision]:
        """Decide and store the items, which begin at `position`. FencedError if somebody else is the owner now."""
        then = items[-1].offset + 1

        async def batch(_: Session) -> list[Decision]:
            await self._move(then)
            return await self._decide(items)

        async with _transient():
            decisions: list[Decision] = await self._session.with_transaction(batch)
        self.position = then
        return decisions

    async def recall(self, offsets: Sequence[int]) -> list[Decision]:
        """How records ended that were stored before a crash: what `put` returned then, in the order of the offsets."""
        keys = {offset: _receipt_id(self._partition, offset) for offset in offsets}
        async with _transient():
            found = await self._database.receipts.find({"_id": {"$in": list(keys.values())}}).to_list(None)
            receipts = {receipt["_id"]: receipt for receipt in found}
            return [
                await self._recalled(offset, receipts[key]) for offset, key in sorted(keys.items()) if key in receipts
            ]

    async def _recalled(self, offset: int, receipt: Document) -> Decision:
        document, failure = None, None
        if receipt["status"] in ("enriched", "replayed"):
            document = await self._revision(receipt["article_id"], receipt["revision"])
        elif receipt["status"] == "dead":
            failure = Failed(receipt["stage"], receipt["error"], receipt["reason"])
        return Decision(offset, receipt["status"], receipt["revision"], document, failure)

    async def _revision(self, article_id: str, revision: int) -> Document | None:
        latest = await self._database.articles.find_one({"_id": article_id, "revision": revision})
        found = latest or await self._database.revisions.find_one({"_id": f"{article_id}:{revision}"})
        return _from_stored(article_id, found) if found else None

    async def _move(self, then: int) -> None:
        moved = await self._database.positions.update_one(
            {"_id": self._partition.key, "offset": self.position, "owner": self._session.session_id},
            # One batch is stored only when the one before it is published.
            {"$set": {"offset": then, "published": self.position}},
            session=self._session,
        )
        if moved.matched_count != 1:
            raise FencedError(f"Another worker owns {self._partition.key}.")

    async def _decide(self, items: Sequence[Item]) -> list[Decision]:
        ids = list({item.result.article_id for item in items if isinstance(item.result, Enriched)})
        wanted = dict.fromkeys(("revision", "fingerprint", "received_at", "origin", "provenance"), True)
        cursor = self._database.articles.find({"_id": {"$in": ids}}, wanted, session=self._session)
        stored = {found["_id"]: found async for found in cursor}
        latest = dict(stored)
        decisions = [_decide(self._partition, item, latest) for item in items]
        if made := [decision.document for decision in decisions if decision.document is not None]:
            await self._write(made, stored.keys())
        now = events.now()
        receipts = [
            InsertOne(_receipt(self._partition, item, decision, now))
            for item, decision in zip(items, decisions, strict=True)
        ]
        await self._database.receipts.bulk_write(receipts, ordered=False, session=self._session)
        return decisions

    async def _write(self, made: Sequence[Document], stored: Set[str]) -> None:
        """The last revision of each article into `articles`, all those before it into `revisions`.

        A revision that was enriched anew takes the place of what it was before.
        """
        articles, revisions = self._database.articles, self._database.revisions
        made_last = {(document["id"], document["revision"]): document for document in made}
        last = {article_id: document for (article_id, _), document in made_last.items()}
        superseded = [document for document in made_last.values() if last[document["id"]] is not document]
        if revised := [article_id for article_id in last if article_id in stored]:
            found = await articles.find({"_id": {"$in": revised}}, session=self._session).to_list(None)
            superseded += [
                _from_stored(document["_id"], document)
                for document in found
                if (document["_id"], document["revision"]) not in made_last
            ]
        if superseded:
            older = [_superseded(document) for document in superseded]
            await revisions.insert_many(older, ordered=False, session=self._session)
        writes = [
            ReplaceOne({"_id": article_id}, _to_stored(document))
            if article_id in stored
            else InsertOne(_to_stored(document))
            for article_id, document in last.items()
        ]
        await articles.bulk_write(writes, ordered=False, session=self._session)


@asynccontextmanager
async def _transient() -> AsyncIterator[None]:
    """MongoDB's errors as ours: it is away, or changing its primary, and the partition is taken over anew."""
    try:
        yield
    except PyMongoError as error:
        raise UnavailableError(f"MongoDB: {error}") from error


def _decide(partition: Partition, item: Item, latest: dict[str, Document]) -> Decision:
    """What becomes of one item, given the latest revision of each article; `latest` is kept up to date."""
    result = item.result
    if isinstance(result, Failed):
        return Decision(item.offset, "dead", failure=result)
    stored = latest.get(result.article_id)
    if result.replays is not None:
        return _decide_replay(item.offset, result, latest)
    if stored and stored["fingerprint"] == result.fingerprint:
        return Decision(item.offset, "duplicate", stored["revision"])
    document = orjson.loads(result.document)
    if stored and item.attempt > 1 and _received(document) < _received(stored):
        return Decision(item.offset, "superseded", stored["revision"])
    document["revision"] = stored["revision"] + 1 if stored else 1
    document["origin"] = {"topic": partition.topic, "partition": partition.number, "offset": item.offset}
    latest[result.article_id] = document
    return Decision(item.offset, "enriched", document["revision"], document)


def _decide_replay(offset: int, result: Enriched, latest: dict[str, Document]) -> Decision:
    """It changes the revision that it was made from, if that is still the latest, and never makes another."""
    stored = latest.get(result.article_id)
    if stored is None or stored["revision"] != result.replays:
        return Decision(offset, "superseded", stored["revision"] if stored else None)
    document = orjson.loads(result.document)
    if document["provenance"] == stored["provenance"]:
        return Decision(offset, "duplicate", stored["revision"])
    kept = ("revision", "received_at", "origin", "fingerprint")
    latest[result.article_id] = document = document | {name: stored[name] for name in kept}
    return Decision(offset, "replayed", document["revision"], document)


def _received(document: Document) -> datetime:
    return datetime.fromisoformat(document["received_at"])


def _receipt_id(partition: Partition, offset: int) -> str:
    return f"{partition.key}/{offset}"


def _receipt(partition: Partition, item: Item, decision: Decision, now: datetime) -> Document:
    return {
        "_id": _receipt_id(partition, item.offset),
        "event_id": item.event_id,
        "article_id": item.result.article_id if isinstance(item.result, Enriched) else item.key,
        "status": decision.status,
        "revision": decision.revision,
        "stage": decision.failure.stage if decision.failure else None,
        "error": decision.failure.error if decision.failure else None,
        "reason": decision.failure.message if decision.failure else None,
        "decided_at": now,
    }


def _to_stored(document: Document) -> Document:
    return {"_id": document["id"], **{key: value for key, value in document.items() if key != "id"}}


def _superseded(document: Document) -> Document:
    stored = {key: value for key, value in document.items() if key != "id"}
    return {"_id": f"{document['id']}:{document['revision']}", "article_id": document["id"], **stored}


def _from_stored(article_id: str, document: Document) -> Document:
    kept = {key: value for key, value in document.items() if key not in ("_id", "article_id")}
    return {"id": article_id, **kept}

"""MongoDB, as enrich writes it: a batch and the position behind it, in one transaction.

The position is moved by compare-and-set. So a worker that was paused while another took its partition over finds the
position moved and writes nothing; and after a crash between MongoDB and Kafka, what is stored tells exactly which
records are already decided and how, so that their events are published and nothing is decided twice.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from pymongo import InsertOne, ReplaceOne
from pymongo.errors import PyMongoError

from services.enrich.decisions import LOOKED_AT, Decision, Document, Item, Partition, decide
from services.enrich.pool import Enriched, Failed
from services.enrich.sketches import Sketches
from shared import changes, events
from shared.errors import FencedError, UnavailableError
from shared.mongo import Database, Session


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
        cursor = self._database.articles.find(
            {"_id": {"$in": ids}}, dict.fromkeys(LOOKED_AT, True), session=self._session
        )
        latest = {found["_id"]: found async for found in cursor}
        stored = frozenset(latest)
        decisions = [decide(self._partition, item, latest) for item in items]
        now = events.now()
        if made := [decision.document for decision in decisions if decision.document is not None]:
            await Sketches(self._database, self._session, now).join(decisions)
            await self._write(made, await self._in_full(made, stored))
        receipts = [
            InsertOne(_receipt(self._partition, item, decision, now))
            for item, decision in zip(items, decisions, strict=True)
        ]
        await self._database.receipts.bulk_write(receipts, ordered=False, session=self._session)
        return decisions

    async def _in_full(self, made: Sequence[Document], stored: frozenset[str]) -> dict[str, Document]:
        """The stored articles that are revised or replaced, by their id."""
        revised = list({document["id"] for document in made} & stored)
        if not revised:
            return {}
        found = await self._database.articles.find({"_id": {"$in": revised}}, session=self._session).to_list(None)
        return {document["_id"]: _from_stored(document["_id"], document) for document in found}

    async def _write(self, made: Sequence[Document], stored: Mapping[str, Document]) -> None:
        """The last revision of each article into `articles`, all those before it into `revisions`.

        A revision that was enriched anew takes the place of what it was before.
        """
        made_last = {(document["id"], document["revision"]): document for document in made}
        last = {article_id: document for (article_id, _), document in made_last.items()}
        known = {(article_id, document["revision"]): document for article_id, document in stored.items()} | made_last
        await asyncio.to_thread(_compare, list(made_last.values()), known)
        superseded = [document for key, document in known.items() if last[key[0]] is not document]
        if superseded:
            older = [_superseded(document) for document in superseded]
            await self._database.revisions.insert_many(older, ordered=False, session=self._session)
        writes = [
            ReplaceOne({"_id": article_id}, _to_stored(document))
            if article_id in stored
            else InsertOne(_to_stored(document))
            for article_id, document in last.items()
        ]
        await self._database.articles.bulk_write(writes, ordered=False, session=self._session)


def _compare(made: Sequence[Document], known: Mapping[tuple[str, int], Document]) -> None:
    """Say in each new revision what differs from the one before. This takes the CPU, so a thread does it."""
    for document in made:
        before = known.get((document["id"], document["revision"] - 1))
        if before is not None:
            document["changes"] = [change.model_dump() for change in changes.between(before, document)]


@asynccontextmanager
async def _transient() -> AsyncIterator[None]:
    """MongoDB's errors as ours: it is away, or changing its primary, and the partition is taken over anew."""
    try:
        yield
    except PyMongoError as error:
        raise UnavailableError(f"MongoDB: {error}") from error


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

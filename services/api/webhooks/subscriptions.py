"""Webhooks in MongoDB: what each is to be told, how far that has come, and which process does it now.

A process owns a webhook for some seconds, by a lease that it renews; MongoDB's clock counts them. It writes only what
is its own, so one that was paused and lost it writes nothing any more.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from shared.errors import UnavailableError
from shared.mongo import Database

Document = dict[str, Any]
LEASE_SECONDS = 30.0
_UNTIL = {"$add": ["$$NOW", int(1000 * LEASE_SECONDS)]}


class Subscriptions:
    """All methods raise UnavailableError while MongoDB is away."""

    def __init__(self, database: Database) -> None:
        self._webhooks, self._deliveries = database.webhooks, database.deliveries

    async def add(self, document: Mapping[str, Any], most: int) -> bool:
        """Begin with it, at once; false if there are as many as there may be."""
        with _transient():
            if await self._webhooks.estimated_document_count() >= most:
                return False
            await self._webhooks.insert_one({**document, "status": "active", "reason": None, "failing_since": None})
        return True

    async def all(self) -> list[Document]:
        """The newest first."""
        with _transient():
            found: list[Document] = await self._webhooks.find().sort("_id", -1).to_list(None)
        return found

    async def find(self, webhook_id: str) -> Document | None:
        with _transient():
            found: Document | None = await self._webhooks.find_one({"_id": {"$eq": webhook_id}})
        return found

    async def remove(self, webhook_id: str) -> bool:
        """False if there is none. Its deliveries are forgotten in their time."""
        with _transient():
            return bool((await self._webhooks.delete_one({"_id": {"$eq": webhook_id}})).deleted_count)

    async def deliveries(self, webhook_id: str, before: str | None, limit: int) -> list[Document]:
        """The attempts, the last first."""
        asked: Document = {"webhook_id": {"$eq": webhook_id}}
        if before is not None:
            asked["_id"] = {"$lt": before}
        with _transient():
            found: list[Document] = await self._deliveries.find(asked).sort("_id", -1).limit(limit).to_list(limit)
        return found

    async def attempts(self, webhook_id: str) -> int:
        """How many there are."""
        with _transient():
            return int(await self._deliveries.count_documents({"webhook_id": {"$eq": webhook_id}}))

    async def claim(self, owner: str) -> Document | None:
        """Become the owner of one that nobody owns; null if there is none."""
        free = {"$expr": {"$lt": [{"$ifNull": ["$lease.until", 0]}, "$$NOW"]}}
        lease = [{"$set": {"lease": {"owner": {"$literal": owner}, "until": _UNTIL}}}]
        with _transient():
            found: Document | None = await self._webhooks.find_one_and_update(
                {"status": "active", **free}, lease, return_document=ReturnDocument.AFTER
            )
        return found

    async def renew(self, owner: str, ids: Sequence[str]) -> set[str]:
        """Stay the owner of these; those that are still ours, for they may have been removed or disabled meanwhile."""
        ours = {"_id": {"$in": [*ids]}, "status": "active", "lease.owner": owner}
        with _transient():
            await self._webhooks.update_many(ours, [{"$set": {"lease.until": _UNTIL}}])
            return {found["_id"] async for found in self._webhooks.find(ours, {"_id": True})}

    async def release(self, owner: str) -> None:
        """Let another take over at once."""
        with _transient():
            await self._webhooks.update_many({"lease.owner": owner}, {"$unset": {"lease": True}})

    async def advance(self, webhook_id: str, owner: str, position: str) -> None:
        """Everything up to here is delivered."""
        with _transient():
            await self._webhooks.update_one(
                {"_id": webhook_id, "lease.owner": owner}, {"$set": {"position": position, "failing_since": None}}
            )

    async def failed(self, webhook_id: str, owner: str) -> float:
        """Remember that it fails; the seconds for which nothing has come further."""
        since = {"$ifNull": ["$failing_since", "$$NOW"]}
        for_milliseconds = {"$subtract": ["$$NOW", since]}
        with _transient():
            found = await self._webhooks.find_one_and_update(
                {"_id": webhook_id, "lease.owner": owner},
                [{"$set": {"failing_since": since, "failing_milliseconds": for_milliseconds}}],
                return_document=ReturnDocument.AFTER,
            )
        return found["failing_milliseconds"] / 1000 if found else 0.0

    async def disable(self, webhook_id: str, owner: str, reason: str) -> None:
        """Deliver nothing more."""
        with _transient():
            await self._webhooks.update_one(
                {"_id": webhook_id, "lease.owner": owner}, {"$set": {"status": "disabled", "reason": reason}}
            )

    async def record(self, attempt: Mapping[str, Any]) -> None:
        """Keep what came of an attempt."""
        with _transient():
            await self._deliveries.insert_one(dict(attempt))


@contextmanager
def _transient() -> Iterator[None]:
    try:
        yield
    except PyMongoError as error:
        raise UnavailableError("MongoDB does not answer.") from error

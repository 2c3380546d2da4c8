"""What the api reads from MongoDB: articles by their id, their revisions, and receipts.

Every value reaches a filter as a string under `$eq`, so nothing that is asked can become an operator.
"""

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from services.api.search.cursor import PAGE_BYTES
from shared.errors import UnavailableError
from shared.mongo import Database

Document = dict[str, Any]
_BATCH = 20


@dataclass(frozen=True, slots=True)
class Revisions:
    """Some revisions as JSON, newest first; the number of all; the last of these if there are older ones."""

    items: list[bytes]
    total: int
    end: int | None


class Store:
    """MongoDB as the api reads it. All methods raise UnavailableError while it is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Motor makes a collection anew each time that it is named.
        self._articles = database.articles

    async def secret(self, name: str) -> bytes:
        """Bytes that all replicas share and nobody else knows; made when they are first asked for."""
        made = {"$setOnInsert": {"value": secrets.token_bytes(32)}}
        with _transient():
            found = await self._database.secrets.find_one_and_update(
                {"_id": {"$eq": name}}, made, upsert=True, return_document=ReturnDocument.AFTER
            )
        return bytes(found["value"])

    async def article(self, article_id: str) -> Document | None:
        """The latest revision."""
        with _transient():
            found = await self._articles.find_one({"_id": {"$eq": article_id}})
        return _article(article_id, found) if found else None

    async def revisions(self, article_id: str, before: int | None, limit: int) -> Revisions | None:
        """Revisions below `before`, or from the latest on; null if there is no such article.

        The latest is read first: one that is superseded between the two reads is then told by its number, and
        answered once.
        """
        latest = await self.article(article_id)
        if latest is None:
            return None
        newest = int(latest["revision"])
        items: list[bytes] = []
        size, end = 0, None
        with _transient():
            async for found in self._down_from(latest, before):
                if len(items) == limit or size > PAGE_BYTES:
                    return Revisions(items, newest, end)
                items.append(orjson.dumps(found))
                size, end = size + len(items[-1]), int(found["revision"])
        return Revisions(items, newest, None)

    async def _down_from(self, latest: Document, before: int | None) -> AsyncIterator[Document]:
        newest = int(latest["revision"])
        if before is None or before > newest:
            yield latest
        below = newest if before is None else min(before, newest)
        asked = {"article_id": {"$eq": latest["id"]}, "revision": {"$lt": below}}
        async for found in self._database.revisions.find(asked, batch_size=_BATCH).sort("revision", -1):
            yield _article(latest["id"], found)

    async def receipt(self, event_id: str) -> Document | None:
        """How a submission ended; of an event that was read twice, how it ended first.

        A dead letter may have been redriven: what came of that counts, and of several that died again the last.
        """
        with _transient():
            found = await self._database.receipts.find({"event_id": {"$eq": event_id}}).sort("decided_at").to_list(None)
        alive = (receipt for receipt in found if receipt["status"] != "dead")
        return next(alive, found[-1] if found else None)

    async def receipts(self, article_id: str, most: int) -> list[Document]:
        """How the submissions of an article ended, the last ones, newest first."""
        with _transient():
            found = self._database.receipts.find({"article_id": {"$eq": article_id}}, limit=most)
            return await found.sort("decided_at", -1).to_list(None)


def _article(article_id: str, document: Document) -> Document:
    return {"id": article_id, **{key: value for key, value in document.items() if key not in ("_id", "article_id")}}


@contextmanager
def _transient() -> Iterator[None]:
    try:
        yield
    except PyMongoError as error:
        raise UnavailableError("MongoDB does not answer.") from error

"""What the api reads from MongoDB: articles by their id, their revisions, and receipts.

Every value reaches a filter as a string under `$eq`, so nothing that is asked can become an operator.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pymongo.errors import PyMongoError

from shared.errors import UnavailableError
from shared.mongo import Database

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Revisions:
    """Some revisions of an article, newest first, the number of all, and whether there are older ones."""

    items: list[Document]
    total: int
    more: bool


class Store:
    """MongoDB as the api reads it. All methods raise UnavailableError while it is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def article(self, article_id: str) -> Document | None:
        """The latest revision."""
        with _transient():
            found = await self._database.articles.find_one({"_id": {"$eq": article_id}})
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
        items = [latest] if before is None or before > newest else []
        below = newest if before is None else min(before, newest)
        asked = {"article_id": {"$eq": article_id}, "revision": {"$lt": below}}
        with _transient():
            cursor = self._database.revisions.find(asked).sort("revision", -1).limit(limit + 1)
            items += [_article(article_id, found) async for found in cursor]
        return Revisions(items[:limit], newest, len(items) > limit)

    async def receipt(self, event_id: str) -> Document | None:
        """How a submission ended; of an event that was read twice, how it ended first."""
        with _transient():
            return await self._database.receipts.find_one({"event_id": {"$eq": event_id}}, sort=[("decided_at", 1)])


def _article(article_id: str, document: Document) -> Document:
    return {"id": article_id, **{key: value for key, value in document.items() if key not in ("_id", "article_id")}}


@contextmanager
def _transient() -> Iterator[None]:
    try:
        yield
    except PyMongoError as error:
        raise UnavailableError("MongoDB does not answer.") from error

"""Build the index again from MongoDB, which has every article, while the old one goes on being searched."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from services.api.search.generation import Generation, Positions, Writer
from services.api.search.indexing import put, stored
from services.api.search.schema import sort_key
from shared.mongo import Database

# Some articles with what `_first_received` says of them.
Batch = tuple[list[dict[str, Any]], dict[str, str]]

_BATCH = 200
# Nothing is searched in it before the end: few large segments need fewer merges.
_HEAP_BYTES = 128 * 1024 * 1024


async def rebuild(
    batches: AsyncIterator[Batch],
    generation: Generation,
    positions: Positions,
    in_thread: Callable[..., Awaitable[Any]],
    stopping: asyncio.Event,
) -> bool:
    """Put the articles into an empty generation and commit; False if it was told to stop before the end.

    `positions` are those of the topic before this began: what changes meanwhile comes again from there.
    """
    writer = await in_thread(Writer, generation, _HEAP_BYTES)
    try:
        async for documents, first in batches:
            await in_thread(_add, writer, documents, first)
            if stopping.is_set():
                return False
        await in_thread(writer.commit, positions)
    finally:
        await in_thread(writer.close)
    return True


async def read(database: Database, share: Mapping[str, Any]) -> AsyncIterator[Batch]:
    """The articles that a filter finds, all if it is empty. The next ones are fetched while these are indexed."""
    cursor = database.articles.find(share, batch_size=_BATCH)
    documents = await cursor.to_list(_BATCH)
    while documents:
        following = asyncio.ensure_future(cursor.to_list(_BATCH))
        try:
            yield documents, await _first_received(database, documents)
            documents = await following
        finally:
            following.cancel()


async def _first_received(database: Database, documents: list[dict[str, Any]]) -> dict[str, str]:
    """When the first revision was received of those articles that have others: they keep their place by it."""
    ids = [f"{document['_id']}:1" for document in documents if document["revision"] > 1]
    if not ids:
        return {}
    cursor = database.revisions.find({"_id": {"$in": ids}}, {"article_id": True, "received_at": True})
    return {found["article_id"]: found["received_at"] async for found in cursor}


def _add(writer: Writer, documents: list[dict[str, Any]], first: Mapping[str, str]) -> None:
    for entry in stored(documents):
        received_at = first.get(entry.article["id"])
        put(writer, entry, sort_key(received_at, entry.article["id"]) if received_at else None)

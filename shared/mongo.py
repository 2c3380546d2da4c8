"""MongoDB: the one module that knows its driver, the collections and their indexes.

articles    {_id: article id, ...}            the latest revision of each article, as in the contract
revisions   {_id: "<article id>:<n>", ...}    the revisions that were superseded
receipts    {_id: event id, ...}              how each submission ended; forgotten after 30 days
positions   {_id: partition, offset}          how far enrich has stored each partition of articles.raw
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession, AsyncIOMotorDatabase
from pymongo import ASCENDING, IndexModel
from pymongo.errors import CollectionInvalid, ConfigurationError, PyMongoError

from shared.errors import StartupError, UnavailableError
from shared.settings import Settings

Database = AsyncIOMotorDatabase[dict[str, Any]]
Session = AsyncIOMotorClientSession
RECEIPTS_KEPT = timedelta(days=30)
_INDEXES = {
    "articles": [],
    "revisions": [IndexModel([("article_id", ASCENDING), ("revision", ASCENDING)])],
    "receipts": [
        IndexModel([("event_id", ASCENDING), ("decided_at", ASCENDING)]),
        IndexModel([("decided_at", ASCENDING)], expireAfterSeconds=int(RECEIPTS_KEPT.total_seconds())),
    ],
    "positions": [],
}


def connect(settings: Settings) -> Database:
    """The database; what is written to it is acknowledged by a majority. Connects when it is first asked."""
    try:
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
            settings.mongodb_uri,
            appname="depeche",
            w="majority",
            readConcernLevel="majority",
            serverSelectionTimeoutMS=5_000,
            tz_aware=True,
        )
    except (PyMongoError, ValueError) as error:
        raise StartupError(f"DEPECHE_MONGODB_URI is not usable: {error}") from None
    return client[settings.mongodb_database]


async def ensure_collections(database: Database) -> None:
    """Create the collections and indexes that are missing."""
    existing = set(await database.list_collection_names())
    for name, indexes in _INDEXES.items():
        if name not in existing:
            with suppress(CollectionInvalid):
                await database.create_collection(name)
        if indexes:
            await database[name].create_indexes(indexes)


async def verify(database: Database) -> None:
    """StartupError if MongoDB does not answer, is no replica set, or lacks a collection."""
    try:
        hello = await database.command("hello")
        missing = sorted(set(_INDEXES) - set(await database.list_collection_names()))
    except (PyMongoError, ConfigurationError):
        raise StartupError("MongoDB does not answer: is it running? DEPECHE_MONGODB_URI says where.") from None
    if "setName" not in hello:
        raise StartupError("MongoDB is not a replica set, and transactions need one: start mongod with --replSet.")
    if missing:
        raise StartupError(f"MongoDB has no collection {', '.join(missing)}: create it with `python -m shared.setup`.")


async def reachable(database: Database) -> None:
    """UnavailableError if no primary answers within two seconds."""
    try:
        await database.client.admin.command("ping", maxTimeMS=2_000)
    except PyMongoError:
        raise UnavailableError("MongoDB does not answer.") from None

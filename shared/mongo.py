"""MongoDB: the one module that knows its driver, the collections and their indexes.

articles    {_id: article id, ...}            the latest revision of each article, as in the contract
revisions   {_id: "<article id>:<n>", ...}    the revisions that were superseded
receipts    {_id: event id, ...}              how each submission ended; forgotten after 30 days
sketches    {_id: "<article id>:<n>", ...}    what reprints are recognised by; forgotten after 30 days
redrives    {_id: letter, ...}                which dead letters were redriven; forgotten when they are
positions   {_id: partition, offset}          how far enrich has stored each partition of articles.raw
webhooks    {_id: id, url, filter, ...}       who is told of what, and how far that has come
deliveries  {_id: id, webhook_id, ...}        what came of each attempt to tell them; forgotten after 7 days
secrets     {_id: what for, ...}              what signs cursors and sessions, so that all replicas take them
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession, AsyncIOMotorDatabase
from pymongo import ASCENDING, IndexModel
from pymongo.errors import CollectionInvalid, ConfigurationError, OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from shared.errors import StartupError, UnavailableError
from shared.settings import Settings

Database = AsyncIOMotorDatabase[dict[str, Any]]
Session = AsyncIOMotorClientSession
RECEIPTS_KEPT = timedelta(days=30)
SKETCHES_KEPT = timedelta(days=30)
# Kafka keeps dead letters for 30 days, and then until their segment is full.
REDRIVES_KEPT = timedelta(days=90)
DELIVERIES_KEPT = timedelta(days=7)
_AUTHENTICATION_FAILED, _UNAUTHORIZED = 18, 13
_INDEXES = {
    "articles": [],
    "revisions": [IndexModel([("article_id", ASCENDING), ("revision", ASCENDING)])],
    "receipts": [
        IndexModel([("event_id", ASCENDING), ("decided_at", ASCENDING)]),
        IndexModel([("article_id", ASCENDING), ("decided_at", ASCENDING)]),
        IndexModel([("decided_at", ASCENDING)], expireAfterSeconds=int(RECEIPTS_KEPT.total_seconds())),
    ],
    "sketches": [
        # A band belongs to one sketch, which makes two transactions that add the same one conflict.
        IndexModel([("bands", ASCENDING)], unique=True, sparse=True),
        IndexModel([("at", ASCENDING)], expireAfterSeconds=int(SKETCHES_KEPT.total_seconds())),
    ],
    "redrives": [IndexModel([("redriven_at", ASCENDING)], expireAfterSeconds=int(REDRIVES_KEPT.total_seconds()))],
    "positions": [],
    "webhooks": [IndexModel([("lease.owner", ASCENDING)]), IndexModel([("status", ASCENDING)])],
    "deliveries": [
        IndexModel([("webhook_id", ASCENDING), ("_id", ASCENDING)]),
        IndexModel([("at", ASCENDING)], expireAfterSeconds=int(DELIVERIES_KEPT.total_seconds())),
    ],
    "secrets": [],
}


def connect(settings: Settings) -> Database:
    """The database; what is written to it is acknowledged by a majority. Connects when it is first asked."""
    client = _client(
        settings,
        appname="depeche",
        w="majority",
        readConcernLevel="majority",
        serverSelectionTimeoutMS=5_000,
        tz_aware=True,
    )
    return client[settings.mongodb_database]


def _client(settings: Settings, **options: Any) -> AsyncIOMotorClient[dict[str, Any]]:
    if settings.mongodb_user and settings.mongodb_password:
        options |= {"username": settings.mongodb_user, "password": settings.mongodb_password.get_secret_value()}
    if settings.mongodb_ca_file:
        options |= {"tls": True, "tlsCAFile": str(settings.mongodb_ca_file)}
    if settings.mongodb_cert_file:
        options |= {"tls": True, "tlsCertificateKeyFile": str(settings.mongodb_cert_file)}
    try:
        return AsyncIOMotorClient(settings.mongodb_uri, **options)
    except (PyMongoError, ValueError, OSError) as error:
        raise StartupError(f"DEPECHE_MONGODB_URI or one of its files is not usable: {error}") from None


async def ensure_replica_set(settings: Settings) -> None:
    """Make a replica set of one of a server that was started with --replSet and not initiated.

    Only if the URI names one host and a replica set: of several, which is in the set is not for us to say.
    """
    uri = parse_uri(settings.mongodb_uri)
    name = uri["options"].get("replicaSet")
    if name is None or len(uri["nodelist"]) != 1:
        return
    host = "{}:{}".format(*uri["nodelist"][0])
    client = _client(settings, replicaSet=None, directConnection=True, serverSelectionTimeoutMS=10_000)
    try:
        if "setName" not in await client.admin.command("hello"):
            member = {"_id": 0, "host": host}
            await client.admin.command("replSetInitiate", {"_id": name, "members": [member]})
    except OperationFailure as error:
        raise StartupError(f"MongoDB could not be made a replica set: {error}") from error
    finally:
        client.close()


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
    except (PyMongoError, ConfigurationError) as error:
        raise StartupError(_why_not(error)) from None
    if "setName" not in hello:
        raise StartupError("MongoDB is not a replica set, and transactions need one: start mongod with --replSet.")
    if missing:
        raise StartupError(f"MongoDB has no collection {', '.join(missing)}: create it with `python -m shared.setup`.")


async def missing_indexes(database: Database) -> list[str]:
    """The indexes that are not there, each as its collection and its fields."""
    missing = []
    for name, wanted in _INDEXES.items():
        there = [dict(index["key"]) for index in (await database[name].index_information()).values()]
        keys = [dict(index.document["key"]) for index in wanted]
        missing += [f"{name} ({', '.join(key)})" for key in keys if key not in there]
    return missing


def _why_not(error: PyMongoError) -> str:
    if isinstance(error, OperationFailure) and error.code == _AUTHENTICATION_FAILED:
        return "MongoDB refuses the login: are DEPECHE_MONGODB_USER and DEPECHE_MONGODB_PASSWORD right?"
    if isinstance(error, OperationFailure) and error.code == _UNAUTHORIZED:
        return "MongoDB does not allow this: DEPECHE_MONGODB_USER needs the role readWrite on DEPECHE_MONGODB_DATABASE."
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "MongoDB's certificate is not one that DEPECHE_MONGODB_CA_FILE vouches for."
    return "MongoDB does not answer: is it running? DEPECHE_MONGODB_URI says where."


async def reachable(database: Database) -> None:
    """UnavailableError if no primary answers within two seconds."""
    try:
        await database.client.admin.command("ping", maxTimeMS=2_000)
    except PyMongoError:
        raise UnavailableError("MongoDB does not answer.") from None

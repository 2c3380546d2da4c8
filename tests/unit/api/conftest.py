"""A database of each test's own on the real MongoDB; Kafka's topics are everybody's."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from shared import mongo
from shared.mongo import Database
from shared.settings import Settings
from tests.system import Servers


@pytest.fixture
async def settings(servers: Servers) -> Settings:
    return servers.settings(mongodb_database=f"api-{uuid4().hex[:8]}")


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = mongo.connect(settings)
    await mongo.ensure_collections(database)
    yield database
    await database.client.drop_database(database.name)
    database.client.close()

"""An ingest whose articles nobody reads, and what is asked of the api that a file of tests has started."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from shared import mongo
from shared.mongo import Database
from tests.conftest import local_servers, prepared
from tests.system import Servers, Service


@pytest.fixture(scope="session")
def unread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Servers without an enrich: most of what is posted to them for a test would be dead letters, and stop it."""
    yield from prepared(local_servers(tmp_path_factory.mktemp("unread")))


@pytest.fixture(scope="session")
def ingest(unread: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an ingest in front of these servers."""
    service = Service("ingest", unread, tmp_path_factory.mktemp("ingest")).start()
    yield service.url
    assert service.stop() == 0, service.log()


@pytest.fixture
async def http(api: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=api.url, timeout=90) as client:
        yield client


@pytest.fixture
async def database(servers: Servers, database_name: str) -> AsyncIterator[Database]:
    database = mongo.connect(servers.settings(mongodb_database=database_name))
    yield database
    database.client.close()


@pytest.fixture
async def openapi(http: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await http.get("/openapi.json")).json()
    return found

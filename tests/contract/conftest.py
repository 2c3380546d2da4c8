"""An ingest whose articles nobody reads: most of what is posted to it for a test would be dead letters."""

from collections.abc import Iterator

import pytest

from tests.conftest import local_servers, prepared
from tests.system import Servers, Service


@pytest.fixture(scope="session")
def unread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Servers without an enrich, which would stop: so many dead letters are a sign that something is broken."""
    yield from prepared(local_servers(tmp_path_factory.mktemp("unread")))


@pytest.fixture(scope="session")
def ingest(unread: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an ingest in front of these servers."""
    service = Service("ingest", unread, tmp_path_factory.mktemp("ingest")).start()
    yield service.url
    assert service.stop() == 0, service.log()

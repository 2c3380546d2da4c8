"""Real servers and real services, started once for the whole run.

`DEPECHE_TEST_SERVERS` says where Kafka and MongoDB come from: `local` processes (the default) or `containers`
(testcontainers). With `DEPECHE_TEST_INGEST_URL`, `DEPECHE_TEST_ENRICH_URL`, `DEPECHE_TEST_API_URL`,
`DEPECHE_KAFKA_BOOTSTRAP` and `DEPECHE_MONGODB_URI` a system that runs already is tested, such as the compose file's;
`DEPECHE_TEST_API_KEY` is its key.
Where the servers can't be had, their tests are skipped on a laptop and fail in CI.
"""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from devstack import servers as local
from devstack.process import free_port
from shared.errors import StartupError
from shared.setup import prepare
from tests import containers
from tests.system import Servers, Service, System, in_ci

# Timings on a shared machine say nothing about a property; without a database every run starts alike.
settings.register_profile("depeche", deadline=None, database=None, derandomize=True)
settings.load_profile("depeche")
# What a shell starts in the background ignores Ctrl-C, and so would all that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

_GIVEN = ("DEPECHE_KAFKA_BOOTSTRAP", "DEPECHE_MONGODB_URI")


@contextmanager
def local_servers(directory: Path) -> Iterator[Servers]:
    """Both servers as local processes of this one's."""
    with local.Servers(directory, free_port(), free_port()) as started:
        yield Servers(started.environment)


@contextmanager
def given_servers() -> Iterator[Servers]:
    """The servers that the environment names."""
    yield Servers({name: os.environ[name] for name in _GIVEN})


def any_servers(directory: Path) -> AbstractContextManager[Servers]:
    if os.environ.get("DEPECHE_TEST_SERVERS") == "containers":
        return containers.servers()
    if all(name in os.environ for name in _GIVEN):
        return given_servers()
    return local_servers(directory)


def prepared(context: AbstractContextManager[Servers]) -> Iterator[Servers]:
    try:
        with context as servers:
            asyncio.run(prepare(servers.settings()))
            yield servers
    except StartupError as error:
        message = f"no real servers: {error}"
        if in_ci():
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A real Kafka and a real MongoDB with topics and collections, for the whole run."""
    yield from prepared(any_servers(tmp_path_factory.mktemp("servers")))


@pytest.fixture
def own_servers(tmp_path: Path) -> Iterator[Servers]:
    """Servers of one test's own, for what would disturb others."""
    yield from prepared(local_servers(tmp_path / "servers"))


@pytest.fixture(scope="session")
def system(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The three services, ready."""
    urls = [os.environ.get(f"DEPECHE_TEST_{name}_URL") for name in ("INGEST", "ENRICH", "API")]
    if all(urls):
        yield System(*map(str, urls), servers)
        return
    directory = tmp_path_factory.mktemp("services")
    private = {"DEPECHE_API_WEBHOOKS_PRIVATE": "true"}
    services = [Service(name, servers, directory, **private) for name in ("ingest", "enrich", "api")]
    codes = {}
    try:
        for service in services:
            service.launch()
        for service in services:
            service.wait()
        yield System(*(service.url for service in services), servers)
    finally:
        codes = {service.name: service.stop() for service in services if service.process}
    assert set(codes.values()) == {0}, f"a service did not stop gracefully: {codes}"

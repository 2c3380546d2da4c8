"""Three MongoDB nodes: the primary is killed, then a majority, then all are started anew, while articles come in."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from devstack import servers as local
from devstack.mongo import Mongo
from devstack.process import free_port
from shared.setup import prepare
from tests.faults.ledger import Ledger
from tests.system import Servers, Service, until

pytestmark = pytest.mark.timeout(400)


class ReplicaSet:
    """Three nodes on this machine."""

    def __init__(self, directory: Path) -> None:
        self._ports = [free_port() for _ in range(3)]
        self._nodes = [Mongo(directory / str(port), port) for port in self._ports]

    @property
    def uri(self) -> str:
        return f"mongodb://{','.join(f'127.0.0.1:{port}' for port in self._ports)}/?replicaSet=depeche"

    def start(self) -> None:
        for node in self._nodes:
            node.start()
        members = [{"_id": number, "host": f"127.0.0.1:{port}"} for number, port in enumerate(self._ports)]
        with MongoClient[dict[str, Any]]("127.0.0.1", self._ports[0], directConnection=True) as client:

            def initiated() -> bool:
                """Refused until all three listen."""
                try:
                    client.admin.command("replSetInitiate", {"_id": "depeche", "members": members})
                except PyMongoError:
                    return False
                return True

            until(initiated, 60)
        self.wait_primary()

    def wait_primary(self) -> int:
        """Which of the nodes is it?"""
        found: list[int] = []
        with MongoClient[dict[str, Any]](self.uri, serverSelectionTimeoutMS=1_000) as client:

            def primary() -> bool:
                try:
                    client.admin.command("ping")
                except PyMongoError:
                    return False
                if client.primary:
                    found.append(self._ports.index(client.primary[1]))
                return bool(found)

            until(primary, 60)
        return found[-1]

    def kill(self, number: int) -> None:
        process = self._nodes[number].process
        assert process is not None
        process.kill()

    def restart(self, number: int) -> None:
        self._nodes[number].start()

    def stop(self) -> None:
        """Killed, as each would wait a while for another one to be primary."""
        for number in range(3):
            self.kill(number)


@pytest.fixture
def replica_set(tmp_path: Path) -> Iterator[ReplicaSet]:
    with ExitStack() as stack:
        made = ReplicaSet(tmp_path / "mongodb")
        stack.callback(made.stop)
        made.start()
        yield made


async def test_failover_no_majority_and_all_anew(replica_set: ReplicaSet, tmp_path: Path) -> None:
    with ExitStack() as stack:
        kafka = stack.enter_context(local.Servers(tmp_path / "servers", free_port(), 0, mongodb=False))
        servers = Servers({**kafka.environment, "DEPECHE_MONGODB_URI": replica_set.uri})
        await prepare(servers.settings())
        ingest = Service("ingest", servers, tmp_path)
        enrich = Service("enrich", servers, tmp_path, module="tests.faults.poison", DEPECHE_ENRICH_PROCESSES="1")
        for service in (ingest, enrich):
            service.launch()
            stack.callback(service.stop)
        for service in (ingest, enrich):
            await asyncio.to_thread(service.wait)
        ledger, done = Ledger(servers, 6), asyncio.Event()
        feeding = asyncio.create_task(ledger.post_until(ingest.url, done))
        await asyncio.sleep(2)
        await _fail_over(replica_set)
        await _lose_the_majority(replica_set)
        for number in range(3):
            replica_set.kill(number)
        for number in range(3):
            replica_set.restart(number)
        await asyncio.to_thread(replica_set.wait_primary)
        await asyncio.sleep(2)
        done.set()
        await feeding
        await ledger.settled()
        await ledger.check()
        assert enrich.process is not None
        assert enrich.process.code is None, "it should have come through it"


async def _fail_over(replica_set: ReplicaSet) -> None:
    killed = await asyncio.to_thread(replica_set.wait_primary)
    replica_set.kill(killed)
    await asyncio.to_thread(replica_set.wait_primary)
    await asyncio.sleep(2)
    replica_set.restart(killed)


async def _lose_the_majority(replica_set: ReplicaSet) -> None:
    primary = await asyncio.to_thread(replica_set.wait_primary)
    others = [number for number in range(3) if number != primary]
    for number in others:
        replica_set.kill(number)
    # Long enough for the primary to notice that it is alone, and for transactions to fail without an outcome.
    await asyncio.sleep(12)
    # What it took while it was alone is rolled back when it returns: the others know nothing of it.
    replica_set.kill(primary)
    for number in others:
        replica_set.restart(number)
    await asyncio.to_thread(replica_set.wait_primary)
    await asyncio.sleep(2)
    replica_set.restart(primary)
    await asyncio.sleep(2)

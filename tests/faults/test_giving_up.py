"""enrich ends itself when going on would do harm or nothing, and what it left is done by the next one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared import kafka, mongo
from tests.faults.ledger import Ledger
from tests.system import Servers, Service

pytestmark = pytest.mark.timeout(400)


@contextmanager
def enrich(servers: Servers, directory: Path, module: str, **environment: str) -> Iterator[Service]:
    service = Service("enrich", servers, directory, module=module, DEPECHE_ENRICH_PROCESSES="1", **environment)
    service.launch()
    try:
        yield service
    finally:
        service.kill()


async def test_a_topic_of_rubbish_is_not_poured_into_the_dead_letters(fault_servers: Servers, tmp_path: Path) -> None:
    ledger = Ledger(fault_servers, 1)
    rubbish = [ledger.article(ledger.new_id(), "rubbish", rubbish=True) for _ in range(600)]
    await ledger.send(rubbish)
    with enrich(fault_servers, tmp_path, "tests.faults.poison") as service:
        assert await asyncio.to_thread(service.exit_code, 60) == 1
        assert "DEPECHE_ENRICH_DEAD_SHARE=0.5 allows" in service.log().splitlines()[-1]
    database = mongo.connect(fault_servers.settings())
    try:
        assert await database.receipts.count_documents({}) < 100, "only what came before there was enough to judge by"
    finally:
        database.client.close()
    with enrich(fault_servers, tmp_path, "tests.faults.poison", DEPECHE_ENRICH_DEAD_SHARE="1") as service:
        await asyncio.to_thread(service.wait)
        await ledger.settled()
    await ledger.check()


async def test_a_worker_that_is_stuck_ends_itself_and_says_why(fault_servers: Servers, tmp_path: Path) -> None:
    ledger = Ledger(fault_servers, 2)
    await ledger.send(ledger.records(100))
    stuck = {"DEPECHE_ENRICH_STALL": "5", "DEPECHE_ENRICH_DRAIN": "1"}
    with enrich(fault_servers, tmp_path, "tests.faults.stuck", **stuck) as service:
        assert await asyncio.to_thread(service.exit_code, 60) == 1
        assert "made no progress for 5 seconds, though" in service.log().splitlines()[-1]
    with enrich(fault_servers, tmp_path, "benchmarks.nothing", DEPECHE_ENRICH_STALL="5") as service:
        await asyncio.to_thread(service.wait)
        await ledger.settled()
        waiting = await kafka.waiting(fault_servers.settings(), "depeche-enrich", kafka.RAW)
        assert set(waiting.values()) == {0}
        # Nothing waits now, so being idle for longer than that is no fault.
        await asyncio.sleep(8)
        assert service.process is not None
        assert service.process.code is None
    await ledger.check()

"""enrich is killed with -9 at each point of a batch; the next worker finishes exactly what was left."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.faults.crash import POINTS
from tests.faults.ledger import Ledger
from tests.system import Servers, Service, eventually

pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize("point", POINTS)
async def test_killed(point: str, fault_servers: Servers, tmp_path: Path) -> None:
    ledger = Ledger(fault_servers, POINTS.index(point))
    options = {"DEPECHE_ENRICH_BATCH": "20", "DEPECHE_ENRICH_PROCESSES": "1", "DEPECHE_FAKE_CRASH_AT": point}
    crashing = Service("enrich", fault_servers, tmp_path, module="tests.faults.crash", **options)
    successor = Service("enrich", fault_servers, tmp_path, module="benchmarks.nothing", **options)
    crashing.launch()
    await asyncio.to_thread(crashing.wait)
    try:
        await ledger.send(ledger.records(400))
        process = crashing.process
        assert process is not None

        async def dead() -> bool:
            return process.code is not None

        await eventually(dead, 30)
        assert process.code == -signal.SIGKILL, crashing.log()
        successor.launch()
        await asyncio.to_thread(successor.wait)
        await ledger.settled()
        await ledger.check()
    finally:
        for worker in (crashing, successor):
            if worker.process is not None:
                worker.kill()

"""Workers join and leave all the time; batches last longer than the session time-out and than the drain."""

import asyncio
import random
import signal
from pathlib import Path

import pytest

from tests.faults.ledger import Ledger
from tests.system import Servers, Service

pytestmark = pytest.mark.timeout(400)
_SECONDS = 60


def _worker(servers: Servers, directory: Path) -> Service:
    return Service("enrich", servers, directory, module="tests.faults.poison", DEPECHE_ENRICH_PROCESSES="1")


async def test_workers_join_and_leave_every_second(fault_servers: Servers, tmp_path: Path) -> None:
    """One joins, one is told to leave, one joins, one is killed; some before they were ever members."""
    ledger, done, chance = Ledger(fault_servers, 10), asyncio.Event(), random.Random(10)
    ingest = Service("ingest", fault_servers, tmp_path)
    told: list[Service] = []
    working = [_worker(fault_servers, tmp_path) for _ in range(3)]
    try:
        for service in (ingest, *working):
            service.launch()
        for service in (ingest, *working):
            await asyncio.to_thread(service.wait)
        feeding = asyncio.create_task(ledger.post_until(ingest.url, done))
        for second in range(_SECONDS):
            await asyncio.sleep(1)
            if second % 2 == 0:
                working.append(_worker(fault_servers, tmp_path))
                working[-1].launch()
                continue
            leaving = working.pop(chance.randrange(len(working)))
            if second % 4 == 1:
                leaving.kill()
            else:
                assert leaving.process is not None
                leaving.process.send(signal.SIGTERM)
                told.append(leaving)
        done.set()
        await feeding
        await ledger.settled()
        await ledger.check()
        for service in told:
            # Who is told before it listens to signals ends by the signal.
            assert await asyncio.to_thread(service.stop) in (0, -signal.SIGTERM), service.log()
    finally:
        for service in (ingest, *working, *told):
            if service.process is not None:
                service.kill()


async def test_a_batch_that_lasts_longer_than_the_session(fault_servers: Servers, tmp_path: Path) -> None:
    """Alone it is finished. When another worker joins, it is given up after the drain, and done by whom it is given."""
    ledger, workers = Ledger(fault_servers, 11), [_worker(fault_servers, tmp_path) for _ in range(2)]
    done = asyncio.Event()
    try:
        workers[0].start()
        # All partitions are busy, so that nobody fetches anything while the slow article holds them up.
        feeding = asyncio.create_task(ledger.feed(done))
        await asyncio.sleep(1)
        await ledger.send([ledger.article(ledger.new_id(), "fake: takes 18 seconds")])
        await asyncio.sleep(25)
        await ledger.send([ledger.article(ledger.new_id(), "fake: takes 18 seconds")])
        workers[1].launch()
        await asyncio.to_thread(workers[1].wait)
        done.set()
        await feeding
        await ledger.settled()
        await ledger.check()
        for worker in workers:
            assert await asyncio.to_thread(worker.stop) == 0
    finally:
        for worker in workers:
            if worker.process is not None:
                worker.kill()

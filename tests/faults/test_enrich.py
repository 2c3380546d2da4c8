"""enrich is killed, paused and poisoned; every article still ends exactly once."""

import asyncio
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import mongo
from tests.faults.ledger import Ledger
from tests.system import Servers, Service

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def workers(own_servers: Servers, tmp_path: Path) -> Iterator[list[Service]]:
    """Two workers with an enrichment that does nothing but what an article tells it to."""
    options = {"module": "tests.faults.poison", "DEPECHE_ENRICH_TIMEOUT": "2", "DEPECHE_ENRICH_PROCESSES": "1"}
    started = [Service("enrich", own_servers, tmp_path, **options) for _ in range(2)]
    for worker in started:
        worker.launch()
    for worker in started:
        worker.wait()
    yield started
    for worker in started:
        worker.stop()


@pytest.mark.timeout(900)
async def test_killed_at_random_times_under_load(own_servers: Servers, workers: list[Service]) -> None:
    """Some die before the group has given them anything, some within a batch, some after the other one has died.

    A worker is back after ten seconds, or forty on a busy machine: only one in three is waited for.
    """
    ledger, done, chance = Ledger(own_servers, 1), asyncio.Event(), random.Random(1)
    feeding = asyncio.create_task(ledger.feed(done))
    for number in range(30):
        await asyncio.sleep(chance.uniform(0.5, 7))
        worker = chance.choice(workers)
        worker.kill()
        worker.launch()
        if number % 3 == 0:
            await asyncio.to_thread(worker.wait)
    done.set()
    await feeding
    await ledger.settled(300)
    await ledger.check()


async def test_a_worker_that_was_paused_writes_nothing_when_it_wakes(
    own_servers: Servers, workers: list[Service]
) -> None:
    ledger, done = Ledger(own_servers, 2), asyncio.Event()
    feeding = asyncio.create_task(ledger.feed(done))
    await asyncio.sleep(2)
    paused = workers[0].process
    assert paused is not None
    paused.send(signal.SIGSTOP)
    # Longer than the session time-out, after which the other one takes over.
    await asyncio.sleep(14)
    paused.send(signal.SIGCONT)
    await asyncio.sleep(2)
    done.set()
    await feeding
    await ledger.settled()
    await ledger.check()
    assert paused.code is None, "it should live on, without its partitions"


POISON = {
    "fake: segmentation fault": "It ended the process that enriched it.",
    "fake: never ends": "It took longer than 2 seconds.",
    "fake: raises": "division by zero",
    "fake: eats memory": "It needs more than 2048 MiB of memory.",
    "fake: grows 3000000 ": "Enriched it is a Kafka record of 9000",
    "fake: grows 1400000 ": "Enriched it is a MongoDB document of 18",
}


async def test_poison_is_dead_and_its_neighbours_get_through(own_servers: Servers, workers: list[Service]) -> None:
    ledger = Ledger(own_servers, 3)
    batch = ledger.records(200)
    dead = {ledger.new_id(): text for text in POISON}
    for position, (article_id, text) in enumerate(dead.items()):
        batch.insert(30 * (position + 1), ledger.article(article_id, text))
    await ledger.send(batch)
    await ledger.settled()
    database = mongo.connect(own_servers.settings())
    try:
        for article_id, text in dead.items():
            receipt = await database.receipts.find_one({"article_id": article_id})
            assert receipt is not None
            assert receipt["status"] == "dead"
            assert receipt["reason"].startswith(POISON[text])
            ledger.forget(article_id)
    finally:
        database.client.close()
    await ledger.check()


async def test_sigterm_under_load_finishes_what_is_in_flight(own_servers: Servers, workers: list[Service]) -> None:
    ledger, done = Ledger(own_servers, 4), asyncio.Event()
    feeding = asyncio.create_task(ledger.feed(done))
    await asyncio.sleep(2)
    assert await asyncio.to_thread(workers[0].stop) == 0
    done.set()
    await feeding
    await ledger.settled()
    await ledger.check()
    assert "given up" not in workers[0].log()

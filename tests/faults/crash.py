"""An enrich service that kills itself with -9 at a point of a batch: what it is built from is wrapped, not changed.

DEPECHE_FAKE_CRASH_AT names the point; the third batch that is stored is the one that gets there.
"""

import asyncio
import functools
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaProducer

from benchmarks.nothing import enrich_nothing
from services.enrich.__main__ import main, new_producer
from services.enrich.decisions import Decision, Item, Partition
from services.enrich.settings import EnrichSettings
from services.enrich.store import Ledger, Store
from shared.service import run

POINTS = (
    "before the store",
    "after the store",
    "between the sends",
    "before the offsets",
    "after the offsets",
    "during the commit",
    "after the commit",
)
_BATCH = 3
_batches = 0


def _reached(point: str) -> bool:
    return _batches >= _BATCH and os.environ["DEPECHE_FAKE_CRASH_AT"] == point


def _crash_at(point: str) -> None:
    if _reached(point):
        os.kill(os.getpid(), signal.SIGKILL)


class CrashingStore(Store):
    @asynccontextmanager
    async def open(self, partition: Partition, committed: int) -> AsyncIterator[Ledger]:
        async with super().open(partition, committed) as ledger:
            yield CrashingLedger(ledger)  # type: ignore[misc]  # it stands in for one


class CrashingLedger:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    async def put(self, items: Sequence[Item]) -> list[Decision]:
        global _batches  # the count of the whole process
        _batches += 1
        _crash_at("before the store")
        decisions = await self._ledger.put(items)
        _crash_at("after the store")
        return decisions


class CrashingProducer:
    def __init__(self, settings: EnrichSettings, transactional_id: str) -> None:
        self._producer: AIOKafkaProducer = new_producer(settings, transactional_id)
        self._sent = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._producer, name)

    async def begin_transaction(self) -> None:
        self._sent = 0
        await self._producer.begin_transaction()

    async def send(self, *args: Any, **options: Any) -> Any:
        self._sent += 1
        if self._sent > 1:
            await self._producer.flush()
            _crash_at("between the sends")
        return await self._producer.send(*args, **options)

    async def send_offsets_to_transaction(self, *args: Any) -> None:
        _crash_at("before the offsets")
        await self._producer.send_offsets_to_transaction(*args)
        _crash_at("after the offsets")

    async def commit_transaction(self) -> None:
        committing = asyncio.ensure_future(self._producer.commit_transaction())
        while _reached("during the commit") and not committing.done():
            # The request is out when the coordinator has a node to wait for; the broker may or may not have read it.
            await asyncio.sleep(0)
            if any(connection._requests for connection in self._producer.client._conns.values()):
                _crash_at("during the commit")
        await committing
        _crash_at("after the commit")


if __name__ == "__main__":
    work = functools.partial(
        main,
        work=enrich_nothing,
        preload="benchmarks.nothing",
        store=CrashingStore,
        producer=CrashingProducer,  # type: ignore[arg-type]  # it stands in for one
    )
    run("enrich", EnrichSettings, work)

"""An enrich service whose MongoDB never answers when a batch is stored, while everything else is well."""

import asyncio
import functools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from benchmarks.nothing import enrich_nothing
from services.enrich.__main__ import main
from services.enrich.decisions import Decision, Item, Partition
from services.enrich.settings import EnrichSettings
from services.enrich.store import Ledger, Store
from shared.service import run


class StuckStore(Store):
    @asynccontextmanager
    async def open(self, partition: Partition, committed: int) -> AsyncIterator[Ledger]:
        async with super().open(partition, committed) as ledger:
            ledger.put = _never  # type: ignore[method-assign]  # a fake fault
            yield ledger


async def _never(_: Sequence[Item]) -> list[Decision]:
    await asyncio.Event().wait()
    return []


if __name__ == "__main__":
    run(
        "enrich",
        EnrichSettings,
        functools.partial(main, work=enrich_nothing, preload="benchmarks.nothing", store=StuckStore),
    )

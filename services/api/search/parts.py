"""The index built again by several processes, each of which makes a part of it from its share of the articles.

Most of the work is Python's, of which a process does no more than a core can do, however many there are.
"""

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from itertools import pairwise
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from services.api import metrics
from services.api.search.generation import Generation, Positions
from services.api.search.rebuild import read, rebuild
from shared import cores, mongo, telemetry
from shared.errors import UnavailableError
from shared.mongo import Database
from shared.settings import Settings

# Each takes some 250 MiB, and a second to start, in which one that has started makes hundreds of entries.
_MOST, _WORTH_ONE = 8, 2_500
# Who asks the old index meanwhile comes first.
_NICE = 5

Share = Mapping[str, Any]


async def processes(database: Database) -> int:
    """How many are worth to be started for the articles that there are; fewer than two if none is."""
    articles = await database.articles.estimated_document_count()
    return min(cores.available(), _MOST, articles // _WORTH_ONE)


async def build(
    settings: Settings, generation: Generation, positions: Positions, number: int, stopping: asyncio.Event
) -> bool:
    """Read all articles into an empty generation with so many processes; False if it was told to stop before the end.

    UnavailableError if a process was ended, as the system does if there is no memory left.
    """
    paths = [generation.path / f"part-{n}" for n in range(number)]
    # Started anew: a copy of this process would have its locks, held by threads that are not copied.
    pool = ProcessPool(number, initializer=_begin, initargs=[settings], context=multiprocessing.get_context("spawn"))
    try:
        work = [[settings, path, positions, share] for path, share in zip(paths, shares(number), strict=True)]
        building = asyncio.gather(*(asyncio.wrap_future(pool.schedule(_build, args=each)) for each in work))
        if not await _done(building, stopping):
            return False
        outcomes = building.result()
    except (ProcessExpired, BrokenProcessPool) as error:
        raise UnavailableError(f"A process that built a part of the search index was ended: {error}") from error
    finally:
        pool.stop()
        await asyncio.to_thread(pool.join)
    # Only now, as Tantivy may have been merging in them to the last.
    await asyncio.to_thread(generation.join, paths)
    for outcome, count in (pair for each in outcomes for pair in each.items()):
        metrics.RECORDS.labels(outcome).inc(count)
    return True


def shares(number: int) -> list[Share]:
    """A filter of MongoDB's for each process: every article is found by one, and all find about as many.

    An id is hexadecimal digits of a hash, so they are evenly spread.
    """
    limits = [f"{0x10000 * n // number:04x}" for n in range(1, number)]
    between = [{"$gte": first, "$lt": behind} for first, behind in pairwise(limits)]
    return [{"_id": each} for each in ({"$not": {"$gte": limits[0]}}, *between, {"$gte": limits[-1]})]


async def _done(building: asyncio.Future[Any], stopping: asyncio.Event) -> bool:
    """Wait until it is built, True, or told to stop."""
    stop = asyncio.ensure_future(stopping.wait())
    try:
        done, _ = await asyncio.wait((building, stop), return_when=asyncio.FIRST_COMPLETED)
        return building in done
    finally:
        stop.cancel()
        building.cancel()


def _begin(settings: Settings) -> None:
    """Runs in a new process: it logs as the api does, gives way to it, and never outlives it."""
    telemetry.configure("api", settings)
    os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _build(settings: Settings, path: Path, positions: Positions, share: Share) -> dict[str, float]:
    """Runs in a process, which may have built another part before: how many records had which outcome."""
    before = _outcomes()
    asyncio.run(_fill(settings, path, positions, share))
    return {outcome: count - before.get(outcome, 0) for outcome, count in _outcomes().items()}


def _outcomes() -> dict[str, float]:
    samples = (sample for metric in metrics.RECORDS.collect() for sample in metric.samples)
    return {sample.labels["outcome"]: sample.value for sample in samples if sample.name.endswith("_total")}


async def _fill(settings: Settings, path: Path, positions: Positions, share: Share) -> None:
    database = mongo.connect(settings)
    try:
        await rebuild(read(database, share), Generation.create(path), positions, asyncio.to_thread, asyncio.Event())
    finally:
        database.client.close()

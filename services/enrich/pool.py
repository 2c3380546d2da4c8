"""The worker processes: articles go in as bytes and come back enriched, or with the reason why not."""

import asyncio
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as ExpiredError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType

import structlog
from pebble import ProcessExpired, ProcessPool

from services.enrich import metrics

# As many articles as travel to a process together: fewer leave a process idle, more delay those behind them.
_CHUNK = 16
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Enriched:
    """`document` is an EnrichedArticle as JSON. Its revision and its origin are decided when it is stored."""

    article_id: str
    fingerprint: str
    document: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that will not get through. `stage` is decode or enrich; `error` the name of the exception."""

    stage: str
    error: str
    message: str


Result = Enriched | Failed
Work = Callable[[Sequence[bytes]], list[Result]]


class Pool:
    """Processes that run `work` on chunks of records; a context manager.

    The processes are forked from a server that has imported `preload` and does nothing else, so that the models are
    loaded once, and so that no thread and no lock of this process is copied half-way.
    A process that dies or exceeds `timeout` is replaced. Its articles are then tried one by one, so that the one at
    fault is found and its neighbours get through; after `attempts` it comes back as Failed.
    """

    def __init__(self, work: Work, preload: str, processes: int, timeout: float, attempts: int) -> None:
        self._work, self._processes, self._timeout, self._attempts = work, processes, timeout, attempts
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([preload])
        self._pool = self._new_pool()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.stop()
        self._pool.join()

    async def warm(self) -> None:
        """Return when a process has loaded its models and answered; raise what keeps it from doing so."""
        await asyncio.wrap_future(self._pool.schedule(self._work, args=[()]))

    async def run(self, values: Sequence[bytes]) -> list[Result]:
        """One result for each value, in order."""
        size = max(1, min(_CHUNK, -(-len(values) // self._processes)))
        chunks = [values[i : i + size] for i in range(0, len(values), size)]
        return [result for results in await asyncio.gather(*map(self._chunk, chunks)) for result in results]

    async def _chunk(self, values: Sequence[bytes]) -> list[Result]:
        try:
            return await self._schedule(values)
        except (ProcessExpired, ExpiredError, BrokenProcessPool) as error:
            self._count(error)
        return [await self._alone(value) for value in values]

    async def _alone(self, value: bytes) -> Result:
        message = ""
        for _ in range(self._attempts):
            try:
                return (await self._schedule([value]))[0]
            except ExpiredError:
                message = f"It took longer than {self._timeout:g} seconds."
                self._count(message)
            except (ProcessExpired, BrokenProcessPool) as error:
                message = "It ended the process that enriched it."
                self._count(error)
        return Failed("enrich", "EnrichmentError", message)

    async def _schedule(self, values: Sequence[bytes]) -> list[Result]:
        if not self._pool.active:
            self._pool.stop()
            self._pool = self._new_pool()
        future = self._pool.schedule(self._work, args=[values], timeout=self._timeout)
        results: list[Result] = await asyncio.wrap_future(future)
        return results

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(max_workers=self._processes, context=self._context)

    def _count(self, reason: object) -> None:
        metrics.RETRIES.labels("process").inc()
        _log.warning("a worker process was lost", reason=str(reason))

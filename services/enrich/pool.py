"""The worker processes: articles go in as bytes and come back enriched, or with the reason why not."""

import asyncio
import multiprocessing
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as ExpiredError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType

import bson
import orjson
import structlog
from pebble import ProcessExpired, ProcessPool

from services.enrich import metrics
from shared.kafka import ENRICHED, MAX_RECORD_BYTES

_MIB = 1024 * 1024
# What is added later comes on top: headers and frame of a record; revision, origin, story and changes of a document.
_LATER = 512 * 1024
_RECORD_LIMIT = MAX_RECORD_BYTES[ENRICHED] - _LATER
_DOCUMENT_LIMIT = 16 * _MIB - _LATER
# BSON spells out the index of each item of an array, so many small ones take several times the room of their JSON.
_BSON_GROWTH = 8
# As many articles as travel to a process together: fewer leave a process idle, more delay those behind them.
_CHUNK = 16
# What an article can do to the process that enriches it.
_FATAL = (ProcessExpired, ExpiredError, BrokenProcessPool, MemoryError)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Enriched:
    """`document` is an EnrichedArticle as JSON. Revision, origin, story and changes are found when it is stored.

    `replays` is the stored revision that was enriched anew; null for a submission. `sketch` is what reprints of the
    article are recognised by; null where it is too short. `title` is that of the document, so that the event loop need
    not decode a document to tell that it is a duplicate.
    """

    article_id: str
    fingerprint: str
    document: bytes
    replays: int | None = None
    sketch: bytes | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that will not get through. `stage` is decode or enrich; `error` the name of the exception.

    `expected` is one that anybody can post, and that says nothing about how we are.
    """

    stage: str
    error: str
    message: str
    expected: bool = False


Result = Enriched | Failed
Work = Callable[[Sequence[bytes]], list[Result]]
Heartbeat = Callable[[], None]


class Pool:
    """Processes that run `work` on chunks of records; a context manager.

    The processes are forked from a server that has imported `preload` and does nothing else, so that the models are
    loaded once, and so that no thread and no lock of this process is copied half-way.
    A process that dies or exceeds `timeout` seconds is replaced. Its articles are then tried one by one, so that the
    one at fault is found and its neighbours get through; after `attempts` it comes back as Failed. A process may hold
    `memory` MiB; an article that needs more fails, and so does one whose document Kafka or MongoDB would not take.
    """

    def __init__(self, work: Work, preload: str, processes: int, timeout: float, attempts: int, memory: int) -> None:
        self._work, self._processes, self._timeout, self._attempts = work, processes, timeout, attempts
        self._memory = memory
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

    async def run(self, values: Sequence[bytes], heartbeat: Heartbeat) -> list[Result]:
        """One result for each value, in order. `heartbeat` is called whenever some of them are known."""
        size = max(1, min(_CHUNK, -(-len(values) // self._processes)))
        chunks = [self._chunk(values[i : i + size], heartbeat) for i in range(0, len(values), size)]
        return [result for results in await asyncio.gather(*chunks) for result in results]

    async def _chunk(self, values: Sequence[bytes], heartbeat: Heartbeat) -> list[Result]:
        try:
            return await self._schedule(values)
        except _FATAL as error:
            self._count(error)
        finally:
            heartbeat()
        return [await self._alone(value, heartbeat) for value in values]

    async def _alone(self, value: bytes, heartbeat: Heartbeat) -> Result:
        message = ""
        for _ in range(self._attempts):
            heartbeat()
            try:
                return (await self._schedule([value]))[0]
            except _FATAL as error:
                self._count(error)
                message = self._reason(error)
        return Failed("enrich", "EnrichmentError", message)

    def _reason(self, error: BaseException) -> str:
        if isinstance(error, ExpiredError):
            return f"It took longer than {self._timeout:g} seconds."
        if isinstance(error, MemoryError):
            return f"It needs more than {self._memory} MiB of memory."
        return "It ended the process that enriched it."

    async def _schedule(self, values: Sequence[bytes]) -> list[Result]:
        if not self._pool.active:
            self._pool.stop()
            self._pool = self._new_pool()
        future = self._pool.schedule(_work_within_limits, args=[self._work, values], timeout=self._timeout)
        results: list[Result] = await asyncio.wrap_future(future)
        return results

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._processes, context=self._context, initializer=_limit_memory, initargs=[self._memory]
        )

    def _count(self, error: BaseException) -> None:
        metrics.RETRIES.labels("process").inc()
        _log.warning("a worker process failed", error=type(error).__name__, reason=str(error))


def _limit_memory(mebibytes: int) -> None:
    """Runs in a new process: beyond the limit its allocations fail, before the kernel ends a process of its choice."""
    resource.setrlimit(resource.RLIMIT_DATA, (mebibytes * _MIB, mebibytes * _MIB))


def _work_within_limits(work: Work, values: Sequence[bytes]) -> list[Result]:
    """Runs in a process: nothing comes out of it that would block the partition when it is stored or published."""
    return [_within_limits(result) for result in work(values)]


def _within_limits(result: Result) -> Result:
    if isinstance(result, Failed):
        return result
    size = len(result.document)
    if size > _RECORD_LIMIT:
        return _too_large(size, "Kafka record", _RECORD_LIMIT)
    if size * _BSON_GROWTH > _DOCUMENT_LIMIT:
        size = len(bson.encode(orjson.loads(result.document)))
        if size > _DOCUMENT_LIMIT:
            return _too_large(size, "MongoDB document", _DOCUMENT_LIMIT)
    return result


def _too_large(size: int, what: str, limit: int) -> Failed:
    message = f"Enriched it is a {what} of {size} bytes; the limit is {limit}."
    return Failed("enrich", "EnrichmentError", message, expected=True)

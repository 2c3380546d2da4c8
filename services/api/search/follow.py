"""Follow articles.enriched into the search index, from the positions that are kept in it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError

from services.api import metrics
from services.api.search import parts
from services.api.search.generation import DamagedError, Generation, Positions, Writer
from services.api.search.index import SearchIndex
from services.api.search.indexing import Event, apply, behind
from services.api.search.rebuild import read, rebuild
from services.api.search.topic import Topic, describe
from shared import kafka
from shared.errors import StartupError, UnavailableError
from shared.mongo import Database
from shared.settings import Settings

T = TypeVar("T")
_TRANSIENT = (KafkaError, PyMongoError, UnavailableError, DamagedError, OSError, TimeoutError)
# An article that comes alone is found at once; under load a commit, which costs tens of milliseconds, gathers more.
_COMMIT_SECONDS = 0.25
_COMMIT_RECORDS = 1_000
_COMMIT_BYTES = 32 * 1024 * 1024
_IDLE_SECONDS = 0.5
# How often the topic and the files of the index are looked at again: partitions may be added, the topic may be deleted
# and made anew, and files may be damaged where no search stumbles over it.
_CHECK_SECONDS = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_log = structlog.get_logger()


class Follower:
    """Keeps the index up to date. What computes or writes is done in a thread of its own."""

    def __init__(self, settings: Settings, index: SearchIndex, database: Database) -> None:
        self._settings, self._index, self._database = settings, index, database
        self._thread = ThreadPoolExecutor(1, "index")
        self._stopping = asyncio.Event()
        self._committed = 0.0
        # A position that Kafka no longer keeps must raise, and not silently go on behind the gap.
        self.consumer: AIOKafkaConsumer = kafka.consumer(settings, auto_offset_reset="none")

    async def start(self) -> None:
        """Connect to Kafka, and search what is there. StartupError if Kafka does not answer."""
        try:
            await self.consumer.start()
        except KafkaError as error:
            raise StartupError(f"Kafka does not answer at {self._settings.kafka_bootstrap}: {error}") from error
        await self._in_thread(self._index.refresh)

    def stop(self) -> None:
        """Ask `run` to end after the commit in flight."""
        self._stopping.set()

    async def run(self) -> None:
        """Follow until stopped. What is transient is tried again with growing pauses; anything else is raised."""
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                if not await self._become_writer():
                    return
                topic, generation, positions = await self._begin()
                pause = _FIRST_PAUSE
                await self._follow(topic, generation, positions)
            except _TRANSIENT as error:
                _log.warning("following interrupted", reason=f"{type(error).__name__}: {error}", pause=pause)
                await self._pause(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def close(self) -> None:
        """Let go of Kafka and of the thread."""
        await self.consumer.stop()
        self._thread.shutdown()

    async def _become_writer(self) -> bool:
        """Until the directory's lock is ours, search what the process that has it writes; False if stopped before."""
        while not self._stopping.is_set():
            if self._index.lock():
                return True
            await self._in_thread(self._index.refresh)
            await self._pause(_COMMIT_SECONDS)
        return False

    async def _begin(self) -> tuple[Topic, Generation, Positions]:
        """The current generation and its positions, or new ones if it can't be followed further."""
        topic = await describe(self._settings, self.consumer)
        generation = await self._in_thread(self._index.refresh)
        if generation is not None and await self._in_thread(self._index.sound, generation):
            positions = await self._in_thread(generation.positions)
            if topic.keeps(positions):
                return topic, generation, positions
        return topic, *await self._build(topic)

    async def _build(self, topic: Topic) -> tuple[Generation, Positions]:
        """Read MongoDB into a new generation, to be followed from where the topic ended when this began."""
        _log.info("building the search index from MongoDB")
        positions = Positions(topic.id, topic.end)
        generation = await self._in_thread(self._index.new)
        if await self._fill(generation, positions):
            await self._in_thread(self._index.switch, generation)
            metrics.REBUILDS.inc()
            _log.info("search index built", articles=generation.articles)
        return generation, positions

    async def _fill(self, generation: Generation, positions: Positions) -> bool:
        """Put all articles into a new generation; False if it was told to stop before the end."""
        processes = await parts.processes(self._database)
        if processes > 1:
            return await parts.build(self._settings, generation, positions, processes, self._stopping)
        return await rebuild(read(self._database, {}), generation, positions, self._in_thread, self._stopping)

    async def _follow(self, topic: Topic, generation: Generation, positions: Positions) -> None:
        """Put what comes into the index, until stopped or until this can't go on."""
        self._assign(topic, positions)
        metrics.ARTICLES.set(generation.articles)
        checked = time.monotonic()
        async with self._writing(generation) as writer:
            while not self._stopping.is_set() and self._index.searches(generation):
                records = await self._batch()
                if records:
                    positions = await self._apply(writer, records, positions)
                    metrics.ARTICLES.set(generation.articles)
                await self._observe_lag()
                if time.monotonic() - checked > _CHECK_SECONDS:
                    now, checked = await describe(self._settings, self.consumer), time.monotonic()
                    if now.end.keys() != topic.end.keys() or not now.keeps(positions):
                        return
                    await self._in_thread(self._index.sound, generation)

    def _assign(self, topic: Topic, positions: Positions) -> None:
        partitions = [TopicPartition(kafka.ENRICHED, number) for number in topic.end]
        self.consumer.assign(partitions)
        for partition in partitions:
            self.consumer.seek(partition, positions.offsets.get(partition.partition, 0))

    @asynccontextmanager
    async def _writing(self, generation: Generation) -> AsyncIterator[Writer]:
        writer = await self._in_thread(Writer, generation)
        try:
            yield writer
        finally:
            await self._in_thread(writer.close)

    async def _batch(self) -> list[ConsumerRecord]:
        """What has come; under load as much as comes within the time between two commits."""
        records = await self._fetch(_IDLE_SECONDS)
        until = self._committed + _COMMIT_SECONDS
        size = sum(len(record.value or b"") for record in records)
        while records and len(records) < _COMMIT_RECORDS and size < _COMMIT_BYTES:
            left = until - time.monotonic()
            if left <= 0 or self._stopping.is_set():
                break
            more = await self._fetch(left)
            size += sum(len(record.value or b"") for record in more)
            records += more
        return records

    async def _fetch(self, seconds: float) -> list[ConsumerRecord]:
        found = await self.consumer.getmany(timeout_ms=int(1000 * seconds), max_records=_COMMIT_RECORDS)
        return [record for records in found.values() for record in records]

    async def _apply(self, writer: Writer, records: list[ConsumerRecord], positions: Positions) -> Positions:
        """Index the records and commit; the positions behind them."""
        events = [Event(record.partition, record.offset, record.value) for record in records]
        then = behind(positions, events)
        await self._in_thread(apply, writer, events, then)
        self._committed = time.monotonic()
        now = time.time()
        for record in records:
            metrics.DELAY_SECONDS.observe(max(0.0, now - record.timestamp / 1000))
        return then

    async def _observe_lag(self) -> None:
        lag = 0
        for partition in self.consumer.assignment():
            end = self.consumer.last_stable_offset(partition)
            if end is not None:
                lag += max(0, end - await self.consumer.position(partition))
        metrics.LAG.set(lag)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

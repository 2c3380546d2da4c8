"""articles.enriched as it goes on, read once in each process, and given to all who listen."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Literal

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from services.api import metrics
from services.api.listening import position
from services.api.listening.arrivals import Arrival, arrivals
from services.api.listening.matching import match
from services.api.search.generation import Positions
from services.api.search.question import Filter
from services.api.search.topic import Topic, describe
from shared import kafka
from shared.errors import StartupError, TransientError, UnavailableError
from shared.settings import Settings

Reason = Literal["slow", "stopped", "moved", "lifetime"]
_TRANSIENT = (KafkaError, UnavailableError, OSError, TimeoutError)
_BATCH_RECORDS = 500
_IDLE_SECONDS = 1.0
# How often the topic is looked at again, as by who follows it into the index.
_CHECK_SECONDS = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0
# What may wait for one listener: more than a batch, so that who keeps up is never cut off.
_MOST_WAITING, _MOST_WAITING_BYTES = 2_000, 64 * 1024 * 1024
_log = structlog.get_logger()


class EndedError(TransientError):
    """Nothing more comes on this way. Who begins again behind the last position misses nothing."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"The stream has ended: {reason}.")
        self.reason = reason


class Subscription:
    """What waits for one listener: all that fits behind `begins`. Who does not keep up loses it, and is told so."""

    def __init__(self, begins: Positions) -> None:
        self.begins = begins
        self.ended: Reason | None = None
        self._waiting: deque[Arrival] = deque()
        self._bytes = 0
        self._woken = asyncio.Event()

    def put(self, found: Sequence[Arrival]) -> None:
        """Nothing more is taken in once it has ended."""
        if self.ended is None and found:
            self._waiting += found
            self._bytes += sum(arrival.size for arrival in found)
            if len(self._waiting) > _MOST_WAITING or self._bytes > _MOST_WAITING_BYTES:
                self.end("slow")
            self._woken.set()

    def end(self, reason: Reason) -> None:
        """Give up what waits; `check` says why."""
        self.ended = self.ended or reason
        self._waiting.clear()
        self._woken.set()

    def check(self) -> None:
        """EndedError once it has ended."""
        if self.ended is not None:
            raise EndedError(self.ended)

    async def take(self, seconds: float) -> list[Arrival]:
        """All that waits, as soon as there is something; nothing after so many seconds, or once it has ended."""
        if not self._woken.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._woken.wait()
        found = [*self._waiting]
        self._waiting.clear()
        self._bytes = 0
        if self.ended is None:
            self._woken.clear()
        return found


class Live:
    """Reads the topic from now on. `positions` are those behind what all subscriptions have been given."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, "live")
        self._stopping = asyncio.Event()
        self._moved = asyncio.Event()
        self._between_batches = asyncio.Lock()
        # By what they listen for: a thousand with one question are asked about once.
        self._subscriptions: dict[Filter, set[Subscription]] = {}
        self._topic: Topic | None = None
        self._positions: Positions | None = None
        # A position that Kafka no longer keeps must raise, and not silently go on behind the gap.
        self._consumer: AIOKafkaConsumer = kafka.consumer(settings, auto_offset_reset="none")

    @property
    def topic(self) -> Topic:
        """The topic as it was some seconds ago. UnavailableError before it has been looked at."""
        if self._topic is None:
            raise UnavailableError("The stream has not begun yet.", 1)
        return self._topic

    @property
    def positions(self) -> Positions:
        """UnavailableError before it has begun."""
        if self._positions is None:
            raise UnavailableError("The stream has not begun yet.", 1)
        return self._positions

    async def start(self) -> None:
        """Connect, and begin here: who asks for the stream first finds it. StartupError if Kafka does not answer."""
        try:
            await self._consumer.start()
            self._topic = await describe(self._settings, self._consumer)
        except _TRANSIENT as error:
            raise StartupError(f"Kafka does not answer at {self._settings.kafka_bootstrap}: {error}") from error
        self._positions = Positions(self._topic.id, self._topic.end)

    def stop(self) -> None:
        """End all subscriptions at once, and `run` after the batch in flight."""
        self._stopping.set()
        self._end_all("stopped")

    async def run(self) -> None:
        """Read until stopped. While Kafka is away those who listen wait; what came meanwhile is then read."""
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                self._topic = await describe(self._settings, self._consumer)
                pause = _FIRST_PAUSE
                await self._follow(self._topic)
            except _TRANSIENT as error:
                _log.warning("stream interrupted", reason=f"{type(error).__name__}: {error}", pause=pause)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def close(self) -> None:
        """Let go of Kafka and of the thread."""
        await self._consumer.stop()
        self._thread.shutdown()

    @asynccontextmanager
    async def subscribe(self, wanted: Filter, topic_id: str) -> AsyncIterator[Subscription]:
        """All that comes from now on. EndedError as from `check`."""
        # Not while a batch is asked: its questions are settled, and `positions` are those before it.
        async with self._between_batches:
            self.check(topic_id)
            subscription = Subscription(self.positions)
            alike = self._subscriptions.setdefault(wanted, set())
            alike.add(subscription)
        try:
            yield subscription
        finally:
            alike.discard(subscription)
            # A batch may be asked meanwhile, and others may have come back with the same question.
            if not alike and self._subscriptions.get(wanted) is alike:
                del self._subscriptions[wanted]

    def check(self, topic_id: str) -> None:
        """EndedError if it was stopped, or the topic is not this one any more."""
        if self._stopping.is_set():
            raise EndedError("stopped")
        if topic_id != self.positions.topic_id:
            raise EndedError("moved")

    async def reach(self, positions: Positions, seconds: float) -> None:
        """Wait until it has come so far. UnavailableError if it has not in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not position.reaches(self.positions, positions):
                    await self._moved.wait()
        if not position.reaches(self.positions, positions):
            raise UnavailableError("The stream has not come as far as that yet.", 1)

    async def _follow(self, topic: Topic) -> None:
        """Read from where it was, or else from now on, until the topic is another or has more partitions."""
        if self._positions is None or not topic.keeps(self._positions):
            self._end_all("moved")
            self._positions = Positions(topic.id, topic.end)
        self._assign(topic, self._positions)
        # Beside the reading, which would have to wait for it.
        looking = asyncio.ensure_future(self._look())
        try:
            while not self._stopping.is_set():
                await self._read(topic)
                if looking.done():
                    self._topic = looking.result()
                    if self._topic.id != topic.id or self._topic.end.keys() != topic.end.keys():
                        return
                    looking = asyncio.ensure_future(self._look())
        finally:
            looking.cancel()

    async def _look(self) -> Topic:
        """The topic as it is, in some seconds."""
        await asyncio.sleep(_CHECK_SECONDS)
        return await describe(self._settings, self._consumer)

    def _assign(self, topic: Topic, positions: Positions) -> None:
        partitions = [TopicPartition(kafka.ENRICHED, number) for number in topic.end]
        self._consumer.assign(partitions)
        for partition in partitions:
            self._consumer.seek(partition, positions.offsets.get(partition.partition, 0))

    async def _read(self, topic: Topic) -> None:
        """Give what has come to all who listen for it, in one go with the positions behind it."""
        before = self.positions
        fetched = await self._consumer.getmany(timeout_ms=int(1000 * _IDLE_SECONDS), max_records=_BATCH_RECORDS)
        records = [record for found in fetched.values() for record in found]
        # With what marks the end of a transaction, which is no record: Kafka may keep nothing else of a partition.
        behind = {n: await self._consumer.position(TopicPartition(kafka.ENRICHED, n)) for n in topic.end}
        async with self._between_batches:
            questions = set(self._subscriptions)
            found = await self._matched(records, before, questions) if records and questions else {}
            for wanted, arrived in found.items():
                for subscription in self._subscriptions.get(wanted, ()):
                    subscription.put(arrived)
            self._positions = Positions(topic.id, behind)
        self._moved.set()
        self._moved = asyncio.Event()

    async def _matched(
        self, records: list[ConsumerRecord], before: Positions, questions: set[Filter]
    ) -> dict[Filter, list[Arrival]]:
        def work() -> dict[Filter, list[Arrival]]:
            return match([*arrivals(records, before)], questions)

        found = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        now = time.time()
        for record in records:
            metrics.STREAM_DELAY_SECONDS.observe(max(0.0, now - record.timestamp / 1000))
        return found

    def _end_all(self, reason: Reason) -> None:
        for alike in self._subscriptions.values():
            for subscription in alike:
                subscription.end(reason)

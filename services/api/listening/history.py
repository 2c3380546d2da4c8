"""What has been on articles.enriched since somebody was there last: read with consumers of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.api.listening.arrivals import Arrival, arrivals
from services.api.listening.matching import match
from services.api.search.generation import Positions
from services.api.search.question import Filter
from shared import kafka
from shared.settings import Settings

T = TypeVar("T")
# After a restart everybody comes back at once. So many read at the same time, and none of them longer than a batch.
_READERS, _THREADS = 8, 2
_BATCH_RECORDS = 200
_FETCH_BYTES = 512 * 1024
_WAIT_SECONDS = 0.1


class History:
    """Reads the topic batch by batch. The consumers are kept for whoever is next."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(_THREADS, "history")
        self._places = asyncio.Semaphore(_READERS)
        self._idle: list[AIOKafkaConsumer] = []

    async def read(self, wanted: Filter, begin: Positions, end: Positions) -> tuple[list[Arrival], Positions]:
        """Some of what fits from one position up to another, and the positions behind it.

        Both may stay as they were, if Kafka is slow. OffsetOutOfRangeError if it no longer keeps what is next.
        """
        partitions = {
            TopicPartition(kafka.ENRICHED, number): offset
            for number, offset in end.offsets.items()
            if begin.offsets.get(number, 0) < offset
        }
        async with self._consumer() as consumer:
            consumer.assign([*partitions])
            for partition in partitions:
                consumer.seek(partition, begin.offsets.get(partition.partition, 0))
            fetched = await consumer.getmany(timeout_ms=int(1000 * _WAIT_SECONDS), max_records=_BATCH_RECORDS)
            # A position may be behind the last record: Kafka also keeps what marks the end of a transaction.
            behind = {one.partition: min(await consumer.position(one), end) for one, end in partitions.items()}
        records = [each for one, found in fetched.items() for each in found if each.offset < partitions[one]]

        def matched() -> list[Arrival]:
            return match([*arrivals(records, begin)], {wanted})[wanted]

        return await self._in_thread(matched), Positions(begin.topic_id, {**begin.offsets, **behind})

    async def close(self) -> None:
        """Let go of Kafka and of the threads."""
        for consumer in self._idle:
            await _stop(consumer)
        self._threads.shutdown()

    @asynccontextmanager
    async def _consumer(self) -> AsyncIterator[AIOKafkaConsumer]:
        """One that nobody else uses meanwhile. One with which something went wrong is not used again."""
        async with self._places:
            consumer = self._idle.pop() if self._idle else await self._started()
            try:
                yield consumer
                consumer.unsubscribe()
            except BaseException:
                await _stop(consumer)
                raise
            self._idle.append(consumer)

    async def _started(self) -> AIOKafkaConsumer:
        consumer = kafka.consumer(self._settings, auto_offset_reset="none", max_partition_fetch_bytes=_FETCH_BYTES)
        try:
            await consumer.start()
        except BaseException:
            await _stop(consumer)
            raise
        return consumer

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


async def _stop(consumer: AIOKafkaConsumer) -> None:
    # aiokafka raises its own cancellation when a consumer without a group is stopped soon after its start.
    with suppress(asyncio.CancelledError):
        await consumer.stop()

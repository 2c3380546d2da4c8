"""The consumer of articles.raw: who works on which partition, as the group decides it."""

import asyncio
import time
from collections.abc import Iterable

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from services.enrich.breaker import Breaker
from services.enrich.partition import NewProducer, PartitionWorker
from services.enrich.pool import Pool
from services.enrich.settings import EnrichSettings
from services.enrich.store import Store
from shared import kafka
from shared.errors import StartupError

# Two batches in the pool keep it busy while a third is stored; more would only lengthen the way to a graceful stop.
_BATCHES_IN_POOL = 2
_log = structlog.get_logger()


class Worker(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """Runs a PartitionWorker for each partition that the group gives it.

    `start` returns when the consumer has joined; `failed` is done with an exception if a partition's worker gives up or
    meets what nobody expected; `stop` lets batches in flight finish.
    """

    def __init__(self, settings: EnrichSettings, pool: Pool, store: Store, new_producer: NewProducer) -> None:
        self._settings, self._pool, self._store, self._new_producer = settings, pool, store, new_producer
        self._slots = asyncio.Semaphore(_BATCHES_IN_POOL)
        self._breaker = Breaker(settings.enrich_dead_share)
        self._rejoining: float | None = time.monotonic()
        self._running: dict[TopicPartition, tuple[PartitionWorker, asyncio.Task[None]]] = {}
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.consumer: AIOKafkaConsumer = kafka.consumer(
            settings,
            group_id=settings.enrich_group,
            # Nobody else may begin with a partition before its batches in flight are finished.
            rebalance_timeout_ms=int(2 * settings.enrich_drain * 1_000),
            # Who fetches nothing for so long is put out of the group and never comes back: a batch of slow articles
            # would be tried again for ever. Whether a worker is stuck, the watchdog judges better.
            max_poll_interval_ms=24 * 3_600 * 1_000,
            max_partition_fetch_bytes=kafka.MAX_RECORD_BYTES[kafka.RAW],
            fetch_max_wait_ms=250,
        )

    async def start(self) -> None:
        """Join the group; StartupError if Kafka does not let us."""
        self.consumer.subscribe([kafka.RAW], listener=self)
        try:
            await self.consumer.start()
        except (KafkaError, OSError) as error:
            raise StartupError(f"Kafka did not accept the consumer: {error}") from error

    async def stop(self) -> None:
        """Finish the batches in flight, then leave the group."""
        await self._stop(list(self._running))
        await self.consumer.stop()

    def progress(self) -> dict[int | None, float]:
        """When each partition last got on, on the monotonic clock; under None, since when the group keeps us waiting.

        A partition that nobody has given us is not our affair.
        """
        if self._rejoining is not None:
            return {None: self._rejoining}
        return {tp.partition: worker.progressed_at for tp, (worker, _) in self._running.items()}

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._rejoining = time.monotonic()
        await self._stop(revoked)

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._rejoining = None
        for tp in assigned:
            worker = PartitionWorker(
                self._settings,
                self.consumer,
                self._pool,
                self._store,
                self._new_producer,
                self._breaker,
                self._slots,
                tp.partition,
            )
            task = asyncio.create_task(worker.run())
            task.add_done_callback(self._ended)
            self._running[tp] = worker, task

    async def _stop(self, partitions: Iterable[TopicPartition]) -> None:
        ending = [self._running.pop(tp) for tp in partitions if tp in self._running]
        for worker, _ in ending:
            worker.stop()
        tasks = [task for _, task in ending]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=self._settings.enrich_drain)
        if late:
            _log.warning("batches in flight were given up: they will be done again", partitions=len(late))
            for task in late:
                task.cancel()
            await asyncio.wait(late, timeout=10)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) and not self.failed.done():
            # A partition's tasks fail as a group, even if it is one that failed.
            while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
                error = error.exceptions[0]
            self.failed.set_exception(error)

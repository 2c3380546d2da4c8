"""Kafka, as ingest uses it: a record is published when all in-sync replicas have it, and not before."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.ingest.settings import IngestSettings
from shared import kafka
from shared.errors import FieldError, RefusedError, StartupError, UnavailableError
from shared.events import Record

_log = structlog.get_logger()
T = TypeVar("T")
_STOP_SECONDS = 15


class Publisher:
    """An idempotent producer that is replaced when it is beyond repair; a async context manager.

    `send` hands a record over, `acknowledged` waits for the acknowledgement: between the two, others can be sent.
    """

    def __init__(self, settings: IngestSettings) -> None:
        self._settings, self._timeout = settings, settings.ingest_publish_timeout
        self._producer: AIOKafkaProducer = kafka.producer(settings)
        self._replacing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Publisher":
        try:
            await self._producer.start()
        except (KafkaError, OSError) as error:
            raise StartupError(f"Kafka does not take records: {error}") from error
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._replacing is not None:
            await self._replacing
        await kafka.stop(self._producer, _STOP_SECONDS)

    async def publish(self, record: Record) -> None:
        """Return when the record is safe. RefusedError if it is too large, UnavailableError if it may not be safe."""
        await self._bounded(self._sent_and_acknowledged(record))

    async def send(self, record: Record) -> "asyncio.Future[object]":
        """Hand a record over, without waiting until it is safe; the same errors."""
        return await self._bounded(self._hand_over(record))

    async def acknowledged(self, sent: "asyncio.Future[object]") -> None:
        """Return when all in-sync replicas have the record; UnavailableError if they do not say so in time."""
        await self._bounded(sent)

    async def _sent_and_acknowledged(self, record: Record) -> None:
        await (await self._hand_over(record))

    async def _hand_over(self, record: Record) -> "asyncio.Future[object]":
        # What is too large would wedge the idempotent producer for ever.
        limit = kafka.MAX_RECORD_BYTES[record.topic]
        if record.size > limit:
            error = FieldError("body", f"makes a Kafka record of {record.size} bytes; the limit is {limit}")
            raise RefusedError(413, "The article is too large.", [error])
        future: asyncio.Future[object] = await self._producer.send(
            record.topic, record.value, record.key, headers=record.headers
        )
        return future

    async def _bounded(self, work: Awaitable[T]) -> T:
        """Kafka's errors, and its silence, as UnavailableError."""
        producer = self._producer
        try:
            async with asyncio.timeout(self._timeout):
                return await work
        except (KafkaError, TimeoutError, OSError) as error:
            raise self._unavailable(producer, error) from error

    async def ready(self) -> None:
        """UnavailableError if no broker answers."""
        await kafka.reachable(self._producer)

    def _unavailable(self, producer: AIOKafkaProducer, error: BaseException) -> UnavailableError:
        _log.warning("not acknowledged", reason=repr(error))
        # A time-out is the broker's absence, and this producer gets over it. After any other error that reaches us
        # its sequence numbers are in doubt, and it would refuse everything from now on.
        # The answer does not wait for its successor: with many requests in flight that would have no bound.
        if not isinstance(error, TimeoutError) and (self._replacing is None or self._replacing.done()):
            self._replacing = asyncio.create_task(self._replace(producer))
        return UnavailableError(
            f"Kafka did not acknowledge the article within {self._timeout:g} seconds. It may or may not have been "
            "accepted: send it again, which is harmless."
        )

    async def _replace(self, broken: AIOKafkaProducer) -> None:
        if self._producer is not broken:
            return
        # The old one first. What it still holds was answered as unknown: it must not arrive behind its repetition, and
        # behind what the client may have sent after that.
        await kafka.stop(broken, self._timeout)
        fresh = kafka.producer(self._settings)
        try:
            await asyncio.wait_for(fresh.start(), self._timeout)
        except (KafkaError, TimeoutError, OSError) as error:
            _log.warning("the producer could not be replaced yet", reason=repr(error))
            await kafka.stop(fresh, self._timeout)
            return
        self._producer = fresh

"""One partition of articles.raw, from taking it over to handing it on: exactly once, whatever is killed when."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, ProducerFenced
from opentelemetry.trace import Span, SpanKind

from services.enrich import metrics
from services.enrich.breaker import Breaker
from services.enrich.decisions import Decision, Item, Partition
from services.enrich.pool import Failed, Pool
from services.enrich.settings import EnrichSettings
from services.enrich.store import Ledger, Store
from shared import events, kafka, telemetry
from shared.errors import FencedError, TransientError, UnavailableError

_FETCH_MS = 1_000
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_log = structlog.get_logger()

# A producer, not started, with this transactional id.
NewProducer = Callable[[str], AIOKafkaProducer]


@dataclass(frozen=True, slots=True)
class _Step:
    """A record on its way through a batch, with the span that covers it until its event is committed."""

    record: ConsumerRecord
    span: Span


class PartitionWorker:
    """Reads a partition in batches: enrich, store, publish. `run` ends when `stop` is called.

    The producer's transactional id belongs to the partition, so that taking the partition over fences whoever had it.
    While one batch is stored and published the next is already being enriched. `progressed_at` is when it last got on,
    on the monotonic clock.
    """

    def __init__(
        self,
        settings: EnrichSettings,
        consumer: AIOKafkaConsumer,
        pool: Pool,
        store: Store,
        new_producer: NewProducer,
        breaker: Breaker,
        slots: asyncio.Semaphore,
        number: int,
    ) -> None:
        self._settings, self._consumer, self._pool, self._store = settings, consumer, pool, store
        self._new_producer, self._breaker, self._slots = new_producer, breaker, slots
        self._tp = TopicPartition(kafka.RAW, number)
        self._stopping = asyncio.Event()
        self.progressed_at = time.monotonic()

    def stop(self) -> None:
        """Ask `run` to end after the batches in flight."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped. Whatever is transient is tried again with growing pauses; anything else is raised."""
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                async with self._take_over() as (producer, ledger):
                    pause = _FIRST_PAUSE
                    await self._batches(producer, ledger)
            except* TransientError as errors:
                reasons = sorted({str(error) for error in errors.exceptions})
                metrics.RETRIES.labels("partition").inc()
                _log.warning("partition interrupted", partition=self._tp.partition, reasons=reasons, pause=pause)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        with contextlib.suppress(KeyError):
            metrics.LAG.remove(self._tp.partition)

    @asynccontextmanager
    async def _take_over(self) -> AsyncIterator[tuple[AIOKafkaProducer, Ledger]]:
        """Fence the previous owner, then find out how far it came: in that order, or it could still move on."""
        transactional_id = f"{self._settings.enrich_group}-{self._tp.topic}-{self._tp.partition}"
        producer = self._new_producer(transactional_id)
        async with _transient(), _bounded(producer):
            await asyncio.wait_for(producer.start(), self._settings.enrich_drain)
            committed = await self._consumer.committed(self._tp)
            topic_id = await kafka.topic_id(self._settings, self._tp.topic)
            partition = Partition(self._settings.enrich_group, self._tp.topic, topic_id, self._tp.partition)
            async with self._store.open(partition, committed) as ledger:
                self._consumer.seek(self._tp, ledger.resume)
                _log.info(
                    "partition taken over", partition=self._tp.partition, committed=committed, stored=ledger.position
                )
                yield producer, ledger

    async def _batches(self, producer: AIOKafkaProducer, ledger: Ledger) -> None:
        stored = ledger.position
        async with asyncio.TaskGroup() as group:
            finishing: asyncio.Task[None] | None = None
            while not self._stopping.is_set():
                records = await self._fetch()
                if not records:
                    continue
                steps = [_Step(record, _start_span(record)) for record in records]
                known = [step for step in steps if step.record.offset < stored]
                fresh = steps[len(known) :]
                async with self._slots:
                    items = await self._enrich(fresh)
                if finishing is not None:
                    await finishing
                finishing = group.create_task(self._finish(producer, ledger, known, fresh, items))

    async def _fetch(self) -> Sequence[ConsumerRecord]:
        """The next records; none after a second, and at once when told to stop: in a rebalance it would not return."""
        size = self._settings.enrich_batch
        fetching = asyncio.ensure_future(self._consumer.getmany(self._tp, timeout_ms=_FETCH_MS, max_records=size))
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait((fetching, stopped), return_when=asyncio.FIRST_COMPLETED)
            if stopped.done():
                return []
            async with _transient():
                found = fetching.result()
        finally:
            fetching.cancel()
            stopped.cancel()
        highwater = self._consumer.highwater(self._tp)
        records: list[ConsumerRecord] = found.get(self._tp, [])
        if records and highwater is not None:
            metrics.LAG.labels(self._tp.partition).set(highwater - records[-1].offset - 1)
        return records

    async def _enrich(self, steps: Sequence[_Step]) -> list[Item]:
        if not steps:
            return []
        with metrics.BATCH_SECONDS.labels("enrich").time():
            results = await self._pool.run([step.record.value or b"" for step in steps], self._progressed)
        self._breaker.check(results)
        return [
            Item(
                offset=step.record.offset,
                event_id=events.header(step.record.headers, "ce_id"),
                key=(step.record.key or b"").decode("utf-8", "replace") or None,
                result=result,
                attempt=events.attempt(step.record.headers),
            )
            for step, result in zip(steps, results, strict=True)
        ]

    def _progressed(self) -> None:
        self.progressed_at = time.monotonic()

    async def _finish(
        self,
        producer: AIOKafkaProducer,
        ledger: Ledger,
        known: Sequence[_Step],
        fresh: Sequence[_Step],
        items: Sequence[Item],
    ) -> None:
        """Store the batch, then publish it: both or, after a crash, the rest of it later."""
        decisions: list[Decision] = []
        if known:
            decisions += await ledger.recall([step.record.offset for step in known])
        if items:
            with metrics.BATCH_SECONDS.labels("store").time():
                decisions += await ledger.put(items)
        steps = {step.record.offset: step for step in (*known, *fresh)}
        with metrics.BATCH_SECONDS.labels("publish").time():
            await self._publish(producer, [(steps[decision.offset], decision) for decision in decisions], max(steps))
        self._progressed()
        for decision in decisions:
            _conclude(steps[decision.offset], decision)

    async def _publish(
        self, producer: AIOKafkaProducer, decided: Sequence[tuple[_Step, Decision]], last_offset: int
    ) -> None:
        """Events, dead letters and the position read, in one transaction.

        It is not aborted when it fails: whoever takes the partition over does that, and to wait for an answer to it has
        no bound while the broker is away.
        """
        async with _transient(), asyncio.timeout(self._settings.enrich_drain):
            await producer.begin_transaction()
            sent = []
            for step, decision in decided:
                if record := _outgoing(step, decision):
                    sent.append(await producer.send(record.topic, record.value, record.key, headers=record.headers))
            # A send that failed and was not awaited would be lost: the commit succeeds all the same.
            await asyncio.gather(*sent)
            await producer.send_offsets_to_transaction({self._tp: last_offset + 1}, self._settings.enrich_group)
            await producer.commit_transaction()


@asynccontextmanager
async def _transient() -> AsyncIterator[None]:
    """Kafka's errors as ours. All of them end this producer; the partition is then taken over anew."""
    try:
        yield
    except ProducerFenced as error:
        raise FencedError("Another worker owns the partition now.") from error
    except (KafkaError, OSError, TimeoutError) as error:
        raise UnavailableError(f"Kafka: {error!r}") from error


@asynccontextmanager
async def _bounded(producer: AIOKafkaProducer) -> AsyncIterator[None]:
    """Stop the producer in the end; while the broker is away, that alone could last for ever."""
    try:
        yield
    finally:
        await kafka.stop(producer, 5)


def _outgoing(step: _Step, decision: Decision) -> events.Record | None:
    if decision.document is not None:
        anew = decision.status == "replayed"
        return events.enriched(decision.document, telemetry.traceparent(step.span), anew)
    if decision.failure is not None:
        return _dead_letter(step.record, decision.failure)
    return None


def _dead_letter(record: ConsumerRecord, failure: Failed) -> events.Record:
    original = events.Record(record.topic, record.key, record.value, list(record.headers))
    return events.dead(original, record.partition, record.offset, failure.stage, failure.error, failure.message)


def _start_span(record: ConsumerRecord) -> Span:
    return telemetry.start_span(
        f"process {record.topic}",
        SpanKind.CONSUMER,
        events.header(record.headers, "traceparent"),
        messaging_system="kafka",
        messaging_destination_name=record.topic,
        messaging_destination_partition_id=str(record.partition),
        messaging_kafka_offset=record.offset,
    )


def _conclude(step: _Step, decision: Decision) -> None:
    """Exactly one outcome for each record: counted, logged, and the end of its span."""
    revised = decision.status == "enriched" and (decision.revision or 1) > 1
    outcome = "revised" if revised else decision.status
    metrics.ARTICLES.labels(outcome).inc()
    step.span.set_attribute("depeche.outcome", outcome)
    step.span.end()
    key = step.record.key
    _log.info(
        outcome,
        article=key.decode("utf-8", "replace") if key else None,
        revision=decision.revision,
        reason=decision.failure.message if decision.failure else None,
        partition=step.record.partition,
        offset=step.record.offset,
        trace_id=f"{step.span.get_span_context().trace_id:032x}",
    )

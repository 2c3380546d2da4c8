"""The dead letters on articles.dead: read them, and put them back on articles.raw."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from pymongo.errors import DuplicateKeyError

from shared import events, kafka
from shared.errors import UnavailableError
from shared.events import Record
from shared.mongo import Database
from shared.settings import Settings

_POLL_MS, _POLLS = 500, 60
_STOP_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Letter:
    """What a dead letter says of itself. `id` is its place on the topic, `at` when it died."""

    id: str
    at: datetime
    article: str | None
    receipt: str | None
    stage: str | None
    error: str | None
    reason: str | None
    attempt: int
    size: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters: those that meet every condition that is given. `reason` is a part of reason, error or stage."""

    ids: frozenset[str] = frozenset()
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def takes(self, letter: Letter) -> bool:
        said = f"{letter.stage} {letter.error} {letter.reason}".lower()
        return (
            (not self.ids or letter.id in self.ids)
            and (self.reason is None or self.reason.lower() in said)
            and (self.since is None or letter.at >= self.since)
            and (self.until is None or letter.at < self.until)
        )


async def read(settings: Settings, wanted: Wanted) -> AsyncGenerator[tuple[Letter, Record], None]:
    """The letters that are there now, each with its record; those that come meanwhile are not among them."""
    async with _consumer(settings) as (consumer, ends):
        idle = 0
        while idle < _POLLS:
            if all([await consumer.position(tp) >= end for tp, end in ends.items()]):
                return
            found = await consumer.getmany(timeout_ms=_POLL_MS)
            idle = 0 if found else idle + 1
            for tp, records in found.items():
                for record in records:
                    if record.offset < ends[tp] and wanted.takes(letter := letter_of(record)):
                        yield letter, Record(kafka.DEAD, record.key, record.value, list(record.headers))
        raise UnavailableError(f"Kafka says nothing more of {kafka.DEAD}, though there is more.")


def letter_of(record: ConsumerRecord) -> Letter:
    """A record of articles.dead as a letter; what its headers do not say is null."""
    key: bytes | None = record.key
    return Letter(
        id=f"{record.partition}-{record.offset}",
        at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
        article=key.decode("utf-8", "replace") if key else None,
        receipt=events.header(record.headers, "ce_id"),
        stage=events.error(record.headers, "stage"),
        error=events.error(record.headers, "exception.class.name"),
        reason=events.error(record.headers, "exception.message"),
        attempt=events.attempt(record.headers),
        size=len(record.value or b""),
    )


async def redriven(settings: Settings, database: Database, ids: Iterable[str]) -> dict[str, datetime]:
    """When those of the letters were redriven that have been."""
    topic_id = await kafka.topic_id(settings, kafka.DEAD)
    keys = {_key(topic_id, letter_id): letter_id for letter_id in ids}
    found = await database.redrives.find({"_id": {"$in": list(keys)}}).to_list(None)
    return {keys[each["_id"]]: each["redriven_at"] for each in found}


async def redrive(settings: Settings, database: Database, ids: frozenset[str]) -> AsyncIterator[Letter]:
    """Put letters back on articles.raw, each once, as they came: the same key, bytes and headers.

    Each is published and then remembered. After a crash between the two it is published once more by the next run, and
    enrich, which decides by the text and by the time it was received, stores nothing a second time.
    """
    topic_id = await kafka.topic_id(settings, kafka.DEAD)
    producer = kafka.producer(settings)
    try:
        await producer.start()
        async with aclosing(read(settings, Wanted(ids))) as letters:
            async for letter, record in letters:
                known = {"_id": _key(topic_id, letter.id)}
                if await database.redrives.find_one(known):
                    continue
                again = events.redriven(record)
                await producer.send_and_wait(again.topic, again.value, again.key, headers=again.headers)
                done = {"redriven_at": events.now(), "article_id": letter.article, "attempt": letter.attempt + 1}
                # Somebody else may have redriven it in this moment.
                with suppress(DuplicateKeyError):
                    await database.redrives.insert_one(known | done)
                yield letter
    except (KafkaError, OSError) as error:
        raise UnavailableError(f"Kafka did not take a letter: {error!r}. Run it again to go on.") from error
    finally:
        await kafka.stop(producer, _STOP_SECONDS)


def _key(topic_id: str, letter_id: str) -> str:
    """A topic that is deleted and made again has letters of the same ids, which are others."""
    partition, _, offset = letter_id.partition("-")
    return f"{topic_id}/{partition}/{offset}"


@asynccontextmanager
async def _consumer(settings: Settings) -> AsyncIterator[tuple[AIOKafkaConsumer, dict[TopicPartition, int]]]:
    """A consumer of all partitions, which belongs to no group, and where they end now."""
    consumer = kafka.consumer(settings)
    try:
        await consumer.start()
        # aiokafka has no public way to ask for the partitions of a topic before one of them is assigned.
        metadata: Any = await consumer._client.fetch_all_metadata()
        partitions = [TopicPartition(kafka.DEAD, n) for n in metadata.partitions_for_topic(kafka.DEAD) or ()]
        consumer.assign(partitions)
        yield consumer, await consumer.end_offsets(partitions)
    except (KafkaError, OSError) as error:
        raise UnavailableError(f"Kafka: {error!r}") from error
    finally:
        await consumer.stop()

"""Kafka: the three topics, and clients with settings that do not lose data."""

import asyncio
from collections.abc import Iterable
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._listoffsets import OffsetSpec
from confluent_kafka.cimpl import NewTopic

from shared.errors import StartupError, UnavailableError
from shared.settings import Settings

RAW = "articles.raw"
ENRICHED = "articles.enriched"
DEAD = "articles.dead"

_MIB = 1024 * 1024
# An enriched article is larger than the raw one, and a dead letter has headers besides: so both get more room.
# 8 MiB of JSON are less than MongoDB's 16 MB of BSON, whatever is in them.
MAX_RECORD_BYTES = {RAW: 4 * _MIB, ENRICHED: 8 * _MIB, DEAD: 5 * _MIB}
RETENTION_DAYS = {RAW: 7, ENRICHED: 7, DEAD: 30}
_ANSWER_SECONDS = 10.0


def producer(settings: Settings, **options: Any) -> AIOKafkaProducer:
    """A producer, not started: idempotent, and a record counts as sent when all in-sync replicas have it."""
    return AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap,
        acks="all",
        enable_idempotence=True,
        max_batch_size=256 * 1024,
        max_request_size=max(MAX_RECORD_BYTES.values()),
        **options,
    )


def consumer(settings: Settings, *topics: str, **options: Any) -> AIOKafkaConsumer:
    """A consumer, not started, of committed records as bytes: from the beginning, and it commits nothing by itself.

    A deserializer that raises would loop for ever on one record, so none is set.
    """
    defaults = {"isolation_level": "read_committed", "auto_offset_reset": "earliest", "enable_auto_commit": False}
    return AIOKafkaConsumer(*topics, bootstrap_servers=settings.kafka_bootstrap, **(defaults | options))


async def reachable(client: AIOKafkaProducer | AIOKafkaConsumer) -> None:
    """UnavailableError if no broker answers this client within two seconds."""
    cluster = client.client if isinstance(client, AIOKafkaProducer) else client._client
    try:
        async with asyncio.timeout(2):
            await cluster.fetch_all_metadata()
    except (KafkaError, OSError, TimeoutError):
        raise UnavailableError("Kafka does not answer.") from None


async def ensure_topics(settings: Settings) -> None:
    """Create the topics that are missing; those that exist stay as they are."""

    def create() -> None:
        admin = _admin(settings)
        wanted = [_new_topic(settings, name) for name in MAX_RECORD_BYTES if name not in _existing(admin, settings)]
        futures = admin.create_topics(wanted, operation_timeout=_ANSWER_SECONDS) if wanted else {}
        for name, future in futures.items():
            try:
                future.result(timeout=_ANSWER_SECONDS)
            except KafkaException as error:
                if error.args[0].name() != "TOPIC_ALREADY_EXISTS":
                    raise StartupError(f"Kafka refused to create the topic {name}: {error.args[0].str()}.") from error

    await asyncio.to_thread(create)


async def verify(settings: Settings, topics: Iterable[str]) -> None:
    """StartupError if Kafka does not answer or a topic is missing."""
    there = await asyncio.to_thread(lambda: _existing(_admin(settings), settings))
    if missing := sorted(set(topics) - there):
        raise StartupError(f"Kafka has no topic {', '.join(missing)}: create it with `python -m shared.setup`.")


async def topic_id(settings: Settings, topic: str) -> str:
    """The id that Kafka gave this topic. A topic that is deleted and made again has the same offsets but another id."""

    def describe() -> str:
        admin = _admin(settings)  # Without a name it would be collected, and the request with it.
        future = admin.describe_topics(TopicCollection([topic]))[topic]
        return str(future.result(timeout=_ANSWER_SECONDS).topic_id)

    try:
        return await asyncio.to_thread(describe)
    except (KafkaException, TimeoutError):
        raise UnavailableError(f"Kafka does not describe the topic {topic}.") from None


async def waiting(settings: Settings, group: str, topic: str) -> dict[int, int]:
    """How many records of each partition the group has not yet committed. UnavailableError if Kafka does not say."""

    def ask() -> dict[int, int]:
        admin = _admin(settings)
        found = admin.list_topics(topic, timeout=_ANSWER_SECONDS).topics[topic]
        partitions = [TopicPartition(topic, number) for number in found.partitions]
        asked = [ConsumerGroupTopicPartitions(group, partitions)]
        committed = admin.list_consumer_group_offsets(asked)[group].result(_ANSWER_SECONDS).topic_partitions
        earliest = _offsets(admin, partitions, OffsetSpec.earliest())
        latest = _offsets(admin, partitions, OffsetSpec.latest())
        return {tp.partition: latest[tp.partition] - max(tp.offset, earliest[tp.partition]) for tp in committed}

    try:
        return await asyncio.to_thread(ask)
    except (KafkaException, TimeoutError):
        raise UnavailableError(f"Kafka does not say how far {group} has read {topic}.") from None


def _offsets(admin: AdminClient, partitions: list[TopicPartition], which: OffsetSpec) -> dict[int, int]:
    futures = admin.list_offsets(dict.fromkeys(partitions, which))
    return {partition.partition: future.result(_ANSWER_SECONDS).offset for partition, future in futures.items()}


def _admin(settings: Settings) -> AdminClient:
    # librdkafka reports every failed connection on stderr; what matters reaches us as an exception.
    return AdminClient({"bootstrap.servers": settings.kafka_bootstrap, "log_level": 0})


def _existing(admin: AdminClient, settings: Settings) -> set[str]:
    try:
        return set(admin.list_topics(timeout=_ANSWER_SECONDS).topics)
    except KafkaException:
        raise StartupError(
            f"Kafka does not answer at {settings.kafka_bootstrap}: is it running? DEPECHE_KAFKA_BOOTSTRAP says where."
        ) from None


def _new_topic(settings: Settings, name: str) -> NewTopic:
    return NewTopic(
        name,
        num_partitions=settings.kafka_partitions,
        replication_factor=settings.kafka_replication,
        config={
            "max.message.bytes": str(MAX_RECORD_BYTES[name]),
            # Otherwise "all in-sync replicas" could come down to one, whose disk may be the next to fail.
            "min.insync.replicas": str(max(1, settings.kafka_replication - 1)),
            "retention.ms": str(RETENTION_DAYS[name] * 24 * 3600 * 1000),
        },
    )

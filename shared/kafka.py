"""Kafka: the three topics, and clients with settings that do not lose data."""

import asyncio
import ssl
import time
from collections.abc import Callable, Iterable, Set
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiokafka.errors
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.helpers import create_ssl_context
from confluent_kafka import KafkaError, KafkaException, TopicCollection
from confluent_kafka.admin import AdminClient
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
# What a client may say that is stopped while Kafka is away: uvloop says RuntimeError where a connection was closed in
# the moment in which aiokafka writes to it.
_GONE = (aiokafka.errors.KafkaError, OSError, TimeoutError, RuntimeError)


def producer(settings: Settings, **options: Any) -> AIOKafkaProducer:
    """A producer, not started: idempotent, and a record counts as sent when all in-sync replicas have it."""
    return AIOKafkaProducer(
        **_connection(settings),
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
    return AIOKafkaConsumer(*topics, **_connection(settings), **(defaults | options))


def _connection(settings: Settings) -> dict[str, Any]:
    """Where Kafka is and how to get in, as aiokafka wants it."""
    options: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_security,
    }
    if settings.kafka_security.endswith("SSL"):
        options["ssl_context"] = _ssl_context(settings)
    if settings.kafka_security.startswith("SASL") and settings.kafka_password:
        options["sasl_mechanism"] = settings.kafka_sasl_mechanism
        options["sasl_plain_username"] = settings.kafka_user
        options["sasl_plain_password"] = settings.kafka_password.get_secret_value()
    return options


def _ssl_context(settings: Settings) -> ssl.SSLContext:
    try:
        context: ssl.SSLContext = create_ssl_context(
            cafile=settings.kafka_ca_file, certfile=settings.kafka_cert_file, keyfile=settings.kafka_key_file
        )
        return context
    except (ssl.SSLError, OSError) as error:
        raise StartupError(
            f"a file of DEPECHE_KAFKA_CA_FILE, _CERT_FILE or _KEY_FILE can't be used: {error.strerror or error}."
        ) from None


async def stop(producer: AIOKafkaProducer, seconds: float) -> None:
    """Flush and stop. What can't be flushed in time is dropped: it must not arrive behind what is sent again."""
    with suppress(*_GONE):
        await asyncio.wait_for(producer.stop(), seconds)
        return
    # A flush that was given up leaves the sender running. It ends when its connections do.
    with suppress(*_GONE):
        await producer.client.close()
        await asyncio.wait_for(producer._sender.close(), seconds)


async def reachable(client: AIOKafkaProducer | AIOKafkaConsumer) -> None:
    """UnavailableError if no broker answers this client within two seconds."""
    cluster = client.client if isinstance(client, AIOKafkaProducer) else client._client
    try:
        async with asyncio.timeout(2):
            await cluster.fetch_all_metadata()
    except (aiokafka.errors.KafkaError, OSError, TimeoutError):
        raise UnavailableError("Kafka does not answer.") from None


async def ensure_topics(settings: Settings) -> None:
    """Create the topics that are missing; those that exist stay as they are."""

    def create() -> None:
        admin, there = _admin(settings), _existing(settings)
        wanted = [_new_topic(settings, name) for name in MAX_RECORD_BYTES if name not in there]
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
    there = await asyncio.to_thread(_existing, settings)
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
    """How many records of each partition the group has not yet committed. UnavailableError if Kafka does not say.

    Asked by a client of its own, which joins no group. librdkafka's admin client can't be used for it: when Kafka goes
    away meanwhile, it takes the process with it (a segmentation fault in its thread, seen in version 2.16.1).
    """
    asking = consumer(settings, group_id=group)
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            await asking.start()
            # aiokafka has no public way to ask for the partitions of a topic before one of them is assigned.
            metadata = await asking._client.fetch_all_metadata()
            partitions = [TopicPartition(topic, number) for number in metadata.partitions_for_topic(topic) or ()]
            earliest, latest = await asking.beginning_offsets(partitions), await asking.end_offsets(partitions)
            committed = {partition: await asking.committed(partition) or 0 for partition in partitions}
    except (aiokafka.errors.KafkaError, OSError, TimeoutError):
        raise UnavailableError(f"Kafka does not say how far {group} has read {topic}.") from None
    finally:
        with suppress(*_GONE):
            await asyncio.wait_for(asking.stop(), _ANSWER_SECONDS)
    return {tp.partition: latest[tp] - max(offset, earliest[tp]) for tp, offset in committed.items()}


def _admin(settings: Settings, on_error: Callable[[KafkaError], None] | None = None) -> AdminClient:
    password = settings.kafka_password
    options = {
        "bootstrap.servers": settings.kafka_bootstrap,
        "security.protocol": settings.kafka_security,
        "sasl.mechanism": settings.kafka_sasl_mechanism if password else None,
        "sasl.username": settings.kafka_user,
        "sasl.password": password.get_secret_value() if password else None,
        "ssl.ca.location": settings.kafka_ca_file,
        "ssl.certificate.location": settings.kafka_cert_file,
        "ssl.key.location": settings.kafka_key_file,
        # It reports every failed connection on stderr; what matters reaches us as an exception.
        "log_level": 0,
        "error_cb": on_error,
    }
    return AdminClient({name: _plain(value) for name, value in options.items() if value is not None})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _existing(settings: Settings) -> set[str]:
    reported: list[KafkaError] = []
    admin = _admin(settings, reported.append)
    deadline = time.monotonic() + _ANSWER_SECONDS
    while True:
        try:
            return set(admin.list_topics(timeout=1).topics)
        except KafkaException:
            admin.poll(0)
            errors = {error.name() for error in reported}
            # A login that is refused once is refused again; a broker that does not answer may still be starting.
            if errors & {"_AUTHENTICATION", "_SSL"} or time.monotonic() > deadline:
                raise StartupError(_why_not(settings, errors)) from None


def _why_not(settings: Settings, errors: Set[str]) -> str:
    where = settings.kafka_bootstrap
    if "_AUTHENTICATION" in errors:
        return f"Kafka refuses the login at {where}: are DEPECHE_KAFKA_USER, _PASSWORD and _SASL_MECHANISM right?"
    if "_SSL" in errors:
        return (
            f"Kafka's certificate at {where} is not one that DEPECHE_KAFKA_CA_FILE vouches for, or it wants one of us."
        )
    return (
        f"Kafka does not answer at {where}: is it running? DEPECHE_KAFKA_BOOTSTRAP says where, DEPECHE_KAFKA_SECURITY "
        "how to speak to it."
    )


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

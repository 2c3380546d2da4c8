"""Clients of a real Kafka, in what aiokafka leaves to us."""

import asyncio
from pathlib import Path

from aiokafka import TopicPartition

from devstack.process import free_port
from devstack.servers import Servers
from shared import kafka
from shared.settings import Settings


async def test_what_a_stopped_producer_could_not_flush_never_arrives(tmp_path: Path) -> None:
    """It was answered as unknown, and may have been sent again: behind that it would be a change back."""
    with Servers(tmp_path, free_port(), 0, mongodb=False) as servers:
        assert servers.kafka is not None
        settings = Settings(kafka_bootstrap=servers.kafka.bootstrap, kafka_partitions=1)
        await kafka.ensure_topics(settings)
        producer = kafka.producer(settings)
        await producer.start()
        await producer.send_and_wait(kafka.RAW, b"one")
        assert servers.kafka.process is not None
        servers.kafka.process.kill()
        await producer.send(kafka.RAW, b"two")
        await kafka.stop(producer, 2)
        servers.kafka.start()
        await asyncio.to_thread(servers.kafka.wait_ready)
        # Long enough for a sender that is still running to have found the broker again.
        await asyncio.sleep(2)
        consumer = kafka.consumer(settings)
        await consumer.start()
        partition = TopicPartition(kafka.RAW, 0)
        assert await consumer.end_offsets([partition]) == {partition: 1}
        await consumer.stop()

"""Clients of a real Kafka, in what aiokafka leaves to us."""

import asyncio
from pathlib import Path

import pytest
from aiokafka.errors import ProducerClosed

from devstack.process import free_port
from devstack.servers import Servers
from shared import kafka
from shared.settings import Settings
from tests.system import eventually


async def test_a_producer_that_can_not_flush_leaves_nothing_running(tmp_path: Path) -> None:
    """Its sender would go on trying, and send what was long answered as unknown when the broker is back."""
    with Servers(tmp_path, free_port(), 0, mongodb=False) as servers:
        assert servers.kafka is not None
        settings = Settings(kafka_bootstrap=servers.kafka.bootstrap)
        await kafka.ensure_topics(settings)
        before = asyncio.all_tasks()
        producer = kafka.producer(settings)
        await producer.start()
        await producer.send_and_wait(kafka.RAW, b"one")
        assert servers.kafka.process is not None
        servers.kafka.process.kill()
        never = await producer.send(kafka.RAW, b"two")
        await kafka.stop(producer, 2)
        with pytest.raises(ProducerClosed):
            await never

        async def nothing_left() -> bool:
            return asyncio.all_tasks() <= before

        await eventually(nothing_left, 5)

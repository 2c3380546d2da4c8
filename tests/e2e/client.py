"""A user of the system: posts over HTTP, asks over HTTP, reads Kafka. Knows the public contract and nothing else."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from tests.system import System

Json = dict[str, Any]


class Client:
    """What a newsroom's program would do with the three addresses it was given."""

    def __init__(self, system: System, http: httpx.AsyncClient) -> None:
        self.system, self.http = system, http
        self.bootstrap = system.servers.environment["DEPECHE_KAFKA_BOOTSTRAP"]

    async def post(self, **article: Any) -> Json:
        """Post as JSON; the answer, which must be 202."""
        answer = await self.http.post(f"{self.system.ingest}/v1/articles", json=article)
        assert answer.status_code == 202, answer.text
        found: Json = answer.json()
        return found

    async def post_lines(self, articles: Iterable[Json], size: int = 500) -> list[Json]:
        """Post as NDJSON; the results."""
        body = "".join(json.dumps(article) + "\n" for article in articles)
        headers = {"Content-Type": "application/x-ndjson"}
        answer = await self.http.post(f"{self.system.ingest}/v1/articles/batch", content=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return [json.loads(line) for line in answer.text.splitlines()]

    async def receipt(self, link: str, wait: int = 60) -> Json:
        """How a submission ended; waits until that is decided."""
        answer = await self.http.get(f"{self.system.api}{link}", params={"wait": wait})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def enriched(self, **article: Any) -> Json:
        """Post, wait, and read the stored article."""
        accepted = await self.post(**article)
        receipt = await self.receipt(accepted["links"]["receipt"])
        assert receipt["status"] == "enriched", receipt
        return await self.article(accepted["id"])

    async def article(self, article_id: str) -> Json:
        answer = await self.http.get(f"{self.system.api}/v1/articles/{article_id}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def search(self, **parameters: Any) -> Json:
        answer = await self.http.get(f"{self.system.api}/v1/articles", params=parameters)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def publish(self, topic: str, records: Iterable[tuple[bytes | None, bytes | None]]) -> None:
        """Put records straight on a topic."""
        producer = AIOKafkaProducer(bootstrap_servers=self.bootstrap, acks="all")
        await producer.start()
        try:
            for sent in [await producer.send(topic, value, key) for key, value in records]:
                await sent
        finally:
            await producer.stop()

    async def ends(self, topic: str) -> dict[TopicPartition, int]:
        """Where a topic ends now."""
        async with self._consumer(topic) as consumer:
            found: dict[TopicPartition, int] = await consumer.end_offsets(consumer.assignment())
            return found

    async def read(self, topic: str, since: dict[TopicPartition, int]) -> list[Any]:
        """The committed records of a topic since then, up to its end now."""
        async with self._consumer(topic) as consumer:
            for partition, offset in since.items():
                consumer.seek(partition, offset)
            ends = await consumer.end_offsets(list(since))
            records: list[Any] = []
            while any([await consumer.position(partition) < end for partition, end in ends.items()]):
                for found in (await consumer.getmany(timeout_ms=500)).values():
                    records += found
            return records

    @asynccontextmanager
    async def _consumer(self, topic: str) -> AsyncIterator[AIOKafkaConsumer]:
        consumer = AIOKafkaConsumer(
            topic, bootstrap_servers=self.bootstrap, isolation_level="read_committed", enable_auto_commit=False
        )
        await consumer.start()
        try:
            yield consumer
        finally:
            # aiokafka raises its own cancellation when a consumer without a group is stopped soon after its start.
            with contextlib.suppress(asyncio.CancelledError):
                await consumer.stop()


def header(record: Any, name: str) -> str:
    """A header of a record as text."""
    return next(value.decode() for key, value in record.headers if key == name)


def unique() -> str:
    """A name that no other test has, nor an earlier run against the same servers."""
    return f"test-{uuid.uuid4().hex[:12]}"

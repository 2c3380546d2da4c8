"""Many clients of the stream on one process, in a process of their own that does as little as possible for each."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaProducer

from benchmarks.articles import varied
from shared import events, kafka
from shared.identity import fingerprint
from shared.settings import Settings

_TRACE = f"00-{'1' * 32}-{'2' * 16}-00"


@dataclass
class Crowd:
    """Connections to one stream; `seconds` has one figure for each event at each client."""

    port: int
    sent: dict[bytes, float] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    async def heard(self, count: int) -> None:
        """Wait until all of them have heard everything."""
        while len(self.seconds) < count:
            await asyncio.sleep(0.05)

    async def listen(self, query: str, ready: asyncio.Semaphore) -> None:
        """One client, to the end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        writer.write(f"GET /v1/stream{query} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
        try:
            await reader.readuntil(b"id: ")
            ready.release()
            while True:
                line = await reader.readuntil(b"\n")
                if line.startswith(b'data: {"id":"'):
                    self.seconds.append(time.perf_counter() - self.sent[line[13:45]])
        finally:
            writer.close()


@asynccontextmanager
async def crowd(port: int, queries: list[str]) -> AsyncIterator[Crowd]:
    """All of them, connected."""
    found, ready = Crowd(port), asyncio.Semaphore(0)
    tasks = [asyncio.ensure_future(found.listen(query, ready)) for query in queries]
    for _ in queries:
        await ready.acquire()
    try:
        yield found
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def publish(settings: Settings, document: dict[str, object], count: int, rate: float, to: Crowd) -> None:
    """Events as enrich publishes them, each in a transaction; the clock of each begins when that is committed."""
    async with kafka.producer(settings, transactional_id="bench-stream") as producer:
        for number, text in enumerate(varied(count, f"stream-{time.time()}")):
            started = time.perf_counter()
            await _commit(
                producer, document | {"id": fingerprint(text)[:32], "text": text, "title": f"Numéro {number}"}, to
            )
            await asyncio.sleep(max(0.0, 1 / rate - (time.perf_counter() - started)))


async def _commit(producer: AIOKafkaProducer, article: dict[str, object], to: Crowd) -> None:
    record = events.enriched(article, _TRACE)
    async with producer.transaction():
        await producer.send(record.topic, record.value, record.key, headers=record.headers)
        await producer.flush()
        # Some clients may hear of it before this process hears that it is committed.
        to.sent[str(article["id"]).encode()] = time.perf_counter()
    to.sent[str(article["id"]).encode()] = time.perf_counter()

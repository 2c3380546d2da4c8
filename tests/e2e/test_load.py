"""Too much for ingest, and too slow: others are answered all the same."""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import psutil
import pytest

from tests.e2e.client import unique
from tests.system import Servers, Service, eventually

PLACES, PATIENCE = 8, 4

HEAD = b"POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(scope="module")
def small(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An ingest with few places and little patience."""
    settings = {
        "DEPECHE_INGEST_REQUESTS": str(PLACES),
        "DEPECHE_INGEST_BYTES": str(4 * 1024 * 1024),
        "DEPECHE_INGEST_PATIENCE": str(PATIENCE),
    }
    service = Service("ingest", servers, tmp_path_factory.mktemp("small"), **settings).start()
    yield service
    assert service.stop() == 0


async def post(http: httpx.AsyncClient, service: Service) -> httpx.Response:
    article = {"text": "Le port a rouvert.", "source": unique(), "external_id": "1"}
    return await http.post(f"{service.url}/v1/articles", json=article)


@asynccontextmanager
async def slow(service: Service, length: int, path: str = "/v1/articles") -> AsyncIterator[Streams]:
    """A client that announces a body and sends it a byte at a time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"
    writer.write(head.replace("x-ndjson", "x-ndjson" if "batch" in path else "json").encode())

    async def trickle() -> None:
        while not writer.is_closing():
            writer.write(b" ")
            await asyncio.sleep(0.2)

    trickling = asyncio.create_task(trickle())
    try:
        yield reader, writer
    finally:
        trickling.cancel()
        writer.close()


async def metric(http: httpx.AsyncClient, service: Service, name: str) -> float:
    lines = (await http.get(f"{service.url}/metrics")).text.splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(name + " ")))


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/articles/batch"])
async def test_slow_clients_keep_their_places_only_for_a_while(small: Service, path: str) -> None:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
        answers = [await stack.enter_async_context(slow(small, 10_000, path)) for _ in range(PLACES)]

        async def full() -> bool:
            return await metric(http, small, "depeche_ingest_requests_in_flight") == PLACES

        await eventually(full, 10)
        started = time.monotonic()
        turned_away = await post(http, small)
        assert (turned_away.status_code, turned_away.headers["Retry-After"]) == (503, "1")
        assert time.monotonic() - started < 2
        reason = b"arrives with less than 1000 bytes a second"
        given_up = await asyncio.wait_for(asyncio.gather(*(reader.readuntil(reason) for reader, _ in answers)), 30)
        status = b"HTTP/1.1 200" if "batch" in path else b"HTTP/1.1 408"
        assert all(answer.startswith(status) for answer in given_up)
        assert (await post(http, small)).status_code == 202


async def test_who_has_sent_much_may_not_rest_for_long(small: Service) -> None:
    """What has arrived is worth some patience, but not more than there is at the start."""
    async with slow(small, 1_000_000) as (reader, writer):
        writer.write(b" " * 100_000)
        given_up = await asyncio.wait_for(reader.readline(), 5 * PATIENCE)
    assert given_up.startswith(b"HTTP/1.1 408")


async def test_bytes_are_counted_before_they_are_read(small: Service) -> None:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
        for _ in range(2):
            await stack.enter_async_context(slow(small, 2 * 1024 * 1024))

        async def full() -> bool:
            return await metric(http, small, "depeche_ingest_bytes_in_flight") == 4 * 1024 * 1024

        await eventually(full, 10)
        assert (await post(http, small)).status_code == 503


async def hammer(service: Service, clients: int, seconds: float) -> tuple[Counter[int], list[float]]:
    """Clients that post without pause, whatever they are told: how often which status, and the seconds of each 202.

    Without those behind a 503: there the second counts for which the client was told to stay away, and did not.
    """
    statuses: Counter[int] = Counter()
    taken: list[float] = []

    async def client(connection: Streams) -> None:
        reader, writer = connection
        status = 0
        while time.perf_counter() < end:
            body = b'{"text": "Le port a rouvert.", "source": "%b", "external_id": "1"}' % unique().encode()
            started = time.perf_counter()
            writer.write(HEAD % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            before, status = status, int(head.split()[1])
            statuses[status] += 1
            if status == 202 and before != 503:
                taken.append(time.perf_counter() - started)
        writer.close()

    end = time.perf_counter() + seconds
    connections = [await asyncio.open_connection("127.0.0.1", service.port) for _ in range(clients)]
    await asyncio.gather(*map(client, connections))
    return statuses, taken


async def test_twenty_times_too_much(small: Service) -> None:
    """Each accepted one waits for few others: for as many as have a place, however many are turned away."""
    assert small.process is not None
    process = psutil.Process(small.process.pid)
    await hammer(small, PLACES, 1)
    before = process.memory_info().rss
    statuses, usual = await hammer(small, PLACES, 4)
    assert set(statuses) == {202}
    many = statuses[202]
    statuses, crowded = await hammer(small, 20 * PLACES, 4)
    assert set(statuses) == {202, 503}
    # About as many as if nobody came in vain, and about as fast. The bounds are for a machine that others use too.
    assert statuses[202] > many / 2
    for tenth in (4, 8):
        assert statistics.quantiles(crowded, n=10)[tenth] < 3 * statistics.quantiles(usual, n=10)[tenth]
    assert process.memory_info().rss - before < 50 * 1024 * 1024

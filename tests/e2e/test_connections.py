"""Clients that connect and ask nothing, or something endless: others are answered all the same."""

import asyncio
import resource
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress

import httpx
import psutil
import pytest

from tests.e2e.client import unique
from tests.system import Servers, Service, eventually

MIB = 1024 * 1024
CONNECTIONS = 2_000
PATIENCE = 20
POST = b"POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@contextmanager
def open_files(soft: int) -> Iterator[None]:
    """As many open files as a shell usually allows, or as this test needs."""
    before, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, hard))


@pytest.fixture(scope="module")
def ingest(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An ingest as it is by default, started by a shell that allows 1,024 open files."""
    service = Service("ingest", servers, tmp_path_factory.mktemp("connections"), DEPECHE_CONNECTIONS=str(CONNECTIONS))
    with open_files(1_024):
        service.start()
    yield service
    assert service.stop() == 0


@asynccontextmanager
async def connected(service: Service, sent: bytes = b"") -> AsyncIterator[Streams]:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    writer.write(sent)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def post(service: Service) -> httpx.Response:
    """By a client that was never there before."""
    async with httpx.AsyncClient(timeout=30) as http:
        article = {"text": "Le port a rouvert.", "source": unique(), "external_id": "1"}
        return await http.post(f"{service.url}/v1/articles", json=article)


async def metric(service: Service, name: str) -> float:
    async with httpx.AsyncClient(timeout=30) as http:
        lines = (await http.get(f"{service.url}/metrics")).text.splitlines()
    return next((float(line.split()[1]) for line in lines if line.startswith(name + " ")), 0.0)


def memory(service: Service) -> int:
    assert service.process is not None
    # The tether became the service, as `exec` does.
    return psutil.Process(service.process.pid).memory_info().rss


async def endless(streams: Streams, piece: bytes, size: int) -> tuple[int, bytes]:
    """Send pieces until that much is sent or the other side has enough: how much went out, and what came back."""
    reader, writer = streams
    sent = 0
    with suppress(ConnectionError):
        while sent < size and not reader.at_eof():
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
            await asyncio.sleep(0)
    with suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(10):
            return sent, await reader.read()
    return sent, b""


@pytest.mark.parametrize(
    ("begin", "piece", "status"),
    [
        (POST + b"X-Long: ", b"x" * 65_536, b"HTTP/1.1 431 "),
        (POST, b"X-Many: 1\r\n" * 6_000, b"HTTP/1.1 431 "),
        (b"GET /", b"x" * 65_536, b"HTTP/1.1 431 "),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: ", b"x" * 65_536, b""),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n2;x=", b"x" * 65_536, b""),
    ],
    ids=["a header", "headers", "an address", "a trailer", "a chunk's extension"],
)
async def test_25_mib_around_a_request(ingest: Service, begin: bytes, piece: bytes, status: bytes) -> None:
    assert (await post(ingest)).status_code == 202
    before = memory(ingest)
    async with connected(ingest, begin) as streams:
        sent, answer = await endless(streams, piece, 25 * MIB)
    # What was sent and not read is in the buffers of the two sockets.
    assert sent < 20 * MIB
    # An answer that is sent while the client still sends may be lost to it.
    assert answer == b"" or answer.startswith(status)
    assert memory(ingest) - before < 8 * MIB
    assert (await post(ingest)).status_code == 202


@pytest.mark.parametrize(("size", "status"), [(30_000, 202), (40_000, 431)])
async def test_a_head_has_a_limit_that_its_client_is_told(ingest: Service, size: int, status: int) -> None:
    body = b'{"text": "Le port a rouvert."}'
    head = POST + b"Connection: close\r\nX-Long: " + b"x" * size + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
    async with connected(ingest, head + body) as (reader, _):
        answer = await asyncio.wait_for(reader.read(), 10)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert (b"application/problem+json" in answer) == (status == 431)


async def test_who_does_not_ask_is_let_go(ingest: Service) -> None:
    """Silence, a head a byte at a time, and a body that goes on when it has its answer: each is a place."""
    too_large = POST + b"Content-Length: 100000000\r\n\r\n"
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(connected(ingest, sent)) for sent in (b"", POST, too_large)]
        assert (await clients[2][0].readline()).startswith(b"HTTP/1.1 413 ")
        started = time.monotonic()

        async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> float:
            with suppress(ConnectionError):
                while not reader.at_eof():
                    if writer is not clients[0][1]:
                        writer.write(b"x")
                    with suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(10_000), 1)
            return time.monotonic() - started

        async with asyncio.timeout(3 * PATIENCE):
            seconds = await asyncio.gather(*(trickle(*client) for client in clients))
    assert all(PATIENCE - 2 < each < 2 * PATIENCE for each in seconds)
    assert (await post(ingest)).status_code == 202


async def test_who_does_not_take_its_answer_is_let_go(ingest: Service) -> None:
    """A batch whose results nobody reads would keep its place among the requests in flight."""
    body = b"-\n" * 60_000
    head = POST.replace(b"articles", b"articles/batch").replace(b"json", b"x-ndjson") + b"Content-Length: %d\r\n\r\n"
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.connect(("127.0.0.1", ingest.port))
        await asyncio.to_thread(client.sendall, head % len(body) + body)

        async def given_up() -> bool:
            return await metric(ingest, 'depeche_connections_closed_total{reason="unread"}') == 1

        await eventually(given_up, 3 * PATIENCE)

    async def free() -> bool:
        return await metric(ingest, "depeche_ingest_requests_in_flight") == 0

    await eventually(free, 10)


async def test_many_requests_before_an_answer(ingest: Service) -> None:
    """They would be kept in memory, and their answers too."""
    before = memory(ingest)
    async with connected(ingest) as streams:
        sent, _ = await endless(streams, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 2_000, 25 * MIB)
    assert sent < 25 * MIB
    assert await metric(ingest, 'depeche_connections_closed_total{reason="pipelined"}') == 1
    assert memory(ingest) - before < 16 * MIB
    assert (await post(ingest)).status_code == 202


async def test_thousands_that_ask_nothing(ingest: Service) -> None:
    """Half of them silent and half with half a head; those that wait longest make room for others."""
    count = CONNECTIONS + 1_000
    before = memory(ingest)
    with open_files(min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], count + 1_000)):
        async with AsyncExitStack() as stack:
            sent = (b"", POST) * (count // 2)
            clients = [await stack.enter_async_context(connected(ingest, each)) for each in sent]
            for _ in range(20):
                started = time.monotonic()
                assert (await post(ingest)).status_code == 202
                assert time.monotonic() - started < 2
            assert memory(ingest) - before < 64 * MIB
            gone = sum(reader.at_eof() or reader.exception() is not None for reader, _ in clients)
            assert gone >= count - CONNECTIONS
            assert not clients[-1][0].at_eof()


async def test_while_all_are_being_answered(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nobody who is being answered makes room; the next is told to come again, and health is answered."""
    service = Service("ingest", servers, tmp_path_factory.mktemp("few"), DEPECHE_CONNECTIONS="4").start()
    async with AsyncExitStack() as stack:
        for _ in range(4):
            await stack.enter_async_context(connected(service, POST + b"Content-Length: 100\r\n\r\n{"))

        async def busy() -> bool:
            return await metric(service, "depeche_ingest_requests_in_flight") == 4

        await eventually(busy, 10)
        turned_away = await post(service)
        assert (turned_away.status_code, turned_away.headers["Retry-After"]) == (503, "1")
        assert await asyncio.to_thread(service.is_ready)
    assert service.stop() == 0

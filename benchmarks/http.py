"""A load generator that costs little: requests made beforehand, sent over a few connections that stay open."""

import asyncio
import itertools
import re
import time
from collections.abc import Iterator, Sequence

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_RETRY_AFTER = re.compile(rb"retry-after: (\d+)", re.IGNORECASE)


def request(path: str, body: bytes, content_type: str = "application/json") -> bytes:
    """A POST as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def get(path: str, headers: str = "") -> bytes:
    """A GET as it goes over the wire; each of the headers ends its line."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n".encode()


async def paced(port: int, requests: Sequence[bytes], rate: float, count: int, status: int = 200) -> list[float]:
    """Send so many, one after the other at a steady rate: the seconds of each, from when it was due to its last byte.

    Who waits for an answer holds up nobody else, as the clients of a service know nothing of each other.
    """
    began = time.perf_counter()
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def one(number: int, sent: bytes) -> float:
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        reader, writer = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        head = await _answer(reader)
        if not head.startswith(f"HTTP/1.1 {status} ".encode()):
            raise RuntimeError(f"unexpected answer: {head[:100]!r}")
        idle.append((reader, writer))
        return time.perf_counter() - due

    taken = await asyncio.gather(*map(one, range(count), itertools.islice(itertools.cycle(requests), count)))
    for _, writer in idle:
        writer.close()
    return taken


async def load(port: int, requests: Sequence[bytes], connections: int, status: int) -> float:
    """Send all the requests; how many a second were answered with `status`. Any other answer is an error."""
    waiting = iter(requests)
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_connection(port, waiting, f"HTTP/1.1 {status} ".encode()))
    return len(requests) / (time.perf_counter() - started)


async def crowd(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> list[float]:
    """Clients that post without pause, and wait if they are told to: the seconds of each request that was accepted."""
    waiting, taken = itertools.cycle(requests), list[float]()
    end = time.perf_counter() + seconds
    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(_client(port, waiting, end, taken))
    return taken


async def _connection(port: int, waiting: Iterator[bytes], expected: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for sent in waiting:
        writer.write(sent)
        head = await _answer(reader)
        if not head.startswith(expected):
            raise RuntimeError(f"unexpected answer: {head[:100]!r}")
    writer.close()


async def _client(port: int, waiting: Iterator[bytes], end: float, taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (started := time.perf_counter()) < end:
        writer.write(next(waiting))
        head = await _answer(reader)
        if head.startswith(b"HTTP/1.1 202 "):
            taken.append(time.perf_counter() - started)
        elif told := _RETRY_AFTER.search(head):
            await asyncio.sleep(int(told[1]))
        else:
            raise RuntimeError(f"unexpected answer: {head[:100]!r}")
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """The head of an answer, whose body is read too."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)
    return head

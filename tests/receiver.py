"""Who is told by webhooks: a small HTTP server that notes what comes, and answers as a test wants it."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass
class Delivered:
    """One request."""

    headers: dict[str, str]
    body: bytes
    at: float
    status: int = 0

    @property
    def article(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.body)["data"]
        return found

    @property
    def number(self) -> int:
        """The number of an article that was made for a test."""
        return int(self.article["id"], 16)


# What is answered: a status, or the whole answer as it goes over the wire.
Answer = Callable[[Delivered], int | bytes]


@dataclass
class Receiver:
    """All that came; `taken` of it what was answered with 200, article by article and revision by revision."""

    port: int = 0
    answer: Answer = lambda _: 200
    requests: list[Delivered] = field(default_factory=list)
    connections: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?desk=1"

    @property
    def taken(self) -> list[Delivered]:
        return [request for request in self.requests if request.status == 200]

    def revisions(self, number: int) -> list[int]:
        """The revisions of an article as they came, each when it came first."""
        came = [request.article["revision"] for request in self.taken if request.number == number]
        return list(dict.fromkeys(came))

    async def has(self, count: int) -> bool:
        """Were so many different messages taken?"""
        return len({request.headers["webhook-id"] for request in self.taken}) >= count

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-1])}
                body = await reader.readexactly(int(headers["content-length"]))
                request = Delivered(headers, body, time.monotonic())
                self.requests.append(request)
                answer = self.answer(request)
                if isinstance(answer, int):
                    request.status = answer
                    answer = b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\nok" % answer
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            self.connections.discard(writer)
            writer.close()

    def close(self) -> None:
        """Let everybody go."""
        for writer in self.connections:
            writer.close()


@asynccontextmanager
async def receiving(answer: Answer = lambda _: 200, context: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver on this machine; with a context it speaks TLS."""
    receiver = Receiver(answer=answer)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, limit=2**24, ssl=context)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        receiver.close()

"""Who gets in while it is crowded: as many requests, and as many bytes of bodies, as can be answered soon.

What is beyond that is refused at once, before its body is read, so that those who are in are answered as fast as ever
and memory stays bounded. A body that hardly arrives is given up, or it would keep its place for ever.
"""

import functools
import time
from asyncio import timeout

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.ingest import metrics
from services.ingest.settings import IngestSettings
from shared.errors import FieldError, RefusedError
from shared.problems import problem

_PATHS = frozenset(("/v1/articles", "/v1/articles/batch"))
_RETRY = {"Retry-After": "1"}
# A modem of 1990 is faster. Only the time is counted in which we wait for the client, and not the other way round.
_LEAST_BYTES_A_SECOND = 1_000


class Admission:
    """ASGI middleware in front of the routes that take articles."""

    def __init__(self, app: ASGIApp, settings: IngestSettings) -> None:
        self.app = app
        self._most_requests, self._most_bytes = settings.ingest_requests, settings.ingest_bytes
        self._body_limit, self._patience = settings.ingest_body_limit, settings.ingest_patience
        self._requests = self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in _PATHS:
            await self.app(scope, receive, send)
            return
        size = self._size(scope["headers"])
        if self._requests >= self._most_requests or self._bytes + size > self._most_bytes:
            metrics.TURNED_AWAY.inc()
            detail = "There are more requests than can be answered soon. This one was not read: send it again."
            await problem(503, detail, instance=scope["path"], headers=_RETRY)(scope, receive, send)
            return
        self._enter(1, size)
        try:
            await self.app(scope, _Body(receive, self._patience).receive, functools.partial(_send, send))
        finally:
            self._enter(-1, -size)

    def _enter(self, requests: int, size: int) -> None:
        self._requests += requests
        self._bytes += size
        metrics.IN_FLIGHT.set(self._requests)
        metrics.BYTES_IN_FLIGHT.set(self._bytes)

    def _size(self, headers: list[tuple[bytes, bytes]]) -> int:
        """The most of a body that is ever held: what was announced, unless that says nothing about it."""
        known = dict(headers)
        length = known.get(b"content-length", b"")
        if b"content-encoding" in known or not length.isdigit():
            return self._body_limit
        return min(int(length), self._body_limit)


class _Body:
    """A body as it arrives; RefusedError if it does so too slowly."""

    def __init__(self, receive: Receive, patience: float) -> None:
        self._receive, self._patience = receive, patience
        self._waited, self._received = 0.0, 0
        self._whole = False

    async def receive(self) -> Message:
        # After the body, whoever asks waits for the client to leave, which may take as long as it likes.
        if self._whole:
            return await self._receive()
        started = time.monotonic()
        allowed = max(self._patience, self._received / _LEAST_BYTES_A_SECOND)
        try:
            async with timeout(allowed - self._waited):
                message = await self._receive()
        except TimeoutError:
            seconds = f"less than {_LEAST_BYTES_A_SECOND} bytes a second for {allowed:.0f} seconds"
            raise RefusedError(
                408, "The body does not arrive.", [FieldError("body", f"arrives with {seconds}")]
            ) from None
        self._waited += time.monotonic() - started
        self._received += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message


async def _send(send: Send, message: Message) -> None:
    """Nobody waits for the rest of a body that was given up."""
    if message["type"] == "http.response.start" and message["status"] == 408:
        message["headers"] = [*message["headers"], (b"connection", b"close")]
    await send(message)

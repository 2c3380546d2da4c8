"""Who gets in while it is crowded: as many requests, and as many bytes of bodies, as can be answered soon.

What is beyond that is refused at once, before its body is read, so that those who are in are answered as fast as ever
and memory stays bounded. A body that hardly arrives is given up, or it would keep its place for ever.
"""

import functools
import time
from asyncio import timeout
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.ingest import metrics
from services.ingest.settings import IngestSettings
from shared.errors import FieldError, RefusedError
from shared.problems import problem

_PATHS = frozenset(("/v1/articles", "/v1/articles/batch"))
_RETRY_AFTER = 1
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
            await _turn_away(scope["path"], receive, send)
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
    """A body as it arrives; RefusedError if it does so too slowly.

    Waiting uses patience up and what arrives restores it, but never to more than there was: who has sent much may not
    keep its place for hours.
    """

    def __init__(self, receive: Receive, patience: float) -> None:
        self._receive, self._patience, self._left = receive, patience, patience
        self._whole = False

    async def receive(self) -> Message:
        # After the body, whoever asks waits for the client to leave, which may take as long as it likes.
        if self._whole:
            return await self._receive()
        started = time.monotonic()
        try:
            async with timeout(self._left):
                message = await self._receive()
        except TimeoutError:
            seconds = f"less than {_LEAST_BYTES_A_SECOND} bytes a second for {self._patience:.0f} seconds"
            raise RefusedError(
                408, "The body does not arrive.", [FieldError("body", f"arrives with {seconds}")]
            ) from None
        restored = len(message.get("body", b"")) / _LEAST_BYTES_A_SECOND
        self._left = min(self._patience, self._left - (time.monotonic() - started) + restored)
        self._whole = not message.get("more_body", False)
        return message


async def _turn_away(path: str, receive: Receive, send: Send) -> None:
    """Answer at once, and then look at nothing else on this connection until the time is over that it was told.

    Who comes again without waiting would otherwise take the time of those who are in, as to turn somebody away costs a
    good part of what it costs to take an article.
    """
    detail = "There are more requests than can be answered soon. This one was not read: send it again."
    answer = problem(503, detail, instance=path, headers={"Retry-After": str(_RETRY_AFTER)})
    await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
    # The client has all of its answer; only the server does not know it yet.
    await send({"type": "http.response.body", "body": answer.body, "more_body": True})
    with suppress(TimeoutError):
        async with timeout(_RETRY_AFTER):
            while (await receive())["type"] != "http.disconnect":
                pass
    await send({"type": "http.response.body", "body": b""})


async def _send(send: Send, message: Message) -> None:
    """Nobody waits for the rest of a body that was given up."""
    if message["type"] == "http.response.start" and message["status"] == 408:
        message["headers"] = [*message["headers"], (b"connection", b"close")]
    await send(message)

"""GET /v1/stream: new and revised articles as they come, as Server-Sent Events."""

import random
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from typing import Annotated, Any

import structlog
from fastapi import Depends, FastAPI, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from services.api import metrics
from services.api.listening import position
from services.api.listening.arrivals import Arrival
from services.api.listening.live import EndedError
from services.api.listening.matching import only_filter
from services.api.listening.news import News
from services.api.responses import UNREADABLE
from services.api.search.generation import Positions
from services.api.search.question import Filter, only
from services.api.settings import ApiSettings
from shared.connections import ENDLESS
from shared.errors import FieldError, RefusedError, TransientError, UnavailableError
from shared.openapi import problems

_POSITION = "The `id` of the last event that you have seen."
_GONE = "Kafka no longer keeps what came behind this position."
_AWAY = "There are too many streams, or Kafka is away; `Retry-After` says when to try again."
_RETRY_MILLISECONDS = 1_000
_CHUNK_BYTES = 64 * 1024
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_EXAMPLE = """\
retry: 1000
id: AeF0XgEWbWFkZS1pbi1hbi1leGFtcGxlLUFBAAECAw

id: 3tJmYwEWbWFkZS1pbi1hbi1leGFtcGxlLUFBAAECBA
event: article.enriched
data: {"id":"fd1fbc8fab0005ba3cf3269c0057d8c6","revision":1,"text":"…"}

: nothing new
id: 3tJmYwEWbWFkZS1pbi1hbi1leGFtcGxlLUFBAAECBA

"""
_log = structlog.get_logger()


class Listen(Filter):
    """What to listen for, and from where on."""

    after: Annotated[
        str | None,
        Query(description=f"{_POSITION} `Last-Event-ID` goes before it.", min_length=1, max_length=4_000),
    ] = None


def add_routes(app: FastAPI) -> None:
    """The route of the stream."""
    described = problems({400: UNREADABLE, 410: _GONE, 422: "A parameter is wrong; `errors` names it.", 503: _AWAY})
    events: dict[str, Any] = {"text/event-stream": {"schema": {"type": "string"}, "example": _EXAMPLE}}
    described["200"] = {"description": "A stream that goes on until one of us ends it.", "content": events}
    app.get(
        "/v1/stream",
        summary="New and revised articles as they come (Server-Sent Events)",
        tags=["stream"],
        response_class=StreamingResponse,
        responses=described,
        dependencies=[Depends(only(*Listen.model_fields))],
    )(stream)


async def stream(
    request: Request,
    asked: Annotated[Listen, Query()],
    last_event_id: Annotated[str | None, Header(description=_POSITION, max_length=4_000)] = None,
) -> StreamingResponse:
    """Every article that fits, once for each of its revisions, from the position that is given, or from now on.

    The events are `article.enriched`, `article.revised` and `article.reenriched` (a revision that you have seen, read
    anew with newer steps); their data is the article in one line. The id of each is a position: who comes back with it
    misses nothing and gets nothing twice, whichever replica answers. The revisions of an article come in their order.
    `received_from` and `received_to` mean when that revision was received. The server ends the stream now and then, and
    at once if it is not read fast enough.
    """
    streams: Streams = request.state.streams
    wanted = only_filter(asked)
    after = _position(last_event_id or None, "Last-Event-ID") or _position(asked.after, "after") or streams.news.now
    await streams.news.check(wanted, after)
    streams.enter()
    # Whoever stops the server does not wait for somebody who reads nothing.
    request.scope.get("extensions", {})[ENDLESS] = {}
    return _Events(streams, streams.events(wanted, after))


class Streams:
    """The streams of one process."""

    def __init__(self, settings: ApiSettings, news: News) -> None:
        self.news = news
        self._most = settings.api_streams
        self._heartbeat, self._lifetime = settings.api_stream_heartbeat, settings.api_stream_lifetime
        self._open = 0

    def enter(self) -> None:
        """Take a place. UnavailableError if there is none."""
        if self._open >= self._most:
            raise UnavailableError("There are too many streams here.")
        self._open += 1
        metrics.STREAMS.set(self._open)

    def leave(self) -> None:
        """Give the place back."""
        self._open -= 1
        metrics.STREAMS.set(self._open)

    async def events(self, wanted: Filter, after: Positions) -> AsyncGenerator[bytes, None]:
        """The stream as it goes over the wire."""
        # Those that began at the same moment, after a restart, do not all come back at the same moment.
        ends = time.monotonic() + self._lifetime * random.uniform(0.9, 1.1)  # noqa: S311  # it keeps nothing secret
        patience = min(self._heartbeat, self._lifetime)
        with _explained():
            yield b"retry: %d\nid: %b\n\n" % (_RETRY_MILLISECONDS, position.encode(after).encode())
            async with aclosing(self.news.follow(wanted, after, patience)) as parts:
                async for found, at in parts:
                    # Whenever nothing has come: to measure the silence by another clock than that of who waits here
                    # would pass one part over that came a moment early, and then be silent for twice as long.
                    if not found:
                        yield b": nothing new\nid: %b\n\n" % position.encode(at).encode()
                    for chunk in _chunks(found):
                        yield chunk
                    if time.monotonic() >= ends:
                        raise EndedError("lifetime")


@contextmanager
def _explained() -> Iterator[None]:
    """Count why a stream ended. Only what nobody expected is raised."""
    reason = "client"
    try:
        yield
    except EndedError as error:
        reason = error.reason
    except (TransientError, RefusedError) as error:
        reason = "failed"
        _log.warning("stream ended", reason=str(error))
    finally:
        metrics.STREAMS_ENDED.labels(reason).inc()


class _Events(StreamingResponse):
    """The answer to somebody who has entered. Ends its events when it ends, and not when somebody cleans up."""

    def __init__(self, streams: Streams, events: AsyncGenerator[bytes, None]) -> None:
        super().__init__(events, media_type="text/event-stream", headers=_HEADERS)
        self._streams, self._events = streams, events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with aclosing(self._events):
                await super().__call__(scope, receive, send)
        finally:
            self._streams.leave()


def _chunks(found: Sequence[Arrival]) -> Iterator[bytes]:
    """Small events together, as each piece that is sent costs something; not all of them, as nobody may be reading."""
    waiting, size = [], 0
    for arrival in found:
        waiting.append(arrival.frame)
        size += len(arrival.frame)
        if size > _CHUNK_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _position(text: str | None, name: str) -> Positions | None:
    if text is None:
        return None
    try:
        return position.decode(text)
    except ValueError:
        raise RefusedError(422, "The position is not valid.", [FieldError(name, position.WRONG)]) from None

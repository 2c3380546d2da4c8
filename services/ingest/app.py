"""The HTTP side of ingest: a request comes in, an article goes to Kafka, and the answer says what became of it."""

import asyncio
import email.message
import functools
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from opentelemetry import trace
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from services.ingest import metrics, openapi
from services.ingest.accept import accept
from services.ingest.admission import Admission
from services.ingest.batch import Batch, Spool
from services.ingest.decode import from_html, from_json, from_text
from services.ingest.encoding import inflated
from services.ingest.publish import Publisher
from services.ingest.repetition import Repetitions
from services.ingest.settings import IngestSettings
from shared import events, http, kafka, telemetry
from shared.articles import Submission
from shared.errors import FieldError, RefusedError, UnavailableError
from shared.guard import guard

_log = structlog.get_logger()
_NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def create_app(settings: IngestSettings) -> FastAPI:
    """Ingest with its routes. Kafka is asked when the lifespan begins; StartupError if it can't serve."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        await kafka.verify(settings, [kafka.RAW])
        async with Publisher(settings) as publisher:
            yield {"publisher": publisher}

    async def ready(request: Request) -> None:
        await request.state.publisher.ready()

    app = http.create_app("Depeche ingest", openapi.DESCRIPTION, lifespan, ready, guard(settings, "ingest:write"))

    app.add_middleware(Admission, settings=settings)
    repetitions = Repetitions()

    async def post_article(request: Request) -> Response:
        try:
            submission = await _read(request, settings.ingest_body_limit)
            publish = functools.partial(_publish, request.state.publisher, submission)
            client, key = getattr(request.state, "client", ""), request.headers.get("idempotency-key")
            answer = await repetitions.once(client, key, submission.model_dump_json().encode(), publish)
            return Response(answer, 202, media_type="application/json")
        except RefusedError as error:
            metrics.REFUSED.inc()
            _log.info("refused", status=error.status, fields=[e.field for e in error.errors])
            raise
        except UnavailableError:
            metrics.UNAVAILABLE.inc()
            raise
        except ClientDisconnect:
            # The article never arrived whole, and nobody is left to read an answer.
            _log.info("the client went away before its article was here")
            return Response(status_code=400)

    async def post_batch(request: Request) -> Response:
        if _content_type(request.headers.get("content-type", ""))[0] not in _NDJSON:
            raise _unsupported("application/x-ndjson")
        if "idempotency-key" in request.headers:
            raise _refused(400, "Idempotency-Key", "is for single articles; a batch is repeated without harm")
        return _BatchResponse(settings, _stream(request))

    # Plain routes: the bodies are read as streams, so FastAPI's parsing of parameters would be a cost for nothing.
    app.add_route("/v1/articles", post_article, ["POST"])
    app.add_route("/v1/articles/batch", post_batch, ["POST"])
    app.plain |= openapi.PATHS
    return app


async def _read(request: Request, limit: int) -> Submission:
    """The submission in a request, whatever form it has."""
    content_type, charset = _content_type(request.headers.get("content-type", ""))
    parameters = http.parameters(request)
    body = await _body(request, limit)
    match content_type:
        case "application/json":
            if parameters:
                raise _refused(422, parameters[0][0], "belongs into the JSON object, not into the address")
            return from_json(body)
        case "text/plain":
            return from_text(body, charset, parameters)
        case "text/html":
            return from_html(body, charset, parameters)
    raise _unsupported("application/json, text/plain or text/html")


async def _body(request: Request, limit: int) -> bytes:
    """The body, of which never more than the limit is held, whether its length is told before or not."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise _too_large(limit)
    body = bytearray()
    async for chunk in _stream(request):
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _stream(request: Request) -> AsyncIterator[bytes]:
    return inflated(request.stream(), request.headers.get("content-encoding", ""))


async def _publish(publisher: Publisher, submission: Submission) -> bytes:
    article = accept(submission, events.now())
    event_id = events.new_event_id()
    started = time.perf_counter()
    await publisher.publish(events.received(article, event_id, telemetry.traceparent(trace.get_current_span())))
    metrics.PUBLISH_SECONDS.observe(time.perf_counter() - started)
    metrics.ACCEPTED.inc()
    _log.info("accepted", article=article.id, receipt=event_id)
    answer = {
        "id": article.id,
        "fingerprint": article.fingerprint,
        "status": "accepted",
        "links": {"article": f"/v1/articles/{article.id}", "receipt": f"/v1/receipts/{event_id}"},
    }
    return orjson.dumps(answer)


class _BatchResponse(Response):
    """Reads the request and writes the answer at the same time, which Starlette's own streaming response can't."""

    def __init__(self, settings: IngestSettings, body: AsyncIterator[bytes]) -> None:
        super().__init__(media_type="application/x-ndjson")
        self._settings, self._body = settings, body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        headers = [(b"content-type", b"application/x-ndjson")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        traceparent = telemetry.traceparent(trace.get_current_span())
        try:
            with Spool() as spool:
                batch = Batch(self._settings, request.state.publisher, spool, traceparent)
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(batch.run(self._body))
                    async for chunk in spool.chunks():
                        await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except* ClientDisconnect:
            # What was acknowledged by then is accepted; the client repeats the batch, which is harmless.
            _log.info("the client went away in mid-batch")


@lru_cache(256)
def _content_type(header: str) -> tuple[str, str | None]:
    """The media type and its charset. Clients send few different headers, and taking one apart is slow."""
    message = email.message.Message()
    message["Content-Type"] = header
    charset = message.get_param("charset")
    # Of a type that it can't read, the e-mail standard makes plain text; here it is nothing that we know.
    return header.partition(";")[0].strip().lower(), str(charset) if charset else None


def _too_large(limit: int) -> RefusedError:
    return RefusedError(413, "The article is too large.", [FieldError("body", f"is longer than {limit} bytes")])


def _unsupported(wanted: str) -> RefusedError:
    return RefusedError(415, f"Send {wanted}.", [FieldError("Content-Type", f"must be {wanted}")])


def _refused(status: int, field: str, message: str) -> RefusedError:
    return RefusedError(status, "The article is not valid.", [FieldError(field[:200], message)])

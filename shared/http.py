"""What the HTTP side of every service does alike: problems, health, metrics, trace context, a graceful stop."""

import asyncio
import functools
import ipaddress
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from types import FrameType
from typing import Any
from urllib.parse import parse_qsl

import structlog
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from opentelemetry.context import attach, detach
from opentelemetry.trace import SpanKind, set_span_in_context
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import garbage, swagger, telemetry
from shared.connections import PATIENCE, Connection, Connections, allow_files
from shared.errors import FieldError, RefusedError, StartupError, UnavailableError
from shared.guard import Guard, Guarded
from shared.openapi import Described, problems
from shared.problems import problem
from shared.settings import Settings
from shared.wording import wording

Ready = Callable[[Request], Awaitable[None]]
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, Any]]]

_log = structlog.get_logger()
_AWAY = "What it needs is away, or not ready; `detail` says what."
_QUIET = frozenset(("/healthz", "/readyz", "/metrics"))
# Starlette only says the name of the status, which `title` says already.
_NO_ROUTE = {
    404: "There is nothing at this address.",
    405: "This address has other methods: the header `Allow` names them.",
}
_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))


def create_app(
    title: str,
    description: str,
    lifespan: Lifespan,
    ready: Callable[[Request], Awaitable[None]],
    guard: Guard | None = None,
) -> Described:
    """An application with problems, health and metrics; `ready` raises UnavailableError if it can't do its work now.

    With a guard everything but these, and the description of the routes, needs a key.
    """
    app = Described(
        guarded=guard is not None,
        title=title,
        description=description,
        version="1.0.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # Who posts to an address with a slash too many would not see that nothing was taken: most programs do not
        # follow a redirect, whose answer is empty. Behind a proxy with TLS it would even lead to plain http.
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    # Set on SIGTERM: whoever lets a client wait must then let it go.
    app.state.stopping = asyncio.Event()
    app.state.guard = guard
    if guard is not None:
        app.add_middleware(Guarded, guard=guard)
    app.add_middleware(_Observed)
    _handle_problems(app)
    swagger.add_page(app)

    @app.get("/healthz", summary="Is the process alive?", tags=["operation"])
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", summary="Can it do its work now?", tags=["operation"], responses=problems({503: _AWAY}))
    async def readyz(request: Request) -> dict[str, str]:
        await ready(request)
        return {"status": "ready"}

    @app.get("/metrics", summary="Prometheus metrics", tags=["operation"], response_class=PlainTextResponse)
    def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app


def parameters(request: Request) -> list[tuple[str, str]]:
    """The query parameters. RefusedError if they are no UTF-8, for which Starlette puts in characters of its own."""
    try:
        return parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        error = FieldError("query", "is not valid UTF-8")
        raise RefusedError(400, "The address can't be read.", [error]) from None


async def serve(app: FastAPI, settings: Settings, port: int, setting: str) -> None:
    """Serve until SIGTERM or SIGINT, then let requests in flight finish. `setting` is named if the port is taken.

    StartupError if anybody could get in: without keys only this machine is served.
    The lifespan is entered here and not by uvicorn, so that a StartupError reaches the user as one line.
    """
    _require_keys(settings.host, app.state.guard)
    allow_files(settings.connections)
    with _listen(settings.host, port, setting) as listening:
        async with app.router.lifespan_context(app) as state:
            config = uvicorn.Config(
                _with_state(app, state),
                http=Connection,
                ws="none",
                timeout_keep_alive=PATIENCE,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=20,
            )
            _log.info("listening", host=settings.host, port=port)
            server = _Server(config, Connections(settings.connections), app.state.stopping)
            garbage.keep()
            await server.serve(sockets=[listening])
    _log.info("stopped")


class _Server(uvicorn.Server):
    """uvicorn raises a captured signal again when it has stopped, which would kill us before the lifespan's end."""

    def __init__(self, config: uvicorn.Config, connections: Connections, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self.server_state = self._connections = connections
        self._stopping = stopping

    async def on_tick(self, counter: int) -> bool:
        """uvicorn calls this ten times a second."""
        self._connections.close_late(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._stopping.set()
        super().handle_exit(sig, frame)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


class _Observed:
    """A span for every request, a log line for every one that failed, and a problem for what nobody expected.

    FastAPI's own telemetry does more for each request than the rest of ingest together, so it is switched off.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _QUIET:
            await self.app(scope, receive, send)
            return
        method, path, status = scope["method"], scope["path"], 0
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"traceparent"), None)

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status >= 400:
                    _log.info("request failed", method=method, path=path, status=status)
            await send(message)

        span = telemetry.start_span(method, SpanKind.SERVER, given, http_request_method=method, url_path=path)
        token = attach(set_span_in_context(span))
        try:
            await self.app(scope, receive, observed)
        except Exception:
            _log.exception("unexpected error", method=method, path=path)
            if status:
                raise
            detail = "Something went wrong on our side; the log has the details."
            await problem(500, detail, None, path)(scope, receive, observed)
        finally:
            span.set_attribute("http.response.status_code", status)
            span.end()
            detach(token)


def _handle_problems(app: FastAPI) -> None:
    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> Response:
        return problem(error.status, error.detail, error.errors, request.url.path)

    @app.exception_handler(UnavailableError)
    async def unavailable(request: Request, error: UnavailableError) -> Response:
        return problem(503, str(error), None, request.url.path, {"Retry-After": str(error.retry_after)})

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if any(each["type"] == "json_invalid" or _is_no_body(each) for each in error.errors()):
            unread = [FieldError("body", "must be a JSON object")]
            return problem(400, "The body can't be read.", unread, request.url.path)
        errors = [FieldError(_field(each), wording(each)) for each in error.errors()]
        return problem(422, "The request is not valid.", errors, request.url.path)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        headers = {"Allow": _allowed(app, request.scope)} if error.status_code == 405 else error.headers
        detail = _NO_ROUTE.get(error.status_code, str(error.detail))
        return problem(error.status_code, detail, None, request.url.path, headers)


def _allowed(app: FastAPI, scope: Scope) -> str:
    """The methods of a path. Starlette names those of one route alone, and each method has a route of its own."""
    routes = [route for route in app.routes if isinstance(route, Route) and route.matches(scope)[0] != Match.NONE]
    # Only files are mounted.
    methods = {method for route in routes for method in route.methods or ()} or {"GET"}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _is_no_body(error: Mapping[str, Any]) -> bool:
    return error["type"] == "missing" and tuple(error["loc"]) == ("body",)


def _field(error: Mapping[str, Any]) -> str:
    """Which field an error is of; one that only shows beside another names it."""
    named: str | None = error.get("ctx", {}).get("field")
    return ".".join(map(str, (*error["loc"][1:], *([named] if named else ())))) or "body"


def _require_keys(host: str, guard: Guard | None) -> None:
    if (guard is None or not guard.has_keys) and not _is_loopback(host):
        raise StartupError(
            f"on DEPECHE_HOST={host} anybody could get in, as there are no keys. Make one with `depeche keys create` "
            "and name its file in DEPECHE_KEYS_FILE, or listen on 127.0.0.1."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int, setting: str) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise StartupError(
            f"can't listen on {host}:{port} ({os.strerror(error.errno or 0)}): choose another with {setting}."
        ) from None


def _with_state(app: FastAPI, state: Mapping[str, Any] | None) -> ASGIApp:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = dict(state or {})
        answer = _head if scope.get("method") == "HEAD" else app
        await answer(scope, receive, functools.partial(_send_hardened, send))

    async def _head(scope: Scope, receive: Receive, send: Send) -> None:
        """What GET answers, without the content. To an export or a stream the client is gone as soon as it begins."""

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body"})

        # A copy, as uvicorn goes by its own: to HEAD it writes no body, however long the headers say that one is.
        await app({**scope, "method": "GET"}, receive, send_head)

    return application


async def _send_hardened(send: Send, message: Message) -> None:
    """No browser takes an answer for something else than it is, nor runs what a page was not meant to run."""
    if message["type"] == "http.response.start":
        headers = [*message.get("headers", ()), *_HEADERS]
        given = {name.lower(): value for name, value in headers}
        if given.get(b"content-type", b"").startswith(b"text/html") and b"content-security-policy" not in given:
            headers.append((b"content-security-policy", swagger.POLICY.encode()))
        message["headers"] = headers
    await send(message)

"""The connections of an HTTP server: who comes without asking anything must not keep others out.

uvicorn reads a head of any size for as long as it takes to arrive, and keeps as many connections as are opened. Here a
head must be whole soon and is bounded, an answer must be taken, and beyond a number of connections the one that has
waited longest for a request makes room. What becomes of a request is not looked at here.
"""

import asyncio
import resource
from collections import OrderedDict

import uvicorn
from prometheus_client import Counter
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from shared.errors import StartupError
from shared.problems import problem

CLOSED = Counter(
    "depeche_connections_closed",
    "Connections given up: late (no whole request came), crowded (others needed the place), head (it was too large), "
    "pipelined (too many requests before an answer) or unread (its answer was hardly taken).",
    ["reason"],
)
# Longer than usual clients keep an idle connection, or they would be cut off while they ask again.
PATIENCE = 20
_MOST_HEAD = 32 * 1024
_MOST_PIPELINED = 100
_LEAST_BYTES_A_SECOND = 1_000
# The files that are not connections of clients: logs, the index, Kafka and MongoDB.
_OTHER_FILES = 512
# What an application notes among a request's extensions if its answer ends only when it is told to stop.
ENDLESS = "depeche.endless"
_ALWAYS = frozenset(("/healthz", "/readyz", "/metrics"))


class Connections(ServerState):
    """All connections of a server; of these `waiting`, those with no request to answer, since when, oldest first."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.waiting: OrderedDict[Connection, float] = OrderedDict()

    def close_late(self, now: float) -> None:
        """Give up those that have waited too long, with half a head or nothing."""
        while self.waiting:
            connection, since = next(iter(self.waiting.items()))
            if now - since < PATIENCE:
                return
            connection.late()

    def make_room(self) -> bool:
        """Close the one that has waited longest; false if there is none."""
        if not self.waiting:
            return False
        next(iter(self.waiting)).give_up("crowded")
        return True


class Connection(HttpToolsProtocol):
    """One connection, as uvicorn has it, with limits."""

    server_state: Connections

    def __init__(self, config: uvicorn.Config, server_state: ServerState, *args: object, **more: object) -> None:
        super().__init__(config, server_state, *args, **more)  # type: ignore[arg-type]  # they are uvicorn's own
        # Bytes of which the parser has made nothing yet: of a head, or around the chunks of a body.
        self._vain = 0
        self._unread = 0
        self._taking: asyncio.TimerHandle | None = None
        self._extensions: dict[str, dict[object, object]] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > self.server_state.most and not self.server_state.make_room():
            self.app = _turned_away(self.app)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self.server_state.waiting.pop(self, None)
        self._stop_taking()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        # In pieces, so that what is too much does not depend on how much the network delivers at once.
        start = 0
        while start < len(data) and not self.transport.is_closing():
            end = start + _MOST_HEAD - self._vain
            piece = data[start:end]
            self._vain += len(piece)
            super().data_received(piece)
            if self._vain >= _MOST_HEAD:
                self._refuse_head()
            elif len(self.pipeline) > _MOST_PIPELINED:
                self.give_up("pipelined")
            start = end

    def on_headers_complete(self) -> None:
        self._vain = 0
        self.scope["extensions"] = self._extensions = {}
        super().on_headers_complete()
        self.server_state.waiting.pop(self, None)

    def on_body(self, body: bytes) -> None:
        self._vain = 0
        super().on_body(body)

    def on_response_complete(self) -> None:
        if not self.pipeline or self.transport.is_closing():
            self._wait()
        super().on_response_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.transport.get_write_buffer_size()
        self._taking = self.loop.call_later(PATIENCE, self._require_taking)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_taking()

    def send_400_response(self, msg: str) -> None:
        """uvicorn's own answer to what is no HTTP is plain text."""
        self.transport.write(_written(400, "The request is no HTTP that can be read, or its address is too long."))
        self.transport.close()

    def shutdown(self) -> None:
        """The server stops. It waits for an answer that is being taken, but not for the end of what has none."""
        if self._taking is not None and ENDLESS in self._extensions:
            self.give_up("unread")
        else:
            super().shutdown()

    def late(self) -> None:
        """Nothing whole has come in time. A large answer may take longer; `_require_taking` looks after that."""
        if self._taking is None:
            self.give_up("late")
            return
        del self.server_state.waiting[self]
        self._wait()

    def give_up(self, reason: str) -> None:
        """Close it now, whatever was not sent or read."""
        CLOSED.labels(reason).inc()
        self.server_state.waiting.pop(self, None)
        self.transport.abort()

    def _wait(self) -> None:
        # One that was lost while it was answered does not come back.
        if self in self.connections:
            self.server_state.waiting.setdefault(self, self.loop.time())

    def _refuse_head(self) -> None:
        CLOSED.labels("head").inc()
        # In the middle of a body an answer of ours would be taken for that of the request.
        if self in self.server_state.waiting:
            detail = f"The head of a request must be shorter than {_MOST_HEAD} bytes."
            self.transport.write(_written(431, detail))
        self.transport.close()

    def _require_taking(self) -> None:
        left = self.transport.get_write_buffer_size()
        if self._unread - left < PATIENCE * _LEAST_BYTES_A_SECOND:
            self.give_up("unread")
            return
        self._unread = left
        self._taking = self.loop.call_later(PATIENCE, self._require_taking)

    def _stop_taking(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None


def allow_files(connections: int) -> None:
    """Have as many open files allowed as the connections need. StartupError if the machine forbids it."""
    needed = connections + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise StartupError(
            f"DEPECHE_CONNECTIONS={connections} needs {needed} open files, and {hard} are allowed here: "
            "choose fewer, or allow more with `ulimit -Hn`."
        )
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def _written(status: int, detail: str) -> bytes:
    """A problem as it goes over the wire, for a request that no application sees; then the connection is closed."""
    answer = problem(status, detail, headers={"X-Content-Type-Options": "nosniff", "Connection": "close"})
    headers = (b"%b: %b\r\n" % header for header in answer.raw_headers)
    return b"".join((STATUS_LINE[status], *headers, b"\r\n", bytes(answer.body)))


def _turned_away(app: ASGIApp) -> ASGIApp:
    """What a connection gets beyond the last place, while all others are being answered: health, and nothing else."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in _ALWAYS:
            await app(scope, receive, send)
            return
        CLOSED.labels("crowded").inc()
        headers = {"Retry-After": "1", "Connection": "close"}
        await problem(503, "There are too many connections. Come again.", None, scope["path"], headers)(
            scope, receive, send
        )

    return application

"""A real HTTP server that answers as it is told, one act a request, and remembers what it was asked."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Script:
    """What is answered, in order, and what was asked. What was not foreseen is answered with 418."""

    url: str = ""
    acts: deque[Act] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)

    def then(self, *acts: Act) -> None:
        self.acts.extend(acts)


def answer(body: Any, status: int = 200, kind: str = "application/json", **headers: str) -> Act:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return act


def problem(status: int, detail: str, *fields: tuple[str, str], **headers: str) -> Act:
    errors = [{"field": name, "message": message} for name, message in fields]
    body = {"type": "about:blank", "title": "Title", "status": status, "detail": detail, "errors": errors}
    return answer(body, status, "application/problem+json", **headers)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all."""


def stream(*chunks: str) -> Act:
    """Server-Sent Events, which end when the chunks do."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for chunk in chunks:
            handler.wfile.write(chunk.encode())
            handler.wfile.flush()

    return act


def endless(chunk: str) -> Act:
    """Server-Sent Events that go on until the client leaves."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        stream(chunk)(handler)
        handler.connection.recv(1)

    return act


@contextmanager
def scripted() -> Iterator[Script]:
    script = Script()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            script.asked.append(Asked(self.command, self.path, dict(self.headers.items()), self.rfile.read(size)))
            act = script.acts.popleft() if script.acts else answer({}, 418)
            act(self)
            self.close_connection = True

        do_POST = do_GET  # noqa: N815  # so it is called

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        script.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        yield script
        server.shutdown()
        thread.join()

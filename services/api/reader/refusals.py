"""What went wrong, as a page for who asks with a browser; everybody else, and all of /v1, gets the problem itself."""

from typing import Any

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from services.api.reader.pages import Pages

_PROBLEM = "application/problem+json"
_API = ("/v1/", "/openapi.json", "/asyncapi.json", "/schemas/", "/healthz", "/readyz", "/metrics")
_OF_THE_BODY = (b"content-type", b"content-length")


class Readable:
    """ASGI middleware: makes a page of a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _wants_page(scope):
            await self.app(scope, receive, send)
            return
        begin: Message | None = None
        body = b""

        async def readable(message: Message) -> None:
            nonlocal begin, body
            if message["type"] == "http.response.start" and _is_problem(message):
                begin = message
            elif begin is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _as_page(scope, begin, orjson.loads(body), receive, send)

        await self.app(scope, receive, readable)


async def _as_page(scope: Scope, begin: Message, problem: dict[str, Any], receive: Receive, send: Send) -> None:
    pages: Pages = scope["state"]["pages"]
    if problem["status"] == 401:
        query = scope["query_string"].decode("latin-1")
        then = scope["path"] + (f"?{query}" if query else "") if scope["method"] == "GET" else "/"
        page = await pages.page("sign_in.html", 401, then=then, wrong=False)
    else:
        page = await pages.page("problem.html", problem["status"], problem=problem)
    kept = [(name, value) for name, value in begin["headers"] if name.lower() not in _OF_THE_BODY]
    page.raw_headers += [*kept, (b"vary", b"Accept")]
    await page(scope, receive, send)


def _is_problem(begin: Message) -> bool:
    return any(name.lower() == b"content-type" and value == _PROBLEM.encode() for name, value in begin["headers"])


def _wants_page(scope: Scope) -> bool:
    """Does it ask for a page, and not for something that programs read?"""
    if scope["path"].startswith(_API):
        return False
    accept = b",".join(value for name, value in scope["headers"] if name == b"accept").decode("latin-1")[:1_000]
    liked = parse_accept_header(accept, MIMEAccept)
    return liked.best_match([_PROBLEM, "text/html"]) == "text/html"

"""Conditional requests: who has it already is told so, and gets nothing else (RFC 9110, section 13)."""

import hashlib
from datetime import datetime
from typing import Any

from fastapi import Request, Response
from werkzeug.http import http_date, parse_date
from werkzeug.sansio.http import is_resource_modified

_TEXT = {"schema": {"type": "string"}}
_SINCE = "Its `Last-Modified`. It is not looked at if there is `If-None-Match`."
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "It is what you have already."}}
# What is answered, and what can be asked by it.
HEADERS = {
    "ETag": {"description": "Changes with every change of what is answered.", **_TEXT},
    "Last-Modified": {"description": "When it changed last, to the second.", **_TEXT},
}
ASKED = {
    "parameters": [
        {"name": "If-None-Match", "in": "header", "description": "The `ETag` of what you have.", **_TEXT},
        {"name": "If-Modified-Since", "in": "header", "description": _SINCE, **_TEXT},
    ]
}


def answer(request: Request, name: str, body: bytes, media_type: str, modified: datetime | None) -> Response:
    """The body with its validators, or 304 without it. `name` tells apart what one address answers.

    The ETag is made of the body, so it is right whatever has changed: the article, what was read in it anew, or how
    its form is written. `Last-Modified` is to the second, and two changes in one second look like one to whoever asks
    by the date alone. It must be the very date: that of a feed goes back when what is newest leaves it.
    """
    etag = f'"{name}-{hashlib.sha256(body).hexdigest()[:32]}"'
    # Kept by whoever likes, and asked about each time: it may be revised in the next second.
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if modified is not None:
        headers["Last-Modified"] = http_date(modified)
    since = request.headers.get("if-modified-since")
    is_that = modified is not None and parse_date(since) == modified.replace(microsecond=0)
    changed = is_resource_modified(
        http_if_none_match=request.headers.get("if-none-match"),
        http_if_modified_since=since if is_that else None,
        etag=etag,
        last_modified=modified,
    )
    return Response(body, 200, headers, media_type) if changed else Response(None, 304, headers)

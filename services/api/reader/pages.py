"""How a page is made: a template, and the headers that let a browser do nothing but show it."""

import asyncio
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.api.reader import labels, links
from services.api.reader.compare import edited

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
# Everything comes from here and nothing is inline, so that nothing an article says can be run or fetched.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A browser that is signed out again shows nothing when its user goes back.
_HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}


class Pages:
    """The templates, read when they are needed first. With `guarded` there is somebody to sign in and out."""

    def __init__(self, guarded: bool) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters |= {
            "web": links.web,
            "language": labels.language,
            "country": labels.country,
            "direction": labels.direction,
            "number": labels.number,
            "moment": moment,
            "count": count,
            "edited": edited,
        }
        self._environment.globals |= {
            "address": links.address,
            "static": {path.name: f"/static/{path.name}?v={_digest(path)}" for path in STATIC.iterdir()},
            "guarded": guarded,
            "labels": labels,
        }

    async def page(self, template: str, status: int = 200, **content: Any) -> Response:
        """The page. Made in a thread, as an article may be long."""
        return await asyncio.to_thread(self.written, template, status, content)

    def written(self, template: str, status: int, content: dict[str, Any]) -> Response:
        """The same, here and now."""
        body = self._environment.get_template(template).render(content)
        # What is half a surrogate pair in a query can't be sent.
        return Response(body.encode("utf-8", "replace"), status, _HEADERS, "text/html")


def moment(value: str | datetime) -> str:
    """`2023-10-04T08:15:00Z` -> `2023-10-04 08:15 UTC`; a partial date stays as short as it is."""
    if isinstance(value, str):
        if "T" not in value:
            return value
        value = datetime.fromisoformat(value)
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 article`, `1,200 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]

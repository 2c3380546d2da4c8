"""One article: where it is written."""

import threading
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from services.api.routes import article
from services.api.routes.article import Form
from tests.unit.api import made


class Stored:
    """A store that has one article of so many characters."""

    def __init__(self, characters: int) -> None:
        self._found = made.article(1, "x" * characters)

    async def article(self, article_id: str) -> dict[str, Any]:
        return self._found


@pytest.mark.parametrize(("characters", "is_apart"), [(4_000, False), (8_000_000, True)])
async def test_only_a_long_one_is_written_in_a_thread(
    characters: int, is_apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others wait for what is long; what is short would wait for the thread."""
    threads: list[int] = []

    def render(_: dict[str, Any]) -> bytes:
        threads.append(threading.get_ident())
        return b"{}"

    monkeypatch.setattr(article, "FORMS", (Form("json", "as JSON", "application/json", render),))
    app = FastAPI()
    article.add_routes(app)
    stored = Stored(characters)

    async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": {"store": stored}}, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(with_state), base_url="http://api") as http:
        assert (await http.get("/v1/articles/1.json")).status_code == 200
    assert [thread != threading.get_ident() for thread in threads] == [is_apart]

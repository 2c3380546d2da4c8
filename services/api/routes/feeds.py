"""GET /v1/feeds/articles.rss, .atom and .json: a search as a feed."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import orjson
from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import Field

from services.api.forms import atom, jsonfeed, rss
from services.api.forms.feed import Feed
from services.api.forms.parts import entered
from services.api.responses import REFUSED, UNREADABLE
from services.api.routes import freshness
from services.api.search.cursor import Cursors
from services.api.search.index import SearchIndex
from services.api.search.paging import Page
from services.api.search.question import Cursor, Filter, Limit, Question, only
from shared.http import parameters
from shared.openapi import problems

_TITLE = "Depeche"
# What differs from page to page of a feed, or says no more than how it is sorted.
_OF_PAGE = ("sort", "limit", "cursor")
_MEANINGS = {
    400: UNREADABLE,
    422: REFUSED,
    503: "The search index is being built; `Retry-After` says when to try again.",
}


class FeedPage(Filter):
    """What is asked of a feed: what a search is asked, newest first."""

    sort: Annotated[
        Literal["received", "published"], Field(description="By when it was received, or published; newest first.")
    ] = "received"
    limit: Limit = 20
    cursor: Cursor = None

    @property
    def question(self) -> Question:
        """The same without what differs from page to page."""
        return Question.model_validate(self.model_dump(exclude={"limit", "cursor"}))


@dataclass(frozen=True, slots=True)
class _Kind:
    suffix: str
    title: str
    media_type: str
    render: Callable[[Feed], bytes]


_KINDS = (
    _Kind("rss", "RSS 2.0", "application/rss+xml", rss.render),
    _Kind("atom", "Atom", "application/atom+xml", atom.render),
    _Kind("json", "JSON Feed 1.1", "application/feed+json", jsonfeed.render),
)


def add_routes(app: FastAPI) -> None:
    """A route for each kind of feed."""
    for kind in _KINDS:
        schema = {"type": "object" if kind.suffix == "json" else "string"}
        found: dict[str, Any] = {"content": {kind.media_type: {"schema": schema}}, "headers": freshness.HEADERS}
        app.get(
            f"/v1/feeds/articles.{kind.suffix}",
            summary=f"A search as a feed: {kind.title}",
            description="The newest articles that have everything that is asked for, with what they say in full, and "
            "without promotions. A date that is not known to the second stays as short as it is, in `dc:date` or "
            "`_depeche.published`. The next page is linked.",
            tags=["feeds"],
            response_class=Response,
            responses={200: found, **freshness.NOT_MODIFIED, **problems(_MEANINGS)},
            dependencies=[Depends(only(*FeedPage.model_fields))],
            openapi_extra=freshness.ASKED,
        )(_of_kind(kind))


def _of_kind(kind: _Kind) -> Callable[..., Awaitable[Response]]:
    async def feed(request: Request, page: Annotated[FeedPage, Query()]) -> Response:
        index: SearchIndex = request.state.index
        cursors: Cursors = request.state.cursors
        question = page.question
        after = cursors.decode(page.cursor, question) if page.cursor is not None else None
        found = await index.search(question, after, page.limit)
        next_cursor = cursors.encode(found.end, question) if found.end is not None else None
        return await asyncio.to_thread(_written, kind, request, question, found, next_cursor)

    return feed


def _written(kind: _Kind, request: Request, question: Question, found: Page, next_cursor: str | None) -> Response:
    """The answer. In a thread, as a page may have sixteen megabytes."""
    articles = [orjson.loads(item) for item in found.items]
    asked = orjson.dumps(question.model_dump(mode="json"))
    feed = Feed(
        id=f"urn:depeche:feed:{hashlib.sha256(asked).hexdigest()[:32]}",
        title=_title(request),
        url=str(request.url),
        next_url=str(request.url.include_query_params(cursor=next_cursor)) if next_cursor else None,
        base_url=str(request.base_url).rstrip("/"),
        articles=articles,
    )
    modified = max(map(entered, articles), default=None)
    return freshness.answer(request, kind.suffix, kind.render(feed), kind.media_type, modified)


def _title(request: Request) -> str:
    """What is asked for, as it was written; that is what tells one feed from another in a list of them."""
    asked = (value if name == "q" else f"{name}={value}" for name, value in parameters(request) if name not in _OF_PAGE)
    return ": ".join(filter(None, (_TITLE, ", ".join(asked))))

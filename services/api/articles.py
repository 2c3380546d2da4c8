"""GET /v1/articles, /v1/articles/{id} and /v1/articles/{id}/revisions."""

from dataclasses import dataclass
from typing import Annotated

import orjson
from fastapi import Depends, FastAPI, Path, Request, Response

from services.api import cursor as cursors
from services.api.cursor import Mark
from services.api.index import SearchIndex
from services.api.parameters import (
    Cursor,
    Entity,
    Language,
    Limit,
    PublishedFrom,
    PublishedTo,
    Source,
    Text,
    Topic,
    only,
)
from services.api.query import Search
from services.api.responses import UNREADABLE, ArticleList
from services.api.store import Store
from shared.articles import EnrichedArticle
from shared.errors import RefusedError
from shared.openapi import problems

_ARTICLE_ID = Annotated[str, Path(description="The id that ingest answered.")]
_REFUSED = "A parameter is wrong; `errors` names it."
_AWAY = "MongoDB is away, or the search index is being built; `Retry-After` says when to try again."
_NONE = "There is no such article."


@dataclass(frozen=True, slots=True)
class _RevisionsOf:
    """What a cursor of revisions belongs to."""

    article_id: str


def add_routes(app: FastAPI) -> None:
    """The routes of articles."""
    app.get(
        "/v1/articles",
        summary="Search articles, newest first",
        tags=["articles"],
        response_model=ArticleList,
        responses=problems({400: UNREADABLE, 422: _REFUSED, 503: _AWAY}),
        dependencies=[Depends(only(*Search.__dataclass_fields__, "limit", "cursor"))],
    )(search)
    app.get(
        "/v1/articles/{id}",
        summary="One article, its latest revision",
        tags=["articles"],
        response_model=EnrichedArticle,
        responses=problems({400: UNREADABLE, 404: _NONE, 422: _REFUSED, 503: _AWAY}),
        dependencies=[Depends(only())],
    )(article)
    app.get(
        "/v1/articles/{id}/revisions",
        summary="All revisions of an article, newest first",
        tags=["articles"],
        response_model=ArticleList,
        responses=problems({400: UNREADABLE, 404: _NONE, 422: _REFUSED, 503: _AWAY}),
        dependencies=[Depends(only("limit", "cursor"))],
    )(revisions)


async def search(
    request: Request,
    q: Text = None,
    language: Language = None,
    source: Source = None,
    entity: Entity = None,
    topic: Topic = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Articles that have everything that is asked for, in the order in which they were first received, newest first.

    The order never changes: an article that was there when paging began is answered exactly once, while others arrive
    and while it is revised. What is findable is a fraction of a second behind what is readable by its id.
    """
    index: SearchIndex = request.state.index
    asked = Search(q, language, source, entity, topic, published_from, published_to)
    after = cursors.decode(cursor, asked) if cursor is not None else None
    page = await index.search(asked, after, limit)
    next_cursor = cursors.encode(page.end, asked) if page.end is not None else None
    return _list(page.items, next_cursor, page.total)


async def article(request: Request, id: _ARTICLE_ID) -> Response:
    """The article as it is stored, as soon as it is stored."""
    store: Store = request.state.store
    found = await store.article(id)
    if found is None:
        raise RefusedError(404, _NONE)
    return _json(orjson.dumps(found))


async def revisions(request: Request, id: _ARTICLE_ID, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Every revision in full, from the latest back to the first."""
    store: Store = request.state.store
    question = _RevisionsOf(id)
    before = cursors.decode(cursor, question).key if cursor is not None else None
    found = await store.revisions(id, before, limit)
    if found is None:
        raise RefusedError(404, _NONE)
    next_cursor = cursors.encode(Mark(found.end, id), question) if found.end is not None else None
    return _list(found.items, next_cursor, found.total)


def _list(items: list[bytes], next_cursor: str | None, total: int) -> Response:
    """The items are JSON already and are put together as they are: decoding them would take longer than the search."""
    rest = orjson.dumps({"next_cursor": next_cursor, "total": total})
    return _json(b'{"items":[' + b",".join(items) + b"]," + rest[1:])


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")

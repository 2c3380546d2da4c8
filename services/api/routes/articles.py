"""GET /v1/articles, /v1/articles/{id}/revisions and /v1/articles/{id}/similar."""

from collections.abc import Iterator
from typing import Annotated

import orjson
from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel

from services.api.responses import AWAY, NO_ARTICLE, REFUSED, UNREADABLE
from services.api.routes.article import ARTICLE_ID
from services.api.search import words
from services.api.search.cursor import Cursors, Mark
from services.api.search.highlight import highlights
from services.api.search.index import SearchIndex
from services.api.search.question import Cursor, Limit, Page, only
from services.api.store import Store
from shared.answers import ArticleList, FoundList, SimilarList
from shared.errors import RefusedError
from shared.openapi import problems


class _RevisionsOf(BaseModel):
    """What a cursor of revisions belongs to."""

    article_id: str


def add_routes(app: FastAPI) -> None:
    """The routes of articles."""
    app.get(
        "/v1/articles",
        summary="Search articles",
        tags=["articles"],
        response_model=FoundList,
        responses=problems({400: UNREADABLE, 422: REFUSED, 503: AWAY}),
        dependencies=[Depends(only(*Page.model_fields))],
    )(search)
    app.get(
        "/v1/articles/{id}/revisions",
        summary="All revisions of an article, newest first",
        tags=["articles"],
        response_model=ArticleList,
        responses=problems({400: UNREADABLE, 404: NO_ARTICLE, 422: REFUSED, 503: AWAY}),
        dependencies=[Depends(only("limit", "cursor"))],
    )(revisions)
    app.get(
        "/v1/articles/{id}/similar",
        summary="Articles that are like this one",
        tags=["articles"],
        response_model=SimilarList,
        responses=problems({400: UNREADABLE, 404: NO_ARTICLE, 422: REFUSED, 503: AWAY}),
        dependencies=[Depends(only("limit"))],
    )(similar)


async def search(request: Request, page: Annotated[Page, Query()]) -> Response:
    """Articles that have everything that is asked for.

    By `received`, which never changes, an article that was there when paging began is answered exactly once, while
    others arrive and while it is revised. So it is in the other orders, unless a revision gives it another date or
    other words. There is no end to how far one can page. What is findable is a fraction of a second behind what is
    readable by its id.
    """
    index: SearchIndex = request.state.index
    cursors: Cursors = request.state.cursors
    question = page.question
    after = cursors.decode(page.cursor, question) if page.cursor is not None else None
    found = await index.search(question, after, page.limit)
    next_cursor = cursors.encode(found.end, question) if found.end is not None else None
    items = list(_highlighted(found.items, page)) if page.highlight else found.items
    return listed(items, next_cursor, found.total)


def _highlighted(items: list[bytes], page: Page) -> Iterator[bytes]:
    """The items, each with the spans of the words that were asked for."""
    wanted = words.parse(page.q) if page.q is not None else words.Wanted((), ())
    for item in items:
        spans = highlights(orjson.loads(item), wanted, page.language)
        yield item[:-1] + b',"highlights":' + orjson.dumps(spans) + b"}"


async def revisions(request: Request, id: ARTICLE_ID, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Every revision in full, from the latest back to the first."""
    store: Store = request.state.store
    cursors: Cursors = request.state.cursors
    question = _RevisionsOf(article_id=id)
    before = cursors.decode(cursor, question).key if cursor is not None else None
    found = await store.revisions(id, before, limit)
    if found is None:
        raise RefusedError(404, NO_ARTICLE)
    next_cursor = cursors.encode(Mark(found.end, id), question) if found.end is not None else None
    return listed(found.items, next_cursor, found.total)


async def similar(
    request: Request,
    id: ARTICLE_ID,
    limit: Annotated[int, Query(ge=1, le=100, description="The most articles.")] = 10,
) -> Response:
    """Those that have most of its rare words in common with it, the most similar first.

    `similarity` says how much that is: reports of one event have 0.6 or more, others of the same subject 0.15 to 0.3.
    What has less than 0.15 is left out, so there may be none.
    """
    store: Store = request.state.store
    index: SearchIndex = request.state.index
    found = await store.article(id)
    if found is None:
        raise RefusedError(404, NO_ARTICLE)
    alike = await index.ask(lambda generation: generation.similar(found, limit))
    items = (b'%b,"similarity":%.3f}' % (item[:-1], similarity) for similarity, item in alike)
    return json(b'{"items":[' + b",".join(items) + b"]}")


def listed(items: list[bytes], next_cursor: str | None, total: int) -> Response:
    """A page. The items are JSON already and put together as they are: decoding them takes longer than the search."""
    rest = orjson.dumps({"next_cursor": next_cursor, "total": total})
    return json(b'{"items":[' + b",".join(items) + b"]," + rest[1:])


def json(body: bytes) -> Response:
    """What is JSON already."""
    return Response(body, media_type="application/json")

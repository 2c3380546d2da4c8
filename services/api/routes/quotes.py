"""GET /v1/quotes: who said what."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response

from services.api.responses import AWAY, REFUSED, UNREADABLE
from services.api.routes.articles import listed
from services.api.search.cursor import Cursors
from services.api.search.index import SearchIndex
from services.api.search.question import QuotesPage, only
from shared.answers import QuoteList
from shared.openapi import problems


def add_routes(app: FastAPI) -> None:
    """The route of quotes."""
    app.get(
        "/v1/quotes",
        summary="Who said what",
        tags=["quotes"],
        response_model=QuoteList,
        responses=problems({400: UNREADABLE, 422: REFUSED, 503: AWAY}),
        dependencies=[Depends(only(*QuotesPage.model_fields))],
    )(quotes)


async def quotes(request: Request, page: Annotated[QuotesPage, Query()]) -> Response:
    """Quotes with these words and this speaker, in articles that have everything else that is asked for."""
    index: SearchIndex = request.state.index
    cursors: Cursors = request.state.cursors
    question = page.question
    after = cursors.decode(page.cursor, question) if page.cursor is not None else None
    found = await index.search(question, after, page.limit)
    return listed(found.items, cursors.encode(found.end, question) if found.end is not None else None, found.total)

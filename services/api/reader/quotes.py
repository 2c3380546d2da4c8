"""The page `/quotes`: who said what."""

import orjson
from fastapi import Request, Response

from services.api.listening import position
from services.api.reader.desk import Desk
from services.api.reader.pages import Pages
from services.api.search.cursor import Cursors
from services.api.search.index import SearchIndex
from services.api.search.question import QuotesPage


async def quotes(request: Request, page: QuotesPage) -> Response:
    """Quotes with these words and this speaker, in articles that have everything else that is asked for."""
    index: SearchIndex = request.state.index
    cursors: Cursors = request.state.cursors
    pages: Pages = request.state.pages
    question = page.question
    after = cursors.decode(page.cursor, question) if page.cursor is not None else None
    found, positions = await index.ask_with_positions(lambda generation: generation.search(question, after, page.limit))
    desk = Desk("/quotes", page)
    return await pages.page(
        "quotes.html",
        desk=desk,
        after=position.encode(positions),
        quotes=[orjson.loads(each) for each in found.items],
        total=found.total,
        next=desk.page(cursors.encode(found.end, question)) if found.end is not None else None,
        behind=page.cursor is not None,
    )

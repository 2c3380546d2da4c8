"""The pages `/` and `/articles`: what is found, as stories or each article by itself."""

import asyncio

from fastapi import Request, Response

from services.api.listening import position
from services.api.reader.desk import FACET_SIZE, Desk
from services.api.reader.items import items
from services.api.reader.links import filters
from services.api.reader.pages import Pages
from services.api.search.counts import Counted, Facet
from services.api.search.cursor import Cursors, Mark
from services.api.search.generation import Generation, Positions
from services.api.search.index import SearchIndex
from services.api.search.paging import Page as Found
from services.api.search.question import Facets, Filter, Page, StoriesPage

Counts = dict[Facet, list[Counted]]
# How many articles each story has; null for articles by themselves.
Sizes = dict[str, int] | None
Listed = tuple[Found, Sizes, Counts]


async def stories(request: Request, page: StoriesPage) -> Response:
    """Each dispatch once, by the article that it began with, the newest first."""

    def ask(generation: Generation) -> Listed:
        return *generation.stories(page.question, after, page.limit), _counts(generation, page.question)

    after = _mark(request, page)
    index: SearchIndex = request.state.index
    return await _listed(request, Desk("/", page), page, await index.ask_with_positions(ask))


async def articles(request: Request, page: Page) -> Response:
    """Every article by itself, in the order that is asked for."""

    def ask(generation: Generation) -> Listed:
        return generation.search(page.question, after, page.limit), None, _counts(generation, page.question)

    after = _mark(request, page)
    index: SearchIndex = request.state.index
    return await _listed(request, Desk("/articles", page), page, await index.ask_with_positions(ask))


def _mark(request: Request, page: StoriesPage | Page) -> Mark | None:
    cursors: Cursors = request.state.cursors
    return cursors.decode(page.cursor, page.question) if page.cursor is not None else None


def _counts(generation: Generation, question: Filter) -> Counts:
    return generation.facets(Facets.model_validate({**filters(question), "size": FACET_SIZE}))[1]


async def _listed(request: Request, desk: Desk, page: StoriesPage | Page, answer: tuple[Listed, Positions]) -> Response:
    (found, sizes, counts), positions = answer
    cursors: Cursors = request.state.cursors
    pages: Pages = request.state.pages
    return await pages.page(
        "list.html",
        desk=desk,
        after=position.encode(positions),
        items=await asyncio.to_thread(items, found.items, page, sizes),
        total=found.total,
        facets=desk.facets(counts),
        next=desk.page(cursors.encode(found.end, page.question)) if found.end is not None else None,
        behind=page.cursor is not None,
    )

"""The reader: pages for people, beside the API. They are no part of its contract, and it does not describe them."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from services.api.reader import article, door, lists, places, quotes, story, timeline
from services.api.reader.asked import M, asked, tidy
from services.api.reader.pages import STATIC
from services.api.search.question import Filter, Members, Page, QuotesPage, StoriesPage, Times


def add_routes(app: FastAPI) -> None:
    """The pages, what they are drawn with, and the door."""
    _page(app, "/", StoriesPage, lists.stories)
    _page(app, "/articles", Page, lists.articles)
    _page(app, "/quotes", QuotesPage, quotes.quotes)
    _page(app, "/places", Filter, places.places)
    _page(app, "/timeline", Times, timeline.timeline)
    _page(app, "/articles/{id}", article.Nothing, article.article)
    _page(app, "/articles/{id}/revisions", article.Revision, article.revisions)
    _page(app, "/stories/{id}", Members, story.story)
    door.add_routes(app)
    app.mount("/static", StaticFiles(directory=STATIC))


def _page(app: FastAPI, path: str, model: type[M], page: Callable[[Request, M], Awaitable[Response]]) -> None:
    """A page that takes the parameters of a model."""

    async def answer(request: Request) -> Response:
        if (tidied := tidy(request)) is not None:
            return RedirectResponse(tidied, 303)
        return await page(request, asked(request, model))

    app.get(path, include_in_schema=False)(answer)

"""The pages of one article: what was read in it, and its revisions side by side."""

import asyncio
from typing import Annotated, Any

import orjson
from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.api.reader import facts
from services.api.reader.compare import MOST_LINES, Row, compare
from services.api.reader.items import headline
from services.api.reader.pages import Pages
from services.api.reader.text import LEGEND, MOST_CHARACTERS, blocks, whole
from services.api.responses import NO_ARTICLE
from services.api.routes import article as forms
from services.api.store import Store
from shared.errors import FieldError, RefusedError
from shared.mongo import RECEIPTS_KEPT

Article = dict[str, Any]


class Nothing(BaseModel):
    """A page that takes no parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Revision(BaseModel):
    """Which revision is shown beside the one before it; null for the latest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    revision: Annotated[int | None, Field(ge=2, le=2**31)] = None


async def article(request: Request, asked: Nothing) -> Response:
    """The latest revision, as soon as it is stored."""
    store: Store = request.state.store
    pages: Pages = request.state.pages
    found = await store.article(request.path_params["id"])
    if found is None:
        raise RefusedError(404, NO_ARTICLE)
    receipts = await store.receipts(found["id"], facts.MOST_RECEIPTS)
    content = await asyncio.to_thread(_content, whole(found))
    return await pages.page("article.html", receipts=receipts, kept=RECEIPTS_KEPT, **content)


async def revisions(request: Request, asked: Revision) -> Response:
    """A revision beside the one before it."""
    store: Store = request.state.store
    pages: Pages = request.state.pages
    number = asked.revision
    found = await store.revisions(request.path_params["id"], number + 1 if number else None, 2)
    if found is None:
        raise RefusedError(404, NO_ARTICLE)
    if number is not None and number > found.total:
        raise RefusedError(422, "The request is not valid.", [FieldError("revision", f"is above {found.total}")])
    shown = [whole(orjson.loads(each)) for each in found.items]
    after, before = shown[0], shown[1] if len(shown) > 1 else None
    rows = await asyncio.to_thread(_rows, before, after)
    return await pages.page(
        "revisions.html",
        article=after,
        before=before,
        headline=headline(after),
        total=found.total,
        rows=rows,
        most=MOST_LINES,
    )


def _content(found: Article) -> dict[str, Any]:
    return {
        "article": found,
        "headline": headline(found),
        "blocks": blocks(found),
        "cut": len(found["text"]) > MOST_CHARACTERS,
        "legend": LEGEND,
        "speakers": facts.speakers(found),
        "names": facts.names(found),
        "most": facts.MOST,
        "forms": forms.FORMS,
    }


def _rows(before: Article | None, after: Article) -> list[Row]:
    if before is None:
        return []
    titles = compare(before["title"] or "", after["title"] or "")
    return [*titles, *compare(before["text"][:MOST_CHARACTERS], after["text"][:MOST_CHARACTERS])]

"""GET /v1/stories and /v1/stories/{id}: dispatches, and what became of them."""

from typing import Annotated, Any

import orjson
from fastapi import Depends, FastAPI, Path, Query, Request
from pydantic import BaseModel

from services.api.responses import AWAY, REFUSED, UNREADABLE
from services.api.search.cursor import Cursors
from services.api.search.document import story_of
from services.api.search.generation import Generation
from services.api.search.index import SearchIndex
from services.api.search.question import Members, Question, StoriesPage, only
from shared.answers import Brief, Member, MemberList, StoryItem, StoryList
from shared.articles import Change
from shared.changes import between
from shared.errors import RefusedError
from shared.openapi import problems

_NONE = "There is no such story."
_LINKS = {"story": {"operationId": "story", "parameters": {"id": "$response.body#/items/0/id"}}}
_STORY_ID = Annotated[str, Path(description="The id of a story, which is that of its first article.", max_length=1_000)]

Article = dict[str, Any]


class _MembersOf(BaseModel):
    """What a cursor of members belongs to."""

    story: str


def add_routes(app: FastAPI) -> None:
    """The routes of stories."""
    app.get(
        "/v1/stories",
        summary="Dispatches, each once",
        tags=["stories"],
        responses={200: {"links": _LINKS}, **problems({400: UNREADABLE, 422: REFUSED, 503: AWAY})},
        dependencies=[Depends(only(*StoriesPage.model_fields))],
    )(stories)
    app.get(
        "/v1/stories/{id}",
        operation_id="story",
        summary="The articles of one story: which earlier one each is most like, and what differs",
        tags=["stories"],
        responses=problems({400: UNREADABLE, 404: _NONE, 422: REFUSED, 503: AWAY}),
        dependencies=[Depends(only(*Members.model_fields))],
    )(members)


async def stories(request: Request, page: Annotated[StoriesPage, Query()]) -> StoryList:
    """Stories whose first article has everything that is asked for, those that began last first."""
    index: SearchIndex = request.state.index
    cursors: Cursors = request.state.cursors
    question = page.question
    after = cursors.decode(page.cursor, question) if page.cursor is not None else None
    found, sizes = await index.ask(lambda generation: generation.stories(question, after, page.limit))
    articles = [orjson.loads(item) for item in found.items]
    items = [StoryItem(id=one["id"], articles=sizes.get(one["id"], 1), first=_brief(one)) for one in articles]
    next_cursor = cursors.encode(found.end, question) if found.end is not None else None
    return StoryList(items=items, next_cursor=next_cursor, total=found.total)


async def members(request: Request, id: _STORY_ID, page: Annotated[Members, Query()]) -> MemberList:
    """All articles of a story, newest first, each with what differs from the earlier one that it is most like."""
    index: SearchIndex = request.state.index
    return await index.ask(lambda generation: found_members(generation, request.state.cursors, id, page))


def found_members(generation: Generation, cursors: Cursors, story_id: str, page: Members) -> MemberList:
    """A page of the articles of a story. RefusedError (404) if there is none."""
    asked = _MembersOf(story=story_id)
    after = cursors.decode(page.cursor, asked) if page.cursor is not None else None
    found = generation.search(Question(story=story_id), after, page.limit)
    if not found.total:
        raise RefusedError(404, _NONE)
    articles = [orjson.loads(item) for item in found.items]
    parents = {str(parent) for one in articles if (parent := story_of(one)["parent"])}
    known = {one["id"]: one for one in map(orjson.loads, generation.articles_of(parents))}
    return MemberList(
        items=[_member(one, known.get(story_of(one)["parent"])) for one in articles],
        next_cursor=cursors.encode(found.end, asked) if found.end is not None else None,
        total=found.total,
    )


def _member(article: Article, parent: Article | None) -> Member:
    """An article of a story; what differs from its parent can be told only while that one is there."""
    story = story_of(article)
    changes: list[Change] = between(parent, article) if parent is not None else []
    return Member(
        article=_brief(article),
        first=story["first"],
        similarity=story["similarity"],
        parent=story["parent"],
        changes=changes,
    )


def _brief(article: Article) -> Brief:
    return Brief.model_validate_json(orjson.dumps({name: article[name] for name in Brief.model_fields}))

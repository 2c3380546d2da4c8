"""The page of a story: its articles, which earlier one each is most like, and what differs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from fastapi import Request, Response

from services.api.listening import position
from services.api.reader.items import headline
from services.api.reader.links import address
from services.api.reader.pages import Pages
from services.api.routes import stories
from services.api.search.generation import Generation
from services.api.search.index import SearchIndex
from services.api.search.question import Members
from shared.answers import Member, MemberList

Article = dict[str, Any]
Line = tuple[int, Member]


async def story(request: Request, page: Members) -> Response:
    """The members of a story, each below the earlier one that it is most like."""
    index: SearchIndex = request.state.index
    pages: Pages = request.state.pages
    story_id = request.path_params["id"]

    def ask(generation: Generation) -> tuple[MemberList, list[Article]]:
        found = stories.found_members(generation, request.state.cursors, story_id, page)
        ids = {member.article.id for member in found.items}
        return found, [orjson.loads(each) for each in generation.articles_of(ids)]

    (found, articles), positions = await index.ask_with_positions(ask)
    next_page = address(f"/stories/{story_id}", {"limit": str(page.limit), "cursor": found.next_cursor or ""})
    return await pages.page(
        "story.html",
        story=story_id,
        after=position.encode(positions),
        lines=list(lineage(found.items)),
        headlines={article["id"]: headline(article) for article in articles},
        total=found.total,
        next=next_page if found.next_cursor else None,
        behind=page.cursor is not None,
    )


def lineage(members: Sequence[Member]) -> Iterator[Line]:
    """Each member with its generation: 0 if the one that it is most like is not here, else one more than that one's.

    Children stand below their parent, the oldest first. `members` are newest first.
    """
    there = {member.article.id for member in members}
    children: defaultdict[str | None, list[Member]] = defaultdict(list)
    for member in members:
        children[member.parent if member.parent in there else None].append(member)
    waiting: list[Line] = [(0, member) for member in children[None]]
    while waiting:
        depth, member = waiting.pop()
        yield depth, member
        waiting += [(depth + 1, child) for child in children[member.article.id]]

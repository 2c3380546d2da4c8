"""The shapes of what the api answers, as OpenAPI shows them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from shared.articles import EnrichedArticle, Span

UNREADABLE = "The query is not valid UTF-8."
PENDING = (
    "`pending`: not decided yet, or unknown: a receipt is forgotten after 30 days, and an id that was never given "
    "can't be told from one that is still on its way."
)


class Highlights(BaseModel):
    """Where the words that were asked for stand in the headline and in the text."""

    title: list[Span]
    text: list[Span]


class FoundArticle(EnrichedArticle):
    """An article that was found; `highlights` if they are asked for."""

    highlights: Highlights | None = None


class FoundList(BaseModel):
    """A page of what is found. `total` is the number of all that match, not of this page."""

    items: list[FoundArticle]
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last one.")
    total: int


class ArticleList(BaseModel):
    """Articles, newest first. `total` is the number of all that match, not of this page."""

    items: list[EnrichedArticle]
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last one.")
    total: int


class ReceiptLinks(BaseModel):
    """Where to go from here. `article` is null until there is one."""

    receipt: str
    article: str | None
    revisions: str | None


class Receipt(BaseModel):
    """How a submission ended."""

    id: str = Field(description="The receipt, as ingest answered it.")
    status: Literal["pending", "enriched", "duplicate", "dead", "replayed", "superseded"] = Field(
        description="`enriched`: stored as a new article or a new revision. `duplicate`: its text was there already. "
        "`dead`: it could not be enriched and is kept on articles.dead. `superseded`: it was dead, and when it was "
        "tried again a newer text had been stored. `replayed`: no submission, but a stored article that was enriched "
        "anew. " + PENDING
    )
    article_id: str | None
    revision: int | None = Field(description="The revision that was stored, or that it is a duplicate of.")
    stage: Literal["decode", "enrich"] | None = Field(description="Of `dead`: where it failed.")
    error: str | None = Field(description="Of `dead`: the kind of error.")
    reason: str | None = Field(description="Of `dead`: why, in a sentence.")
    decided_at: datetime | None
    links: ReceiptLinks

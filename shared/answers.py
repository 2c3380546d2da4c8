"""What the api answers besides articles: the shapes that OpenAPI shows, and that the client for Python reads.

Like the articles of the contract they are changed only by adding.
"""

from datetime import datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from shared.articles import Change, EnrichedArticle, Language, Published, Quote, Span

PENDING = (
    "`pending`: not decided yet, or unknown: a receipt is forgotten after 30 days, and an id that was never given "
    "can't be told from one that is still on its way."
)
Item = TypeVar("Item")


class Answer(BaseModel):
    """What all answers share."""

    model_config = ConfigDict(frozen=True)


class Listed(Answer, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last one.")
    total: int = Field(description="The number of all that match, not of this page.")


class Highlights(Answer):
    """Where the words that were asked for stand in the headline and in the text."""

    title: list[Span]
    text: list[Span]


class FoundArticle(EnrichedArticle):
    """An article that was found; `highlights` if they are asked for."""

    highlights: Highlights | None = None


class FoundList(Listed[FoundArticle]):
    """A page of what is found."""


class ArticleList(Listed[EnrichedArticle]):
    """A page of articles, newest first."""


class SimilarArticle(EnrichedArticle):
    """An article that is like another."""

    similarity: float = Field(description="How much the two have in common, 0 to 1; see the route.")


class SimilarList(Answer):
    """Articles, the most similar first."""

    items: list[SimilarArticle]


class Brief(Answer):
    """What a list says of an article; `/v1/articles/{id}` has the rest."""

    id: str
    revision: int
    title: str | None
    url: str | None
    source: str | None
    language: Language
    published: Published | None
    received_at: datetime


class FoundQuote(Quote):
    """A quote, and the article that it is in: `start` and `end` are in its text."""

    article: Brief


class QuoteList(Listed[FoundQuote]):
    """A page of quotes, the newest articles first, in each the order of the text."""


class StoryItem(Answer):
    """A story: the article that it began with, and how many articles it has."""

    id: str
    articles: int
    first: Brief


class StoryList(Listed[StoryItem]):
    """A page of stories, those that began last first."""


class Member(Answer):
    """An article of a story: which earlier one it is most like (`parent`), and what differs from that one."""

    article: Brief
    first: bool
    similarity: float
    parent: str | None
    changes: list[Change]


class MemberList(Listed[Member]):
    """A page of the articles of a story, newest first."""


class Value(Answer):
    """A value, and how many of the articles have it. `type` is that of an entity."""

    value: str
    count: int
    type: Literal["person", "organization", "place", "other"] | None


class FacetLists(Answer):
    """`total` is the number of articles that are found; a facet that was not asked for is not there."""

    total: int
    facets: dict[Literal["language", "source", "topic", "entity", "country", "agency", "day"], list[Value]]


class Bucket(Answer):
    """The first moment of an interval, and how many articles there are in it."""

    start: datetime
    count: int


class TimelineAnswer(Answer):
    """The intervals with articles in them, in order.

    `imprecise` are those whose date is not precise enough for one interval, `undated` those without a date.
    """

    buckets: list[Bucket]
    imprecise: int
    undated: int


class EntityList(Answer):
    """Entities, those in most articles first."""

    items: list[Value]


class ReceiptLinks(Answer):
    """Where to go from here. `article` is null until there is one."""

    receipt: str
    article: str | None
    revisions: str | None


class Receipt(Answer):
    """How a submission ended."""

    id: str = Field(description="The receipt, as ingest answered it.")
    status: Literal["pending", "enriched", "duplicate", "dead", "replayed", "superseded"] = Field(
        description="`enriched`: stored as a new article or a new revision. `duplicate`: text and headline were there "
        "already. `dead`: it could not be enriched and is kept on articles.dead. `superseded`: it was dead, and when "
        "it was tried again something newer had been stored. `replayed`: no submission, but a stored article that was "
        "enriched anew. " + PENDING
    )
    article_id: str | None
    revision: int | None = Field(description="The revision that was stored, or that it is a duplicate of.")
    stage: Literal["decode", "enrich"] | None = Field(description="Of `dead`: where it failed.")
    error: str | None = Field(description="Of `dead`: the kind of error.")
    reason: str | None = Field(description="Of `dead`: why, in a sentence.")
    decided_at: datetime | None
    links: ReceiptLinks

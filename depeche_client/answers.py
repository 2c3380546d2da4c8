"""What the services answer, as models. The articles in it are those of the contract.

What a newer service answers besides is ignored: the contract is changed only by adding.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from depeche_client.errors import ProblemField
from shared.articles import Change, EnrichedArticle, Language, Published, Quote, Span

Item = TypeVar("Item")


class Answer(BaseModel):
    """What all answers share."""

    model_config = ConfigDict(frozen=True)


class _Links(Answer):
    article: str
    receipt: str


class Accepted(Answer):
    """An article that was posted, and that Kafka has. What becomes of it, its receipt tells."""

    id: str
    fingerprint: str
    status: Literal["accepted"]
    links: _Links

    @property
    def receipt(self) -> str:
        """The id of its receipt."""
        return self.links.receipt.rpartition("/")[2]


class Result(Answer):
    """How one article of many was taken. `index` is its place among those that were given, from 0.

    `id` and `receipt` are null if it was refused; then `errors` say why.
    """

    index: int
    status: Literal["accepted", "refused"]
    id: str | None = None
    receipt: str | None = None
    errors: list[ProblemField] = []
    retry: bool = False


class ReceiptLinks(Answer):
    """Where to go from here. `article` is null until there is one."""

    receipt: str
    article: str | None
    revisions: str | None


class Receipt(Answer):
    """How a submission ended. `pending`: it is not decided yet, or nobody ever gave such a receipt.

    `stage`, `error` and `reason` say of one that is `dead` where and why it failed.
    """

    id: str
    status: Literal["pending", "enriched", "duplicate", "dead", "replayed", "superseded"]
    article_id: str | None
    revision: int | None
    stage: str | None
    error: str | None
    reason: str | None
    decided_at: datetime | None
    links: ReceiptLinks


class Highlights(Answer):
    """Where the words that were asked for stand in the headline and in the text."""

    title: list[Span]
    text: list[Span]


class Found(EnrichedArticle):
    """An article that a search found; `highlights` if they were asked for."""

    highlights: Highlights | None = None


class Brief(Answer):
    """What a list says of an article; `article` has the rest."""

    id: str
    revision: int
    title: str | None
    url: str | None
    source: str | None
    language: Language
    published: Published | None
    received_at: datetime


class Member(Answer):
    """An article of a story: which it was made from (`parent`), and what differs from that one."""

    article: Brief
    first: bool
    similarity: float
    parent: str | None
    changes: list[Change]


class FoundQuote(Quote):
    """What somebody said, and the article it stands in."""

    article: Brief


class Listed(Answer, Generic[Item]):
    """A page of a list; `total` is the number of all. `next_cursor` is null on the last page."""

    items: list[Item]
    next_cursor: str | None
    total: int


class Page(Listed[Found]):
    """A page of what was found."""


class Counted(Answer):
    """A value, and how many articles have it; `type` is that of an entity."""

    value: str
    count: int
    type: str | None


class Facets(Answer):
    """How many articles have what, by language, source, topic, entity, country, agency and day; `total` is all."""

    total: int
    facets: dict[str, list[Counted]]


@dataclass(frozen=True, slots=True)
class Event:
    """An article that has just been stored. With `id` the stream can be taken up behind it.

    `kind` is `article.enriched` if it is new, `article.revised` for a new revision, and `article.reenriched` for a
    revision that was read anew with newer steps.
    """

    id: str
    kind: str
    article: EnrichedArticle


M = TypeVar("M", bound=BaseModel)


def reader(model: type[M]) -> Callable[[bytes], M]:
    """Reads a body as a model."""

    def read(body: bytes) -> M:
        return model.model_validate_json(body, extra="ignore")

    return read


def results(body: bytes) -> list[Result]:
    """The results of a batch, which are NDJSON."""
    return [Result.model_validate(json.loads(line), extra="ignore") for line in body.splitlines() if line.strip()]

"""What the services answer, read as models: those of ingest are here, those of the api in `shared/answers.py`.

What a newer service answers besides is ignored: the contract is changed only by adding.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from pydantic import BaseModel, Field

from depeche_client.errors import ProblemField
from shared.answers import Answer
from shared.articles import EnrichedArticle


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
    errors: list[ProblemField] = Field(default=[])
    retry: bool = False


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
    """Reads a body as a model. ValidationError if it can't be."""
    return partial(model.model_validate_json, extra="ignore")


def results(body: bytes) -> list[Result]:
    """The results of a batch, which are NDJSON. ValidationError or JSONDecodeError if they can't be read."""
    return [Result.model_validate(json.loads(line), extra="ignore") for line in body.splitlines() if line.strip()]

"""The gold set: articles with all that an attentive editor finds in them, written by hand and found here in their text.

Words are looked for as whole words, and white space in them stands for any white space in the text (line breaks,
no-break spaces). Those of segments are looked for in the whole text, all others in its body only. Words that stand
there more than once need their `nth`, so that nothing is marked in the wrong place or forgotten.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, Field, ValidationError, model_validator

from shared.dates import Precision

Span = tuple[int, int]  # text[start:end], in Unicode code points


class GoldError(Exception):
    """A file of the gold set is not as it should be; says which one and what is wrong with it."""


class Record(BaseModel, extra="forbid", frozen=True): ...


class Words(Record):
    text: str = Field(min_length=1)
    nth: int | None = Field(default=None, ge=1)


class Segment(Words):
    kind: Literal["stamp", "dateline", "byline", "heading", "promo", "credit"]


class Moment(Record):
    """`value` is as precise as `precision` says, or first and last day with a slash, or null if it can't be known."""

    value: str | None
    precision: Precision | None = None


class Date(Moment, Words): ...


class Entity(Record):
    """`mentions` are the forms; `title` is the function as printed; `country` is null where there is not one."""

    name: str
    type: Literal["person", "organization", "place", "other"]
    title: str | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    mentions: list[str] = Field(min_length=1)


class Quote(Words):
    """`speaker` is the name of an entity, or a noun phrase as printed, or null if the text does not tell."""

    speaker: str | None
    verb: str | None = None


class Claim(Words):
    """`text` is how the sentence begins; `attributed_to` is who claims, as printed."""

    hedge: str
    attributed_to: str | None = None


class Figure(Words):
    value: float
    unit: str
    approximate: bool


class Agency(Record):
    name: str
    role: Literal["source", "contributor"]


class Article(Record):
    """One article. All that is marked in it is known to stand there once it is made; ValidationError if not."""

    id: str
    language: str = Field(pattern="^[a-z]{2}$")
    received_at: datetime
    given: str | None
    url: str | None
    title: str | None
    story: str
    html: bool
    text: str
    segments: list[Segment]
    published: Moment | None
    dates: list[Date]
    entities: list[Entity]
    quotes: list[Quote]
    claims: list[Claim]
    figures: list[Figure]
    agencies: list[Agency]
    topics: list[Annotated[str, Field(pattern=r"^medtop:\d{8}$")]] = Field(min_length=1, max_length=2)

    @model_validator(mode="after")
    def _all_found(self) -> Self:
        for words in (*self.segments, *self.dates, *self.quotes, *self.claims, *self.figures):
            self.span(words)
        self.mentions()
        return self

    def body(self) -> list[Span]:
        """The places in the text that belong to no segment, in order."""
        edges = [0, *(edge for span in sorted(map(self.span, self.segments)) for edge in span), len(self.text)]
        return [part for part in zip(edges[::2], edges[1::2], strict=True) if self.text[slice(*part)].strip()]

    def span(self, words: Words) -> Span:
        """Where the words stand; ValueError if they don't, or if it can't be told where."""
        parts = [(0, len(self.text))] if isinstance(words, Segment) else self.body()
        found = [span for part in parts for _, span in self._find([words.text], part)]
        if len(found) < (words.nth or 1) or (words.nth is None and len(found) > 1):
            raise ValueError(f"{words.text!r} stands there {len(found)} times, and its nth is {words.nth}")
        return found[(words.nth or 1) - 1]

    def mentions(self) -> dict[str, list[Span]]:
        """Where each entity is mentioned, by its name: as its longest form that stands there, and none overlap."""
        owners = {form: entity.name for entity in self.entities for form in entity.mentions}
        found = [(words, span) for part in self.body() for words, span in self._find(owners, part)]
        if missing := owners.keys() - {words for words, _ in found}:
            raise ValueError(f"{sorted(missing)} do not stand there, or only within a longer name")
        return {e.name: [span for words, span in found if owners[words] == e.name] for e in self.entities}

    def _find(self, words: Iterable[str], part: Span) -> list[tuple[str, Span]]:
        forms = "|".join(r"\s+".join(map(re.escape, form.split())) for form in sorted(words, key=len, reverse=True))
        found = re.compile(rf"(?<!\w)(?:{forms})(?!\w)").finditer(self.text, *part)
        return [(" ".join(match[0].split()), match.span()) for match in found]


def files() -> list[Path]:
    """All files of the gold set, all parts."""
    return sorted((Path(__file__).parent / "gold").glob("*/*.yaml"))


def load(file: Path) -> Article:
    """Read one file of the gold set; GoldError names it and the words that are not in its text."""
    try:
        return Article.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise GoldError(f"{file.parent.name}/{file.name}: {error}") from error

"""The contract: what is posted, what travels on `articles.raw`, and what comes out on `articles.enriched`.

Names are snake_case, times RFC 3339 in UTC. Every span is `start`, `end` in Unicode code points into `text`, so that
`text[start:end]` is what was found. The contract is changed only by adding.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from langcodes import tag_is_valid
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from shared.dates import PATTERN, PartialDate, Precision

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Part(BaseModel):
    """What all parts of the contract share: nothing unknown is let in, and nothing is changed once it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _carried(value: str) -> str:
    """What neither JSON, nor MongoDB, nor a reader can carry is refused here."""
    if "\x00" in value:
        raise ValueError("holds a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a surrogate pair, which is no character") from None
    return value


def _some_text(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty or only white space")
    return _carried(value)


def _date(value: str) -> str:
    PartialDate.parse(value)
    return value


def _web_address(value: str) -> str:
    _carried(value)
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in value):
        raise ValueError("is not an http or https URL")
    return value


def _language_tag(value: str) -> str:
    if not value.isascii() or not tag_is_valid(value):
        raise ValueError("is not a BCP 47 language tag such as fr or pt-BR")
    return value


_SOME: dict[str, Any] = {"minLength": 1, "pattern": r"\S"}
Text = Annotated[str, Field(json_schema_extra=_SOME), AfterValidator(_some_text)]
Name = Annotated[str, Field(max_length=1_000, json_schema_extra=_SOME), AfterValidator(_some_text)]
Url = Annotated[str, Field(max_length=4_096), AfterValidator(_web_address)]
GivenDate = Annotated[str, Field(max_length=64, json_schema_extra={"pattern": PATTERN}), AfterValidator(_date)]
LanguageTag = Annotated[str, Field(max_length=64), AfterValidator(_language_tag)]


class Submission(Part):
    """An article as a client posts it: `text` or `html`, exactly one, and whatever else the client knows."""

    text: Text | None = None
    html: Text | None = None
    title: Name | None = None
    url: Url | None = None
    source: Name | None = None
    external_id: Name | None = None
    published_at: GivenDate | None = None
    language: LanguageTag | None = None
    authors: Annotated[list[Name], Field(max_length=200)] = []
    tags: Annotated[list[Name], Field(max_length=200)] = []

    @model_validator(mode="after")
    def _one_body(self) -> "Submission":
        if (self.text is None) == (self.html is None):
            raise ValueError("give exactly one of text and html")
        return self


class RawArticle(Submission):
    """The value of a record on `articles.raw`: a submission with its identity. HTML travels as it came.

    With `replay` it is no submission, but a stored article that is enriched anew.
    """

    id: str
    fingerprint: str
    received_at: AwareDatetime
    replay: "Replay | None" = None


class Language(Part):
    """`code` is ISO 639-1 where there is one, else 639-3; `und` when the text does not tell."""

    code: str
    confidence: float


class Evidence(Part):
    """One thing that speaks for a publication date. `start` and `end` are null where it is not in the text."""

    origin: Literal["given", "stamp", "dateline", "html", "url"]
    text: str
    start: int | None = None
    end: int | None = None


class Replay(Part):
    """Which stored revision is enriched anew, and what was read in its page then, for the page itself is not kept.

    `page` is the version of the step that read it.
    """

    revision: Annotated[int, Field(ge=1)]
    page: str
    title: str | None = None
    authors: list[str] = []
    source: str | None = None
    url: str | None = None
    dates: list[Evidence] = []


class Published(Part):
    """When the article was published, as precisely as the evidence says and no more."""

    value: str
    precision: Precision
    earliest: datetime
    latest: datetime
    evidence: list[Evidence]


class Span(Part):
    """A place in the text."""

    start: int
    end: int


class Quoted(Span):
    """A place in the text, with the words that stand there."""

    text: str


class Segment(Span):
    """A stretch of the text, by what it is there for. Segments follow each other and cover the whole text.

    `stamp` is a date that an archive put at the top; `dateline` where and when it was written; `heading` a line over
    others; `promo` what advertises something else; `credit` whose it is. Only `body` is what the article says.
    """

    kind: Literal["stamp", "dateline", "byline", "heading", "body", "promo", "credit"]


class Place(Part):
    """Where a place is: ISO 3166-1 alpha-2 `country`, GeoNames id, degrees. Null where it is not known."""

    country: str | None
    geonames_id: int | None
    latitude: float | None
    longitude: float | None


class Entity(Part):
    """One person, organisation, place or other name, with every place in the text that means it.

    `title` is the function that the text gives beside the name. `salience` is between 0 and 1. `place` is null unless
    the entity is a place that was found in the gazetteer.
    """

    name: str
    type: Literal["person", "organization", "place", "other"]
    title: str | None = None
    salience: float
    mentions: list[Span]
    place: Place | None


class Speaker(Part):
    """Who speaks: by the full name if it is an entity, else as the text calls them.

    `entity` is the name of the entity, or null. Of the speakers with a `confidence` of 0.9, nine in ten are right.
    """

    name: str
    entity: str | None
    confidence: float


class Quote(Quoted):
    """Direct speech: the words between the marks. `verb` is the word of saying; both are null where none is given."""

    speaker: Speaker | None
    verb: str | None


class Claim(Quoted):
    """A sentence that the text marks, by its `hedge`, as alleged or unverified; `attributed_to` is who claims it."""

    hedge: Quoted
    attributed_to: str | None


class DateMention(Quoted):
    """A date in the body. `value` is a PartialDate, or two with a slash between them for an interval.

    All four are null where the text and the publication date do not tell.
    """

    value: str | None
    precision: Precision | None
    earliest: datetime | None
    latest: datetime | None


class Figure(Quoted):
    """A number with what it counts: an ISO 4217 code, `%`, a symbol such as `km`, or the noun as it stands there."""

    value: float
    unit: str | None
    approximate: bool


class Agency(Span):
    """A news agency in a dateline, byline or credit: whose dispatch it is, or who contributed."""

    name: str
    role: Literal["source", "contributor"]


class Story(Part):
    """The dispatch that an article is, reprints, or edits. `id` is the id of the first article of the story.

    `parent` is the earlier article of the story that is most like this one; `similarity`, 0 to 1, is that to the first.
    """

    id: str
    first: bool
    similarity: float
    parent: str | None


class Change(Part):
    """What differs from the revision before: headline, sentence, or figure in a sentence that is otherwise the same."""

    kind: Literal["title", "added", "removed", "changed", "figure"]
    before: str | None
    after: str | None


class Keyphrase(Part):
    """A phrase as it stands in the text; `score` is between 0 and 1, best first."""

    text: str
    score: float


class Topic(Part):
    """A top-level IPTC Media Topic; `label` is in the article's language where IPTC has one, else English."""

    code: str
    label: str
    score: float


class Statistics(Part):
    """Sizes of the text. `reading_seconds` assumes 230 words a minute."""

    characters: int
    words: int
    sentences: int
    paragraphs: int
    reading_seconds: int


class Origin(Part):
    """The record on `articles.raw` that this revision came from."""

    topic: str
    partition: int
    offset: int


class EnrichedArticle(Part):
    """One revision of an article: the value on `articles.enriched`, the document in MongoDB, the answer of the api."""

    id: str
    revision: Annotated[int, Field(ge=1)]
    fingerprint: str
    schema_version: Literal["1.0"] = SCHEMA_VERSION
    source: str | None
    external_id: str | None
    url: str | None
    title: str | None
    authors: list[str]
    tags: list[str]
    text: str
    language: Language
    published: Published | None
    segments: list[Segment] = []
    entities: list[Entity]
    quotes: list[Quote] = []
    claims: list[Claim] = []
    dates: list[DateMention] = []
    figures: list[Figure] = []
    keyphrases: list[Keyphrase]
    topics: list[Topic]
    summary: list[Quoted]
    agencies: list[Agency] = []
    story: Story | None = None
    changes: list[Change] = []
    statistics: Statistics
    received_at: AwareDatetime
    enriched_at: AwareDatetime
    origin: Origin
    provenance: dict[str, str]

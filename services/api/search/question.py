"""What may be asked of the articles, as query parameters. Whatever else is in a query is refused by name."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Literal

from fastapi import Request
from langcodes import standardize_tag
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from services.api.search.regions import Box, Circle
from shared.dates import PATTERN, PartialDate
from shared.errors import FieldError, RefusedError
from shared.http import parameters

_DATE = "YYYY, YYYY-MM, YYYY-MM-DD or a date-time with a time zone."
_OVERLAP = "An article whose date is known only to the month or the year is found if any part of it is in the interval."
_NUMBER = r"-?\d{1,4}(?:\.\d{1,9})?"
_MOST_KILOMETRES = 20_040
_FACETS = "language|source|topic|entity|country|agency|day"


def only(*names: str) -> Callable[[Request], Awaitable[None]]:
    """A dependency that refuses parameters as `refuse_others` does."""

    # Were it not a coroutine, FastAPI would send every request to a thread and back for it.
    async def check(request: Request) -> None:
        refuse_others(request, names)

    return check


def refuse_others(request: Request, names: Sequence[str]) -> None:
    """RefusedError if there are parameters other than these, or one that is given twice."""
    given = Counter(name for name, _ in parameters(request))
    allowed = f"use {', '.join(names)}" if names else "there are none here"
    errors = [FieldError(name[:100], f"is no parameter: {allowed}") for name in given if name not in names]
    errors += [FieldError(name, "is given more than once") for name in names if given[name] > 1]
    if errors:
        raise RefusedError(422, "The request is not valid.", errors)


def _saying(wanted: str) -> WrapValidator:
    """What would be right, where the library has but a pattern to show."""

    def check(value: object, handler: ValidatorFunctionWrapHandler) -> object:
        try:
            return handler(value)
        except ValidationError:
            raise ValueError(f"must be {wanted}") from None

    return WrapValidator(check)


def _date(value: str) -> str:
    PartialDate.parse(value)
    return value


def _shortest(code: str) -> str:
    """The code that articles have: that of two letters if there is one, `fr` for `fra` and `fre`."""
    shorter = standardize_tag(code)
    return shorter if len(shorter) < len(code) else code


def _box(value: str) -> str:
    west, south, east, north = map(float, value.split(","))
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError
    return value


def _circle(value: str) -> str:
    latitude, longitude, kilometres = map(float, value.split(","))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 <= kilometres <= _MOST_KILOMETRES):
        raise ValueError
    return value


def _about(description: str, *examples: str, **bounds: Any) -> Any:
    return Field(description=description, examples=[*examples] or None, **bounds)


Date = Annotated[str, Field(max_length=64, json_schema_extra={"pattern": PATTERN}), AfterValidator(_date)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Limit = Annotated[int, Field(ge=1, le=100, description="The most items on a page; fewer if they are very large.")]
Cursor = Annotated[
    str | None,
    Field(min_length=1, max_length=2_000, description="`next_cursor` of the page before, with the same parameters."),
]


class Filter(BaseModel):
    """What an article must have in order to be found; null asks for nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[
        str | None,
        _about(
            'Words that must all be there; `"a phrase"`, `-without`, `this OR that`; `title:`, `speaker:` and `place:` '
            "before a word or phrase ask for it there. Case and accents do not matter; words are found in their other "
            "forms, phrases as they stand.",
            "drones -sanctions",
            min_length=1,
            max_length=400,
        ),
    ] = None
    language: Annotated[
        Annotated[
            str,
            StringConstraints(pattern=r"^[A-Za-z]{2,3}$", to_lower=True),
            AfterValidator(_shortest),
            _saying("a code of ISO 639 and nothing else, such as fr"),
        ]
        | None,
        _about("ISO 639 code of the article's language, `und` where it is not known; `fra` is `fr`.", "fr"),
    ] = None
    source: Annotated[Name | None, _about("The source, as it was given.")] = None
    agency: Annotated[Name | None, _about("An agency that the article is from or that contributed.", "AFP")] = None
    topic: Annotated[
        Annotated[
            str,
            StringConstraints(pattern=r"^medtop:\d{8}$"),
            _saying("the code of an IPTC Media Topic, such as medtop:16000000"),
        ]
        | None,
        _about("An IPTC Media Topic.", "medtop:16000000"),
    ] = None
    entity: Annotated[
        Name | None,
        _about("A person, organisation or place, by any name that the article uses, in any case and accents.", "Bauer"),
    ] = None
    entity_type: Annotated[
        Literal["person", "organization", "place", "other"] | None,
        _about("The type of `entity`; without `entity`, that there is one of this type."),
    ] = None
    speaker: Annotated[Name | None, _about("Who is quoted, by any name that the article uses.", "Rob Bauer")] = None
    place: Annotated[
        Name | None, _about("A place, by any name that the article uses, in its dateline too.", "Kyiv")
    ] = None
    country: Annotated[
        Annotated[
            str,
            StringConstraints(pattern=r"^[A-Za-z]{2}$", to_upper=True),
            _saying("the two letters of a country in ISO 3166-1, such as UA"),
        ]
        | None,
        _about("ISO 3166-1 alpha-2 code of a country that a place of the article is in.", "UA"),
    ] = None
    bbox: Annotated[
        Annotated[
            str,
            StringConstraints(pattern=rf"^{_NUMBER}(?:,{_NUMBER}){{3}}$"),
            AfterValidator(_box),
            _saying("west,south,east,north in degrees, the south below the north"),
        ]
        | None,
        _about("A place lies in this box: west,south,east,north in degrees.", "22,44,40.5,52.5"),
    ] = None
    near: Annotated[
        Annotated[
            str,
            StringConstraints(pattern=rf"^{_NUMBER},{_NUMBER},\d{{1,5}}(?:\.\d{{1,9}})?$"),
            AfterValidator(_circle),
            _saying(f"latitude,longitude,kilometres: degrees, and at most {_MOST_KILOMETRES}"),
        ]
        | None,
        _about("A place lies as near as that: latitude,longitude,kilometres.", "50.45,30.52,100"),
    ] = None
    published_from: Annotated[Date | None, _about(f"Published then or later: {_DATE} {_OVERLAP}", "2023-10")] = None
    published_to: Annotated[Date | None, _about(f"Published then or earlier: {_DATE} {_OVERLAP}", "2023")] = None
    received_from: Annotated[Date | None, _about(f"First received then or later: {_DATE}", "2023-10-04")] = None
    received_to: Annotated[Date | None, _about(f"First received then or earlier: {_DATE}", "2023-10-04T12:00Z")] = None
    story: Annotated[Name | None, _about("The story that it belongs to, by its id.")] = None
    first_only: Annotated[bool, _about("Only the first article of each story, and no reprints.")] = False
    has_quotes: Annotated[bool | None, _about("Whether somebody is quoted in it.")] = None
    has_claims: Annotated[bool | None, _about("Whether something in it is marked as alleged.")] = None
    has_figures: Annotated[bool | None, _about("Whether something is counted in it.")] = None
    figure_unit: Annotated[
        Name | None,
        _about("A figure counts this: a noun in any of its forms, `%`, a symbol such as `km`, or `EUR`.", "drones"),
    ] = None
    figure_min: Annotated[float | None, _about("That figure is not below this.", "30", allow_inf_nan=False)] = None
    figure_max: Annotated[float | None, _about("That figure is not above this.", "40", allow_inf_nan=False)] = None

    @model_validator(mode="after")
    def _together(self) -> "Filter":
        for name in ("published", "received"):
            first, last = getattr(self, f"{name}_from"), getattr(self, f"{name}_to")
            if first and last and PartialDate.parse(first).earliest > PartialDate.parse(last).latest:
                raise _wrong(f"{name}_to", f"is before {name}_from")
        if self.figure_unit is None and (self.figure_min is not None or self.figure_max is not None):
            raise _wrong("figure_unit", "is missing: say what is counted")
        if self.figure_min is not None and self.figure_max is not None and self.figure_min > self.figure_max:
            raise _wrong("figure_max", "is below figure_min")
        return self

    @property
    def box(self) -> Box | None:
        """`bbox` in numbers."""
        return Box(*map(float, self.bbox.split(","))) if self.bbox else None

    @property
    def circle(self) -> Circle | None:
        """`near` in numbers."""
        return Circle(*map(float, self.near.split(","))) if self.near else None


class Question(Filter):
    """What is asked for, and in which order."""

    sort: Annotated[
        Literal["received", "published", "relevance"],
        _about(
            "`received`: when its first revision was received, newest first. `published`: the newest first, those "
            "without a date last. `relevance`: first those that have all words of `q` in the headline, then those that "
            "are about them (headline, summary, keyphrases, names), then the rest; each newest first."
        ),
    ] = "received"


class Page(Question):
    """A page of what is found."""

    highlight: Annotated[bool, _about("Say in each item where the words of `q` stand in it.")] = False
    limit: Limit = 20
    cursor: Cursor = None

    @property
    def question(self) -> Question:
        """The same without what differs from page to page."""
        return Question.model_validate(self.model_dump(include=set(Question.model_fields)))


class Quotes(Filter):
    """Quotes of articles: `q` and `speaker` are asked of the quote, all else of its article."""

    sort: Annotated[Literal["received", "published"], _about("As articles are sorted.")] = "received"


class QuotesPage(Quotes):
    """A page of quotes."""

    limit: Limit = 20
    cursor: Cursor = None

    @property
    def question(self) -> Quotes:
        """The same without what differs from page to page."""
        return Quotes.model_validate(self.model_dump(include=set(Quotes.model_fields)))


class StoriesPage(Filter):
    """A page of stories: of their first articles, which have what is asked for."""

    limit: Limit = 20
    cursor: Cursor = None

    @property
    def question(self) -> Question:
        """Their first articles."""
        asked = self.model_dump(include=set(Filter.model_fields))
        return Question.model_validate(asked | {"first_only": True})


class Members(BaseModel):
    """A page of the articles of one story."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Limit = 20
    cursor: Cursor = None


class Facets(Filter):
    """What is to be counted of the articles that are found."""

    facets: Annotated[
        Annotated[
            str,
            StringConstraints(pattern=rf"^(?:{_FACETS})(?:,(?:{_FACETS}))*$"),
            _saying(f"some of {_FACETS.replace('|', ', ')}, with nothing but commas between them"),
        ],
        _about("Which, separated by commas: `language`, `source`, `topic`, `entity`, `country`, `agency`, `day`."),
    ] = "language,source,topic,entity,country,agency,day"
    size: Annotated[
        int, Field(ge=1, le=1_000, description="The most values of each, the most frequent ones first.")
    ] = 10


class Times(Filter):
    """When the articles that are found came out."""

    interval: Annotated[
        Literal["hour", "day", "week", "month"], _about("Weeks begin on Monday; all times are UTC.")
    ] = "day"
    by: Annotated[Literal["published", "received"], _about("When they were published, or received by us.")] = (
        "published"
    )


class Names(Filter):
    """Entities of the articles that are found. With `entity`, those that are named together with it."""

    prefix: Annotated[
        str | None, _about("How the name begins, in any case and accents.", min_length=1, max_length=200)
    ] = None
    type: Annotated[
        Literal["person", "organization", "place", "other"] | None, _about("Only entities of this type.")
    ] = None
    size: Annotated[int, Field(ge=1, le=1_000, description="The most entities, those in most articles first.")] = 20


def _wrong(field: str, message: str) -> PydanticCustomError:
    """An error of one parameter that only shows beside another."""
    return PydanticCustomError("parameter", "{message}", {"field": field, "message": message})

"""Query parameters: what may be asked. Whatever else is in a query is refused by name."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated

from fastapi import Query, Request
from pydantic import AfterValidator, Field, StringConstraints

from shared.dates import PATTERN, PartialDate
from shared.errors import FieldError, RefusedError
from shared.http import parameters


def only(*names: str) -> Callable[[Request], None]:
    """A dependency that refuses parameters other than these, and those that are given twice."""

    def check(request: Request) -> None:
        given = Counter(name for name, _ in parameters(request))
        allowed = f"use {', '.join(names)}" if names else "there are none here"
        errors = [FieldError(name[:100], f"is no parameter: {allowed}") for name in given if name not in names]
        errors += [FieldError(name, "is given more than once") for name in names if given[name] > 1]
        if errors:
            raise RefusedError(422, "The request is not valid.", errors)

    return check


def _date(value: str) -> str:
    PartialDate.parse(value)
    return value


_Date = Annotated[str, Field(json_schema_extra={"pattern": PATTERN}), AfterValidator(_date)]
_DATE = "YYYY, YYYY-MM, YYYY-MM-DD or a date-time with a time zone."
_OVERLAP = "An article whose date is known only to the month or the year is found if any part of it is in the interval."

Text = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=400,
        description='Words that must all be there; `"a phrase"`, `-without`, `this OR that`. Case and accents do not '
        "matter; words are found in their other forms, phrases as they stand.",
        examples=["drones -sanctions"],
    ),
]
Language = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}$", to_lower=True)] | None,
    Query(description="ISO 639 code of the article's language, `und` where it is not known.", examples=["fr"]),
]
Source = Annotated[str | None, Query(min_length=1, max_length=1_000, description="The source, as it was given.")]
Entity = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=1_000,
        description="A person, organisation or place, by its name or by how it is mentioned, in any case and accents.",
        examples=["Bauer"],
    ),
]
Topic = Annotated[
    str | None,
    Query(pattern=r"^medtop:\d{8}$", description="An IPTC Media Topic.", examples=["medtop:16000000"]),
]
PublishedFrom = Annotated[
    _Date | None,
    Query(max_length=64, description=f"Published then or later: {_DATE} {_OVERLAP}", examples=["2023-10"]),
]
PublishedTo = Annotated[
    _Date | None,
    Query(max_length=64, description=f"Published then or earlier: {_DATE} {_OVERLAP}", examples=["2023"]),
]
Limit = Annotated[int, Query(ge=1, le=100, description="The most items on a page; fewer if they are very large.")]
Cursor = Annotated[
    str | None,
    Query(min_length=1, max_length=2_000, description="`next_cursor` of the page before, with the same parameters."),
]

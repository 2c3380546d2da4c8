"""Addresses of searches: each filter is a link away, on every page and in every form."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel

from services.api.search.question import Filter


def address(path: str, parameters: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """A path with its parameters."""
    query = urlencode(list(parameters.items() if isinstance(parameters, Mapping) else parameters))
    return f"{path}?{query}" if query else path


def given(question: BaseModel) -> dict[str, str]:
    """What was asked for, as it stands in an address. Without the cursor, which only fits one page."""
    asked = question.model_dump(mode="json", exclude_defaults=True, exclude={"cursor"})
    return {name: _written(value) for name, value in asked.items()}


def filters(question: BaseModel) -> dict[str, str]:
    """Of what was asked for the filters alone, which every list takes."""
    return {name: value for name, value in given(question).items() if name in Filter.model_fields}


def toggled(path: str, question: BaseModel, parameters: Mapping[str, str]) -> tuple[str, bool]:
    """The address of the same search with these filters, or without them if it has them; and whether it has."""
    asked = given(question)
    active = parameters.items() <= asked.items()
    if active:
        return address(path, {name: value for name, value in asked.items() if name not in parameters}), True
    return address(path, {**asked, **parameters}), False


def web(url: str | None) -> str | None:
    """The address of a page, if it is one: whatever else an article says, such as `javascript:`, is no link."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

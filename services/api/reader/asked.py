"""What is asked of a page: the parameters of the API's search, read by the API's own models."""

from typing import TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from services.api.reader.links import address
from services.api.search.question import refuse_others
from shared.http import parameters

M = TypeVar("M", bound=BaseModel)


def tidy(request: Request) -> str | None:
    """The same address without empty parameters, if it has any: a form sends all its fields, filled in or not."""
    given = parameters(request)
    kept = [(name, value) for name, value in given if value.strip()]
    return address(request.url.path, kept) if len(kept) < len(given) else None


def asked(request: Request, model: type[M]) -> M:
    """The parameters of a page. RefusedError or RequestValidationError, which name the parameter, as the API's do."""
    refuse_others(request, tuple(model.model_fields))
    try:
        return model.model_validate(dict(parameters(request)))
    except ValidationError as error:
        raise RequestValidationError([{**each, "loc": ("query", *each["loc"])} for each in error.errors()]) from None

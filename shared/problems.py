"""Errors over HTTP as RFC 9457 describes them: `application/problem+json`."""

from collections.abc import Mapping
from http import HTTPStatus

import orjson
from fastapi import Response
from pydantic import BaseModel

from shared.errors import FieldError


class ProblemField(BaseModel):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """An error as RFC 9457 describes it, with the fields at fault."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[ProblemField] = []


def problem(
    status: int,
    detail: str,
    errors: list[FieldError] | None = None,
    instance: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An `application/problem+json` response. Nothing of the request is echoed but its path."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
        "errors": [{"field": error.field, "message": error.message} for error in errors or []],
    }
    return Response(orjson.dumps(body), status, headers, media_type="application/problem+json")

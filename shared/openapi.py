"""What the OpenAPI documents of all services say alike: problems with their headers, keys, and plain routes."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from shared.guard import is_open
from shared.problems import Problem

_RETRY = {"Retry-After": {"description": "Seconds to wait.", "required": True, "schema": {"type": "integer"}}}
_SCHEME = {"WWW-Authenticate": {"description": "How to show a key.", "required": True, "schema": {"type": "string"}}}
_HEADERS = {401: _SCHEME, 429: _RETRY, 503: _RETRY}
_KEYS = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key, as `depeche keys create` prints it."},
    "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "The same key."},
}


def problems(meanings: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """The problem responses of a route, by what each status means."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    found: dict[int | str, dict[str, Any]] = {}
    for status, meaning in meanings.items():
        headers = {"headers": _HEADERS[status]} if status in _HEADERS else {}
        found[str(status)] = {"description": meaning, "content": content, **headers}
    return found


_GUARDED = problems(
    {
        401: "There is no key, or it is not valid.",
        403: "The key lacks the scope that this needs.",
        429: "The key makes too many requests.",
    }
)


_ANYWHERE = problems({431: "The address and the headers are too large."})


class Described(FastAPI):
    """An application that describes more than FastAPI knows of it.

    `plain` has the paths of the routes that are not FastAPI's own; with `guarded` all but a few need a key.
    """

    def __init__(self, guarded: bool, **settings: Any) -> None:
        super().__init__(**settings)
        self.plain: dict[str, dict[str, Any]] = {}
        self._guarded = guarded

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document = super().openapi()
            document["paths"] |= self.plain
            _, shapes = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
            components = document.setdefault("components", {})
            components.setdefault("schemas", {}).update(shapes["$defs"])
            for operation in (each for methods in document["paths"].values() for each in methods.values()):
                operation["responses"] = operation["responses"] | _ANYWHERE
            if self._guarded:
                _describe_keys(document)
            self.openapi_schema = document
        return self.openapi_schema


def _describe_keys(document: dict[str, Any]) -> None:
    document["components"]["securitySchemes"] = _KEYS
    for path, methods in document["paths"].items():
        if not is_open(path):
            for operation in methods.values():
                operation["security"] = [{name: []} for name in _KEYS]
                operation["responses"] = operation["responses"] | _GUARDED

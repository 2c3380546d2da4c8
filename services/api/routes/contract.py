"""What the topics carry: the AsyncAPI document, and the JSON Schemas that events name in `ce_dataschema`."""

from fastapi import Depends, FastAPI

from services.api.responses import REFUSED, UNREADABLE
from services.api.search.question import only
from shared import asyncapi
from shared.errors import RefusedError
from shared.openapi import problems

_NO_SCHEMA = "There is no such kind of event, or it was never told of in this version."


def add_routes(app: FastAPI) -> None:
    """The routes of the contract. Like OpenAPI's document they need no key."""
    app.get(
        "/asyncapi.json",
        summary="What the topics carry (AsyncAPI 3.1)",
        tags=["contract"],
        responses=problems({400: UNREADABLE, 422: REFUSED}),
        dependencies=[Depends(only())],
    )(document)
    app.get(
        "/schemas/{kind}/{version}",
        summary="The JSON Schema of an event's value",
        description="`kind` and `version` are those of `ce_dataschema`, such as `article.enriched` and `1.0`.",
        tags=["contract"],
        responses=problems({400: UNREADABLE, 404: _NO_SCHEMA, 422: REFUSED}),
        dependencies=[Depends(only())],
    )(schema)


async def document() -> asyncapi.Json:
    return asyncapi.document()


async def schema(kind: str, version: str) -> asyncapi.Json:
    found = asyncapi.schema(kind, version)
    if found is None:
        raise RefusedError(404, _NO_SCHEMA)
    return found

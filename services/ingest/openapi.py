"""What OpenAPI says of ingest's bodies, which are read as streams and so are not described by parameters."""

from typing import Any

from fastapi import FastAPI

from shared.articles import Submission

DESCRIPTION = """Accepts raw news articles and publishes them to Kafka.

The answer is 202 only when all in-sync replicas have the article. Posting it again is harmless: its id is made of its
source and external id, else of its URL, else of its content.

Bodies may be compressed with gzip or zstd (`Content-Encoding`)."""

_EXAMPLE = {
    "text": "PARIS — Le port de Marseille a rouvert mardi.",
    "source": "example",
    "external_id": "1",
    "url": "https://example.com/marseille",
    "published_at": "2023-10-04",
}
_ID = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_ACCEPTED = {
    "type": "object",
    "properties": {
        "id": _ID,
        "fingerprint": _ID,
        "status": {"const": "accepted"},
        "links": {
            "type": "object",
            "properties": {"article": {"type": "string"}, "receipt": {"type": "string"}},
        },
    },
}
_LINE = {
    "type": "object",
    "properties": {
        "index": {"type": "integer", "description": "The number of the line, from 0; blank lines have no result."},
        "id": {"anyOf": [_ID, {"type": "null"}]},
        "status": {"enum": ["accepted", "refused"]},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemField"}},
        "receipt": {"type": "string", "description": "Of an accepted line: what to ask at /v1/receipts/{id}."},
        "retry": {"const": True, "description": "Kafka did not acknowledge: send this line again."},
    },
}
_PARAMETERS = [
    {"name": name, "in": "query", "schema": schema, "description": "With text/plain and text/html only."}
    for name, schema in Submission.model_json_schema()["properties"].items()
    if name not in ("text", "html")
]
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "A repetition under the same key within 24 hours gets the first answer, and is not published again.",
}


def describe(app: FastAPI) -> None:
    """Add the routes of articles to what the application says of itself."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        schema = generated()
        schema["paths"] |= {"/v1/articles": {"post": _ARTICLE}, "/v1/articles/batch": {"post": _BATCH}}
        return schema

    app.openapi = openapi  # type: ignore[method-assign]  # this is how FastAPI wants its schema to be extended


def _responses(*statuses: int) -> dict[str, Any]:
    meaning = {
        400: "It can't be read: no JSON, no UTF-8, a field twice.",
        408: "Its body hardly arrives.",
        409: "The request with this Idempotency-Key is still being answered.",
        413: "It is too large.",
        415: "It is of a type, charset or compression that is not known.",
        422: "A field is wrong, or the Idempotency-Key was used for another article; `errors` names it.",
        503: "Kafka did not acknowledge it in time, or too many others are in flight. Send it again after "
        "`Retry-After` seconds.",
    }
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(status): {"description": meaning[status], "content": problem} for status in statuses}


_ARTICLE: dict[str, Any] = {
    "summary": "Post one article",
    "operationId": "post_article",
    "parameters": [*_PARAMETERS, _KEY],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": Submission.model_json_schema(), "example": _EXAMPLE},
            "text/plain": {"schema": {"type": "string"}, "example": _EXAMPLE["text"]},
            "text/html": {"schema": {"type": "string"}, "example": "<html>…</html>"},
        },
    },
    "responses": {
        "202": {"description": "Kafka has it.", "content": {"application/json": {"schema": _ACCEPTED}}},
        **_responses(400, 408, 409, 413, 415, 422, 503),
    },
}
_BATCH: dict[str, Any] = {
    "summary": "Post many articles, one JSON object a line",
    "operationId": "post_batch",
    "requestBody": {"required": True, "content": {"application/x-ndjson": {"schema": {"type": "string"}}}},
    "responses": {
        "200": {
            "description": "One result a line, in the order submitted.",
            "content": {"application/x-ndjson": {"schema": _LINE}},
        },
        **_responses(400, 415, 503),
    },
}

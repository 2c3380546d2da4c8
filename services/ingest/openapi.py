"""What OpenAPI says of ingest's bodies, which are read as streams and so are not described by parameters."""

from typing import Any

from shared.articles import Submission
from shared.http import Problem

DESCRIPTION = """Accepts raw news articles and publishes them to Kafka.

The answer is 202 only when all in-sync replicas have the article. Posting it again is harmless: its id is made of its
source and external id, else of its URL, else of its content."""

_PROBLEM = {"model": Problem, "content": {"application/problem+json": {}}}
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


def _responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    meaning = {
        400: "It can't be read: no JSON, no UTF-8, a field twice.",
        413: "It is too large.",
        415: "It is of a type or charset that is not known.",
        422: "A field is wrong; `errors` names it.",
        503: "Kafka did not acknowledge it in time. Send it again after `Retry-After` seconds.",
    }
    return {status: {**_PROBLEM, "description": meaning[status]} for status in statuses}


ARTICLE: dict[str, Any] = {
    "status_code": 202,
    "responses": {
        202: {"description": "Kafka has it.", "content": {"application/json": {"schema": _ACCEPTED}}},
        **_responses(400, 413, 415, 422, 503),
    },
    "openapi_extra": {
        "parameters": _PARAMETERS,
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": Submission.model_json_schema(), "example": _EXAMPLE},
                "text/plain": {"schema": {"type": "string"}, "example": _EXAMPLE["text"]},
                "text/html": {"schema": {"type": "string"}, "example": "<html>…</html>"},
            },
        },
    },
}
BATCH: dict[str, Any] = {
    "responses": {
        200: {
            "description": "One result a line, in the order submitted.",
            "content": {"application/x-ndjson": {"schema": _LINE}},
        },
        **_responses(415),
    },
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        },
    },
}

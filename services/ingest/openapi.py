"""What OpenAPI says of ingest's bodies, which are read as streams and so are not described by parameters."""

from typing import Any

from shared.articles import Submission
from shared.openapi import problems

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
_RECEIPT = {"type": "string", "format": "uuid", "description": "Of an accepted line: what to ask at /v1/receipts/{id}."}
_NULL = {"type": "null"}


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object that has all of `required`, and nothing else but `optional`."""
    properties = required | optional
    return {"type": "object", "properties": properties, "required": [*required], "additionalProperties": False}


def _either(body: str, other: str) -> dict[str, Any]:
    return {"properties": {body: {"type": "string"}, other: _NULL}, "required": [body]}


_SUBMISSION = Submission.model_json_schema() | {"oneOf": [_either("text", "html"), _either("html", "text")]}
_TEXT = _SUBMISSION["properties"]["text"]["anyOf"][0]
_ACCEPTED = _object(
    {
        "id": _ID,
        "fingerprint": _ID,
        "status": {"const": "accepted"},
        "links": _object({"article": {"type": "string"}, "receipt": {"type": "string"}}),
    }
)
_LINE = _object(
    {
        "index": {"type": "integer", "description": "The number of the line, from 0; blank lines have no result."},
        "id": {"anyOf": [_ID, _NULL]},
        "status": {"enum": ["accepted", "refused"]},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemField"}},
    },
    receipt=_RECEIPT,
    retry={"const": True, "description": "Kafka did not acknowledge: send this line again."},
)


def _lines(line: dict[str, Any], description: str) -> dict[str, Any]:
    """NDJSON, which is described by the array of what is on its lines."""
    schema = {"type": "array", "items": line, "description": description}
    return {"application/x-ndjson": {"schema": schema}}


_PARAMETERS = [
    # In an address there is no null: a parameter is there, or it is not.
    {"name": name, "in": "query", "schema": schema.get("anyOf", [schema])[0], "description": "Not with JSON."}
    for name, schema in _SUBMISSION["properties"].items()
    if name not in ("text", "html")
]
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "A repetition with the same value within 24 hours gets the first answer, and is not published "
    "again. Two API keys may use the same value.",
}


_MEANING = {
    400: "It can't be read: no JSON, no UTF-8, a field twice.",
    408: "Its body hardly arrives.",
    409: "The request with this Idempotency-Key is still being answered.",
    413: "It is too large.",
    415: "It is of a type, charset or compression that is not known.",
    422: "A field is wrong, or the Idempotency-Key was used for another article; `errors` names it.",
    503: "Kafka did not acknowledge it in time, or too many others are in flight. Send it again after "
    "`Retry-After` seconds.",
}
_ARTICLE: dict[str, Any] = {
    "summary": "Post one article",
    "operationId": "post_article",
    "parameters": [*_PARAMETERS, _KEY],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _SUBMISSION, "example": _EXAMPLE},
            "text/plain": {"schema": _TEXT, "example": _EXAMPLE["text"]},
            "text/html": {"schema": _TEXT, "example": "<html>…</html>"},
        },
    },
    "responses": {
        "202": {"description": "Kafka has it.", "content": {"application/json": {"schema": _ACCEPTED}}},
        **problems(_MEANING),
    },
}
_BATCH: dict[str, Any] = {
    "summary": "Post many articles, one JSON object a line",
    "operationId": "post_batch",
    "requestBody": {"required": True, "content": _lines(_SUBMISSION, "One article a line.")},
    "responses": {
        "200": {
            "description": "One result a line, in the order submitted. A line that is wrong is refused by itself.",
            "content": _lines(_LINE, "One result a line."),
        },
        **problems({status: _MEANING[status] for status in (400, 415, 503)}),
    },
}
PATHS = {"/v1/articles": {"post": _ARTICLE}, "/v1/articles/batch": {"post": _BATCH}}

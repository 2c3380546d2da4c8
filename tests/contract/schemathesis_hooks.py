"""What schemathesis has to be told of the services. It loads this file itself, in a process of its own."""

import contextlib
import json
from typing import Any

import schemathesis

# Refusals of what a schema allows because no schema can forbid it: the end of the message.
_BEYOND_SCHEMAS = (
    "holds a NUL character",
    "holds half a surrogate pair, which is no character",
    "is a date that does not exist",
    "is a date-time that does not exist",
    "is a date-time without a time zone: add Z or an offset such as +02:00",
    "is before published_from",
    "is before received_from",
    "is below figure_min",
    "is empty or only white space",
    "is not a BCP 47 language tag such as fr or pt-BR",
    "is not a URL",
    "is missing: say what is counted",
    "is no cursor of this question: keep the other parameters, except limit and highlight, as they were",
    "is no position: give the `id` of an event as it came",
    "must have no user, password or fragment: it is shown to whoever may see webhooks",
    "is not an http or https URL",
    "has no word to search for",
    "has a word of 100 bytes or more, and the index has none of these",
    "must be latitude,longitude,kilometres: degrees, and at most 20040",
    "must be west,south,east,north in degrees, the south below the north",
    "was used for another article within the last 24 hours",
)


@schemathesis.serializer("application/x-ndjson")
def to_lines(context: schemathesis.SerializationContext, lines: Any) -> dict[str, Any]:
    if not isinstance(lines, list):
        lines = [lines]
    return {"data": "".join(json.dumps(line) + "\n" for line in lines).encode()}


@schemathesis.deserializer("application/x-ndjson")
def from_lines(context: schemathesis.DeserializationContext, response: schemathesis.Response) -> list[Any]:
    return [json.loads(line) for line in response.content.splitlines()]


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, arguments: dict[str, Any]) -> None:
    """Nobody waits for receipts: a tenth of a second is as good as a minute. And JSON comes without parameters."""
    if isinstance(case.body, dict) and case.path == "/v1/webhooks" and "url" in case.body:
        _stay_here(case.body)
    with contextlib.suppress(TypeError, ValueError):
        if 0.1 < float(case.query.get("wait", 0)) <= 60:
            case.query["wait"] = 0.1
    if case.media_type == "application/json" and case.meta is not None and case.meta.generation.mode.is_positive:
        case.query.clear()


def _stay_here(body: dict[str, Any]) -> None:
    """Nothing is delivered to anybody else: what could be an address is one of this machine, where nobody listens."""
    if isinstance(body["url"], str) and "://" in body["url"]:
        body["url"] = "http://127.0.0.1:9/"


@schemathesis.hook
def filter_failure(
    context: schemathesis.HookContext, failure: Exception, case: schemathesis.Case, response: schemathesis.Response
) -> bool:
    """Whether it is a failure at all: not if it is beyond schemas."""
    match type(failure).__name__, response.status_code:
        case "RejectedPositiveData", 422:
            messages = [error["message"] for error in response.json()["errors"]]
            return not all(message in _BEYOND_SCHEMAS or "is the private address" in message for message in messages)
        case "AcceptedNegativeData", 200:
            # A batch is always answered: what is wrong with it is said line by line.
            return case.path != "/v1/articles/batch"
    return True

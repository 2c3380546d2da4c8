"""The AsyncAPI document of the topics, and the JSON Schemas that the events name in `ce_dataschema`."""

from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from shared.articles import SCHEMA_VERSION, EnrichedArticle, RawArticle
from shared.kafka import DEAD, ENRICHED, MAX_RECORD_BYTES, RAW, RETENTION_DAYS

Json = dict[str, Any]
_DESCRIPTION = """The topics of Depeche. Read them with `isolation.level=read_committed`.

`articles.enriched` is the one to build upon. What is on `articles.raw` was accepted by ingest and is written by nobody
else; `articles.dead` is for `depeche dlq`. All three are changed only by adding: ignore what you do not know."""
# The value of each kind of event, and what it says.
_EVENTS = {
    "article.received": ("RawArticle", "An article was posted and accepted."),
    "article.replayed": ("RawArticle", "A stored article is to be read anew."),
    "article.enriched": ("EnrichedArticle", "A new article has been read and stored."),
    "article.revised": ("EnrichedArticle", "A new revision of an article, with what changed in `changes`."),
    "article.reenriched": ("EnrichedArticle", "A revision that was told of before, read anew with newer steps."),
}
_CHANNELS = {
    RAW: ("Articles as they were posted.", ("article.received", "article.replayed")),
    ENRICHED: ("Every revision of every article.", ("article.enriched", "article.revised", "article.reenriched")),
    DEAD: ("What could not be enriched: the original bytes, and in the headers why.", ("article.dead",)),
}
_TEXT = {"type": "string"}
_ERRORS = ("topic", "partition", "offset", "stage", "exception.class.name", "exception.message")


@cache
def document() -> Json:
    """The AsyncAPI 3.1 document."""
    return {
        "asyncapi": "3.1.0",
        "info": {"title": "Depeche events", "version": SCHEMA_VERSION, "description": _DESCRIPTION},
        "defaultContentType": "application/json",
        "channels": {_name(topic): _channel(topic) for topic in _CHANNELS},
        "operations": {f"{_name(topic)}Sent": _operation(topic) for topic in _CHANNELS},
        "components": {
            "messages": {kind: _event(kind) for kind in _EVENTS} | {"article.dead": _dead()},
            "schemas": _schemas("#/components/schemas/{model}"),
        },
    }


@cache
def schema(kind: str, version: str) -> Json | None:
    """The JSON Schema of the value of a kind of event; null if there is no such kind, or not in this version."""
    if kind not in _EVENTS or version != SCHEMA_VERSION:
        return None
    shapes = _schemas("#/$defs/{model}")
    model = _EVENTS[kind][0]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": f"#/$defs/{model}", "$defs": shapes}


def _schemas(template: str) -> Json:
    # What ingest leaves out of a posted article is null, so its schema is that of what may be read.
    wanted: list[Any] = [(RawArticle, "validation"), (EnrichedArticle, "serialization")]
    _, shapes = models_json_schema(wanted, ref_template=template)
    found: Json = shapes["$defs"]
    for shape in found.values():
        # Who checks an event by a schema of last year lets a field of this year pass.
        shape.pop("additionalProperties", None)
    return found


def _name(topic: str) -> str:
    return topic.partition(".")[2]


def _channel(topic: str) -> Json:
    about, kinds = _CHANNELS[topic]
    return {
        "address": topic,
        "description": f"{about} Kept for {RETENTION_DAYS[topic]} days; a record has at most "
        f"{MAX_RECORD_BYTES[topic]} bytes. The key is the article's id, so its records stay in order.",
        "messages": {kind: {"$ref": f"#/components/messages/{kind}"} for kind in kinds},
        "bindings": {"kafka": {"topic": topic}},
    }


def _operation(topic: str) -> Json:
    about, kinds = _CHANNELS[topic]
    return {
        "action": "send",
        "summary": about,
        "channel": {"$ref": f"#/channels/{_name(topic)}"},
        "messages": [{"$ref": f"#/channels/{_name(topic)}/messages/{kind}"} for kind in kinds],
    }


def _event(kind: str) -> Json:
    """A CloudEvent 1.0 in binary mode: its attributes are headers."""
    model, about = _EVENTS[kind]
    attributes: Json = {
        "ce_specversion": {"const": "1.0"},
        "ce_type": {"const": kind},
        "ce_source": _TEXT,
        "ce_dataschema": {"const": f"/schemas/{kind}/{SCHEMA_VERSION}"},
        "ce_id": _TEXT,
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_subject": {"type": "string", "description": "The article's id."},
        "content-type": {"const": "application/json"},
        "traceparent": {"type": "string", "description": "W3C trace context of the request that it began with."},
    }
    return {
        "name": kind,
        "summary": about,
        "contentType": "application/json",
        "headers": {"type": "object", "properties": attributes, "required": sorted(attributes)},
        "payload": {"$ref": f"#/components/schemas/{model}"},
        "bindings": {"kafka": {"key": {"type": "string", "description": "The article's id."}}},
    }


def _dead() -> Json:
    reasons: Json = {f"__connect.errors.{name}": _TEXT for name in _ERRORS}
    return {
        "name": "article.dead",
        "summary": "A record of articles.raw that could not be enriched, as it came; its headers besides say why.",
        "contentType": "application/octet-stream",
        "headers": {"type": "object", "properties": reasons, "required": sorted(reasons)},
    }

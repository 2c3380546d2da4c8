"""Enriched articles made by hand, and an index with them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from services.api.search.generation import Generation, Positions, Writer
from services.api.search.indexing import Event, apply, behind
from services.api.search.question import Question
from shared.articles import EnrichedArticle
from shared.dates import PartialDate

START = datetime(2026, 1, 1, tzinfo=UTC)
BEGINNING = Positions("topic", {0: 0})


def article_id(number: int) -> str:
    return f"{number:032x}"


def article(number: int, text: str = "Le port a rouvert mardi.", **given: Any) -> dict[str, Any]:
    """An EnrichedArticle as JSON; `published` is a partial date, `names` are entities that stand in the text."""
    date = PartialDate.parse(given.pop("published")) if given.get("published") else None
    published = None
    if date:
        published = {"value": date.value, "precision": date.precision, "evidence": []}
        published |= {"earliest": date.earliest.isoformat(), "latest": date.latest.isoformat()}
    language = given.pop("language", "fr")
    entities = [entity(name, *mentions, text=text) for name, *mentions in given.pop("names", ())]
    entities += given.pop("places", ())
    topics = [{"code": code, "label": "", "score": 1.0} for code in given.pop("topics", ())]
    received_at = (START + timedelta(seconds=number)).isoformat()
    made = {
        "id": article_id(number), "revision": 1, "fingerprint": "", "schema_version": "1.0", "source": None,
        "external_id": None, "url": None, "title": None, "authors": [], "tags": [], "text": text,
        "language": {"code": language, "confidence": 1.0}, "published": published, "entities": entities,
        "keyphrases": [], "topics": topics, "summary": [], "received_at": received_at, "enriched_at": received_at,
        "statistics": dict.fromkeys(("characters", "words", "sentences", "paragraphs", "reading_seconds"), 1),
        "origin": {"topic": "articles.raw", "partition": 0, "offset": number}, "provenance": {},
    } | given  # fmt: skip
    EnrichedArticle.model_validate_json(orjson.dumps(made))
    return made


def entity(name: str, *mentions: str, text: str, **given: Any) -> dict[str, Any]:
    places = [{"start": text.index(mention), "end": text.index(mention) + len(mention)} for mention in mentions]
    return {"name": name, "type": "organization", "salience": 1.0, "mentions": places, "place": None} | given


def place(name: str, country: str | None, latitude: float | None, longitude: float | None, text: str) -> dict[str, Any]:
    where = {"country": country, "geonames_id": None, "latitude": latitude, "longitude": longitude}
    return entity(name, name, text=text, type="place", place=where)


def add(generation: Generation, *articles: dict[str, Any], positions: Positions = BEGINNING) -> None:
    """Put articles into the index in one commit, as the follower does."""
    writer = Writer(generation)
    events = [Event(0, offset, orjson.dumps(each)) for offset, each in enumerate(articles)]
    apply(writer, events, behind(positions, events))
    writer.close()


def found(generation: Generation, **asked: Any) -> set[int]:
    """The numbers of the articles that are found."""
    return set(listed(generation, **asked))


def listed(generation: Generation, **asked: Any) -> list[int]:
    """The numbers of the articles that are found, in their order."""
    return numbers(generation.search(Question(**asked), None, 100).items)


def numbers(items: list[bytes]) -> list[int]:
    return [int(orjson.loads(item)["id"], 16) for item in items]

"""ninjs 3.1, the JSON of the IPTC for news.

Its schema allows no field of another's, and its times are full date-times: what is known less precisely is said in the
note for editors.
"""

from typing import Any

import orjson

from services.api.forms.parts import (
    Article,
    agencies,
    body,
    entered,
    known,
    language,
    published,
    published_second,
    summary,
    topic_uri,
    urn,
)

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
_PLAIN = "text/plain"


def render(article: Article) -> bytes:
    """The article as a ninjs object of type `text`."""
    text, sums_up = body(article), summary(article)
    return orjson.dumps(
        known(
            {
                "standard": _STANDARD,
                "uri": urn(article["id"]),
                "type": "text",
                "representationType": "full",
                "version": str(article["revision"]),
                "versionCreated": entered(article).isoformat(),
                "contentCreated": published_second(article),
                "edNote": _note(article),
                "language": language(article),
                "title": article["title"],
                "by": ", ".join(article["authors"]),
                "headlines": [{"role": "main", "value": article["title"]}] if article["title"] else [],
                "descriptions": [{"role": "summary", "contentType": _PLAIN, "value": sums_up}] if sums_up else [],
                "bodies": [{"role": "main", "contentType": _PLAIN, "charCount": len(text), "value": text}],
                "people": _named(article, "person"),
                "organisations": _named(article, "organization"),
                "places": _named(article, "place"),
                "subjects": _subjects(article),
                "infoSources": _sources(article),
                "altIds": _other_ids(article),
            }
        )
    )


def _note(article: Article) -> str | None:
    when = published(article)
    return f"Published: {when}" if when and not published_second(article) else None


def _named(article: Article, kind: str) -> list[dict[str, Any]]:
    """The entities of one type; only of places it is known where they are."""
    return [_entity(entity) for entity in article["entities"] if entity["type"] == kind]


def _entity(entity: Article) -> dict[str, Any]:
    place = entity["place"] or {}
    where = None
    if place.get("latitude") is not None and place.get("longitude") is not None:
        where = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
    number = place.get("geonames_id")
    uri = f"https://sws.geonames.org/{number}/" if number else None
    return known({"name": entity["name"], "rel": "mentions", "uri": uri, "geoJSON": where})


def _subjects(article: Article) -> list[dict[str, Any]]:
    """Media topics, tags and keyphrases, each with how it is related to the article."""
    topics = [
        {
            "name": topic["label"],
            "rel": "about",
            "uri": topic_uri(topic),
            "creator": "depeche",
            "confidence": _percent(topic["score"]),
        }
        for topic in article["topics"]
    ]
    tags = [{"name": tag, "rel": "tag"} for tag in article["tags"]]
    phrases = [
        {"name": phrase["text"], "rel": "keyphrase", "creator": "depeche", "relevance": _percent(phrase["score"])}
        for phrase in article["keyphrases"]
    ]
    return [*topics, *tags, *phrases]


def _sources(article: Article) -> list[dict[str, str]]:
    publisher = [{"name": article["source"], "role": "publisher"}] if article["source"] else []
    return publisher + [{"name": name, "role": role} for name, role in agencies(article)]


def _other_ids(article: Article) -> list[dict[str, str]]:
    story = article.get("story") or {}
    named = {"url": article["url"], "externalId": article["external_id"], "story": story.get("id")}
    return [{"role": role, "value": value} for role, value in named.items() if value]


def _percent(share: float) -> int:
    return min(max(round(share * 100), 0), 100)

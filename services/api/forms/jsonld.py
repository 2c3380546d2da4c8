"""JSON-LD: a NewsArticle of schema.org, whose dates may be as short as ISO 8601 allows."""

from typing import Any

import orjson

from services.api.forms.parts import Article, agencies, body, known, language, published, segments, summary, urn

# What parts a dateline from the text, and the white space before it.
_DASHES = " \u00a0-–—"
_TYPES = {"person": "Person", "organization": "Organization", "place": "Place", "other": "Thing"}


def render(article: Article) -> bytes:
    """The article with what was found in it: whom it mentions and quotes, and what it is about."""
    datelines = [text for _, text in segments(article, "dateline")]
    story = article.get("story") or {}
    types = {entity["name"]: _TYPES[entity["type"]] for entity in article["entities"]}
    return orjson.dumps(
        known(
            {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "@id": urn(article["id"]),
                "identifier": article["external_id"],
                "url": article["url"],
                "version": article["revision"],
                "headline": article["title"],
                "abstract": summary(article),
                "articleBody": body(article),
                "articleSection": [topic["label"] for topic in article["topics"]],
                "dateline": datelines[0].rstrip(_DASHES) if datelines else None,
                "datePublished": published(article),
                "sdDatePublished": article["enriched_at"],
                "inLanguage": language(article),
                "author": [{"@type": "Person", "name": name} for name in article["authors"]],
                "publisher": _organization(article["source"]),
                "sourceOrganization": _agencies(article, "source"),
                "contributor": _agencies(article, "contributor"),
                "keywords": [*article["tags"], *(phrase["text"] for phrase in article["keyphrases"])],
                "mentions": [_mention(entity) for entity in article["entities"]],
                "hasPart": [_quotation(quote, types) for quote in article.get("quotes", ())],
                "isBasedOn": {"@id": urn(story["parent"])} if story.get("parent") else None,
            }
        )
    )


def _organization(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _agencies(article: Article, role: str) -> list[dict[str, str]]:
    return [{"@type": "NewsMediaOrganization", "name": name} for name, found in agencies(article) if found == role]


def _mention(entity: Article) -> dict[str, Any]:
    title = entity.get("title") if entity["type"] == "person" else None
    return known({"@type": _TYPES[entity["type"]], "name": entity["name"], "jobTitle": title} | _where(entity["place"]))


def _where(place: Article | None) -> dict[str, Any]:
    if place is None:
        return {}
    number, country = place["geonames_id"], place["country"]
    found: dict[str, Any] = {
        "sameAs": f"https://sws.geonames.org/{number}/" if number else None,
        "address": {"@type": "PostalAddress", "addressCountry": country} if country else None,
    }
    if place["latitude"] is not None and place["longitude"] is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place["latitude"], "longitude": place["longitude"]}
    return found


def _quotation(quote: Article, types: dict[str, str]) -> dict[str, Any]:
    """Who speaks is said to be a person or an organisation only where the text tells."""
    speaker = quote["speaker"]
    creator = known({"@type": types.get(speaker["entity"]), "name": speaker["name"]}) if speaker else None
    return known({"@type": "Quotation", "text": quote["text"], "creator": creator})

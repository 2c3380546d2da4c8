"""Articles as the api answers them."""

from typing import Any


def enriched(number: int, **changed: Any) -> dict[str, Any]:
    """The article of this number, whose id it is."""
    text = f"Il pleut pour la {number}e fois."
    return {
        "id": str(number), "revision": 1, "fingerprint": "f", "schema_version": "1.0", "source": "example",
        "external_id": str(number), "url": None, "title": f"Pluie {number}", "authors": [], "tags": [], "text": text,
        "language": {"code": "fr", "confidence": 0.9}, "published": None, "entities": [], "keyphrases": [],
        "topics": [], "summary": [],
        "statistics": {"characters": len(text), "words": 6, "sentences": 1, "paragraphs": 1, "reading_seconds": 2},
        "received_at": "2026-11-25T08:00:00Z", "enriched_at": "2026-11-25T08:00:01Z",
        "origin": {"topic": "articles.raw", "partition": 0, "offset": number}, "provenance": {}, **changed,
    }  # fmt: skip

"""An enrichment that does nothing, so that what surrounds it can be measured and tested alone."""

import functools
from collections.abc import Sequence

from pydantic import ValidationError

from services.enrich.__main__ import main
from services.enrich.pool import Enriched, Failed, Result
from services.enrich.settings import EnrichSettings
from shared import events
from shared.articles import EnrichedArticle, Language, Origin, RawArticle, Statistics
from shared.service import run


def enrich_nothing(values: Sequence[bytes]) -> list[Result]:
    """Decode each record and give it back as an EnrichedArticle in which nothing was found."""
    return [_pass_on(value) for value in values]


def _pass_on(value: bytes) -> Result:
    try:
        raw = RawArticle.model_validate_json(value)
    except ValidationError as error:
        return Failed("decode", "UndecodableError", str(error.errors()[0]["msg"]))
    text = raw.text or raw.html or ""
    article = EnrichedArticle.model_construct(
        **raw.model_dump(include={"id", "fingerprint", "source", "external_id", "url", "title", "authors", "tags"}),
        revision=1,
        text=text,
        language=Language(code="und", confidence=0.0),
        published=None,
        entities=[],
        keyphrases=[],
        topics=[],
        summary=[],
        statistics=Statistics(characters=len(text), words=0, sentences=0, paragraphs=0, reading_seconds=0),
        received_at=raw.received_at,
        enriched_at=events.now(),
        origin=Origin(topic="", partition=0, offset=0),
        provenance={},
    )
    return Enriched(raw.id, raw.fingerprint, article.model_dump_json().encode())


if __name__ == "__main__":
    run("enrich", EnrichSettings, functools.partial(main, work=enrich_nothing, preload="benchmarks.nothing"))

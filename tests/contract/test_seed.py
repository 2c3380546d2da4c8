"""The article that this project began from, read as a whole: every field against what a person finds in it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.enrich.enrichment import enrich
from services.enrich.models import load_models
from shared import events, identity
from shared.articles import EnrichedArticle, RawArticle, Span

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8")
EXPECTED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("seed.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def seed() -> EnrichedArticle:
    raw = RawArticle(id="seed", fingerprint=identity.fingerprint(TEXT), received_at=events.now(), text=TEXT)
    return enrich(raw, load_models())


def words(seed: EnrichedArticle, span: Span) -> str:
    return seed.text[span.start : span.end]


def test_language_and_date(seed: EnrichedArticle) -> None:
    assert seed.language.code == EXPECTED["language"]
    assert seed.published is not None
    [evidence] = seed.published.evidence
    found = {"value": seed.published.value, "precision": seed.published.precision, "origin": evidence.origin}
    assert found == EXPECTED["published"]
    assert seed.text[evidence.start : evidence.end] == "2023-10"


def test_segments(seed: EnrichedArticle) -> None:
    assert [part.kind for part in seed.segments] == [kind for kind, _ in EXPECTED["segments"]]
    for part, (_, expected) in zip(seed.segments, EXPECTED["segments"], strict=True):
        begins, _, ends = expected.partition(" … ")
        assert words(seed, part).strip().startswith(begins)
        assert words(seed, part).strip().endswith(ends)


def test_people_with_their_functions(seed: EnrichedArticle) -> None:
    people = {entity.name: entity for entity in seed.entities if entity.type == "person"}
    found = {
        name: {"title": person.title, "mentions": [words(seed, mention) for mention in person.mentions]}
        for name, person in people.items()
    }
    assert found == EXPECTED["people"]


def test_organizations(seed: EnrichedArticle) -> None:
    found = {entity.name: len(entity.mentions) for entity in seed.entities if entity.type == "organization"}
    assert found == EXPECTED["organizations"]


def test_places(seed: EnrichedArticle) -> None:
    found = {
        entity.name: [entity.place.country if entity.place else None, len(entity.mentions)]
        for entity in seed.entities
        if entity.type == "place"
    }
    assert found == EXPECTED["places"]
    located = [entity for entity in seed.entities if entity.place and entity.place.geonames_id]
    assert {"Varsovie", "Kiev", "Crimée", "Ukraine"} <= {entity.name for entity in located}


def test_nothing_else_is_named(seed: EnrichedArticle) -> None:
    assert [entity.name for entity in seed.entities if entity.type == "other"] == []


def test_quotes_and_who_speaks(seed: EnrichedArticle) -> None:
    assert all(quote.speaker is not None and quote.speaker.entity == quote.speaker.name for quote in seed.quotes)
    found = [
        {"text": quote.text, "speaker": quote.speaker and quote.speaker.name, "verb": quote.verb}
        for quote in seed.quotes
    ]
    assert found == EXPECTED["quotes"]


def test_claims(seed: EnrichedArticle) -> None:
    assert len(seed.claims) == len(EXPECTED["claims"])
    for claim, expected in zip(seed.claims, EXPECTED["claims"], strict=True):
        assert claim.text.startswith(expected["text"])
        assert claim.text.endswith(".")
        assert (claim.hedge.text, claim.attributed_to) == (expected["hedge"], expected["by"])


def test_dates_and_figures(seed: EnrichedArticle) -> None:
    assert [[date.text, date.value] for date in seed.dates] == EXPECTED["dates"]
    assert [[figure.text, figure.value, figure.unit] for figure in seed.figures] == EXPECTED["figures"]
    assert not any(figure.approximate for figure in seed.figures)


def test_agencies_topics_and_summary(seed: EnrichedArticle) -> None:
    assert [[agency.name, agency.role] for agency in seed.agencies] == EXPECTED["agencies"]
    assert [topic.code for topic in seed.topics] == EXPECTED["topics"]
    assert seed.summary[0].text.startswith(EXPECTED["summary_begins"])
    assert len(seed.summary) == 3


def test_every_span_is_what_it_says(seed: EnrichedArticle) -> None:
    spans = [
        *seed.quotes,
        *seed.claims,
        *(claim.hedge for claim in seed.claims),
        *seed.dates,
        *seed.figures,
        *seed.summary,
    ]
    assert all(words(seed, span) == span.text for span in spans)


def test_nothing_comes_out_of_what_is_not_body(seed: EnrichedArticle) -> None:
    body = [part for part in seed.segments if part.kind == "body"]
    mentions = [mention for entity in seed.entities for mention in entity.mentions]
    for span in (*mentions, *seed.quotes, *seed.claims, *seed.dates, *seed.figures, *seed.summary):
        assert any(part.start <= span.start and span.end <= part.end for part in body)

"""The quality of names, in strict F1 on public data; the floors are just below what was measured and only ever rise."""

import importlib.util
from types import ModuleType

import pytest

from services.enrich.naming.entities import find_entities
from tests.models import gazetteer, taggers
from tests.quality.evaluation import evaluation

# Measured: fr .6226, en .6122, pt .602 (spaCy itself: .588 and .579; gazetteers alone: pt .510).
FLOORS = {"fr": 0.62, "en": 0.61, "pt": 0.595}
# From the mentions of the entities, measured: fr .633, en .614, pt .624.
ENTITY_FLOORS = {"fr": 0.63, "en": 0.61, "pt": 0.615}
LABELS = {"person": "PER", "place": "LOC", "organization": "ORG"}


@pytest.fixture(scope="module")
def scores() -> ModuleType:
    """The module that reads the evaluation sets and scores names."""
    file = evaluation() / "score_names.py"
    spec = importlib.util.spec_from_file_location("score_names", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", FLOORS)
def test_names(scores: ModuleType, language: str) -> None:
    documents = scores.sets()[language]
    found = [[(name.start, name.end, name.label) for name in taggers().tag(text, language)] for text, _ in documents]
    assert scores.score(documents, found)["f1"] >= FLOORS[language]


@pytest.mark.parametrize("language", ENTITY_FLOORS)
def test_entities(scores: ModuleType, language: str) -> None:
    documents = scores.sets()[language]
    found = [
        # Of a place inside an organisation's name the gold has the organisation only.
        scores.outermost(
            (mention.start, mention.end, LABELS[entity.type])
            for entity in find_entities(text, taggers().tag(text, language), language, gazetteer())
            for mention in entity.mentions
            if entity.type in LABELS
        )
        for text, _ in documents
    ]
    assert scores.score(documents, found)["f1"] >= ENTITY_FLOORS[language]

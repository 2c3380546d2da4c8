"""The quality of names, in strict F1 on public data; the floors are just below what was measured and only ever rise."""

import importlib.util
from types import ModuleType

import pytest

from tests.models import taggers
from tests.quality.evaluation import evaluation

# Measured: fr .6226, en .6122, pt .5604 (spaCy itself: .588 and .579; gazetteers alone: pt .510).
FLOORS = {"fr": 0.62, "en": 0.61, "pt": 0.555}


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

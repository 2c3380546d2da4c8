"""How well articles are read, on the gold set. The floors are just below what was measured, and only ever rise.

The first half was there while the steps were written and improved; the second was written by somebody who had not seen
them, and no step was changed because of it: it is the honest one.
"""

import pytest

from services.enrich.models import Models, load_models
from tests.quality import gold
from tests.quality.scores import Scores, read
from tests.quality.table import rows

FLOORS: dict[str, dict[str, float]] = {"first": {}, "second": {}}
_ACCURACIES = ("publication date", "speakers", "speakers at .9 and more", "topics, top two")


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


@pytest.mark.parametrize("half", FLOORS)
def test_reading(half: str, models: Models) -> None:
    scores = Scores()
    for file in gold.files():
        if file.parent.name == half:
            article = gold.load(file)
            scores.add(article, read(article, models))
    found = {name: score.accuracy if name in _ACCURACIES else score.f1 for name, score in scores.by_name.items()}
    found["stories, pairs"] = scores.stories().f1
    rows.extend((half, name, value, FLOORS[half].get(name)) for name, value in found.items())
    low = {name: round(value, 3) for name, value in found.items() if value < FLOORS[half].get(name, 0.0)}
    assert not low, f"below the floor: {low}"

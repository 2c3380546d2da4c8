"""How well articles are read, on the gold set.

The steps were improved with all parts but the fourth. That was written and read again by authors who had seen no code,
and nobody who works on the steps has looked into it, but for the form of its quotes: it is the honest one.
"""

import re
from pathlib import Path

import pytest

from services.enrich.models import load_models
from tests.quality.reading import FLOORS, PASSAGE_FLOORS, UNSEEN, measure, measure_passages
from tests.quality.table import rows

PAGE = Path(__file__).parents[2] / "docs" / "enrichment.md"


@pytest.mark.parametrize("part", FLOORS)
def test_reading(part: str) -> None:
    found = measure(part, load_models())
    rows.extend((part, name, value, FLOORS[part].get(name)) for name, value in found.items())
    assert set(found) == set(FLOORS[part])
    low = {name: round(value, 3) for name, value in found.items() if value < FLOORS[part][name]}
    assert not low, f"below the floor: {low}"


@pytest.mark.parametrize("subject", PASSAGE_FLOORS)
def test_passages(subject: str) -> None:
    found = measure_passages(subject, load_models())
    rows.extend((subject, name, value, PASSAGE_FLOORS[subject].get(name)) for name, value in found.items())
    low = {name: round(value, 3) for name, value in found.items() if value < PASSAGE_FLOORS[subject][name]}
    assert not low, f"below the floor: {low}"


def test_the_page_shows_these_floors() -> None:
    shown = re.findall(r"^\| (\w.*?) \| .* \| (\d\.\d+) \| .* \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name: float(floor) for name, floor in shown} == FLOORS[UNSEEN], "run `make quality`"

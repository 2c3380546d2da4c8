"""How well articles are read, on the gold set.

The first part was there while the steps were improved; the second was written by somebody who had not seen them, and no
step was changed because of it: it is the honest one.
"""

import re
from pathlib import Path

import pytest

from services.enrich.models import load_models
from tests.quality.reading import FLOORS, measure
from tests.quality.table import rows

PAGE = Path(__file__).parents[2] / "docs" / "enrichment.md"


@pytest.mark.parametrize("half", FLOORS)
def test_reading(half: str) -> None:
    found = measure(half, load_models())
    rows.extend((half, name, value, FLOORS[half].get(name)) for name, value in found.items())
    assert set(found) == set(FLOORS[half])
    low = {name: round(value, 3) for name, value in found.items() if value < FLOORS[half][name]}
    assert not low, f"below the floor: {low}"


def test_the_page_shows_these_floors() -> None:
    shown = re.findall(r"^\| (\w.*?) \| .* \| (\d\.\d+) \| .* \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name: float(floor) for name, floor in shown} == FLOORS["second"], "run `make quality`"

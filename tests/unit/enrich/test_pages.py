"""Whole pages of invented newsrooms, line by line: `pages.yaml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.enrich.layout import segments
from tests.models import gazetteer

PAGES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "pages.yaml").read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=[f"{page['language']} {page['title']}" for page in PAGES])
def test_each_line_of_a_page_is_what_an_editor_says(page: dict[str, Any]) -> None:
    marked = [line.partition("|") for line in page["lines"].strip().split("\n")]
    wanted = [(kinds.strip(), line.strip().replace(" ‖ ", " ")) for kinds, _, line in marked]
    text = "\n".join(line for _, line in wanted)
    parts = segments.split(text, page["language"], gazetteer(), page["title"])
    kind_at = [part.kind for part in parts for _ in range(part.start, part.end)]
    found, start = [], 0
    for _, line in wanted:
        found.append(("+".join(dict.fromkeys(kind_at[start : start + len(line)])), line))
        start += len(line) + 1
    assert [each for each in found if each[1]] == [each for each in wanted if each[1]]

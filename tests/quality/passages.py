"""Passages: what newsrooms print around a text, who speaks, who and what is named, and what it is about.

Written and marked by people who had seen no code; the steps were improved with them. They are shorter than the articles
of the gold set and marked for one subject only: `segments`, `speech` (where all that is named is called a person, as
only who speaks matters), `names` or `topics`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tests.quality.gold import Article

# What a passage does not say. The time is that of nothing: no passage is read for its dates.
_UNSAID: dict[str, Any] = {
    "received_at": datetime(2024, 3, 13, tzinfo=UTC), "title": None, "given": None, "url": None, "story": "none",
    "html": False,
    "segments": [], "published": None, "dates": [], "entities": [], "quotes": [], "claims": [], "figures": [],
    "agencies": [], "topics": ["medtop:11000000"],
}  # fmt: skip


def load(subject: str) -> Iterator[Article]:
    """The passages of a subject, each as an article in which nothing else is marked."""
    file = Path(__file__).parent / "passages" / f"{subject}.yaml"
    for passage in yaml.safe_load(file.read_text(encoding="utf-8")):
        yield Article.model_validate(_UNSAID | passage)

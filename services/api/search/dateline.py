"""Where an article was written, as its dateline prints it: `KIEV/MOSCOU, 12 mars (AFP) –`."""

import re
from collections.abc import Iterator
from typing import Any

from shared import agencies

_BRACKETED = re.compile(r"\(([^()]*)\)")
# What ends the name of a place: what it lies in, the day, and what parts it from an agency or from the text.
_BEHIND = re.compile(r"[,:\d]|(?<!\w)[-–—_]+|[-–—_]+(?!\w)")
_EDGES = " \t\n\u00a0."


def places(article: dict[str, Any]) -> Iterator[str]:
    """The names in its datelines, without the country, the day and the agency."""
    for part in article.get("segments", ()):
        if part["kind"] == "dateline":
            printed = article["text"][part["start"] : part["end"]]
            yield from filter(None, (name.strip(_EDGES) for name in _first(printed)))


def _first(dateline: str) -> list[str]:
    """What stands first and is no agency; of several towns each."""
    bare = _BRACKETED.sub(" ", dateline)
    # As in Quebec: "(Montréal) Le taux …".
    named = bare if any(map(str.isalpha, bare)) else _BRACKETED.sub(r"\1", dateline)
    parts = (part.strip(_EDGES) for part in _BEHIND.split(named))
    return next((part for part in parts if part and not _is_agency(part)), "").split("/")


def _is_agency(name: str) -> bool:
    return name in agencies.others() or agencies.in_full(name) != name

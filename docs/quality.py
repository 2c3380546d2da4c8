"""The table of quality in docs/enrichment.md: `python -m docs.quality` (or `make quality`) measures and writes it."""

import re
import sys
from pathlib import Path

from services.enrich.models import load_models
from tests.quality.reading import ASKED, FLOORS, measure

PAGE = Path(__file__).with_name("enrichment.md")


def table() -> str:
    """What was measured on both parts of the gold set, in Markdown."""
    first, second = (measure(half, load_models()) for half in ("first", "second"))
    lines = ["| | first part | second part | its floor | asked for |", "|---|---|---|---|---|"]
    for name, value in second.items():
        floor = FLOORS["second"].get(name, 0.0)
        lines.append(f"| {name} | {first[name]:.3f} | {value:.3f} | {floor} | {ASKED.get(name, '')} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    place = re.compile(r"(<!-- quality -->\n).*?(<!-- /quality -->)", re.DOTALL)
    written = table()
    PAGE.write_text(place.sub(lambda match: match[1] + written + match[2], page), encoding="utf-8")
    sys.stdout.write(written)


if __name__ == "__main__":
    main()

"""The table of quality in docs/enrichment.md: `python -m docs.quality` (or `make quality`) measures and writes it."""

import re
import sys
from pathlib import Path

from services.enrich.models import load_models
from tests.quality.reading import ASKED, FLOORS, UNSEEN, measure

PAGE = Path(__file__).with_name("enrichment.md")


def table() -> str:
    """What was measured on each part of the gold set, in Markdown, with the floors of the unseen one."""
    measured = {part: measure(part, load_models()) for part in FLOORS}
    lines = [
        f"| | {' | '.join(f'{part} part' for part in FLOORS)} | floor of the {UNSEEN} | asked for |",
        "|---" * (len(FLOORS) + 3) + "|",
    ]
    for name, floor in FLOORS[UNSEEN].items():
        values = " | ".join(f"{measured[part][name]:.3f}" for part in FLOORS)
        lines.append(f"| {name} | {values} | {floor} | {ASKED.get(name, '')} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    place = re.compile(r"(<!-- quality -->\n).*?(<!-- /quality -->)", re.DOTALL)
    written = table()
    PAGE.write_text(place.sub(lambda match: match[1] + written + match[2], page), encoding="utf-8")
    sys.stdout.write(written)


if __name__ == "__main__":
    main()

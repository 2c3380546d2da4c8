"""What is in memory before worker processes are forked, and what never is in the service's own process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

_READ_AFTERWARDS = """
import sys
from services.enrich import preload
from services.enrich.work import enrich_records
from shared import events
from shared.articles import RawArticle

read = []
sys.addaudithook(lambda event, found: read.append(str(found[0])) if event == "open" else None)
texts = (
    "PARIS, 12 mars (AFP) - Quelque 31 drones ont été abattus mardi, selon le ministère de la Défense. "
    "« Nous continuons », a déclaré Rob Bauer, chef du Comité militaire, à 300 journalistes.",
    "LONDON, March 12 (Reuters) - Some 31 drones were shot down on Tuesday, the Ministry of Defence said. "
    "“We go on,” Rob Bauer, chair of the Military Committee, allegedly told 300 reporters.",
)
articles = [RawArticle(text=text, id="a", fingerprint="f", received_at=events.now()) for text in texts]
enrich_records([article.model_dump_json(exclude_none=True).encode() for article in articles])
print(*read, sep="\\n")
"""


def printed(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_no_process_reads_the_tables_of_french_and_english_for_itself() -> None:
    """They take a second and 40 MiB each: all share those of the server that they are forked from."""
    assert not [path for path in printed(_READ_AFTERWARDS) if "services/enrich" in path]


def test_the_process_of_the_event_loop_imports_nothing_that_enriches() -> None:
    code = "import sys, services.enrich.__main__; print(*{name.partition('.')[0] for name in sys.modules})"
    assert "spacy" not in printed(code)

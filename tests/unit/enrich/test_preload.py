"""What is in memory before worker processes are forked, and what never is in the service's own process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

_IMPORTED_AFTERWARDS = """
import sys
from services.enrich import preload
from services.enrich.work import enrich_records

imported = []
sys.addaudithook(lambda event, found: imported.append(found[0]) if event == "import" else None)
enrich_records(())
print(*imported)
"""


def printed(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_no_process_imports_what_enriches_for_itself() -> None:
    """It takes .6 s and 19 MiB: all share that of the server that they are forked from."""
    assert not [name for name in printed(_IMPORTED_AFTERWARDS) if name.startswith("services.")]


def test_the_process_of_the_event_loop_imports_nothing_that_enriches() -> None:
    code = "import sys, services.enrich.__main__; print(*{name.partition('.')[0] for name in sys.modules})"
    assert "spacy" not in printed(code)

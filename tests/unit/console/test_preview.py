"""`depeche preview` needs no server, stores nothing, and says in one line what it can't read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from console import marked

ROOT = Path(__file__).parents[3]
SEED = ROOT / "seeds" / "000_3242eda2df0c20cf.txt"


def preview(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "console", "preview", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, cwd=ROOT)


def test_the_first_article() -> None:
    done = preview(str(SEED))
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert "2023-10 (to the month, stamp: “2023-10”)" in shown
    assert "Rob Bauer (chef du Comité militaire de l’OTAN, ×4)" in " ".join(shown.replace("│", " ").split())
    assert "Bauer a exhorté" in shown, "all of the text is there"


def test_a_page_from_standard_input_as_json() -> None:
    page = b"<html><body><article><h1>Port</h1><p>Le port de Marseille a rouvert mardi matin.</p></article></body>"
    article = json.loads(preview("-", "--html", "--json", "--published-at", "2024-03-12", given=page).stdout)
    assert article["published"]["value"] == "2024-03-12"
    assert "<p>" not in article["text"]


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (("nowhere.txt",), b"", b"depeche: nowhere.txt can't be read: No such file or directory.\n"),
        (("-",), b"caf\xe9", b"depeche: - is not UTF-8: see byte 3.\n"),
        (("-",), b"  ", b"depeche: text: is empty or only white space.\n"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(arguments: tuple[str, ...], given: bytes, said: bytes) -> None:
    done = preview(*arguments, given=given)
    assert (done.returncode, done.stderr) == (1, said)


def test_what_is_not_body_says_what_it_is() -> None:
    text = "LIRE AUSSI\n31 drones."
    segments = [{"kind": "promo", "start": 0, "end": 11}, {"kind": "body", "start": 11, "end": 21}]
    figures = [{"text": "31 drones", "start": 11, "end": 20}]
    article = {"text": text, "segments": segments, "entities": [], "figures": figures}
    shown = marked.parts(article)
    assert [part.plain for part in shown] == ["[promo] LIRE AUSSI", "31 drones."]
    assert [(span.start, span.end, span.style) for span in shown[1].spans] == [(0, 9, "bold yellow")]

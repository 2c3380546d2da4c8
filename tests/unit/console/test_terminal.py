"""Nothing that an article holds can do anything to a terminal, and spans stay where they are."""

from pathlib import Path

import pytest

from console.terminal import harmless, program


def test_control_characters_are_replaced_one_for_one() -> None:
    text = "a\x1b[31m\x07\r\x9b\u202eé\n\tb"
    assert harmless(text) == "a\ufffd[31m\ufffd\ufffd\ufffd\ufffdé\n\tb"
    assert len(harmless(text)) == len(text)


def test_what_writers_use_stays() -> None:
    text = "«\u00a0Nous reprenons\u202f», l\u2019été\u00ad 👩\u200d🚒"
    assert harmless(text) == text


def test_all_of_an_article() -> None:
    assert harmless({"a": ["\x1b"], "b": {"c": "\x1b"}, "d": 1, "e": None}) == {
        "a": ["\ufffd"], "b": {"c": "\ufffd"}, "d": 1, "e": None,
    }  # fmt: skip


def test_it_says_how_it_is_called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = tmp_path / "depeche"
    found.touch(mode=0o755)
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setattr("sys.argv", [str(found)])
    monkeypatch.setenv("PATH", "/nowhere")
    assert program() == f"{tmp_path.name}/depeche"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == "depeche"
    monkeypatch.setattr("sys.argv", ["/x/console/__main__.py"])
    assert program().endswith(" -m console")

"""What differs between two revisions."""

import time
from typing import Any

import pytest

from shared import changes

FIRST = "Le ministère a déclaré que 31 drones avaient été abattus. La mer était calme. Le maire a parlé lundi."


def article(
    text: str, *figures: str, segments: list[dict[str, Any]] | None = None, title: str | None = None
) -> dict[str, Any]:
    found, at = [], 0
    for figure in figures:
        at = text.index(figure, at)
        found.append({"text": figure, "start": at, "end": at + len(figure)})
    return {"text": text, "language": {"code": "fr"}, "figures": found, "segments": segments or [], "title": title}


def said(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind, change.before, change.after) for change in changes.between(before, after)]


def test_a_corrected_figure() -> None:
    after = article(FIRST.replace("31", "33"), "33 drones")
    assert said(article(FIRST, "31 drones"), after) == [("figure", "31 drones", "33 drones")]


def test_a_figure_in_a_sentence_that_changed_as_well() -> None:
    after = article(FIRST.replace("31 drones avaient été abattus", "33 drones ont été abattus"), "33 drones")
    [changed, figure] = said(article(FIRST, "31 drones"), after)
    assert changed[0] == "changed"
    assert figure == ("figure", "31 drones", "33 drones")


def test_sentences_that_came_and_went() -> None:
    after = article(FIRST.replace("La mer était calme.", "Une enquête est ouverte."))
    assert said(article(FIRST), after) == [
        ("added", None, "Une enquête est ouverte."),
        ("removed", "La mer était calme.", None),
    ]


def test_the_headline_comes_first() -> None:
    after = article(FIRST + " C’est fini.", title="31 drones abattus")
    assert said(article(FIRST, title="Des drones abattus"), after) == [
        ("title", "Des drones abattus", "31 drones abattus"),
        ("added", None, "C’est fini."),
    ]
    assert said(article(FIRST), article(FIRST, title="Des drones")) == [("title", None, "Des drones")]


def test_a_sentence_that_moved_did_not_change() -> None:
    moved = "La mer était calme. " + FIRST.replace(" La mer était calme.", "")
    assert said(article(FIRST), article(moved)) == []


def test_what_is_not_body_does_not_count() -> None:
    promo = "LIRE AUSSI\n"
    segments = [{"kind": "promo", "start": 0, "end": len(promo)}]
    segments.append({"kind": "body", "start": len(promo), "end": len(promo) + len(FIRST)})
    assert said(article(FIRST), article(promo + FIRST, segments=segments)) == []


def test_a_revision_that_was_stored_before_there_were_figures() -> None:
    before = {"text": FIRST, "language": {"code": "fr"}, "title": None}
    assert said(before, article(FIRST + " C’est fini.")) == [("added", None, "C’est fini.")]


@pytest.mark.parametrize("sentence", ["Un {} mot. ", "Le même. "])
def test_long_texts_take_bounded_time_and_room(sentence: str) -> None:
    before, after = (
        article("".join(sentence.format(i) for i in range(start, start + 50_000))) for start in (0, 90_000)
    )
    started = time.monotonic()
    found = changes.between(before, after)
    assert time.monotonic() - started < 20
    assert sum(len(change.before or "") + len(change.after or "") for change in found) <= 40_000

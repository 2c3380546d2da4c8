"""Headings amid a text, which are short lines over running text, and headlines of something else, in capitals."""

import re
from collections.abc import Sequence

from services.enrich.layout import credits, promos
from services.enrich.layout.cues import Cues
from services.enrich.layout.lines import Kinds, Line, parted

_LONGEST_HEADING, _MOST_WORDS = 90, 14
# A line of capitals of so many words heads what follows, a longer one is the headline of something else.
_SHORT_CAPITALS = 5
_DASHED = re.compile(r"([-–—*]+) [^-–—*]+ \1")
_NO_HEADING = re.compile(r"[-–—•*·]|.*[.,;:!…]$")
_BRACKETED = re.compile(r"[(\[].*[)\]]")
_QUOTED = re.compile(r"[«\"“„»‘'].*[»\"”“«’'][.!?]?|.*[.!…]")
_WHOLLY_QUOTED = re.compile(r"[«\"“„»‘'][^«»\"“”„]*[»\"”“«’']")


def find(page: Sequence[Line], first: int, last: int, kinds: Kinds, cues: Cues) -> None:
    """Gives the headings between two lines their kinds, and the headlines in capitals that are none."""
    shouted = sum(len(line.text) for line in page if line.is_capitals)
    loud = shouted > sum(len(line.text) for line in page) / 2
    plain = [number for number in range(first, min(last + 1, len(page))) if number not in kinds]
    questions: list[int] = []
    is_parted = parted(page)
    for before, number, after in zip([None, *plain], plain, [*plain[1:], None], strict=False):
        line = page[number]
        closed = before is None or before < number - 1 or page[before].is_closed or line.apart
        if number == first or (line.is_running and not line.is_capitals and line.text[-1] != "?") or not closed:
            continue
        if line.is_capitals and (loud or line.text[-1] in ":." or _BRACKETED.fullmatch(line.text)):
            continue
        if line.is_capitals and len(line.text.split()) > _SHORT_CAPITALS:
            if not _is_said(line):
                kinds[number] = "heading" if line.text[0] in '«"“„' else "promo"
            continue
        is_list = after is not None and promos.is_item(page[after])
        if promos.is_item(line) and (is_list or (before is not None and promos.is_item(page[before]))):
            continue
        over = after is not None and (
            is_list or (page[after].is_running and (is_parted(after - 1) or _is_glued(page, after)))
        )
        below = before is not None and (page[before].is_running or page[before].is_text or promos.is_item(page[before]))
        if _is_spoken(line):
            continue
        if is_list and any(map(str.isdigit, line.text)):
            continue
        if over and (line.is_capitals or (below and _may_head(line))) and not credits.is_caption(line, cues):
            if line.text[-1] == "?" and not is_list and not promos.is_item(line) and not line.is_capitals:
                questions.append(number)
            else:
                kinds[number] = "heading"
    others = sum(kinds.get(number) == "heading" for number in plain)
    if others >= len(questions) or (len(questions) > 1 and not _is_interview(page, questions, cues)):
        kinds |= dict.fromkeys(questions, "heading")


def _is_glued(page: Sequence[Line], number: int) -> bool:
    """Whether a paragraph has a few words of its own line right above it, and that a blank line."""
    line, above = page[number], page[number - 1]
    return above.apart and len(above.text.split()) <= _SHORT_CAPITALS and line.text[0].isupper()


def _is_interview(page: Sequence[Line], questions: Sequence[int], cues: Cues) -> bool:
    """Whether somebody is asked: "you" in the questions, "I" or quotation marks in the answers."""
    asked = (page[number] for question in questions for number in (question, question + 1))
    return any(line.search(cues.persons) is not None or line.text[0] in '«„“"—–-»' for line in asked)


def _is_spoken(line: Line) -> bool:
    """Whether a line is a turn of a transcript, `PRESENTER: Good morning`, or a question behind another sentence."""
    label, colon, words = line.text.partition(": ")
    turn = bool(colon) and label.isupper() and not words.isupper()
    return turn or (line.text[-1] == "?" and line.sentence(0)[1] < len(line.text))


def _is_said(line: Line) -> bool:
    """Whether capitals are loud words, as on a placard: between quotation marks, or a sentence, or a question."""
    return _QUOTED.fullmatch(line.text) is not None or line.text[-1] == "?"


def _may_head(line: Line) -> bool:
    return (
        any(map(str.isalpha, line.text))
        and len(line.text) <= _LONGEST_HEADING
        and len(line.text.split()) <= _MOST_WORDS
        and (not line.text[0].islower())
        and _BRACKETED.fullmatch(line.text) is None
        and (
            _WHOLLY_QUOTED.fullmatch(line.text) is not None
            or _DASHED.fullmatch(line.text) is not None
            or _NO_HEADING.match(line.text) is None
        )
    )

"""What each stretch of a text is there for: what the article says, or what stands around that.

Each line is read by its own cues first (`credits`, `promos`), then the block above the text (`top`) and the one below
it (`tail`), with what stands beside each line, then the headings and links amid the text. In doubt it is body; and a
text that would be left without any keeps its longest stretch.
"""

import itertools
import re
from collections.abc import Iterable, Sequence

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.layout import credits, furniture, headings, lines, promos, tail, top
from services.enrich.layout.cues import Cues, cues
from services.enrich.layout.lines import Kind, Kinds, Line, Mark
from shared.articles import Segment

VERSION = "12"
# So many lines at the end may be those where staff and bare agencies are named.
_LAST_LINES = 4
# A day, a month and a year.
_DATE = 4
_REST, _SPACE = re.compile(r"[\s.,;|·)\]–—-]*"), re.compile(r"\s*")


def split(text: str, language: str, gazetteer: Gazetteer | None = None, title: str | None = None) -> list[Segment]:
    """The segments of a text, in order, covering all of it; white space belongs to the segment before it.

    White space at the very beginning belongs to the first. None is empty, and only a text without a character has none.
    Without a gazetteer a place and a dash alone are no dateline. The `title` tells which line above the text is it.
    """
    marks = _marks(lines.read(text), cues(language), gazetteer, title)
    return _cover(text, _leave_body(text, _join(text, _apart(sorted(marks)))))


def heading_of(text: str, segments: Sequence[Segment]) -> str | None:
    """The heading above the body."""
    above = itertools.takewhile(lambda segment: segment.kind != "body", segments)
    return next((text[part.start : part.end].strip() for part in above if part.kind == "heading"), None)


def _marks(page: Sequence[Line], words: Cues, gazetteer: Gazetteer | None, title: str | None) -> list[Mark]:
    """What is no body."""
    late_from = _late_from(page, words)
    kinds = _by_cues(page, words, late_from)
    marks, first = top.read(page, kinds, words, gazetteer, title)
    last = tail.read(page, first, kinds, words)
    promos.blocks(page, first, last, kinds, words)
    _drop_chronicle(page, kinds)
    furniture.find(page, kinds, words)
    headings.find(page, first, last, kinds, words)
    for number, line in enumerate(page):
        if number in kinds:
            marks.append(Mark(line.start, line.end, kinds[number]))
            continue
        late = number >= min(late_from, last - 1)
        marks += [Mark(line.start + a, line.start + b, "credit") for a, b in credits.within(line, words, late)]
        marks += [Mark(line.start + a, line.start + b, "promo") for a, b in promos.within(line, words)]
    return marks


def _drop_chronicle(page: Sequence[Line], kinds: Kinds) -> None:
    """Dates in turn with text are no stamps: they say when what follows came about."""
    dates = [
        number
        for number, kind in kinds.items()
        if kind == "stamp" and page[number].text[0].isalnum() and len(page[number].text.split()) <= _DATE
        and {number - 1, number + 1}.isdisjoint(kinds) and 0 < number < len(page) - 1 and page[number + 1].is_text
    ]  # fmt: skip
    if len(dates) > 1:
        for number in dates:
            del kinds[number]


def _late_from(page: Sequence[Line], words: Cues) -> int:
    """The number of the first of the last lines that are no promotion."""
    number, left = len(page), _LAST_LINES
    while number > 1 and left > 0:
        number -= 1
        left -= not promos.is_promo(page[number], words)
    return min(max(1, number), len(page) - 1)


def _by_cues(page: Sequence[Line], words: Cues, late_from: int) -> Kinds:
    """The lines that are promotions or credits by their own words."""
    kinds: Kinds = {}
    for number, line in enumerate(page):
        if credits.is_credit(line, words, number >= late_from):
            kinds[number] = "credit"
        elif promos.is_promo(line, words):
            kinds[number] = "promo"
    return kinds


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Without those that reach into one before them."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.end > mark.start and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept


def _join(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Lines of one kind that follow each other are one."""
    whole: list[Mark] = []
    for mark in marks:
        if whole and whole[-1].kind == mark.kind and _end(_REST, text, whole[-1].end) >= mark.start:
            whole[-1] = Mark(whole[-1].start, mark.end, mark.kind)
        else:
            whole.append(mark)
    return whole


def _leave_body(text: str, marks: list[Mark]) -> list[Mark]:
    """Without the longest, if there would be no body but for it."""
    ends = [0, *(mark.end for mark in marks)]
    starts = [*(mark.start for mark in marks), len(text)]
    if not marks or any(any(map(str.isalnum, text[a:b])) for a, b in zip(ends, starts, strict=True)):
        return marks
    longest = max(marks, key=lambda mark: mark.end - mark.start)
    return [mark for mark in marks if mark is not longest]


def _cover(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """The marks with what is between them as body; what is no word between two belongs to the one before."""
    parts: list[tuple[int, Kind]] = []
    position = 0
    for mark in [*marks, Mark(len(text), len(text), "body")]:
        if _end(_REST if parts else _SPACE, text, position) < mark.start:
            parts.append((_end(_SPACE, text, position) if parts else 0, "body"))
        if mark.end > mark.start:
            parts.append((mark.start if parts else 0, mark.kind))
        position = mark.end
    if not parts:
        parts = [(0, "body")] if text else []
    ends = [*(start for start, _ in parts[1:]), len(text)][: len(parts)]
    return [Segment(kind=kind, start=start, end=end) for (start, kind), end in zip(parts, ends, strict=True)]


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position

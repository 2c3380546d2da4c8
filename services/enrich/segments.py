"""What each stretch of a text is there for: what the article says, or what stands around that.

Lines are read from the top (`top`), then each by itself (`promos`, `credits`), then by what is around them: a heading
is a short line over running text, a line in capitals amid running text is the headline of another article. In doubt
it is body; and a text that would be left without any keeps its longest stretch.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from services.enrich import credits, lines, promos, top
from services.enrich.cues import Cues, cues
from services.enrich.lines import Line
from services.enrich.places import Gazetteer
from shared.articles import Segment

VERSION = "4"
Kind = Literal["stamp", "dateline", "byline", "heading", "body", "promo", "credit"]

# What may be above a text, and what may be below it.
_TOP_LINES, _LAST_LINES, _MOST_TITLES = 8, 4, 3
_LONGEST_TITLE, _LONGEST_HEADING, _MOST_WORDS = 140, 90, 14
# A line of capitals of so many words heads what follows, a longer one is the headline of something else.
_SHORT_CAPITALS = 5
_DASHED = re.compile(r"([-–—*]+) [^-–—*]+ \1")
_NO_HEADING = re.compile(r"[-–—•*·]|.*[.,;:!…]$")
_ITEM = re.compile(r"[-–—•*·▪‣]\s|\d{1,2}[.)]\s")
# So many words at most has the heading after a block of links, at most half as many as each of them.
_SHORT_HEADING = 5
_WHOLLY_QUOTED = re.compile(r"[«\"“„][^«»\"“”„]*[»\"”“]")
_REST, _SPACE = re.compile(r"[\s.,;|·)\]–—-]*"), re.compile(r"\s*")


class Mark(NamedTuple):
    """A stretch that is no body."""

    start: int
    end: int
    kind: Kind


def split(text: str, language: str, gazetteer: Gazetteer | None = None) -> list[Segment]:
    """The segments of a text, in order, covering all of it; white space belongs to the segment before it.

    White space at the very beginning belongs to the first. None is empty, and only a text without a character has none.
    Without a gazetteer a place and a dash alone are no dateline.
    """
    marks, joined = _marks(lines.read(text), cues(language), language, gazetteer)
    return _cover(text, _leave_body(text, _join(text, _apart(sorted(marks)), joined)))


def _marks(
    page: Sequence[Line], words: Cues, language: str, gazetteer: Gazetteer | None
) -> tuple[list[Mark], set[int]]:
    """What is no body, and where what is a promotion goes on with the one before it."""
    late_from = _late_from(page, words)
    kinds, joined = _whole_lines(page, words, language, late_from)
    marks, first = _top(page, kinds, words, language, gazetteer)
    joined |= {number for number in range(1, first) if not page[number].apart and kinds.get(number) != "credit"}
    _headings(page, kinds, first)
    for number in range(first, len(page)):
        line, late = page[number], number >= late_from
        kind = kinds.get(number) or (_at_the_end(page, number, words, language) if late else None)
        if kind is not None:
            marks.append(Mark(line.start, line.end, kind))
            continue
        marks += [
            Mark(line.start + a, line.start + b, "credit") for a, b in credits.within(line, words, language, late)
        ]
        marks += [Mark(line.start + a, line.start + b, "promo") for a, b in promos.within(line, words)]
    return marks, {page[number].start for number in joined}


def _late_from(page: Sequence[Line], words: Cues) -> int:
    """The number of the first of the last lines that are no promotion."""
    number, left = len(page), _LAST_LINES
    while number > 1 and left > 0:
        number -= 1
        left -= not promos.is_promo(page[number], words)
    return min(max(1, number), len(page) - 1)


def _at_the_end(page: Sequence[Line], number: int, words: Cues, language: str) -> Kind | None:
    """An author or a stamp below the text; a name alone is one on the last line."""
    line = page[number]
    if line.is_closed:
        return None
    last = number == len(page) - 1 and page[number - 1].is_closed and top.is_name(line.text.strip("()"))
    if last or top.byline_end(line, 0, words, language) == len(line.text):
        return "byline"
    dated = line.search(words.published) or line.search(words.updated)
    return "stamp" if dated and top.stamp_end(line, 0, words, language) == len(line.text) else None


def _whole_lines(page: Sequence[Line], words: Cues, language: str, late_from: int) -> tuple[dict[int, Kind], set[int]]:
    """The lines that are promotions or credits as a whole, by their numbers; and the links that are of one block."""
    kinds: dict[int, Kind] = {}
    for number, line in enumerate(page):
        if credits.is_credit(line, words, language, number >= late_from):
            kinds[number] = "credit"
        elif promos.is_promo(line, words):
            kinds[number] = "promo"
    joined: set[int] = set()
    for number in [number for number, kind in kinds.items() if kind == "promo"]:
        links = _links(page, number, kinds, alone=promos.opens_links(page[number], words))
        kinds |= dict.fromkeys(links, "promo")
        joined |= set(links)
        if not page[number].apart or (number and promos.names_links(page[number], words)):
            joined.add(number)
    return kinds, joined


def _links(page: Sequence[Line], number: int, kinds: dict[int, Kind], *, alone: bool) -> Sequence[int]:
    """The lines after a cue that are links too: all titles if the cue is alone on its line, else those of a list.

    They end at a blank line if none was before the first, and before a heading.
    """
    after = number + 1
    while after < len(page) and kinds.get(after) is None:
        if not (promos.is_link(page[after]) if alone else promos.is_marked_link(page[after])):
            break
        if page[after].apart and not page[number + 1].apart:
            break
        after += 1
    sizes = [len(line.text.split()) for line in page[number + 1 : after]]
    over = after < len(page) and page[after].is_running
    if over and len(sizes) > 1 and sizes[-1] <= _SHORT_HEADING and 2 * sizes[-1] <= min(sizes[:-1]):
        after -= 1
    return range(number + 1, after)


def _top(
    page: Sequence[Line], kinds: dict[int, Kind], words: Cues, language: str, gazetteer: Gazetteer | None
) -> tuple[list[Mark], int]:
    """What is above the text, and the number of the line that the text begins with."""
    marks: list[Mark] = []
    titles = _titles(page, kinds, words, language)
    for number, line in enumerate(page[:_TOP_LINES]):
        at = 0
        while at < len(line.text):
            kind, end = _part_of_top(line, at, words, language)
            if end is None:
                break
            marks.append(Mark(line.start + at, line.start + end, kind))
            at = end + len(line.text[end:]) - len(line.text[end:].lstrip(" \u00a0|·•,;/–—-"))
        if at >= len(line.text):
            continue
        if at == 0 and number in kinds:
            beside = not line.apart and marks and marks[-1].kind == "stamp" and promos.is_count(line.text, words)
            marks.append(Mark(line.start, line.end, "stamp" if beside else kinds[number]))
            continue
        end = top.dateline_end(line, at, language, gazetteer)
        if at == 0 and number in titles and end != len(line.text):
            marks.append(Mark(line.start, line.end, "heading"))
        else:
            if end is not None:
                marks.append(Mark(line.start + at, line.start + end, "dateline"))
                number += end == len(line.text)
            return marks, number
    return marks, min(_TOP_LINES, len(page))


def _part_of_top(line: Line, at: int, words: Cues, language: str) -> tuple[Kind, int | None]:
    if (end := top.stamp_end(line, at, words, language)) is not None:
        return "stamp", end
    return "byline", top.byline_end(line, at, words, language)


def _titles(page: Sequence[Line], kinds: dict[int, Kind], words: Cues, language: str) -> set[int]:
    """Lines at the top that may be titles: there is running text below them."""
    above = next((i for i, line in enumerate(page) if i not in kinds and _is_text(line)), 0)
    parted = _parted(page)
    titles = {
        number
        for number, line in enumerate(page[: min(above, _TOP_LINES)])
        if len(line.text) <= _LONGEST_TITLE and line.text[-1] not in ".,;:!" and parted(number)
        if number not in kinds and _part_of_top(line, 0, words, language)[1] is None
    }
    # More of them are a list.
    return titles if len(titles) <= _MOST_TITLES else set()


def _is_text(line: Line) -> bool:
    return line.is_running and not line.is_capitals and line.text[-1] not in "?!"


def _parted(page: Sequence[Line]) -> Callable[[int], bool]:
    """Tells whether a line is parted from the next: by a blank line, if the text has any."""
    blank_lines = any(line.apart for line in page[1:])

    def parted(number: int) -> bool:
        following = page[number + 1]
        return following.apart or (not blank_lines and not following.text[0].islower())

    return parted


def _headings(page: Sequence[Line], kinds: dict[int, Kind], first: int) -> None:
    """Adds the headings amid the text, and the headlines in capitals that are none."""
    shouted = sum(len(line.text) for line in page if line.is_capitals)
    parted = _parted(page)
    loud = shouted > sum(len(line.text) for line in page) / 2
    plain = [number for number in range(first, len(page)) if number not in kinds]
    questions: list[int] = []
    for before, number, after in zip([None, *plain], plain, [*plain[1:], None], strict=False):
        line = page[number]
        closed = before is None or before < number - 1 or page[before].is_closed or line.apart
        if number == first or (line.is_running and not line.is_capitals and line.text[-1] != "?") or not closed:
            continue
        is_list = after is not None and _ITEM.match(page[after].text) is not None
        over = after is not None and (is_list or (page[after].is_running and parted(after - 1)))
        below = before is not None and (page[before].is_running or _ITEM.match(page[before].text) is not None)
        if line.is_capitals and (loud or line.text[-1] == ":"):
            continue
        if line.is_capitals and len(line.text.split()) > _SHORT_CAPITALS:
            kinds[number] = "promo"
        elif over and (line.is_capitals or (below and _may_head(line))):
            if line.text[-1] == "?" and not is_list:
                questions.append(number)
            else:
                kinds[number] = "heading"
    # Where there are no other headings, or fewer, they are the questions of an interview.
    if len(questions) <= sum(kinds.get(number) == "heading" for number in plain):
        kinds |= dict.fromkeys(questions, "heading")


def _may_head(line: Line) -> bool:
    return (
        len(line.text) <= _LONGEST_HEADING
        and len(line.text.split()) <= _MOST_WORDS
        and (not line.text[0].islower())
        and (
            _WHOLLY_QUOTED.fullmatch(line.text) is not None
            or _DASHED.fullmatch(line.text) is not None
            or _NO_HEADING.match(line.text) is None
        )
    )


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Without those that reach into one before them."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.end > mark.start and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept


def _join(text: str, marks: Sequence[Mark], joined: set[int]) -> list[Mark]:
    """Credits that follow each other are one, and so are the promotions of one block, and a title of two lines."""
    whole: list[Mark] = []
    for mark in marks:
        before = whole[-1] if whole else None
        goes_on = mark.kind == "credit" or (mark.kind != "byline" and mark.start in joined)
        if before and goes_on and before.kind == mark.kind and _end(_REST, text, before.end) >= mark.start:
            whole[-1] = Mark(before.start, mark.end, mark.kind)
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

"""Where a text has something between quotation marks, and where lines are dialogue.

Marks are paired within a paragraph, the outermost count, and one that is never closed ends with its paragraph. A
paragraph that begins with a mark while the one before was not closed goes on with what was said there.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from services.enrich.text.plain import replaced

# One character for one, so that offsets hold.
PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " "})
SWAP = str.maketrans("«»", "»«")
# The mark comes first, as it is what is quick to look for.
REVERSED = re.compile(r"»(?<![^\s(]»)(?=\w)")
STRAIGHT = re.compile(r"«(?<![^\s(]«) ?(?=\w)")
# An apostrophe inside a word is none.
MARK = re.compile(r"[«»“”„\"‘'‚‹›\n](?:(?<!\w')|(?!\w))")
PAIRS = {"«": "»", "“": "”“", "”": "”", "„": '“”"', '"': '"', "‹": "›"}
SINGLES = "‘'‚"
# Words that begin with an apostrophe.
ELIDED = re.compile(r"(?:s|t|n|k|m|em|til|tis|twas|cause|round|d|ll|re|ve)(?!\w)")
BLANK_LINE = re.compile(r"\n\s*\n")
DASH = re.compile(r"(?m)^[ ]*[–—-] ?(?=[\w¿¡«“\"…])")
WIDEST, SLACK = 100, 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between marks: `start`, `end` without white space at its ends, `first`, `after` with the marks.

    `continues` is true where it goes on with the stretch of the paragraph before.
    """

    start: int
    end: int
    first: int
    after: int
    continues: bool = False


# For the quotes of an article, and for its claims.
@lru_cache(1)
def plain_text(text: str) -> str:
    """With plain apostrophes and spaces, and the lines of a paragraph joined: a line end is the end of a paragraph."""
    plain = replaced(text, PLAIN)
    start = 0
    parts = []
    for blank in BLANK_LINE.finditer(plain):
        parts.append(_joined(plain[start : blank.start()]))
        parts.append("\n" * len(blank.group()))
        start = blank.end()
    return "".join([*parts, _joined(plain[start:])])


def _joined(block: str) -> str:
    """A line goes on in the next one if its first word would not have fitted any more."""
    if "\n" not in block:
        return block
    lines = block.split("\n")
    width = max(map(len, lines))
    if width > WIDEST:
        return block
    joined = lines[0]
    pieces = []
    for before, line in pairwise(lines):
        word = len(line.split(" ", 1)[0])
        goes_on = len(before) + word + SLACK > width and before.strip() and not DASH.match(line)
        pieces.append((" " if goes_on else "\n") + line)
    return joined + "".join(pieces)


def find(plain: str) -> list[Stretch]:
    """All stretches between marks in a plain text, in order, none inside another."""
    if len(REVERSED.findall(plain)) > len(STRAIGHT.findall(plain)):
        plain = plain.translate(SWAP)
    found: list[Stretch] = []
    unclosed = ""
    paragraphs = list(_paragraphs(plain))
    for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        again = bool(unclosed) and _begins_with(plain, paragraph, unclosed)
        if again:  # An old way of printing repeats the closing mark at the beginning of each paragraph.
            paragraph.marks[0] = (paragraph.marks[0][0], unclosed)
        pairs, opened = _pair(plain, paragraph.marks)
        unclosed = ""
        if opened and following and _begins_with(plain, following, plain[opened[0]]):
            unclosed = plain[opened[0]]
            pairs = [pair for pair in pairs if pair[0] < opened[0]] + [(opened[0], paragraph.end)]
        elif opened and not (pairs and pairs[-1][0] > opened[-1]):
            pairs.append((opened[-1], paragraph.end))
        for number, (first, last) in enumerate(pairs):
            stretch = _stretch(plain, first, last, again and number == 0)
            if stretch.end > stretch.start:
                found.append(stretch)
    return found


@dataclass(slots=True)
class _Paragraph:
    start: int
    end: int
    marks: list[tuple[int, str]]


def _paragraphs(plain: str) -> Iterator[_Paragraph]:
    """The paragraphs that have marks, or anything else, in them."""
    start = 0
    marks: list[tuple[int, str]] = []
    for match in MARK.finditer(plain):
        if match.group() != "\n":
            marks.append((match.start(), match.group()))
            continue
        if marks or plain[start : match.start()].strip():
            yield _Paragraph(start, match.start(), marks)
        start, marks = match.end(), []
    yield _Paragraph(start, len(plain), marks)


def _begins_with(plain: str, paragraph: _Paragraph, mark: str) -> bool:
    if not paragraph.marks:
        return False
    position, found = paragraph.marks[0]
    return found in (mark, "»" if mark == "«" else mark) and not plain[paragraph.start : position].strip()


def _pair(plain: str, marks: list[tuple[int, str]]) -> tuple[list[tuple[int, int]], list[int]]:
    """The outermost pairs of a paragraph, and where marks are that were opened and never closed."""
    singles = _single_closers(plain, marks)
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    current, skip = "", -1
    for position, mark in marks:
        if position <= skip:
            continue
        if stack and mark in PAIRS[current] and not (mark in '"“' and _at_beginning(plain, position)):
            opened = stack.pop()
            while pairs and pairs[-1][0] > opened:
                pairs.pop()
            pairs.append((opened, position))
        elif mark in SINGLES:
            if not stack and (closer := _closed_by(plain, position, singles)) is not None:
                pairs.append((position, closer))
                skip = closer
        elif mark in PAIRS and (not stack or mark == current) and _opens(plain, position, mark):
            stack.append(position)
            current = mark
    return pairs, stack


def _opens(plain: str, position: int, mark: str) -> bool:
    if mark in "«„‹":
        return True
    before, after = plain[position - 1 : position], plain[position + 1 : position + 2]
    return not before.isalnum() and before not in tuple(".,!?…)") and (bool(after.strip()) or before.isspace())


def _at_beginning(plain: str, position: int) -> bool:
    """Whether a mark stands before a word rather than behind one."""
    before, after = plain[position - 1 : position], plain[position + 1 : position + 2]
    return after.isalnum() and (not before or before.isspace() or before in "([—–-/«„“")


def _single_closers(plain: str, marks: list[tuple[int, str]]) -> tuple[list[int], list[int]]:
    """Where single marks, which are apostrophes as well, surely close something; and where they might."""
    sure: list[int] = []
    perhaps: list[int] = []
    for position, mark in marks:
        if mark not in "'‘":
            continue
        before, after = plain[position - 1 : position], plain[position + 1 : position + 2]
        if not before.strip() or after.isalnum():
            continue
        perhaps.append(position)
        if before != "s" or not after.isspace():
            sure.append(position)
    return sure, perhaps


def _closed_by(plain: str, position: int, closers: tuple[list[int], list[int]]) -> int | None:
    """Where what a single mark opens is closed; null if it opens nothing."""
    if not _at_beginning(plain, position) or ELIDED.match(plain, position + 1) or plain[position + 1].isdigit():
        return None
    for candidates in closers:
        at = bisect_right(candidates, position)
        if at < len(candidates):
            return candidates[at]
    return None


def _stretch(plain: str, first: int, last: int, continues: bool) -> Stretch:
    inside = plain[first + 1 : last]
    start = first + 1 + len(inside) - len(inside.lstrip())
    # A comma at the end belongs to the sentence around: “We are done,” she said.
    end = start + len(inside.strip().rstrip(",").rstrip())
    after = last if last >= len(plain) or plain[last] == "\n" else last + 1
    return Stretch(start, end, first, after, continues)

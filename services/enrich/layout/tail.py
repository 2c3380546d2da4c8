"""What stands below an article: who wrote it, whose it is, what else there is to read, and what it is about.

The lines below the text are one block, in which a paragraph of text may stand. Those with a cue of their own make it;
the others belong to what is beside them.
"""

import re
from collections.abc import Sequence

from services.enrich.layout import agencies, bylines, credits, promos, top
from services.enrich.layout.bylines import SURELY
from services.enrich.layout.cues import Cues
from services.enrich.layout.lines import Kinds, Line

# So many lines may stand below a text, and a tag has so many words.
_MOST_LINES, _LONGEST_TAG, _LEAST_TAGS = 40, 4, 2
_RULE = re.compile(r"[_*=#~—–-]{2,}|\* \* \*|[•*]")


def read(page: Sequence[Line], first: int, kinds: Kinds, cues: Cues) -> int:
    """Gives each line below the text its kind; it begins after `first`. Returns the number of the first of them."""
    start = len(page)
    passed = False
    for number in range(len(page) - 1, max(first, len(page) - _MOST_LINES, 0), -1):
        line = page[number]
        if bylines.is_initialed(line.text) and number - 1 in kinds:
            kinds.setdefault(number, "byline")
        elif (said := top.reads(line, cues)) and _stands(page, number, said.sure, kinds, cues):
            kinds.setdefault(number, said.kind)
        if kinds.get(number) is not None:
            start = number if not passed or kinds[number] in ("byline", "credit", "stamp") else start
        elif line.is_text:
            if passed:
                break
            passed = True
    while start - 1 > first and start < len(page) and _belongs(page[start - 1]):
        start -= 1
    _rules(page, start, kinds)
    _by_neighbours(page, start, kinds, cues)
    _tags(page, kinds)
    return start


def _belongs(line: Line) -> bool:
    """Whether a line is but a rule or a code, which is of the credit that follows."""
    return _RULE.fullmatch(line.text) is not None or credits.is_code(line.text)


def _stands(page: Sequence[Line], number: int, sure: int, kinds: Kinds, cues: Cues) -> bool:
    """Whether a signature stands where one may: a name alone only behind a sentence and before what is no text."""
    if sure == SURELY:
        return True
    below = number + 1
    below += below < len(page) and bylines.is_function(page[below], cues)
    last = all(after in kinds for after in range(below, len(page)))
    name = page[number].text.strip("()")
    return last and page[number - 1].is_closed and any(map(bylines.is_name, (name, name.removesuffix("."))))


def _by_neighbours(page: Sequence[Line], start: int, kinds: Kinds, cues: Cues) -> None:
    for number in range(start, len(page)):
        line, before = page[number], kinds.get(number - 1)
        over = number + 1 < len(page) and number + 1 not in kinds and page[number + 1].is_text
        if number in kinds or line.is_text or over:
            continue
        if _belongs(line) and "credit" in (before, kinds.get(number + 1)):
            kinds[number] = "credit"
        elif before == "byline" and bylines.is_function(line, cues):
            kinds[number] = "byline"
        elif before == "credit" and _is_of_credit(page, number, kinds):
            kinds[number] = "credit"
        elif before in ("promo", "credit", "byline", "stamp") and not line.is_running:
            kinds[number] = "promo"


def _is_of_credit(page: Sequence[Line], number: int, kinds: Kinds) -> bool:
    """Whether a line under a credit names an agency, or a company of which a dispatch tells: `pml/eb`, `MICHELIN`."""
    line = page[number]
    if len(line.text.split()) <= _LONGEST_TAG and any(agencies.named(line.text)):
        return True
    while number and page[number].text.isupper() and kinds.get(number - 1) == "credit":
        number -= 1
    initials = page[number].text
    return line.text.isupper() and "/" in initials and initials.islower()


def _rules(page: Sequence[Line], start: int, kinds: Kinds) -> None:
    """A rule or a code belongs to the credit beside it; one that a bracket opens, to that which closes it."""
    for number in range(len(page) - 2, start - 1, -1):
        line, after = page[number], kinds.get(number + 1)
        if number not in kinds and _belongs(line) and after is not None:
            kinds[number] = "credit" if "credit" in (after, kinds.get(number - 1)) else after
        elif number not in kinds and after == "credit" and _opens(line, page[number + 1]):
            kinds[number] = "credit"


def _opens(line: Line, following: Line) -> bool:
    return line.text[0] == "(" and ")" not in line.text and not following.apart


def _tags(page: Sequence[Line], kinds: Kinds) -> None:
    """Short lines in a row at the very end, after a sentence, say what the article is about."""
    number = len(page)
    while number > 0 and number - 1 not in kinds and _is_tag(page[number - 1]):
        number -= 1
    if len(page) - number >= _LEAST_TAGS and number > 1 and (number - 1 in kinds or page[number - 1].is_closed):
        kinds |= dict.fromkeys(range(number, len(page)), "promo")


def _is_tag(line: Line) -> bool:
    return (
        not line.is_running
        and line.apart
        and len(line.text.split()) <= _LONGEST_TAG
        and not any(map(str.isdigit, line.text))
        and line.text[-1] not in "?!,;:"
        and promos.is_link(line)
    )

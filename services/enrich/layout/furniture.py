"""Lines around and amid a text that no cue alone explains: what tells for a promotion, and against it, is added up.

What a line says counts (it calls upon its readers, names something to subscribe to), how it is set (no full stop,
parted by bars, a mark in front), and where it stands (under a promotion, below the text). None of it is enough alone.
"""

import re
from collections.abc import Sequence

from services.enrich.layout.bylines import is_name
from services.enrich.layout.cues import Cues
from services.enrich.layout.lines import Kinds, Line
from services.enrich.layout.promos import begins_at, is_item, is_open, is_speech

# So much has to tell for a promotion.
_ENOUGH = 3
# How near a line is to other promotions: in one block with them, or right under one.
_NEAR, _RIGHT_UNDER = 1, 2
_LONGEST, _MOST_WORDS, _FEW_WORDS = 160, 16, 5
# "[FOLLOW] The trial", "(With our podcast) The river": what a line is, before its title.
_LABELLED = re.compile(r"[\[(][^\[\]()]{3,30}[\])]\s*\S")
# "Print | Send | A+", "Transport  Lyon-Turin  Savoie", "#Ecuador": parts that are no sentence.
_PARTED = re.compile(r"\S(?:\s[|•·]\s|[ \t]{2,}|\t)\S")
_TAG = re.compile(r"(?:#\w+[\s,]*)+")
# "28", "06:48", "4m", "1/5".
_COUNT = re.compile(r"(?:\d{1,5}[\s:./]*)+(?:[^\W\d_]{1,3})?")
_QUOTED = re.compile(r"[«»\"“”„‘—–-]")
_ASIDE = re.compile(r"[:!?,.–—-]\s+(?=\w)")


def find(page: Sequence[Line], kinds: Kinds, cues: Cues) -> None:
    """Gives the lines of which enough tells that they are promotions their kind."""
    texts = [number for number, line in enumerate(page) if number not in kinds and line.is_text]
    if not texts:
        return
    # Without a blank line nothing stands closer together than the rest.
    has_blocks = any(line.apart for line in page[1:])
    for number, line in enumerate(page):
        if number in kinds or len(line.text) > _LONGEST or is_speech(line.folded, 0, len(line.text)):
            continue
        below = number > texts[-1]
        beside = _beside(page, number, kinds, above=number < texts[0]) if has_blocks else 0
        # A sentence amid a text is a promotion by its own cues, or not at all.
        if line.is_closed and beside < _RIGHT_UNDER and number < texts[-1]:
            continue
        said = _said(line, cues, below, beside)
        if beside == _NEAR and not said and len(line.text.split()) > _FEW_WORDS:
            continue
        if (said or beside) and said + beside + below + _set(page, number, kinds, cues) >= _ENOUGH:
            kinds[number] = "promo"


def _said(line: Line, cues: Cues, below: bool, beside: int) -> int:
    """How much the words and marks of a line tell for a promotion, `below` a text and `beside` others."""
    score = _called(line, cues)
    if _LABELLED.match(line.text) or _PARTED.search(line.text) or (beside and _COUNT.fullmatch(line.text)):
        score += 2
    if _TAG.fullmatch(line.text):
        score += 3
    if score > 1:
        score += len(line.text.split()) <= _MOST_WORDS and line.search(cues.persons) is not None
    elif below and _leads_on(line, cues):
        score += 2
    if line.search(cues.things) is not None:
        score += 2 if beside == _RIGHT_UNDER else score > 0
    return score


def _leads_on(line: Line, cues: Cues) -> bool:
    """Whether a few words below a text begin as a button or the title of a box does: `Print recipe`, `More recipes`."""
    start = begins_at(line.folded)
    leads = [found for cue in (cues.buttons, cues.related_labels) if (found := cue.match(line.folded, start))]
    return any(len(line.text.split()) <= _FEW_WORDS + 2 * lead.group().count(" ") for lead in leads)


def _called(line: Line, cues: Cues) -> int:
    """How much a line calls upon its readers where a sentence or a part of one begins, or at its end."""
    said = line.text.partition(":")[0].strip()
    if said.isupper() or (is_name(said) and line.is_closed):
        return 0  # "PRESENTER: Follow me", as transcripts have it.
    starts = [begins_at(line.folded), *(match.end() for match in _ASIDE.finditer(line.folded))]
    starts = [start for start in starts if not is_open(line.folded, 0, start)]
    if any(cue.match(line.folded, start) for start in starts for cue in (cues.calls, cues.invitations)):
        return 2
    if not line.is_closed:
        if any(call.end() == len(line.text) for call in line.finditer(cues.calls)):
            return 2
        if any(cues.related.match(line.folded, start) for start in starts[1:]):
            return 2
    return int(any(cues.openings.match(line.folded, start) for start in starts))


def _set(page: Sequence[Line], number: int, kinds: Kinds, cues: Cues) -> int:
    """What the form of a line tells: a full stop, quotation marks and its like around it are a text's."""
    line, before = page[number], page[number - 1] if number else None
    score = -1 if line.is_closed else int(len(line.text.split()) <= _MOST_WORDS)
    if _QUOTED.match(line.text):
        score -= 2
    lists = before is not None and number - 1 not in kinds and (not before.is_running or is_item(before))
    if lists or is_item(line) or (_called(line, cues) and _opens_list(page, number, kinds, cues)):
        score -= 2
    return score


def _opens_list(page: Sequence[Line], number: int, kinds: Kinds, cues: Cues) -> bool:
    """Whether the next lines are of the same kind as this one and no promotions: advice, one piece a line."""
    following = [other for other in range(number + 1, min(number + 3, len(page))) if other not in kinds]
    unclosed = [other for other in following if not page[other].is_running]
    return unclosed[:1] == [number + 1] and (len(unclosed) > 1 or _called(page[number + 1], cues) > 0)


def _beside(page: Sequence[Line], number: int, kinds: Kinds, above: bool) -> int:
    """How near a line is to promotions: right under one it is most likely one too, or under a stamp above the text."""
    over = kinds.get(number - 1) if number and not page[number].apart else None
    few = len(page[number].text.split()) <= _FEW_WORDS
    if over == "promo" or (over == "stamp" and above and few):
        return _RIGHT_UNDER
    return _NEAR if over == "stamp" or any(kinds.get(other) == "promo" for other in _block(page, number)) else 0


def _block(page: Sequence[Line], number: int) -> range:
    """The next few lines that no blank line parts from it."""
    end = number + 1
    while end < min(len(page), number + 4) and not page[end].apart:
        end += 1
    return range(number + 1, end)

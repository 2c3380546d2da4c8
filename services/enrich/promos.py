"""Lines and sentences that advertise something else: other articles, newsletters, apps."""

import re
from collections.abc import Iterator

from services.enrich.cues import Cues
from services.enrich.lines import Line, Stretch

_LONGEST = 250
# "It is free": what an invitation may say besides.
_AFTERWORD = 60
_OPENING = re.compile(r"[^\w«\"“„]*")
_LABEL_END = re.compile(r"\s*(?:[:>»→|]|$)|\s+[-–—]\s")
# Nobody is invited in quotation marks: that is somebody's speech.
_QUOTED = re.compile(r"[«»\"“”„]")
_LINKED = re.compile(r"[•*>»→▶►▸·–—-]\s*\S")


def is_promo(line: Line, cues: Cues) -> bool:
    """Whether a whole line is a promotion."""
    folded = line.folded
    if len(folded) > _LONGEST:
        return False
    start = _start(folded)
    return (
        folded[start:].strip(" :.!>»→|[]()*_-–—") in cues.advertisements
        or cues.related.match(folded, start) is not None
        or _label(folded, start, cues) is not None
        or _is_invitation(line, cues)
    )


def opens_links(line: Line, cues: Cues) -> bool:
    """Whether a line is but a cue, such as `À lire aussi`, so that the links stand on the lines after it."""
    folded, start = line.folded[:_LONGEST], _start(line.folded)
    cue = cues.related.match(folded, start) or cues.related_labels.match(folded, start)
    return cue is not None and not any(map(str.isalnum, line.folded[cue.end() :]))


def is_link(line: Line) -> bool:
    """Whether a line may be the title of another article in a block of links."""
    return not line.is_running or (len(line.text) <= _LONGEST and line.text[-1] in "?!")


def is_marked_link(line: Line) -> bool:
    """Whether a line is marked as one of a list."""
    return is_link(line) and _LINKED.match(line.text) is not None


def within(line: Line, cues: Cues) -> Iterator[Stretch]:
    """Promotions amid a line or at its end, where it is clear how far they go: `… (À lire aussi : …)`."""
    for cue in line.finditer(cues.related):
        before = line.folded[cue.start() - 1 : cue.start()]
        if before in ("(", "["):
            closing = line.folded.find(")" if before == "(" else "]", cue.end(), cue.end() + _LONGEST)
            if closing >= 0:
                yield cue.start() - 1, closing + 1
        elif line.begins_sentence(cue.start()) and _LABEL_END.match(line.folded, cue.end()):
            _, end = line.sentence(cue.end())
            if end - cue.start() <= _LONGEST:
                yield cue.start(), end
    end = -1
    for call in line.finditer(cues.calls):
        if call.start() < end:
            continue
        begin, end = line.sentence(call.start())
        if end - begin <= _LONGEST and _invites(line, begin, end, cues):
            yield begin, end


def _start(folded: str) -> int:
    opening = _OPENING.match(folded)
    return opening.end() if opening else 0


def _label(folded: str, start: int, cues: Cues) -> re.Match[str] | None:
    cue = cues.related_labels.match(folded, start)
    return _LABEL_END.match(folded, cue.end()) if cue else None


def _invites(line: Line, begin: int, end: int, cues: Cues) -> bool:
    """Whether a stretch calls upon its readers to take something."""
    folded = line.folded
    call = cues.calls.search(folded, begin, end)
    if call is None or _QUOTED.search(folded, begin, end):
        return False
    return cues.things.search(folded, begin, end) is not None


def _is_invitation(line: Line, cues: Cues) -> bool:
    """Whether a line invites in its last sentence after a question, or in the first of at most two."""
    call = line.search(cues.calls)
    if call is None or not _invites(line, 0, len(line.text), cues):
        return False
    begin, end = line.sentence(call.start())
    before, after = line.text[:begin].rstrip(), line.text[end:].strip()
    return (not before or before[-1] in "?!") and len(after) <= _AFTERWORD

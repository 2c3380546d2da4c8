"""Lines and sentences that advertise something else: other articles, newsletters, apps."""

import re
from collections.abc import Iterator

from services.enrich.cues import Cues, fold
from services.enrich.lines import Line, Stretch

_LONGEST = 250
# "It is free": what an invitation may say besides.
_AFTERWORD = 60
_OPENING = re.compile(r"[^\w«\"“„]*")
_LABEL_END = re.compile(r"\s*(?:[:>»→|]|$)|\s+[-–—]\s")
# Nobody is invited in quotation marks: that is somebody's speech. The last mark before it tells whether it is within.
_MARK = re.compile(r"[«»\"“”„]")
_OPENS = re.compile(r"(?<![^\s(])[«»\"“„][\w¿¡]|«\s")
# A call upon the readers begins a sentence, or a part of it.
_BEFORE_CALL = re.compile(r"(?:^|[^\w\s'’])\s*$")
# "EN IMAGES. La grève": a label in capitals needs no colon. "GRÈVE AU PORT" between two sentences is a headline.
_CAPITALS_END = re.compile(r"\.\s+\S")
_SHOUTED = re.compile(
    r"(?<=[.!?…»”\")])\s+((?:[A-ZÀ-Þ\d'’:;&/«»–-]++[ \u00a0]+){4,20}[A-ZÀ-Þ\d'’:;&/«»–-]++[.!?]?)"
    r"(?=\s+[«\"“]?\s?(?:[A-ZÀ-Þ]['’]?[a-zß-ÿ]|[A-ZÀ-Þ]\s[a-zß-ÿ]))"
)
_LETTERS = 20
# An arrow leads away, before a title or after it.
_ARROW, _ARROW_AFTER = re.compile(r"(?:[→➜➔➡➤⇒👉☛☞]\ufe0f?|>>)\s*\S"), ("→", "➜", "➔", "➡", ">>")
# Where to write to: "Do you know more? Contact …".
_ADDRESS = re.compile(r"\w@\w[\w-]*\.\w")
_SHORT, _MOST_COUNTED = 160, 5
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
        or _label(line, start, cues) is not None
        or _is_invitation(line, start, cues)
        or is_count(line.text, cues)
        or _leads_away(line)
        or _asks(line)
    )


def is_count(text: str, cues: Cues) -> bool:
    """`Temps de lecture : 3 min`, `34 Comments`: what stands around an article in numbers."""
    return (
        len(text) <= _AFTERWORD
        and any(map(str.isdigit, text))
        and len(text.replace(":", " ").split()) <= _MOST_COUNTED + 1
        and text[-1] not in "?!"
        and cues.counted.search(fold(text)) is not None
    )


def _leads_away(line: Line) -> bool:
    return (_ARROW.match(line.text) is not None and not line.is_running) or (
        len(line.text) <= _SHORT and line.text.endswith(_ARROW_AFTER)
    )


def _asks(line: Line) -> bool:
    """A question to readers, and the address that the answer goes to."""
    address = _ADDRESS.search(line.text) if len(line.text) <= _SHORT and "@" in line.text else None
    if address is None or "?" not in line.text[: address.start()]:
        return False
    return not _is_open(line.folded, 0, address.start()) and not _is_speech(line.folded, 0, len(line.text))


def opens_links(line: Line, cues: Cues) -> bool:
    """Whether a line is but a cue, such as `À lire aussi`, so that the links stand on the lines after it."""
    folded, start = line.folded[:_LONGEST], _start(line.folded)
    cue = cues.related.match(folded, start) or cues.related_labels.match(folded, start)
    rest = line.folded[cue.end() :] if cue else ""
    return cue is not None and (rest.endswith(":") or not any(map(str.isalnum, rest)))


def names_links(line: Line, cues: Cues) -> bool:
    """Whether a line is a link, or leads to some, and is no advertisement."""
    start = _start(line.folded)
    return cues.related.match(line.folded, start) is not None or _label(line, start, cues) is not None


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
    if line.is_running and not line.is_capitals:
        yield from (headline.span(1) for headline in _SHOUTED.finditer(line.text) if _shouts(headline[1]))


def _shouts(headline: str) -> bool:
    """Whether a run of capitals is a headline: words, no list of abbreviations."""
    return sum(map(str.isalpha, headline)) >= _LETTERS and max(map(len, headline.split())) > 5


def _start(folded: str) -> int:
    opening = _OPENING.match(folded)
    return opening.end() if opening else 0


def _label(line: Line, start: int, cues: Cues) -> re.Match[str] | None:
    cue = cues.related_labels.match(line.folded, start)
    if cue is None:
        return None
    in_capitals = line.text[cue.start() : cue.end()].isupper()
    return _LABEL_END.match(line.folded, cue.end()) or (
        _CAPITALS_END.match(line.folded, cue.end()) if in_capitals else None
    )


def _invites(line: Line, begin: int, end: int, cues: Cues) -> bool:
    """Whether a stretch calls upon its readers to take something."""
    calls = cues.calls.pattern.finditer(line.folded, begin, end)
    return (
        cues.things.search(line.folded, begin, end) is not None
        and any(_addresses(line, call, begin, end) for call in calls)
        and not _is_speech(line.folded, begin, end)
    )


def _addresses(line: Line, call: re.Match[str], begin: int, end: int) -> bool:
    """Whether a call begins a sentence or a part of one, or is all that a line without a full stop ends in."""
    if _BEFORE_CALL.search(line.folded[max(begin, call.start() - 3) : call.start()]):
        return not _is_open(line.folded, begin, call.start())
    return end == len(line.text) and line.text[-1] != "." and not line.folded[call.end() : end].strip(" !>»→")


def _is_open(folded: str, begin: int, at: int) -> bool:
    """Whether a quotation mark before `at` is still open; it is looked for in the sentence and shortly before it."""
    marks = list(_MARK.finditer(folded, max(0, begin - _LONGEST), at))
    return bool(marks) and _OPENS.match(folded, marks[-1].start()) is not None


def _is_speech(folded: str, begin: int, end: int) -> bool:
    """Whether quotation marks close what began before the sentence, or all of it."""
    first = _MARK.search(folded, begin, end)
    return first is not None and _OPENS.match(folded, first.start()) is None


def _is_invitation(line: Line, start: int, cues: Cues) -> bool:
    """Whether a line invites in its last sentence after a question, or in the first of at most two."""
    if cues.invitations.match(line.folded, start) and not _is_speech(line.folded, start, len(line.text)):
        return True
    call = line.search(cues.invitations)
    if call is None or not line.begins_sentence(call.start()):
        call = line.search(cues.calls)
        if call is None or not _invites(line, 0, len(line.text), cues):
            return False
    if _is_open(line.folded, 0, call.start()) or _is_speech(line.folded, 0, len(line.text)):
        return False
    begin, end = line.sentence(call.start())
    before, after = line.text[:begin].rstrip(), line.text[end:].strip()
    advertised = begin <= _SHORT and cues.things.search(line.folded, 0, begin) is not None
    return (not before or before[-1] in "?!" or advertised) and len(after) <= _AFTERWORD

"""Lines and sentences that advertise something else: other articles, newsletters, apps."""

import re
from collections.abc import Iterator, Sequence

from services.enrich.layout.cues import Cues, fold
from services.enrich.layout.lines import Kinds, Line, Stretch

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
_TITLED = re.compile(r"\.\s+\S")
# "GRÈVE AU PORT" between two sentences is a headline.
_SHOUTED = re.compile(
    r"[.!?…»”\")]\s+((?:[A-ZÀ-Þ\d'’:;&/«»–-]++[ \u00a0]+){4,20}[A-ZÀ-Þ\d'’:;&/«»–-]++[.!?]?)"
    r"(?=\s+[«\"“]?\s?(?:[A-ZÀ-Þ]['’]?[a-zß-ÿ]|[A-ZÀ-Þ]\s[a-zß-ÿ]))"
)
_LETTERS = 20
# An arrow leads away, before a title or after it.
# Where a page stands in its site: "Startseite > Regional > Bodensee".
_PATH = re.compile(r"[^>›»\n]{2,30}(?:\s[>›»]\s[^>›»\n]{2,40}){2,5}")
_ARROW, _ARROW_AFTER = re.compile(r"(?:[→➜➔➡➤⇒👉☛☞]\ufe0f?|>>)\s*\S"), ("→", "➜", "➔", "➡", ">>")
# Where to write to: "Do you know more? Contact …".
_ADDRESS = re.compile(r"\w@\w[\w-]*\.\w")
# Where somebody is reached: by mail, on a site, on a telephone that begins with a plus, a bracket or a nought.
_REACHED = re.compile(rf"{_ADDRESS.pattern}|(?<!\w)(?:www\.|https?://)\w|(?<![\w.,])[+(0][\d ()/.-]{{6,}}\d")
_SHORT, _SMALL_PRINT = 160, 400
# Between two lines of a box, so many others may stand; the title of a box has so many words.
_BOX, _BOX_TITLE = 4, 4
# So many words at most has the heading after a block of links, at most half as many as each of them.
_SHORT_HEADING = 5
# What stands beside buttons, "les 48 commentaires", "0:00", "6 Min".
_BESIDE_BUTTONS = re.compile(r"(?:\d[\d.,:]*|\W|_|(?<!\w)[^\W\d_]{1,3}(?!\w))*")
# "Read more, pay less" is no invitation.
_TOLD = re.compile(r"\s?,")
_NUMBER = re.compile(r"\d[\d -]{5,}\d")
_SMALL_WORD, _LONGEST_BUTTONS = re.compile(r"[^\W\d_]+"), 90
_ITEM = re.compile(r"[-–—•*·▪‣]\s|\d{1,2}[.)]\s")
_LINKED = re.compile(r"[•*>»→▶►▸·–—-]\s*\S")


def is_promo(line: Line, cues: Cues) -> bool:
    """Whether a whole line is a promotion."""
    folded = line.folded
    if len(folded) > _SMALL_PRINT:
        return False
    start = begins_at(folded)
    if line.search(cues.small_print) and not is_speech(folded, start, len(folded)):
        return True
    return len(folded) <= _LONGEST and (
        is_buttons(line.text, cues)
        or _is_related(line, start, cues)
        or _label(line, start, cues) is not None
        or _is_invitation(line, start, cues)
        or _leads_away(line)
        or _asks(line)
        or _is_contact(line, start, cues)
        or _is_path(line.text)
    )


def _is_path(text: str) -> bool:
    return any(mark in text for mark in ">›»") and _PATH.fullmatch(text) is not None


def is_buttons(text: str, cues: Cues) -> bool:
    """Whether a line is nothing but what readers click on, with counts: `Partager`, `34 Comments`, `Print | Email`."""
    if not 0 < len(text) <= _LONGEST_BUTTONS or text[-1] == "?" or text[0] == "(":
        return False
    rest, pressed = cues.buttons.pattern.subn(" ", fold(text))
    small = len(_SMALL_WORD.findall(rest))
    return pressed > 0 and small <= pressed and _BESIDE_BUTTONS.fullmatch(rest) is not None


def blocks(page: Sequence[Line], first: int, last: int, kinds: Kinds, cues: Cues) -> None:
    """Gives the lines amid a text that are of one block with a promotion its kind: links, and boxes around a form."""
    after = first
    for number in sorted(number for number, kind in kinds.items() if kind == "promo" and number >= first):
        if number >= after:
            links = _links(page, number, kinds, alone=opens_links(page[number], cues))
            kinds |= dict.fromkeys(links, "promo")
            after = max(links, default=number) + 1
    before = None
    for number in sorted(number for number, kind in kinds.items() if kind == "promo" and first <= number):
        between = range(number if before is None else before + 1, number)
        if 0 < len(between) < _BOX and not any(each in kinds or page[each].is_text for each in between):
            kinds |= dict.fromkeys(between, "promo")
        elif number > first and _titles_box(page, number - 1, kinds, cues):
            kinds[number - 1] = "promo"
        before = number


def _titles_box(page: Sequence[Line], number: int, kinds: Kinds, cues: Cues) -> bool:
    """Whether a short line is the title of the invitation that follows it."""
    line, box = page[number], page[number + 1]
    return (
        number not in kinds
        and not line.is_running
        and len(line.text.split()) <= _BOX_TITLE
        and line.text[-1] not in "?!:,"
        and _is_invitation(box, begins_at(box.folded), cues)
    )


def _links(page: Sequence[Line], number: int, kinds: Kinds, *, alone: bool) -> Sequence[int]:
    """The lines after a cue that are links too: all titles if the cue is alone on its line, else those of a list.

    They end at a blank line if none was before the first, and before a heading.
    """
    after = number + 1
    while after < len(page) and kinds.get(after) in (None, "promo"):
        if not (is_link(page[after]) if alone else is_marked_link(page[after])):
            break
        if page[after].apart and not page[number + 1].apart:
            break
        after += 1
    sizes = [len(line.text.split()) for line in page[number + 1 : after]]
    over = after < len(page) and page[after].is_running
    if over and len(sizes) > 1 and sizes[-1] <= _SHORT_HEADING and 2 * sizes[-1] <= min(sizes[:-1]):
        after -= 1
    return range(number + 1, after)


def _leads_away(line: Line) -> bool:
    return (_ARROW.match(line.text) is not None and not line.is_running) or (
        len(line.text) <= _SHORT and line.text.endswith(_ARROW_AFTER)
    )


def _asks(line: Line) -> bool:
    """A question to readers, and the address that the answer goes to."""
    address = _ADDRESS.search(line.text) if len(line.text) <= _SHORT and "@" in line.text else None
    if address is None or "?" not in line.text[: address.start()]:
        return False
    return not is_open(line.folded, 0, address.start()) and not is_speech(line.folded, 0, len(line.text))


def _is_contact(line: Line, start: int, cues: Cues) -> bool:
    """Whether a line says whom to ask for more, and where: `Press contact: Jane Roe, +1 212 555 0100`."""
    contact = cues.contacts.match(line.folded, start)
    if contact is None or is_speech(line.folded, 0, len(line.text)):
        return False
    return _REACHED.search(line.text, contact.end()) is not None


def opens_links(line: Line, cues: Cues) -> bool:
    """Whether a line is but a cue, such as `À lire aussi`, so that the links stand on the lines after it."""
    folded, start = line.folded[:_LONGEST], begins_at(line.folded)
    cue = cues.related.match(folded, start) or cues.related_labels.match(folded, start)
    rest = line.folded[cue.end() :] if cue else ""
    return cue is not None and (rest.endswith(":") or not any(map(str.isalnum, rest)))


def is_link(line: Line) -> bool:
    """Whether a line may be the title of another article in a block of links."""
    return not line.is_running or (len(line.text) <= _LONGEST and line.text[-1] in "?!")


def is_marked_link(line: Line) -> bool:
    """Whether a line is marked as one of a list."""
    return is_link(line) and _LINKED.match(line.text) is not None


def is_item(line: Line) -> bool:
    """Whether a line is one of a list."""
    return _ITEM.match(line.text) is not None


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
        if end - begin <= _SHORT and _invites(line, begin, end, cues):
            yield begin, end
    if line.is_running and not line.is_capitals:
        yield from (headline.span(1) for headline in _SHOUTED.finditer(line.text) if _shouts(headline[1]))


def _shouts(headline: str) -> bool:
    """Whether a run of capitals is a headline: words, no list of abbreviations."""
    return sum(map(str.isalpha, headline)) >= _LETTERS and max(map(len, headline.split())) > 5


def begins_at(folded: str) -> int:
    """Where the first word of a line begins."""
    opening = _OPENING.match(folded)
    return opening.end() if opening else 0


def _is_related(line: Line, start: int, cues: Cues) -> bool:
    """Whether a line leads to another article: it begins so, and is no sentence, or the title follows a mark."""
    cue = cues.related.match(line.folded, start)
    if cue is None or _TOLD.match(line.folded, cue.end()):
        return False
    told = line.is_closed and line.text.rstrip('»”"’) ')[-1:] in (".", "…")
    return (
        not told
        or _LABEL_END.match(line.folded, cue.end()) is not None
        or _TITLED.match(line.folded, cue.end()) is not None
    )


def _label(line: Line, start: int, cues: Cues) -> re.Match[str] | None:
    cue = cues.related_labels.match(line.folded, start)
    if cue is None:
        return None
    # "EN IMAGES. La grève", and "Vidéo. La grève" if no full stop follows.
    titled = line.text[cue.start() : cue.end()].isupper() or not line.is_closed
    return _LABEL_END.match(line.folded, cue.end()) or (_TITLED.match(line.folded, cue.end()) if titled else None)


def _invites(line: Line, begin: int, end: int, cues: Cues) -> bool:
    """Whether a stretch calls upon its readers to take something."""
    calls = cues.calls.pattern.finditer(line.folded, begin, end)
    return (
        cues.things.search(line.folded, begin, end) is not None
        and any(_addresses(line, call, begin, end) for call in calls)
        and not is_speech(line.folded, begin, end)
    )


def _addresses(line: Line, call: re.Match[str], begin: int, end: int) -> bool:
    """Whether a call begins a sentence or a part of one, or is all that a line without a full stop ends in."""
    if _BEFORE_CALL.search(line.folded[max(begin, call.start() - 3) : call.start()]):
        if _TOLD.match(line.folded, call.end()):
            return False
        return not is_open(line.folded, begin, call.start())
    return end == len(line.text) and line.text[-1] != "." and not line.folded[call.end() : end].strip(" !>»→")


def is_open(folded: str, begin: int, at: int) -> bool:
    """Whether a quotation mark before `at` is still open; it is looked for in the sentence and shortly before it."""
    marks = list(_MARK.finditer(folded, max(0, begin - _LONGEST), at))
    return bool(marks) and _OPENS.match(folded, marks[-1].start()) is not None


def is_speech(folded: str, begin: int, end: int) -> bool:
    """Whether quotation marks close what began before the sentence, or all of it."""
    first = _MARK.search(folded, begin, end)
    return first is not None and _OPENS.match(folded, first.start()) is None


def _is_invitation(line: Line, start: int, cues: Cues) -> bool:
    """Whether a line invites in its last sentence after a question, or in the first of at most two."""
    if is_speech(line.folded, start, len(line.text)):
        return False
    strict = cues.invitations.match(line.folded, start)
    if strict and _goes_on(line, strict.end(), cues):
        return True
    if cues.openings.match(line.folded, start) and _asks_or_offers(line, start, cues):
        return True
    call = line.search(cues.invitations)
    if call is None or not line.begins_sentence(call.start()):
        call = line.search(cues.calls)
        if call is None or not _invites(line, 0, len(line.text), cues):
            return False
    if is_open(line.folded, 0, call.start()) or _TOLD.match(line.folded, call.end()):
        return False
    begin, end = line.sentence(call.start())
    before, after = line.text[:begin].rstrip(), line.text[end:].strip()
    advertised = begin <= _SHORT and cues.things.search(line.folded, 0, begin) is not None
    return (not before or before[-1] in "?!" or advertised) and len(after) <= _AFTERWORD and end - begin <= _SHORT


def _goes_on(line: Line, at: int, cues: Cues) -> bool:
    """Whether a line that begins as an invitation stays one: what follows its first sentence is short, or invites."""
    _, end = line.sentence(at)
    rest = line.text[end:].lstrip()
    if end > _SHORT or (line.is_closed and _TOLD.match(line.folded, at)):
        return False
    begin = len(line.text) - len(rest)
    again = any(cue.search(line.folded, begin) for cue in (cues.invitations, cues.calls, cues.buttons))
    return len(rest) <= _AFTERWORD or again


def _asks_or_offers(line: Line, start: int, cues: Cues) -> bool:
    """Whether a line offers one of the things, or asks and then calls upon its readers or says where to write to."""
    if len(line.text) > _LONGEST:
        return False
    question = line.text.find("?", start)
    if question >= 0:
        answer = line.text[question + 1 :]
        begin = question + 1 + len(answer) - len(answer.lstrip(' \u00a0»”"'))
        calls = cues.calls, cues.invitations, cues.openings, cues.buttons
        if any(cue.match(line.folded, begin) for cue in calls) or _ADDRESS.search(answer) or _NUMBER.search(answer):
            return True
    return (not line.is_closed or line.text[-1] in "!?") and cues.things.search(line.folded, start) is not None

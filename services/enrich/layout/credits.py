"""Lines and ends of lines that say whose an article is, who helped, and who took the picture."""

import re
from collections.abc import Iterator, Sequence

from services.enrich.layout import agencies
from services.enrich.layout.cues import Cues, fold
from services.enrich.layout.lines import Line, Stretch

_LONGEST, _SHORT, _LIST = 300, 120, 80
# Who signs with an agency beside him, "L.B. avec AFP", is an author.
INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?){1,3}[A-ZÀ-Þ]?\.?|[a-zß-ÿ]{2,4}")
_OWNER = r"\s*(?:©|\(c\))?\s*(?:\d{4}|by(?!\w))"
_RIGHTS = re.compile(rf"©\s*\S|\(c\){_OWNER}|c(?<!\wc)opyright(?!\w){_OWNER}")
# The same without its year, below a text: "(c) Agencia EFE".
_OWNED = re.compile(r"(?:\([cC]\)|[cC]opyright|COPYRIGHT)\s+[^\W\d_a-zß-ÿ]")
_OPENING = re.compile(r"[^\w©(«\"“„]*")
_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{2,300})[)\]]\s*\.?$")
# Whose a picture is, as broadcasters print it behind its caption: "[Keystone - Jane Roe]".
_FRAMED = re.compile(r"\[[^\W\d_a-zß-ÿ][^()\[\]\n]{1,60}\]$")
# Who wrote and who edited a dispatch, "JPS // ZO", on a line of its own or after the last sentence.
_INITIALS = re.compile(
    r"[(\[]?[^\W\d_]{1,5}(?:[)\]\s]{0,2}[(/-]{1,3}[\s(]{0,2}(?:[^\W\d_]{1,5}|(?:[^\W\d_]\.){2,3})){1,6}[)\]]?/?\.?"
)
# What may stand before them: "(Schluss) abc/def".
_LAST_PART = re.compile(r"\([^\W\d_]{3,8}\) ")
# The same in brackets, "(RDK, HER)", or with the numbers of their desks, "Pg2/Sci", "YX2-GIB/FV".
_BRACKETED = re.compile(r"\((?:[A-ZÀ-Þ]{2,4}|[a-zß-ÿ]{2,4})(?:[,/;]?\s?(?:[A-ZÀ-Þ]{2,4}|[a-zß-ÿ]{2,4})){0,4}\)\.?")
_NUMBERED = re.compile(r"[A-Z][a-z]{1,2}\d?/[A-Z][a-z]{1,2}\d?|[A-Z]{2,3}\d{0,2}-[A-Z]{2,4}/[A-Z]{2,4}")
# The number of a dispatch, "dpa:250218-930-378113/1", or when it was sent, "271412 NOV 24", "12-MAR-24 14:12 NNNN".
_NUMBER = re.compile(
    r"(?:\S{2,20},\s)?[^\W\d_]{2,10}:\d{6}-[\d/-]+|\d{6}Z? [A-Z]{3} \d{2,4}"
    r"|\d{1,2}[-/][A-Z\d]{2,3}[-/]\d{2,4} \d{1,2}[:.]\d{2}(?: N{4})?|N{4}"
)
# An agency with whoever worked on it, "dpa abc xx".
_AND_INITIALS = re.compile(r"([^\W\d_]{2,6})(?:(?:[ /-][a-zß-ÿ]{2,4}){1,8}|(?:[ /-][A-Z]{2,4}){1,8})")
_CODE = re.compile(
    r"(?=\D*\d)[A-Z\d]{1,6}(?:[-/ ]{1,2}[A-Z\d]{1,6}){1,5}|\d{4,12}"
    r"|[A-Z\d]{1,6}(?:[-/][A-Z\d]{1,6}){1,3}|(?:\([^\W\d_]{3,8}\)\s?){1,3}|<.*>"
)
# Who took a picture, behind its caption: "JEANNE MARTIN / AFP".
_PICTURED = re.compile(r"(?<=[.!?…»”)])\s+([^\W\d_a-zß-ÿ][^.!?()]{2,60})$")
_GLUED = re.compile(r"[.!?…»”\")][»”\")]?\s+(?=[^\s])")
_TAIL, _PARTED = 60, tuple("–—−-|•")
_MOST_NAMES, _SMALL, _LEAST_WORDS = 8, 4, 5
_LABEL_END = re.compile(r"(?:\s+[^\W\d_]{1,2}\b)?\s*[:/©]")


def is_credit(line: Line, cues: Cues, late: bool) -> bool:
    """Whether a whole line is a credit; `late` if it is one of the last, where staff and bare agencies are named."""
    folded = line.folded
    if len(folded) > _LONGEST:
        return False
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    return (
        _RIGHTS.match(folded, start) is not None
        or (line.search(cues.rights) is not None and _notice(line, cues) is None)
        or _photo_ends(folded, start, cues)
        or _is_photo(line.text[start:], cues)
        or _is_picture(line.text, cues)
        or _is_framed(line.text, 0)
        or (len(folded) <= _LIST and agencies.is_dated_list(line.text, cues.language))
        or _contributed(line, cues)
        or cues.origin.match(folded, start) is not None
        or cues.origin.match(folded, start + 1) is not None
        or (late and _is_ending(line, start, cues))
    )


def _notice(line: Line, cues: Cues) -> int | None:
    """Where the notice of rights begins that stands behind a text: `The port is open. All rights reserved.`."""
    for cue in line.finditer(cues.rights):
        begin, _ = line.sentence(cue.start())
        opens = not any(map(str.isalnum, line.text[begin : cue.start()]))
        if opens and _tells(line.text[:begin].split()):
            return begin
    return None


def _tells(words: Sequence[str]) -> bool:
    """Whether words are a sentence, and no name of a company: most of them are small."""
    return len(words) >= _LEAST_WORDS and 2 * sum(word[0].islower() for word in words) > len(words)


def _contributed(line: Line, cues: Cues) -> bool:
    """Whether a line says who contributed, and nothing else."""
    cue = line.search(cues.contributed)
    return cue is not None and line.sentence(cue.start()) == (0, len(line.text))


def _is_ending(line: Line, start: int, cues: Cues) -> bool:
    """What is a credit only where a text ends."""
    return (
        cues.staff.match(line.folded, start) is not None
        or (
            (source := cues.source.match(line.folded, start)) is not None
            and (
                line.folded[source.end() :].lstrip()[:1] == ":"
                or (line.text[start : source.end()].isupper() and not line.is_closed)
            )
        )
        or _ends_with_agencies(line, cues)
        or _signs(line.text, cues)
        or _NUMBER.fullmatch(line.text) is not None
        or (_OWNED.match(line.text) is not None and not line.is_closed)
        or any(cue.pattern.fullmatch(line.folded.strip(" .()[]*-–—/")) for cue in (cues.endings, cues.agencies))
    )


def _signs(text: str, cues: Cues) -> bool:
    """Whether a text is nothing but initials: `JPS // ZO`, `abc/def`, `RBT (JLG) // VAM`, `dpa abc xx`."""
    if len(text) > _LIST:
        return False
    if _BRACKETED.fullmatch(text) or _NUMBERED.fullmatch(text):
        return True
    signed = _AND_INITIALS.fullmatch(text)
    if signed is not None and agencies.is_list(signed[1], cues.language):
        return True
    last = _LAST_PART.match(text)
    initials = text[last.end() if last else 0 :]
    cased = initials.isupper() or initials.islower()
    return _INITIALS.fullmatch(initials) is not None and "/" in initials and cased


def is_code(text: str) -> bool:
    """Whether a line beside a credit is a number, initials, or says what comes with a dispatch: `(foto)(vídeo)`."""
    return _CODE.fullmatch(text) is not None


def within(line: Line, cues: Cues, late: bool) -> Iterator[Stretch]:
    """Credits amid a line or at its end."""
    folded = line.folded
    end = 0
    for cue in line.finditer(cues.contributed):
        if cue.start() >= end:
            begin, end = line.sentence(cue.start())
            yield begin, end
    tail = max(0, len(folded) - _LONGEST)
    if bracket := _BRACKET.search(folded, folded.rfind("(", tail) if "(" in folded[tail:] else tail):
        inner = line.text[bracket.start(1) : bracket.end(1)]
        staff = cues.staff.match(folded, bracket.start(1)) or cues.contributed.search(folded, bracket.start(1))
        if late and not staff:
            staff = cues.staff.search(folded, bracket.start(1))
        framed = _is_framed(line.text, bracket.start()) or _names_owner(inner, cues)
        if staff or framed or agencies.is_dated_list(inner, cues.language) or _is_picture(inner, cues):
            yield bracket.start(), len(folded)
    for picture in line.finditer(cues.photo):
        if folded[picture.start() - 1 : picture.start()] == "(" and picture.start():
            closing = folded.find(")", picture.end(), picture.end() + _SHORT)
            if closing >= 0 and _LABEL_END.match(folded, picture.end()):
                yield picture.start() - 1, closing + 1
        elif (
            len(folded) - picture.start() <= _SHORT
            and (_photo_ends(folded, picture.start(), cues) or _is_photo(line.text[picture.start() :], cues))
            and (line.begins_sentence(picture.start()) or folded[: picture.start()].rstrip()[-1:] in _PARTED)
        ):
            yield picture.start(), len(folded)
    pictured = None if line.is_closed else _PICTURED.search(line.text, max(0, len(folded) - _SHORT))
    if pictured is not None and (_is_pictured(pictured[1], cues) or _is_picture(pictured[1], cues)):
        yield pictured.start(1), len(folded)
    if (rights := _RIGHTS.search(folded, tail)) and line.begins_sentence(rights.start()):
        yield rights.start(), len(folded)
    if (notice := _notice(line, cues)) is not None and len(folded) - notice <= _SHORT:
        yield notice, len(folded)
    if late:
        for sentence in list(_GLUED.finditer(line.text, max(0, len(folded) - _TAIL)))[-1:]:
            rest = line.text[sentence.end() :]
            if _signs(rest, cues) or agencies.is_list(rest, cues.language):
                yield sentence.end(), len(folded)
        for staff in line.finditer(cues.staff):
            if staff.start() >= tail and line.begins_sentence(staff.start()):
                yield staff.start(), len(folded)


def is_caption(line: Line, cues: Cues) -> bool:
    """Whether a line ends with the credit of its picture."""
    return next(within(line, cues, late=False), None) is not None


def _photo_ends(folded: str, start: int, cues: Cues) -> bool:
    picture = cues.photo.match(folded, start)
    return picture is not None and _LABEL_END.match(folded, picture.end()) is not None


def _is_photo(text: str, cues: Cues) -> bool:
    """`Photo Le Dauphiné / Y.C.`, `Foto Jan Jansen`, `(foto Rossi)`: a few words in capitals after the cue."""
    bracketed = text[:1] == "(" and text[-1] == ")"
    text = text[bracketed : len(text) - bracketed]
    folded = fold(text) if len(text) <= _LIST else ""
    picture = cues.photo.match(folded)
    if picture is None or not (bracketed or text[0].isupper()):
        return False
    if picture.end() == len(text.rstrip(".")):  # "File photo" says it all, "Photos" may lead to some.
        return cues.related_labels.pattern.fullmatch(folded) is None
    names = text[picture.end() :].split()
    if names and agencies.is_list(" ".join(names), cues.language):
        return True
    by_whom = "/" in text or (text[-1] not in ".!?" and 2 - bracketed <= len(names) <= _MOST_NAMES)
    return by_whom and bool(names) and all(_is_capital(name) or len(name) <= _SMALL for name in names)


def _is_capital(word: str) -> bool:
    """`L’Écho` and `l’Est` too."""
    return not word[0].islower() or any(map(str.isupper, word[1:3]))


def _is_picture(text: str, cues: Cues) -> bool:
    """`Getty Images`, `Jane Roe/Shutterstock`: whose a picture is, and nothing else."""
    if len(text) > _LIST or cues.pictures.search(fold(text)) is None:
        return False
    return text[-1] != "." and all(not word[0].islower() or len(word) <= _SMALL for word in text.split())


def _is_framed(text: str, start: int) -> bool:
    """`[Keystone - Jane Roe]`, all in capitals, alone or behind a caption."""
    framed = _FRAMED.match(text, start)
    words = framed.group().strip("[]").split() if framed else []
    return 0 < len(words) <= _MOST_NAMES and all(not word[0].islower() or len(word) <= _SMALL for word in words)


def _names_owner(text: str, cues: Cues) -> bool:
    """`AAP: Jane Roe`, whose a picture is and who took it."""
    whose, colon, name = text.partition(": ")
    return (
        bool(colon) and agencies.is_list(whose, cues.language) and 0 < len(name.split()) <= _SMALL and name[0].isupper()
    )


def _is_pictured(text: str, cues: Cues) -> bool:
    """`JEANNE MARTIN / AFP`, `REUTERS/Jeanne Martin` behind a caption."""
    name, slash, whose = text.rpartition("/")
    named = all(word[0].isupper() for word in name.split()) and 0 < len(name.split()) <= _MOST_NAMES
    agency = any(agencies.is_list(part.strip(), cues.language) for part in (name, whose))
    return bool(slash) and named and (agency or text.isupper() or _is_picture(text, cues))


def _ends_with_agencies(line: Line, cues: Cues) -> bool:
    """`Le Courrier avec AFP`, on a line of its own."""
    helped = line.search(cues.helped) if len(line.text) <= _LIST and not line.is_closed else None
    if helped is None or any(mark in line.text[: helped.start()] for mark in ".?!("):
        return False
    if INITIALS.fullmatch(line.text[: helped.start()].strip(" (/,")):
        return False
    return agencies.is_list(line.text[helped.start() :], cues.language)

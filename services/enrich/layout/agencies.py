"""Which news agencies a text is from, as its datelines, bylines and credits say."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from services.enrich.layout import printed_dates
from services.enrich.layout.cues import Cues, cues, fold
from shared.agencies import in_full, others
from shared.articles import Agency, Segment

VERSION = "7"
# Those whose dollars are their own country's.
AT_HOME = frozenset(("Canadian Press", "Australian Associated Press"))
_CITED = frozenset(("dateline", "byline", "credit"))
_ABBREVIATION = 5
# What ends the credit of a picture within a line: "Photo: Jane Roe; text: AFP", "Photos: Jane Roe | AFP".
_OTHER_PART, _ASIDE = re.compile(r"[|;\n]|\.\s|,\s\w+\s?:"), re.compile(r"\s\(?")
_WORD = re.compile(r"[^\W\d_]+'?")
# Who wrote or edited an agency's text is given by his initials: dpa/abc, afp/jm.
_INITIALS = re.compile(r"[^\W\d_]{1,4}")


def find(text: str, segments: Sequence[Segment], language: str) -> list[Agency]:
    """Each agency once, where it is named first; never from the body."""
    found: dict[str, Agency] = {}
    last = max((segment.start for segment in segments if segment.kind == "body"), default=0)
    for segment in segments:
        if segment.kind in _CITED and not (segment.start < last and _captions(text, segment)):
            for agency in _in_segment(text, segment, language):
                found.setdefault(agency.name, agency)
    return list(found.values())


def named(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The names of agencies between `start` and `end`."""
    return _pattern().finditer(text, start, len(text) if end is None else end)


def is_list(text: str, language: str) -> bool:
    """Whether a text is nothing but agencies: `avec AFP`, `AFP, Reuters`, `dpa/abc`, `with wire services`."""
    words = cues(language)
    rest, count = _pattern().subn(" ", text)
    folded = fold(rest)
    generic = words.agencies.search(folded) is not None and words.helped.match(folded.lstrip()) is not None
    initials = "/" in text
    return (
        (count > 0 or generic)
        and all(
            word.group() in words.beside or (initials and _INITIALS.fullmatch(word.group()) is not None)
            for word in _WORD.finditer(folded)
        )
        and not any(map(str.isdigit, rest))
    )


def is_dated_list(text: str, language: str) -> bool:
    """The same with a day among them, as in Austria: `APA, red, 18.1.2025`."""
    dated = next((printed for printed in printed_dates.find(text, language) if printed.day and printed.year), None)
    return is_list(text[: dated.start] + text[dated.end :] if dated else text, language)


def _in_segment(text: str, segment: Segment, language: str) -> Iterator[Agency]:
    words = cues(language)
    folded = fold(text[segment.start : segment.end])
    contributed = segment.kind == "credit" and words.contributed.search(folded) is not None
    helped = words.helped.search(folded)
    for match in named(text, segment.start, segment.end):
        at = match.start() - segment.start
        if _took_picture(folded, at, match.end() - segment.start, words):
            continue
        with_it = helped is not None and helped.end() <= at
        # "Par Jeanne Martin et AFP": an agency beside an author.
        before = folded[:at].rstrip()
        beside = segment.kind == "byline" and words.conjunctions.search(before, len(before) - 4) is not None
        with_it = with_it or (beside and " " in before)
        role: Literal["source", "contributor"] = "contributor" if contributed or with_it else "source"
        yield Agency(start=match.start(), end=match.end(), name=in_full(match.group()), role=role)


def _took_picture(folded: str, start: int, end: int, words: Cues) -> bool:
    """Whether an agency is named for its picture: `Photo: Jane Roe/AFP`, `AFP (photos)`, `Getty Images/AFP`."""
    begin = max((other.end() for other in _OTHER_PART.finditer(folded, 0, start)), default=0)
    label = words.photo.search(folded, begin, start)
    if label is not None and words.helped.search(folded, label.end(), start) is None:
        return True
    other = _OTHER_PART.search(folded, end)
    pictures = words.pictures.pattern.finditer(folded, begin, other.start() if other else len(folded))
    if any(cue.end() <= start or cue.end() > end for cue in pictures):  # "Keystone-ATS" is an agency, too.
        return True
    aside = _ASIDE.match(folded, end)
    return words.photo.match(folded, aside.end() if aside else end) is not None


def _captions(text: str, segment: Segment) -> bool:
    """Whether a credit stands behind the caption of its picture: `The port. © AFP`, `The port. REUTERS/Jane Roe`."""
    credit = text[segment.start : segment.end].strip()
    owned = credit[0] == "©" and not any(map(str.isdigit, credit))
    named = "/" in credit and credit[0].isupper() and not credit.isupper()
    return segment.kind == "credit" and text[segment.start - 1 : segment.start] not in ("", "\n") and (owned or named)


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted({form for name, more in others().items() for form in (name, *more)}, key=len, reverse=True)
    short = [form for form in forms if len(form) <= _ABBREVIATION]
    long = [form for form in forms if len(form) > _ABBREVIATION]
    return re.compile(rf"(?<!\w)(?:(?i:{'|'.join(map(re.escape, long))})|{'|'.join(map(re.escape, short))})(?!\w)")

"""Which news agencies a text is from, as its datelines, bylines and credits say."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from services.enrich.layout.cues import cues, fold
from shared.agencies import in_full, others
from shared.articles import Agency, Segment

VERSION = "6"
# Those whose dollars are their own country's.
AT_HOME = frozenset(("Canadian Press", "Australian Associated Press"))
_CITED = frozenset(("dateline", "byline", "credit"))
_ABBREVIATION = 5
_WORD = re.compile(r"[^\W\d_]+'?")
# Who wrote or edited an agency's text is given by his initials: dpa/abc, afp/jm.
_INITIALS = re.compile(r"[^\W\d_]{1,4}")


def find(text: str, segments: Sequence[Segment], language: str) -> list[Agency]:
    """Each agency once, where it is named first; never from the body."""
    found: dict[str, Agency] = {}
    for segment in segments:
        if segment.kind in _CITED:
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


def _in_segment(text: str, segment: Segment, language: str) -> Iterator[Agency]:
    words = cues(language)
    folded = fold(text[segment.start : segment.end])
    if segment.kind == "credit" and words.photo.match(folded.lstrip("([ ")):
        return
    contributed = segment.kind == "credit" and words.contributed.search(folded) is not None
    helped = words.helped.search(folded)
    for match in named(text, segment.start, segment.end):
        with_it = helped is not None and helped.end() <= match.start() - segment.start
        # "Par Jeanne Martin et AFP": an agency beside an author.
        before = folded[: match.start() - segment.start].rstrip()
        beside = segment.kind == "byline" and words.conjunctions.search(before, len(before) - 4) is not None
        with_it = with_it or (beside and " " in before)
        role: Literal["source", "contributor"] = "contributor" if contributed or with_it else "source"
        yield Agency(start=match.start(), end=match.end(), name=in_full(match.group()), role=role)


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted({form for name, more in others().items() for form in (name, *more)}, key=len, reverse=True)
    short = [form for form in forms if len(form) <= _ABBREVIATION]
    long = [form for form in forms if len(form) > _ABBREVIATION]
    return re.compile(rf"(?<!\w)(?:(?i:{'|'.join(map(re.escape, long))})|{'|'.join(map(re.escape, short))})(?!\w)")

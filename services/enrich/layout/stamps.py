"""What tells when an article was published or changed, how long that is ago, and how long it takes to read."""

import re
from typing import NamedTuple

from services.enrich.layout import printed_dates
from services.enrich.layout.cues import Cue, Cues
from services.enrich.layout.lines import Line

LONGEST = 160
_GAP = re.compile(r"[\s|·•,;:./()\[\]>–—-]*")
_DURATION = re.compile(r"\d{1,3}[\s-]?(?:min|mn)[^\W\d_]{0,5}(?!\w)")
# "3 heures", "1h", "an hour": how long something is ago.
_AMOUNT = re.compile(r"(?:\d{1,3}\s?|[^\W\d_]{1,4}\s)[^\W\d_]{1,9}(?!\w)")
_PLACE = re.compile(r"\s[^\W\d_a-zß-ÿ][\w-]+")
# The number of a dispatch, as agencies print it before the time: "APA0217    2026-03-12/12:48".
_NUMBER = re.compile(r"[A-Z]{2,5}\d{3,5}(?=\s+\d{4}-)")
_LONGEST_CUE = 80
_ZONE, _SMALL = re.compile(r"[A-Z]{2,5}(?!\w)"), re.compile(r"(?:[^\W\d_A-ZÀ-Þ]{1,4}|[^\W\d_]{1,2})(?!\w)")


class Stamp(NamedTuple):
    """A stamp that ends at `end` of a line: all of the line if it is `whole`; `cued` by words such as "published"."""

    end: int
    whole: bool
    cued: bool


def read(line: Line, at: int, cues: Cues) -> Stamp | None:
    """The stamp that begins at `at` of a line: dates, times and the words around them, one after the other.

    A time or "today" alone is none, nor is a year alone unless it follows a word like "published".
    """
    if len(line.text) - at > LONGEST and not _is_cue(line, at, cues):
        return None
    told: set[str] = set()
    name, position, end = "", _skip(line.text, at), at
    while position < len(line.text) and (token := _token(line, position, cues, told)) is not None:
        name, stop = token
        if name != "small":
            told.add(name)
            end = stop
        position = _skip(line.text, stop)
    cued = "cue" in told
    says = (
        "date" in told
        or "ago" in told
        or ("time" in told and (cued or "today" in told))
        or (cued and "today" in told)
        or {"reading", "duration"} <= told
    )
    return Stamp(end, position >= len(line.text) and name != "small", cued) if says else None


def start(line: Line, at: int, cues: Cues) -> int:
    """Where the stamp begins that a line ends with, after an author; its end if there is none."""
    for parting in re.finditer(r"[,|•·(;]\s*|\s[–—-]\s|\.\s", line.text[:LONGEST]):
        if parting.start() > at and (stamp := read(line, parting.end(), cues)) and stamp.whole:
            return parting.start()
    for cue in cues.published, cues.updated:
        found = cue.search(line.folded, at + 1, LONGEST)
        if found and (stamp := read(line, found.start(), cues)) and stamp.whole:
            return found.start()
    return len(line.text)


def _is_cue(line: Line, at: int, cues: Cues) -> bool:
    at = _skip(line.text, at)
    return any(_cue_end(line, at, cue) is not None for cue in (cues.published, cues.updated))


def _cue_end(line: Line, at: int, cue: Cue) -> int | None:
    """Where a phrase ends that begins at `at`, though it may be glued to what is beside it."""
    ahead = line.folded[at : at + _LONGEST_CUE]
    found = cue.match(ahead)
    ends = [found.end()] if found else []
    glued = (place.start() - at for place in printed_dates.GLUED.finditer(line.text, at, at + _LONGEST_CUE))
    ends += [end for end in glued if cue.pattern.fullmatch(ahead[:end])]
    return at + max(ends) if ends else None


def _skip(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _token(line: Line, at: int, cues: Cues, told: set[str]) -> tuple[str, int] | None:
    """What a stamp says at `at`, and where that ends."""
    for name, cue in (("cue", cues.published), ("cue", cues.updated), ("reading", cues.reading), ("today", cues.today)):
        if (cue_end := _cue_end(line, at, cue)) is not None:
            return name, cue_end
    if duration := _DURATION.match(line.folded, at):
        return "duration", duration.end()
    if (dated := _date_end(line.text, at, cues, told)) is not None:
        return "date", dated
    if (ago := _ago_end(line.folded, at, cues)) is not None:
        return "ago", ago
    if time := printed_dates.TIME.match(line.text, at, at + 40):
        return "time", time.end()
    if told & {"time", "date"} and (zone := _ZONE.match(line.text, at) or cues.zones.match(line.folded, at)):
        # "Heure de Nouméa": what ends in a small word goes on to a place.
        place = _PLACE.match(line.text, zone.end()) if zone.group()[-3:-2] == " " else None
        return "zone", place.end() if place else zone.end()
    if (small := _SMALL.match(line.text, at) or _NUMBER.match(line.text, at)) is not None:
        return "small", small.end()
    return None


def _date_end(text: str, at: int, cues: Cues, told: set[str]) -> int | None:
    """Where a date ends, with the day of the week before it."""
    pattern = printed_dates.pattern(cues.language)
    date = pattern.match(text, at)
    if date is None and (day := printed_dates.weekday(cues.language).match(text, at)) is not None:
        date = pattern.match(text, day.end())
    if date is None:
        return None
    found = next(printed_dates.find(text, cues.language, date.start(), date.end()), None)
    # Numbers that may be day and month either way date nothing, but are a date beside "published".
    known = found.month if found else None
    return date.end() if known or "cue" in told else None


def _ago_end(folded: str, at: int, cues: Cues) -> int | None:
    before = cues.ago.match(folded, at)
    begin = before.end() + 1 if before else at
    amount = _AMOUNT.match(folded, begin)
    if before or amount is None:
        return amount.end() if amount else None
    after = cues.ago.match(folded, amount.end() + 1)
    return after.end() if after else None

"""Where and when an article was written, as agencies print it before the first sentence: `PARIS, 12 mars (AFP) – `."""

import re
from collections.abc import Sequence

from services.enrich.gazetteer.places import Gazetteer, fold, home
from services.enrich.layout import agencies, printed_dates
from services.enrich.layout.cues import cues
from shared.articles import Segment

# A dateline is as long as a place with its country, a date and an agency.
_REACH = 120
_DASH = re.compile(r"(?:\s*\.?\s*[–—]|\.?\s+(?:--?|_|=)(?=\s|$)|\.-+|(?<=\))\.?\s*--?)\s*")
_SIGNED = re.compile(
    r"[^()\n]{3,60}(?:\([^()\n]{2,40}\)[^()\n]{2,20})?\([^()\n]{2,40}\)\.?\s+(?=[^\W\d_a-zß-ÿ]|[«\"“„'‘])"
)
# A place alone: "Bad Laasphe. Der Stadtrat …", "ADRIA (Rovigo). Si è …", "BRISBANE: Bus drivers …".
_POINT = re.compile(r"(?<=[\w)])(?:\.\s+|:\s+(?<=[A-ZÀ-Þ)]: ))(?=[^\W\d_a-zß-ÿ]|[«\"“„'‘])")
_LONGEST_PLACE = 50
_AGENCY = re.compile(r"\(([^()\n]{2,30})\)\s+(?=[^\W\d_a-zß-ÿ])")
# A place in brackets, as in Quebec: "(Montréal) Le taux …"; the agency with a day before it: "Taipei, Nov. 27 (CNA) …".
_BRACKETED, _SHORT_NAME = (
    re.compile(r"\(([^\W\d_a-zß-ÿ][^()\n]{1,30})\)\s+(?=[^\W\d_a-zß-ÿ])"),
    re.compile(r"\([A-Z]{2,8}\)"),
)
_BRACKETS = re.compile(r"\(([^()]*)\)|(?<!\w)/([^/]+)/")
_WORDS = re.compile(r"[^\s,/]+")
_EDGES = " \t\n\u00a0,.;:-–—_/"
# "Frankfurt am Main", "Newcastle upon Tyne": at most so long is a word of a place's name that has no capital.
_SMALL, _MOST_WORDS = 4, 7
# Without a date or an agency only a long line makes a place and a dash a dateline: "Paris – Marseille : 2-1" is none.
_LONG_LINE = 100
# What a sentence begins with, and no other line of capitals.
_BEGINS = re.compile(r"[«\"“„]?\s?[^\W\d_a-zß-ÿ]['’]?[a-zß-ÿ][^\n]*[.!?»”\"]\s*(?=\n|$)")


def end(text: str, start: int, stop: int, language: str, gazetteer: Gazetteer | None = None) -> int | None:
    """Where the dateline ends that begins at `start` of a line that ends at `stop`; null where there is none.

    Agencies may stand before the place, `(ANSA) - ROMA, 12 MAR - `. A place that only a dash follows has to be known.
    """
    reach = min(stop, start + _REACH)
    found = None
    for dash in _DASH.finditer(text, start, reach):
        head = text[start : dash.start()]
        place, dated, signed = _read(head, language)
        if place and not _is_place(place):
            break
        # A bracket that nobody knows may be an agency, too.
        signed = signed or (bool(_BRACKETS.search(head)) and (dated or place.isupper()))
        sure = stop - start >= _LONG_LINE or (place.isupper() and _BEGINS.match(text, dash.end()) is not None)
        if place and (dated or signed or (sure and _stands_alone(place, gazetteer, language))):
            return dash.end()
        if place or not signed:
            break
        found = dash.end()
    if found is None and (signature := _SIGNED.match(text, start, reach)):
        place, dated, signed = _read(signature.group(), language)
        signed = signed or (dated and _SHORT_NAME.search(signature.group()) is not None)
        if place and signed and _is_place(place):
            return signature.end()
    within = _BRACKETED.match(text, start, reach) if found is None and stop - start >= _LONG_LINE else None
    if within is not None and gazetteer is not None and gazetteer.has_name(fold(within[1]), language):
        return within.end()
    if found is None and (agency := _AGENCY.match(text, start, reach)) and agencies.is_dated_list(agency[1], language):
        return agency.end()
    if found is None and stop - start >= _LONG_LINE:
        for point in _POINT.finditer(text, start, start + _LONGEST_PLACE):
            place, _, _ = _read(head := text[start : point.start()], language)
            bracketed = place.isupper() and _BRACKETS.search(head) is not None
            if place and _is_place(place) and (bracketed or _stands_alone(place, gazetteer, language)):
                return point.end()
    return _whole(text, start, stop, language) if found is None else found


def _whole(text: str, start: int, stop: int, language: str) -> int | None:
    """A dateline on a line of its own needs no dash, but a place, a day and an agency: `Lausanne, 28.09.2025 (ats)`."""
    if stop - start > _REACH or text[stop - 1] not in ").":
        return None
    place, dated, signed = _read(text[start:stop], language)
    return stop if signed and dated and _is_place(place) else None


def place(text: str, segments: Sequence[Segment], language: str) -> str | None:
    """The place of the first dateline as it is printed, with what it lies in: "PARIS, Texas"; null without one."""
    printed = (text[part.start : part.end] for part in segments if part.kind == "dateline")
    return next((place for dateline in printed if (place := _read(dateline, language)[0])), None)


def _read(head: str, language: str) -> tuple[str, bool, bool]:
    """The place of a dateline, whether it has a day, and whether it names an agency."""
    brackets = [one or other for one, other in _BRACKETS.findall(head)]
    rest = _BRACKETS.sub(" ", head)
    dates = [printed for printed in printed_dates.find(rest, language) if printed.day]
    for printed in reversed(dates):
        before = rest[: printed.start]
        day = re.search(rf"(?:^|[\s,]){printed_dates.weekday(language).pattern}$", before, re.IGNORECASE)
        rest = before[: day.start() if day else printed.start] + " " + rest[printed.end :]
    parts = [part.strip(_EDGES) for part in re.split(r",|\s[-–—]\s", rest)]
    unsigned = [part for part in parts if part and not agencies.is_list(part, language)]
    signed = len(unsigned) < sum(map(bool, parts)) or any(any(agencies.named(bracket)) for bracket in brackets)
    return ", ".join(unsigned), bool(dates), signed


def _is_place(place: str) -> bool:
    """Whether a text is written as the names of places are."""
    words = _WORDS.findall(place)
    return (
        0 < len(words) <= _MOST_WORDS
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and all(word[0].isupper() or (len(word) <= _SMALL and word.isalpha()) or word[1:2] == "'" for word in words)
        and not any(map(str.isdigit, place))
    )


def _stands_alone(place: str, gazetteer: Gazetteer | None, language: str) -> bool:
    """Whether a place is known well enough to be a dateline without a date and an agency, and is no answer: `Klar.`."""
    if gazetteer is None or fold(place) in cues(language).answers:
        return False
    name, _, within = place.partition(", ")
    if within:
        # The dash has taken the full stop of "DULUTH, Minn. —" along.
        return gazetteer.is_area(within, language) or gazetteer.is_area(f"{within}.", language)
    return all(_is_town(each.strip(), gazetteer, language) for each in name.split("/"))


def _is_town(name: str, gazetteer: Gazetteer, language: str) -> bool:
    if not gazetteer.has_name(fold(name), language):
        # A town that the paper is read in: its own country has to be one of the language.
        return any(town.place.country in home(language) for town in gazetteer.towns(name))
    return name.isupper() or not gazetteer.is_area(name, language)

"""Dates as datelines and stamps print them: `12 mars 2024`, `March 3`, `4 mar.`, `12/03/2024`, `2023-10`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from services.enrich.cues import cues
from shared.dates import PartialDate

# A time of the day with what may lead to it, "à 18h05", "at 10:05 GMT". Without a zone that is known it dates nothing.
TIME = re.compile(
    r"[\s,|·-]*(?:[^\W\d_]{1,3}\s+)?\d{1,2}\s?(?:[:h.]\s?\d{2}(?::\d{2})?(?![\d./-]+\d)|h\b|[ap]\.?m\b)"
    r"(?:\s*(?:Uhr|h|[ap]\.?m\b\.?|[A-Z]{2,4}\b)){0,2}"
)
_LONGEST_NAME, _SHORTEST_NAME = 12, 3


@dataclass(frozen=True, slots=True)
class Printed:
    """A date at `text[start:end]`; null is what is not printed."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


def find(text: str, language: str, start: int = 0, end: int | None = None) -> Iterator[Printed]:
    """The dates between `start` and `end`; a day of the calendar as far as can be told, all numbers in one order."""
    for match in pattern(language).finditer(text, start, len(text) if end is None else end):
        if (read := _read(match, language)) is not None:
            yield Printed(match.start(), match.end(), *read)


def partial(printed: Printed, year: int | None = None) -> PartialDate | None:
    """The date in its own year, or in the one given; null if it has none or there is no such day."""
    year = printed.year or year
    try:
        return PartialDate.of(year, printed.month, printed.day) if year else None
    except ValueError:
        return None


@cache
def pattern(language: str) -> re.Pattern[str]:
    """All forms of a date in a language; a name of a month is known in full, and by any beginning that tells it."""
    month = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    joint = r"(?:[^\W\d_]{2,3}\.?\s+)?"
    return re.compile(
        r"(?<![\w/.-])(?:"
        r"(?P<iso>\d{4}(?:-\d{2}(?:-\d{2})?)?)(?![\w/-])"
        r"|(?P<first>\d{1,2})(?P<mark>[/.])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<year>\d{4})(?!\d)"
        r"|(?P<first2>\d{1,2})(?:/(?P<second2>\d{1,2})(?![\w/])|\.\s?(?P<second3>\d{1,2})\.(?!\d))"
        rf"|(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|\.|º|°|ª)?\s+{joint}(?P<month>{month})(?!\w)\.?"
        rf"(?:,?\s+{joint}(?P<year2>\d{{4}})(?!\d))?"
        rf"|(?P<month2>{month})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:])(?:,?\s+(?P<year3>\d{{4}})(?!\d))?"
        rf"|(?P<month3>{month})\.?\s+{joint}(?P<year4>\d{{4}})(?!\d))",
        re.IGNORECASE,
    )


@cache
def weekday(language: str) -> re.Pattern[str]:
    """The day of the week before a date, in the language or in English, with an article."""
    names = "|".join(re.escape(name) for code in ("en", language) for name in _weekdays(code))
    article = r"(?:[^\W\d_]{2,3}\s+)?"
    return re.compile(rf"{article}(?:(?:{names})(?:\.?,|\.)?\s+)?{article}", re.IGNORECASE)


def _read(match: re.Match[str], language: str) -> tuple[int | None, int | None, int | None] | None:
    """Year, month and day; null where numbers may be either."""
    if match["iso"]:
        year, month, day = (*map(int, match["iso"].split("-")), None, None)[:3]
        return year, month, day
    if numbered := match["first"] or match["first2"]:
        first, second = int(numbered), int(match["second"] or match["second2"] or match["second3"])
        day_first = cues(language).day_first
        if day_first is None:
            if (first > 12) == (second > 12):
                return None
            day_first = first > 12
        year_text = match["year"]
        return int(year_text) if year_text else None, *((second, first) if day_first else (first, second))
    named = match["month"] or match["month2"] or match["month3"]
    year_text, day_text = match["year2"] or match["year3"] or match["year4"], match["day"] or match["day2"]
    return int(year_text) if year_text else None, _months(language)[named.lower()], int(day_text) if day_text else None


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months and what begins only one of them, in the language and in English, from CLDR."""
    names: dict[str, int] = {}
    for code in ("en", language):
        if (locale := _locale(code)) is None:
            continue
        wide = {_plain(name): month for month, name in locale.months["format"]["wide"].items()}
        known = dict(wide)
        for form in ("stand-alone", "format"):
            for width in ("abbreviated", "wide"):
                known |= {_plain(name): month for month, name in locale.months[form][width].items()}
        for length in range(_SHORTEST_NAME, _LONGEST_NAME):
            for name, month in wide.items():
                if sum(other.startswith(name[:length]) for other in wide) == 1:
                    known.setdefault(name[:length], month)
        names |= known
    # Months that are numbers, as in Chinese, are told from no other number.
    names = {name: month for name, month in names.items() if not any(map(str.isdigit, name))}
    return {form: month for name, month in names.items() for form in (_unaccented(name), name)}


def _weekdays(language: str) -> list[str]:
    locale = _locale(language)
    return [] if locale is None else [str(name) for name in locale.days["format"]["wide"].values()]


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def _plain(name: str) -> str:
    return name.lower().rstrip(".")


def _unaccented(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))

"""Dates as datelines and stamps print them: `12 mars 2024`, `March 3`, `4 mar.`, `12/03/2024`, `2023-10`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from services.enrich.layout.cues import cues
from services.enrich.text import calendar_names
from services.enrich.text.plain import plain
from shared.dates import PartialDate

# A time of the day with what may lead to it, "à 18h05", "at 10:05 GMT". Without a zone that is known it dates nothing.
TIME = re.compile(
    r"[\s,|·-]*(?:[^\W\d_]{1,3}\s*)?\d{1,2}\s?(?:[:h.]\s?\d{2}(?::\d{2}(?:\.\d{3,6})?)?(?![\d./-]+\d)|h\b|[ap]\.?m\b)"
    r"(?:\s*(?:Uhr|h\b|[ap]\.?m\b\.?|[A-Z]{2,4}\b)|Z\b|[+-]\d{2}:?\d{2}\b){0,2}"
)
# Where two words were glued as their page was taken apart: "Publié12 mars", "2025Updated".
GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ\d])|(?<=\d)(?=[^\W\d_])")
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
    month = _any(_months(language))
    joint = r"(?:[^\W\d_]{2,3}\.?\s+)?"
    return re.compile(
        r"(?:(?<![\w/.-])|(?-i:(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ\d])))(?:"
        r"(?P<iso>\d{4}(?:-\d{2}(?:-\d{2})?|/\d{2}/\d{2})?)(?:(?=T\d\d:\d\d)|(?![\w-]|/(?!\d\d:)))"
        r"|(?P<first>\d{1,2})(?P<mark>[/.-])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<year>\d{4})(?!\d)"
        r"|(?P<first2>\d{1,2})(?:/(?P<second2>\d{1,2})(?![\w/])|\.\s?(?P<second3>\d{1,2})\.(?!\d))"
        rf"|(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|\.|º|°|ª)?(?:\s+|(?<=\.)){joint}(?P<month>{month})(?!\w)\.?"
        rf"(?:(?:,?\s+|(?<=\.)){joint}(?P<year2>\d{{4}})(?!\d))?"
        rf"|(?P<month2>{month})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:])(?:,?\s+(?P<year3>\d{{4}})(?!\d))?"
        rf"|(?P<month3>{month})\.?\s+{joint}(?P<year4>\d{{4}})(?!\d))",
        re.IGNORECASE,
    )


@cache
def weekday(language: str) -> re.Pattern[str]:
    """The day of the week before a date, in full or shortened, in the language or in English, with an article."""
    names = _any(
        name
        for code in ("en", language)
        for name in {*calendar_names.weekdays(code), *calendar_names.abbreviated_weekdays(code)}
    )
    article = rf"(?:(?!(?:{_any(_months(language))})(?!\w))[^\W\d_]{{2,3}}\s+)?"
    return re.compile(rf"{article}(?:(?:{names})(?:\.?,|\.)?\s+)?{article}", re.IGNORECASE)


def _any(names: Iterable[str]) -> str:
    """An alternation of `plain` names, the longest first; in print, apostrophes are of several kinds."""
    return "|".join(sorted((re.escape(name).replace("'", "['’ʼ]") for name in names), key=len, reverse=True))


def _read(match: re.Match[str], language: str) -> tuple[int | None, int | None, int | None] | None:
    """Year, month and day; null where numbers may be either."""
    if match["iso"]:
        year, month, day = (*map(int, re.split("[-/]", match["iso"])), None, None)[:3]
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
    return int(year_text) if year_text else None, _months(language)[plain(named)], int(day_text) if day_text else None


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months and what begins only one of them, in the language and in English, from CLDR."""
    names: dict[str, int] = {}
    for code in ("en", language):
        names |= _beginnings(calendar_names.wide_months(code)) | calendar_names.months(code)
    # Months that are numbers, as in Chinese, are told from no other number.
    names = {name: month for name, month in names.items() if not any(map(str.isdigit, name))}
    return {form: month for name, month in names.items() for form in (_unaccented(name), name)}


def _beginnings(wide: dict[str, int]) -> dict[str, int]:
    """The beginnings of names that only one month has."""
    months: dict[str, set[int]] = {}
    for name, month in wide.items():
        for length in range(_SHORTEST_NAME, _LONGEST_NAME):
            months.setdefault(name[:length], set()).add(month)
    return {name: min(numbers) for name, numbers in months.items() if len(numbers) == 1}


def _unaccented(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))

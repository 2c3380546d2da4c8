"""What a language calls months and weekdays, from CLDR, and how it writes a whole date."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from services.enrich.plain import plain
from shared.dates import PartialDate


@cache
def months(language: str) -> dict[str, int]:
    """The names of the months, as `plain` writes them: full, and abbreviated without the dot. None if not known."""
    return abbreviated_months(language) | wide_months(language)


@cache
def wide_months(language: str) -> dict[str, int]:
    """The full names of the months, as `plain` writes them."""
    return {plain(name): number for name, number in _names(language, "months", "wide").items()}


@cache
def abbreviated_months(language: str) -> dict[str, int]:
    """The abbreviations of the months without the dot, as `plain` writes them."""
    names = {plain(name).rstrip("."): number for name, number in _names(language, "months", "abbreviated").items()}
    return {name: number for name, number in names.items() if not name[0].isdigit()}


@cache
def months_are_capital(language: str) -> bool:
    """Whether the language writes its months with a capital, as English and German do."""
    names = _names(language, "months", "wide")
    return bool(names) and all(name[:1].isupper() for name in names)


@cache
def weekdays(language: str) -> dict[str, int]:
    """The full names of the days of the week, as `plain` writes them; Monday is 0."""
    return {plain(name): number for name, number in _names(language, "days", "wide").items()}


@cache
def date_pattern(*languages: str) -> re.Pattern[str]:
    """`12 mars 2024`, `1er mars 2024`, `March 3, 2024`: day, month and year, all three."""
    names = {name for language in languages for name in months(language)}
    month = "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"
    return re.compile(
        rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?(?P<month>{month})\.?\s+(?:de\s+)?(?P<year>\d{{4}})"
        rf"|(?P<month2>{month})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})",
        re.IGNORECASE,
    )


def worded(text: str, *languages: str) -> PartialDate | None:
    """A text that is a whole date in one of the languages; ValueError for one that does not exist."""
    match = date_pattern(*languages).fullmatch(text)
    if match is None:
        return None
    name = plain(match["month"] or match["month2"]).rstrip(".")
    month = next(months(language)[name] for language in languages if name in months(language))
    return PartialDate.of(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))


@cache
def _names(language: str, kind: str, width: str) -> dict[str, int]:
    """Names to their numbers as CLDR has them, standing alone and within a date; bare numbers are no names."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    forms = getattr(locale, kind)
    return {
        name: number
        for form in ("stand-alone", "format")
        for number, name in forms[form][width].items()
        if not name[0].isdigit()
    }

"""What a language calls months and weekdays, from CLDR."""

from functools import cache

from babel import Locale, UnknownLocaleError

from services.enrich.text.plain import plain


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
def abbreviated_weekdays(language: str) -> frozenset[str]:
    """How the days of the week are shortened, as `plain` writes it, without the dot."""
    return frozenset(plain(name).rstrip(".") for name in _names(language, "days", "abbreviated"))


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

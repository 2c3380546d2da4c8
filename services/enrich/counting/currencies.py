"""What a language calls the currencies of today, from CLDR."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_currency_symbol, get_territory_currencies

from services.enrich.text.plain import plain

_WORD = re.compile(r"[^\W\d_]+")
# Shorter ones are words of the language more often than money: the won, the lei, the sol.
_SHORTEST = 4
# How many there are of it, for all forms that a language may have.
_COUNTS = (1, 2, 5)


@cache
def names(language: str, alone: int | None) -> dict[str, str]:
    """The names as `plain` writes them, each with its ISO 4217 code: `kenyan shillings`; `lari` of `georgian lari`.

    `alone` is which word of the full name is that of the money (0 or -1), where it may stand without its country. It is
    a name if only one currency has it: a dollar is none.
    """
    known: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for code, name in _full(language):
        known.setdefault(name, code)
        words = name.split()
        if alone is not None and len(words) > 1:
            short.setdefault(words[alone], set()).add(code)
    # A currency of the name alone, as the euro, is another one of that name.
    for name, codes in short.items():
        codes |= {known[name]} if name in known else set()
        if len(codes) == 1 and len(name) >= _SHORTEST and _WORD.fullmatch(name):
            known[name] = min(codes)
    return known


def local(language: str, country: str, alone: int | None) -> dict[str, str]:
    """What people of a country call their own money, where others may call theirs so: `$`, `dollars`, `pesos`."""
    known: dict[str, str] = {}
    for code in get_territory_currencies(country):
        with suppress(UnknownLocaleError):  # Where nobody writes the language, none of its signs is theirs.
            known[get_currency_symbol(code, Locale(language, country))] = code
        for name in [name for each, name in _full(language) if each == code and alone is not None]:
            word = name.split()[alone or 0]
            if len(word) >= _SHORTEST and _WORD.fullmatch(word):
                known.setdefault(word, code)
    return known


def _full(language: str) -> Iterator[tuple[str, str]]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    for code in sorted(_tender()):
        for count in _COUNTS:
            name = plain(get_currency_name(code, count, locale)).partition(" (")[0]
            if name != code.lower():
                yield code, name


@cache
def _tender() -> frozenset[str]:
    """The currencies that are legal tender somewhere."""
    used = get_global("territory_currencies").values()
    return frozenset(code for listed in used for code, _, end, tender in listed if tender and end is None)

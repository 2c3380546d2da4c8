"""How a language counts: `languages/<code>/figures.yaml`, `units.yaml` and CLDR, ready for use.

A language without such a file has its separators, the symbols of units and the signs of currencies, and nothing else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol
from pydantic import BaseModel, ConfigDict

from services.enrich.counting import currencies
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL
from services.enrich.text import tables
from services.enrich.text.before import Before
from services.enrich.text.plain import plain

NEVER = re.compile(r"(?!)")


class Words(BaseModel):
    """A language's figures.yaml: in lower case, with plain apostrophes. The files say what each entry is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    groups: list[str] = []
    joiners: list[str] = []
    articles: list[str] = []
    numbers: dict[str, int] = {}
    never: list[str] = []
    doubtful: list[str] = []
    scales: dict[str, float] = {}
    money_scales: dict[str, float] = {}
    collectives: dict[str, int] = {}
    of: list[str] = []
    about: list[str] = []
    indefinite: list[str] = []
    labels: list[str] = []
    ages: list[str] = []
    clock_before: list[str] = []
    clock_behind: list[str] = []
    hours: list[str] = []
    hours_before: list[str] = []
    digit_hours_before: list[str] = []
    minus: list[str] = []
    below: list[str] = []
    to: list[str] = []
    starting: list[str] = []
    both: list[str] = []
    between: list[str] = []
    out_of: list[str] = []
    ordinal_dot: bool = False
    percent: list[str] = []
    currencies: dict[str, list[str]] = {}
    money_word: int | None = None
    money_in_millions: dict[str, list[str]] = {}
    measures: dict[str, list[str]] = {}
    noun: str | None = None
    singular: str | None = None
    adjective: str | None = None
    more: list[str] = []
    nouns: list[str] = []
    stop: list[str] = []
    compounds: list[str] = []
    against: list[str] = []


class Units(BaseModel):
    """`units.yaml`: what is written alike in all languages."""

    model_config = ConfigDict(extra="forbid", strict=True)

    symbols: list[str]
    other_symbols: dict[str, str]
    signs: dict[str, str]
    home_signs: dict[str, str]
    codes: list[str]
    not_money: list[str]
    people: list[str]


@dataclass(frozen=True)
class Lexicon:
    """A language's words and the patterns made of them.

    `symbols` are matched against the text itself (MW is not mW), all others against `plain` text.
    """

    words: Words
    decimal: str
    groups: frozenset[str]
    nouns: frozenset[str]
    stop: frozenset[str]
    never: frozenset[str]
    collective: re.Pattern[str]
    scale: re.Pattern[str]
    money_scale: re.Pattern[str]
    of: re.Pattern[str]
    symbols: dict[str, str]
    symbol: re.Pattern[str]
    names: dict[str, str]
    name: re.Pattern[str]
    signs: dict[str, str]
    home_signs: dict[str, str]
    sign_before: re.Pattern[str]
    sign_ends: frozenset[str]
    in_millions: dict[str, str]
    about: Before
    indefinite: Before
    label: Before
    clock_before: Before
    hours_before: Before
    digit_hours_before: Before
    minus: Before
    below: re.Pattern[str]
    more: frozenset[str]
    clock_behind: re.Pattern[str]
    to: re.Pattern[str]
    starting: Before
    both: re.Pattern[str]
    between: Before
    out_of: re.Pattern[str]
    no_unit_before: Before
    noun: re.Pattern[str]
    singular: re.Pattern[str]
    adjective: re.Pattern[str]
    compound: re.Pattern[str]
    against: Before
    nouns_are_capital: bool


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; made once."""
    words, units = _words(language), _units()
    signs = units.signs | {code: code for code in units.codes}
    symbols = dict(zip(units.symbols, units.symbols, strict=True)) | units.other_symbols | signs
    money = {
        name: code for name, code in currencies.names(language, words.money_word).items() if name not in units.not_money
    }
    names = money | dict.fromkeys(words.percent, "%") | _by_name(words.currencies) | _by_name(words.measures)
    decimal, groups = _separators(language)
    return Lexicon(
        words=words,
        decimal=decimal,
        groups=groups | set(words.groups),
        nouns=frozenset(words.nouns),
        stop=frozenset(words.stop),
        never=frozenset(words.never),
        collective=re.compile(rf"(?:{_any(words.collectives)})(?=[ \n](?:{_any(words.of)}))"),
        scale=re.compile(rf"(?P<gap>[ \n-]?)(?P<scale>{_any(words.scales)})(?!\w)"),
        money_scale=re.compile(rf"(?P<gap>[ \n]?)(?P<scale>{_any(words.money_scales)})(?!\w)"),
        of=re.compile(rf"[ \n](?:{_any(words.of)})(?:(?=[ \n])|(?<='))"),
        symbols=symbols,
        symbol=re.compile(rf"[\s]?(?P<unit>{_any(symbols)})(?![\w²³°]|[-/]\w)"),
        names=names,
        name=re.compile(rf"[ \n-]?(?P<unit>{_any(names)})(?!\w|-\w)"),
        signs=signs,
        home_signs=units.home_signs,
        sign_before=re.compile(rf"(?<!\w)(?P<unit>{_any({*signs, *units.home_signs})})\s?$"),
        sign_ends=frozenset(sign[-1] for sign in (*signs, *units.home_signs)),
        in_millions=_by_name(words.money_in_millions),
        about=Before(words.about),
        indefinite=Before(words.indefinite),
        label=Before(words.labels),
        clock_before=Before(words.clock_before),
        hours_before=Before([*words.hours_before, *words.clock_before]),
        digit_hours_before=Before(words.digit_hours_before),
        minus=Before(words.minus),
        below=re.compile(rf"[ \n](?:{_any(words.below)})(?!\w)"),
        more=frozenset(words.more),
        clock_behind=re.compile(rf"[ \n]?(?:{_any(words.clock_behind)})(?!\w)"),
        to=re.compile(rf"[ \n](?:{_any(words.to)})[ \n]| ?[–-] ?"),
        starting=Before(words.starting),
        both=re.compile(rf"[ \n](?:{_any(words.both)})[ \n]"),
        between=Before(words.between),
        out_of=re.compile(rf"[ \n](?:{_any(words.out_of)})[ \n]"),
        no_unit_before=Before([*words.out_of, *words.ages]),
        noun=re.compile(words.noun) if words.noun else NEVER,
        singular=re.compile(words.singular) if words.singular else NEVER,
        adjective=re.compile(words.adjective) if words.adjective else NEVER,
        compound=re.compile(rf"-(?P<unit>{_any(_compounds(words, units))})(?![\w-])"),
        against=Before(words.against),
        nouns_are_capital=language in ALL_NOUNS_CAPITAL,
    )


@cache
def money_of(language: str, country: str, is_wired: bool) -> dict[str, str]:
    """What money is called where an article is set, as far as that is no measure (pounds are a weight), and nobody.

    What has a usual meaning keeps it in what an agency wired.
    """
    words, people = lexicon(language), frozenset(_units().people)
    known, codes = words.names | words.signs, frozenset(words.signs.values())
    return {
        name: code
        for name, code in currencies.local(language, country, words.words.money_word).items()
        if name not in people and (name not in known or (known[name] in codes and not is_wired))
    }


def _compounds(words: Words, units: Units) -> list[str]:
    """What may be behind a number and a hyphen, in a language that writes so: nouns, and measures."""
    measures = [*(name for names in words.measures.values() for name in names), *map(plain, units.symbols)]
    return [*words.compounds, *measures] if words.compounds else []


def _separators(language: str) -> tuple[str, frozenset[str]]:
    """The decimal mark, and the marks between groups: blanks and apostrophes are such marks everywhere."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return ".", frozenset()
    decimal = get_decimal_symbol(locale, numbering_system="latn")
    return decimal, frozenset({plain(get_group_symbol(locale, numbering_system="latn"))} - {decimal})


def _by_name(names: dict[str, list[str]]) -> dict[str, str]:
    return {name: code for code, listed in names.items() for name in listed}


def _any(names: Iterable[str]) -> str:
    """An alternation, the longest first; what never matches if there is none. A blank may be the end of a line."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"[ \n]") for name in ordered) or "(?!)"


@cache
def _words(language: str) -> Words:
    file = files("services.enrich") / "languages" / language / "figures.yaml"
    return Words.model_validate(tables.read(file)) if file.is_file() else Words()


@cache
def _units() -> Units:
    return Units.model_validate(tables.read(files(__package__) / "units.yaml"))

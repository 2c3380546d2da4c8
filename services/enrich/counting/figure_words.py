"""How a language counts: `languages/<code>/figures.yaml`, `units.yaml` and CLDR, ready for use.

A language without such a file has its separators, the symbols of units and the signs of currencies, and nothing else.
"""

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from services.enrich.counting import currencies
from services.enrich.counting.figures_file import FiguresFile, UnitsFile, any_of, figures_file, units_file
from services.enrich.text.before import Before
from services.enrich.text.plain import plain

NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Lexicon:
    """A language's words and the patterns made of them.

    `symbols` are matched against the text itself (MW is not mW), all others against `plain` text.
    """

    words: FiguresFile
    decimal: str
    groups: frozenset[str]
    nouns: frozenset[str]
    stop: frozenset[str]
    many: frozenset[str]
    never: frozenset[str]
    collective: re.Pattern[str]
    scale: re.Pattern[str]
    money_scale: re.Pattern[str]
    half: re.Pattern[str]
    half_before: re.Pattern[str]
    of: re.Pattern[str]
    symbols: dict[str, str]
    symbol: re.Pattern[str]
    with_cents: re.Pattern[str]
    world_price: re.Pattern[str]
    names: dict[str, str]
    name: re.Pattern[str]
    signs: dict[str, str]
    home_signs: dict[str, list[str]]
    sign_before: re.Pattern[str]
    sign_ends: frozenset[str]
    in_millions: dict[str, str]
    about: Before
    indefinite: Before
    label: Before
    minus: Before
    below: re.Pattern[str]
    signed: frozenset[str]
    more: frozenset[str]
    to: re.Pattern[str]
    starting: Before
    both: re.Pattern[str]
    between: Before
    out_of: re.Pattern[str]
    to_from: re.Pattern[str]
    part_before: Before
    noun: re.Pattern[str]
    singular: re.Pattern[str]
    adjective: re.Pattern[str]
    compound: re.Pattern[str]
    against: Before


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; made once."""
    words, units = figures_file(language), units_file()
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
        many=frozenset(words.many),
        never=frozenset((*words.never, *words.many)),
        collective=re.compile(rf"(?:{any_of(words.collectives)})(?=[ \n](?:{any_of(words.of)}))"),
        scale=re.compile(rf"(?P<gap>[ \n-]?)(?P<scale>{any_of(words.scales)})(?!\w)"),
        money_scale=re.compile(rf"(?P<gap>[ \n]?)(?P<scale>{any_of(words.money_scales)})(?!\w)"),
        half_before=_half_before(words),
        half=re.compile(rf"(?: ?½| 1/2(?![\d/])|[ \n](?:{any_of(words.halves)})(?![\w-]))"),
        of=re.compile(rf"[ \n](?:{any_of(words.of)})(?:(?=[ \n])|(?<='))"),
        symbols=symbols,
        # "220 €/t" are euros, but "12 km/s" are no kilometres.
        symbol=re.compile(rf"\s?(?P<unit>(?:{any_of(signs)})(?=/\w)|(?:{any_of(symbols)})(?![\w²³°]|[-/]\w))"),
        with_cents=re.compile(rf"(?P<unit>{any_of(signs)})(?P<cents>\d\d)(?!\d)"),
        world_price=re.compile(rf"[ \n]?(?:{any_of(words.world_prices)})(?!\w)"),
        names=names,
        name=re.compile(rf"[ \n-]?(?P<unit>{any_of(names)})(?!\w|-\w)"),
        signs=signs,
        home_signs=units.home_signs,
        sign_before=re.compile(rf"(?<!\w)(?P<unit>{any_of({*signs, *units.home_signs})})\s?$"),
        sign_ends=frozenset(sign[-1] for sign in (*signs, *units.home_signs)),
        in_millions=_by_name(words.money_in_millions),
        about=Before(words.about),
        indefinite=Before(words.indefinite),
        label=Before(words.labels),
        minus=Before(words.minus),
        below=re.compile(rf"[ \n](?:{any_of(words.below)})(?!\w)"),
        signed=frozenset(("°C", "°F", "%", *words.degrees)),
        more=frozenset(words.more),
        to=re.compile(rf"[ \n](?:{any_of(words.to)})[ \n]| ?[–-] ?"),
        starting=Before(words.starting),
        both=re.compile(rf"[ \n](?:{any_of(words.both)})[ \n]"),
        between=Before(words.between),
        out_of=re.compile(rf"[ \n](?:{any_of(words.out_of)})[ \n]"),
        to_from=re.compile(rf"[ \n](?:{any_of(words.to_from)})[ \n]"),
        part_before=Before(f"{one} {out_of}" for one in words.articles for out_of in words.out_of),
        noun=re.compile(words.noun) if words.noun else NEVER,
        singular=re.compile(words.singular) if words.singular else NEVER,
        adjective=re.compile(words.adjective) if words.adjective else NEVER,
        compound=re.compile(rf"-(?P<unit>{any_of(_compounds(words, units))})(?![\w-])"),
        against=Before(words.against),
    )


@cache
def money_of(language: str, country: str, is_wired: bool) -> dict[str, str]:
    """What money is called where an article is set, as far as that is no measure (pounds are a weight), and nobody.

    What has a usual meaning keeps it in what an agency wired.
    """
    words, people = lexicon(language), frozenset(units_file().people)
    known, codes = words.names | words.signs, frozenset(words.signs.values())
    return {
        name: code
        for name, code in currencies.local(language, country, words.words.money_word).items()
        if name not in people and (name not in known or (known[name] in codes and not is_wired))
    }


def _compounds(words: FiguresFile, units: UnitsFile) -> list[str]:
    """What may be behind a number and a hyphen, in a language that writes so: nouns, and measures."""
    measures = [*(name for names in words.measures.values() for name in names), *map(plain, units.symbols)]
    measures += words.percent
    return [*words.compounds, *measures] if words.compounds else []


def _half_before(words: FiguresFile) -> re.Pattern[str]:
    """A half before what it is a half of: a million, a dozen, or an hour, which is not a part of the match."""
    scale = rf"(?P<scale>{any_of((*words.scales, *words.collectives))})(?!\w)"
    whole = rf"(?:{any_of(words.halves_of)})(?!\w)"
    return re.compile(rf"(?:{any_of(words.half_before)})(?:[ \n-]|(?<='))(?:{scale}|(?={whole}))")


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

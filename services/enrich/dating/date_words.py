"""How a language speaks of dates: `languages/<code>/dates.yaml` and CLDR, ready for use.

A language without such a file has the names of its months, and nothing else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.enrich.dating.beside import Beside, BesideWords
from services.enrich.dating.clauses import Cues
from services.enrich.text import calendar_names, tables
from services.enrich.text.before import Before
from services.enrich.text.plain import WORD

Unit = Literal["day", "week", "weekend", "month", "year"]
# The parts of a date may stand on two lines, but not in two paragraphs.
GAP = r"(?: \n?|\n)"
YEAR = r"(?P<year>\d{4})(?![\w%]|[.,]\d)"


class _Schema(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Period(_Schema):
    """What is so many weeks, months or years from now, and the ways to say so; null is the nearest, past or to come."""

    unit: Unit
    shift: int | None
    words: list[str]


class _Beside(_Schema):
    """What stands beside a weekday: it is the last, the next, no particular one, or simply this one.

    `by` is what stands before one that is ahead and is no part of it. `named` makes a day of its own of it, which is of
    no particular week: "Good Friday".
    """

    last: list[str] = []
    next: list[str] = []
    every: list[str] = []
    named: list[str] = []
    this: list[str] = []
    by: list[str] = []


class _Parts(_Schema):
    """The quarters and halves of a year: how they are numbered and called, by a letter too.

    `near` must stand near one that no year follows, or it may be one of a match. `fiscal` years begin when they like.
    `others` have such parts, too, as a pregnancy has.
    """

    nth: dict[str, int] = {}
    quarters: list[str] = []
    halves: list[str] = []
    letters: dict[str, int] = {}
    near: list[str] = []
    fiscal: list[str] = []
    others: list[str] = []


class Words(_Schema):
    """A language's dates.yaml: all in lower case, with plain apostrophes. The files say what each list is for."""

    order: Literal["dmy", "mdy"] | None = None
    month_first: bool = False
    ordinals: list[str] = []
    spelled: dict[str, int] = {}
    of: list[str] = []
    articles: list[str] = []
    both: list[str] = []
    through: list[str] = []
    starting: list[str] = []
    between: list[str] = []
    months: dict[str, int] = {}
    not_months: list[str] = []
    before_months: list[str] = []
    before_years: list[str] = []
    before_years_alone: list[str] = []
    before_years_within: list[str] = []
    before_decades: list[str] = []
    years_before: list[str] = []
    participle: str | None = None
    before_ahead: list[str] = []
    days: dict[str, int] = {}
    parts_of_day: list[str] = []
    no_days_behind: list[str] = []
    weekdays: dict[str, int] = {}
    short_weekdays: dict[str, int] = {}
    before_short_weekdays: list[str] = []
    before_weekdays: _Beside = _Beside()
    after_weekdays: _Beside = _Beside()
    after_months: _Beside = _Beside()
    periods: list[_Period] = []
    of_another: list[str] = []
    of_month: list[str] = []
    last_of: list[str] = []
    of_years: list[str] = []
    parts: _Parts = _Parts()
    feasts: dict[str, str] = {}
    before_feasts: list[str] = []
    since_feasts: list[str] = []
    units: dict[Unit, list[str]] = {}
    ago: list[str] = []
    ago_of_the_past: list[str] = []
    ago_behind: list[str] = []
    ahead: list[str] = []
    ahead_behind: list[str] = []
    about: list[str] = []
    future: list[str] = []
    future_endings: list[str] = []
    past: list[str] = []
    past_endings: list[str] = []
    no_verbs: list[str] = []
    passive: list[str] = []
    nouns: list[str] = []
    before_nouns: list[str] = []
    that: list[str] = []
    beside: BesideWords = BesideWords()


@dataclass(frozen=True)
class Grammar:
    """A language's words and the patterns made of them. Patterns are matched against `plain` text.

    `starts` has the patterns that may begin at a word, by that word; those of digits are under `0`.
    """

    words: Words
    months: dict[str, int]
    weekdays: dict[str, int]
    periods: dict[str, tuple[Unit, int | None]]
    units: dict[str, Unit]
    starts: dict[str, tuple[re.Pattern[str], ...]]
    cues: Cues
    beside: Beside
    day: re.Pattern[str]
    to: re.Pattern[str]
    both: re.Pattern[str]
    before: dict[str, Before]
    near_parts: re.Pattern[str]
    of_another: re.Pattern[str]
    of_month: re.Pattern[str]
    nth_before: re.Pattern[str]
    near: re.Pattern[str]
    month_behind: re.Pattern[str]
    through_month: re.Pattern[str]
    fiscal: re.Pattern[str]
    others: re.Pattern[str]
    years_before: re.Pattern[str]
    year_before: re.Pattern[str]
    participle: re.Pattern[str]
    joined: re.Pattern[str]


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language; made once."""
    words = _words(language)
    weekdays = calendar_names.weekdays(language) | words.weekdays | words.short_weekdays if words.units else {}
    months = {name: n for name, n in calendar_names.months(language).items() if name not in words.not_months}
    months |= words.months
    units = {name: unit for unit, names in words.units.items() for name in names}
    day = rf"(?:\d{{1,2}}(?:{_any(words.ordinals)})?(?![\w])|{_any(words.spelled)})"
    return Grammar(
        words=words,
        months=months,
        weekdays=weekdays,
        periods={name: (period.unit, period.shift) for period in words.periods for name in period.words},
        units=units,
        starts=_starts(words, months, weekdays, units, day),
        cues=_cues(words),
        beside=Beside(words.beside, words.future, words.past),
        day=re.compile(rf"(?P<number>\d{{1,2}})|(?P<spelled>{_any(words.spelled)})"),
        to=re.compile(rf" ?[–-] ?|(?:,?{GAP})(?:{_any(words.through)}){GAP}(?:(?:{_any(words.articles)}){GAP})?"),
        both=re.compile(rf"{GAP}(?:{_any(words.both)}){GAP}(?:(?:{_any(words.articles)}){GAP})?"),
        before=_before(words),
        of_month=re.compile(
            rf"{_linked(words.of_month)}(?P<month>{_any(months)})(?!\w)(?:(?:{GAP}|{_linked(words.of)}){YEAR})?"
        ),
        nth_before=re.compile(rf"(?<!\w)(?:(?P<last>{_any(words.last_of)})|(?P<nth>{_any(words.parts.nth)})){GAP}\Z"),
        near=re.compile(_near(words)),
        month_behind=re.compile(rf" ?[–-] ?(?:{_any(calendar_names.wide_months(language))})(?!\w)"),
        through_month=re.compile(rf"(?<!\w)(?:{_any(calendar_names.wide_months(language))}) ?[–-] ?\Z"),
        of_another=re.compile(rf"{GAP}(?:{_any(words.of_another)})(?!\w)"),
        # Where a language names no such words, nothing needs to be near.
        near_parts=re.compile(rf"(?<!\w)(?:{_any(words.parts.near)})(?!\w)" if words.parts.near else ""),
        fiscal=re.compile(rf"(?<!\w)(?:{_any(words.parts.fiscal)})(?!\w)"),
        others=re.compile(rf"(?<!\w)(?:{_any(words.parts.others)})(?!\w)"),
        years_before=re.compile(rf"{GAP}(?:{_any(words.years_before)})(?!\w)"),
        year_before=_year_before(words),
        participle=re.compile(rf"{GAP}(?:{words.participle or '(?!)'})(?!\w)"),
        joined=re.compile(rf",?{GAP}(?:(?:{_any(words.articles)}){GAP})?"),
    )


def _cues(words: Words) -> Cues:
    return Cues(
        dict.fromkeys(words.that, 0) | dict.fromkeys(words.past, -1) | dict.fromkeys(words.future, 1),
        dict.fromkeys(words.past_endings, -1) | dict.fromkeys(words.future_endings, 1),
        words.no_verbs,
        words.passive,
        words.nouns,
        words.before_nouns,
    )


def _before(words: Words) -> dict[str, Before]:
    """What may stand before a month, a year, a weekday, the first end of an interval."""
    beside = words.before_weekdays
    lists = {
        "month": words.before_months,
        "year": words.before_years,
        "year alone": words.before_years_alone,
        "year within": words.before_years_within,
        "last": beside.last,
        "next": beside.next,
        "every": [*beside.every, *beside.named],
        "this": beside.this,
        "by": [*beside.by, *words.before_ahead],
        "ahead": words.before_ahead,
        "decade": words.before_decades,
        "short": words.before_short_weekdays,
        "feast": words.before_feasts,
        "since": words.since_feasts,
        "part of the day": words.no_days_behind,
        "from": words.starting,
        "between": words.between,
    }
    skip = {"from", "between", "by", "ahead"}
    return {name: Before(phrases, words.articles if name in skip else ()) for name, phrases in lists.items()}


def _starts(
    words: Words, months: dict[str, int], weekdays: dict[str, int], units: dict[str, Unit], day: str
) -> dict[str, tuple[re.Pattern[str], ...]]:
    of = rf"{GAP}(?:(?:{_any(words.of)}){GAP})?"
    join = rf"(?:, | ?[–-] ?|{GAP}(?:{_any([*words.through, *words.both])}){GAP}(?:(?:{_any(words.articles)}){GAP})?)"
    days = rf"(?P<days>{day}(?:{join}{day}){{0,5}})"
    month = rf"(?P<month>{_any(months)})(?!\w)"
    alone = r"(?<![\w.,:/-])"
    near = _near(words)
    of_months = [
        *([rf"{month}\.?{GAP}{days}(?![:.,]?\d|[ \n]?%)(?:,?{GAP}{YEAR}|{near})?"] if words.month_first else []),
        rf"{month}\.?,?{of}{YEAR}",
        rf"{month}{near}?",
    ]
    of_digits = [
        rf"{alone}{days}{of}{month}(?P<dot>\.)?(?:,?{of}{YEAR}|{near})?",
        r"(?<![\w./-])(?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])",
        r"(?<![\w./-])(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\w|[./-]\w)",
        rf"{alone}{YEAR}(?!-?\d)",
    ]
    starts: dict[str, list[str]] = {"0": of_digits}
    for names, patterns in (
        (months, of_months),
        (words.spelled, of_digits[:1]),
        (weekdays, [_weekday(words, weekdays)]),
        (words.days, [rf"(?P<relative>{_any(words.days)})(?!\w)"]),
        (_period_words(words), [rf"(?P<period>{_any(_period_words(words))})(?!\w)"]),
        (words.feasts, [rf"(?P<feast>{_any(words.feasts)})(?!\w)(?:{GAP}{YEAR}|{near})?"]),
        (words.parts.nth, [_part(words)]),
        (words.parts.letters, [_lettered_part(words)]),
        (words.ago, _counted(words.ago, units, "ago")),
        (words.ago_of_the_past, _counted(words.ago_of_the_past, units, "maybe")),
        (words.ahead, _counted(words.ahead, units, "ahead")),
        (units if words.ago_behind else (), _counted_behind(words.ago_behind, units, "ago")),
        (units if words.ahead_behind else (), _counted_behind(words.ahead_behind, units, "ahead")),
    ):
        for first in dict.fromkeys(map(_first, names)):
            starts.setdefault(first, []).extend(patterns)
    return {first: tuple(re.compile(pattern) for pattern in patterns) for first, patterns in starts.items()}


def _weekday(words: Words, weekdays: dict[str, int]) -> str:
    beside = words.after_weekdays
    groups = "|".join(
        rf"(?P<{name}>{_any(entries)})"
        for name, entries in (("last", beside.last), ("next", beside.next), ("every", [*beside.every, *beside.named]))
    )
    return (
        rf"(?P<weekday>{_any(weekdays)})(?!\w)"
        rf"(?:{GAP}(?:{groups})(?!\w)|{GAP}(?P<days>\d{{1,2}})(?=[,.;:)]\D|{GAP}[^\W\d_]|\s*$))?"
    )


def _year_before(words: Words) -> re.Pattern[str]:
    """The first year of two, before the second: `between 2008 and`, `from 2008 to`."""
    pairs = ((words.between, words.both), (words.starting, words.through))
    tied = "|".join(rf"(?:{_any(opening)}){GAP}\d{{4}}{GAP}(?:{_any(joining)})" for opening, joining in pairs)
    return re.compile(rf"(?<!\w)(?:{tied}){GAP}\Z")


def _near(words: Words) -> str:
    """What says of which year a month is: `de l'an dernier`, `dernier`."""
    beside = words.after_months
    return rf"(?:{_yearly(words)}|{GAP}(?:(?P<last>{_any(beside.last)})|(?P<next>{_any(beside.next)}))(?!\w))"


def _yearly(words: Words) -> str:
    """The year as it is counted from now, behind what it is said of: `of last year`."""
    years = [name for period in words.periods if period.unit == "year" for name in period.words]
    return rf"(?:{GAP}|{_linked(words.of_years)})(?P<yearly>{_any(years)})(?!\w|'s)"


def _linked(links: Iterable[str]) -> str:
    """One of the words between two parts of a date, and what is before and behind it: nothing behind an apostrophe."""
    elided = {link for link in links if link.endswith("'")}
    return rf"(?:{GAP}(?:(?:{_any(set(links) - elided)}){GAP}|{_any(elided)}))"


def _part(words: Words) -> str:
    """`third quarter of 2025`, `troisième trimestre`."""
    parts = words.parts
    return (
        rf"(?P<nth>{_any(parts.nth)})(?:{GAP}|-)"
        rf"(?:(?P<quarter>{_any(parts.quarters)})|(?P<half>{_any(parts.halves)}))(?!\w)"
        rf"(?:(?:{GAP}(?:{_any(words.of_years)}))?{GAP}{YEAR}(?![/–-]\d)|{_yearly(words)})?"
    )


def _lettered_part(words: Words) -> str:
    """`Q3 2025`."""
    return rf"(?<!\w)(?P<letter>{_any(words.parts.letters)})(?P<nth>[1-4])(?:{GAP}|[-/]){YEAR}(?![/–-]\d)"


def _counted(before: list[str], units: dict[str, Unit], name: str) -> list[str]:
    """`il y a 20 mois`: the number is what stands between, four words at most."""
    return [
        rf"(?P<{name}>{_any(before)}){GAP}(?P<count>[\w'-]+(?:{GAP}[\w'-]+){{0,4}}?){GAP}(?P<unit>{_any(units)})(?!\w)"
    ]


def _counted_behind(behind: list[str], units: dict[str, Unit], name: str) -> list[str]:
    """`three weeks ago`: the number is read backwards from the unit."""
    return [rf"(?P<unit>{_any(units)})(?P<{name}>){GAP}(?P<behind>{_any(behind)})(?!\w)"]


def _period_words(words: Words) -> list[str]:
    return [name for period in words.periods for name in period.words]


def _first(name: str) -> str:
    """The word that a pattern is tried at; of digits, any digits."""
    match = WORD.match(name)
    first = match.group() if match else name
    return "0" if first.isdigit() else first


def _any(names: Iterable[str]) -> str:
    """An alternation, the longest first; what never matches if there is none. A blank may be the end of a line."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", GAP) for name in ordered) or r"(?!)"


@cache
def _words(language: str) -> Words:
    file = files("services.enrich") / "languages" / language / "dates.yaml"
    return Words.model_validate(tables.read(file)) if file.is_file() else Words()

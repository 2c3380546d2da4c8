"""The files `languages/<code>/figures.yaml` and `units.yaml`, and what patterns are made of their words with."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from services.enrich.text import tables


class FiguresFile(BaseModel):
    """A language's figures.yaml: in lower case, with plain apostrophes. The files say what each entry is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    groups: list[str] = []
    joiners: list[str] = []
    articles: list[str] = []
    numbers: dict[str, float] = {}
    halves: list[str] = []
    halves_of: list[str] = []
    half_before: list[str] = []
    many: list[str] = []
    never: list[str] = []
    doubtful: list[str] = []
    scales: dict[str, float] = {}
    money_scales: dict[str, float] = {}
    collectives: dict[str, int] = {}
    of: list[str] = []
    millions_of: bool = False
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
    degrees: list[str] = []
    to: list[str] = []
    starting: list[str] = []
    to_from: list[str] = []
    both: list[str] = []
    between: list[str] = []
    out_of: list[str] = []
    ordinal_dot: bool = False
    percent: list[str] = []
    currencies: dict[str, list[str]] = {}
    money_word: int | None = None
    money_in_millions: dict[str, list[str]] = {}
    measures: dict[str, list[str]] = {}
    world_prices: list[str] = []
    noun: str | None = None
    singular: str | None = None
    adjective: str | None = None
    more: list[str] = []
    nouns: list[str] = []
    stop: list[str] = []
    compounds: list[str] = []
    against: list[str] = []


class UnitsFile(BaseModel):
    """`units.yaml`: what is written alike in all languages."""

    model_config = ConfigDict(extra="forbid", strict=True)

    symbols: list[str]
    other_symbols: dict[str, str]
    signs: dict[str, str]
    home_signs: dict[str, list[str]]
    codes: list[str]
    not_money: list[str]
    people: list[str]


@cache
def figures_file(language: str) -> FiguresFile:
    """The file of a language (ISO 639 code), empty if there is none."""
    file = files("services.enrich") / "languages" / language / "figures.yaml"
    return FiguresFile.model_validate(tables.read(file)) if file.is_file() else FiguresFile()


@cache
def units_file() -> UnitsFile:
    """The units of all languages."""
    return UnitsFile.model_validate(tables.read(files(__package__) / "units.yaml"))


def any_of(names: Iterable[str]) -> str:
    """An alternation, the longest first; what never matches if there is none. A blank may be the end of a line."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"[ \n]") for name in ordered) or "(?!)"

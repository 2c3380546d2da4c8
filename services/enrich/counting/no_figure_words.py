"""The words that tell that a number is no figure, ready for use: those around clock times, and those before ages."""

import re
from dataclasses import dataclass
from functools import cache

from services.enrich.counting.figures_file import any_of, figures_file
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL
from services.enrich.text.before import Before


@dataclass(frozen=True)
class NoFigureWords:
    """What tells in a language that a number is no figure, matched against `plain` text."""

    clock_before: Before
    hours_before: Before
    digit_hours_before: Before
    clock_behind: re.Pattern[str]
    no_unit_before: Before
    nouns_are_capital: bool


@cache
def no_figure_words(language: str) -> NoFigureWords:
    """The words of a language (ISO 639 code); made once."""
    words = figures_file(language)
    return NoFigureWords(
        clock_before=Before(words.clock_before),
        hours_before=Before([*words.hours_before, *words.clock_before]),
        digit_hours_before=Before(words.digit_hours_before),
        clock_behind=re.compile(rf"[ \n]?(?:{any_of(words.clock_behind)})(?!\w)"),
        no_unit_before=Before([*words.out_of, *words.ages]),
        nouns_are_capital=language in ALL_NOUNS_CAPITAL,
    )

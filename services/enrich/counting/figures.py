"""The numbers in an article's body that count something, with what they count.

Each number is taken with what stands right before and right behind it. Dates, clock times, scores, ordinals, telephone
numbers, ages without a unit and numbers in names are left out; so is a number that might be one of these.
"""

from collections.abc import Sequence

from services.enrich.counting import numbers
from services.enrich.counting.figure_ranges import Ranges
from services.enrich.counting.figure_units import Counted, Units
from services.enrich.counting.figure_words import Lexicon, lexicon, money_of
from services.enrich.counting.no_figures import HIDDEN, Context
from services.enrich.text.plain import plain, words_of
from shared.articles import DateMention, Figure

VERSION = "5"


def find(
    body: str, language: str, dates: Sequence[DateMention], country: str | None = None, is_wired: bool = False
) -> list[Figure]:
    """The figures in the body, in order; `dates` are the dates that were found in it.

    `country` is where the article is set: "$5" is money of its own, unless an agency wired it, which counts in dollars
    of the United States.
    The unit is an ISO 4217 code, `%`, the symbol of a measure, or the counted noun as printed, in lower case; null
    where nothing follows that can be counted. "At least 12" and "about 12" are approximate.
    """
    whole = plain(body)
    text = _without(whole, dates)
    words = lexicon(language)
    units = Units(body, text, words, money_of(language, country, is_wired) if country else {})
    counted: list[Counted] = []
    for number in numbers.find(text, words_of(whole), language):
        # The "cent" of "15 pour cent" is a number, too.
        if not counted or number.start >= counted[-1].end:
            counted.append(units.counted(number))
    context = Context(body, text, words)
    chosen = filter(context.counts, Ranges(text, words).settled(counted))
    return [_figure(found, body, text, words) for found in chosen]


def _without(text: str, dates: Sequence[DateMention]) -> str:
    """The text with its dates made unreadable."""
    parts, at = [], 0
    for date in dates:
        parts += [text[at : date.start], HIDDEN * (date.end - date.start)]
        at = date.end
    return "".join([*parts, text[at:]])


def _figure(found: Counted, body: str, text: str, words: Lexicon) -> Figure:
    start = found.start if found.range_start is None else found.range_start
    return Figure(
        start=found.start,
        end=found.end,
        text=body[found.start : found.end],
        value=found.value,
        unit=found.unit,
        approximate=found.number.about or words.about.at(text, start),
    )

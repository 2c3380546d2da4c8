"""The numbers in an article's body that count something, with what they count.

Each number is taken with what stands right before and right behind it. Dates, clock times, scores, ordinals, telephone
numbers, ages without a unit and numbers in names are left out; so is a number that might be one of these.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from services.enrich.counting import numbers
from services.enrich.counting.figure_ranges import Ranges
from services.enrich.counting.figure_units import Counted, Units
from services.enrich.counting.figure_words import Lexicon, lexicon, money_of
from services.enrich.counting.no_figure_words import no_figure_words
from services.enrich.counting.no_figures import HIDDEN, Context
from services.enrich.text.plain import plain, words_of
from shared.articles import DateMention, Figure

VERSION = "10"
_SENTENCE_END = re.compile(r"[.!?][”\"»’]?\s|\n")
# "28 million, against 13" are thirteen million.
_SCALED = 1000
_MILLION = 1e6
_CODE = re.compile(r"[A-Z]{3}")
# Nothing is compared with what stands farther before it, and no share of a whole is more than all of it.
_FAR, _WHOLE = 150, 100


def find(
    body: str, language: str, dates: Sequence[DateMention], country: str | None = None, is_wired: bool = False
) -> list[Figure]:
    """The figures in the body, in order; `dates` are the dates that were found in it.

    `country` is where the article is set: "$5" is money of its own, unless an agency wired it, which counts in dollars
    of the United States.
    The unit is an ISO 4217 code, `%`, the symbol of a measure, or the counted noun as printed, in lower case; that of
    the figure before, where a number only stands against that one; null where nothing says what is counted. "At least
    12" and "about 12" are approximate.
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
    context = Context(body, text, words, no_figure_words(language))
    chosen = filter(context.counts, Ranges(text, words, units).settled(counted))
    return [_figure(found, body, text, words) for found in _compared(chosen, text, words)]


def _compared(chosen: Iterable[Counted], text: str, words: Lexicon) -> Iterator[Counted]:
    """The figures; one that stands against another, and says no unit, counts the same: "31 drones, against 19".

    So do millions behind millions of a currency in their sentence: "120 millions d'euros, dont 27 millions de l'État".
    """
    before: Counted | None = None
    money: Counted | None = None
    for found in chosen:
        if before and found.unit is None and _stands_against(found, before, text, words):
            scale = before.number.scale if found.number.scale == 1 and found.value < _SCALED else 1
            found = replace(found, unit=before.unit, value=round(found.value * scale, 6))
        if words.words.millions_of and found.number.scale >= _MILLION:
            if found.unit is None and money and not _SENTENCE_END.search(text, money.end, found.start):
                found = replace(found, unit=money.unit)
            money = found if _CODE.fullmatch(found.unit or "") else None
        before = found if text[found.start - 1 : found.start] != "(" else before
        yield found


def _stands_against(found: Counted, before: Counted, text: str, words: Lexicon) -> bool:
    """Whether a number is compared with the one before it, in the same sentence; no per cent is over a hundred."""
    if not words.against.at(text, found.start) or words.of.match(text, found.end):
        return False
    is_near = found.start - before.end < _FAR and not _SENTENCE_END.search(text, before.end, found.start)
    return is_near and (before.unit != "%" or found.value <= _WHOLE)


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

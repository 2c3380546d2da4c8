"""The numbers in an article's body that count something, with what they count.

Each number is taken with what stands right before and right behind it. Dates, clock times, scores, ordinals, telephone
numbers, ages without a unit and numbers in names are left out; so is a number that might be one of these.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.enrich import first_names, numbers
from services.enrich.figure_words import Lexicon, lexicon, money_of
from services.enrich.numbers import Number
from services.enrich.plain import is_name, plain, words_of
from shared.articles import DateMention, Figure

VERSION = "5"
# Nothing that is looked for before a number is longer.
_LOOK_BACK, _SIGN_BEFORE = 32, 5
_WORD = re.compile(r"\s?([^\W\d_]+(?:-[^\W\d_]+)*)")
_WHOLE = re.compile(r"[ \n]\d[\d.,']*(?= )")
# What stands behind degrees that are printed as "29 C", and not behind "11 C Roe" or "7 C's".
_CELSIUS = re.compile(r"[,;)]|\.?\s*$|\s[a-zß-ÿ(]")
# The age of whoever is named before it: "Jane Roe, 42, said", "Jane Roe (42)"; but not of "Germany (12)".
_NAMED = re.compile(r"(?:(?P<first>[^\W\d_a-zß-ÿ][\w'’-]*) )?[^\W\d_a-zß-ÿ][\w'’-]*(?P<mark>, | \()\Z")
_AGE_ENDS = frozenset(",);.")
_OLDEST = 110
# The number of a note or of an item in a list.
_LISTED = re.compile(r"\[\d+\]|\(\d+\)|\s?\d+\)|\n\d+\.")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*)\s$")
_MORE_DIGITS = re.compile(r"\) ?\d")
# Nothing that is counted stands behind a number and one of these.
_NOTHING = frozenset(",.;:!?)(")
# A small word before a number in words that has a capital: "the Three Counties", but "Storm Kills Three People".
_SMALL_BEFORE = re.compile(r"(?<![^\W\d_])[a-zß-öø-ÿ]+ \Z")
# What says that dollars are those of the United States, before their sign or behind the amount.
_AMERICAN_BEFORE = re.compile(r"\bu\.?s\.? ?\Z")
_AMERICAN_BEHIND = re.compile(r"\s?(?:\$ ?)?(?:u\.?s\b|usd\b|am[ée]ric|estadounidense|norteamerican|amerik)")
_MINUS, _SIGNED = frozenset("-−–"), frozenset(("°C", "°F", "%"))
_MILLION = 1e6
_MOST_ADJECTIVES = 3
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
# In words, a small number that counts nothing is mostly a pronoun: "both of the two".
_SMALL = 10
# What ties a number to what stands beside it: Covid-19, 3-1, 18:30, 12/13.
_TIES = frozenset("-–—/:.,+#@_=&")
_HIDDEN = "\x1f"


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
    reader = _Reader(body, text, lexicon(language), money_of(language, country, is_wired) if country else {})
    counted: list[_Counted] = []
    for number in numbers.find(text, words_of(whole), language):
        # The "cent" of "15 pour cent" is a number, too.
        if not counted or number.start >= counted[-1].end:
            counted.append(reader.counted(number))
    return [reader.figure(found) for found in _chosen(counted, reader)]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number with its unit, from the sign before it or its first digit to the end of the unit."""

    number: Number
    start: int
    end: int
    value: float
    unit: str | None
    range_start: int | None = None


def _without(text: str, dates: Sequence[DateMention]) -> str:
    """The text with its dates made unreadable."""
    parts, at = [], 0
    for date in dates:
        parts += [text[at : date.start], _HIDDEN * (date.end - date.start)]
        at = date.end
    return "".join([*parts, text[at:]])


def _chosen(counted: list[_Counted], reader: "_Reader") -> Iterator[_Counted]:
    """What is left when the ends of ranges share their unit, and what is no figure is gone."""
    at = 0
    while at < len(counted):
        run = _run(counted, at, reader)
        at += len(run)
        if len(run) == 1:
            if reader.counts(run[0]):
                yield run[0]
        elif len(run) == 2 and run[1].unit and reader.is_range(*run) and not reader.is_fraction(*run):
            # More than two would be a telephone number, or the sets of a match; without a unit it is a score.
            first = run[0] if run[0].unit else replace(run[0], unit=run[1].unit)
            if reader.is_below(run[1]):
                first = replace(first, value=-abs(first.value))
            both = (replace(first, range_start=first.start), replace(run[1], range_start=first.start))
            yield from (one for one in both if reader.counts(one))


def _run(counted: list[_Counted], at: int, reader: "_Reader") -> list[_Counted]:
    """The numbers from one on that are tied to each other, as in "10 to 12"."""
    end = at + 1
    while end < len(counted) and reader.tied(counted[end - 1], counted[end]):
        end += 1
    return counted[at:end]


class _Reader:
    """Looks at what stands around the numbers of a text. `body` is the text as printed, `text` is plain.

    `local` is the money that is meant where the article is set.
    """

    def __init__(self, body: str, text: str, words: Lexicon, local: Mapping[str, str]) -> None:
        self.body, self.text, self.words, self.local = body, text, words, local

    def figure(self, found: _Counted) -> Figure:
        start = found.start if found.range_start is None else found.range_start
        about = found.number.about or self.words.about.at(self.text, start)
        return Figure(
            start=found.start,
            end=found.end,
            text=self.body[found.start : found.end],
            value=found.value,
            unit=found.unit,
            approximate=about,
        )

    def counted(self, number: Number) -> _Counted:
        """The number with its sign and the unit beside it, if there is one."""
        found = self._with_money(number) or self._with_unit(number)
        if found.unit not in _SIGNED:
            return found
        start = found.start
        if self.body[start - 1 : start] in _MINUS and not self.body[max(0, start - 2) : start - 1].strip(" \xa0\n("):
            return replace(found, start=start - 1, value=-found.value)
        # "Moins 20 %" is a discount.
        if found.unit == "%":
            return found
        if found.unit == "°C" and (below := self.words.below.match(self.text, found.end)):
            return replace(found, end=below.end(), value=-found.value)
        minus = self.words.minus.find(self.text, start)
        return found if minus is None else replace(found, start=minus, value=-found.value)

    def _with_money(self, number: Number) -> _Counted | None:
        """With the sign of a currency before it: `$3bn`."""
        start, end, value = number.start, number.end, number.value
        if not number.digits or self.body[max(0, start - 2) : start].strip()[-1:] not in self.words.sign_ends:
            return None
        if sign := self.words.sign_before.search(self.body, max(0, start - 5), start):
            if scale := self.words.money_scale.match(self.text, end):
                end, value = scale.end(), round(value * self.words.words.money_scales[scale["scale"]], 6)
            return _Counted(number, sign.start(), end, value, self._money(sign["unit"], sign.start(), end))
        return None

    def _with_unit(self, number: Number) -> _Counted:
        start, end, value = number.start, number.end, number.value
        if self.text[end : end + 1] in _NOTHING or self.text[end + 1 : end + 2].isdigit():
            return _Counted(number, start, end, value, None)
        if number.digits and (large := self._abbreviated(number)):
            return large
        symbol = self.words.symbol.match(self.body, end) if number.digits else None
        if symbol and not (symbol["unit"] == "C" and not _CELSIUS.match(self.body, symbol.end())):
            unit = self._money(symbol["unit"], start, symbol.end())
            return _Counted(number, start, symbol.end(), value, unit)
        of = self.words.of.match(self.text, end)
        named = self.words.name.match(self.text, of.end() if of else end)
        if named:
            return _Counted(number, start, named.end(), value, self._unit(" ".join(named["unit"].split()), value))
        whole = _WHOLE.match(self.text, of.end()) if of else None
        if whole:
            # "11 of its 30 wells": what the whole is counted in.
            noun = self._noun(whole.end(), _SMALL)
            return _Counted(number, start, end, value, self._unit(noun[0], value) if noun else None)
        noun = self._noun(of.end() if of else end, value)
        return _Counted(number, start, noun[1] if noun else end, value, self._unit(noun[0], value) if noun else None)

    def _unit(self, name: str, value: float) -> str:
        """What a name stands for, or else the name: five pounds are a weight, five million pounds are money."""
        money = self.words.in_millions.get(name) if value >= _MILLION else None
        return money or self.local.get(name) or self.words.names.get(name, name)

    def _money(self, symbol: str, start: int, end: int) -> str:
        """What a sign or a symbol stands for: what is meant where the article is set, unless it is American."""
        before = _AMERICAN_BEFORE.search(self.text, max(0, start - _SIGN_BEFORE), start)
        is_american = before or _AMERICAN_BEHIND.match(self.text, end)
        return (None if is_american else self.local.get(symbol)) or self.words.symbols[symbol]

    def _abbreviated(self, number: Number) -> _Counted | None:
        """`50 M€` and `3.5m people`: a letter that multiplies, and is no metre, because of what follows it."""
        scale = self.words.money_scale.match(self.text, number.end)
        if scale is None:
            return None
        value = round(number.value * self.words.words.money_scales[scale["scale"]], 6)
        sign = self.words.symbol.match(self.body, scale.end())
        if sign and sign["unit"] in self.words.signs:
            unit = self._money(sign["unit"], number.start, sign.end())
            return _Counted(number, number.start, sign.end(), value, unit)
        noun = self._noun(scale.end(), value) if not scale["gap"] else None
        return _Counted(number, number.start, noun[1], value, noun[0]) if noun else None

    def _noun(self, at: int, value: float) -> tuple[str, int] | None:
        """The counted noun behind a number, past the adjectives that may stand before it, and where it ends."""
        pattern = self.words.noun if abs(value) >= 2 else self.words.singular
        found: tuple[str, int] | None = None
        for _ in range(_MOST_ADJECTIVES + 1):
            match = _WORD.match(self.body, at)
            if match is None or (match.start() == match.start(1) and self.body[at - 1 : at].isalnum()):
                break
            word, small = match[1], match[1].lower()
            if small in self.words.more:
                at = match.end()
                continue
            # "Us" is a function word, "US" is none.
            if small in self.words.stop and not (len(word) > 1 and word.isupper()):
                break
            adjective = self.words.adjective.fullmatch(word)
            if small in self.words.nouns or pattern.fullmatch(word):
                # "Les 300 jeunes" or "les 300 jeunes soldats": what may be an adjective is one if a noun follows.
                found = small, match.end()
                adjective = adjective if small not in self.words.nouns else None
            if not adjective:
                break
            at = match.end()
        return found

    def tied(self, first: _Counted, second: _Counted) -> bool:
        """Whether two numbers make a range, a score or a fraction."""
        if second.start - first.number.end > _LOOK_BACK or first.end > second.start:
            return False
        between = self.text[first.end : second.start]
        if between == " " or (first.unit and second.unit and first.unit != second.unit):
            # "43 patients in 11 states", "up 9.3% to 7.21 euros".
            return False
        if between == ", " and first.unit is None and second.unit is None:
            # "4, 8, 15, 16" is a list.
            return True
        if self.words.to.fullmatch(between) or self._is_fraction(between):
            return True
        if not self.words.both.fullmatch(between):
            return False
        # "Aged 19 and 22 years": the unit stands once.
        alone = first.unit is None and second.unit is not None and first.value < second.value
        return alone or self.words.between.at(self.text, first.start)

    def is_range(self, first: _Counted, last: _Counted) -> bool:
        return abs(first.value) < abs(last.value) if self.is_below(last) else first.value < last.value

    def is_below(self, found: _Counted) -> bool:
        """Whether "below zero" stands behind it: it does for all of a range."""
        return self.words.below.search(self.text, found.number.end, found.end) is not None

    def is_fraction(self, first: _Counted, second: _Counted) -> bool:
        """`1 in 5`."""
        return self._is_fraction(self.text[first.end : second.start])

    def _is_fraction(self, between: str) -> bool:
        return self.words.out_of.fullmatch(between) is not None

    def counts(self, found: _Counted) -> bool:
        """Whether it is a figure, by what stands around it."""
        number, words = found.number, self.words
        if number.digits and self._is_part(found):
            return False
        if not number.digits and self._is_in_name(number):
            return False
        if not number.digits and found.unit is None and self._is_pronoun(number):
            return False
        if words.label.at(self.text, found.start) or words.indefinite.at(self.text, found.start):
            return False
        if self._is_clock(found):
            return False
        name = self._name_before(found.start)
        if found.unit is not None:
            return not name or not (self._is_year(number) or number.value < 2)
        if words.before_whole.at(self.text, found.start) or name or not words.words.noun:
            return False
        if self.text[max(0, found.start - 3) : found.start] == f"{_HIDDEN} (":
            # "Quarta-feira (13)" is a part of the date.
            return False
        if not number.digits:
            return True
        if number.value <= _OLDEST and self._is_age(number):
            return False
        if _LISTED.match(self.text, max(0, found.start - 1)) and number.value < _SMALL:
            return False
        dot = words.words.ordinal_dot and self.text[number.end : number.end + 1] == "."
        return not dot and not self._is_year(number)

    def _is_age(self, number: Number) -> bool:
        """Whether a number alone stands between commas behind a name, or in brackets behind one in full."""
        if self.text[number.end : number.end + 1] not in _AGE_ENDS:
            return False
        named = _NAMED.search(self.body, max(0, number.start - _LOOK_BACK), number.start)
        return named is not None and (named["mark"] == ", " or first_names.is_first(named["first"] or ""))

    def _is_in_name(self, number: Number) -> bool:
        """Whether a number in words has a capital behind a small word: "the Three Counties"."""
        start = number.start
        if self.words.nouns_are_capital or not is_name(self.body, start):
            return False
        return _SMALL_BEFORE.search(self.body, max(0, start - _LOOK_BACK), start) is not None

    def _is_pronoun(self, number: Number) -> bool:
        """Whether words that count nothing are no number: "both of the two", "forty-second"."""
        ordinal = self.text[number.end : number.end + 1] == "-"
        return ordinal or number.value <= _SMALL or self.text[number.start : number.end] in self.words.words.doubtful

    def _is_clock(self, found: _Counted) -> bool:
        words = self.words
        if words.clock_behind.match(self.text, found.number.end):
            return True
        if found.value > 24 or (found.unit is not None and found.unit not in words.words.hours):
            return False
        if found.unit is None:
            return words.clock_before.at(self.text, found.start)
        if words.of.match(self.text, found.end):
            return False
        if found.number.digits and words.digit_hours_before.at(self.text, found.start):
            return True
        before = words.hours_before.find(self.text, found.start)
        about = words.about.find(self.text, found.start)
        # "Around eight hours" may be a clock time, "up to eight hours" is none.
        return before is not None and (about is None or before <= about)

    def _is_part(self, found: _Counted) -> bool:
        """Whether the digits are a part of something longer: a score, a name, a telephone number, an ordinal."""
        text, start, end = self.text, found.start, found.number.end
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        if text[start] == "0" and text[start + 1 : start + 2].isdigit():
            return True
        if before[-1:] in _TIES and before[:1].isalnum() and len(before) == 2 and found.range_start is None:
            return True
        if (
            after[:1] in _TIES
            and len(after) == 2
            and (after[1].isalpha() or (after[1].isdigit() and found.range_start is None))
        ):
            return True
        if (before[:1].isdigit() and before[1:] == " ") or (after[:1] == " " and after[1:].isdigit()):
            return True
        if after[:1] == ")" and _MORE_DIGITS.match(text, end):
            return True
        return found.unit is None and after[:1].isalpha()

    def _is_year(self, number: Number) -> bool:
        plain_digits = self.text[number.start : number.end].isdigit()
        return plain_digits and _FIRST_YEAR <= number.value <= _LAST_YEAR

    def _name_before(self, start: int) -> bool:
        """Whether a word with a capital stands before it that is no function word: "Ligue 1", "Boeing 737"."""
        word = _WORD_BEFORE.search(self.body, max(0, start - _LOOK_BACK), start)
        return word is not None and word[1][0].isupper() and word[1].lower() not in self.words.stop

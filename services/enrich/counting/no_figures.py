"""Numbers that are no figures: years, clock times, ordinals, ages, parts of names and of longer strings of digits."""

import re

from services.enrich.counting.figure_units import Counted
from services.enrich.counting.figure_words import Lexicon
from services.enrich.counting.no_figure_words import NoFigureWords
from services.enrich.counting.numbers import Number
from services.enrich.tagging import first_names
from services.enrich.text.plain import is_name

# What stands in the place of a date.
HIDDEN = "\x1f"
# Nothing that is looked for before a number is longer.
_LOOK_BACK = 32
# The age of whoever is named before it: "Jane Roe, 42, said", "Jane Roe (42)"; but not of "Germany (12)".
_NAMED = re.compile(r"(?:(?P<first>[^\W\d_a-zß-ÿ][\w'’-]*) )?[^\W\d_a-zß-ÿ][\w'’-]*(?P<mark>, | \()\Z")
_AGE_ENDS = frozenset(",);.")
_OLDEST = 110
# The number of a note or of an item in a list.
_LISTED = re.compile(r"\[\d+\]|\(\d+\)|\s?\d+\)|\n\d+\.")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*)\s$")
_MORE_DIGITS = re.compile(r"\) ?\d")
# A small word before a number in words that has a capital: "the Three Counties", but "Storm Kills Three People".
_SMALL_BEFORE = re.compile(r"(?<![^\W\d_])[a-zß-öø-ÿ]+ \Z")
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
# In words, a small number that counts nothing is mostly a pronoun: "both of the two".
_SMALL = 10
# What ties a number to what stands beside it: Covid-19, 3-1, 18:30, 12/13.
_TIES = frozenset("-–—/:.,+#@_=&")


class Context:
    """Looks at what stands around the numbers of a text. `body` is the text as printed, `text` is plain.

    The dates in `text` are hidden, each letter by `HIDDEN`.
    """

    def __init__(self, body: str, text: str, words: Lexicon, no_figures: NoFigureWords) -> None:
        self.body, self.text, self.words, self.no_figures = body, text, words, no_figures

    def counts(self, found: Counted) -> bool:
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
        if words.part_before.at(self.text, found.start) or found.unit in words.many:
            # "One in five homes", "tens of thousands".
            return False
        if self._is_clock(found):
            return False
        name = self._name_before(found.start)
        if found.unit is not None:
            return not name or not (self._is_year(number) or number.value < 2)
        if self.no_figures.no_unit_before.at(self.text, found.start) or name or not words.words.noun:
            return False
        if self.text[max(0, found.start - 3) : found.start] == f"{HIDDEN} (":
            # "Quarta-feira (13)" is a part of the date.
            return False
        if not number.digits:
            return True
        if number.value <= _OLDEST and self._is_age(number):
            return False
        if _LISTED.match(self.text, max(0, found.start - 1)) and number.value < _SMALL:
            return False
        is_ordinal = words.words.ordinal_dot and self.text[number.end - 1].isdigit()
        dot = is_ordinal and self.text[number.end : number.end + 1] == "."
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
        if self.no_figures.nouns_are_capital or not is_name(self.body, start):
            return False
        return _SMALL_BEFORE.search(self.body, max(0, start - _LOOK_BACK), start) is not None

    def _is_pronoun(self, number: Number) -> bool:
        """Whether words that count nothing are no number: "both of the two", "forty-second"."""
        ordinal = self.text[number.end : number.end + 1] == "-"
        return ordinal or number.value <= _SMALL or self.text[number.start : number.end] in self.words.words.doubtful

    def _is_clock(self, found: Counted) -> bool:
        words, hours = self.words, self.no_figures
        if hours.clock_behind.match(self.text, found.number.end):
            return True
        if found.value > 24 or (found.unit is not None and found.unit not in words.words.hours):
            return False
        if found.unit is None:
            return hours.clock_before.at(self.text, found.start)
        if words.of.match(self.text, found.end):
            return False
        if found.number.digits and hours.digit_hours_before.at(self.text, found.start):
            return True
        before = hours.hours_before.find(self.text, found.start)
        about = words.about.find(self.text, found.start)
        # "Around eight hours" may be a clock time, "up to eight hours" is none.
        return before is not None and (about is None or before <= about)

    def _is_part(self, found: Counted) -> bool:
        """Whether the digits are a part of something longer: a score, a name, a telephone number, an ordinal."""
        text, start, end = self.text, found.start, found.number.end
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        if before[-1:].isalpha():
            return True
        if text[start] == "0" and text[start + 1 : start + 2].isdigit():
            return True
        if before[-1:] in _TIES and before[:1].isalnum() and len(before) == 2 and found.range_start is None:
            return True
        # "NZ$10.40/kg" is a price.
        if (
            after[:1] in _TIES
            and len(after) == 2
            and not (after[0] == "/" and found.start < found.number.start)
            and not self.words.compound.match(text, end)
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

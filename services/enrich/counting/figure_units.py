"""The unit behind or before a number: money, a measure, or the noun that is counted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.enrich.counting.figure_words import Lexicon
from services.enrich.counting.numbers import Number

_WORD = re.compile(r"\s?([^\W\d_]+(?:-[^\W\d_]+)*)")
# A noun that a half belongs to.
_GOES_ON = re.compile(r"[ \n](?!(?:de|di|d')(?!\w))[^\W\d_]{5,}")
_WHOLE = re.compile(r"[ \n]\d[\d.,']*(?= )")
# What stands behind degrees that are printed as "29 C", and not behind "11 C Roe" or "7 C's".
_CELSIUS = re.compile(r"[,;)]|\.?(?:\s*$|\n)|\s[a-zß-ÿ(]")
# Nothing that is counted stands behind a number and one of these.
_NOTHING = frozenset(",.;:!?)(")
# What says that dollars are those of the United States, before their sign or behind the amount.
_AMERICAN_BEFORE = re.compile(r"\bu\.?s\.? ?\Z")
_AMERICAN_BEHIND = re.compile(r"\s?(?:\$ ?)?(?:u\.?s\b|usd\b|am[ée]ric|estadounidense|norteamerican|amerik)")
# No sign of a currency before a number is longer.
_SIGN_BEFORE = 5
_MINUS = frozenset("-−–")
_THOUSAND, _MILLION = 1e3, 1e6
_CENTS = 100
_MOST_ADJECTIVES = 3
# Of what a part is taken is many.
_MANY = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its unit, from the sign before it or its first digit to the end of the unit.

    `range_start` is where the range begins that it is an end of.
    """

    number: Number
    start: int
    end: int
    value: float
    unit: str | None
    range_start: int | None = None


class Units:
    """Finds the units of a text's numbers. `body` is the text as printed, `text` is plain.

    `local` is the money that is meant where the article is set.
    """

    def __init__(self, body: str, text: str, words: Lexicon, local: Mapping[str, str]) -> None:
        self.body, self.text, self.words, self.local = body, text, words, local
        self._at_home = frozenset(local.values())

    def counted(self, number: Number) -> Counted:
        """The number with its sign and the unit beside it, if there is one."""
        return self.signed(self._with_half(self._with_money(number) or self._with_unit(number)))

    def signed(self, found: Counted) -> Counted:
        """With the sign of a temperature or a percentage."""
        if found.unit not in self.words.signed or found.value < 0:
            return found
        start = found.start
        if self.body[start - 1 : start] in _MINUS and not self.body[max(0, start - 2) : start - 1].strip(" \xa0\n("):
            return replace(found, start=start - 1, value=-found.value)
        # "Moins 20 %" is a discount.
        if found.unit == "%":
            return found
        if below := self.words.below.match(self.text, found.end):
            return replace(found, end=below.end(), value=-found.value)
        minus = self.words.minus.find(self.text, start)
        return found if minus is None else replace(found, start=minus, value=-found.value)

    def _with_half(self, found: Counted) -> Counted:
        """With the half behind what is counted, "trois ans et demi", but not "tres años y medio centenar"."""
        is_divided = found.unit in self.words.words.halves_of and not found.value % 1
        half = self.words.half.match(self.text, found.end) if is_divided else None
        if half is None or _GOES_ON.match(self.text, half.end()):
            return found
        return replace(found, end=half.end(), value=found.value + 0.5)

    def _with_money(self, number: Number) -> Counted | None:
        """With the sign of a currency before it: `$3bn`."""
        start, end = number.start, number.end
        if not number.digits or self.body[max(0, start - 2) : start].strip()[-1:] not in self.words.sign_ends:
            return None
        sign = self.words.sign_before.search(self.body, max(0, start - _SIGN_BEFORE), start)
        if sign is None or not self._is_used(sign["unit"]):
            return None
        if scale := self.words.money_scale.match(self.text, end):
            number, end = self._times(number, scale["scale"]), scale.end()
        return Counted(number, sign.start(), end, number.value, self._money(sign["unit"], sign.start(), end))

    def _is_used(self, sign: str) -> bool:
        """Whether a sign stands for money: what may be an initial does where the article is set."""
        codes = self.words.home_signs.get(sign)
        return codes is None or not self._at_home.isdisjoint(codes)

    def _times(self, number: Number, letter: str) -> Number:
        """The number times what a letter behind it stands for."""
        scale = self.words.words.money_scales[letter]
        return replace(number, value=round(number.value * scale, 6), scale=number.scale * scale)

    def _with_unit(self, number: Number) -> Counted:
        start, end, value = number.start, number.end, number.value
        if compound := self.words.compound.match(self.text, end):
            name = compound["unit"]
            return Counted(number, start, compound.end(), value, self.words.names.get(name, name))
        if number.digits and (found := self._with_symbol(number)):
            return found
        if self.text[end : end + 1] in _NOTHING or self.text[end + 1 : end + 2].isdigit():
            return Counted(number, start, end, value, None)
        of = self.words.of.match(self.text, end)
        named = self.words.name.match(self.text, of.end() if of else end)
        if named:
            unit = self._unit(" ".join(named["unit"].split()), value, named.end())
            return Counted(number, start, named.end(), value, unit)
        whole = _WHOLE.match(self.text, of.end()) if of else None
        if whole:
            # "11 of its 30 wells": what the whole is counted in.
            noun = self._noun(whole.end(), _MANY)
            return Counted(number, start, end, value, self._unit(noun[0], value, noun[1]) if noun else None)
        # "27 millions apportés par l'Ademe": there is a word between millions and what they count.
        tied = of is not None or not self.words.words.millions_of or number.scale < _MILLION
        noun = self._noun(of.end() if of else end, value) if tied else None
        if noun is None:
            return Counted(number, start, end, value, None)
        return Counted(number, start, noun[1], value, self._unit(noun[0], value, noun[1]))

    def _with_symbol(self, number: Number) -> Counted | None:
        """Digits with the symbol behind them, or with a sign between euros and cents: `2€50`."""
        start, end, value = number.start, number.end, number.value
        price = self.words.with_cents.match(self.body, end)
        if price and not value % 1:
            value += int(price["cents"]) / _CENTS
            return Counted(number, start, price.end(), value, self._money(price["unit"], start, price.end()))
        if self.text[end + 1 : end + 2].isdigit():
            return None
        if large := self._abbreviated(number):
            return large
        symbol = self.words.symbol.match(self.body, end)
        if symbol is None or (symbol["unit"] == "C" and not _CELSIUS.match(self.body, symbol.end())):
            return None
        return Counted(number, start, symbol.end(), value, self._money(symbol["unit"], start, symbol.end()))

    def _unit(self, name: str, value: float, end: int) -> str:
        """What a name stands for, or else the name: five pounds are a weight, five million pounds are money.

        So are a thousand where that is the money.
        """
        money = self.words.in_millions.get(name)
        if money and value >= (_THOUSAND if money in self._at_home else _MILLION):
            return money
        local = None if self.words.world_price.match(self.text, end) else self.local.get(name)
        return local or self.words.names.get(name, name)

    def _money(self, symbol: str, start: int, end: int) -> str:
        """What a sign or a symbol stands for: what is meant where the article is set, unless it is American."""
        before = _AMERICAN_BEFORE.search(self.text, max(0, start - _SIGN_BEFORE), start)
        is_american = before or _AMERICAN_BEHIND.match(self.text, end) or self.words.world_price.match(self.text, end)
        local = None if is_american else self.local.get(symbol)
        return local or self.words.symbols.get(symbol) or min(self._at_home.intersection(self.words.home_signs[symbol]))

    def _abbreviated(self, number: Number) -> Counted | None:
        """`50 M€` and `3.5m people`: a letter that multiplies, and is no metre, because of what follows it."""
        scale = self.words.money_scale.match(self.text, number.end)
        if scale is None:
            return None
        number = self._times(number, scale["scale"])
        value = number.value
        sign = self.words.symbol.match(self.body, scale.end())
        if sign and sign["unit"] in self.words.signs:
            unit = self._money(sign["unit"], number.start, sign.end())
            return Counted(number, number.start, sign.end(), value, unit)
        if named := self.words.name.match(self.text, scale.end()):
            return Counted(number, number.start, named.end(), value, self._unit(named["unit"], value, named.end()))
        noun = self._noun(scale.end(), value) if not scale["gap"] else None
        return Counted(number, number.start, noun[1], value, noun[0]) if noun else None

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

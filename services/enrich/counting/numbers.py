"""Numbers as texts write them: in digits, in words, and in both ("2.3 billion", "une trentaine de")."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from text_to_num import text2num

from services.enrich.counting.figure_words import Lexicon, lexicon
from services.enrich.counting.figures_file import units_file
from services.enrich.text.plain import WORD, plain
from shared.remembered import Remembered

_DIGITS = r"(?:\d{1,3}(?:[ ']\d{3}){1,5}(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+){0,5})"
_BETWEEN = frozenset((" ", "-", "\n"))
# No number of news has more words, and no double has more digits.
_LONGEST, _LONGEST_WORD, _MOST_DIGITS = 12, 40, 15
_HUNDRED = 100
_SCALES = (1e9, 1e6, 1e3)
# The words of a number are themselves numbers up to each of them, nearly always.
_MOST_FAILURES = 1


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `text[start:end]`. `about` is true where the number itself is a round one: "une trentaine".

    `scale` is what digits are multiplied by: a million in "2.3 million".
    """

    start: int
    end: int
    value: float
    digits: bool
    about: bool = False
    scale: float = 1.0


def find(text: str, printed: Iterable[tuple[int, str]], language: str) -> Iterator[Number]:
    """The numbers in a `plain` text with these words, in order. "One" is none where it may be an article.

    Words that do not stand in the text, where they are printed, are passed over.
    """
    words, opens = lexicon(language), _openers(language)
    end = 0
    for start, word in printed:
        if not opens[word] or start < end:
            continue
        token = WORD.match(text, start)
        if token is None:
            continue
        number = _digits(text, start, words) if word.isdigit() else _words(text, token, language, words)
        if number is not None:
            end = number.end
            yield number


def read(text: str, language: str) -> float | None:
    """The value of a text that is nothing but a number; an article is 1. None if it is none."""
    words = lexicon(language)
    if text in words.words.articles:
        return 1.0
    if text[:1].isdigit():
        number = _digits(text, 0, words)
    else:
        token = WORD.match(text)
        number = _words(text, token, language, words) if token else None
    return number.value if number is not None and number.end == len(text) else None


def is_function_word(word: str, language: str) -> bool:
    """Whether it is a word that nothing is counted in."""
    return word in lexicon(language).stop


def is_quantity(text: str, start: int, language: str) -> bool:
    """Whether what stands before digits shows that they are an amount, or the number of a thing."""
    words = lexicon(language)
    return (
        words.about.at(text, start)
        or words.label.at(text, start)
        or words.indefinite.at(text, start)
        or words.sign_before.search(text[max(0, start - 5) : start].upper()) is not None
    )


@cache
def _in_digits() -> re.Pattern[str]:
    """Behind letters only if they may stand for money: "N4.2 billion" naira, "Rs500"."""
    units = units_file()
    signs = {plain(sign) for sign in (*units.signs, *units.home_signs, *units.codes) if sign[-1].isalpha()}
    behind = "|".join(rf"(?<=\b{re.escape(sign)})" for sign in sorted(signs))
    return re.compile(rf"(?:(?<!\w)|(?:{behind})(?=\d+[.,]?\d)){_DIGITS}")


def _digits(text: str, start: int, words: Lexicon) -> Number | None:
    match = _in_digits().match(text, start)
    value = _value(match.group(), words) if match else None
    if match is None or value is None:
        return None
    return _scaled(text, Number(start, match.end(), value, digits=True), words)


def _scaled(text: str, number: Number, words: Lexicon) -> Number:
    """The number with the word behind it that multiplies it: "2.3 billion"."""
    number = _with_half(text, number, words)
    match = words.scale.match(text, number.end)
    # "A $100-million deal", but "two-hundred" is read with its words.
    if match is None or (match["gap"] == "-" and not number.digits):
        return number
    scale = words.words.scales[match["scale"]]
    number = replace(number, end=match.end(), value=round(number.value * scale, 6), scale=scale)
    return _with_half(text, number, words)


def _with_half(text: str, number: Number, words: Lexicon) -> Number:
    """The number with the half of one behind it: "two and a half", "2 1/2", "deux millions et demi"."""
    step = number.scale
    if step == 1 and not number.digits:
        # "Dos millones y medio": the million is a part of the words.
        step = next((scale for scale in _SCALES if number.value >= scale and number.value % scale == 0), 1)
    half = words.half.match(text, number.end) if number.value % step == 0 else None
    return number if half is None else replace(number, end=half.end(), value=number.value + step / 2)


def _value(digits: str, words: Lexicon) -> float | None:
    """What digits with their marks are worth in the language; None in doubt."""
    digits = digits.replace(" ", "").replace("'", "")
    marks = {mark for mark in ".," if mark in digits}
    decimal = words.decimal
    if len(digits) > _MOST_DIGITS:
        return None
    if len(marks) == 2:
        whole, _, fraction = digits.rpartition(decimal)
        (group,) = marks - {decimal}
        grouped = group in words.groups and group not in fraction and _is_grouped(whole.split(group))
        return float(f"{whole.replace(group, '')}.{fraction}") if grouped and decimal not in whole else None
    if not marks:
        return float(digits)
    (mark,) = marks
    parts = digits.split(mark)
    if mark in words.groups and _is_grouped(parts):
        return float("".join(parts))
    # A point may stand for a decimal comma, but not the other way round.
    return float(".".join(parts)) if len(parts) == 2 and mark in (decimal, ".") else None


def _is_grouped(parts: list[str]) -> bool:
    """Whether they are the groups of a number: "1,234,567", or in India "12,34,567"."""
    first, *middle, last = parts
    sizes = {len(part) for part in middle}
    return 0 < len(first) < 4 and not first.startswith("0") and len(last) == 3 and sizes in (set(), {2}, {3})


def _words(text: str, token: re.Match[str], language: str, words: Lexicon) -> Number | None:
    """The longest number in words that begins at a token."""
    if half := words.half_before.match(text, token.start()):
        return _half_of(half, words)
    word = token.group()
    if word in words.words.articles:
        return _after_article(text, token, language, words)
    if not _is_number(word, language):
        return None
    best: Number | None = None
    failed = 0
    for end in _ends(text, token, language, words):
        value = _reading(" ".join(text[token.start() : end].split()), language)
        if value is not None:
            best, failed = Number(token.start(), end, float(value), digits=False), 0
        elif (failed := failed + 1) > _MOST_FAILURES:
            break
    return _scaled(text, best, words) if best else None


def _half_of(half: re.Match[str], words: Lexicon) -> Number:
    """`half a million`, `une demi-douzaine`, and the number of `half an hour`."""
    scale, start, end = half["scale"], half.start(), half.end()
    if scale in words.words.collectives:
        return Number(start, end, words.words.collectives[scale] / 2, digits=False, about=True)
    whole = words.words.scales[scale] if scale else 1.0
    return Number(start, end, whole / 2, digits=False, scale=whole)


def _after_article(text: str, token: re.Match[str], language: str, words: Lexicon) -> Number | None:
    """`une trentaine`, `a hundred`, `un million`, `one of`: an article is a part of some numbers, and else none."""
    following = WORD.match(text, token.end() + 1) if text[token.end() : token.end() + 1] in _BETWEEN else None
    if following is None:
        return None
    one = Number(token.start(), token.end(), 1.0, digits=False)
    if (halved := _with_half(text, one, words)).value > 1:
        return _scaled(text, halved, words)
    if match := words.collective.match(text, following.start()):
        value = words.words.collectives[match.group()]
        round_one = Number(token.start(), match.end(), float(value), digits=False, about=True)
        of = words.of.match(text, match.end())
        # "Une trentaine de milliards": about thirty of them.
        many = of and words.scale.match(text, of.end())
        return _scaled(text, replace(round_one, end=of.end()), words) if of and many else round_one
    if match := words.scale.match(text, token.end()):
        return _scaled(text, one, words)
    word = following.group()
    if text[token.end()] != "-" and word not in words.words.articles and _is_number(word, language):
        number = _words(text, following, language, words)
        # "A four-member committee".
        return replace(number, start=token.start()) if number and number.value >= _HUNDRED else number
    return None


def _ends(text: str, token: re.Match[str], language: str, words: Lexicon) -> Iterator[int]:
    """Where the words of numbers that follow each other end; words such as "and" count if another number follows."""
    at = token.end()
    yield at
    for _ in range(_LONGEST):
        following = WORD.match(text, at + 1) if text[at : at + 1] in _BETWEEN else None
        if following is None:
            break
        word = following.group()
        if _reading(word[:_LONGEST_WORD], language) is not None or word in words.words.articles:
            yield following.end()
        elif word not in words.words.joiners:
            break
        at = following.end()


@lru_cache(4)
def _openers(language: str) -> Remembered[bool]:
    """Whether a number may begin with a word."""
    words = lexicon(language).words
    openers = {*words.articles, *(WORD.findall(half)[0] for half in words.half_before)}
    return Remembered(lambda word: word.isdigit() or word in openers or _is_number(word, language))


def _is_number(word: str, language: str) -> bool:
    words = lexicon(language)
    return len(word) < _LONGEST_WORD and word not in words.never and _reading(word, language) is not None


@lru_cache(20_000)
def _reading(text: str, language: str) -> float | None:
    """The value of a number in words; None if it is none, or the language has no words for numbers."""
    words = lexicon(language).words
    if text in words.numbers:
        return words.numbers[text]
    if not words.noun:
        return None
    try:
        return int(text2num(text, language))
    except ValueError:
        return None

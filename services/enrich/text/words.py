"""The words of a text as the steps compare them: by their stem, and by how rare they are in the language."""

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

import Stemmer
from babel import Locale, UnknownLocaleError
from wordfreq import available_languages, get_frequency_dict, zipf_frequency

from shared.remembered import Remembered

# Zipf's scale: 3 is once in a million words, 6 once in a thousand. Above this a word says nothing about an article.
_FUNCTION_WORD = 5.5
_RARE, _USUAL, _COMMONEST = 2.0, 3.0, 7.0
_ZIPF = 9
# "Doesn't" is one word, "doesn" is none.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?:(?<=n)['’]t(?!\w))?")
# wordfreq needs a dictionary of its own to cut these into words, and a cut is all it would give.
_UNSPACED = frozenset(("zh", "ja", "ko", "th"))


_START, _END = attrgetter("start"), attrgetter("end")


class Word(NamedTuple):
    """A word at `text[start:end]`. `weight` is 0 for a function word, else between 0 and 1: the rarer, the more."""

    start: int
    end: int
    stem: str
    weight: float


def find(text: str, language: str, start: int = 0, end: int | None = None) -> Sequence[Word]:
    """The words between `start` and `end`; none in scripts without spaces."""
    found = _all(text, language)
    if end is None and start == 0:
        return found
    first = bisect_left(found, start, key=_START)
    return found[first : bisect_right(found, len(text) if end is None else end, first, key=_END)]


def stem_of(word: str, language: str) -> str:
    """The stem of one word."""
    return _known(language)[word][0]


# Four steps read the words of one article, sentence by sentence or all of them, and one its headline.
@lru_cache(2)
def _all(text: str, language: str) -> tuple[Word, ...]:
    if language in _UNSPACED:
        return ()
    known = _known(language)
    # Made by tuple itself, as that is the half of what it takes.
    new = tuple.__new__
    return tuple([new(Word, match.span() + known[match.group()]) for match in _WORD.finditer(text)])


# The languages that a worker meets in turn.
@lru_cache(4)
def _known(language: str) -> Remembered[tuple[str, float]]:
    return Remembered(lambda word: _judged(word.lower().replace("’", "'"), language))


def _judged(word: str, language: str) -> tuple[str, float]:
    stemmer = _stemmer(language)
    stem = stemmer.stemWord(word) if stemmer else word
    if len(word) < 3:
        return stem, 0.0
    frequency = _frequency(word, language)
    weight = 0.0 if frequency >= _FUNCTION_WORD else (_COMMONEST - max(_RARE, frequency)) / (_COMMONEST - _RARE)
    return stem, weight


def _frequency(word: str, language: str) -> float:
    """Zipf frequency; where the language has no list, the length of the word stands in for it."""
    if language in _frequencies():
        # The short lists go down to 3: what is rarer is rare, and a worker of many languages has no memory for more.
        # Looking a word up is quick; cutting up what may be several words, as wordfreq does with all, is not.
        frequency = get_frequency_dict(language, "small").get(word)
        if frequency:
            return round(math.log10(frequency) + _ZIPF, 2)
        return 0.0 if _is_one(word) else float(zipf_frequency(word, language, "small"))
    return max(_RARE, 7.0 - 0.5 * len(word))


def _is_one(word: str) -> bool:
    """Whether wordfreq would leave a word in lower case as it is: letters of western Europe, none of which is two."""
    return word.isalpha() and max(word) <= "ÿ" and word == unicodedata.normalize("NFKC", word.casefold())


def rarities(language: str, without: Collection[str] = ()) -> dict[str, float]:
    """The stems of the usual words -> between 0 and 1: the rarer all words of the stem together, the more.

    Those in `without`, in lower case, are not counted.
    """
    totals: dict[str, float] = defaultdict(float)
    if language in _frequencies() and (stemmer := _stemmer(language)):
        frequencies = get_frequency_dict(language, "small")
        counted = [word for word in frequencies if word not in without]
        for word, stem in zip(counted, stemmer.stemWords(counted), strict=True):
            totals[stem] += frequencies[word]
    return {stem: _rarity(math.log10(total) + _ZIPF) for stem, total in totals.items()}


def rarity(word: str, language: str) -> float:
    """Between 0 and 1: the rarer the word is in this form, the more."""
    return _rarity(_frequency(word.lower(), language))


def _rarity(zipf: float) -> float:
    return min(1.0, max(0.0, (_COMMONEST - zipf) / (_COMMONEST - _USUAL)))


@cache
def _frequencies() -> frozenset[str]:
    return frozenset(available_languages()) - _UNSPACED


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    """Snowball's stemmers go by English names of languages."""
    try:
        name = (Locale.parse(language).get_language_name("en") or "").lower()
    except (UnknownLocaleError, ValueError):
        return None
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None

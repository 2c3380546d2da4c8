"""What an article is about, in its own words."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from services.enrich import words
from services.enrich.name_words import ALL_NOUNS_CAPITAL, days_and_months, names_file
from services.enrich.words import Word
from shared.articles import Keyphrase, Span

VERSION = "2"
_MOST = 10
# With so many phrases that are repeated, words that occur once add nothing.
_ENOUGH = 5
_LONGEST = 3
_BETWEEN = frozenset((" ", "-", "'", "’", "\u00a0"))
# A word that occurs once may still say what a short article is about, a sequence of words that occurs once is chance.
_ONCE = 0.5

Stems = tuple[str, ...]


@dataclass(slots=True)
class _Candidate:
    """Every occurrence of the same stems in the same order. `weight` is the mean of its words' weights.

    `nouns` are where those stand that are a noun, or have one at their head, as far as the words around them tell.
    """

    weight: float
    first: int
    frequency: int = 0
    nouns: list[tuple[int, int]] = field(default_factory=list)


def find_keyphrases(text: str, sentences: Sequence[Span], language: str) -> list[Keyphrase]:
    """At most ten phrases of one to three words, the best first, none of which shares a word with another.

    Frequency in the text, rarity in the language, how early the phrase comes, and how often it is a noun rather than an
    adjective or a verb. Nothing in scripts without spaces.
    """
    candidates: dict[Stems, _Candidate] = {}
    grammar = _grammar(language)
    for sentence in sentences:
        found = words.find(text, language, sentence.start, sentence.end)
        nouns = _nouns(text, found, grammar)
        for first, last, stems, weight in _phrases(text, found):
            candidate = candidates.get(stems)
            if candidate is None:
                candidate = candidates[stems] = _Candidate(weight / len(stems), found[first].start)
            candidate.frequency += 1
            if nouns[first if grammar.head_first else last]:
                candidate.nouns.append((found[first].start, found[last].end))
    scored = {stems: _score(text, stems, found) for stems, found in candidates.items()}
    return _best(text, candidates, {stems: score for stems, score in scored.items() if score > 0})


@dataclass(frozen=True)
class _Grammar:
    """Where a noun stands in a language; without `determiners` any word may be one."""

    determiners: frozenset[str]
    head_first: bool
    nouns_are_capital: bool
    calendar: frozenset[str]


@cache
def _grammar(language: str) -> _Grammar:
    data = names_file(language)
    determiners = frozenset(word.rstrip("'") for word in data.determiners)
    return _Grammar(determiners, data.head_first, language in ALL_NOUNS_CAPITAL, days_and_months(language))


def _nouns(text: str, found: Sequence[Word], grammar: _Grammar) -> list[bool]:
    """For each word whether it is likely a noun: it has a capital, or a small word or a number before it says so.

    Where the head of a phrase comes last, adjectives may stand between, and another small word has to follow.
    """
    lower = [text[word.start : word.end].lower() for word in found]
    nouns: list[bool] = []
    expected = False
    for position, word in enumerate(found):
        before = found[position - 1] if position else None
        near = before is not None and text[before.end : word.start] in _BETWEEN
        follows = (near and lower[position - 1] in grammar.determiners) or _is_number(text, word.start)
        # In languages whose adjectives come first, what was expected stays so through them.
        expected = follows or (expected and near and not grammar.head_first)
        capital = text[word.start].isupper()
        noun = (capital and position > 0) or (expected and not grammar.nouns_are_capital)
        if noun and not capital and not grammar.head_first:
            noun = _ends_phrase(text, found, position)
        nouns.append((noun or not grammar.determiners) and lower[position] not in grammar.calendar)
    return nouns


def _ends_phrase(text: str, found: Sequence[Word], position: int) -> bool:
    """Whether no other telling word goes on with the phrase."""
    if position + 1 == len(found) or text[found[position].end : found[position + 1].start] not in _BETWEEN:
        return True
    return not found[position + 1].weight


def _is_number(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] in _BETWEEN and text[start - 2].isdigit()


def _phrases(text: str, found: Sequence[Word]) -> Iterator[tuple[int, int, Stems, float]]:
    """First and last of runs of words that say something, with at most two function words inside.

    And of those that say something the stems, and the sum of their weights.
    """
    for first, word in enumerate(found):
        if not word.weight:
            continue
        stems: Stems = (word.stem,)
        weight = word.weight
        yield first, first, stems, weight
        for last in range(first + 1, min(first + _LONGEST + 2, len(found))):
            following = found[last]
            if len(stems) == _LONGEST or text[found[last - 1].end : following.start] not in _BETWEEN:
                break
            if following.weight:
                stems, weight = (*stems, following.stem), weight + following.weight
                yield first, last, stems, weight


def _score(text: str, stems: Stems, candidate: _Candidate) -> float:
    if not candidate.nouns:
        return 0.0
    frequency_factor = 1 + math.log(candidate.frequency)
    if candidate.frequency == 1:
        if len(stems) > 1 and not _is_name(text[slice(*candidate.nouns[0])]):
            return 0.0
        frequency_factor = _ONCE
    position = 1 - 0.5 * candidate.first / max(1, len(text))
    nouns = len(candidate.nouns) / candidate.frequency
    return candidate.weight**2 * frequency_factor * position * nouns * (1 + 0.4 * (len(stems) - 1))


def _is_name(surface: str) -> bool:
    """Whether all words of a phrase have capitals, so that it is one though it occurs once: "Annalena Baerbock"."""
    return all(word[0].isupper() for word in re.split(r"[\s-]", surface) if word)


def _best(text: str, candidates: dict[Stems, _Candidate], scored: dict[Stems, float]) -> list[Keyphrase]:
    ranked = sorted(scored, key=lambda stems: (-scored[stems], candidates[stems].first))
    highest = scored[ranked[0]] if ranked else 1.0
    used: set[str] = set()
    phrases: list[Keyphrase] = []
    for stems in ranked:
        once = candidates[stems].frequency == 1
        if len(phrases) == _MOST or (once and len(phrases) >= _ENOUGH):
            break
        if used.isdisjoint(stems) and len(set(stems)) == len(stems):
            used.update(stems)
            [(surface, _)] = Counter(text[start:end] for start, end in candidates[stems].nouns).most_common(1)
            phrases.append(Keyphrase(text=surface, score=round(scored[stems] / highest, 3)))
    return phrases

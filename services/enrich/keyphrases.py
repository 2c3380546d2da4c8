"""What an article is about, in its own words."""

import math
import re
from collections import defaultdict
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

    `nouns` are the occurrences that are a noun, or have one at their head, as far as the words around them tell.
    """

    weight: float
    first: int
    # Dictionaries rather than Counters, which take most of the time where there are hundreds of candidates.
    surfaces: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, int] = field(default_factory=dict)

    @property
    def frequency(self) -> int:
        return sum(self.surfaces.values())


def find_keyphrases(text: str, sentences: Sequence[Span], language: str) -> list[Keyphrase]:
    """At most ten phrases of one to three words, the best first, none of which shares a word with another.

    Frequency in the text, rarity in the language, how early the phrase comes, and how often it is a noun rather than an
    adjective or a verb. Nothing in scripts without spaces.
    """
    candidates: defaultdict[Stems, _Candidate] = defaultdict(lambda: _Candidate(0.0, 0))
    grammar = _grammar(language)
    for sentence in sentences:
        found = words.find(text, language, sentence.start, sentence.end)
        nouns = _nouns(text, found, grammar)
        for first, last in _phrases(text, found):
            head = first if grammar.head_first else last
            _count(candidates, text, found[first : last + 1], nouns[head])
    scored = {stems: _score(stems, found, len(text)) for stems, found in candidates.items()}
    return _best(candidates, {stems: score for stems, score in scored.items() if score > 0})


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
        if noun and grammar.determiners and not (grammar.head_first or grammar.nouns_are_capital):
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


def _phrases(text: str, found: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First and last of runs of words that say something, with at most two function words inside."""
    for first, word in enumerate(found):
        if not word.weight:
            continue
        yield first, first
        telling = 1
        for last in range(first + 1, min(first + _LONGEST + 2, len(found))):
            if text[found[last - 1].end : found[last].start] not in _BETWEEN:
                break
            telling += found[last].weight > 0
            if found[last].weight and telling <= _LONGEST:
                yield first, last


def _count(candidates: dict[Stems, _Candidate], text: str, phrase: Sequence[Word], is_noun: bool) -> None:
    telling = [word for word in phrase if word.weight]
    candidate = candidates[tuple(word.stem for word in telling)]
    if not candidate.surfaces:
        candidate.weight = sum(word.weight for word in telling) / len(telling)
        candidate.first = phrase[0].start
    surface = text[phrase[0].start : phrase[-1].end]
    candidate.surfaces[surface] = candidate.surfaces.get(surface, 0) + 1
    if is_noun:
        candidate.nouns[surface] = candidate.nouns.get(surface, 0) + 1


def _score(stems: Stems, candidate: _Candidate, length: int) -> float:
    if not candidate.nouns:
        return 0.0
    frequency = candidate.frequency
    if frequency == 1:
        [surface] = candidate.surfaces
        if len(stems) > 1 and not _is_name(surface):
            return 0.0
        frequency_factor = _ONCE
    else:
        frequency_factor = 1 + math.log(frequency)
    position = 1 - 0.5 * candidate.first / max(1, length)
    nouns = sum(candidate.nouns.values()) / frequency
    return candidate.weight**2 * frequency_factor * position * nouns * (1 + 0.4 * (len(stems) - 1))


def _is_name(surface: str) -> bool:
    """Whether all words of a phrase have capitals, so that it is one though it occurs once: "Annalena Baerbock"."""
    return all(word[0].isupper() for word in re.split(r"[\s-]", surface) if word)


def _best(candidates: dict[Stems, _Candidate], scored: dict[Stems, float]) -> list[Keyphrase]:
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
            nouns = candidates[stems].nouns
            surface = max(nouns, key=nouns.__getitem__)
            phrases.append(Keyphrase(text=surface, score=round(scored[stems] / highest, 3)))
    return phrases

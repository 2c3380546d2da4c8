"""What an article is about, in its own words."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.enrich import words
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


@dataclass
class _Candidate:
    """Every occurrence of the same stems in the same order. `weight` is the mean of its words' weights."""

    weight: float
    first: int
    surfaces: Counter[str] = field(default_factory=Counter)


def find_keyphrases(text: str, sentences: Sequence[Span], language: str) -> list[Keyphrase]:
    """At most ten phrases of one to three words, the best first, none of which shares a word with another.

    Frequency in the text, rarity in the language, and how early the phrase comes. Nothing in scripts without spaces.
    """
    candidates: defaultdict[Stems, _Candidate] = defaultdict(lambda: _Candidate(0.0, 0))
    for sentence in sentences:
        for phrase in _phrases(text, words.find(text, language, sentence.start, sentence.end)):
            _count(candidates, text, phrase)
    scored = {stems: _score(stems, found, len(text)) for stems, found in candidates.items()}
    return _best(candidates, {stems: score for stems, score in scored.items() if score > 0})


def _phrases(text: str, found: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Runs of words that say something, with at most two function words inside, as in `défense de l’Ukraine`."""
    for first, word in enumerate(found):
        if not word.weight:
            continue
        yield found[first : first + 1]
        for last in range(first + 1, min(first + _LONGEST + 2, len(found))):
            if text[found[last - 1].end : found[last].start] not in _BETWEEN:
                break
            phrase = found[first : last + 1]
            if found[last].weight and sum(1 for each in phrase if each.weight) <= _LONGEST:
                yield phrase


def _count(candidates: dict[Stems, _Candidate], text: str, phrase: Sequence[Word]) -> None:
    telling = [word for word in phrase if word.weight]
    candidate = candidates[tuple(word.stem for word in telling)]
    if not candidate.surfaces:
        candidate.weight = sum(word.weight for word in telling) / len(telling)
        candidate.first = phrase[0].start
    candidate.surfaces[text[phrase[0].start : phrase[-1].end]] += 1


def _score(stems: Stems, candidate: _Candidate, length: int) -> float:
    frequency = candidate.surfaces.total()
    if frequency == 1:
        if len(stems) > 1:
            return 0.0
        frequency_factor = _ONCE
    else:
        frequency_factor = 1 + math.log(frequency)
    position = 1 - 0.5 * candidate.first / max(1, length)
    return candidate.weight**2 * frequency_factor * position * (1 + 0.4 * (len(stems) - 1))


def _best(candidates: dict[Stems, _Candidate], scored: dict[Stems, float]) -> list[Keyphrase]:
    ranked = sorted(scored, key=lambda stems: (-scored[stems], candidates[stems].first))
    highest = scored[ranked[0]] if ranked else 1.0
    used: set[str] = set()
    phrases: list[Keyphrase] = []
    for stems in ranked:
        once = candidates[stems].surfaces.total() == 1
        if len(phrases) == _MOST or (once and len(phrases) >= _ENOUGH):
            break
        if used.isdisjoint(stems) and len(set(stems)) == len(stems):
            used.update(stems)
            [(surface, _)] = candidates[stems].surfaces.most_common(1)
            phrases.append(Keyphrase(text=surface, score=round(scored[stems] / highest, 3)))
    return phrases

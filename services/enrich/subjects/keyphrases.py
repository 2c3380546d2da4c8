"""What an article is about, in its own words."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, days_and_months, names_file
from services.enrich.text import words
from services.enrich.text.stretches import Stretches
from services.enrich.text.words import Word
from shared.articles import Figure, Keyphrase, Span

VERSION = "5"
_MOST = 10
# With so many phrases that are repeated, words that occur once add nothing.
_ENOUGH = 5
_LONGEST = 3
_APOSTROPHES = ("'", "’")
_BETWEEN = frozenset((" ", "-", "\u00a0", *_APOSTROPHES))
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


def find_keyphrases(
    text: str, sentences: Sequence[Span], language: str, figures: Sequence[Figure] = ()
) -> list[Keyphrase]:
    """At most ten phrases of one to three words, the best first, none of which shares a word with another.

    Frequency in the text, rarity in the language, how early the phrase comes, and how often it is a noun rather than an
    adjective or a verb, or the money or measure of one of the text's `figures`. Nothing in scripts without spaces.
    """
    measured = Stretches((figure.start, figure.end) for figure in figures if _is_measured(figure))
    candidates: dict[Stems, _Candidate] = {}
    grammar = _grammar(language)
    read = [
        _without_elided(text, words.find(text, language, sentence.start, sentence.end), grammar)
        for sentence in sentences
    ]
    stems_said = Counter(word.stem for found in read for word in found if word.weight)
    for found in read:
        near = _near(text, found)
        nouns = _nouns(text, found, near, grammar)
        for first, last, stems, weight in _phrases(text, found, near, nouns, stems_said):
            candidate = candidates.get(stems)
            if candidate is None:
                candidate = candidates[stems] = _Candidate(weight / len(stems), found[first].start)
            candidate.frequency += 1
            head = first if grammar.head_first else last
            if nouns[head] and not measured.around(found[head].start, found[head].end):
                candidate.nouns.append((found[first].start, found[last].end))
    nominal = ((stems, candidate) for stems, candidate in candidates.items() if candidate.nouns)
    scored = {stems: score for stems, candidate in nominal if (score := _score(text, stems, candidate))}
    return _best(text, candidates, scored)


def _is_measured(figure: Figure) -> bool:
    """Whether its unit is no noun that is counted: "metres" are m, "drones" are drones."""
    return figure.unit is None or not figure.text.lower().endswith(figure.unit)


@dataclass(frozen=True)
class _Grammar:
    """Where a noun stands in a language; without `determiners` any word may be one."""

    determiners: frozenset[str]
    head_first: bool
    nouns_are_capital: bool
    calendar: frozenset[str]
    # What an apostrophe cuts off from the noun, as in "nell'area".
    elided: frozenset[str]


@cache
def _grammar(language: str) -> _Grammar:
    data = names_file(language)
    determiners = frozenset(word.rstrip("'") for word in data.determiners)
    small = (*data.determiners, *data.articles, *data.links, *data.of)
    elided = frozenset(word.rstrip("'") for word in small if word.endswith("'"))
    return _Grammar(determiners, data.head_first, language in ALL_NOUNS_CAPITAL, days_and_months(language), elided)


def _without_elided(text: str, found: Sequence[Word], grammar: _Grammar) -> Sequence[Word]:
    """The words, with those that an apostrophe cuts off as words that say nothing, however rare they are."""
    if not grammar.elided:
        return found

    def is_elided(word: Word) -> bool:
        return text[word.end : word.end + 1] in _APOSTROPHES and text[word.start : word.end].lower() in grammar.elided

    return [word._replace(weight=0.0) if word.weight and is_elided(word) else word for word in found]


def _near(text: str, found: Sequence[Word]) -> list[bool]:
    """For each word whether nothing but a blank or the like parts it from the one before; false for the first."""
    near = [False]
    near += [text[before.end : word.start] in _BETWEEN for before, word in pairwise(found)]
    return near


def _nouns(text: str, found: Sequence[Word], near: Sequence[bool], grammar: _Grammar) -> list[bool]:
    """For each word whether it is likely a noun: it has a capital, or a small word or a number before it says so.

    Where the head of a phrase comes last, adjectives may stand between, and another small word has to follow. A word
    that says nothing is none, as it heads no phrase.
    """
    nouns: list[bool] = []
    expected = False
    for position, word in enumerate(found):
        if grammar.head_first and not word.weight:
            nouns.append(False)
            continue
        before = found[position - 1]
        follows = near[position] and text[before.start : before.end].lower() in grammar.determiners
        follows = follows or _is_number(text, word.start)
        # In languages whose adjectives come first, what was expected stays so through them.
        expected = follows or (expected and near[position] and not grammar.head_first)
        noun = (position > 0 and text[word.start].isupper()) or (expected and not grammar.nouns_are_capital)
        if noun and grammar.determiners and not (grammar.head_first or grammar.nouns_are_capital):
            noun = _ends_phrase(found, near, position)
        noun = noun or not grammar.determiners
        nouns.append(noun and text[word.start : word.end].lower() not in grammar.calendar)
    return nouns


def _ends_phrase(found: Sequence[Word], near: Sequence[bool], position: int) -> bool:
    """Whether no other telling word goes on with the phrase."""
    return position + 1 == len(found) or not near[position + 1] or not found[position + 1].weight


def _is_number(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] in _BETWEEN and text[start - 2].isdigit()


def _phrases(
    text: str, found: Sequence[Word], near: Sequence[bool], nouns: Sequence[bool], stems_said: Counter[str]
) -> Iterator[tuple[int, int, Stems, float]]:
    """First and last of runs of words that say something, with at most two function words inside.

    And of those that say something the stems, and the sum of their weights. Left out is what `_score` gives nothing,
    because one of its words, and so all of it, stands but once: several words of which the first or that one begins
    with a small letter, and one that is no noun.
    """
    for first, word in enumerate(found):
        if not word.weight:
            continue
        stems: Stems = (word.stem,)
        weight = word.weight
        once = stems_said[word.stem] == 1
        if nouns[first] or not once:
            yield first, first, stems, weight
        may_be_once = text[word.start].isupper()
        if once and not may_be_once:
            continue
        for last in range(first + 1, min(first + _LONGEST + 2, len(found))):
            following = found[last]
            if len(stems) == _LONGEST or not near[last]:
                break
            if following.weight:
                if stems_said[following.stem] == 1 and not (may_be_once and _may_be_named(text, following.start)):
                    break
                stems, weight = (*stems, following.stem), weight + following.weight
                yield first, last, stems, weight


def _may_be_named(text: str, start: int) -> bool:
    """Whether a word behind another may be of the same name: "Annalena Baerbock", "Tui’pulotu"."""
    return text[start].isupper() or text[start - 1] in "'’"


def _score(text: str, stems: Stems, candidate: _Candidate) -> float:
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
    return all(word[0].isupper() for word in surface.replace("-", " ").split())


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

"""Whether the words around a date speak of the past or of the future."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from services.enrich.dating.beside import Beside
from services.enrich.text.plain import is_name
from shared.remembered import Remembered

_WORD = re.compile(r"[^\W\d_]+")
# The sign or the line end comes first, as it is what is quick to look for.
_STOP = re.compile(r"[.!?;…\n](?:(?<!\n)[»”\"')]*\s|(?<=\n)\s*\n)")
# What begins so near to the beginning of a clause begins it, but for a preposition.
_BEGINNING = 20
# A comma that is farther away does not matter: the cue behind it is not the nearest.
_NEAR = 100
# A shorter word is no verb that its ending tells.
_SHORTEST_VERB = 4


class Cues:
    """The words of a language that speak of the past (-1) or of the future (1), or that begin a clause (0).

    Some are phrases, of several words; "*ing" is any word that ends so. All other words are judged by how they end;
    `plain` are those that end so and are no verbs. Behind a word of `passive` nothing speaks of the past: "will be
    held". Those of `nouns` are verbs, but not behind a word of `before_nouns`: "le débat".
    """

    def __init__(
        self,
        cues: Mapping[str, int],
        endings: Mapping[str, int],
        plain: Sequence[str],
        passive: Sequence[str],
        nouns: Sequence[str],
        before_nouns: Sequence[str],
    ) -> None:
        self._words: dict[str, int | None] = {cue: tense for cue, tense in cues.items() if _WORD.fullmatch(cue)}
        self._words |= dict.fromkeys(plain)
        self._passive = frozenset(passive)
        self._nouns, self._before_nouns = frozenset(nouns), frozenset(before_nouns)
        self._past = tuple(ending for ending, tense in endings.items() if tense < 0)
        self._future = tuple(ending for ending, tense in endings.items() if tense > 0)
        self._phrases: dict[str, list[tuple[re.Pattern[str], int]]] = {}
        for cue, tense in cues.items():
            first, *more = re.findall(r"\*?[^\W\d_]+'?", cue)
            if more:
                pattern = re.compile(r"\s?".join([first, *more]).replace("*", r"\w+") + r"(?!\w)")
                self._phrases.setdefault(first.rstrip("'"), []).append((pattern, tense))
        self._alone: Remembered[int | None] = Remembered(self._tense_of)

    def find(self, body: str, text: str, words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
        """The cues in a body, which is `text` as `plain` writes it, with these words: where they begin, their tense.

        What has a capital in the midst of a sentence is a name: its ending says nothing.
        """
        passive = before_noun = False
        for start, word in words:
            if word[0].isdecimal():
                continue
            tense = self._words.get(word) if is_name(body, start) else self._alone[word]
            if word in self._phrases:
                phrases = (tense for pattern, tense in self._phrases[word] if pattern.match(text, start))
                tense = next(phrases, tense)
            if before_noun and word in self._nouns:
                tense = None
            if tense is not None and not (passive and tense < 0):
                yield start, tense
            passive, before_noun = word in self._passive, word in self._before_nouns

    def _tense_of(self, word: str) -> int | None:
        if word in self._words:
            return self._words[word]
        if len(word) > _SHORTEST_VERB:
            return 1 if word.endswith(self._future) else -1 if word.endswith(self._past) else None
        return None


class Clauses:
    """The cues among the `words` of a body, which is `text` as `plain` writes it, and where its clauses end.

    They are looked for when a tense is asked for. Cues within `spans`, the dates, are parts of dates: "next Monday"
    says nothing about another Monday. What is in `speech`, and what is around it, are clauses of their own.
    """

    def __init__(
        self,
        body: str,
        text: str,
        words: Iterable[tuple[int, str]],
        cues: Cues,
        beside: Beside,
        spans: Sequence[tuple[int, int]],
        speech: Sequence[tuple[int, int]],
    ) -> None:
        self._body, self._text, self._words, self._cues, self._beside = body, text, words, cues, beside
        self._spans, self._speech = spans, speech

    def tense(self, start: int, end: int, ahead: bool = False) -> int:
        """The tense of the nearest cue in the clause that a date stands in: -1 or 1, or 0 if there is none.

        What stands right beside the date goes before, and what no comma parts from it.

        What is `ahead`, "until Friday", is of the future, unless it begins a clause of the past: "By Friday, 30 had".
        """
        if beside := self._beside.tense(self._body, self._text, start, end):
            return beside
        cues, ends = self._found, self._ends
        before, after = bisect_left(ends, start + 1), bisect_left(ends, end)
        first = ends[before - 1] if before else 0
        if ahead and start - first > _BEGINNING:
            return 1
        last = ends[after] if after < len(ends) else len(self._text)
        at = bisect_left(cues, (start, -1))
        near = [
            (self._text.find(",", place, start) >= 0, start - place, tense)
            for place, tense in cues[max(at - 1, 0) : at]
            if place >= first
        ]
        # "It opens on Monday, he said": what follows a comma speaks of the date only if nothing before it does.
        comma = self._text.find(",", end, min(last, end + _NEAR)) if near else -1
        behind = cues[at : at + 1]
        near += [(False, place - end, tense) for place, tense in behind if place < (last if comma < 0 else comma)]
        return min(near)[2] if near else int(ahead)

    @cached_property
    def _found(self) -> list[tuple[int, int]]:
        return [(place, tense) for place, tense in self._all if tense]

    @cached_property
    def _ends(self) -> list[int]:
        stops = [match.end() for match in _STOP.finditer(self._text)]
        said = [edge for span in self._speech for edge in span]
        return sorted([*stops, *said, *(place for place, tense in self._all if not tense)])

    @cached_property
    def _all(self) -> list[tuple[int, int]]:
        starts = [start for start, _ in self._spans]
        return [cue for cue in self._cues.find(self._body, self._text, self._words) if not self._within(cue[0], starts)]

    def _within(self, place: int, starts: Sequence[int]) -> bool:
        span = bisect_right(starts, place) - 1
        return span >= 0 and place < self._spans[span][1]

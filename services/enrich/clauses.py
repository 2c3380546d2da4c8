"""Whether the words around a date speak of the past or of the future."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?;…][»”\"')]*\s|\n\s*\n")


class Clauses:
    """The cues in a `plain` text, and where its sentences and clauses end; looked for when first asked.

    `cues` are the words that speak of the past (-1) and of the future (1), or that begin a clause (0). Those within
    `spans`, the dates, are parts of dates: "next Monday" says nothing about another Monday.
    """

    def __init__(self, text: str, cues: Mapping[str, int], spans: Sequence[tuple[int, int]]) -> None:
        self._text, self._cues, self._spans = text, cues, spans

    def tense(self, start: int, end: int) -> int:
        """The tense of the nearest cue in the clause that a date stands in: -1 or 1, or 0 if there is none."""
        cues, ends = self._found, self._ends
        before, after = bisect_left(ends, start + 1), bisect_left(ends, end)
        first = ends[before - 1] if before else 0
        last = ends[after] if after < len(ends) else len(self._text)
        at = bisect_left(cues, (start, -1))
        near = [(start - place, tense) for place, tense in cues[max(at - 1, 0) : at] if place >= first]
        near += [(place - end, tense) for place, tense in cues[at : at + 1] if place < last]
        return min(near, default=(0, 0))[1]

    @cached_property
    def _found(self) -> list[tuple[int, int]]:
        return [(place, tense) for place, tense in self._all if tense]

    @cached_property
    def _ends(self) -> list[int]:
        stops = [match.end() for match in _STOP.finditer(self._text)]
        return sorted([*stops, *(place for place, tense in self._all if not tense)])

    @cached_property
    def _all(self) -> list[tuple[int, int]]:
        return list(self._outside())

    def _outside(self) -> Iterator[tuple[int, int]]:
        starts = [start for start, _ in self._spans]
        for match in _WORD.finditer(self._text):
            tense = self._cues.get(match.group())
            if tense is None:
                continue
            span = bisect_right(starts, match.start()) - 1
            if span < 0 or match.start() >= self._spans[span][1]:
                yield match.start(), tense

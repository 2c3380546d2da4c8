"""Texts with marks in them, cut wherever one begins or ends, so that each piece lies wholly in its marks."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text, in code points: what it is, a note about it, and its number where it is listed, too."""

    start: int
    end: int
    kind: str
    note: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the marks that it lies in, the widest first."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def begun(self) -> tuple[Mark, ...]:
        """The marks that begin with it."""
        return tuple(mark for mark in self.marks if mark.start == self.start)

    @property
    def ended(self) -> tuple[Mark, ...]:
        """The marks that end with it."""
        return tuple(mark for mark in self.marks if mark.end == self.start + len(self.text))


def pieces(text: str, ranges: Iterable[tuple[int, int]], marks: Iterable[Mark]) -> Iterator[list[Piece]]:
    """Of each range (start, end) of the text, in rising order, its pieces. Marks may nest, overlap and cross ranges."""
    waiting = deque(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
    active: list[Mark] = []
    for start, end in ranges:
        found, at = [], start
        while at < end:
            while waiting and waiting[0].start <= at:
                active.append(waiting.popleft())
            active = [mark for mark in active if mark.end > at]
            stop = min([end, *(mark.end for mark in active), *([waiting[0].start] if waiting else [])])
            found.append(Piece(at, text[at:stop], tuple(active)))
            at = stop
        yield found

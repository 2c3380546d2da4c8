"""Stretches of a text, looked up by bisection: to try each of them for each place would take the square of the time."""

from bisect import bisect_right
from collections.abc import Iterable


class Stretches:
    """Stretches `text[start:end]`; of those that lie in another one only that other."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._outer: list[tuple[int, int]] = []
        for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
            if not self._outer or end > self._outer[-1][1]:
                self._outer.append((start, end))
        self._starts = [start for start, _ in self._outer]

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch that holds all of `text[start:end]`; None if none does."""
        position = bisect_right(self._starts, start)
        found = self._outer[position - 1] if position else None
        return found if found and end <= found[1] else None

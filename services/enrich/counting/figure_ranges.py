"""Numbers that are tied to each other: "10 to 12 drones" has two figures, "3-1" and "1 in 5" have none."""

from collections.abc import Iterator
from dataclasses import replace

from services.enrich.counting.figure_units import Counted, Units
from services.enrich.counting.figure_words import Lexicon

# What ties two numbers is not longer.
_LONGEST_TIE = 32


class Ranges:
    """Tells the ranges in a text from scores, fractions and lists. `text` is plain."""

    def __init__(self, text: str, words: Lexicon, units: Units) -> None:
        self.text, self.words, self.units = text, words, units

    def settled(self, counted: list[Counted]) -> Iterator[Counted]:
        """What stands alone, and both ends of each range with their unit; nothing of a score, a fraction or a list."""
        at = 0
        while at < len(counted):
            run = self._run(counted, at)
            at += len(run)
            if len(run) == 1:
                yield run[0]
            elif len(run) == 2:
                # More than two would be a telephone number, or the sets of a match.
                yield from self._ends(*run)

    def _ends(self, first: Counted, last: Counted) -> Iterator[Counted]:
        """Both ends of a range, each with where it begins; nothing of a score or a fraction."""
        both = self._alike(first, last)
        if self._is_range(*both) and not self._is_fraction(first, last):
            yield from (replace(end, range_start=first.start) for end in both)

    def _alike(self, first: Counted, last: Counted) -> tuple[Counted, Counted]:
        """Both ends with the unit and the scale that are said once: "10 to 12 drones", "$2.6 to 2.8 million"."""
        if last.unit is None and last.number.scale > 1:
            last = replace(last, unit=first.unit)
        if first.unit is None:
            first = replace(first, unit=last.unit)
        scale = last.number.scale if first.number.scale == 1 and first.unit == last.unit else 1
        if first.value * scale < last.value:
            first = replace(first, value=round(first.value * scale, 6))
        if self._is_below(last):
            return replace(first, value=-abs(first.value)), last
        return self.units.signed(first), last

    def _run(self, counted: list[Counted], at: int) -> list[Counted]:
        """The numbers from one on that are tied to each other, as in "10 to 12"."""
        end = at + 1
        while end < len(counted) and self._tied(counted[end - 1], counted[end]):
            end += 1
        return counted[at:end]

    def _tied(self, first: Counted, second: Counted) -> bool:
        """Whether two numbers make a range, a score or a fraction."""
        if second.start - first.number.end > _LONGEST_TIE or first.end > second.start:
            return False
        between = self.text[first.end : second.start]
        if between == " " or (first.unit and second.unit and first.unit != second.unit):
            # "43 patients in 11 states", "up 9.3% to 7.21 euros".
            return False
        if first.unit == "%" and second.unit is None and second.number.scale > 1:
            # "Up 4.2% to 18.1 billion".
            return False
        if between == ", " and first.unit is None and second.unit is None:
            # "4, 8, 15, 16" is a list.
            return True
        if self.words.to.fullmatch(between) or self.words.out_of.fullmatch(between):
            return True
        if self.words.to_from.fullmatch(between):
            return self.words.starting.at(self.text, first.start)
        if not self.words.both.fullmatch(between):
            return False
        # "Aged 19 and 22 years": the unit stands once.
        alone = first.unit is None and second.unit is not None and first.value < second.value
        return alone or self.words.between.at(self.text, first.start)

    def _is_range(self, first: Counted, last: Counted) -> bool:
        """Whether they ascend, or are said to descend: "from 12 to 10 drones". Without a unit it is a score."""
        if last.unit is None:
            return False
        tie = self.text[first.end : last.start].strip()
        is_said = tie.isalpha() and self.words.starting.at(self.text, first.start)
        # "From -5 to -10 degrees" is told by how cold it is.
        ascends = abs(first.value) < abs(last.value) if first.value < 0 and last.value < 0 else first.value < last.value
        return ascends or is_said

    def _is_below(self, found: Counted) -> bool:
        """Whether "below zero" stands behind it: it does for all of a range."""
        return self.words.below.search(self.text, found.number.end, found.end) is not None

    def _is_fraction(self, first: Counted, second: Counted) -> bool:
        """`1 in 5`."""
        return self.words.out_of.fullmatch(self.text[first.end : second.start]) is not None

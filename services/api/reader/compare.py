"""Two texts side by side: which lines and which words went, and which came."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

# Comparing takes time with the square of what is compared, so more than that stands there uncompared.
MOST_LINES, _MOST_WORDS = 1_000, 1_000
# Two lines with fewer words in common have nothing to do with each other.
_ALIKE = 0.3
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """Some text, and whether the other side lacks it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: a line before and the line after; without parts where there is none."""

    before: list[Part]
    after: list[Part]

    @property
    def same(self) -> bool:
        """Nothing differs."""
        return not any(part.differs for part in (*self.before, *self.after))


def compare(before: str, after: str) -> list[Row]:
    """The lines of both, without empty ones, up to MOST_LINES of each. The parts of a line make up the line."""
    old, new = lines(before), lines(after)
    matcher = difflib.SequenceMatcher(None, old, new)
    return [row for opcode in matcher.get_opcodes() for row in _rows(old, new, *opcode)]


def lines(text: str) -> list[str]:
    """The lines that are compared."""
    return [line for line in text.split("\n") if line.strip()][:MOST_LINES]


def _rows(
    old: Sequence[str], new: Sequence[str], tag: str, start: int, end: int, start_new: int, end_new: int
) -> Iterator[Row]:
    for was, now in zip_longest(old[start:end], new[start_new:end_new]):
        if tag == "equal":
            yield Row([Part(was, False)], [Part(now, False)])
        elif was is None or now is None:
            yield Row(_whole(was), _whole(now))
        else:
            yield edited(was, now)


def edited(was: str, now: str) -> Row:
    """A line and what became of it, word by word; all of both if they have little in common, or are very long."""
    old, new = _WORD.findall(was), _WORD.findall(now)
    if max(len(old), len(new)) > _MOST_WORDS:
        return Row(_whole(was), _whole(now))
    matcher = difflib.SequenceMatcher(None, old, new)
    if matcher.ratio() < _ALIKE:
        return Row(_whole(was), _whole(now))
    before, after = [], []
    for tag, start, end, start_new, end_new in matcher.get_opcodes():
        differs = tag != "equal"
        before += [Part("".join(old[start:end]), differs)] if start < end else []
        after += [Part("".join(new[start_new:end_new]), differs)] if start_new < end_new else []
    return Row(before, after)


def _whole(line: str | None) -> list[Part]:
    return [Part(line, True)] if line is not None else []

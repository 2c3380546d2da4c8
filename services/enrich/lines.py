"""The lines of a text as a reader sees them: what is set how, where a sentence ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from services.enrich.cues import fold
from services.enrich.names import in_capitals, unwrap

# A part of a line, from here to there.
Stretch = tuple[int, int]

_LINE = re.compile(r"\S[^\n]*")
_CLOSED = re.compile(r"[.!?…。！？][\"»”’'“)\]\s]*$")
_SENTENCE_END = re.compile(r"(?:(?<=[\w»”)\"%][\w»”)\"%][.!?…])|(?<=[.!?…][»”)\"]))\s+(?![^\W\d_A-ZÀ-Þ])|[。！？]")
_LONG, _LONGEST_CAPITALS = 160, 300
# A sentence that is looked at is no longer than this, in either direction.
_REACH = 400


@dataclass(frozen=True)
class Line:
    """A line, or a paragraph that was wrapped, at `start` of the whole text; `apart` if a blank line is before it."""

    start: int
    text: str
    apart: bool

    @property
    def end(self) -> int:
        """Where it ends in the whole text."""
        return self.start + len(self.text)

    @cached_property
    def folded(self) -> str:
        """The text for looking up cues."""
        return fold(self.text)

    @cached_property
    def is_closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return _CLOSED.search(self.text, max(0, len(self.text) - 8)) is not None

    @cached_property
    def is_running(self) -> bool:
        """Whether it is text that goes on and no heading: whole sentences, or too long for anything else."""
        return self.is_closed or len(self.text) > _LONG

    @cached_property
    def is_capitals(self) -> bool:
        """Whether it is set in capitals, as headlines are."""
        return len(self.text) <= _LONGEST_CAPITALS and in_capitals(self.text)

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence begins and ends that has the character `at`, in the line."""
        begin = max(0, at - _REACH)
        for match in _SENTENCE_END.finditer(self.text, begin, at):
            begin = match.end()
        following = _SENTENCE_END.search(self.text, at, at + _REACH)
        return begin, following.start() if following else min(len(self.text), at + _REACH)

    def begins_sentence(self, at: int) -> bool:
        """Whether a sentence begins at a place in the line."""
        return at == 0 or any(match.end() == at for match in _SENTENCE_END.finditer(self.text, max(0, at - 8), at))


def read(text: str) -> list[Line]:
    """The lines that are not blank, without the white space around them; lines that were wrapped are joined."""
    return list(_read(unwrap(text)))


def _read(text: str) -> Iterator[Line]:
    end = 0
    for match in _LINE.finditer(text):
        yield Line(match.start(), match.group().rstrip(), text.count("\n", end, match.start()) > 1 or end == 0)
        end = match.end()

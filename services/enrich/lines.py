"""The lines of a text as a reader sees them: what is set how, where a sentence ends."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.enrich.cues import Cue, fold, words_of
from services.enrich.names import in_capitals, unwrap

# A part of a line, from here to there.
Stretch = tuple[int, int]

_LINE = re.compile(r"\S[^\n]*")
_CLOSED = re.compile(r"[.!?…。！？][\"»”’'“)\]\s]*$")
_SENTENCE_END = re.compile(
    r"(?:(?<=[\w»”)\"%][\w»”)\"%][.!?…])|(?<=[\w»”)\"%][ \u00a0\u202f][!?])|(?<=[.!?…][»”)\"]))"
    r"\s+(?![^\W\d_A-ZÀ-Þ])|[。！？]"
)
_LONG, _LONGEST_CAPITALS = 160, 300
_GLANCE, _TAIL = 40, 8
# A sentence that is looked at is no longer than this, in either direction.
_REACH = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a paragraph that was wrapped, at `start` of the whole text.

    `apart` if a blank line is before it; `is_closed` if it ends as a sentence does; `is_capitals` if it is set in
    capitals, as headlines are. `folded` and its `words` are for looking up cues.
    """

    start: int
    text: str
    apart: bool
    folded: str
    words: frozenset[str]
    is_closed: bool
    is_capitals: bool

    @property
    def end(self) -> int:
        """Where it ends in the whole text."""
        return self.start + len(self.text)

    @property
    def is_running(self) -> bool:
        """Whether it is text that goes on and no heading: whole sentences, or too long for anything else."""
        return self.is_closed or len(self.text) > _LONG

    def finditer(self, cue: Cue) -> Iterable[re.Match[str]]:
        """Where a cue is in the line."""
        return () if cue.keys.isdisjoint(self.words) else cue.pattern.finditer(self.folded)

    def search(self, cue: Cue) -> re.Match[str] | None:
        """Where a cue is first in the line."""
        return next(iter(self.finditer(cue)), None)

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
        line = match.group().rstrip()
        folded = fold(line)
        yield Line(
            start=match.start(),
            text=line,
            apart=end == 0 or text.count("\n", end, match.start()) > 1,
            folded=folded,
            words=words_of(folded),
            is_closed=_CLOSED.search(line, max(0, len(line) - _TAIL)) is not None,
            is_capitals=len(line) <= _LONGEST_CAPITALS and _begins_in_capitals(line) and in_capitals(line),
        )
        end = match.end()


def _begins_in_capitals(line: str) -> bool:
    """A quick look: most lines begin with small letters but for one."""
    return sum(map(str.islower, line[:_GLANCE])) < _GLANCE / 2

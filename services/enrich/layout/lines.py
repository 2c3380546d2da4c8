"""The lines of a text as a reader sees them: what is set how, where a sentence ends."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from services.enrich.layout.cues import Cue, fold, words_of
from services.enrich.tagging.names import in_capitals, unwrap

# A part of a line, from here to there.
Stretch = tuple[int, int]
Kind = Literal["stamp", "dateline", "byline", "heading", "body", "promo", "credit"]
# What lines are as a whole, by their numbers.
Kinds = dict[int, Kind]

_LINE = re.compile(r"\S[^\n]*")
# What an agency puts behind the last sentence does not open it: "… mercredi. (Belga)", "… le jueves. EFE".
_CLOSED = re.compile(r"[.!?…。！？][\"»«”’'“‘)\]\s]*(?:(?<=\s)(?:\([^()]{2,20}\)|[A-ZÀ-Þ]{2,4}))?$")
_SENTENCE_END = re.compile(
    r"(?:(?<=[\w»”)\"%][\w»”)\"%][.!?…])|(?<=[\w»”)\"%][ \u00a0\u202f][!?])|(?<=[.!?…][»”)\"]))"
    r"\s+(?![^\W\d_A-ZÀ-Þ])|[。！？]"
)
_LONG, _LONGEST_CAPITALS, _INTRODUCTION, _TRAILING = 160, 300, 60, 4
_GLANCE, _TAIL = 40, 32
# A sentence that is looked at is no longer than this, in either direction.
_REACH = 400


class Mark(NamedTuple):
    """A stretch of a text that is no body."""

    start: int
    end: int
    kind: Kind


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
        trails = self.text.endswith(("...", "…")) and self.text.count(" ") <= _TRAILING
        return (self.is_closed and not trails) or len(self.text) > _LONG

    @property
    def is_text(self) -> bool:
        """Whether it is running text that tells something: no question that stands alone, no headline."""
        runs = self.is_running or (self.text[-1] == ":" and len(self.text) > _INTRODUCTION)
        return runs and not self.is_capitals and self.text[-1] not in "?!"

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


def parted(page: Sequence[Line]) -> Callable[[int], bool]:
    """Tells whether a line is parted from the next: by a blank line, if the text has any."""
    blank_lines = any(line.apart for line in page[1:])

    def is_parted(number: int) -> bool:
        following = page[number + 1]
        return following.apart or (not blank_lines and not following.text[0].islower())

    return is_parted


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

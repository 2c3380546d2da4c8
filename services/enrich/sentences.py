"""Where the sentences of a text are."""

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from shared.articles import Span

VERSION = "2"
# sentencex ends a sentence after most initials and titles; whatever the language, these end none.
_GOES_ON = re.compile(
    r"(?:^|[\s('«“\"’-])(?:[^\W\d_]|M|MM|Mme|Mlle|Mgr|Me|Dr|Pr|Prof|St|Ste|Mr|Mrs|Ms|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Sr|Jr"
    r"|Sra|Dra|Hr|Fr|Nr|vs|art|cf|p|pp|vol|no|env|ca)\.\s*$",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
# The time that sentencex takes grows faster than a line with many quotation marks, so it gets no more at once.
_LONGEST = 4_000
_SENTENCE_END = re.compile(r"[.!?…][»”\"’)]?\s+\Z")


def split(text: str, language: str) -> list[Span]:
    """The sentences, without the white space around them; none reaches over a line end."""
    return [span for line in _LINE.finditer(text) for span in _split_line(line.group(), line.start(), language)]


def _split_line(line: str, offset: int, language: str) -> list[Span]:
    starts: list[int] = []
    before = ""
    for begin, part in _parts(line):
        for found in get_sentence_boundaries(language, part):
            piece, start = str(found["text"]), begin + int(found["start_index"])
            goes_on = _GOES_ON.search(before) or _is_lower(piece)
            if start == begin > 0:  # Where the line was cut, there need not be a sentence end.
                goes_on = goes_on or not _SENTENCE_END.search(line, start - 8, start)
            if not starts or not goes_on:
                starts.append(start)
            before = piece
    spans = []
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        sentence = line[start:end]
        if stripped := sentence.strip():
            begin = offset + start + len(sentence) - len(sentence.lstrip())
            spans.append(Span(start=begin, end=begin + len(stripped)))
    return spans


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """A line in parts that are not too long, cut behind a full stop, or else behind white space."""
    begin = 0
    while len(line) - begin > _LONGEST:
        end = begin + _LONGEST
        stop, space = line.rfind(". ", begin, end - 1), line.rfind(" ", begin, end)
        cut = stop + 2 if stop >= 0 else space + 1 if space >= 0 else end
        yield begin, line[begin:cut]
        begin = cut
    yield begin, line[begin:]


def _is_lower(piece: str) -> bool:
    """A piece that begins in lower case, or with a dash or a comma, goes on with the sentence before it."""
    head = piece.lstrip()[:1]
    return head.islower() or head in ("-", "–", ",", ";", ")")

"""Where the sentences of a text are."""

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from shared.articles import Span

VERSION = "1"
# sentencex ends a sentence after most initials and titles; whatever the language, these end none.
_GOES_ON = re.compile(
    r"(?:^|[\s('«“\"’-])(?:[^\W\d_]|M|MM|Mme|Mlle|Mgr|Me|Dr|Pr|Prof|St|Ste|Mr|Mrs|Ms|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Sr|Jr"
    r"|Sra|Dra|Hr|Fr|Nr|vs|art|cf|p|pp|vol|no|env|ca)\.\s*$",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
# sentencex takes time with the square of what it is given, so a longer line is read a piece at a time.
_WINDOW = 5_000


def split(text: str, language: str) -> list[Span]:
    """The sentences, without the white space around them; none reaches over a line end."""
    return [span for line in _LINE.finditer(text) for span in _split_line(line.group(), line.start(), language)]


def _split_line(line: str, offset: int, language: str) -> list[Span]:
    starts: list[int] = []
    before = ""
    for start, piece in _pieces(line, language):
        if not starts or not (_GOES_ON.search(before) or _is_lower(piece)):
            starts.append(start)
        before = piece
    spans = []
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        sentence = line[start:end]
        if stripped := sentence.strip():
            begin = offset + start + len(sentence) - len(sentence.lstrip())
            spans.append(Span(start=begin, end=begin + len(stripped)))
    return spans


def _pieces(line: str, language: str) -> Iterator[tuple[int, str]]:
    """What sentencex takes for sentences, with their starts; the last of each window is read again with the next.

    A sentence that fills a window goes on in the next.
    """
    at, goes_on = 0, False
    while at < len(line):
        window = line[at : at + _WINDOW]
        found = [
            (at + int(each["start_index"]), str(each["text"])) for each in get_sentence_boundaries(language, window)
        ]
        cut = len(found) > 1 and at + len(window) < len(line)
        yield from found[1 if goes_on else 0 : -1 if cut else None]
        at, goes_on = (found[-1][0], False) if cut else (at + len(window), True)


def _is_lower(piece: str) -> bool:
    """A piece that begins in lower case, or with a dash or a comma, goes on with the sentence before it."""
    head = piece.lstrip()[:1]
    return head.islower() or head in ("-", "–", ",", ";", ")")

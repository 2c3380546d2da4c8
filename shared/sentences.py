"""Where the sentences of a text are. `sentences.yaml` says what sentencex does not know of a language."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict
from sentencex import get_sentence_boundaries

from shared.articles import Span

VERSION = "2"
# sentencex ends a sentence after most initials and titles; whatever the language, these end none.
_TITLES = (
    "[^\\W\\d_]|M|MM|Mme|Mlle|Mgr|Me|Dr|Pr|Prof|St|Ste|Mr|Mrs|Ms|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Sr|Jr|Sra|Dra|Hr|Fr"
    "|vs|cf"
)
_WORD_START = r"(?:^|(?<=[\s('«“„\"’-]))"
# What is counted by the number before it begins so, "no. 10", "vol. IV", "art. L. 412".
_NUMBER = r"(?:\d|(?:[IVXLCDM]{2,}|[VX])(?!\w)|[A-Z]\.)"
_END, _NEXT = r"[.!?][»«”“\")]*\s+", r"[«„“\"(¿¡]?\s?[^\W_a-zß-ÿ]"
_LONGEST_END = len(" unserem 300. ")
_LINE = re.compile(r"[^\n]+")
# sentencex takes time with the square of what it is given, so a longer line is read a piece at a time.
_WINDOW = 5_000


class _Known(BaseModel):
    """The file as it stands."""

    model_config = ConfigDict(extra="forbid", strict=True)

    words: dict[str, list[str]]
    numbered: list[str]
    before_numbers: dict[str, list[str]]
    before_ordinals: dict[str, list[str]]


def split(text: str, language: str) -> list[Span]:
    """The sentences, without the white space around them; none reaches over a line end."""
    return [span for line in _LINE.finditer(text) for span in _split_line(line.group(), line.start(), language)]


def _split_line(line: str, offset: int, language: str) -> list[Span]:
    starts: list[int] = []
    before = ""
    for start, piece in _pieces(line, language):
        if not starts or not (_goes_on(before, piece, language) or _is_lower(piece)):
            starts.append(start)
        starts += [start + end.end() for end in _missed(language).finditer(piece)]
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


def _goes_on(piece: str, following: str, language: str) -> bool:
    """Whether a piece ends with what ends no sentence; only its last few characters are looked at."""
    tail = piece.rstrip()[-_LONGEST_END:]
    numbered = _numbered().search(tail) is not None and re.match(_NUMBER, following.lstrip()) is not None
    return numbered or _no_end(language).search(tail) is not None


def _is_lower(piece: str) -> bool:
    """A piece that begins in lower case, or with a dash or a comma, goes on with the sentence before it."""
    head = piece.lstrip()[:1]
    return head.islower() or head in ("-", "–", ",", ";", ")")


@cache
def _known() -> _Known:
    return _Known.model_validate(yaml.safe_load((files(__package__) / "sentences.yaml").read_text(encoding="utf-8")))


@cache
def _numbered() -> re.Pattern[str]:
    """An abbreviation before a number, at the end of a piece."""
    return re.compile(rf"{_WORD_START}{_any(_known().numbered)}\.$")


@cache
def _no_end(language: str) -> re.Pattern[str]:
    """What ends no sentence, at the end of a piece: titles, initials, and ordinals where nouns have capitals."""
    ordinals = _any(_known().before_ordinals.get(language, ()))
    return re.compile(rf"{_WORD_START}(?:(?i:{_TITLES})|{ordinals}\s\d{{1,3}})\.$")


@cache
def _missed(language: str) -> re.Pattern[str]:
    """The ends of sentences that sentencex misses, with the white space behind them."""
    known = _known()
    ends = [
        rf"{_any(known.words.get(language, ()))}{_END}(?={_NEXT})",
        rf"{_any(known.numbered)}{_END}(?!{_NUMBER})(?={_NEXT})",
    ]
    if abbreviations := known.before_numbers.get(language):
        ends.append(rf"(?!{_any(abbreviations)}\.)(?:[^\W\d_][\w-]{{0,60}}|[12]\d{{3}}|\d?\s?[%€]){_END}(?=\d)")
    return re.compile(rf"{_WORD_START}(?:{'|'.join(ends)})")


def _any(words: Iterable[str]) -> str:
    """One of the words; of none, nothing matches."""
    return f"(?i:{'|'.join(words)})" if words else "(?!)"

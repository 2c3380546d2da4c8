"""What differs between two revisions of an article: its headline, sentences and figures."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from shared import sentences
from shared.articles import Change, Segment
from shared.body import body_of
from shared.identity import normalise

VERSION = "2"
# Two sentences with as many words in common are one that was changed; else one went and another came.
_SAME = 0.5
# More would say no more than that the article was rewritten, and the document has to stay within its limits.
_MOST, _LONGEST, _MOST_CHARACTERS = 500, 2_000, 40_000
# Comparing every sentence with every other is for passages that somebody edited, not for texts that were replaced.
_PASSAGE, _WORDS = 20, 100
_FIGURE = "\x00"
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence; `frame` is the same with a mark in place of each of its figures."""

    text: str
    frame: str
    figures: tuple[str, ...]


def between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """From one revision to the next, in the order of the text; both are EnrichedArticles as JSON.

    A sentence that only moved did not change. At most 500 changes with 40,000 characters are given.
    """
    old, new = _sentences(before), _sentences(after)
    kept = {sentence.text for sentence in old} & {sentence.text for sentence in new}
    found = islice(chain(_headline(before["title"], after["title"]), _changes(old, new, kept)), _MOST)
    given, room = [], _MOST_CHARACTERS
    for change in found:
        room -= len(change.before or "") + len(change.after or "")
        if room < 0:
            break
        given.append(change)
    return given


def is_same_headline(one: str | None, other: str | None) -> bool:
    """Whether two headlines have the same words, whatever the blanks between them and their Unicode form."""
    return normalise(one or "").split() == normalise(other or "").split()


def _headline(before: str | None, after: str | None) -> Iterator[Change]:
    if not is_same_headline(before, after):
        yield Change(kind="title", before=before and _cut(before), after=after and _cut(after))


def _changes(old: Sequence[_Sentence], new: Sequence[_Sentence], kept: set[str]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, [each.text for each in old], [each.text for each in new])
    for tag, start, end, start_new, end_new in matcher.get_opcodes():
        if tag != "equal":
            gone = [sentence for sentence in old[start:end] if sentence.text not in kept]
            come = [sentence for sentence in new[start_new:end_new] if sentence.text not in kept]
            yield from _passage(gone, come)


def _passage(gone: list[_Sentence], come: list[_Sentence]) -> Iterator[Change]:
    """What became of a few sentences: each new one is paired with the old one that is most like it."""
    left = list(gone)
    for number, sentence in enumerate(come):
        near = [(_likeness(other, sentence), other) for other in left[:_PASSAGE] if number < _PASSAGE]
        likeness, source = max(near, key=lambda pair: pair[0], default=(0.0, None))
        if source is None or likeness < _SAME:
            yield Change(kind="added", before=None, after=_cut(sentence.text))
            continue
        left.remove(source)
        yield from _edited(source, sentence)
    for sentence in left:
        yield Change(kind="removed", before=_cut(sentence.text), after=None)


def _edited(old: _Sentence, new: _Sentence) -> Iterator[Change]:
    if old.frame != new.frame:
        yield Change(kind="changed", before=_cut(old.text), after=_cut(new.text))
    if len(old.figures) == len(new.figures):
        pairs = zip(old.figures, new.figures, strict=True)
        yield from (Change(kind="figure", before=was, after=now) for was, now in pairs if was != now)


def _likeness(one: _Sentence, other: _Sentence) -> float:
    if one.frame == other.frame:
        return 1.0
    words, others = _WORD.findall(one.text)[:_WORDS], _WORD.findall(other.text)[:_WORDS]
    return difflib.SequenceMatcher(None, words, others).ratio()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _sentences(article: dict[str, Any]) -> list[_Sentence]:
    text = article["text"]
    parts = [Segment.model_validate(part) for part in article.get("segments", ())]
    body = body_of(text, parts) if parts else text
    figures = article.get("figures", [])
    found, position = [], 0
    for span in sentences.split(body, article["language"]["code"]):
        while position < len(figures) and figures[position]["start"] < span.start:
            position += 1
        inside = []
        while position < len(figures) and figures[position]["end"] <= span.end:
            inside.append(figures[position])
            position += 1
        found.append(_sentence(text, span.start, span.end, inside))
    return found


def _sentence(text: str, start: int, end: int, figures: Sequence[dict[str, Any]]) -> _Sentence:
    pieces, at = [], start
    for figure in figures:
        pieces += [text[at : figure["start"]], _FIGURE]
        at = figure["end"]
    frame = "".join(pieces) + text[at:end]
    return _Sentence(text[start:end], frame, tuple(figure["text"] for figure in figures))

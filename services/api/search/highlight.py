"""Where the words that were asked for stand in an article, as spans in code points."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from services.api.search.schema import STEMMERS, WORD, analyze, stems
from services.api.search.words import Wanted, Words

Span = dict[str, int]
# A word as it stands, and its stem.
Forms = tuple[str, str]


def highlights(article: dict[str, Any], wanted: Wanted, language: str | None) -> dict[str, list[Span]]:
    """The spans in `title` and `text`, in order; none of them overlap.

    A phrase is one span, as it stands; a word is found in its other forms in the language that is asked for, or else in
    the article's.
    """
    code = article["language"]["code"]
    tongue = code if language in (None, code) else ""
    asked = [words for group in wanted.required for words in group]
    anywhere = [words for words in asked if words.where is None]
    headline = [words for words in asked if words.where in (None, "title")]
    return {
        "title": list(_spans(article["title"] or "", headline, tongue)),
        "text": list(_spans(article["text"], anywhere, tongue)),
    }


def _spans(text: str, asked: list[Words], language: str) -> Iterator[Span]:
    found = [(match.span(), _forms(match.group(), language)) for match in WORD.finditer(text)]
    sought = [(_sought(words, language), words.is_phrase) for words in asked]
    at = 0
    while at < len(found):
        length = max((len(forms) for forms, exactly in sought if _stands(found, at, forms, exactly)), default=0)
        if length:
            yield {"start": found[at][0][0], "end": found[at + length - 1][0][1]}
        at += length or 1


def _sought(words: Words, language: str) -> list[Forms]:
    return [_forms(match.group(), language) for match in WORD.finditer(words.text)]


def _stands(found: list[tuple[tuple[int, int], Forms]], at: int, sought: list[Forms], exactly: bool) -> bool:
    """Whether these words stand here, one after the other: as they are, or all of them in another form."""
    here = [forms for _, forms in found[at : at + len(sought)]]
    if len(here) < len(sought):
        return False
    if all(one[0] == other[0] for one, other in zip(here, sought, strict=True)):
        return True
    return not exactly and all(one[1] and one[1] == other[1] for one, other in zip(here, sought, strict=True))


@lru_cache(100_000)
def _forms(word: str, language: str) -> Forms:
    return "".join(analyze(word)), "".join(stems(word, language)) if language in STEMMERS else ""

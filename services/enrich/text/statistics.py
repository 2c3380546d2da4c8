"""How long a text is."""

import re

from shared.articles import Statistics

VERSION = "1"
_WORDS_PER_MINUTE = 230
# A word is a run of letters and digits with its inner apostrophes and hyphens; in scripts without spaces between words
# a character counts for one, since nothing short of a dictionary would tell more.
_WORD = re.compile(
    r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]"
    r"|[^\W_\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+(?:['’.,-][^\W_]+)*"
)
_PARAGRAPH = re.compile(r"\S[^\n]*")


def count(text: str, sentences: int) -> Statistics:
    """Sizes of the text; `sentences` is how many were found in it."""
    words = len(_WORD.findall(text))
    return Statistics(
        characters=len(text),
        words=words,
        sentences=sentences,
        paragraphs=sum(1 for _ in _PARAGRAPH.finditer(text)),
        reading_seconds=round(words * 60 / _WORDS_PER_MINUTE),
    )

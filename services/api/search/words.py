"""What is typed into `q`, taken apart.

Words are all required; "a phrase" is found exactly as it stands, without regard to case and accents; -word excludes; OR
between two words asks for either; title:, speaker: and place: ask for a word or phrase there. Tantivy's own query
language is not used: it would let people name any field of the index, and finds nothing for `Kyiv: two dead`, because
there is no field Kyiv.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, cast

from services.api.search.schema import analyze
from shared.errors import FieldError, RefusedError

Where = Literal["title", "speaker", "place"]

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PART = re.compile(r'(?P<minus>-?)(?:(?P<where>title|speaker|place):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Words:
    """A word in any of its forms, or a phrase as it stands; anywhere in the article, or where it says."""

    text: str
    is_phrase: bool
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of each group of `required` an article has one at least; it has none of `excluded`."""

    required: tuple[tuple[Words, ...], ...]
    excluded: tuple[Words, ...]


def parse(q: str) -> Wanted:
    """RefusedError if there is no word in it."""
    required: list[list[Words]] = []
    excluded: list[Words] = []
    joined = False
    for part in _PART.finditer(unicodedata.normalize("NFC", q.translate(_QUOTES))):
        if part.group() == "OR":
            joined = bool(required)
            continue
        where = cast("Where | None", part["where"])
        words = Words(part["word"] or part["phrase"] or "", part["word"] is None, where)
        if not analyze(words.text):
            continue
        if part["minus"]:
            excluded.append(words)
        elif joined:
            required[-1].append(words)
        else:
            required.append([words])
        joined = False
    if not required and not excluded:
        raise RefusedError(422, "There is nothing to search for.", [FieldError("q", "has no word to search for")])
    return Wanted(tuple(map(tuple, required)), tuple(excluded))

"""What is typed into `q`, taken apart.

Words are all required; "a phrase" is found exactly as it stands, without regard to case and accents; -word excludes; OR
between two words asks for either; title:, speaker: and place: ask for a word or phrase there. Tantivy's own query
language is not used: it would let people name any field of the index, and finds nothing for `Kyiv: two dead`, because
there is no field Kyiv.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, cast, get_args

from services.api.search.schema import LONGEST_WORD, analyze, too_long
from shared.errors import FieldError, RefusedError

Where = Literal["title", "speaker", "place"]

_PREFIXES = tuple(f"{where}:" for where in get_args(Where))
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
    """RefusedError if there is no word in it, or one that can't be looked for."""
    required: list[list[Words]] = []
    excluded: list[Words] = []
    joined = False
    for part in _PART.finditer(unicodedata.normalize("NFC", q.translate(_QUOTES))):
        if part.group() == "OR":
            joined = bool(required)
            continue
        where = cast("Where | None", part["where"])
        words = Words(part["word"] or part["phrase"] or "", part["word"] is None, where)
        if wrong := _wrong(words):
            raise _refused(wrong)
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
        raise _refused("has no word to search for")
    return Wanted(tuple(map(tuple, required)), tuple(excluded))


def _wrong(words: Words) -> str | None:
    """What would be looked for otherwise than it is meant."""
    if words.text in _PREFIXES and not words.is_phrase:
        return f"has nothing right behind {words.text}"
    if words.where is not None and words.text.startswith("-") and not words.is_phrase:
        return f"has a minus behind {words.where}: put it before, as in -{words.where}:word"
    if too_long(words.text):
        return f"has a word of {LONGEST_WORD} bytes or more, and the index has none of these"
    return None


def _refused(message: str) -> RefusedError:
    return RefusedError(422, "This can't be searched for.", [FieldError("q", message)])

"""The words by which a text shows what is no body: `languages/<code>/segments.yaml`, ready for use.

A language without such a file has the English words, which are found in articles in any language, but no bylines.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

_IN_ANY_LANGUAGE = (
    "published", "updated", "related", "related_labels", "calls", "things", "contributed", "staff", "rights", "photo",
    "agencies",
)  # fmt: skip
_SPACES = "\t\u00a0\u2009\u202f"


def _letter(code: int) -> str:
    """The small letter without its accent; a character for which that would be two stays what it is."""
    plain = unicodedata.normalize("NFD", chr(code))[0].lower()
    return plain if len(plain) == 1 else chr(code)


# One character for one: offsets hold.
_FOLD = {code: _letter(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250))} | {
    ord(character): plain for plain, characters in {"'": "’ʼ", " ": _SPACES}.items() for character in characters
}


def fold(text: str) -> str:
    """A text of the same length without capitals, accents, and kinds of apostrophes and spaces."""
    return text.translate(_FOLD)


class _Words(BaseModel):
    """A file as it stands; languages/fr/segments.yaml says what each list is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    day_first: bool | None
    published: list[str]
    updated: list[str]
    byline: list[str]
    desk: list[str]
    byline_place: list[str]
    related: list[str]
    related_labels: list[str]
    calls: list[str]
    things: list[str]
    advertisements: list[str]
    contributed: list[str]
    with_: list[str]
    staff: list[str]
    rights: list[str]
    photo: list[str]
    source: list[str]
    beside: list[str]
    agencies: list[str]


@dataclass(frozen=True)
class Cues:
    """Patterns over folded text. Each matches one of the words as a whole; the sets hold folded words.

    `day_first` is null where 12/03/2024 may be either day.
    """

    day_first: bool | None
    published: re.Pattern[str]
    updated: re.Pattern[str]
    byline: re.Pattern[str]
    desk: re.Pattern[str]
    byline_place: frozenset[str]
    related: re.Pattern[str]
    related_labels: re.Pattern[str]
    calls: re.Pattern[str]
    things: re.Pattern[str]
    advertisements: frozenset[str]
    contributed: re.Pattern[str]
    helped: re.Pattern[str]
    staff: re.Pattern[str]
    rights: re.Pattern[str]
    photo: re.Pattern[str]
    agencies: re.Pattern[str]
    beside: frozenset[str]


@lru_cache(maxsize=64)
def cues(language: str) -> Cues:
    """The cues of a language (ISO 639 code) together with the English ones."""
    own, english = _read(language), _read("en")
    if english is None:
        raise FileNotFoundError("languages/en/segments.yaml")
    both = [words for words in (own, english) if words is not None]

    def gather(name: str) -> list[str]:
        return [word for words in both for word in getattr(words, name)]

    def split(phrases: list[str]) -> list[str]:
        return [word for phrase in phrases for word in fold(phrase).split()]

    return Cues(
        day_first=own.day_first if own else None,
        byline=_any(own.byline if own else ()),
        desk=_any(own.desk if own else ()),
        byline_place=frozenset(map(fold, own.byline_place if own else ())),
        helped=_any(gather("with_")),
        beside=frozenset(word for name in ("beside", "with_", "source", "agencies") for word in split(gather(name))),
        advertisements=frozenset(map(fold, gather("advertisements"))),
        **{name: _any(gather(name)) for name in _IN_ANY_LANGUAGE},
    )


def _read(language: str) -> _Words | None:
    file = files(__package__) / "languages" / language / "segments.yaml"
    return _Words.model_validate(yaml.safe_load(file.read_text("utf-8"))) if file.is_file() else None


def _any(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(map(fold, words)), key=len, reverse=True)
    if not ordered:
        return re.compile(r"(?!)")
    # A word that ends in an apostrophe or a colon is a word as it is.
    ends = ("" if not word[-1].isalnum() else r"(?!\w)" for word in ordered)
    pattern = "|".join(re.escape(word) + end for word, end in zip(ordered, ends, strict=True))
    return re.compile(rf"(?<!\w)(?:{pattern})")

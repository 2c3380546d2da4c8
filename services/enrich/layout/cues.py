"""The words by which a text shows what is no body: `languages/<code>/segments.yaml`, ready for use.

A language without such a file has the English words, which are found in articles in any language, but no bylines.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.enrich.text import tables
from services.enrich.text.alternation import NO_WORD, alternation
from services.enrich.text.words import rarity

# Of these only those of the article's own language are looked for.
_OWN = ("byline", "desk", "functions", "sender", "labels", "conjunctions", "persons")
_ACCENTED = re.compile("[À-ɏ’ʼ\u00a0\u2009\u202f]")
_WORD = re.compile(r"\w+")


def _plain(character: str) -> str:
    """The letter without its accent; what is no one letter without it stays what it is."""
    if character in "’ʼ":
        return "'"
    if character.isspace():
        return " "
    return unicodedata.normalize("NFD", character)[0]


_PLAIN = {chr(code): _plain(chr(code)) for code in (*range(0xC0, 0x250), 0x2019, 0x2BC, 0xA0, 0x2009, 0x202F)}


def fold(text: str) -> str:
    """A text of the same length without capitals, accents, and kinds of apostrophes and spaces."""
    small = text.lower()
    if len(small) != len(text):  # One letter of Turkish becomes two.
        small = "".join(each.lower()[0] for each in text)
    for accented in set(_ACCENTED.findall(small)):
        small = small.replace(accented, _PLAIN[accented])
    return small


def words_of(folded: str) -> frozenset[str]:
    """The words that a text consists of: what tells quickly that a cue is not in it."""
    return frozenset(_WORD.findall(folded))


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases of which one is looked for, as a whole, in folded text. Each has one of the rare words in `keys`."""

    pattern: re.Pattern[str]
    keys: frozenset[str]

    def match(self, folded: str, start: int = 0) -> re.Match[str] | None:
        """The phrase at `start`."""
        return self.pattern.match(folded, start)

    def search(self, folded: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first phrase between `start` and `end`."""
        return self.pattern.search(folded, start, len(folded) if end is None else end)


class _Words(BaseModel):
    """A file as it stands; languages/fr/segments.yaml says what each list is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    day_first: bool | None
    published: list[str]
    updated: list[str]
    ago: list[str]
    today: list[str]
    reading: list[str]
    zones: list[str]
    byline: list[str]
    desk: list[str]
    functions: list[str]
    labels: list[str]
    conjunctions: list[str]
    byline_place: list[str]
    sender: list[str]
    outlets: list[str]
    related: list[str]
    related_labels: list[str]
    genres: list[str]
    calls: list[str]
    things: list[str]
    invitations: list[str]
    openings: list[str]
    contacts: list[str]
    persons: list[str]
    answers: list[str]
    buttons: list[str]
    small_print: list[str]
    contributed: list[str]
    helped: list[str]
    staff: list[str]
    origin: list[str]
    endings: list[str]
    rights: list[str]
    photo: list[str]
    pictures: list[str]
    source: list[str]
    beside: list[str]
    agencies: list[str]


@dataclass(frozen=True)
class Cues:
    """The cues of a language; the sets hold folded words.

    `day_first` is null where 12/03/2024 may be either day.
    """

    language: str
    day_first: bool | None
    published: Cue
    updated: Cue
    ago: Cue
    today: Cue
    reading: Cue
    zones: Cue
    byline: Cue
    desk: Cue
    functions: Cue
    labels: Cue
    conjunctions: Cue
    byline_place: frozenset[str]
    sender: Cue
    outlets: frozenset[str]
    related: Cue
    related_labels: Cue
    genres: Cue
    calls: Cue
    things: Cue
    invitations: Cue
    openings: Cue
    contacts: Cue
    persons: Cue
    answers: frozenset[str]
    buttons: Cue
    small_print: Cue
    contributed: Cue
    helped: Cue
    staff: Cue
    origin: Cue
    endings: Cue
    rights: Cue
    photo: Cue
    pictures: Cue
    source: Cue
    beside: frozenset[str]
    agencies: Cue


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

    values: dict[str, Any] = {
        "language": language,
        "day_first": own.day_first if own else None,
        "byline_place": frozenset(split(own.byline_place if own else [])),
        "answers": frozenset(map(fold, own.answers if own else [])),
        "outlets": frozenset(split(gather("outlets"))),
        "beside": frozenset(
            word for name in ("beside", "helped", "source", "agencies") for word in split(gather(name))
        ),
    }
    for name in _Words.model_fields:
        if name not in values:
            values[name] = _any((getattr(own, name) if own else ()) if name in _OWN else gather(name), language)
    return Cues(**values)


def _read(language: str) -> _Words | None:
    file = files("services.enrich") / "languages" / language / "segments.yaml"
    return _Words.model_validate(tables.read(file)) if file.is_file() else None


def _any(phrases: Iterable[str], language: str) -> Cue:
    folded = set(map(fold, phrases))
    keys = frozenset(max(words_of(phrase), key=lambda word: rarity(word, language)) for phrase in folded)
    return Cue(re.compile(alternation(folded, behind=NO_WORD, whole=True)), keys)

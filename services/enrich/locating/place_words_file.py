"""The file `languages/<code>/place_words.yaml`, and what patterns are made of its words with.

A language without such a file has no such words: its patterns match nothing.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from services.enrich.text import tables
from services.enrich.text.alternation import NEVER, alternation
from services.enrich.text.word_index import first_word

# The longest noun, or small words, before a name that say what it is.
LONGEST_NOUN = 30
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"


class PlaceWordsFile(BaseModel):
    """languages/<code>/place_words.yaml, which says what each is."""

    model_config = ConfigDict(extra="forbid")
    near: list[str] = []
    near_like: list[str] = []
    surely: list[str] = []
    kinds: list[str] = []
    known_kinds: list[str] = []
    of_towns: list[str] = []
    plain_of: list[str] = []
    inside: list[str] = []
    ors: list[str] = []
    to: list[str] = []
    unheard_after: list[str] = []
    unheard_of: list[str] = []
    quarters: list[str] = []
    called: list[str] = []
    within: list[str] = []
    from_endings: list[str] = []
    named_after: list[str] = []
    sites: list[str] = []
    hardly_sites: list[str] = []
    shapes: list[str] = []
    compounds: list[str] = []
    no_compounds: list[str] = []
    from_: list[str] = Field([], alias="from")
    roads: str = NEVER
    road_after: list[str] = []
    persons_after: list[str] = []
    people_after: list[str] = []
    people_endings: list[str] = []
    portfolios: list[str] = []
    articles: list[str] = []


@cache
def place_words_file(language: str) -> PlaceWordsFile:
    """The file of a language (ISO 639 code), empty if there is none."""
    file = files("services.enrich") / "languages" / language / "place_words.yaml"
    return PlaceWordsFile.model_validate(tables.read(file)) if file.is_file() else PlaceWordsFile()


def any_of(words: Iterable[str], *, capital: bool = False, behind: str = "") -> str:
    """Any of the words, perhaps at a sentence's start too."""
    return alternation(_with_capitals(words) if capital else words, behind)


def openers(words: Iterable[str]) -> frozenset[str]:
    """The first words of all of them, perhaps at a sentence's start too."""
    return frozenset(map(first_word, _with_capitals(words)))


def _with_capitals(words: Iterable[str]) -> Iterator[str]:
    return (form for word in words for form in (word, word[0].upper() + word[1:]))

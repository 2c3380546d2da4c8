"""Places that nobody has heard of: a word of no language behind a small word that makes it a place.

"Nach Kerio", "at Inverkirkaig", "entre Covas y el embalse": a word so rare is a name, and the small word says of what.
Where "and" joins another such word to it, that is a place, too.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from services.enrich.locating.place_words import PlaceWords
from services.enrich.locating.place_words_file import CAPITAL
from services.enrich.locating.town_names import TownNames
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, word_frequency
from services.enrich.tagging.names import MODELS

# A name of one word or two, none of them endless, if it is all of it.
_WORD = rf"{CAPITAL}[\w'-]{{2,40}}\w"
NAME = re.compile(rf"{_WORD}(?: {_WORD})?(?![\w'-]| {CAPITAL}|\.\w)")
# A compound that ends in a common noun is a word: "Ermittlerkreisen".
COMMON_TAIL, SHORTEST_TAIL, SHORTEST_HEAD = 3.8, 5, 3


def find(words: PlaceWords, towns: TownNames) -> Iterator[Mention]:
    """The places that nobody has heard of."""
    plain = towns.plain
    for said in words.unheard_after.finditer(plain):
        start = said.end()
        while name := _name_at(start, towns):
            yield Mention(start, start + len(name), name, "LOC")
            joined = words.ands.match(plain, start + len(name))
            start = joined.end() if joined else len(plain)


def as_places(mentions: list[Mention], places: list[Mention], language: str) -> list[Mention]:
    """The mentions, as places where they have the name of one that nobody has heard of.

    Whom a tagger takes for a person elsewhere as well is one: "between Thaddée and Mounet".
    """
    here = {place.start for place in places}
    persons = {m.text for m in mentions if m.label == "PER" and m.start not in here} if language in MODELS else set()
    names = {place.text for place in places} - persons
    return [replace(m, label="LOC") if m.label != "LOC" and m.text in names and m.is_open else m for m in mentions]


def _name_at(start: int, towns: TownNames) -> str:
    found = NAME.match(towns.plain, start)
    name = found.group() if found else ""
    parts = name.split(" ")
    if not name or first_names.is_first(parts[0]):
        return ""
    return name if all(_is_unheard(part, towns) for part in parts) else ""


def _is_unheard(word: str, towns: TownNames) -> bool:
    """Whether a word is none of the language, nor one made of two."""
    if not towns.is_unheard(word):
        return False
    if towns.language not in ALL_NOUNS_CAPITAL:
        return True
    tails = (word[cut:] for cut in range(SHORTEST_HEAD, len(word) - SHORTEST_TAIL + 1))
    return not any(word_frequency(tail, towns.language) >= COMMON_TAIL for tail in tails)

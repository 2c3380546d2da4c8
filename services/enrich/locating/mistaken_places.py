"""Places that a tagger took for persons or organisations: names that are no words, and of towns where the article is.

"Passe par Kousseri", "in Kericho and Bomet": a name so rare is hardly another's than the town's, if the article names
the country that the town lies in.
"""

from dataclasses import replace

from services.enrich.locating.place_words import PlaceWords
from services.enrich.locating.town_names import TownNames
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import name_words
from services.enrich.tagging.names import MODELS

# What a title stands in: "the opera 'Manas'".
OPENING, CLOSING = frozenset('"“«‘'), frozenset('"”»’')

# The longest word before a person.
LONGEST_BEFORE = 20


def put_right(mentions: list[Mention], words: PlaceWords, towns: TownNames) -> list[Mention]:
    """The mentions, which are in order, and as places those that have the names of places alone."""
    if towns.language not in MODELS:
        return mentions
    found = [_is_place(mention, towns) for mention in mentions]
    return [
        replace(m, label="LOC") if is_place and not _is_among_persons(number, mentions, found, words, towns) else m
        for number, (m, is_place) in enumerate(zip(mentions, found, strict=True))
    ]


def _is_place(mention: Mention, towns: TownNames) -> bool:
    name, plain = mention.text, towns.plain
    if mention.label not in ("PER", "ORG") or not mention.is_open or not towns.is_unheard(name):
        return False
    first = name.split(" ")[0]
    if first in towns.persons or first in first_names.common() or name in towns.firms:
        return False
    is_title = plain[mention.start - 1 : mention.start] in OPENING and plain[mention.end : mention.end + 1] in CLOSING
    if is_title or name.lower() in name_words(towns.language).not_names:
        return False
    return any(bearer.is_own_name and bearer.place.country in towns.about for bearer in towns.bearers(name))


def _is_among_persons(
    number: int, mentions: list[Mention], found: list[bool], words: PlaceWords, towns: TownNames
) -> bool:
    """Whether a person is joined to the name, or a word before it is said of people: "Joffre and Foch"."""
    mention = mentions[number]
    if mention.label != "PER":
        return False
    if words.persons_before.search(towns.plain, max(0, mention.start - LONGEST_BEFORE), mention.start):
        return True
    neighbours = [other for other in (number - 1, number + 1) if 0 <= other < len(mentions)]
    persons = [
        n for n in neighbours if mentions[n].label == "PER" and not found[n] and not towns.bearers(mentions[n].text)
    ]
    return any(_are_joined(mentions[min(number, n)], mentions[max(number, n)], words, towns) for n in persons)


def _are_joined(first: Mention, second: Mention, words: PlaceWords, towns: TownNames) -> bool:
    joined = words.ands.match(towns.plain, first.end)
    return joined is not None and joined.end() == second.start

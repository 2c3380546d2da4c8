"""What was taken for a place, or for a name, and is none: the people of a town, a portfolio, a noun, an imperative."""

import re

from services.enrich.counting import numbers
from services.enrich.counting.figure_words import lexicon
from services.enrich.locating.no_place_words import no_place_words
from services.enrich.locating.place_words import PlaceWords
from services.enrich.locating.place_words_file import CAPITAL, LONGEST_NOUN
from services.enrich.locating.town_names import NOUN, TownNames
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, word_frequency
from services.enrich.text.plain import LAST_WORD
from services.enrich.text.plain import plain as lowered

# How far before the last thing that a minister is over the word for him or her may stand.
FAR = 80
# " Semi Ravouvou".
NAMED = re.compile(rf" ({CAPITAL}[\w-]+) {CAPITAL}")
# "Abonnez-vous" is no place.
IMPERATIVE = re.compile(r"-[a-zß-öø-ÿ]")


def is_none(mention: Mention, words: PlaceWords, towns: TownNames) -> bool:
    """Whether a mention is no name, by what stands around it."""
    if _is_people(mention, words, towns) or _is_portfolio(mention, towns):
        return True
    if mention.label != "LOC" or words.based.match(towns.plain, mention.end):
        return False
    return IMPERATIVE.match(towns.plain, mention.end) is not None


def is_noun(mention: Mention, towns: TownNames) -> bool:
    """Whether what was taken for a town is a noun, where all have capitals: "ein Wirtshaus", "die Landstraße"."""
    name = mention.text
    if towns.language not in ALL_NOUNS_CAPITAL or mention.label != "LOC" or mention.is_sure or not name.isalpha():
        return False
    if word_frequency(name, towns.language) < NOUN or towns.gazetteer.is_area(name, towns.language):
        return False
    if towns.gazetteer.is_water(name):
        return False
    noun_before = no_place_words(towns.language).noun_before
    return noun_before.search(towns.plain, max(0, mention.start - LONGEST_NOUN), mention.start) is not None


def _is_people(mention: Mention, words: PlaceWords, towns: TownNames) -> bool:
    """Whether what was taken for a place is the people of one: "les Brestois", "l'Isérois Antonin Vallier"."""
    people = no_place_words(towns.language)
    if mention.label not in ("LOC", "MISC") or not people.people_endings or " " in mention.text:
        return False
    if (named := NAMED.match(towns.plain, mention.end)) and first_names.is_first(named[1]):
        # "Le Normand Baptiste Lemonnier".
        return words.article_before.search(towns.plain, max(0, mention.start - LONGEST_NOUN), mention.start) is not None
    if towns.bearers(mention.text):
        return False
    before = people.people_after.search(towns.plain, max(0, mention.start - LONGEST_NOUN), mention.start)
    if before and mention.text.endswith(people.people_endings):
        return True
    # One of them has a name.
    is_one = f"{mention.text.removesuffix('s')}s".endswith(people.people_endings) and " " not in mention.text
    return is_one and NAMED.match(towns.plain, mention.end) is not None


def is_counted(mention: Mention, towns: TownNames) -> bool:
    """Whether a number in words stands before what no table has: "quatre Canadair"; digits may be those of a street."""
    word = _word_before(mention, towns)
    return word.isalpha() and (numbers.read(word, towns.language) or 0) > 1 and not towns.bearers(mention.text)


def is_money(mention: Mention, towns: TownNames) -> bool:
    """Whether a place has the name of money, and an amount before it: "12 Millionen Franken"."""
    words = lexicon(towns.language)
    if mention.label != "LOC" or lowered(mention.text) not in words.names:
        return False
    word = _word_before(mention, towns)
    return word[-1:].isdigit() or word in words.words.scales or numbers.read(word, towns.language) is not None


def _word_before(mention: Mention, towns: TownNames) -> str:
    """The word right before a mention, in small letters; empty if there is none."""
    found = LAST_WORD.search(towns.plain, max(0, mention.start - LONGEST_NOUN), mention.start)
    return lowered(found[1]) if found else ""


def _is_portfolio(mention: Mention, towns: TownNames) -> bool:
    """Whether what no table has is what a minister is over: "ministre des Mines et de l'Aménagement du territoire"."""
    if mention.label not in ("LOC", "MISC") or not mention.is_open or towns.bearers(mention.text):
        return False
    portfolio_before = no_place_words(towns.language).portfolio_before
    return portfolio_before.search(towns.plain, max(0, mention.start - FAR), mention.start) is not None

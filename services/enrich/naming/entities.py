"""The persons, organisations, places and other names of a text: one entity for all its mentions.

`mentions` tidies what was tagged, `groups` says which mentions are one entity. Here it is decided what each entity is
(head nouns, well-known names and the gazetteer first, and only then the tagger's majority), where it is, and how much
the text is about it.
"""

import re
from dataclasses import dataclass
from typing import Literal

from services.enrich.gazetteer.places import Gazetteer, fold, home
from services.enrich.locating import place_mentions, town_names, whereabouts
from services.enrich.locating.place_words import place_words
from services.enrich.locating.place_words_file import LONGEST_NOUN
from services.enrich.locating.whereabouts import Mentioned
from services.enrich.naming import clubs, functions
from services.enrich.naming.groups import COMPANY, RARE, Group, add_missed, group_mentions
from services.enrich.naming.mentions import find_mentions, plain_text
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import NameWords, is_word, name_words, word_frequency
from services.enrich.tagging.names import Label, Name
from services.enrich.text.word_index import index
from shared.articles import Entity, Place, Span

EntityType = Literal["person", "organization", "place", "other"]
TYPES: dict[Label, EntityType] = {"PER": "person", "ORG": "organization", "LOC": "place", "MISC": "other"}
VERSION = "20"
# What the number of mentions, the place of the first and the headline weigh.
FREQUENCY, POSITION, HEADLINE = 0.5, 0.3, 0.2
LONGEST_ABBREVIATION = 4
# People, in a city that is meant though the tagger says person, or other.
GREAT_CITY, CITY = 500_000, 100_000


@dataclass
class _Found:
    group: Group
    name: str
    type: EntityType
    place: Place | None = None
    # Where the function of a person stands in the text.
    function: tuple[int, int] | None = None


def find_entities(
    text: str,
    names: list[Name],
    language: str,
    gazetteer: Gazetteer,
    title: str | None = None,
    dateline: str | None = None,
) -> list[Entity]:
    """The entities of a text from its tagged names, the most salient first.

    A title counts for salience only; `dateline` is the place in it, which says where the other places are.
    """
    words = name_words(language)
    plain = plain_text(text)
    where = index(plain)
    mentions = find_mentions(plain, where, names, words, language, gazetteer)
    written_at = whereabouts.written_at(dateline) if dateline else None
    written_in = whereabouts.locate([written_at], language, gazetteer)[0] if written_at else None
    country = written_in.country if written_in else None
    mentions = place_mentions.correct(plain, names, mentions, language, gazetteer, country)
    if written_at:
        mentions = place_mentions.with_dateline(plain, mentions, written_at.name)
    mentions = clubs.judge(plain, where, mentions, language, gazetteer)
    groups = group_mentions(plain, mentions, words, language, gazetteer)
    add_missed(plain, where, groups, language, gazetteer)
    found = [_found(group, words, language, gazetteer) for group in groups]
    _locate(plain, found, written_at, language, gazetteer)
    found = _merge_places(found)
    most = max((len(each.group.mentions) for each in found), default=1)
    headline = f" {fold(title)} " if title else None
    _find_functions(plain, [each for each in found if each.type == "person"], language)
    entities = [_entity(each, text, _salience(each.group, len(text), most, headline)) for each in found]
    return sorted(entities, key=lambda entity: (-entity.salience, entity.mentions[0].start))


def _entity(found: _Found, text: str, salience: float) -> Entity:
    shown = next(mention for mention in found.group.mentions if mention.text == found.name)
    name = text[shown.start : shown.end].replace("\n", " ")
    return Entity(
        # A dateline in capitals is the only reason to write a place otherwise than the text does.
        name=name.title() if found.place and name.isupper() and len(name) > LONGEST_ABBREVIATION else name,
        type=found.type,
        title=text[slice(*found.function)].replace("\n", " ") if found.function else None,
        salience=salience,
        mentions=[Span(start=mention.start, end=mention.end) for mention in found.group.mentions],
        place=found.place,
    )


def _found(group: Group, words: NameWords, language: str, gazetteer: Gazetteer) -> _Found:
    label, name = group.label(), group.name()
    parts = fold(name).split()
    is_known = any(mention.known_as for mention in group.mentions)
    if is_known:
        return _Found(group, name, "organization")
    if name in words.former_places:
        return _Found(group, name, "place")
    if any(mention.is_sure for mention in group.mentions):
        return _Found(group, name, TYPES[label])
    if label != "PER" and gazetteer.is_area(name, language):
        return _Found(group, name, "place")
    if len(parts) > 1 and _is_organization(label, parts, words):
        return _Found(group, name, "organization")
    if parts[0] in words.makers and len(parts) == 2 and parts[1] not in words.organization_endings:
        return _Found(group, name, "other")
    is_unknown = not gazetteer.candidates(name, language) and not gazetteer.towns(name)
    if (label in ("ORG", "MISC") or (label == "LOC" and is_unknown)) and _is_full_name(name, words, language):
        return _Found(group, name, "person")
    if label in ("ORG", "LOC") and name in first_names.common() and not gazetteer.is_known(name, language):
        return _Found(group, name, "person")
    if label != "LOC" and _is_place(label, name, parts, words, language, gazetteer):
        return _Found(group, name, "place")
    return _Found(group, name, TYPES[label])


def _is_full_name(name: str, words: NameWords, language: str) -> bool:
    """Whether a name is a first name and a surname that is no word: "Roisin Blake", not "Marie Claire"."""
    first, *others = name.split(" ")
    if len(others) != 1 or not others[0].istitle() or words.is_head(others[0]):
        return False
    is_surname = word_frequency(others[0], language) < RARE or not is_word(others[0], language)
    return is_surname and first_names.is_first(first) and not first_names.is_first(others[0])


def _is_organization(label: Label, parts: list[str], words: NameWords) -> bool:
    ends = parts[-1] in words.company_endings or (words.head_first and parts[-1] in words.organization_endings)
    if ends or parts[0] in words.clubs:
        return parts[0].title() not in first_names.common()
    if label == "PER":
        return parts[-1] in words.organization_endings
    return _has_head(parts, words.organization_heads, words) or COMPANY.search(" ".join(parts)) is not None


def _is_place(label: Label, name: str, parts: list[str], words: NameWords, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a name that was not tagged as a place is one all the same."""
    if gazetteer.is_area(name, language):
        return True
    if words.place_endings and name.endswith(words.place_endings):
        return True
    if label == "MISC" and _has_head(parts, words.place_heads, words):
        return True
    if len(parts) > 1 and _names_a_site(parts, words):
        return True
    if label == "PER" and len(parts) == 2 and name.split()[0] in first_names.common():
        return False
    # A person may have a city's name for a surname, but hardly one of two words.
    least = {"PER": GREAT_CITY if len(parts) == 1 else 1, "MISC": CITY}.get(label)
    return least is not None and gazetteer.city_population(name, language) >= least


def _has_head(parts: list[str], heads: frozenset[str], words: NameWords) -> bool:
    """Whether a head noun says what the name is: the first word in French, any word in English."""
    return parts[0] in heads if words.head_first else not heads.isdisjoint(parts)


def _names_a_site(parts: list[str], words: NameWords) -> bool:
    """Whether the noun of a place begins a name or ends it, which hardly is a person's: "Spurn Point", "Lake Mungo"."""
    heads = parts[:1] if words.head_first else [parts[0], parts[-1]]
    is_other = parts[0].title() in first_names.common() or parts[-1] in words.organization_endings
    return not is_other and not words.place_heads.isdisjoint(heads)


def _find_functions(plain: str, persons: list[_Found], language: str) -> None:
    starts = {mention.start for each in persons for mention in each.group.mentions}
    for each in persons:
        named = [(mention.start, mention.end) for mention in each.group.mentions]
        each.function = functions.find(plain, named, starts, language)


def _area_of(name: str, language: str, gazetteer: Gazetteer) -> str | None:
    """The country, region or city in an organisation's name: "Câmara Municipal de Olhão", "Kerry County Council"."""
    words = re.split(r"[ '’]", name)
    tails = (" ".join(words[first:]) for first in range(1, len(words)) if words[first][:1].isupper())
    tail = next((tail for tail in tails if _is_area(tail, language, gazetteer)), None)
    if tail or name_words(language).head_first:
        return tail
    heads = (" ".join(words[:last]) for last in range(len(words) - 1, 0, -1))
    return next((head for head in heads if _is_region(head, language, gazetteer)), None)


def _is_region(name: str, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a name means a region at home, and hardly a city."""
    first = next(iter(gazetteer.candidates(name, language)), None)
    return first is not None and first.kind == "region" and first.place.country in home(language)


def _is_area(name: str, language: str, gazetteer: Gazetteer) -> bool:
    found = gazetteer.candidates(name, language)
    is_town = bool(found) and found[0].place.country in home(language) and town_names.is_large(name, language, found)
    return is_town or gazetteer.is_known(name, language)


def _locate(plain: str, found: list[_Found], dateline: Mentioned | None, language: str, gazetteer: Gazetteer) -> None:
    """Find where all places are, each with the name right after one of its mentions: "Paris, Texas"."""
    places = [each for each in found if each.type == "place"]
    words = place_words(language)
    starts = {mention.start: mention.text for each in places for mention in each.group.mentions}
    asked = []
    for each in places:
        links = (words.within.match(plain, mention.end) for mention in each.group.mentions)
        after = dict.fromkeys(starts[link.end()] for link in links if link and link.end() in starts)
        first = each.group.mentions[0].start
        is_part = words.quarter_before.search(plain, max(0, first - LONGEST_NOUN), first) is not None
        is_water = _is_water(plain, each.group.mentions[0], language, gazetteer)
        asked.append(Mentioned(each.name, tuple(after)[:1], len(each.group.mentions), is_part, is_water))
    # "Junta de Andalucía" says where things happen, too.
    names = (_area_of(each.name, language, gazetteer) for each in found if each.type == "organization")
    asked += [Mentioned(area) for area in names if area]
    for each, place in zip(places, whereabouts.locate(asked, language, gazetteer, dateline), strict=False):
        each.place = place


def _is_water(plain: str, mention: Mention, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is a river's or a mountain's by the article before it: "sur le Naryn" is in no town."""
    if not gazetteer.is_water(mention.text) or gazetteer.is_area(mention.text, language):
        return False
    first = max(0, mention.start - LONGEST_NOUN)
    return place_words(language).article_before.search(plain, first, mention.start) is not None


def _merge_places(found: list[_Found]) -> list[_Found]:
    """Places that turned out to be the same one are one entity: Kiev and Kyiv, the U.S. and the United States."""
    kept: list[_Found] = []
    by_id: dict[int, _Found] = {}
    for each in found:
        number = each.place.geonames_id if each.place else None
        if number is not None and number in by_id:
            same = by_id[number].group.mentions
            same += each.group.mentions
            same.sort(key=lambda mention: mention.start)
            continue
        if number is not None:
            by_id[number] = each
        kept.append(each)
    return kept


def _salience(group: Group, length: int, most: int, headline: str | None) -> float:
    """How much a text is about an entity: how often it is named, how early, and whether the headline names it."""
    score = FREQUENCY * len(group.mentions) / most + POSITION * (1 - group.start / max(1, length))
    if headline is None:
        return round(score / (FREQUENCY + POSITION), 3)
    named = any(f" {fold(mention.text)} " in headline for mention in group.mentions)
    return round(score + HEADLINE * named, 3)

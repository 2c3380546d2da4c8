"""Places that the tagger missed or took for something else, where the words around them say that they are places.

A country or a great city stands alone; a town of a country that speaks the language stands after "in" or "near"; a
street or a hall has the name of a person after the noun that it is. The people of a town ("les Lorientais") are none.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.enrich import first_names
from services.enrich.mention import Mention, starts_sentence
from services.enrich.name_words import name_words, names_file, word_frequency
from services.enrich.names import Name
from services.enrich.place_words import CAPITAL, PlaceWords, place_words
from services.enrich.places import Gazetteer, home
from services.enrich.town_names import TownNames

MILLION = 1_000_000
# A street that is a noun is more common than one that is a name.
RARE = 4.3
# A word with a capital between words without: "Jordan" is a country, "Jordan Bardella" is none.
# What stands before it is looked at behind its first letter: a pattern that begins with letters is quick to look for.
LONE_NAME = re.compile(
    rf"{CAPITAL}(?:(?<=[a-zß-öø-ÿ,;] [\s\S])|(?<=[ldLD]'[\s\S]))(?<!{CAPITAL}[\s\S]{{3}})[\w-]+"
    rf"(?!\w|\.\w| {CAPITAL}|['’]s [A-Z])"
)
# The longest noun before the name of a street.
LONGEST_NOUN = 20
# "Abonnez-vous" is no place.
IMPERATIVE = re.compile(r"-[a-zß-öø-ÿ]")
# "Saint-Aubin (Creuse)".
IN_BRACKETS = re.compile(rf"\((?<=\w \()({CAPITAL}[\w'-]+(?: {CAPITAL}[\w'-]+)?)(?=\))")
NAME_BEFORE = re.compile(rf"{CAPITAL}[\w'-]* $")
TAIL = re.compile(rf"(?: |')({CAPITAL}[\w-]+)$")


def correct(
    plain: str, names: list[Name], mentions: list[Mention], language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions with their places put right, in order."""
    words = place_words(language)
    mentions = _with_sites(plain, mentions, words, language)
    persons = {m.text for m in mentions if m.label == "PER" and " " in m.text}
    towns = TownNames(
        plain,
        language,
        gazetteer,
        frozenset(_countries(mentions, language, gazetteer)),
        frozenset(word for person in persons for word in person.split()),
    )
    mentions = [part for mention in mentions for part in _parts(mention, words, towns)]
    mentions = [_put_right(mention, words, towns) for mention in mentions]
    mentions = _as_towns(mentions, words, towns)
    kept = [mention for mention in mentions if not _is_people(mention, words, towns)]
    kept = [mention for mention in kept if not (mention.label == "LOC" and IMPERATIVE.match(plain, mention.end))]
    kept = _with_surnames(kept, persons, words, towns)
    return _with_missed(kept, _missed(names, kept, words, towns))


def with_dateline(plain: str, mentions: list[Mention], place: str) -> list[Mention]:
    """The mentions, and the place where the article was written wherever it is named: "TREUCHTLINGEN (dpa)"."""
    persons = {word for m in mentions if m.label == "PER" and " " in m.text for word in m.text.split()}
    name = re.compile(rf"(?<![\w-]){re.escape(place)}(?![\w-]| {CAPITAL})", re.IGNORECASE)
    found = [each for each in name.finditer(plain) if each.group()[0].isupper() and each.group() not in persons]
    spans = {each.span() for each in found}
    others = [m for m in mentions if (m.start, m.end) not in spans or m.known_as or m.is_sure]
    return _with_missed(others, (Mention(*each.span(), each.group(), "LOC", is_sure=True) for each in found))


def _with_missed(kept: list[Mention], missed: Iterable[Mention]) -> list[Mention]:
    """The mentions, and those of the missed ones that overlap none of them, in order."""
    kept = list(kept)
    taken = bytearray(max((mention.end for mention in kept), default=0))
    for mention in kept:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    for mention in missed:
        if not any(taken[mention.start : mention.end]):
            kept.append(mention)
            taken.extend(bytes(max(0, mention.end - len(taken))))
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))


def _missed(names: list[Name], kept: list[Mention], words: PlaceWords, towns: TownNames) -> Iterator[Mention]:
    """Places that no tagger saw, the surest first."""
    plain = towns.plain
    missed = [*_cut_off(names, towns), *_alone(words, towns)]
    missed += [Mention(*road.span(1), road[1], "LOC", is_sure=True) for road in words.roads.finditer(plain)]
    yield from missed
    about = frozenset(_countries([*kept, *missed], towns.language, towns.gazetteer))
    yield from _beside([*kept, *missed], words, replace(towns, about=about | towns.about))


def _parts(mention: Mention, words: PlaceWords, towns: TownNames) -> Iterator[Mention]:
    """A mention, or the two places that a tagger took for one name: "Moga in Punjab", "Kericho and Bomet"."""
    joint = words.joint.search(mention.text) if not (mention.known_as or mention.is_sure) else None
    if joint is None or len(words.joint.findall(mention.text)) > 1:
        yield mention
        return
    first, last = mention.text[: joint.start()], mention.text[joint.end() :]
    if not (towns.is_town(first) and last[:1].isupper() and (mention.label == "LOC" or towns.is_town(last))):
        yield mention
        return
    yield Mention(mention.start, mention.start + len(first), first, "LOC")
    yield Mention(mention.end - len(last), mention.end, last, "LOC")


def _put_right(mention: Mention, words: PlaceWords, towns: TownNames) -> Mention:
    plain, first = towns.plain, max(0, mention.start - LONGEST_NOUN)
    if mention.label == "LOC":
        return _without_people(mention, towns)
    if mention.known_as:
        return mention
    if mention.label in ("PER", "MISC"):
        noun = words.named_after.search(plain, first, mention.start)
        if noun and not starts_sentence(plain, mention.start):
            return Mention(noun.start(), mention.end, plain[noun.start() : mention.end], "LOC")
    if mention.label == "ORG" and (region := _region(mention, towns)):
        return region
    if mention.is_sure or mention.text.isupper():
        return mention
    is_bracketed = plain[mention.start - 1 : mention.start] == "(" and plain[mention.end : mention.end + 1] == ")"
    if is_bracketed and any(c.kind == "region" for c in towns.gazetteer.candidates(mention.text, towns.language)):
        return replace(mention, label="LOC")
    is_near = words.before.search(plain, first, mention.start) is not None or words.based.match(plain, mention.end)
    is_city = is_near and towns.is_large_city(mention.text)
    if mention.text.split()[0] in first_names.common():
        return replace(mention, label="LOC") if is_city else mention
    if towns.gazetteer.is_water(mention.text) and mention.text not in towns.persons:
        return replace(mention, label="LOC")
    if words.surely_before.search(plain, first, mention.start):
        return replace(mention, label="LOC")
    if is_near and mention.label != "PER" and towns.gazetteer.city_population(mention.text, towns.language):
        return replace(mention, label="LOC")
    if is_near or words.from_before.search(plain, first, mention.start):
        is_town = towns.is_town(mention.text, only_about=not is_near, seen=True)
        return replace(mention, label="LOC") if is_town else mention
    return mention


def _region(mention: Mention, towns: TownNames) -> Mention | None:
    """A region that is named as one, and not as what governs it: "in provincia di Matera"."""
    noun, *others = mention.text.split(" ")
    tail = TAIL.search(mention.text)
    if len(others) < 2 or tail is None or noun not in names_file(towns.language).region_nouns:
        return None
    return Mention(mention.end - len(tail[1]), mention.end, tail[1], "LOC") if towns.bearers(tail[1]) else None


def _without_people(mention: Mention, towns: TownNames) -> Mention:
    """ "Houthis du Yémen" are in Yemen."""
    tail = TAIL.search(mention.text)
    is_people = mention.text.split()[0].lower() in name_words(towns.language).peoples
    if tail is None or not is_people or not towns.gazetteer.is_area(tail[1], towns.language):
        return mention
    return Mention(mention.end - len(tail[1]), mention.end, tail[1], "LOC")


def _is_people(mention: Mention, words: PlaceWords, towns: TownNames) -> bool:
    """Whether what was taken for a place is the people of one."""
    return (
        mention.label in ("LOC", "MISC")
        and mention.text.endswith(words.people_endings)
        and words.people_after.search(towns.plain, max(0, mention.start - LONGEST_NOUN), mention.start) is not None
        and not towns.bearers(mention.text)
    )


def _with_surnames(mentions: list[Mention], persons: set[str], words: PlaceWords, towns: TownNames) -> list[Mention]:
    """The mentions, with surnames of persons who are named in full as such: "Córdoba anunció", "de la Hoz".

    What no table has is a place no more than that; a town's name is a surname where no small word makes it a town.
    """
    tails = {" ".join(name[first:]) for name in map(str.split, persons) for first in range(1, len(name))}

    def is_surname(mention: Mention) -> bool:
        if mention.text not in tails:
            return False
        if not towns.bearers(mention.text) or mention.text[:1].islower():
            return True
        first = max(0, mention.start - LONGEST_NOUN)
        is_said = any(said.search(towns.plain, first, mention.start) for said in (words.before, words.any_before))
        return not is_said and not towns.gazetteer.is_area(mention.text, towns.language)

    return [replace(m, label="PER") if m.label == "LOC" and not m.is_sure and is_surname(m) else m for m in mentions]


def _cut_off(names: list[Name], towns: TownNames) -> Iterator[Mention]:
    """What was no name for its small letter: a place ("canal de Suez"), or one at its end ("commissariat de Brest")."""
    for name in names:
        text = towns.plain[name.start : name.end]
        if name.label != "LOC" or not text[:1].islower():
            continue
        tail = TAIL.search(text)
        if towns.gazetteer.is_area(text, towns.language):
            yield Mention(name.start, name.end, text, "LOC")
        elif tail and towns.is_town(tail[1]):
            yield Mention(name.end - len(tail[1]), name.end, tail[1], "LOC")


def _alone(words: PlaceWords, towns: TownNames) -> Iterator[Mention]:
    """Towns after a word that says so; countries, regions and the largest cities wherever they stand alone."""
    plain, language, gazetteer = towns.plain, towns.language, towns.gazetteer
    for said in words.near.finditer(plain):
        if name := towns.at(said.end()):
            yield Mention(said.end(), said.end() + len(name), name, "LOC")
    for said in words.surely.finditer(plain):
        if name := towns.name_at(said.end()):
            yield Mention(said.end(), said.end() + len(name), name, "LOC")
    for called in words.called.finditer(plain):
        is_one = " " not in called[1] and not starts_sentence(plain, called.start())
        if is_one or towns.bearers(called[1]):
            yield Mention(*called.span(1), called[1], "LOC")
    for inside in IN_BRACKETS.finditer(plain):
        if any(c.kind in ("country", "region") and c.place.country for c in gazetteer.candidates(inside[1], language)):
            yield Mention(*inside.span(1), inside[1], "LOC")
    for article in words.article.finditer(plain):
        if name := towns.water_at(article.end()):
            yield Mention(article.end(), article.end() + len(name), name, "LOC")
    for based in words.from_endings.finditer(plain):
        if towns.is_town(based[1]):
            yield Mention(*based.span(1), based[1], "LOC")
    for word in LONE_NAME.finditer(plain):
        name, start = word.group(), word.start()
        if starts_sentence(plain, start):
            continue
        if gazetteer.is_area(name, language) or gazetteer.city_population(name, language) >= MILLION:
            yield Mention(start, word.end(), name, "LOC")


def _with_sites(plain: str, mentions: list[Mention], words: PlaceWords, language: str) -> list[Mention]:
    """The mentions, and in the place of those within them the quarters, squares and valleys with their nouns."""
    sites = (
        Mention(*site.span(), site.group(), "LOC", is_sure=True)
        for site in words.sites.finditer(plain)
        if _begins(plain, site.start())
    )
    shaped = (site for shape in words.shapes.finditer(plain) if (site := _shaped(plain, shape, language)))
    waiting = deque(sorted((*sites, *shaped), key=lambda site: site.start))
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        while waiting and waiting[0].end <= mention.start:
            kept.append(waiting.popleft())
        site = waiting[0] if waiting else None
        if site is None or mention.end <= site.start:
            kept.append(mention)
        elif mention.start < site.start or mention.known_as or (mention.is_sure and mention.label == "ORG"):
            kept.append(mention)
            waiting.popleft()
    return sorted([*kept, *waiting], key=lambda mention: (mention.start, -mention.end))


def _begins(plain: str, start: int) -> bool:
    """Whether a name begins there: not with the second word of "Red River Hospitality"."""
    return plain[start].islower() or NAME_BEFORE.search(plain, max(0, start - LONGEST_NOUN), start) is None


def _shaped(plain: str, shape: re.Match[str], language: str) -> Mention | None:
    """The place that is called like one: without the word that begins the sentence, if that is no more than a word."""
    start, text = shape.start(), shape.group()
    if starts_sentence(plain, start):
        first, _, rest = text.partition(" ")
        if " " not in rest and (not rest or word_frequency(first, language) >= RARE):
            return None
        if word_frequency(first, language) >= RARE:
            start, text = start + len(first) + 1, rest
    is_person = text.count(" ") == 1 and text.split(" ")[0] in first_names.common()
    if is_person or word_frequency(text, language) >= RARE:
        return None
    return Mention(start, start + len(text), text, "LOC", is_sure=True)


def _as_towns(mentions: list[Mention], words: PlaceWords, towns: TownNames) -> list[Mention]:
    """The mentions, and as places those taken for organisations that are towns by the words around them.

    Such a word once is enough for a name: "champions of Mayo", "Galway-born", "Kericho and Bomet".
    """
    plain, about = towns.plain, towns.about & home(towns.language)
    after = {joined.end() for m in mentions if m.label == "LOC" and (joined := words.more.match(plain, m.end))}
    after |= {found.end() for found in words.from_.finditer(plain)}
    said: set[str] = set()
    for mention in mentions:
        if mention.label == "ORG" and not mention.known_as and not mention.is_sure and not mention.text.isupper():
            first = next(iter(towns.gazetteer.candidates(mention.text, towns.language)), None)
            is_district = first is not None and first.kind == "region" and " " in mention.text
            if first and (is_district or (mention.start in after and first.place.country in about)):
                said.add(mention.text)
    return [replace(m, label="LOC") if m.label == "ORG" and m.text in said else m for m in mentions]


def _countries(mentions: Iterable[Mention], language: str, gazetteer: Gazetteer) -> Iterator[str | None]:
    """The countries in which places of the article lie."""
    for mention in mentions:
        if mention.label == "LOC":
            found = gazetteer.candidates(mention.text, language) or gazetteer.towns(mention.text)
            yield from (first.place.country for first in found[:1])


def _beside(mentions: list[Mention], words: PlaceWords, towns: TownNames) -> Iterator[Mention]:
    """Towns joined to a place by "and", and those after a small word that lie in a country that the article names."""
    ends = [mention.end for mention in mentions if mention.label == "LOC"]
    for said in words.from_.finditer(towns.plain):
        if name := towns.at(said.end(), only_about=True):
            ends.append(said.end() + len(name))
            yield Mention(said.end(), ends[-1], name, "LOC")
    while ends:
        joined = words.more.match(towns.plain, ends.pop())
        if joined and (name := towns.at(joined.end(), only_about=True)):
            ends.append(joined.end() + len(name))
            yield Mention(joined.end(), ends[-1], name, "LOC")

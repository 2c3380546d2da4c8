"""Places that the tagger missed or took for something else, where the words around them say that they are places.

A country or a great city stands alone; a town of a country that speaks the language stands after "in" or "near"; a
street or a hall has the name of a person after the noun that it is. The people of a town ("les Lorientais") are none.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import replace

from services.enrich.gazetteer.places import Gazetteer, fold, home
from services.enrich.locating import missed_places, mistaken_places, no_places, unheard_places
from services.enrich.locating.missed_places import TAIL
from services.enrich.locating.place_words import PlaceWords, place_words
from services.enrich.locating.place_words_file import CAPITAL, LONGEST_NOUN
from services.enrich.locating.sites import with_sites
from services.enrich.locating.town_names import TownNames, countries_of
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.name_words import name_words
from services.enrich.tagging.names import MODELS, Name
from services.enrich.text.plain import LAST_WORD

# The word before a name; shorter ones are no title.
SHORTEST_TITLE = 4
# "Michigan's Upper Peninsula".
POSSESSIVE = re.compile(rf"['’]s (?={CAPITAL})")
OF = re.compile(r" d(?:e|a|o|as|os) ")
# What a sentence goes on with behind a name: "Le Puy rêve tout haut".
SENTENCE = re.compile(r" [a-zß-öø-ÿ]{3,} [a-zß-öø-ÿ]{3,}")


def correct(
    plain: str,
    names: list[Name],
    mentions: list[Mention],
    language: str,
    gazetteer: Gazetteer,
    written_in: str | None = None,
) -> list[Mention]:
    """The mentions with their places put right, in order; `written_in` is the country of the dateline."""
    words = place_words(language)
    mentions = with_sites(plain, mentions, language)
    persons = {m.text for m in mentions if m.label == "PER" and " " in m.text}
    towns = TownNames(
        plain,
        language,
        gazetteer,
        frozenset({*countries_of(mentions, language, gazetteer), *filter(None, [written_in])}),
        frozenset(word for person in persons for word in person.split()),
        frozenset(m.text.split(" ")[0] for m in mentions if m.label == "ORG" and " " in m.text),
    )
    mentions = _with_long_towns(mentions, words, towns)
    mentions = [_put_right(part, words, towns) for each in mentions for part in _parts(each, words, towns)]
    after = [found.end() for found in words.from_.finditer(plain)]
    mentions = _as_towns(mistaken_places.put_right(mentions, words, towns), frozenset(after), words, towns)
    kept = [mention for mention in mentions if not no_places.is_none(mention, words, towns)]
    unheard = list(unheard_places.find(words, towns))
    kept = _with_surnames(unheard_places.as_places(kept, unheard, language), persons, words, towns)
    kept = _with_missed(kept, unheard)
    missed = list(missed_places.find(names, kept, after, words, towns))
    # What only begins a longer name comes last: it stands where the longer one has no place.
    kept = _with_missed(_without_begun(kept, missed, towns), [*missed, *kept])
    kept = [each for each in kept if not (no_places.is_noun(each, towns) or no_places.is_money(each, towns))]
    return _whole(kept, words, towns)


def with_dateline(plain: str, mentions: list[Mention], place: str) -> list[Mention]:
    """The mentions, and the place where the article was written wherever it is named: "TREUCHTLINGEN (dpa)"."""
    persons = {word for m in mentions if m.label == "PER" and " " in m.text for word in m.text.split()}
    name = re.compile(rf"(?<![\w-]){re.escape(place)}(?![\w-]| {CAPITAL})", re.IGNORECASE)
    found = [each for each in name.finditer(plain) if each.group()[0].isupper() and each.group() not in persons]
    spans = {each.span() for each in found}
    others = [m for m in mentions if (m.start, m.end) not in spans or not m.is_open]
    return _with_missed(others, (Mention(*each.span(), each.group(), "LOC", is_sure=True) for each in found))


def _with_missed(kept: list[Mention], missed: Iterable[Mention]) -> list[Mention]:
    """The mentions, and those of the missed ones that overlap none of them, in order."""
    kept, missed = list(kept), list(missed)
    taken = bytearray(max((mention.end for mention in (*kept, *missed)), default=0))
    for mention in kept if missed else ():
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    for mention in missed:
        if not any(taken[mention.start : mention.end]):
            kept.append(mention)
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))


def _without_begun(kept: list[Mention], missed: list[Mention], towns: TownNames) -> list[Mention]:
    """The mentions without those that only begin a longer name of a place: "Nam" of "Nam Ou"."""
    ends = {mention.start: mention.end for mention in reversed(missed)}

    def is_begun(mention: Mention) -> bool:
        if not mention.is_open or mention.label == "PER" or ends.get(mention.start, 0) <= mention.end:
            return False
        # "Michigan's Upper Peninsula" is in Michigan.
        return not towns.gazetteer.is_area(mention.text, towns.language)

    return [mention for mention in kept if not is_begun(mention)]


def _with_long_towns(mentions: list[Mention], words: PlaceWords, towns: TownNames) -> list[Mention]:
    """The mentions, with towns of several words in the place of what was seen in them: "Carrick-on-Shannon".

    "De Haan" may be a person, where no word before it makes it a town.
    """
    persons = {mention.end for mention in mentions if mention.label == "PER"}
    long = [
        Mention(start, start + len(name), name, "LOC")
        for start, name in towns.long()
        if start + len(name) not in persons
        or name.count(" ") > 1
        or words.before.search(towns.plain, max(0, start - LONGEST_NOUN), start)
    ]
    within = bytearray(len(towns.plain))
    for town in long:
        within[town.start : town.end] = b"\x01" * len(town.text)
    kept = [m for m in mentions if m.known_as or (m.is_sure and m.label != "LOC") or not all(within[m.start : m.end])]
    return _with_missed(kept, long)


def _whole(mentions: list[Mention], words: PlaceWords, towns: TownNames) -> list[Mention]:
    """The mentions, with what two names make together: "Trinidad and Tobago", "Vila Nova de Oliveirinha".

    What is joined by "of" is a town that several bear, of two words, none of which has it for its own name alone.
    """
    whole: list[Mention] = []
    for mention in mentions:
        before = whole[-1] if whole else mention
        joined = words.ands.match(towns.plain, before.end) if before.label == mention.label == "LOC" else None
        name = towns.plain[before.start : mention.end]
        if joined and joined.end() == mention.start and towns.gazetteer.is_area(name, towns.language):
            whole[-1] = Mention(before.start, mention.end, name, "LOC")
        elif _is_namesake(before, mention, towns):
            whole[-1] = Mention(before.start, mention.end, name, "LOC", is_sure=True)
        else:
            whole.append(mention)
    return whole


def _is_namesake(first: Mention, second: Mention, towns: TownNames) -> bool:
    """Whether the second place tells which of its namesakes the first is: "Vila Nova" and "de Oliveirinha"."""
    is_name = " " in first.text and first.text[0].isupper() and not first.is_sure and towns.bearers(first.text)
    if not (is_name and first.label == second.label == "LOC" and first.end < second.start):
        return False
    if not OF.fullmatch(towns.plain, first.end, second.start) or not name_words(towns.language).head_first:
        return False
    return not any(city.is_own_name for city in towns.gazetteer.candidates(first.text, towns.language))


def _parts(mention: Mention, words: PlaceWords, towns: TownNames) -> list[Mention]:
    """A mention, or the two names taken for one: "Moga in Punjab"; "Casertana a Trapani" where no tagger looks."""
    is_whole = not mention.is_open or bool(towns.bearers(mention.text))
    joint = None if is_whole else (words.joint.search(mention.text) or POSSESSIVE.search(mention.text))
    if joint is None or len(words.joint.findall(mention.text)) > 1:
        return [mention]
    first, last = mention.text[: joint.start()], mention.text[joint.end() :]
    is_way = towns.language not in MODELS and words.to.fullmatch(joint.group()) is not None
    alone = replace(towns, persons=frozenset()) if is_way else towns
    is_first, is_last = alone.is_town(first), alone.is_town(last)
    is_both = is_first and (is_last or mention.label == "LOC")
    if not (last[:1].isupper() and (is_both or (is_way and (is_first or is_last)))):
        return [mention]
    return [
        Mention(mention.start, mention.start + len(first), first, "LOC" if is_first else mention.label),
        Mention(mention.end - len(last), mention.end, last, "LOC", is_sure=is_way and is_first),
    ]


def _put_right(mention: Mention, words: PlaceWords, towns: TownNames) -> Mention:
    plain, first = towns.plain, max(0, mention.start - LONGEST_NOUN)
    if mention.label == "LOC":
        if mention.text in first_names.common() and _is_told(mention, words, towns):
            return replace(mention, is_sure=True)
        if not mention.is_sure and no_places.is_counted(mention, towns):
            return replace(mention, label="MISC")
        return _without_people(_bare(_without_sentence(mention, towns), words, towns), towns)
    if mention.known_as:
        return mention
    if mention.label in ("PER", "MISC"):
        noun = words.named_after.search(plain, first, mention.start)
        if noun and not starts_sentence(plain, mention.start):
            return Mention(noun.start(), mention.end, plain[noun.start() : mention.end], "LOC")
    if mention.label == "ORG":
        bare = _bare(mention, words, towns)
        # "Région Bretagne" governs a region, if nothing says that it is one; "la région Bretagne" is that region.
        is_named = mention.text.count(" ") > bare.text.count(" ") + 1 and towns.bearers(bare.text)
        is_kind = mention.text[0].islower() and towns.gazetteer.is_area(bare.text, towns.language)
        if bare is not mention and (is_named or is_kind or words.inside_before.search(plain, first, mention.start)):
            return replace(bare, label="LOC")
    if mention.text.isupper():
        return mention
    is_near = words.before.search(plain, first, mention.start) is not None or words.based.match(plain, mention.end)
    if _is_told(mention, words, towns) or (is_near and mention.label == "PER" and towns.is_long_town(mention.text)):
        return replace(mention, label="LOC", is_sure=True)
    if mention.is_sure:
        return mention
    is_bracketed = plain[mention.start - 1 : mention.start] == "(" and plain[mention.end : mention.end + 1] == ")"
    if is_bracketed and any(c.kind == "region" for c in towns.gazetteer.candidates(mention.text, towns.language)):
        return replace(mention, label="LOC", is_sure=True)
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


def _is_told(mention: Mention, words: PlaceWords, towns: TownNames) -> bool:
    """Whether what stands behind a name says that it is a town: "Hardin, a town of 3,800", "Gary, Indiana"."""
    if mention.is_sure or not towns.bearers(mention.text):
        return False
    called = words.called.match(towns.plain, mention.start)
    if called and called.end(1) == mention.end:
        return True
    parted = words.within.match(towns.plain, mention.end)
    return parted is not None and towns.lies_in_area(mention.text, parted.end())


def _bare(mention: Mention, words: PlaceWords, towns: TownNames) -> Mention:
    """A place without the noun that says what it is or what lies in it: "province de Namur", "gare de Portbail"."""
    of_town = words.of_town.match(mention.text) if mention.label == "LOC" else None
    kind = words.kind.match(mention.text) or (None if of_town and towns.bearers(mention.text) else of_town)
    noun = kind or words.known_kind.match(mention.text)
    if noun is None:
        return mention
    name = mention.text[noun.end() :]
    is_bare = towns.bearers(name) if kind is None else name.lower() not in name_words(towns.language).not_names
    return replace(mention, start=mention.start + noun.end(), text=name) if is_bare else mention


def _without_sentence(mention: Mention, towns: TownNames) -> Mention:
    """A place without the words of the sentence that a tagger took for the end of its name."""
    words = SENTENCE.search(mention.text)
    name = mention.text[: words.start()] if words else ""
    return replace(mention, end=mention.start + len(name), text=name) if name and towns.bearers(name) else mention


def _without_people(mention: Mention, towns: TownNames) -> Mention:
    """ "Houthis du Yémen" are in Yemen."""
    tail = TAIL.search(mention.text)
    is_people = mention.text.split()[0].lower() in name_words(towns.language).peoples
    if tail is None or not is_people or not towns.gazetteer.is_area(tail[1], towns.language):
        return mention
    if towns.gazetteer.candidates(mention.text, towns.language):
        # "Western Australia" is a part of it.
        return mention
    return Mention(mention.end - len(tail[1]), mention.end, tail[1], "LOC")


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


def _is_lone_place(mention: Mention, words: PlaceWords, towns: TownNames) -> bool:
    """Whether what was taken for a person is a place that nobody has heard of: "near Govan"."""
    name, first = mention.text, max(0, mention.start - LONGEST_NOUN)
    plain, known = towns.plain, name_words(towns.language)
    if " " in name or first_names.is_first(name) or not towns.is_unheard(name):
        return False
    if fold(name).endswith(tuple(known.organization_endings)) or name in towns.firms:
        return False
    title = LAST_WORD.search(plain, first, mention.start)
    if title and len(title[1]) >= SHORTEST_TITLE and title[1].lower() in known.title_words:
        return False
    if towns.language not in MODELS and any(bearer.place.country in towns.about for bearer in towns.bearers(name)):
        return True
    # Where no tagger looks, a person of one word is one only for what stands before the name: "over de Congoberg".
    befores = (words.before, words.from_before) if towns.language in MODELS else (words.article_before,)
    found = (before.search(plain, first, mention.start) for before in befores)
    return any(said.group()[0].islower() for said in found if said)


def _as_towns(mentions: list[Mention], after: Set[int], words: PlaceWords, towns: TownNames) -> list[Mention]:
    """The mentions, and as places those taken for something else that are towns by the words around them.

    Such a word once is enough for an organisation: "champions of Mayo", "Galway-born", "Kericho and Bomet". `after` is
    where the words of `words.from_` end.
    """
    plain, about = towns.plain, towns.about & home(towns.language)
    joined: set[int] = set()
    said: set[str] = set()
    kept: list[Mention] = []
    for mention in mentions:
        is_open = mention.is_open and not mention.text.isupper()
        if mention.label == "ORG" and is_open:
            first = next(iter(towns.gazetteer.candidates(mention.text, towns.language)), None)
            is_district = first is not None and first.kind == "region" and " " in mention.text
            is_said = mention.start in after or mention.start in joined
            is_there = first is not None and first.place.country in about
            if is_district or (is_said and (is_there or towns.is_town(mention.text, only_about=True, seen=True))):
                said.add(mention.text)
        if mention.label == "PER" and is_open and _is_lone_place(mention, words, towns):
            mention = replace(mention, label="LOC")
        first_word = mention.text.split(" ")[0]
        is_alone = first_word not in towns.persons and first_word not in first_names.common()
        if mention.label in ("PER", "MISC") and is_open and is_alone and towns.bearers(mention.text):
            is_one = mention.start in joined or towns.is_town(mention.text, only_about=True, seen=True)
            if is_one and (mention.start in joined or mention.start in after):
                mention = replace(mention, label="LOC")
        if mention.label == "LOC" or mention.text in said:
            joined |= {more.end() for more in [words.more.match(plain, mention.end)] if more}
        kept.append(mention)
    return [replace(m, label="LOC") if m.label == "ORG" and m.text in said else m for m in kept]

"""Which places an article means, and in which country those lie that no gazetteer has.

The places of an article are looked up together, as they explain each other: an article about Texas may mean another
Paris. A street, a stadium or a hamlet is where all the rest of the article is. What can't be told is left untold.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from services.enrich.gazetteer.candidates import Candidate, lies_in, somewhere
from services.enrich.gazetteer.place_choice import CERTAIN, CITY, WORLD_CITY, Evidence, choose, is_among, points_of
from services.enrich.gazetteer.places import Gazetteer, fold, home
from services.enrich.tagging import first_names
from services.enrich.tagging.name_words import name_words, names_file
from shared.articles import Entity, Place

# "Le ".
ARTICLE = 4
# How many mentions of places say where the rest is, and what a dateline counts. Of a country that has the dateline or
# speaks the language, one is enough, if no other has as many; of another, so large a share of so many at least.
ENOUGH, DATELINE, SHARE, ABROAD = 2, 2, 0.5, 3
# So many cities and towns in a country speak for it as if it were named.
FEW = 2
# The only town of its name is meant, if nothing says so, from so many people on.
LARGE_TOWN = CITY // 2
# People, in a city abroad that another language has a name for.
EXONYM = 40_000
# The first of the places of a dateline, and what it lies in: "PARIS, Texas".
WRITTEN = re.compile(r"\s*(?P<name>[^\s,/(][^,/(]*)(?:[,(](?P<within>[^,/()]+))?")
QUALIFIED = re.compile(r"(?P<name>[^,(]+?)(?:, ?| ?\()(?P<within>[^,()]+)\)?")
ARABIC_ARTICLE = re.compile(r"(?:al|el)[ -]", re.IGNORECASE)


@dataclass(frozen=True)
class Mentioned:
    """A place as an article names it, so many times; `within` are the names right after it, as in "Paris, Texas"."""

    name: str
    within: tuple[str, ...] = ()
    times: int = 1
    # Whether it is a part of a town, so that no place is meant that is called so elsewhere.
    is_part: bool = False
    # Whether it is a river or a mountain, by the article before it, whatever town bears its name.
    is_water: bool = False


@dataclass(frozen=True)
class _Asked:
    """A place as it is named, with what may be meant: cities and areas, small towns."""

    place: Mentioned
    found: list[Candidate]
    towns: list[Candidate]
    # The country that the name speaks for.
    own: str | None


def written_at(place: str) -> Mentioned | None:
    """The place of a dateline as it is printed."""
    found = WRITTEN.match(place)
    if found is None:
        return None
    within = (found["within"] or "").strip()
    # "Minn" may be the state without its full stop.
    return Mentioned(found["name"].strip(), (within, f"{within}.") if within else ())


def locate(
    places: Sequence[Mentioned], language: str, gazetteer: Gazetteer, dateline: Mentioned | None = None
) -> list[Place | None]:
    """The place that each name means, its country alone, or null where that is unknown or can't be told."""
    found = [[] if place.is_part else _qualified(place, language, gazetteer) for place in places]
    places = [replace(each, within=_telling(each, language, gazetteer)) if each.within else each for each in places]
    towns = [[] if place.is_part or place.is_water else _towns(place.name, language, gazetteer) for place in places]
    speaking = [_certain_country(*each, home(language)) for each in zip(found, towns, strict=True)]
    named = Counter(country for country in speaking if country)
    regions = {candidates[0].region for candidates in found if _is_certain_region(candidates)}
    evidence = Evidence(set(named), regions, home(language), points=points_of(found, {*named, *home(language)}))
    if dateline:
        _add_dateline(evidence, dateline, language, gazetteer)
    spoken_of = home(language) | named.keys()
    found = [[c for c in candidates if not _is_stranger(c, spoken_of, gazetteer)] for candidates in found]
    asked = [_Asked(*each) for each in zip(places, found, towns, speaking, strict=True)]
    located = [_locate_one(each, named, evidence, dateline) for each in asked]
    setting = _setting(places, located, evidence, gazetteer)
    is_new = bool(setting) and setting != evidence.setting
    if setting and is_new:
        # What most of the article is about decides what was not plain before.
        evidence.countries.add(setting)
        evidence.setting = setting
    for country in _set_in(located, gazetteer):
        is_new = is_new or country not in evidence.countries
        evidence.countries.add(country)
        named[country] += FEW
    evidence.around = _around([*located, evidence.dateline], gazetteer)
    located = [
        place
        if not is_new and _is_settled(place, len(each.found) + len(each.towns), evidence)
        else _locate_one(each, named, evidence.without(place), dateline)
        for each, place in zip(asked, located, strict=True)
    ]
    lying = {each.place.name: place.country for each, place in zip(asked, located, strict=True) if place}
    return [
        place or _inside(each, setting, evidence.countries, lying, language, gazetteer)
        for each, place in zip(asked, located, strict=True)
    ]


def country_of(entities: Sequence[Entity], dateline: str | None, language: str, gazetteer: Gazetteer) -> str | None:
    """The country of the dateline, or in which most of the places lie that are named, twice at least."""
    written_from = written_at(dateline) if dateline else None
    if written_from and (country := _country(locate([written_from], language, gazetteer)[0])):
        return country
    votes = Counter[str]()
    for entity in entities:
        if entity.place and entity.place.country:
            votes[entity.place.country] += len(entity.mentions)
    country, times = next(iter(votes.most_common(1)), (None, 0))
    return country if times >= ENOUGH and times > SHARE * votes.total() else None


def _is_settled(place: Place | None, namesakes: int, evidence: Evidence) -> bool:
    """Whether what lies around can't change which place a name means."""
    return namesakes <= 1 or (place is not None and is_among(place, evidence.around))


def _set_in(located: Sequence[Place | None], gazetteer: Gazetteer) -> list[str]:
    """The countries in which several cities and towns lie that were found: they are as good as named."""
    cities = {place.geonames_id: place for place in located if place and place.geonames_id}
    lying = Counter(city.country for city in cities.values() if not gazetteer.is_country(city))
    return [country for country, times in lying.items() if country and times >= FEW]


def _around(located: Sequence[Place | None], gazetteer: Gazetteer) -> frozenset[tuple[float, float]]:
    """Where the cities and towns lie that were found."""
    cities = [place for place in located if place and place.geonames_id and not gazetteer.is_country(place)]
    return frozenset((city.latitude or 0, city.longitude or 0) for city in cities)


def _locate_one(asked: _Asked, named: Counter[str], evidence: Evidence, dateline: Mentioned | None) -> Place | None:
    """The place that a name means among its cities and areas, its small towns, and the country that it speaks for."""
    if dateline and evidence.dateline and _is_same(asked.place.name, dateline.name):
        return evidence.dateline
    candidates, own = asked.found, asked.own
    # A place says nothing about itself.
    says_itself = own is not None and named[own] == 1 and own != evidence.setting
    countries = evidence.countries - {own} if own and says_itself else evidence.countries
    if first_names.is_first(asked.place.name):
        # "Hassan" is a city in India, where India is spoken of.
        there = countries | evidence.at_home
        candidates = [c for c in candidates if c.place.country in there or c.people >= WORLD_CITY or c.kind != "city"]
    # Behind a name that says where it lies, what lies elsewhere is left out already.
    others = [] if asked.place.within else [town for town in asked.towns if town.place.country in countries]
    return choose([*candidates, *others] if candidates else asked.towns, countries, evidence)


def _add_dateline(evidence: Evidence, dateline: Mentioned, language: str, gazetteer: Gazetteer) -> None:
    """A dateline says in which country the article is set; in which region, if it names that."""
    found = _qualified(dateline, language, gazetteer) or gazetteer.towns(dateline.name)
    evidence.dateline = choose(found, evidence.countries, evidence)
    if country := _country(evidence.dateline):
        evidence.countries.add(country)
        evidence.setting = country
    within = [area for name in dateline.within for area in gazetteer.candidates(name, language)[:1]]
    evidence.regions |= {area.region for area in within if area.kind == "region"}


def _qualified(mentioned: Mentioned, language: str, gazetteer: Gazetteer) -> list[Candidate]:
    """The candidates of a name, without those that the names right after it rule out."""
    name, within = mentioned.name, list(mentioned.within)
    if mentioned.is_water:
        return gazetteer.waters(name)
    found = [*gazetteer.candidates(name, language), *_with_article(name, language, gazetteer)]
    if not found and (article := ARABIC_ARTICLE.match(name)):
        found = gazetteer.candidates(name[article.end() :], language)
    found = found or _waters(name, language, gazetteer)
    if not found and (parts := QUALIFIED.fullmatch(name)):
        name, within = parts["name"], [parts["within"], *within]
        found = gazetteer.candidates(name, language)
    for area in within:
        areas = [each for each in gazetteer.candidates(area, language) if each.is_own_name or each.kind != "city"]
        lying = [c for c in found if any(lies_in(c, area) for area in areas)]
        found = lying or [c for c in gazetteer.towns(name) if any(lies_in(c, area) for area in areas)] or found
    return found


def _telling(mentioned: Mentioned, language: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The names behind a name in which something of that name lies: none of "Truro, Stewiacke and Tatamagouche"."""
    named = gazetteer.candidates(mentioned.name, language) + gazetteer.towns(mentioned.name)
    return tuple(
        name
        for name in mentioned.within
        if not named
        or any(
            area.kind != "city" or any(lies_in(each, area) for each in named)
            for area in gazetteer.candidates(name, language)
        )
    )


def _waters(name: str, language: str, gazetteer: Gazetteer) -> list[Candidate]:
    """The river or mountain behind its noun, whatever town bears its name, too: "River Niger", "rio Lima"."""
    noun, _, rest = name.partition(" ")
    return gazetteer.waters(rest) if noun in _nouns(language) else []


@cache
def _nouns(language: str) -> frozenset[str]:
    """Nouns before the name of a river or a mountain, with and without capital."""
    nouns = name_words(language).place_heads
    return nouns | {noun.capitalize() for noun in nouns}


def _with_article(name: str, language: str, gazetteer: Gazetteer) -> list[Candidate]:
    """The cities at home that have the article in their names which the text has taken up: "au Havre"."""
    names = (f"{article} {name}" for article in names_file(language).definite)
    found = (city for each in names for city in gazetteer.candidates(each, language) + gazetteer.towns(each))
    return [city for city in found if city.kind == "city" and city.place.country in home(language)]


def _certain_country(found: list[Candidate], towns: list[Candidate], at_home: frozenset[str]) -> str | None:
    """The country that a name speaks for: the one of all its likely meanings, if it is more than a town, or at home."""
    countries = {each.place.country for each in (*found, *towns) if found and each.weight * CERTAIN >= found[0].weight}
    country = countries.pop() if len(countries) == 1 else None
    is_town = bool(found) and found[0].kind == "city" and found[0].people < WORLD_CITY
    return country if not is_town or country in at_home else None


def _is_stranger(candidate: Candidate, countries: Set[str], gazetteer: Gazetteer) -> bool:
    """Whether a city abroad is too small for a name that is not its own: "Mayon" is no city in Russia."""
    is_other = candidate.kind == "city" and not candidate.is_own_name and not gazetteer.is_capital(candidate.place)
    return is_other and candidate.people < EXONYM and candidate.place.country not in countries


def _is_certain_region(found: list[Candidate]) -> bool:
    """Whether a name means one region and hardly anything else: Texas does, Georgia doesn't."""
    return bool(found) and found[0].kind == "region" and all(c.weight * CERTAIN < found[0].weight for c in found[1:])


def _towns(name: str, language: str, gazetteer: Gazetteer) -> list[Candidate]:
    """The towns of a name; those abroad only if it is not known to be something else, such as a sea."""
    towns = gazetteer.towns(name)
    is_open = bool(towns) and gazetteer.is_open(name, language)
    return [town for town in towns if not is_open or town.place.country in home(language)]


def _is_same(name: str, dateline: str) -> bool:
    """Whether a place is that of the dateline, with or without its article: "LE GRAND-BORNAND"."""
    one, other = fold(name), fold(dateline)
    return one == other or (other.endswith(f" {one}") and len(other) - len(one) <= ARTICLE)


def _setting(
    places: Sequence[Mentioned], located: Sequence[Place | None], evidence: Evidence, gazetteer: Gazetteer
) -> str | None:
    """The country in which everything lies that the article names, or most of it where that is likely anyway.

    Where enough of that is known, countries and capitals are left out of which nothing else is named: "Brussels" is
    said of politics. So are countries that are named no more often than what lies at home: a team comes from Norway.
    """
    votes, countries, capitals = Counter[str](), Counter[str](), Counter[str]()
    for mentioned, place in zip(places, located, strict=True):
        if place and place.country:
            kind = capitals if gazetteer.is_capital(place) else countries if gazetteer.is_country(place) else votes
            kind[place.country] += mentioned.times
    if (written_in := _country(evidence.dateline)) is not None:
        votes[written_in] += DATELINE
    passing = max((votes[country] for country in evidence.at_home), default=0)
    for others, enough, least in ((countries, ENOUGH, passing), (capitals, 1, 0)):
        is_known = votes.total() >= enough
        votes += Counter({c: times for c, times in others.items() if c in votes or (not is_known and times > least)})
    if not votes:
        return None
    (country, times), *rest = votes.most_common(2)
    if country == written_in or country in evidence.at_home:
        is_most = not rest or times >= SHARE * votes.total() or (times >= ENOUGH and times > rest[0][1])
        return country if is_most else None
    is_clear = times == votes.total() or (times >= ABROAD and times >= SHARE * votes.total())
    return country if times >= ENOUGH and is_clear else None


def _inside(
    asked: _Asked,
    setting: str | None,
    named: Set[str],
    lying: Mapping[str, str | None],
    language: str,
    gazetteer: Gazetteer,
) -> Place | None:
    """The country of a place that is in no table of cities: of what stands right after it, or of the whole article.

    That of the only town of its name, if it is no small one; of several, that of the article if one lies there. `lying`
    are the countries in which those lie that were found: Vernon Street in Nelson is where the article's Nelson is.
    """
    mentioned, small = asked.place, asked.towns
    first, *others = mentioned.name.split(" ")
    is_site = bool(others) and first in names_file(language).sites
    if not (is_site or mentioned.is_part):
        if gazetteer.is_open(mentioned.name, language):
            return None
        if asked.found:
            return somewhere(setting) if setting and _is_one_there(asked, setting, named) else None
    if _waters(mentioned.name, language, gazetteer):
        return None
    beside = {
        country
        for name in mentioned.within
        for country in ({lying[name]} if name in lying else _countries_of(gazetteer.candidates(name, language)))
    }
    if not beside and not is_site and len(small) == 1 and small[0].is_own_name and small[0].people >= LARGE_TOWN:
        return somewhere(small[0].place.country)
    country = beside.pop() if len(beside) == 1 else setting
    return somewhere(country) if country else None


def _countries_of(found: list[Candidate]) -> set[str | None]:
    """The countries of what something lies in that no table has: in Kent, the county, rather than the city in Ohio."""
    areas = [each for each in found if each.kind != "city"]
    return {each.place.country for each in areas or found[:1]}


def _is_one_there(asked: _Asked, setting: str, named: Set[str]) -> bool:
    """Whether one of the places of a name lies in a country, and no great one in another that is named."""
    bearers = (*asked.found, *asked.towns)
    rivals = (each for each in bearers if each.place.country in named - {setting} and each.people >= WORLD_CITY)
    return any(each.place.country == setting for each in bearers) and not any(rivals)


def _country(place: Place | None) -> str | None:
    return place.country if place else None

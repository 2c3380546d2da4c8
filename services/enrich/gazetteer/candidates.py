"""What a name may mean: a country, a region, a continent or a city, with what it weighs beside the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from services.enrich.text import tables
from shared.articles import Place

# A country is meant rather than a city or a region of the same name; a city rather by its own name than by another's.
COUNTRY_WEIGHT, SMALLEST_COUNTRY, REGION_WEIGHT = 10, 1_000_000, 10_000_000
# A department or a county is a place less likely than a large city, and likelier than a town.
DISTRICT_WEIGHT = 100_000
OTHER_NAME_WEIGHT, OTHER_NAME_LIMIT = 0.2, 200_000
# Targets in the tables: somewhere in a country, as in in.EG; in several or in none; a continent, with GeoNames' code.
INSIDE, OPEN, CONTINENT = "in.", "several", "continent."


@dataclass(frozen=True)
class Candidate:
    """A place that a name may mean. `region` is GeoNames' code such as US.TX; `weight` is people, more or less."""

    kind: Literal["country", "region", "continent", "city"]
    place: Place
    weight: float
    region: str | None = None
    people: int = 0
    # Whether it is called by its own name, and not by one that it has elsewhere or had once.
    is_own_name: bool = True
    is_capital: bool = False

    @property
    def is_district(self) -> bool:
        """Whether it is a part of a country that no table of a language names."""
        return self.kind == "region" and self.region is None


def lies_in(candidate: Candidate, area: Candidate) -> bool:
    """Whether a place is in a larger one, as far as is known."""
    if area.kind == "city" or (area.kind == "region" and area.region):
        return candidate.kind == "city" and candidate.region == area.region
    return (
        area.kind in ("country", "region")
        and candidate.kind != "country"
        and candidate.place.country == area.place.country
    )


class City(NamedTuple):
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
            key == self.key,
        )


def place_at(country: str | None, geonames_id: int | None, latitude: float | None, longitude: float | None) -> Place:
    """A place by its country, its GeoNames id and its point in degrees, as far as they are known."""
    return Place(
        country=country,
        geonames_id=geonames_id,
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
    )


def somewhere(country: str | None) -> Place:
    """A country alone: where in it is not known."""
    return place_at(country, None, None, None)


def district(country: str | None) -> Candidate:
    """A part of a country, or a river or a mountain in it; of no one country with null."""
    return Candidate("region", place_at(country, None, None, None), DISTRICT_WEIGHT)


def read_countries(geonames: Any) -> dict[str, Candidate]:
    """The countries by their ISO codes."""
    centres = tables.read(files(__package__) / "countries.yaml")
    return {
        code: Candidate(
            "country",
            place_at(code, country["geonameid"], *centres.get(code, (None, None))),
            max(country["population"], SMALLEST_COUNTRY) * COUNTRY_WEIGHT,
        )
        for code, country in geonames.get_countries().items()
    }


def read_regions(countries: Iterable[str]) -> dict[str, Candidate]:
    """The regions of `regions.yaml` by their keys, and what stands for somewhere in a country, or in several."""
    regions = tables.read(files(__package__) / "regions.yaml")
    regions |= {f"{INSIDE}{code}": (code, None, None, None) for code in countries} | {OPEN: (None, None, None, None)}
    return {key: Candidate("region", place_at(*facts), REGION_WEIGHT, region=key) for key, facts in regions.items()}


def read_continents(geonames: Any) -> dict[str, Candidate]:
    """The continents by their GeoNames codes."""
    return {
        f"{CONTINENT}{code}": Candidate(
            "continent",
            place_at(None, int(continent["geonameId"]), float(continent["lat"]), float(continent["lng"])),
            int(continent["population"]) * COUNTRY_WEIGHT,
        )
        for code, continent in geonames.get_continents().items()
    }

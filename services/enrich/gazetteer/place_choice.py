"""Which of the places of a name is meant, by what the article says about where it is set."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from services.enrich.gazetteer.candidates import Candidate, somewhere
from shared.articles import Place

# How much likelier a place is in an article that names its country, is written in it, or names its region; and how
# much likelier than the next it has to be: to be taken, a town to be taken, and to say something about the others.
MENTIONED, HERE, NEIGHBOUR, DOMINANT, DOMINANT_TOWN, CERTAIN = 10, 3, 50, 2, 10, 20
# People in a city, in a great one of the country that the article is about, and in one that all the world knows.
CITY, GREAT_HERE, WORLD_CITY = 15_000, 100_000, 300_000
# What a great capital weighs by another name than its own: "Pékin" is no town in Illinois.
KNOWN = 500_000
# A town abroad that nothing names is thought of if it is the only one of its name and less far than this from a place
# that is named (in degrees). A town of so many people leaves no doubt that another is not meant.
FAR, MOST_POINTS, TOWN = 3, 20, 3_000
# A town that so many others of the article lie around, as far as this, is meant rather than a city of its name.
BESIDE, FEW_POINTS, BESIDE_LIKELIER = 1, 2, 1_000


@dataclass
class Evidence:
    """What an article says about where it is set: countries, regions, and the place of its dateline."""

    countries: set[str]
    regions: set[str | None]
    at_home: frozenset[str]
    dateline: Place | None = None
    # The country of the dateline, or else where most of the article is set.
    setting: str | None = None
    # Where some places certainly lie.
    points: list[tuple[float, float]] = field(default_factory=list)
    # Where the cities and towns lie that the article seems to mean.
    around: frozenset[tuple[float, float]] = frozenset()

    def without(self, place: Place | None) -> "Evidence":
        """The same without where a name was thought to lie: it says nothing about another of its name."""
        return replace(self, around=self.around - {(place.latitude or 0, place.longitude or 0)}) if place else self


def choose(found: list[Candidate], named: set[str], evidence: Evidence) -> Place | None:
    """The likeliest place if it is clearly so; else their country, if all likely ones are in one.

    `named` are the countries that speak for a place. A city of a country that is neither named nor one where the
    article's language is spoken is not thought of, unless the world knows it; a town at home is not, where the article
    is about other countries, unless there is none of its name elsewhere.
    """
    beside = _beside(found, named, evidence)
    weighed = [
        (c.weight * (BESIDE_LIKELIER if c in beside else 1) * _likelier(c, named, evidence), c)
        for c in found
        if _fits(c, found, named, evidence)
    ]
    most = max((weight for weight, _ in weighed), default=0)
    people = max((c.people for _, c in weighed), default=0)
    margin = DOMINANT_TOWN if 0 < people < CITY else DOMINANT
    likely = [c.place for weight, c in weighed if weight * margin > most]
    if len(likely) == 1:
        # What lies in several countries has neither.
        return likely[0] if likely[0].country or likely[0].geonames_id else None
    if likely and likely[0].country and len({place.country for place in likely}) == 1:
        return somewhere(likely[0].country)
    return None


def _beside(found: list[Candidate], named: set[str], evidence: Evidence) -> list[Candidate]:
    """The cities and towns of a name that lie among others of the article, if it does not speak of a great one."""
    if len(found) == 1 or len(evidence.around) < FEW_POINTS:
        return []
    beside = [c for c in found if c.kind == "city" and c.place.country in named and is_among(c.place, evidence.around)]
    is_great = any(
        c.people >= (GREAT_HERE if c.place.country == evidence.setting else WORLD_CITY)
        and c.is_own_name
        and c.place.country in named
        and c not in beside
        for c in found
    )
    return [] if is_great else beside


def is_among(place: Place, around: Iterable[tuple[float, float]]) -> bool:
    """Whether a place has others around it; it is not one of them itself."""
    north, east = place.latitude or 0, place.longitude or 0
    others = 0
    for latitude, longitude in around:
        if -BESIDE < latitude - north < BESIDE and -BESIDE < longitude - east < BESIDE:
            others += latitude != north or longitude != east
    return others >= FEW_POINTS


def _fits(candidate: Candidate, found: list[Candidate], named: set[str], evidence: Evidence) -> bool:
    country = candidate.place.country
    if country in named or candidate.kind in ("country", "continent"):
        return True
    is_there = any(c.place.country in named and (c.people >= TOWN or c.kind != "city") for c in found)
    if candidate.kind == "region" and not candidate.is_district:
        return country is None or not is_there
    if candidate.is_district:
        return country in evidence.at_home or country is None or len({c.place.country for c in found}) == 1
    is_known = candidate.is_own_name or candidate.weight >= KNOWN
    if max(candidate.people, candidate.weight) >= WORLD_CITY and (is_known or not is_there):
        return True
    is_about_home = not named or not named.isdisjoint(evidence.at_home)
    is_one_country = len({c.place.country for c in found}) == 1
    if candidate.people >= CITY and candidate.is_own_name and _is_greatest(candidate, found):
        return True
    if country in evidence.at_home:
        # An Irish article thinks of Irish towns, of British ones near by, and of cities in Australia.
        is_here = evidence.setting in (None, country) or _is_near(candidate.place, evidence.points)
        return not is_there and (candidate.people >= CITY or (is_here and (is_about_home or is_one_country)))
    return is_one_country and (candidate.people >= CITY or _is_near(candidate.place, evidence.points))


def _is_greatest(candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether nothing abroad has the name of a city but what is far smaller."""
    return len(found) > 1 and all(
        c.kind == "city" and (c.people * CERTAIN <= candidate.people or c.place.country == candidate.place.country)
        for c in found
    )


def points_of(found: Sequence[list[Candidate]], countries: Container[str | None]) -> list[tuple[float, float]]:
    """Where the cities lie that certainly are meant, some of them: those in the countries given."""
    only = (c[0].place for c in found if c and c[0].kind == "city" and len({each.place.country for each in c}) == 1)
    points = ((city.latitude, city.longitude) for city in only if city.country in countries)
    return [(north, east) for north, east in islice(points, MOST_POINTS) if north is not None and east is not None]


def _is_near(place: Place, points: Sequence[tuple[float, float]]) -> bool:
    latitude, longitude = place.latitude or 0, place.longitude or 0
    return any(abs(latitude - north) < FAR and abs(longitude - east) < FAR for north, east in points)


def _likelier(candidate: Candidate, named: set[str], evidence: Evidence) -> float:
    """How much what the article speaks of adds to the weight of a place."""
    written_in = evidence.setting
    is_district = candidate.is_district and candidate.place.country in named
    if candidate.is_capital and candidate.place.country in named:
        return NEIGHBOUR
    if is_district or (candidate.kind == "city" and candidate.region in evidence.regions):
        return NEIGHBOUR * HERE if is_district and candidate.place.country == written_in else NEIGHBOUR
    if candidate.place.country not in named:
        return 1
    return MENTIONED * HERE if candidate.place.country == written_in else MENTIONED

"""How many of the articles that are found have what, and when they were published or received."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import tantivy
from tantivy import Occur, Query

from services.api.search.document import BETWEEN
from services.api.search.schema import fold, schema

Facet = Literal["language", "source", "topic", "entity", "country", "agency", "day"]
Interval = Literal["hour", "day", "week", "month"]
By = Literal["published", "received"]

# Facets that are counted in a field of another name.
_FIELDS = {"entity": "entity_name", "agency": "agency_name"}
_HOUR, _DAY = 3_600, 86_400
_SECONDS: dict[Interval, int] = {"hour": _HOUR, "day": _DAY, "week": 7 * _DAY, "month": _DAY}
# 1970 began on a Thursday, weeks begin on Mondays.
_MONDAY = 4 * _DAY
# How precise a date must be to be put into an interval: a month is in no week.
_PRECISE: dict[Interval, tuple[str, ...]] = {
    "hour": ("minute", "second"),
    "day": ("day", "minute", "second"),
    "week": ("day", "minute", "second"),
    "month": ("month", "day", "minute", "second"),
}
# Of names, so many are looked at for the most frequent ones that begin in a certain way.
_MOST_NAMES = 20_000
# A place has some names, in different languages.
_NAMES_OF_A_PLACE = 5
# Of so many articles all terms are counted.
_FEW, _ALL = 10_000, 10_000_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A value, and how many articles have it; `kind` is the type of an entity."""

    value: str
    count: int
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map by its most frequent name, and how many articles name it; `country` may be empty."""

    name: str
    country: str
    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The intervals with articles in them, by their first moment; and how many articles could be put into none."""

    buckets: list[tuple[datetime, int]]
    imprecise: int
    undated: int


def facets(
    searcher: tantivy.Searcher, query: Query, names: list[Facet], size: int
) -> tuple[int, dict[Facet, list[Counted]]]:
    """How many articles are found; the most frequent values of each facet, and how many of the articles have them.

    Names take longer than all else together: they come first, and the others are counted beside them.
    """
    ordered = sorted(set(names), key=lambda name: name != "entity")
    total = number(searcher, query)
    kept = _kept(total, size)
    with ThreadPoolExecutor(2, "facets") as threads:
        counted = threads.map(lambda name: _facet(searcher, query, name, size, kept), ordered)
        found = dict(zip(ordered, counted, strict=True))
    return total, {name: found[name] for name in names}


def _facet(searcher: tantivy.Searcher, query: Query, name: Facet, size: int, kept: int) -> list[Counted]:
    if name == "day":
        days = Counter(dict(_published(searcher, query, "day")))
        return [Counted(f"{day:%Y-%m-%d}", count) for day, count in days.most_common(size)]
    terms = _terms(searcher, query, _FIELDS.get(name, name), size, kept)
    return [_counted(name, term, count) for term, count in terms]


def names(searcher: tantivy.Searcher, query: Query, beginning: str, kind: str | None, size: int) -> list[Counted]:
    """Entities whose name begins like this, those in most of the articles that are found first."""
    if beginning:
        terms = searcher.terms_with_prefix("entity_name", fold(beginning), query, _MOST_NAMES)
    else:
        wanted = {"include": f"[^{BETWEEN}]*{BETWEEN}{kind}{BETWEEN}.*"} if kind else {}
        terms = _terms(searcher, query, "entity_name", size, _kept(number(searcher, query), size), **wanted)
    found = (_counted("entity", term, count) for term, count in terms)
    return sorted((one for one in found if kind in (None, one.kind)), key=lambda one: (-one.count, one.value))[:size]


def spots(searcher: tantivy.Searcher, query: Query, size: int) -> list[Spot]:
    """The places on the map that are in most of the articles that are found, whatever they are called there."""
    named = _NAMES_OF_A_PLACE * size
    terms = _terms(searcher, query, "place_name", named, _kept(number(searcher, query), named))
    # The names of a place are counted one by one, and the most frequent one comes first.
    counted: Counter[str] = Counter()
    first: dict[str, str] = {}
    for term, count in terms:
        place, _, spot = term.partition(BETWEEN)
        first.setdefault(place, spot)
        counted[place] += count
    return [_spot(first[place], count) for place, count in counted.most_common(size)]


def _kept(total: int, size: int) -> int:
    """Of how many terms of each segment the counts are kept.

    Tantivy adds up what is frequent in each segment. What is rare in one, as all is in a new one, would not be counted
    there: so of few articles all is kept. Of many that would take twice as long, and a value may lack those few.
    """
    return _ALL if total <= _FEW else 10 * size


def _terms(
    searcher: tantivy.Searcher, query: Query, field: str, size: int, kept: int, **wanted: str
) -> list[tuple[str, int]]:
    """The terms that most of the articles have."""
    asked = {"field": field, "size": size, "segment_size": kept, **wanted}
    answer = searcher.aggregate(query, {field: {"terms": asked}})
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer[field]["buckets"]]


def timeline(searcher: tantivy.Searcher, query: Query, interval: Interval, by: By) -> Timeline:
    """When the articles were published, as far as their dates are precise enough; or received."""
    if by == "received":
        return Timeline(_buckets(searcher, query, interval, "received"), 0, 0)
    buckets = _published(searcher, query, interval)
    total = number(searcher, query)
    dated = number(searcher, Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.exists_query("earliest"))]))
    return Timeline(buckets, dated - sum(count for _, count in buckets), total - dated)


def sizes(searcher: tantivy.Searcher, query: Query, stories: list[str]) -> dict[str, int]:
    """How many articles each of these stories has, of those that are found."""
    members = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.term_set_query(schema(), "story", stories))])
    answer = searcher.aggregate(members, {"story": {"terms": {"field": "story", "size": max(1, len(stories))}}})
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["story"]["buckets"]}


def _published(searcher: tantivy.Searcher, query: Query, interval: Interval) -> list[tuple[datetime, int]]:
    """Those whose dates are precise enough."""
    precise = [Query.term_query(schema(), "precision", name, "basic") for name in _PRECISE[interval]]
    placed = Query.boolean_query(
        [(Occur.Must, query), (Occur.Must, Query.boolean_query([(Occur.Should, each) for each in precise]))]
    )
    return _buckets(searcher, placed, interval, "earliest")


def _buckets(searcher: tantivy.Searcher, query: Query, interval: Interval, field: str) -> list[tuple[datetime, int]]:
    seconds = _SECONDS[interval]
    histogram = {
        "field": field,
        "interval": seconds,
        "min_doc_count": 1,
        "offset": _MONDAY if interval == "week" else 0,
    }
    answer: Any = searcher.aggregate(query, {"when": {"histogram": histogram}})
    counted: Counter[datetime] = Counter()
    for start, count in _moments(answer["when"]["buckets"]):
        counted[start.replace(day=1) if interval == "month" else start] += count
    return sorted(counted.items())


def _moments(buckets: list[dict[str, Any]]) -> Iterator[tuple[datetime, int]]:
    for bucket in buckets:
        yield datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=bucket["key"]), bucket["doc_count"]


def number(searcher: tantivy.Searcher, query: Query) -> int:
    """How many are found."""
    # Tantivy's stub forgets that a result has a count.
    result: Any = searcher.search(query, 1)
    return int(result.count)


def _counted(facet: Facet, term: str, count: int) -> Counted:
    """A value as people read it; the term of an entity has its folded name and its type before."""
    if facet != "entity":
        return Counted(term, count)
    _, kind, name = term.split(BETWEEN, 2)
    return Counted(name, count, kind)


def _spot(spot: str, count: int) -> Spot:
    where, country, name = spot.split(BETWEEN, 2)
    latitude, longitude = map(float, where.split(","))
    return Spot(name, country, latitude, longitude, count)

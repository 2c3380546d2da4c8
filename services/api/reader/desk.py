"""What every list has around it: the search, its filters as links, and the same search elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from services.api.reader import labels
from services.api.reader.links import address, filters, given, toggled
from services.api.search.counts import Counted, Facet
from services.api.search.question import Filter

# So many values of each facet are links; whatever else there is can be typed in.
FACET_SIZE = 8
LISTS = {"/": "Stories", "/articles": "Articles", "/quotes": "Quotes", "/places": "Places", "/timeline": "Timeline"}
_FACETS: dict[Facet, str] = {
    "language": "Language",
    "source": "Source",
    "topic": "Topic",
    "country": "Country",
    "entity": "Names",
    "agency": "Agency",
    "day": "Day",
}
_API = {
    "/": "/v1/stories",
    "/articles": "/v1/articles",
    "/quotes": "/v1/quotes",
    "/places": "/v1/facets",
    "/timeline": "/v1/timeline",
}
# What a list has of what is found, in the words of the search.
_ONLY = {"/": {"first_only": "true"}, "/quotes": {"has_quotes": "true"}}
_FEEDS = {"Atom": "atom", "RSS": "rss", "JSON Feed": "json"}
_EXPORTS = {"CSV": "csv", "NDJSON": "ndjson", "Parquet": "parquet"}


@dataclass(frozen=True, slots=True)
class Link:
    """Something that leads somewhere; `active` if it is there already. `name` is that of its parameter."""

    name: str
    label: str
    address: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A list at `path`, and what was asked of it."""

    path: str
    question: Filter

    @property
    def title(self) -> str:
        """What the list is called."""
        return LISTS[self.path]

    @property
    def asked(self) -> dict[str, str]:
        """The parameters as they were given, to fill the form with."""
        return given(self.question)

    @property
    def lists(self) -> Iterator[Link]:
        """The other lists of what is found."""
        for path, label in LISTS.items():
            yield Link("", label, address(path, filters(self.question)), path == self.path)

    @property
    def chosen(self) -> Iterator[Link]:
        """Each filter that is set, with the address of the same search without it."""
        for name, value in filters(self.question).items():
            without, _ = toggled(self.path, self.question, {name: value})
            yield Link(name, f"{labels.FILTERS[name]}: {labels.value(name, value)}", without, True)

    @property
    def elsewhere(self) -> dict[str, list[Link]]:
        """The same search for programs, for readers of feeds, and all of it to take away."""
        found = self._found
        feeds = [Link("", label, address(f"/v1/feeds/articles.{kind}", found)) for label, kind in _FEEDS.items()]
        exports = [Link("", label, address(f"/v1/export.{kind}", found)) for label, kind in _EXPORTS.items()]
        api = [Link("", "JSON", address(_API[self.path], filters(self.question)))]
        return {"Feed": feeds, "Export": exports, "API": api}

    @property
    def stream(self) -> str:
        """Where what arrives and fits is told."""
        return address("/v1/stream", self._found)

    def first(self) -> str:
        """The first page of the list."""
        return address(self.path, given(self.question))

    def page(self, cursor: str) -> str:
        """The page behind a cursor."""
        return address(self.path, given(self.question) | {"cursor": cursor})

    def facets(self, found: dict[Facet, list[Counted]]) -> list[tuple[str, list[Link]]]:
        """The values that there are, each a link that adds it to the filters, or takes it away."""
        shown = [(label, list(self._links(name, found[name]))) for name, label in _FACETS.items()]
        return [(label, links) for label, links in shown if links]

    @property
    def _found(self) -> dict[str, str]:
        """The filters that find the articles of the list."""
        return filters(self.question) | _ONLY.get(self.path, {})

    def _links(self, name: Facet, values: Iterable[Counted]) -> Iterator[Link]:
        for one in values:
            where, active = toggled(self.path, self.question, _parameters(name, one))
            yield Link(name, labels.value(name, one.value), where, active, one.count)


def _parameters(name: Facet, one: Counted) -> dict[str, Any]:
    """The filters that ask for the value of a facet."""
    if name == "day":
        return {"published_from": one.value, "published_to": one.value}
    return {name: one.value} | ({"entity_type": one.kind} if one.kind else {})

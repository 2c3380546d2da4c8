"""A page of what is found, and where the next one begins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import tantivy
from tantivy import Query

from services.api.search.cursor import PAGE_BYTES, Mark
from services.api.search.query import Ranking, between

# Articles with equal keys: a page is filled up with so many more, so that none of them is skipped at its end.
_TIES = 8
# So many times as far as the page before reached, the next one is looked for first.
_REACH = 10

Hits = list[tuple[int, tantivy.DocAddress]]


@dataclass(frozen=True, slots=True)
class Page:
    """Articles as JSON, the number of all that match, and the end of the page if there is more behind it."""

    items: list[bytes]
    total: int
    end: Mark | None


class Behind:
    """What is found behind a mark, tier by tier; one more than there may be on the page, if there are as many.

    `total` is the number of all, once they were gone through, if this has gone through all.
    """

    def __init__(self, searcher: tantivy.Searcher, ranking: Ranking, after: Mark | None, limit: int) -> None:
        self.total: int | None = None
        self._searcher, self._ranking, self._after, self._wanted = searcher, ranking, after, limit + 1

    def __iter__(self) -> Iterator[tuple[Mark, bytes]]:
        after, wanted = self._after, self._wanted
        first = after.tier if after is not None else 0
        is_all = after is None and len(self._ranking.tiers) == 1
        for tier, query in enumerate(self._ranking.tiers[first:], first):
            begins = after if after is not None and after.tier == tier else None
            hits = self._near(query, begins, wanted + _TIES) if begins else self._first(query, wanted + _TIES, is_all)
            for mark, json in _in_order(self._searcher, hits, tier):
                if begins is None or mark.key < begins.key or mark.id > begins.id:
                    yield mark, json
                    wanted -= 1
            if wanted <= 0:
                return

    def _first(self, query: Query, most: int, is_all: bool) -> Hits:
        """Of all that the query finds; with their number, if it finds all that is asked for."""
        # Tantivy's stub forgets that a result has a count.
        found: Any = self._searcher.search(query, most, count=is_all, order_by_field=self._ranking.field)
        self.total = found.count if is_all else None
        return list(found.hits)

    def _near(self, query: Query, begins: Mark, most: int) -> Hits:
        """From a mark on: first near it, then, if these are too few, of all that is behind it.

        Of what is near there are never others than of all, but to go through all takes much longer.
        """
        field, lowest = self._ranking.field, max(0, begins.key - _REACH * begins.span)
        hits = self._hits(between(query, field, lowest, begins.key), most) if begins.span else []
        return hits if len(hits) == most else self._hits(between(query, field, None, begins.key), most)

    def _hits(self, query: Query, most: int) -> Hits:
        return self._searcher.search(query, most, count=False, order_by_field=self._ranking.field).hits


def _in_order(searcher: tantivy.Searcher, hits: Hits, tier: int) -> Iterator[tuple[Mark, bytes]]:
    """The hits, which are in the order of falling keys, and where keys are equal in that of their ids."""
    for key, group in groupby(hits, itemgetter(0)):
        stored = [searcher.doc(address) for _, address in group]
        yield from sorted(
            ((Mark(key, one["id"][0], tier), one["json"][0]) for one in stored), key=lambda one: one[0].id
        )


def page_of(found: Behind, limit: int, total: Callable[[], int]) -> Page:
    """As many as there may be on a page; `total` counts all, if that is still to be done."""
    items: list[bytes] = []
    size, is_more = 0, False
    begin = end = None
    for mark, json in found:
        if len(items) == limit or size > PAGE_BYTES:
            is_more = True
            break
        items.append(json)
        # The keys of one tier say nothing of those of the next.
        begin = mark if begin is None or begin.tier != mark.tier else begin
        size, end = size + len(json), replace(mark, span=begin.key - mark.key)
    return Page(items, found.total if found.total is not None else total(), end if is_more else None)

"""Which of the articles that arrive are what somebody listens for, by the very queries of the search.

The articles of a batch are put into a small index in memory, and every distinct question is asked of it once.
Everything here computes, so it runs in a thread.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import tantivy

from services.api.listening.arrivals import Arrival
from services.api.search.document import document
from services.api.search.query import build
from services.api.search.question import Filter
from services.api.search.regions import Points
from services.api.search.schema import schema, sort_key

EVERYTHING = Filter()
# The least that Tantivy takes.
_HEAP_BYTES = 15_000_000
_FIELDS = set(Filter.model_fields)


def only_filter(asked: Filter) -> Filter:
    """The filter alone of a model that has more than that."""
    return Filter.model_validate(asked.model_dump(include=_FIELDS))


def check(wanted: Filter) -> None:
    """RefusedError if nothing can be asked like that."""
    _fixed(wanted)


def match(arrived: Sequence[Arrival], questions: Iterable[Filter]) -> dict[Filter, list[Arrival]]:
    """Of each question the arrivals that answer it, in their order. Each is judged by itself, of an article too."""
    asked = set(questions)
    found = {EVERYTHING: [*arrived]} if EVERYTHING in asked else {}
    asked.discard(EVERYTHING)
    if not arrived or not asked:
        return found | {wanted: [] for wanted in asked}
    searcher = _index(arrived).searcher()
    return found | {wanted: [arrived[number] for number in _numbers(searcher, wanted)] for wanted in asked}


def _index(arrived: Sequence[Arrival]) -> tantivy.Index:
    index = tantivy.Index(schema())
    index.config_reader("manual")
    writer = index.writer(_HEAP_BYTES, 1)
    for made in _documents(arrived):
        writer.add_document(made)
    writer.commit()
    index.reload()
    return index


def _documents(arrived: Sequence[Arrival]) -> Iterator[tantivy.Document]:
    for number, arrival in enumerate(arrived):
        article = arrival.article
        try:
            key = sort_key(article["received_at"], article["id"])
            # No question asks for the revision, so its place has the number of the arrival, to know it again by.
            yield document({**article, "revision": number}, b"", key)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            continue  # It is no article: the index counts and logs it, and search does not find it either.


def _numbers(searcher: tantivy.Searcher, wanted: Filter) -> list[int]:
    query = _of_what_is_there(searcher, wanted) if _depends(wanted) else _fixed(wanted)
    hits = searcher.search(query, searcher.num_docs or 1, count=False, order_by_field="revision").hits
    return sorted(number for number, _ in hits)


def _depends(wanted: Filter) -> bool:
    """Are there parts of its query that depend on which figures or places there are?"""
    return bool(wanted.figure_unit or wanted.bbox or wanted.near)


def _of_what_is_there(searcher: tantivy.Searcher, wanted: Filter) -> tantivy.Query:
    def terms(field: str, prefix: str) -> list[str]:
        return [term for term, _ in searcher.terms_with_prefix(field, prefix)]

    return build(wanted, terms, lambda: Points(terms("point", "")))


@lru_cache(10_000)
def _fixed(wanted: Filter) -> tantivy.Query:
    """Made once: with words in it, that takes longer than to ask it."""
    return build(wanted, lambda field, prefix: [], lambda: Points([]))

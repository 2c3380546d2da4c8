"""What is asked, as queries of the index."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from tantivy import FieldType, Occur, Query

from services.api.search import words
from services.api.search.document import BETWEEN, ordered, units
from services.api.search.question import Filter, Question, Quotes
from services.api.search.regions import Points
from services.api.search.schema import (
    ABOUT,
    PLACE_WORDS,
    PUBLISHED,
    RECEIVED,
    SPEAKER_WORDS,
    STEMMERS,
    TEXT,
    TITLE,
    analyze,
    fold,
    received_keys,
    schema,
    seconds,
    stem_field,
    stems,
    stems_of,
)
from services.api.search.words import Wanted, Words
from shared.agencies import others
from shared.dates import PartialDate

Clause = tuple[Occur, Query]
# The terms of a field of the index that begin in a certain way.
Terms = Callable[[str, str], Iterable[str]]

Kind = Literal["article", "quote"]

# By so many of its words an article is compared with others.
_TELLING_WORDS = 40
_KINDS = ("person", "organization", "place", "other")
_HAS = ("quotes", "claims", "figures")
_WORD_FIELDS = {"speaker": SPEAKER_WORDS, "place": PLACE_WORDS}


@dataclass(frozen=True, slots=True)
class Ranking:
    """`every` finds all that is asked for; each of `tiers` a part of it, the better ones first, sorted by `field`.

    Articles are sorted by where they have the words that are asked for, not by a score: scores change with every
    article that arrives, and pages in their order would skip and repeat.
    """

    every: Query
    tiers: tuple[Query, ...]
    field: str


def build(question: Filter, terms: Terms, points: Callable[[], Points], kind: Kind = "article") -> Query:
    """The articles that are asked for, or their quotes. RefusedError, with the parameter, if that can't be asked."""
    clauses = [_must(_term("kind", kind)), *_filters(question, terms, points)]
    if question.q is not None:
        clauses += _words(words.parse(question.q), question.language)
    return Query.boolean_query(clauses)


def rank(question: Question | Quotes, every: Query) -> Ranking:
    """The same in the order that is asked for."""
    wanted = words.parse(question.q) if question.q is not None and question.sort == "relevance" else None
    if wanted is not None and wanted.required:
        return Ranking(every, _tiers(every, wanted, question.language), RECEIVED)
    return Ranking(every, (every,), PUBLISHED if question.sort == "published" else RECEIVED)


def between(query: Query, field: str, lowest: int | None, highest: int) -> Query:
    """The same query, of articles whose key in this field is one of these."""
    return _all([query, Query.range_query(schema(), field, FieldType.Unsigned, lowest, highest)])


def by_ids(ids: list[str]) -> Query:
    """The articles with these ids."""
    return _all([_term("kind", "article"), Query.term_set_query(schema(), "id", ids)])


def all_articles() -> Query:
    """Every article."""
    return _term("kind", "article")


def _tiers(every: Query, wanted: Wanted, language: str | None) -> tuple[Query, ...]:
    """First those that have all words in the headline, then those that are about them, then the rest."""
    in_title = _all([query for _, query in _required(wanted, language, _in(TITLE))])
    in_about = _all([query for _, query in _required(wanted, language, _in(ABOUT))])
    return (
        _all([every, in_title]),
        Query.boolean_query([_must(every), _must(in_about), (Occur.MustNot, in_title)]),
        Query.boolean_query([_must(every), (Occur.MustNot, in_about)]),
    )


def _agency(name: str) -> str:
    """The term of an agency, whichever of its names is asked for."""
    return _agencies().get(fold(name), fold(name))


@cache
def _agencies() -> dict[str, str]:
    return {fold(form): fold(name) for name, forms in others().items() for form in forms}


def _filters(question: Filter, terms: Terms, points: Callable[[], Points]) -> list[Clause]:
    clauses = [
        _must(_term(field, value))
        for field in ("language", "source", "topic", "country", "story")
        if (value := getattr(question, field)) is not None
    ]
    if question.agency is not None:
        clauses.append(_must(_term("agency", _agency(question.agency))))
    if question.speaker is not None:
        clauses.append(_must(_term("speaker", fold(question.speaker))))
    if question.place is not None:
        clauses.append(_must(_entity(question.place, "place")))
    if question.entity_type is not None:
        clauses.append(_must(_entity(question.entity or "", question.entity_type)))
    elif question.entity is not None:
        clauses.append(_must(_entity(question.entity, *_KINDS)))
    clauses += [
        (Occur.Must if asked else Occur.MustNot, _term("has", what))
        for what in _HAS
        if (asked := getattr(question, f"has_{what}")) is not None
    ]
    if question.first_only:
        clauses.append(_must(_term("has", "first")))
    if question.figure_unit is not None:
        clauses.append(_must(_figures(question, question.figure_unit, terms)))
    if question.box is not None:
        clauses.append(_must(_any_of("point", points().within(question.box))))
    if question.circle is not None:
        clauses.append(_must(_any_of("point", points().near(question.circle))))
    return [*clauses, *_published(question), *_received(question)]


def _entity(name: str, *kinds: str) -> Query:
    """An entity of one of these kinds goes by this name."""
    return _any_of("entity", [f"{kind}{BETWEEN}{fold(name)}" for kind in kinds])


def _published(question: Filter) -> list[Clause]:
    """The interval in which an article was published must touch the interval that is asked for."""
    begin, end = _interval(question.published_from, question.published_to)
    clauses = []
    if begin:
        after = Query.range_query(schema(), "latest", FieldType.Integer, seconds(begin), None)
        clauses.append(_must(after))
    if end:
        before = Query.range_query(schema(), "earliest", FieldType.Integer, None, seconds(end))
        clauses.append(_must(before))
    return clauses


def _received(question: Filter) -> list[Clause]:
    """When its first revision was received, which is what articles are sorted by."""
    lowest, highest = received_keys(*_interval(question.received_from, question.received_to))
    if lowest is None and highest is None:
        return []
    return [_must(Query.range_query(schema(), RECEIVED, FieldType.Unsigned, lowest, highest))]


def _interval(first: str | None, last: str | None) -> tuple[datetime | None, datetime | None]:
    begin = PartialDate.parse(first).earliest if first is not None else None
    return begin, PartialDate.parse(last).latest if last is not None else None


def _figures(question: Filter, unit: str, terms: Terms) -> Query:
    """Articles with a figure of this unit, in any of its forms, whose value lies in this range, both ends included."""
    lowest = ordered(question.figure_min if question.figure_min is not None else float("-inf"))
    highest = ordered(question.figure_max if question.figure_max is not None else float("inf"))
    prefixes = [f"{each}{BETWEEN}" for each in units(unit, _stemmed(question.language))]
    found = [term for prefix in prefixes for term in terms("figure", prefix)]
    return _any_of("figure", [term for term in found if lowest <= term.rpartition(BETWEEN)[2] <= highest])


# How the words of `q` become a query, given the language that is asked for.
_Finder = Callable[[Words, str | None], Query]


def _words(wanted: Wanted, language: str | None) -> list[Clause]:
    excluded = [(Occur.MustNot, _anywhere(each, language)) for each in wanted.excluded]
    return [*_required(wanted, language, _anywhere), *excluded]


def _required(wanted: Wanted, language: str | None, find: _Finder) -> list[Clause]:
    """A clause for each word and phrase; those joined by OR share one."""
    return [_must(_either([find(each, language) for each in group])) for group in wanted.required]


def _anywhere(asked: Words, language: str | None) -> Query:
    """In the text or the headline: the word itself, or its stem in the language asked for, or in any that has stems."""
    if asked.where is not None:
        return _there(asked, language)
    exactly = _in_words(TEXT, analyze(asked.text))
    if asked.is_phrase:
        return exactly
    found = [_in_words(stem_field(code), stems(asked.text, code)) for code in _stemmed(language)]
    return _either([exactly, *found])


def _in(field: str) -> _Finder:
    """A finder of words in one of the short texts. What is asked for elsewhere is found there, too."""

    def find(asked: Words, language: str | None) -> Query:
        if asked.where is not None:
            return _there(asked, language)
        return _in_short(field, asked, language)

    return find


def _there(asked: Words, language: str | None) -> Query:
    """Where the prefix says."""
    if asked.where == "title":
        return _in_short(TITLE, asked, language)
    return _in_words(_WORD_FIELDS[str(asked.where)], analyze(asked.text))


def _in_short(field: str, asked: Words, language: str | None) -> Query:
    exactly = _in_words(field, analyze(asked.text))
    if asked.is_phrase:
        return exactly
    # A short text has its stems without their places: of several stems all must be there.
    found = [[f"{code}:{stem}" for stem in stems(asked.text, code)] for code in _stemmed(language)]
    return _either([exactly, *(_all([_term(stems_of(field), term) for term in each]) for each in found if each)])


def _stemmed(language: str | None) -> list[str]:
    return [code for code in ([language] if language else STEMMERS) if code in STEMMERS]


def _in_words(field: str, found: Sequence[str]) -> Query:
    """One word as a term, several as a phrase."""
    return _term(field, found[0]) if len(found) == 1 else Query.phrase_query(schema(), field, [*found])


def _must(query: Query) -> Clause:
    return Occur.Must, query


def _all(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([_must(query) for query in queries]) if len(queries) != 1 else queries[0]


def _either(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if len(queries) > 1 else queries[0]


def _any_of(field: str, terms: Sequence[str]) -> Query:
    return Query.term_set_query(schema(), field, [*terms]) if terms else Query.empty_query()


def _term(field: str, value: str) -> Query:
    return Query.term_query(schema(), field, value, "basic")


def like(article: dict[str, Any]) -> Query:
    """Other articles than this one with most of its rare words, in any language that has them."""
    texts = [" ".join(analyze(text)) for text in (article["title"], article["text"]) if text]
    shared = Query.more_like_this_document_fields_query(
        schema(), {TEXT: texts}, min_doc_frequency=2, min_term_frequency=1, max_query_terms=_TELLING_WORDS
    )
    return Query.boolean_query([_must(all_articles()), _must(shared), (Occur.MustNot, _term("id", article["id"]))])

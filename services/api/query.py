"""What is asked, as a query of the index.

Words are all required; "a phrase" is found exactly as it stands, without regard to case and accents; -word excludes;
OR between two words asks for either. Tantivy's own query language is not used: it would let people name fields of the
index, and finds nothing for `Kyiv: two dead`, because there is no field Kyiv.
"""

import re
import unicodedata
from dataclasses import dataclass

from tantivy import FieldType, Occur, Query

from services.api.schema import STEMMERS, analyzers, fold, schema, seconds, stem_field
from shared.dates import PartialDate
from shared.errors import FieldError, RefusedError

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Search:
    """What an article must have in order to be found; null asks for nothing."""

    q: str | None = None
    language: str | None = None
    source: str | None = None
    entity: str | None = None
    topic: str | None = None
    published_from: str | None = None
    published_to: str | None = None


def build(search: Search) -> Query:
    """The query. RefusedError that names the parameter if nothing can be asked like that."""
    clauses = [(Occur.Must, _term("kind", "article"))]
    if search.q is not None:
        clauses += _words(search.q, search.language)
    for field in ("language", "source", "topic"):
        if (value := getattr(search, field)) is not None:
            clauses.append((Occur.Must, _term(field, value)))
    if search.entity is not None:
        clauses.append((Occur.Must, _term("entity", fold(search.entity))))
    clauses += _published(search.published_from, search.published_to)
    return Query.boolean_query(clauses)


def up_to(query: Query, key: int) -> Query:
    """The same query, of articles whose key is not above this one."""
    older = Query.range_query(schema(), "key", FieldType.Unsigned, None, key)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, older)])


def by_ids(ids: list[str]) -> Query:
    """The articles with these ids."""
    return Query.term_set_query(schema(), "id", ids)


def _term(field: str, value: str) -> Query:
    return Query.term_query(schema(), field, value, "basic")


def _published(first: str | None, last: str | None) -> list[tuple[Occur, Query]]:
    """The interval in which an article was published must touch the interval that is asked for."""
    begin = PartialDate.parse(first).earliest if first is not None else None
    end = PartialDate.parse(last).latest if last is not None else None
    if begin and end and begin > end:
        error = FieldError("published_to", "is before published_from")
        raise RefusedError(422, "The interval ends before it begins.", [error])
    clauses = []
    if begin:
        after = Query.range_query(schema(), "latest", FieldType.Integer, seconds(begin), None)
        clauses.append((Occur.Must, after))
    if end:
        before = Query.range_query(schema(), "earliest", FieldType.Integer, None, seconds(end))
        clauses.append((Occur.Must, before))
    return clauses


def _words(q: str, language: str | None) -> list[tuple[Occur, Query]]:
    """A clause for each word and phrase; those joined by OR share one."""
    required: list[list[Query]] = []
    excluded: list[Query] = []
    joined = False
    for part in _PART.finditer(unicodedata.normalize("NFC", q.translate(_QUOTES))):
        if part["word"] == "OR" and not part["minus"]:
            joined = bool(required)
            continue
        found = _exactly(part["phrase"]) if part["word"] is None else _like(part["word"], language)
        if found is None:
            continue
        if part["minus"]:
            excluded.append(found)
        elif joined:
            required[-1].append(found)
        else:
            required.append([found])
        joined = False
    if not required and not excluded:
        raise RefusedError(422, "There is nothing to search for.", [FieldError("q", "has no word to search for")])
    return [(Occur.Must, _either(group)) for group in required] + [(Occur.MustNot, query) for query in excluded]


def _either(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if len(queries) > 1 else queries[0]


def _exactly(phrase: str) -> Query | None:
    return _in_field("text", phrase)


def _like(word: str, language: str | None) -> Query | None:
    """The word itself, or its stem in the language that is asked for, or in any that has stems."""
    languages = [language] if language else list(STEMMERS)
    fields = ["text", *(stem_field(code) for code in languages if code in STEMMERS)]
    found = [query for field in fields if (query := _in_field(field, word)) is not None]
    return _either(found) if found else None


def _in_field(field: str, text: str) -> Query | None:
    """One word as a term, several as a phrase; null where there is no word in it."""
    words = analyzers()[field].analyze(text)
    if not words:
        return None
    return _term(field, words[0]) if len(words) == 1 else Query.phrase_query(schema(), field, [*words])

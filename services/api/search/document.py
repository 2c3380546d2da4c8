"""How an enriched article becomes an entry of the index."""

import struct
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson
import tantivy

from services.api.search import dateline
from services.api.search.schema import (
    ABOUT,
    PLACE_WORDS,
    PUBLISHED,
    RECEIVED,
    SPEAKER_WORDS,
    TEXT,
    TITLE,
    beside,
    fold,
    published_key,
    received_seconds,
    seconds,
    stem_field,
    stems,
    stems_of,
    words_and_stems,
    words_of_name,
)

# What parts the two halves of a term; no text of an article has it, as it is no character of a name.
BETWEEN = "\x1f"
_ALL_BITS, _SIGN = 2**64 - 1, 2**63

# What is counted of articles, and not of their quotes; and a quote has a speaker of its own.
_OF_ARTICLES = ("agency_name", "entity_name", "place_name", "speaker")
# What a quote says about its article.
_BRIEF = ("id", "revision", "title", "url", "source", "language", "published", "received_at")

Article = dict[str, Any]
Terms = dict[str, list[str]]


def documents(article: Article, json: bytes, key: int) -> Iterator[tantivy.Document]:
    """The entry of an EnrichedArticle, and one for each of its quotes. `json` is the article as it is answered.

    KeyError, TypeError, ValueError, AttributeError or OverflowError if it is none.
    """
    terms = _terms(article)
    yield _article(article, json, key, terms)
    yield from _quotes(article, key, terms)


def document(article: Article, json: bytes, key: int) -> tantivy.Document:
    """The entry of the article alone."""
    return _article(article, json, key, _terms(article))


def _article(article: Article, json: bytes, key: int, terms: Terms) -> tantivy.Document:
    language, title = article["language"]["code"], article["title"]
    made = tantivy.Document(id=article["id"], kind="article", json=json, **terms)
    made.add_unsigned("revision", article["revision"])
    if title:
        _add_words(made, title, language)
        _add_short(made, TITLE, [title], language)
    _add_words(made, article["text"], language)
    _add_short(made, ABOUT, _about(article), language)
    _add_names(made, SPEAKER_WORDS, terms.get("speaker", ()))
    _add_names(made, PLACE_WORDS, _places(article))
    _add_times(made, article, key, article["id"])
    return made


def _quotes(article: Article, key: int, terms: Terms) -> Iterator[tantivy.Document]:
    """Of a quote its words, its speaker, and all else that its article can be found by."""
    if not article.get("quotes"):
        return
    shared = {name: found for name, found in terms.items() if name not in _OF_ARTICLES}
    shared[PLACE_WORDS] = [*map(words_of_name, _places(article))]
    language = article["language"]["code"]
    words, stems = words_and_stems(article["title"] or "", language)
    shared[TITLE], shared[stems_of(TITLE)] = [words], [f"{language}:{stem}" for stem in sorted(set(stems.split()))]
    brief = {name: article[name] for name in _BRIEF}
    for number, quote in enumerate(article["quotes"]):
        speakers = _names_of_speaker(article, quote["speaker"])
        json = orjson.dumps({**quote, "article": brief})
        made = tantivy.Document(id=article["id"], kind="quote", json=json, speaker=speakers, **shared)
        _add_words(made, quote["text"], language)
        _add_names(made, SPEAKER_WORDS, speakers)
        _add_times(made, article, beside(key, number), f"{article['id']}:{number}")
        yield made


def _terms(article: Article) -> Terms:
    """By field, each once; fields without any are left out."""
    return {name: list(terms) for name, find in _TERMS.items() if (terms := set(find(article)))}


def _add_words(made: tantivy.Document, text: str, language: str) -> None:
    words, stems = words_and_stems(text, language)
    made.add_text(TEXT, words)
    if stems:
        made.add_text(stem_field(language), stems)


def _add_short(made: tantivy.Document, field: str, texts: Iterable[str], language: str) -> None:
    """Of a short text the stems are there once, and without their places."""
    stemmed = set[str]()
    for text in texts:
        words, stems = words_and_stems(text, language)
        made.add_text(field, words)
        stemmed.update(stems.split())
    for stem in stemmed:
        made.add_text(stems_of(field), f"{language}:{stem}")


def _add_names(made: tantivy.Document, field: str, names: Iterable[str]) -> None:
    for name in names:
        made.add_text(field, words_of_name(name))


def _add_times(made: tantivy.Document, article: Article, key: int, name: str) -> None:
    published = article["published"]
    made.add_unsigned(RECEIVED, key)
    made.add_unsigned(PUBLISHED, published_key(published and published["earliest"], name))
    made.add_integer("received", received_seconds(key))
    if published:
        made.add_integer("earliest", seconds(datetime.fromisoformat(published["earliest"])))
        made.add_integer("latest", seconds(datetime.fromisoformat(published["latest"])))


def entity_name(kind: str, name: str) -> str:
    """The term under which an entity is counted, and by whose beginning it is looked up."""
    return f"{fold(name)}{BETWEEN}{kind}{BETWEEN}{name}"


def point(latitude: float, longitude: float) -> str:
    """The term of a place on the map."""
    return f"{latitude:.5f},{longitude:.5f}"


def ordered(value: float) -> str:
    """A number as sixteen letters whose alphabetical order is that of the numbers."""
    bits: int = struct.unpack(">Q", struct.pack(">d", value))[0]
    return f"{bits ^ (_ALL_BITS if bits & _SIGN else _SIGN):016x}"


def _about(article: Article) -> Iterator[str]:
    """What says what an article is about: its headline, its summary, its keyphrases, and who is in it."""
    if article["title"]:
        yield article["title"]
    yield from (sentence["text"] for sentence in article["summary"])
    yield from (phrase["text"] for phrase in article["keyphrases"])
    yield from (entity["name"] for entity in article["entities"])


def _mentions(article: Article, entity: Article) -> Iterator[str]:
    """Every name that an entity goes by in this article: its own and all its mentions, folded."""
    text = article["text"]
    said = {text[mention["start"] : mention["end"]] for mention in entity["mentions"]}
    return map(fold, {entity["name"], *said})


def _entities(article: Article) -> Iterator[str]:
    """Each name with the type of its entity, and each type alone; the dateline's place, which the text may not name."""
    for entity in article["entities"]:
        yield f"{entity['type']}{BETWEEN}"
        yield from (f"{entity['type']}{BETWEEN}{name}" for name in _mentions(article, entity))
    yield from (f"place{BETWEEN}{fold(name)}" for name in dateline.places(article))


def _places(article: Article) -> set[str]:
    places = (entity for entity in article["entities"] if entity["type"] == "place")
    named = {name for entity in places for name in _mentions(article, entity)}
    return named.union(map(fold, dateline.places(article)))


def _on_the_map(article: Article) -> Iterator[Article]:
    return (entity["place"] for entity in article["entities"] if entity["place"])


def _points(article: Article) -> Iterator[str]:
    places = (place for place in _on_the_map(article) if place["latitude"] is not None)
    return (point(place["latitude"], place["longitude"]) for place in places)


def _named_points(article: Article) -> Iterable[str]:
    """Each place on the map with what it is counted by, its point, its country and its name: one name of each place.

    It is counted by its number in GeoNames, as "Kiev" and "Kyiv" are one place; without one by its point.
    """
    named: dict[str, str] = {}
    for entity in article["entities"]:
        place = entity["place"]
        if place and place["latitude"] is not None:
            where = point(place["latitude"], place["longitude"])
            one = str(place["geonames_id"] or where)
            named.setdefault(one, BETWEEN.join((one, where, place["country"] or "", entity["name"])))
    return named.values()


def _speakers(article: Article) -> Iterator[str]:
    for quote in article.get("quotes", ()):
        yield from _names_of_speaker(article, quote["speaker"])


def _names_of_speaker(article: Article, speaker: Article | None) -> list[str]:
    """Who is quoted: as the text calls them, and by all names of the entity that they are."""
    if speaker is None:
        return []
    named = (entity for entity in article["entities"] if entity["name"] == speaker["entity"])
    return [*{fold(speaker["name"]), *(name for entity in named for name in _mentions(article, entity))}]


def story_of(article: Article) -> Article:
    """The story of an article; one that is too short to be compared is a story by itself."""
    return article.get("story") or {"id": article["id"], "first": True, "similarity": 1.0, "parent": None}


def _has(article: Article) -> Iterator[str]:
    yield from (what for what in ("quotes", "claims", "figures") if article.get(what))
    if story_of(article)["first"]:
        yield "first"


def _figures(article: Article) -> Iterator[str]:
    """Each figure as its unit and its value, in one term: both are asked of the same figure."""
    code = article["language"]["code"]
    for figure in article.get("figures", ()):
        if figure["unit"]:
            yield from (f"{unit}{BETWEEN}{ordered(figure['value'])}" for unit in units(figure["unit"], [code]))


def units(unit: str, languages: Iterable[str]) -> list[str]:
    """What a unit is found by: itself, folded, and its stem in each of these languages that has stems, `fr:drone`."""
    stemmed = ((code, " ".join(stems(unit, code))) for code in languages)
    return [fold(unit), *(f"{code}:{stem}" for code, stem in stemmed if stem)]


_TERMS: dict[str, Any] = {
    "language": lambda article: [article["language"]["code"]],
    "source": lambda article: filter(None, [article["source"]]),
    "agency": lambda article: (fold(agency["name"]) for agency in article.get("agencies", ())),
    "topic": lambda article: (topic["code"] for topic in article["topics"]),
    "entity": _entities,
    "country": lambda article: (place["country"] for place in _on_the_map(article) if place["country"]),
    "point": _points,
    "speaker": _speakers,
    "story": lambda article: [story_of(article)["id"]],
    "has": _has,
    "figure": _figures,
    "precision": lambda article: [article["published"]["precision"]] if article["published"] else [],
    "agency_name": lambda article: (agency["name"] for agency in article.get("agencies", ())),
    "place_name": _named_points,
    "entity_name": lambda article: (entity_name(entity["type"], entity["name"]) for entity in article["entities"]),
}

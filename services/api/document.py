"""How an enriched article becomes an entry of the index."""

import struct
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson
import tantivy

from services.api.schema import (
    ABOUT,
    PLACE_WORDS,
    PUBLISHED,
    RECEIVED,
    SPEAKER_WORDS,
    STEMMERS,
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
)

# What parts the two halves of a term; no text of an article has it, as it is no character of a name.
BETWEEN = "\x1f"
_ALL_BITS, _SIGN = 2**64 - 1, 2**63

# What is counted of articles, and not of their quotes.
_OF_ARTICLES = ("agency_name", "entity_name", "place_name")
# What a quote says about its article.
_BRIEF = ("id", "revision", "title", "url", "source", "language", "published", "received_at")

Article = dict[str, Any]


def document(article: Article, json: bytes, key: int) -> tantivy.Document:
    """The entry of an EnrichedArticle. `json` is the same article as it is answered, byte for byte.

    KeyError, TypeError, ValueError, AttributeError or OverflowError if it is none.
    """
    language, title = article["language"]["code"], article["title"]
    terms = _terms(article)
    made = tantivy.Document(id=article["id"], kind="article", json=json, **{k: v for k, v in terms.items() if v})
    made.add_unsigned("revision", article["revision"])
    for text in [title, article["text"]] if title else [article["text"]]:
        _add_words(made, text, language)
    for field, texts in ((TITLE, [title] if title else []), (ABOUT, list(_about(article)))):
        for text in texts:
            made.add_text(field, text)
        for stem in sorted({stem for text in texts for stem in stems(text, language)}):
            made.add_text(stems_of(field), f"{language}:{stem}")
    for field, names in ((SPEAKER_WORDS, terms["speaker"]), (PLACE_WORDS, terms["place"])):
        for name in names:
            made.add_text(field, name)
    _add_times(made, article, key, article["id"])
    return made


def quotes(article: Article, key: int) -> Iterator[tantivy.Document]:
    """An entry for each quote of an article: its words, its speaker, and all else that the article can be found by."""
    shared = {name: found for name, found in _terms(article).items() if name not in _OF_ARTICLES}
    brief = {name: article[name] for name in _BRIEF}
    for number, quote in enumerate(article.get("quotes", ())):
        speakers = sorted(set(_names_of_speaker(article, quote["speaker"])))
        json = orjson.dumps({**quote, "article": brief})
        terms = {k: v for k, v in {**shared, "speaker": speakers}.items() if v}
        made = tantivy.Document(id=article["id"], kind="quote", json=json, **terms)
        _add_words(made, quote["text"], article["language"]["code"])
        for name in speakers:
            made.add_text(SPEAKER_WORDS, name)
        for name in terms.get("place", ()):
            made.add_text(PLACE_WORDS, name)
        if article["title"]:
            made.add_text(TITLE, article["title"])
        _add_times(made, article, beside(key, number), f"{article['id']}:{number}")
        yield made


def _terms(article: Article) -> dict[str, list[str]]:
    return {name: sorted(set(found(article))) for name, found in _TERMS.items()}


def _add_words(made: tantivy.Document, text: str, language: str) -> None:
    made.add_text(TEXT, text)
    if language in STEMMERS:
        made.add_text(stem_field(language), text)


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
    yield fold(entity["name"])
    yield from (fold(text[mention["start"] : mention["end"]]) for mention in entity["mentions"])


def _entities(article: Article) -> Iterable[str]:
    return (name for entity in article["entities"] for name in _mentions(article, entity))


def _typed_entities(article: Article) -> Iterator[str]:
    """Each name with the type of its entity, and each type alone."""
    for entity in article["entities"]:
        yield f"{entity['type']}{BETWEEN}"
        yield from (f"{entity['type']}{BETWEEN}{name}" for name in _mentions(article, entity))


def _places(article: Article) -> Iterator[str]:
    places = (entity for entity in article["entities"] if entity["type"] == "place")
    return (name for entity in places for name in _mentions(article, entity))


def _on_the_map(article: Article) -> Iterator[Article]:
    return (entity["place"] for entity in article["entities"] if entity["place"])


def _points(article: Article) -> Iterator[str]:
    places = (place for place in _on_the_map(article) if place["latitude"] is not None)
    return (point(place["latitude"], place["longitude"]) for place in places)


def _named_points(article: Article) -> Iterator[str]:
    """Each place on the map with its country and its name, under which it is counted."""
    for entity in article["entities"]:
        place = entity["place"]
        if place and place["latitude"] is not None:
            where = point(place["latitude"], place["longitude"])
            yield BETWEEN.join((where, place["country"] or "", entity["name"]))


def _speakers(article: Article) -> Iterator[str]:
    for quote in article.get("quotes", ()):
        yield from _names_of_speaker(article, quote["speaker"])


def _names_of_speaker(article: Article, speaker: Article | None) -> Iterator[str]:
    """Who is quoted: as the text calls them, and by all names of the entity that they are."""
    if speaker is None:
        return
    yield fold(speaker["name"])
    for entity in article["entities"]:
        if entity["name"] == speaker["entity"]:
            yield from _mentions(article, entity)


def _has(article: Article) -> Iterator[str]:
    yield from (what for what in ("quotes", "claims", "figures") if article.get(what))
    if (article.get("story") or {}).get("first"):
        yield "first"


def _figures(article: Article) -> Iterator[str]:
    """Each figure as its unit and its value, in one term: both are asked of the same figure."""
    figures = (figure for figure in article.get("figures", ()) if figure["unit"])
    return (f"{fold(figure['unit'])}{BETWEEN}{ordered(figure['value'])}" for figure in figures)


_TERMS: dict[str, Any] = {
    "language": lambda article: [article["language"]["code"]],
    "source": lambda article: filter(None, [article["source"]]),
    "agency": lambda article: (fold(agency["name"]) for agency in article.get("agencies", ())),
    "topic": lambda article: (topic["code"] for topic in article["topics"]),
    "entity": _entities,
    "entity_of_type": _typed_entities,
    "place": _places,
    "country": lambda article: (place["country"] for place in _on_the_map(article) if place["country"]),
    "point": _points,
    "speaker": _speakers,
    "story": lambda article: filter(None, [(article.get("story") or {}).get("id")]),
    "has": _has,
    "figure": _figures,
    "precision": lambda article: [article["published"]["precision"]] if article["published"] else [],
    "agency_name": lambda article: (agency["name"] for agency in article.get("agencies", ())),
    "place_name": _named_points,
    "entity_name": lambda article: (entity_name(entity["type"], entity["name"]) for entity in article["entities"]),
}

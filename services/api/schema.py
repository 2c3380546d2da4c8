"""What is in the search index: its fields, how text becomes words, and how an article becomes an entry."""

import hashlib
import unicodedata
from datetime import datetime
from functools import cache
from typing import Any

import tantivy

# Any change of a field, of an analyzer or of what is put into a field needs a new version: older indexes are rebuilt.
VERSION = 1

# By ISO 639-1, the languages that have a stemmer.
STEMMERS = {
    "ar": "Arabic", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fi": "Finnish",
    "fr": "French", "hu": "Hungarian", "it": "Italian", "nl": "Dutch", "no": "Norwegian", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "ta": "Tamil", "tr": "Turkish",
}  # fmt: skip

# Scripts that are written without spaces, and Korean, whose particles cling to the word: each character is a word,
# and what is searched is a phrase of them, which finds exactly what contains it. U+30FC is the long vowel of Japanese.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\x{30FC}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORDS = rf"[{_UNSPACED}]|[\w--[_{_UNSPACED}]]+"
_LONGEST_WORD = 100

# 42 bits of milliseconds reach to the year 2109; 22 bits of hash tell apart what came in the same one.
_HASH_BITS = 22
_LATEST_MILLISECOND = 2**42 - 1


def stem_field(language: str) -> str:
    """The name of the field with the stems of a language."""
    return f"stem_{language}"


@cache
def schema() -> tantivy.Schema:
    """The fields. The positions of the topic are in a document of their own, which has nothing but `positions`."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("revision", fast=True)
    builder.add_unsigned_field("key", fast=True)
    builder.add_text_field("text", tokenizer_name="text")
    for language in STEMMERS:
        builder.add_text_field(stem_field(language), tokenizer_name=stem_field(language))
    for name in ("language", "source", "entity", "topic"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("earliest", fast=True)
    builder.add_integer_field("latest", fast=True)
    builder.add_bytes_field("json", stored=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("positions", stored=True)
    return builder.build()


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """How text becomes words, by the name of the field: lower case without accents, and stemmed before that."""
    made = {"text": _words().filter(tantivy.Filter.ascii_fold()).build()}
    for language, stemmer in STEMMERS.items():
        # Accents go after stemming, which needs them; so what is typed without them mostly finds the stem still.
        stems = _words().filter(tantivy.Filter.stemmer(stemmer)).filter(tantivy.Filter.ascii_fold())
        made[stem_field(language)] = stems.build()
    return made


def _words() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORDS))
    return builder.filter(tantivy.Filter.remove_long(_LONGEST_WORD)).filter(tantivy.Filter.lowercase())


def fold(name: str) -> str:
    """A name without what differs from one writer to the next: case, accents, the kind of apostrophe, spaces."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())


def sort_key(received_at: str, article_id: str) -> int:
    """The place of an article in every list: when its first revision was received, and a hash of its id.

    64 bits, unsigned. It never changes, so an article that is revised between two pages keeps its place.
    """
    milliseconds = int(datetime.fromisoformat(received_at).timestamp() * 1000)
    digest = hashlib.sha256(article_id.encode()).digest()
    within = int.from_bytes(digest[:4], "big") >> (32 - _HASH_BITS)
    return min(max(milliseconds, 0), _LATEST_MILLISECOND) << _HASH_BITS | within


def document(article: dict[str, Any], json: bytes, key: int) -> tantivy.Document:
    """The entry of an EnrichedArticle. `json` is the same article as it is answered, byte for byte.

    KeyError, TypeError, ValueError, AttributeError or OverflowError if it is none.
    """
    language = article["language"]["code"]
    texts = [article["title"], article["text"]] if article["title"] else [article["text"]]
    made = tantivy.Document(
        id=article["id"], text=texts, language=language, entity=_names(article), kind="article", json=json
    )
    made.add_unsigned("revision", article["revision"])
    made.add_unsigned("key", key)
    if language in STEMMERS:
        for text in texts:
            made.add_text(stem_field(language), text)
    if article["source"]:
        made.add_text("source", article["source"])
    for topic in article["topics"]:
        made.add_text("topic", topic["code"])
    if published := article["published"]:
        made.add_integer("earliest", seconds(datetime.fromisoformat(published["earliest"])))
        made.add_integer("latest", seconds(datetime.fromisoformat(published["latest"])))
    return made


def seconds(moment: datetime) -> int:
    """Seconds since 1970, as dates are kept in the index."""
    return int(moment.timestamp())


def _names(article: dict[str, Any]) -> list[str]:
    """Every name that an entity goes by in this article: its own and all its mentions, folded."""
    text = article["text"]
    names = {fold(entity["name"]) for entity in article["entities"]}
    for entity in article["entities"]:
        names |= {fold(text[mention["start"] : mention["end"]]) for mention in entity["mentions"]}
    return sorted(names)

"""What is in the search index: its fields, and how text becomes words."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, lru_cache

import regex
import tantivy

from shared.remembered import Remembered

# Any change of a field, of an analyzer or of what is put into a field needs a new version: older indexes are rebuilt.
VERSION = 9

# By ISO 639-1, the languages that have a stemmer.
STEMMERS = {
    "ar": "Arabic", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fi": "Finnish",
    "fr": "French", "hu": "Hungarian", "it": "Italian", "nl": "Dutch", "no": "Norwegian", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "ta": "Tamil", "tr": "Turkish",
}  # fmt: skip

# Scripts that are written without spaces, and Korean, whose particles cling to the word: each character is a word,
# and what is searched is a phrase of them, which finds exactly what contains it. U+30FC is the long vowel of Japanese.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30FC\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
WORD = regex.compile(rf"[{_UNSPACED}]|[\w--[_{_UNSPACED}]]+", regex.V1)
# In bytes. Words as long as that are no words, and not looked for.
LONGEST_WORD = 100
# Runs of words that nothing parts: to find these and to remember the words of each is four times as fast.
_RUN = regex.compile(rf"[^\W_]{{1,{LONGEST_WORD}}}", regex.V1)
_REMEMBERED = 100_000
_LONG = 100_000

# Text in words: all of it; the headline; what the article is about (headline, summary, keyphrases, and who is in it);
# who is quoted in it; the places in it. Of the first three the stems too.
TEXT, TITLE, ABOUT, SPEAKER_WORDS, PLACE_WORDS = "text", "title", "about", "speaker_words", "place_words"
# Names that are looked for as they stand: folded, or codes.
TERMS = (
    "language", "source", "agency", "topic", "entity", "country", "point", "speaker", "story", "has", "figure",
    "precision",
)  # fmt: skip
# What can be counted, under the name that people read: that of most articles, where they differ in case or accents.
COUNTED = ("language", "source", "topic", "country", "agency_name", "entity_name", "place_name", "story")
# What articles can be sorted by: unsigned numbers of 64 bits that no two articles are likely to share.
RECEIVED, PUBLISHED = "key", "published"

# 42 bits of milliseconds reach to the year 2109; 22 bits of hash tell apart what came in the same one.
_HASH_BITS = 22
_LATEST_MILLISECOND = 2**42 - 1
# 39 bits of seconds since the year 1; 25 bits of hash tell apart what came on the same day.
_PUBLISHED_HASH_BITS = 25
_YEAR_1 = -62_135_596_800


def stem_field(language: str) -> str:
    """The name of the field with the stems of a language."""
    return f"stem_{language}"


def stems_of(field: str) -> str:
    """The name of the field with the stems of a short text, each with its language: `fr:drone`."""
    return f"{field}_stems"


@cache
def schema() -> tantivy.Schema:
    """The fields. The positions of the topic are in a document of their own, which has nothing but `positions`."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("revision", fast=True)
    for name in (RECEIVED, PUBLISHED):
        builder.add_unsigned_field(name, fast=True)
    for name in (TEXT, TITLE, ABOUT, SPEAKER_WORDS, PLACE_WORDS):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for language in STEMMERS:
        builder.add_text_field(stem_field(language), tokenizer_name="whitespace")
    for name in (TITLE, ABOUT):
        builder.add_text_field(stems_of(name), tokenizer_name="raw", index_option="basic")
    for name in sorted({*TERMS, *COUNTED}):
        builder.add_text_field(name, fast=name in COUNTED, tokenizer_name="raw", index_option="basic")
    for name in ("earliest", "latest", "received"):
        builder.add_integer_field(name, fast=True)
    builder.add_bytes_field("json", stored=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("positions", stored=True)
    return builder.build()


def analyze(text: str) -> list[str]:
    """The words of a text, in lower case and without accents."""
    return words_and_stems(text, "")[0].split()


def stems(text: str, language: str) -> list[str]:
    """The stems of the words of a text, in the order of its words; none in a language that has no stemmer."""
    return words_and_stems(text, language)[1].split()


def words_and_stems(text: str, language: str) -> tuple[str, str]:
    """Both as the index takes them, with spaces between them: to look for the words is what takes the time."""
    # To let go of the interpreter for every word, and wait for it again, is only fair to others in a text that is long.
    runs = _RUN.findall(text, concurrent=len(text) > _LONG)
    stemmed = " ".join(map(_analyzed(language), runs)) if language in STEMMERS else ""
    return " ".join(map(_analyzed(""), runs)), stemmed


def too_long(text: str) -> bool:
    """Is there a word that the index leaves out, or has in pieces?"""
    return any(len(word.lower().encode()) >= LONGEST_WORD for word in WORD.findall(text))


@lru_cache(_REMEMBERED)
def words_of_name(name: str) -> str:
    """The words of a name, which is likely to come again, as the index takes them."""
    return words_and_stems(name, "")[0]


@cache
def _analyzed(language: str) -> Callable[[str], str]:
    """What gives the words of a run of them, stemmed if there is a language."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    builder = builder.filter(tantivy.Filter.remove_long(LONGEST_WORD)).filter(tantivy.Filter.lowercase())
    if language:
        # Accents go after stemming, which needs them; so what is typed without them mostly finds the stem still.
        builder = builder.filter(tantivy.Filter.stemmer(STEMMERS[language]))
    analyzer = builder.filter(tantivy.Filter.ascii_fold()).build()
    return Remembered(lambda run: " ".join(_words(analyzer, run)), _REMEMBERED).__getitem__


def _words(analyzer: tantivy.TextAnalyzer, run: str) -> Iterator[str]:
    # Turkish has an i with a dot and one without, in both cases, and here they are one letter. What Tantivy makes of
    # the capital in small letters has its dot as a mark of its own, which no folding takes off.
    return (word for part in WORD.findall(run.replace("İ", "i")) for word in analyzer.analyze(part))


@lru_cache(_REMEMBERED)
def fold(name: str) -> str:
    """A name without what differs from one writer to the next: case, accents, the dot of an i, apostrophes, spaces."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.casefold().replace("ı", "i").split())


def sort_key(received_at: str, article_id: str) -> int:
    """The place of an article among all by when its first revision was received, and then by a hash of its id.

    64 bits, unsigned. It never changes, so an article that is revised between two pages keeps its place.
    """
    return _key(milliseconds(datetime.fromisoformat(received_at)), article_id, _HASH_BITS)


def received_keys(first: datetime | None, last: datetime | None) -> tuple[int | None, int | None]:
    """The lowest and the highest key of what was received from one moment on and up to the end of another's second."""
    lowest = milliseconds(first) << _HASH_BITS if first else None
    highest = (min(milliseconds(last) + 1000, _LATEST_MILLISECOND + 1) << _HASH_BITS) - 1 if last else None
    return lowest, highest


def beside(key: int, number: int) -> int:
    """The key of a part of an article, the first parts first: received in the same millisecond."""
    within = (key - number) % (1 << _HASH_BITS)
    return key >> _HASH_BITS << _HASH_BITS | within


def received_seconds(key: int) -> int:
    """When an article with this key was received, in seconds since 1970."""
    return (key >> _HASH_BITS) // 1000


def published_key(earliest: str | None, article_id: str) -> int:
    """The same by when it was published, by the first second that its date allows; without a date it is the last."""
    since = seconds(datetime.fromisoformat(earliest)) - _YEAR_1 if earliest else 0
    return _key(since, article_id, _PUBLISHED_HASH_BITS)


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970, not before and not after the year 2109."""
    return min(max(int(moment.timestamp() * 1000), 0), _LATEST_MILLISECOND)


def seconds(moment: datetime) -> int:
    """Seconds since 1970, as dates are kept in the index."""
    return int(moment.timestamp())


def _key(major: int, article_id: str, bits: int) -> int:
    within: int = int.from_bytes(hashlib.sha256(article_id.encode()).digest()[:4], "big") >> (32 - bits)
    return major << bits | within

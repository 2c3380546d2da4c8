"""How much articles have in common, by their words: the rarer a word is in the index, the more it says."""

import math
from collections.abc import Iterable
from functools import cache
from typing import Any

import tantivy

from services.api.search.schema import TEXT, analyze

Article = dict[str, Any]

# In the articles by which reading is measured, two reports of one event have 0.6 in common or more, and two of one
# subject 0.15 to 0.3. Of all other pairs one in a thousand has as much as that.
LEAST = 0.15
# Characters of a text: each of its words is looked up, and what a long one is about is said by then.
_COMPARED = 20_000


def likenesses(searcher: tantivy.Searcher, article: Article, others: Iterable[Article]) -> list[float]:
    """How like each of the others it is, 0 to 1: the cosine between their words, as inverse frequency weighs them."""
    entries = searcher.num_docs

    @cache
    def weight(word: str) -> float:
        having = searcher.doc_freq(TEXT, word)
        # Of entries that were replaced the words are counted until a merge, so there can be more of these than entries.
        return math.log(1 + (max(0, entries - having) + 0.5) / (having + 0.5)) ** 2

    def total(words: set[str]) -> float:
        return sum(map(weight, words))

    words = _words(article)
    here = total(words)
    return [total(words & there) / (math.sqrt(here * total(there)) or 1) for there in map(_words, others)]


def _words(article: Article) -> set[str]:
    return {*analyze(article["title"] or ""), *analyze(article["text"][:_COMPARED])}

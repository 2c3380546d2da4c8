"""The sentences of an article that say most of it."""

import math
from collections.abc import Sequence

from services.enrich.text import words
from shared.articles import Quoted, Span

VERSION = "3"
_SENTENCES = 3
_FEWEST_WORDS, _MOST_WORDS = 6, 70
# The lede of a dispatch is its summary already; the sentences behind it have to be like all others.
_LEAD = 0.3
# The stems of a stretch of text, with what they weigh there altogether.
Weights = dict[str, float]


def summarise(text: str, sentences: Sequence[Span], language: str) -> list[Quoted]:
    """Up to three whole sentences in the order of the text: early ones, and those closest to all the others."""
    usable = [span for span in sentences if _is_usable(text[span.start : span.end])]
    weights = [_weights(text, span, language) for span in usable]
    whole: Weights = {}
    for each in weights:
        for stem, weight in each.items():
            whole[stem] = whole.get(stem, 0.0) + weight
    sizes = [_size(each) for each in weights]
    size = _size(whole)
    alike = [_similarity(each, whole, each_size * size) for each, each_size in zip(weights, sizes, strict=True)]
    scores = [each + _LEAD / (1 + rank) ** 2 for rank, each in enumerate(alike)]
    chosen: list[int] = []
    for position in sorted(range(len(usable)), key=lambda index: -scores[index]):
        # A sentence that says again what is chosen already adds nothing.
        said = (_similarity(weights[position], weights[other], sizes[position] * sizes[other]) for other in chosen)
        if all(each < 0.6 for each in said):
            chosen.append(position)
        if len(chosen) == _SENTENCES:
            break
    spans = [usable[position] for position in sorted(chosen)]
    return [Quoted(start=span.start, end=span.end, text=text[span.start : span.end]) for span in spans]


def _is_usable(sentence: str) -> bool:
    spaced = len(sentence.split())
    # Without spaces between words the characters are counted.
    return _FEWEST_WORDS <= spaced <= _MOST_WORDS or (spaced < _FEWEST_WORDS and _is_unspaced(sentence))


def _is_unspaced(sentence: str) -> bool:
    return len(sentence) > 15 and sum(character > "\u2e7f" for character in sentence) > len(sentence) / 2


def _weights(text: str, span: Span, language: str) -> Weights:
    found: Weights = {}
    for word in words.find(text, language, span.start, span.end):
        if word.weight:
            found[word.stem] = found.get(word.stem, 0.0) + word.weight
    return found


def _size(bag: Weights) -> float:
    return sum(weight * weight for weight in bag.values())


def _similarity(one: Weights, other: Weights, sizes: float) -> float:
    """The cosine of two bags of words, 0 to 1; `sizes` is the product of theirs."""
    product = sum(weight * other[stem] for stem, weight in one.items() if stem in other)
    return product / math.sqrt(sizes) if sizes else 0.0

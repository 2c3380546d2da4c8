"""Articles to measure with: French, 4 KB long, and each different."""

import itertools
import math
import random
from pathlib import Path

import orjson
from wordfreq import top_n_list, word_frequency

from shared.sentences import split

SEED = Path(__file__).parents[1] / "seeds/000_3242eda2df0c20cf.txt"
_CHARACTERS = 3_900


def articles(count: int, source: str) -> list[bytes]:
    """JSON bodies as a client posts them, made from the sentences of the seed in another order each."""
    text = SEED.read_text(encoding="utf-8")
    sentences = [text[span.start : span.end] for span in split(text, "fr")]
    chance = random.Random(source)
    return [_article(sentences, chance, source, number) for number in range(count)]


def varied(count: int, source: str) -> list[str]:
    """Texts of French words as frequent as in French, so that a word matches as many articles as it would in life."""
    words = top_n_list("fr", 20_000)
    weights = list(itertools.accumulate(word_frequency(word, "fr") for word in words))
    chance = random.Random(source)
    return [" ".join(chance.choices(words, cum_weights=weights, k=650)) for _ in range(count)]


def rare(share: float, count: int) -> list[str]:
    """Words that stand in about this share of the varied texts."""
    wanted = -math.log(1 - share) / 650
    return sorted(top_n_list("fr", 20_000), key=lambda word: abs(word_frequency(word, "fr") - wanted))[:count]


def _article(sentences: list[str], chance: random.Random, source: str, number: int) -> bytes:
    body = f"Dépêche numéro {number} de {source}."
    while len(body) < _CHARACTERS:
        body += chance.choice((" ", " ", "\n\n")) + chance.choice(sentences)
    return orjson.dumps({"text": body, "source": source, "external_id": str(number), "published_at": "2023-10-04"})

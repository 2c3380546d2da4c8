"""Articles to measure with: made from the sentences of the seed, so that each is French, 4 KB long, and different."""

import random
from pathlib import Path

import orjson

from services.enrich.sentences import split

SEED = Path(__file__).parents[1] / "seeds/000_3242eda2df0c20cf.txt"
_CHARACTERS = 3_900


def articles(count: int, source: str) -> list[bytes]:
    """JSON bodies of different articles, as a client posts them."""
    text = SEED.read_text(encoding="utf-8")
    sentences = [text[span.start : span.end] for span in split(text, "fr")]
    chance = random.Random(source)
    return [_article(sentences, chance, source, number) for number in range(count)]


def _article(sentences: list[str], chance: random.Random, source: str, number: int) -> bytes:
    body = f"Dépêche numéro {number} de {source}."
    while len(body) < _CHARACTERS:
        body += chance.choice((" ", " ", "\n\n")) + chance.choice(sentences)
    return orjson.dumps({"text": body, "source": source, "external_id": str(number), "published_at": "2023-10-04"})

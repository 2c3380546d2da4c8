"""Sketches tell reprints from articles on the same topic."""

import random
import re
from pathlib import Path

import pytest

from services.enrich.text import sketch

SEED = (Path(__file__).parents[3] / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8")
SENTENCES = [sentence for sentence in re.split(r"(?<=[.»])\s+", SEED) if len(sentence) > 40]
# The same event in the words of somebody else: the same names, and a few of the same phrases.
SAME_TOPIC = """
Kiev n’a pas commenté l’annonce faite par Moscou mercredi matin. Selon le ministère russe de la Défense, la
défense antiaérienne est intervenue au-dessus de plusieurs régions proches de l’Ukraine, où des débris de
drones ukrainiens ont été retrouvés dans des champs. Des habitants de Belgorod racontent avoir entendu
plusieurs explosions vers trois heures. À Varsovie, l’amiral Rob Bauer, qui préside le Comité militaire de
l’OTAN, a rappelé que les réserves de munitions de l’Alliance n’étaient pas inépuisables. Le Congrès américain
doit se prononcer dans les semaines qui viennent sur une nouvelle enveloppe, que le président Biden appelle de
ses vœux depuis l’été. Plusieurs élus républicains s’y opposent."""

# What the seed's first two bands have always been.
KNOWN = [7330549281149948936, 5056203366196886458]


def of(text: str, language: str = "fr") -> bytes:
    found = sketch.of(text, language)
    assert found is not None
    return found


def edited(share: float, seed: int = 1) -> str:
    """The seed with a share of its sentences in other words."""
    chance, places = random.Random(seed), places_of(share, seed)
    other = [
        "la",
        "mairie",
        "annonce",
        "un",
        "marché",
        "couvert",
        "pour",
        "printemps",
        "hier",
        "devant",
        "trente",
        "élus",
    ]
    made = []
    for number, sentence in enumerate(SENTENCES):
        replaced = number in places
        made.append(" ".join(chance.choices(other, k=len(sentence.split()))) if replaced else sentence)
    return " ".join(made)


def places_of(share: float, seed: int) -> set[int]:
    return set(random.Random(seed).sample(range(len(SENTENCES)), round(share * len(SENTENCES))))


def alike(one: bytes, other: bytes) -> bool:
    return not set(sketch.bands(one)).isdisjoint(sketch.bands(other))


@pytest.mark.parametrize(("share", "least"), [(0.0, 1.0), (0.1, 0.7), (0.2, 0.5), (0.3, 0.35), (0.4, 0.3)])
def test_a_reprint_with_some_sentences_in_other_words_is_recognised(share: float, least: float) -> None:
    for seed in range(20):
        other = of(edited(share, seed))
        assert alike(of(" ".join(SENTENCES)), other)
        assert sketch.similarity(of(" ".join(SENTENCES)), other) >= least


def test_the_same_topic_in_other_words_is_none() -> None:
    assert sketch.similarity(of(SEED), of(SAME_TOPIC)) < 0.15


def test_a_short_text_has_no_sketch() -> None:
    assert sketch.of("Le port a rouvert mardi.", "fr") is None
    assert sketch.of("", "fr") is None


def test_languages_without_spaces_have_sketches_too() -> None:
    text = "日本の首相は水曜日、東京で記者会見を開き、新しい経済対策を発表した。対策には減税と給付金が含まれる。"
    assert sketch.similarity(of(text, "ja"), of(text.replace("水曜日", "木曜日"), "ja")) > 0.6


def test_it_is_the_same_in_every_process() -> None:
    """Sketches are stored: a hash that is seeded anew in every process would find nothing."""
    assert sketch.bands(of(" ".join(SENTENCES)))[:2] == KNOWN, "if this is meant, VERSION must change"

"""Which language: sentences of news in fifteen of them. The floors only rise."""

import pytest

from services.enrich.text import language
from tests.quality.evaluation import evaluation

# What was measured, rounded down.
FLOORS = {"ar": 0.999, "de": 0.998, "en": 0.999, "es": 0.992, "fr": 0.988, "it": 0.996, "ja": 1.0, "nl": 0.992}
FLOORS |= {"pl": 0.998, "pt": 0.985, "ru": 0.996, "sv": 0.962, "tr": 0.988, "uk": 0.99, "zh": 1.0}


@pytest.mark.parametrize("code", sorted(FLOORS))
def test_sentences_are_told(code: str) -> None:
    lines = (evaluation() / "langid" / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    right = sum(language.detect(line, None).code == code for line in lines)
    assert right / len(lines) >= FLOORS[code], f"{code}: {right} of {len(lines)}"

"""What an article is about, in the 17 top-level subjects of IPTC's Media Topics (CC BY 4.0)."""

import math
from collections import Counter
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, RootModel

from services.enrich import words
from shared.articles import Topic

VERSION = "2"
_MOST = 2
# Two different words are the least that is no accident; a headline says twice as much as a sentence.
_LEAST_WORDS, _HEADLINE = 2, 2
# The second topic is given only if it is nearly as strong as the first.
_NEARLY = 0.5


class _Subject(BaseModel):
    """A topic's label, and the words that speak for it, separated by spaces."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str
    words: str


class _Subjects(RootModel[dict[str, _Subject]]):
    """All the topics of a language, by the code of the Media Topic."""


def classify(text: str, title: str | None, language: str) -> list[Topic]:
    """The best topic and perhaps a second; `score` is its share of all that was found. None without evidence.

    Only for languages with a lexicon of their own, `languages/<code>/topics.yaml`.
    """
    lexicon = _lexicon(language)
    if not lexicon:
        return []
    found = Counter(word.stem for word in words.find(text, language))
    for word in words.find(title or "", language):
        found[word.stem] += _HEADLINE
    strengths: Counter[str] = Counter()
    different: Counter[str] = Counter()
    for stem, count in found.items():
        for code in lexicon.get(stem, ()):
            # A word that speaks for several topics speaks less for each.
            strengths[code] += math.log1p(count) / len(lexicon[stem])  # type: ignore[assignment]  # fractions add too
            different[code] += 1
    ranked = [(code, strength) for code, strength in strengths.most_common() if different[code] >= _LEAST_WORDS]
    total = sum(strengths.values())
    return [
        Topic(code=f"medtop:{code}", label=_subjects(language)[code].label, score=round(strength / total, 3))
        for code, strength in ranked[:_MOST]
        if strength >= _NEARLY * ranked[0][1]
    ]


@cache
def _lexicon(language: str) -> dict[str, list[str]]:
    """The codes that each stem speaks for."""
    lexicon: dict[str, list[str]] = {}
    for code, subject in _subjects(language).items():
        for stem in {found.stem for entry in subject.words.split() for found in words.find(entry, language)}:
            lexicon.setdefault(stem, []).append(code)
    return lexicon


@cache
def _subjects(language: str) -> dict[str, _Subject]:
    file = files("services.enrich") / "languages" / language / "topics.yaml"
    return _Subjects.model_validate(yaml.safe_load(file.read_text("utf-8"))).root if file.is_file() else {}

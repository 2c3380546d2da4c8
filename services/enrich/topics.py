"""What an article is about, in the 17 top-level subjects of IPTC's Media Topics (CC BY 4.0)."""

import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, RootModel

from services.enrich import words
from services.enrich.remembered import Remembered
from services.enrich.words import Word
from shared.articles import Topic

VERSION = "3"
_MOST = 2
# What an entry of the lexicon says for its topic; "weak" are words of several topics, or of any article.
_WEIGHTS = {"strong": 2.0, "words": 1.0, "weak": 0.4}
# A headline and a lede say what an article is about, the rest says more.
_HEADLINE, _LEDE, _LEDE_WORDS = 6, 3, 40
# As much as two words say, or a strong one: less is no evidence.
_LEAST = 0.6
# The second topic is given only if it is nearly as strong as the first.
_NEARLY = 0.5

# What an entry says, by the code of the topic.
_Says = tuple[tuple[str, float], ...]
_Stems = tuple[str, ...]
# A word by its stem, a phrase by those of its words.
_Entry = str | _Stems


class _Subject(BaseModel):
    """A topic's label, and what speaks for it: words and phrases with commas between them.

    An asterisk stands for any other letters: `*unglück` for all compounds of it, `klima*` for all that begin so.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str
    strong: str = ""
    words: str
    weak: str = ""


class _Subjects(RootModel[dict[str, _Subject]]):
    """All the topics of a language, by the code of the Media Topic."""


def classify(text: str, title: str | None, language: str) -> list[Topic]:
    """The best topic and perhaps a second; `score` is its share of all that was found. None without evidence.

    Only for languages with a lexicon of their own, `languages/<code>/topics.yaml`.
    """
    lexicon = _lexicon(language)
    if not lexicon:
        return []
    said: dict[_Entry, int] = {}
    for _, entry in lexicon.read(words.find(title or "", language)):
        said[entry] = said.get(entry, 0) + _HEADLINE
    for place, entry in lexicon.read(words.find(text, language)):
        said[entry] = said.get(entry, 0) + (_LEDE if place < _LEDE_WORDS else 1)
    strengths: dict[str, float] = {}
    for entry, count in said.items():
        for code, weight in lexicon.says[entry]:
            strengths[code] = strengths.get(code, 0.0) + weight * math.log1p(count)
    ranked = sorted(strengths.items(), key=lambda item: -item[1])[:_MOST]
    if not ranked or ranked[0][1] < _LEAST:
        return []
    total = sum(strengths.values())
    return [
        Topic(code=f"medtop:{code}", label=_subjects(language)[code].label, score=round(strength / total, 3))
        for code, strength in ranked
        if strength >= max(_LEAST, _NEARLY * ranked[0][1])
    ]


class _Lexicon:
    """What the words and phrases of a language say for the topics."""

    def __init__(self, subjects: dict[str, _Subject], language: str) -> None:
        self._language = language
        self._rarity = words.rarities(language)
        weights: dict[_Entry, dict[str, float]] = {}
        self._beginnings: dict[str, dict[str, float]] = {}
        self._endings: dict[str, dict[str, float]] = {}
        for code, subject in subjects.items():
            for name, weight in _WEIGHTS.items():
                for entry in getattr(subject, name).split(","):
                    self._add(weights, entry.strip(), code, weight)
        self._longest = max(map(len, (*self._beginnings, *self._endings)), default=0)
        self._whole = {entry: _shares(found) for entry, found in weights.items()}
        # By their first two words, the longest first.
        self._phrases: dict[tuple[str, str], list[_Stems]] = {}
        for phrase in sorted((entry for entry in weights if isinstance(entry, tuple)), key=len, reverse=True):
            self._phrases.setdefault(phrase[:2], []).append(phrase)
        self._firsts = frozenset(first for first, _ in self._phrases)
        self.says: dict[_Entry, _Says] = Remembered(self._judge)

    def _add(self, weights, entry: str, code: str, weight: float) -> None:
        stems = tuple(word.stem for word in words.find(entry.strip("*"), self._language))
        if len(stems) == 1:
            weight *= self._rarity.get(stems[0], 1.0)
        if not stems or not weight:
            return
        if entry.endswith("*"):
            self._beginnings.setdefault(_plain(entry.strip("*").lower()), {})[code] = weight
        if entry.startswith("*"):
            self._endings.setdefault(_plain(stems[0]), {})[code] = weight
        if not entry.endswith("*"):
            says = weights.setdefault(stems if len(stems) > 1 else stems[0], {})
            says[code] = max(weight, says.get(code, 0.0))

    def read(self, found: Sequence[Word]) -> list[tuple[int, _Entry]]:
        """The entries in a text and at which word they stand. The words of a phrase say nothing by themselves."""
        stems = [word.stem for word in found] + [""]
        says, firsts, phrases = self.says, self._firsts, self._phrases
        read: list[tuple[int, _Entry]] = []
        after = 0
        for place in [place for place, stem in enumerate(stems) if says[stem] or stem in firsts]:
            if place < after:
                continue
            for phrase in phrases.get((stems[place], stems[place + 1]), ()):
                if tuple(stems[place : place + len(phrase)]) == phrase:
                    read.append((place, phrase))
                    after = place + len(phrase)
                    break
            else:
                if says[stems[place]]:
                    read.append((place, stems[place]))
        return read

    def _judge(self, stem: _Entry) -> _Says:
        """What a stem says that is not looked up for the first time: itself, its parts, or how it begins or ends."""
        if (whole := self._whole.get(stem)) is not None:
            return whole
        assert isinstance(stem, str)
        if "-" in stem:
            parts = [self.says[word.stem] for word in words.find(stem.replace("-", " "), self._language)]
            return tuple(said for part in parts for said in part)
        plain = _plain(stem)
        for length in range(min(len(plain), self._longest), 2, -1):
            for affixes, affix in ((self._endings, plain[-length:]), (self._beginnings, plain[:length])):
                if affix in affixes:
                    return _shares(affixes[affix])
        return ()


def _shares(weights: dict[str, float]) -> _Says:
    """An entry of several topics speaks less for each."""
    total = sum(weights.values())
    return tuple((code, weight * weight / total) for code, weight in weights.items())


def _plain(word: str) -> str:
    """Without accents, of which some stemmers take away a few."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


@cache
def _lexicon(language: str) -> _Lexicon | None:
    subjects = _subjects(language)
    return _Lexicon(subjects, language) if subjects else None


@cache
def _subjects(language: str) -> dict[str, _Subject]:
    file = files("services.enrich") / "languages" / language / "topics.yaml"
    return _Subjects.model_validate(yaml.safe_load(file.read_text("utf-8"))).root if file.is_file() else {}

"""What an article is about, in the 17 top-level subjects of IPTC's Media Topics (CC BY 4.0)."""

import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import compress, count
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel

from services.enrich import words
from services.enrich.words import Word
from shared.articles import Topic
from shared.remembered import Remembered

VERSION = "4"
_MOST = 2
# Of a word that says it alone, and of one that is said in articles of other topics as well.
_STRONG, _WEAK = 2.0, 0.4
# A headline and a lede say what an article is about, the rest says more.
_HEADLINE, _LEDE, _LEDE_WORDS = 6, 3, 40
# Two different words are the least that is no accident, if they say more than words that everybody uses.
_LEAST_WORDS, _LEAST = 2, 0.6
# The second topic is given only if it is nearly as strong as the first.
_NEARLY = 0.5

# No word of any language is longer.
_LONGEST = 60

_Entries = Annotated[str, Field(pattern=r"^\D*$")]
_Weights = dict[str, float]  # what an entry says, by the code of the topic


class _Subject(BaseModel):
    """A topic's label, and what speaks for it: words and phrases with commas between them.

    An asterisk stands for any other letters: `*unglück` for all compounds of it, `klima*` for all that begin so. Words
    have no digits: an entry "5g" would be the letter g.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str
    strong: _Entries
    words: _Entries
    weak: _Entries = ""


class _Subjects(RootModel[dict[str, _Subject]]):
    """All the topics of a language, by the code of the Media Topic."""


def classify(text: str, title: str | None, language: str) -> list[Topic]:
    """The best topic and perhaps a second; `score` is its share of all that was found. None without evidence.

    Only for languages with a lexicon of their own, `languages/<code>/topics.yaml`.
    """
    lexicon = _lexicon(language)
    if not lexicon:
        return []
    said: dict[str, int] = {}
    for _, entry in lexicon.read(words.find(title or "", language)):
        said[entry] = said.get(entry, 0) + _HEADLINE
    for place, entry in lexicon.read(words.find(text, language)):
        said[entry] = said.get(entry, 0) + (_LEDE if place < _LEDE_WORDS else 1)
    found: dict[str, list[float]] = {}
    for entry, times in said.items():
        for code, weight in lexicon.says[entry].items():
            found.setdefault(code, []).append(weight * math.log1p(times))
    strengths = {code: sum(weights) for code, weights in found.items()}
    total = sum(strengths.values())
    backed = (code for code, weights in found.items() if len(weights) >= _LEAST_WORDS and strengths[code] >= _LEAST)
    ranked = sorted(backed, key=strengths.__getitem__, reverse=True)
    return [
        Topic(code=f"medtop:{code}", label=_subjects(language)[code].label, score=round(strengths[code] / total, 3))
        for code in ranked[:_MOST]
        if strengths[code] >= _NEARLY * strengths[ranked[0]]
    ]


class _Lexicon:
    """What the words and phrases of a language say for the topics.

    An entry is known by its stem, a phrase by those of its words with spaces between them. `says` has what each says;
    what other words say it finds out when they are first asked for, by their parts, or by how they begin or end.
    """

    def __init__(self, subjects: dict[str, _Subject], language: str) -> None:
        self._language = language
        self._rarities = words.rarities(language)
        self._whole: dict[str, _Weights] = {}
        self._beginnings: dict[str, _Weights] = {}
        self._endings: dict[str, _Weights] = {}
        # By their first two words.
        self._phrases: dict[tuple[str, str], list[list[str]]] = {}
        for code, subject in subjects.items():
            for said, weight in ((subject.strong, _STRONG), (subject.words, 1.0), (subject.weak, _WEAK)):
                for entry in said.split(","):
                    self._add(entry.strip(), code, weight)
        for phrases in self._phrases.values():
            phrases.sort(key=len, reverse=True)
        firsts = frozenset(first for first, _ in self._phrases)
        self.says = Remembered(self._judge)
        self._speaks = Remembered(lambda stem: stem in firsts or bool(self.says[stem]))

    def _add(self, entry: str, code: str, weight: float) -> None:
        bare = entry.strip("*")
        match stems := [word.stem for word in words.find(bare, self._language)]:
            case []:
                return
            case [stem]:
                weight *= self._rarities.get(stem, 1.0)
            case [first, second, *_] if stems not in self._phrases.setdefault((first, second), []):
                self._phrases[first, second].append(stems)
        if entry.startswith("*"):
            self._endings.setdefault(_plain(stems[0]), {})[code] = weight
        if entry.endswith("*"):
            self._beginnings.setdefault(_plain(bare.lower()), {})[code] = weight
        elif weight:
            self._whole.setdefault(" ".join(stems), {}).setdefault(code, weight)

    def read(self, found: Sequence[Word]) -> list[tuple[int, str]]:
        """The entries in a text, and at which word they stand. The words of a phrase say nothing by themselves."""
        stems = [word.stem for word in found] + [""]
        read: list[tuple[int, str]] = []
        after = 0
        for place in compress(count(), map(self._speaks.__getitem__, stems)):
            if place < after:
                continue
            for phrase in self._phrases.get((stems[place], stems[place + 1]), ()):
                if stems[place : place + len(phrase)] == phrase:
                    read.append((place, " ".join(phrase)))
                    after = place + len(phrase)
                    break
            else:
                read.append((place, stems[place]))
        return read

    def _judge(self, entry: str) -> _Weights:
        if entry in self._whole:
            return _shared(self._whole[entry])
        if len(entry) > _LONGEST:
            return {}
        if "-" in entry:
            parts = words.find(entry.replace("-", " "), self._language)
            return {code: weight for part in parts for code, weight in self.says[part.stem].items()}
        plain = _plain(entry)
        for length in range(len(plain), 2, -1):
            for affixes, affix in ((self._endings, plain[-length:]), (self._beginnings, plain[:length])):
                if affix in affixes:
                    return _shared(affixes[affix])
        return {}


def _shared(weights: _Weights) -> _Weights:
    """An entry of several topics speaks less for each."""
    total = sum(weights.values())
    return {code: weight * weight / total for code, weight in weights.items() if weight}


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

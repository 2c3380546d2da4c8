"""What words say for a topic: the lexicons `languages/<code>/topics.yaml`."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import compress, count
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from services.enrich.text import tables, words
from services.enrich.text.words import Word
from shared.remembered import Remembered

# Of a word that says it alone, and of one that is said in articles of other topics as well.
_STRONG, _WEAK = 2.0, 0.4
# Under this code are the words that only look like those of a topic.
_NOTHING = "00000000"
# No word of any language is longer.
_LONGEST = 60
# Of a stem that belongs to a far more usual word: ten times as much is said of that.
_STRANGE = 0.25
# What stands before the end of a compound is a word, and a compound's end has no longer inflection than "ern".
_VOWEL, _INFLECTIONS = re.compile("[aeiouy]"), (1, 2, 3)

_Entries = Annotated[str, Field(pattern=r"^\D*$")]
Weights = dict[str, float]  # what an entry says, by the code of the topic


class _Subject(BaseModel):
    """A topic's label, and what speaks for it: words and phrases with commas between them.

    An asterisk stands for any other letters or none: `*unglück` for it and its compounds, `klima*` for all that begin
    so. Words have no digits: an entry "5g" would be the letter g.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str
    strong: _Entries
    words: _Entries
    weak: _Entries = ""


class Subjects(RootModel[dict[str, _Subject]]):
    """All the topics of a language, by the code of the Media Topic."""


class Lexicon:
    """What the words and phrases of a language say for the topics.

    An entry is known by its stem, a phrase by those of its words with spaces between them. What other words say is
    found out when they are first met, by their parts, or by how they begin or end.
    """

    def __init__(self, subjects: dict[str, _Subject], language: str) -> None:
        self.labels = {code: subject.label for code, subject in subjects.items()}
        self._language = language
        nothing = subjects.get(_NOTHING)
        self._rarities = words.rarities(language, frozenset(_entries(nothing.words)) if nothing else ())
        self._stems: dict[str, Weights] = {}
        # Entries whose stem is a far more usual word's, which they are not to be taken for; and these stems.
        self._forms: dict[str, Weights] = {}
        self._strange: set[str] = set()
        self._beginnings: dict[str, Weights] = {}
        self._endings: dict[str, Weights] = {}
        # What the stem of a word begins or ends with if these may be in it.
        self._affixes: set[str] = set()
        # By their rarest word, and which of them it is: most words are in no phrase then.
        self._phrases: dict[str, list[tuple[int, list[str]]]] = {}
        for code, subject in subjects.items():
            for said, weight in ((subject.strong, _STRONG), (subject.words, 1.0), (subject.weak, _WEAK)):
                for entry in _entries(said):
                    self._add(entry, code, weight if code != _NOTHING else 0.0)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: len(phrase[1]), reverse=True)
        for entries in (self._stems, self._forms, self._beginnings, self._endings):
            entries.update({entry: _shared(weights) for entry, weights in entries.items()})
        self._may_speak = Remembered(self._is_candidate)
        self._says = Remembered(self._judge)

    def _add(self, entry: str, code: str, weight: float) -> None:
        bare = entry.strip("*").lower()
        stems = [word.stem for word in words.find(bare, self._language)]
        if len(stems) > 1:
            rarest = max(range(len(stems)), key=lambda place: self._rarities.get(stems[place], 1.0))
            phrases = self._phrases.setdefault(stems[rarest], [])
            if (rarest, stems) not in phrases:
                phrases.append((rarest, stems))
            self._stems.setdefault(" ".join(stems), {}).setdefault(code, weight)
        elif stems:
            self._add_word(entry, bare, stems[0], {code: weight})

    def _add_word(self, entry: str, bare: str, stem: str, says: Weights) -> None:
        rarity, own = self._rarities.get(stem, 1.0), words.rarity(bare, self._language)
        by_stem = {code: weight * rarity for code, weight in says.items()}
        if entry.startswith("*"):
            self._endings.setdefault(_plain(bare), {}).update(by_stem)
            self._affixes.add(_plain(stem))
        if own - rarity > _STRANGE or _NOTHING in says:
            self._strange.add(stem)
            self._forms.setdefault(bare, {}).update({code: weight * own for code, weight in says.items()})
        else:
            self._stems[stem] = by_stem | self._stems.get(stem, {})
        if entry.endswith("*"):
            self._beginnings.setdefault(_plain(bare), {}).update(by_stem)
            self._affixes.add(_plain(bare))

    def read(self, text: str, found: Sequence[Word]) -> list[tuple[int, str, Weights]]:
        """At which of its words an entry stands in the text, its stem, and what it says.

        The words of a phrase say nothing by themselves.
        """
        stems = [word.stem for word in found]
        read: list[tuple[int, str, Weights]] = []
        after = 0
        for place in compress(count(), map(self._may_speak.__getitem__, stems)):
            if place < after:
                continue
            entry = stems[place]
            for offset, phrase in self._phrases.get(entry, ()):
                begin = place - offset
                if begin >= after and stems[begin : begin + len(phrase)] == phrase:
                    while read and read[-1][0] >= begin:
                        read.pop()
                    place, entry, after = begin, " ".join(phrase), begin + len(phrase)
                    break
            says = self._stems.get(entry) if entry not in self._strange else None
            if says is None:
                word = found[place]
                says = self._says[text[word.start : word.end]]
            if says:
                read.append((place, entry, says))
        return read

    def _is_candidate(self, stem: str) -> bool:
        """Whether words of this stem may say anything, which is soon seen of most that do not."""
        if stem in self._phrases or stem in self._strange:
            return True
        if stem in self._stems:
            return bool(self._stems[stem])
        plain = _plain(stem)
        return 2 < len(plain) <= _LONGEST and (
            "-" in plain
            or any(plain[-size:] in self._affixes or plain[:size] in self._affixes for size in range(3, len(plain) + 1))
        )

    def _judge(self, word: str) -> Weights:
        stem = words.stem_of(word, self._language)
        for entries, entry in ((self._forms, word.lower()), (self._stems, stem)):
            if entry in entries:
                return entries[entry]
        if len(word) > _LONGEST:
            return {}
        if "-" in word:
            return {code: weight for part in word.split("-") for code, weight in self._says[part].items()}
        rarity = self._rarities.get(stem, 1.0)
        return {code: weight * rarity for code, weight in self._by_affix(word, stem).items()}

    def _by_affix(self, word: str, stem: str) -> Weights:
        """What the longest end or beginning of a word says that is an entry; the end may be inflected."""
        plain = _plain(word.lower())
        cuts = (cut for cut in _INFLECTIONS if words.stem_of(word[:-cut], self._language) == stem)
        ends = [plain, *(plain[:-cut] for cut in cuts)]
        for size in range(len(plain), 2, -1):
            for end in ends:
                if end[-size:] in self._endings and _VOWEL.search(end[:-size]):
                    return self._endings[end[-size:]]
            if plain[:size] in self._beginnings:
                return self._beginnings[plain[:size]]
        return {}


def _entries(said: str) -> list[str]:
    return [entry.strip() for entry in said.split(",")]


def _shared(weights: Weights) -> Weights:
    """An entry of several topics speaks less for each."""
    total = sum(weights.values())
    return {code: weight * weight / total for code, weight in weights.items() if weight}


def _plain(word: str) -> str:
    """Without accents, of which some stemmers take away a few."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


@cache
def load(language: str) -> Lexicon | None:
    """The lexicon of a language, or None if it has none."""
    file = files("services.enrich") / "languages" / language / "topics.yaml"
    if not file.is_file():
        return None
    return Lexicon(Subjects.model_validate(tables.read(file)).root, language)

"""What a run of capitalised words is, in a language that there is no model for.

1. A well-known organisation, or a name with a head noun: "Banco de España", "Bundesamt für Verfassungsschutz".
2. What a noun before it says: "la empresa Acciona", "ministra Nadia Calviño".
3. A place that the gazetteer knows.
4. A person, if the first word is a common first name, or if none of the words is a word of the language.

A language that gives every noun a capital needs a first name or a title for a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.enrich.gazetteer.places import Gazetteer, fold, home
from services.enrich.tagging import first_names
from services.enrich.tagging.name_words import (
    ALL_NOUNS_CAPITAL,
    COMMON,
    any_language,
    is_word,
    name_words,
    names_file,
    word_frequency,
)

Label = Literal["PER", "ORG", "LOC", "MISC"]
Guess = tuple[int, int, Label]

ROMAN = re.compile(r"[IVXLC]+\.?")
INITIAL = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*")
# A word as frequent as this at the start of a sentence is itself, whatever town has its name: "Para", "Nice".
VERY_COMMON = 5.0
SMALL_WORD = 6.0
LONGEST_PERSON, SHORTEST_FROM = 7, 4
# "-amt" and "-bund" end the names of organisations that are one word; shorter endings would be found by chance.
SHORTEST_COMPOUND = 4


@dataclass(frozen=True)
class Word:
    """A word of a text; `opens` where a sentence begins with it."""

    start: int
    end: int
    text: str
    opens: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def abbreviation(self) -> bool:
        return self.text.isupper() and 3 <= len(self.text) <= 6 and not ROMAN.fullmatch(self.text)


class Judge:
    """Judges runs of capitalised words of one language."""

    def __init__(self, language: str, gazetteer: Gazetteer) -> None:
        self._language = language
        self._gazetteer = gazetteer
        self._words, self._any = name_words(language), any_language()
        self._title_endings = tuple(names_file(language).function_endings)
        # How unknown words end that are rather nouns than names.
        self._noun_tails = tuple(names_file(language).noun_tails)
        self._articles = frozenset(names_file(language).definite)
        self._origins = frozenset(names_file(language).origins)
        compounds = () if self._words.head_first else self._words.organization_endings
        self._compounds = tuple(ending for ending in compounds if len(ending) >= SHORTEST_COMPOUND)
        self._nouns_are_capital = language in ALL_NOUNS_CAPITAL

    def __call__(self, run: list[Word], before: str) -> Iterator[Guess]:
        """The names in a run, mostly one or none; `before` is the word in front of it, empty at a sentence's start."""
        for part in self._parts(run):
            yield from self._names(part, before)
            before = ""

    def _parts(self, run: list[Word]) -> Iterator[list[Word]]:
        """A run cut at each "and" that does not stand inside the name of an organisation."""
        part: list[Word] = []
        for position, word in enumerate(run):
            after = run[position + 1] if position + 1 < len(run) else None
            inside = bool(part) and self._is_head(part[0]) and after and after.capital and not self._is_head(after)
            if word.text not in self._any.ands or inside:
                part.append(word)
            elif part:
                yield part
                part = []
        if part:
            yield part

    def _names(self, part: list[Word], before: str) -> Iterator[Guess]:
        if len(part) > 2 and part[0].text in self._words.organizations and part[1].text in first_names.common():
            # "Disse à Lusa Teresa Fontes": an agency, and who spoke to it.
            yield part[0].start, part[0].end, "ORG"
            part = part[1:]
        thing = part[1:] if part[0].opens and part[0].text.lower() in self._articles else part
        if self._is_thing(thing):
            yield thing[0].start, thing[-1].end, "MISC"
            return
        kept = self._without_titles(part)
        if not kept:
            return
        if len(kept) < len(part):
            before = part[len(part) - len(kept) - 1].text
        if len(kept) > 2 and self._is_before_person(kept):
            kept, before = kept[1:], kept[0].text
        for at in range(1, len(kept) - 1):
            # "Emilia-Romagna Stefano Bonaccini", "in Berlin den Präsidenten": the place is all there is of the name.
            ends = kept[at].text in first_names.common() or (self._nouns_are_capital and not kept[at].capital)
            last = max((before for before in range(at) if kept[before].capital), default=0)
            if ends and self._is_place(kept[: last + 1]) and not self._is_place(kept):
                yield kept[0].start, kept[last].end, "LOC"
                kept, before = kept[at:], ""
                break
        label = self._label(kept, before)
        if label == "PER" and (cut := self._organization_after(kept)):
            last = max(at for at in range(cut) if kept[at].capital)
            yield kept[0].start, kept[last].end, "PER"
            yield kept[cut].start, kept[-1].end, "ORG"
        elif label == "PER" and (cut := self._place_after(kept)):
            yield kept[0].start, kept[cut - 2].end, "PER"
            yield kept[cut].start, kept[-1].end, "LOC"
        elif label:
            yield kept[0].start, kept[-1].end, label
        elif self._nouns_are_capital:
            yield from self._person_inside(kept)

    def _is_thing(self, part: list[Word]) -> bool:
        """Whether words are the noun of an event, a small word and more: "Giro d'Italia", "Ronde van Vlaanderen"."""
        if len(part) < 3 or part[0].opens or not part[0].capital or part[1].capital:
            return False
        return fold(part[0].text) in self._words.thing_heads

    def _is_before_person(self, kept: list[Word]) -> bool:
        """Whether a person's name begins with the second word: "Minister van Sport Griet Lannoye"."""
        first, second = kept[0].text, kept[1].text
        is_noun = word_frequency(first, self._language) >= COMMON and not self._is_head(kept[0])
        return is_noun and first_names.is_first(second) and not first_names.is_first(first) and kept[2].capital

    def _label(self, kept: list[Word], before: str) -> Label | None:
        text, first = _text(kept), kept[0].text
        if kept[0].opens and len(kept) == 1 and word_frequency(first, self._language) >= VERY_COMMON:
            surely = word_frequency(first, self._language) < SMALL_WORD and self._gazetteer.is_area(
                text, self._language
            )
            return "LOC" if surely else None
        if text.lower() in self._words.not_names:
            return None
        if fold(before) in self._words.organization_nouns and not is_word(first, self._language):
            return "ORG"
        if len(kept) > 1 and self._is_headed(kept):
            return "ORG"
        if self._is_person(kept, before):
            return "PER"
        if self._is_place(kept) or self._is_near(text, before):
            return "LOC"
        if len(kept) == 1:
            return "ORG" if kept[0].abbreviation else None
        if any(self._any.is_organization_noun(word.text) for word in kept):
            return "ORG"
        if fold(first) in self._words.place_heads:
            return "LOC"
        alike = len(kept) < LONGEST_PERSON and all(self._is_personal(word) for word in kept)
        return "PER" if alike and not self._nouns_are_capital else None

    def _is_head(self, word: Word) -> bool:
        return fold(word.text) in self._words.organization_heads

    def _is_headed(self, run: list[Word]) -> bool:
        """Whether a head noun makes several words an organisation."""
        if not self._words.organization_heads:
            return self._any.is_organization_noun(run[0].text)
        first, last = fold(run[0].text), fold(run[-1].text)
        if self._is_head(run[0]) or (self._compounds and first.endswith(self._compounds)):
            return True
        endings = self._words.organization_endings | self._words.company_endings
        return last in endings and run[0].text not in first_names.common()

    def _is_person(self, kept: list[Word], before: str) -> bool:
        """Whether a title or a first name says that this is a person."""
        if len(kept) >= LONGEST_PERSON or not all(w.capital or w.text in self._any.particles for w in kept):
            return False
        if first_names.is_first(kept[0].text) or (len(kept) > 2 and INITIAL.fullmatch(kept[0].text)):
            several = sum(word.capital for word in kept)
            return 1 < several < (4 if self._nouns_are_capital else LONGEST_PERSON) and not self._is_place(kept)
        if not self._is_title(before) or kept[0].abbreviation or self._is_place(kept):
            return False
        return all(self._is_personal(word) or self._is_unheard(word) for word in kept)

    def _is_unheard(self, word: Word) -> bool:
        """Whether a word is too rare for a noun, so that behind a title it is a name: "Pater Luzius Derungs"."""
        unheard = not any(word_frequency(part, self._language) for part in (word.text, *word.text.split("-")))
        return self._nouns_are_capital and unheard and not word.text.endswith(self._noun_tails)

    def _person_inside(self, kept: list[Word]) -> Iterator[Guess]:
        """A first name and a surname among nouns: "Verkehrsminister Volker Wissing Mittwoch"."""
        for position, word in enumerate(kept[:-1]):
            if first_names.is_first(word.text):
                last = position + 1
                while last + 1 < len(kept) and (not kept[last].capital or kept[last].text in first_names.common()):
                    last += 1
                if kept[last].capital:
                    yield word.start, kept[last].end, "PER"
                return

    def _is_title(self, word: str) -> bool:
        lower = word.lower()
        return lower in self._words.title_words or bool(self._title_endings and lower.endswith(self._title_endings))

    def _is_place(self, run: list[Word]) -> bool:
        return self._gazetteer.is_known(_text(run), self._language)

    def _is_near(self, text: str, before: str) -> bool:
        """Whether a town of a country that speaks the language is meant, after a word such as "in"."""
        if before not in self._words.locatives or word_frequency(text, self._language) >= VERY_COMMON:
            return False
        found = self._gazetteer.candidates(text, self._language)
        return bool(found) and found[0].place.country in home(self._language)

    def _place_after(self, person: list[Word]) -> int | None:
        """Where the place begins that a person comes from: "Femke Halsema van Amsterdam"."""
        if len(person) < SHORTEST_FROM or person[-2].capital or not person[-3].capital:
            return None
        last = person[-1].text
        is_town = person[-2].text in self._origins and (
            self._gazetteer.candidates(last, self._language) or self._gazetteer.towns(last)
        )
        return len(person) - 1 if is_town or self._is_place(person[-1:]) else None

    def _organization_after(self, person: list[Word]) -> int | None:
        """Where the organisation begins that a person is of: "Femke Oosterhuis van de TU Delft"."""
        for cut in range(3, len(person)):
            text = person[cut].text
            letters = text.isupper() and len(text) > 1 and not ROMAN.fullmatch(text)
            if (letters or self._is_head(person[cut]) or self._words.is_organization(text)) and not person[
                cut - 1
            ].capital:
                return cut
        return None

    def _without_titles(self, run: list[Word]) -> list[Word]:
        """What is left of a run when the words before the name are taken off: "Presidente", "Estado de", "O"."""
        titled = False
        while run and not self._is_place(run) and not run[0].abbreviation:
            word = run[0].text.lower()
            if len(run) > 2 and word in self._words.peoples and first_names.is_first(run[1].text):
                # "De Noor Sander Eikeland", though Noor is a first name, too.
                run = run[1:]
                continue
            frequency = word_frequency(word, self._language)
            opener = run[0].opens and frequency >= VERY_COMMON
            # "Per la Confcommercio", though Per is a first name, too.
            is_name = first_names.is_first(run[0].text) and not (opener and frequency >= SMALL_WORD)
            is_begun = self._is_head(run[0]) or is_name
            if len(run) > 1 and (is_begun or (self._nouns_are_capital and self._is_place(run[:1]))):
                break
            if titled and self._is_unheard(run[0]):
                break
            is_title = word in self._any.titles or self._is_title(word)
            if not (word in self._any.small_words or is_title or (len(run) > 1 and (opener or self._is_word(run)))):
                break
            titled = is_title
            run = run[1:]
        return run

    def _is_word(self, run: list[Word]) -> bool:
        """Whether the first of several words is only a word; in German all are, so that a compound may be a head."""
        compound = self._compounds and fold(run[0].text).endswith(self._compounds)
        return not compound and is_word(run[0].text, self._language)

    def _is_personal(self, word: Word) -> bool:
        return word.text.lower() in self._any.small_words or not (
            len(word.text) < 3
            or word.abbreviation
            or word.text.endswith(self._any.adjective_tails)
            or is_word(word.text, self._language)
            or word.text.lower() in self._words.not_names
        )


def _text(run: list[Word]) -> str:
    return " ".join(word.text for word in run)

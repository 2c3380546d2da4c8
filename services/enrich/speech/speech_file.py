"""`languages/<code>/speech.yaml`, as it is written: the words of a language for speech and for doubt."""

from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.enrich.text import tables

# `either` is a person of unknown gender, `many` are several, `thing` is none. The German "sie" is no man.
Gender = Literal["masculine", "feminine", "either", "many", "feminine or many", "thing"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Conjugation(_Data):
    """Regular verbs: each stem with each ending."""

    stems: list[str]
    verbs: list[str]
    participles: list[str] = []


class _Persons(_Data):
    """Nouns or titles of persons by grammatical gender; one that stands under two tells nothing about it."""

    masculine: list[str] = []
    feminine: list[str] = []
    either: list[str] = []
    many: list[str] = []

    def genders(self) -> dict[str, Gender]:
        found: dict[str, Gender] = {}
        found.update(dict.fromkeys(self.many, "many"))
        found.update(dict.fromkeys(self.either, "either"))
        for word in self.masculine:
            found[word] = "masculine"
        for word in self.feminine:
            found[word] = "either" if found.get(word) == "masculine" else "feminine"
        return found


class _Claims(_Data):
    """Hedges, the fuller ones first.

    ` ` is white space, `*` the rest of a word, `(a|b)` a choice, `…` a gap of a few words.

    What must follow, and is no part of the hedge, stands in brackets at the end: `claims [that|to]`.
    """

    claimed: list[str] = []
    marked: list[str] = []
    conditional: list[str] = []
    unless: list[str] = []
    never: list[str] = []
    nouns: list[str] = []
    # Before what somebody is accused of, and before who said it: ", as Roe said".
    of: list[str] = []
    told_as: list[str] = []


class SpeechFile(_Data):
    """The file, as it is written; the comments in the French one say what each list is for."""

    conjugations: list[_Conjugation] = []
    verbs: list[str] = []
    participles: list[str] = []
    auxiliaries: list[str] = []
    particles: list[str] = []
    passives: list[str] = []
    bracket: bool = False
    sources: list[str] = []
    opening_sources: list[str] = []
    closing_sources: list[str] = []
    done_to: list[str] = []
    doers: list[str] = []
    called_as: list[str] = []
    companions: list[str] = []
    conjunctions: list[str] = []
    recipients: list[str] = []
    # How what somebody is ends that begins with his or her age: "the 34-year-old".
    ages: list[str] = []
    formers: list[str] = []
    epithets: list[str] = []
    statements: list[str] = []
    callings: list[str] = []
    offices: list[str] = []
    demonstratives: list[str] = []
    pronouns: dict[str, Gender] = {}
    latter: list[str] = []
    somebody: list[str] = []
    anybody: list[str] = []
    voices: list[str] = []
    implied: bool = False
    relatives: list[str] = []
    determiners: dict[str, Gender] = {}
    indefinites: list[str] = []
    possessives: list[str] = []
    titles: _Persons = _Persons()
    persons: _Persons = _Persons()
    groups: list[str] = []
    links: list[str] = []
    ends: list[str] = []
    naming: list[str] = []
    aliases: list[str] = []
    gestures: list[str] = []
    dialogue: bool = False
    claims: _Claims = _Claims()


def read(language: str) -> SpeechFile:
    file = files("services.enrich") / "languages" / language / "speech.yaml"
    if not file.is_file():
        return SpeechFile()
    return SpeechFile.model_validate(tables.read(file))

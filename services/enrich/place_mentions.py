"""Places that the tagger missed or took for something else, where the words around them say that they are places.

A country or a great city stands alone; a town of a country that speaks the language stands after "in" or "near"; a
street or a hall has the name of a person after the noun that it is. The people of a town ("les Lorientais") are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from services.enrich.mentions import Mention, starts_sentence
from services.enrich.name_words import NameWords, first_names, is_word, name_words, word_frequency
from services.enrich.names import Name
from services.enrich.places import Gazetteer, fold, home

CITY, MILLION = 100_000, 1_000_000
# How common a word may be that is a town after "in": "in Reading" is no town, unless the tagger says so.
COMMON = 4.5
CAPITAL, LETTER = r"[^\W\d_a-zß-öø-ÿ]", r"[^\W\d_]"
# A word with a capital between words without: "Jordan" is a country, "Jordan Bardella" is none.
ALONE = rf"({CAPITAL}[\w-]+)(?!\w|\.\w| {CAPITAL}|['’]s [A-Z])"
LONE_NAME = re.compile(rf"(?<!{CAPITAL})(?:[a-zß-öø-ÿ,;] |[ld]'){ALONE}")
# The longest noun before the name of a street.
LONGEST_NOUN = 20
# "Abonnez-vous" is no place.
IMPERATIVE = re.compile(r"-[a-zß-öø-ÿ]")
TAIL = re.compile(rf"(?: |')({CAPITAL}[\w-]+)$")


class PlaceWordsFile(BaseModel):
    """languages/<code>/place_words.yaml, which says what each is."""

    model_config = ConfigDict(extra="forbid")
    near: list[str] = []
    named_after: list[str] = []
    people_after: list[str] = []
    people_endings: list[str] = []


@dataclass(frozen=True)
class PlaceWords:
    """What tells a place in a language: each matches nothing where the language has no words for it."""

    # A small word, and a name alone.
    near: re.Pattern[str]
    # The noun at the end of what stands before a name.
    named_after: re.Pattern[str]
    # The article at the end of what stands before the people of a town; how their name ends.
    people_after: re.Pattern[str]
    people_endings: tuple[str, ...]


@cache
def place_words(language: str) -> PlaceWords:
    """The words of a language, from its file."""
    file = files(__package__) / "languages" / language / "place_words.yaml"
    data = PlaceWordsFile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))) if file.is_file() else None
    data = data or PlaceWordsFile()
    near = [*name_words(language).locatives, *data.near]
    return PlaceWords(
        near=re.compile(rf"(?<!\w)(?:{_any(near, capital=True)}) {ALONE}"),
        named_after=re.compile(rf"(?<!\w)(?:{_any(data.named_after)}) $"),
        people_after=re.compile(rf"(?<!\w)(?:{_any(data.people_after, capital=True)}) $"),
        people_endings=tuple(data.people_endings),
    )


def correct(
    plain: str, names: list[Name], mentions: list[Mention], language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions with their places put right, in order."""
    words, known = place_words(language), name_words(language)
    near = {found.start(1) for found in words.near.finditer(plain)}
    kept = [_put_right(plain, mention, near, language, gazetteer) for mention in mentions]
    kept = [mention for mention in kept if not _is_people(plain, mention, words, language, gazetteer)]
    kept = [mention for mention in kept if not (mention.label == "LOC" and IMPERATIVE.match(plain, mention.end))]
    persons = {mention.text.split(maxsplit=1)[1] for mention in kept if mention.label == "PER" and " " in mention.text}
    kept = [replace(m, label="PER") if m.text in persons and m.text[:1].islower() else m for m in kept]
    taken = bytearray(len(plain))
    for mention in kept:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    missed = [*_cut_off(plain, names, language, gazetteer), *_alone(plain, near, known, language, gazetteer)]
    for mention in missed:
        if not any(taken[mention.start : mention.end]):
            kept.append(mention)
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))


def _any(words: list[str] | frozenset[str], *, capital: bool = False) -> str:
    """An alternation of words, which may stand at the start of a sentence; of none, what never matches."""
    forms = [form for word in sorted(words) for form in ([word, word[0].upper() + word[1:]] if capital else [word])]
    return "|".join(map(re.escape, forms)) or r"(?!)"


def _put_right(plain: str, mention: Mention, near: set[int], language: str, gazetteer: Gazetteer) -> Mention:
    words = place_words(language)
    if mention.label == "LOC":
        return _without_people(mention, language, gazetteer)
    if mention.known_as:
        return mention
    if mention.label in ("PER", "MISC"):
        noun = words.named_after.search(plain, max(0, mention.start - LONGEST_NOUN), mention.start)
        if noun and not starts_sentence(plain, mention.start):
            return Mention(noun.start(), mention.end, plain[noun.start() : mention.end], "LOC")
    if mention.start in near and " " not in mention.text and mention.text not in first_names():
        least = CITY if mention.label == "PER" else 1
        if not mention.text.isupper() and gazetteer.city_population(mention.text, language) >= least:
            return replace(mention, label="LOC")
    return mention


def _without_people(mention: Mention, language: str, gazetteer: Gazetteer) -> Mention:
    """ "Houthis du Yémen" are in Yemen."""
    tail = TAIL.search(mention.text)
    first = mention.text.split()[0]
    if tail is None or first.lower() not in name_words(language).peoples or not gazetteer.is_area(tail[1], language):
        return mention
    return Mention(mention.end - len(tail[1]), mention.end, tail[1], "LOC")


def _is_people(plain: str, mention: Mention, words: PlaceWords, language: str, gazetteer: Gazetteer) -> bool:
    """Whether what was taken for a place is the people of one."""
    return (
        mention.label in ("LOC", "MISC")
        and mention.text.endswith(words.people_endings)
        and words.people_after.search(plain, max(0, mention.start - LONGEST_NOUN), mention.start) is not None
        and not gazetteer.candidates(mention.text, language)
        and not gazetteer.towns(mention.text)
    )


def _cut_off(plain: str, names: list[Name], language: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """What was no name for its small letter: a place ("canal de Suez"), or one at its end ("commissariat de Brest")."""
    for name in names:
        text = plain[name.start : name.end]
        if name.label != "LOC" or not text[:1].islower():
            continue
        tail = TAIL.search(text)
        if gazetteer.is_area(text, language):
            yield Mention(name.start, name.end, text, "LOC")
        elif tail and _is_at_home(tail[1], language, gazetteer):
            yield Mention(name.end - len(tail[1]), name.end, tail[1], "LOC")


def _alone(plain: str, near: set[int], known: NameWords, language: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Countries, regions and the largest cities wherever they stand alone, towns after a word that says so."""
    for start in near:
        found = re.compile(r"[\w-]+").match(plain, start)
        name = found.group() if found else ""
        is_plain = name.lower() in known.not_names or word_frequency(name, language) >= COMMON or name.isupper()
        is_plain = is_plain or name in first_names()
        if not is_plain and not is_word(name, language) and _is_at_home(name, language, gazetteer):
            yield Mention(start, start + len(name), name, "LOC")
    for word in LONE_NAME.finditer(plain):
        name, start = word[1], word.start(1)
        if starts_sentence(plain, start):
            continue
        if gazetteer.is_area(name, language) or gazetteer.city_population(name, language) >= MILLION:
            yield Mention(start, word.end(1), name, "LOC")


def _is_at_home(name: str, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is that of a city, or of a town where the language is spoken."""
    if not gazetteer.has_name(fold(name), language):
        return any(town.place.country in home(language) for town in gazetteer.towns(name))
    found = gazetteer.candidates(name, language)
    return bool(found) and (found[0].people >= CITY or found[0].place.country in home(language))

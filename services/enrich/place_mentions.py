"""Places that the tagger missed or took for something else, where the words around them say that they are places.

A country or a great city stands alone; a town of a country that speaks the language stands after "in" or "near"; a
street or a hall has the name of a person after the noun that it is. The people of a town ("les Lorientais") are none.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field

from services.enrich import first_names
from services.enrich.mentions import Mention, starts_sentence
from services.enrich.name_words import ALL_NOUNS_CAPITAL, NameWords, is_word, name_words, names_file, word_frequency
from services.enrich.names import Name
from services.enrich.places import Gazetteer, fold, home

CITY, MILLION = 100_000, 1_000_000
# How common a word may be that is a town after "in": "in Reading" is no town, unless the tagger says so.
COMMON = 4.3
# A street that is a noun is more common than one that is a name.
RARE = 4.3
CAPITAL, LETTER = r"[^\W\d_a-zß-öø-ÿ]", r"[^\W\d_]"
# A word with a capital between words without: "Jordan" is a country, "Jordan Bardella" is none.
ALONE = rf"({CAPITAL}[\w-]+)(?!\w|\.\w| {CAPITAL}|['’]s [A-Z])"
LONE_NAME = re.compile(rf"(?<!{CAPITAL})(?:[a-zß-öø-ÿ,;] |[ldLD]'){ALONE}")
WORD = re.compile(r"[\w-]+")
# The longest noun before the name of a street.
LONGEST_NOUN = 20
# "Abonnez-vous" is no place.
IMPERATIVE = re.compile(r"-[a-zß-öø-ÿ]")
# The name of a place behind its noun.
NAME = rf"{CAPITAL}[\w'-]*\w(?: {CAPITAL}[\w-]*\w){{0,2}}"
NEVER = re.compile(r"(?!)")
TAIL = re.compile(rf"(?: |')({CAPITAL}[\w-]+)$")


class PlaceWordsFile(BaseModel):
    """languages/<code>/place_words.yaml, which says what each is."""

    model_config = ConfigDict(extra="forbid")
    near: list[str] = []
    within: list[str] = []
    from_endings: list[str] = []
    named_after: list[str] = []
    sites: list[str] = []
    hardly_sites: list[str] = []
    shapes: list[str] = []
    from_: list[str] = Field([], alias="from")
    roads: str = r"(?!)"
    road_after: list[str] = []
    people_after: list[str] = []
    people_endings: list[str] = []


@dataclass(frozen=True)
class PlaceWords:
    """What tells a place in a language: each matches nothing where the language has no words for it."""

    # A small word, and a name alone.
    near: re.Pattern[str]
    # The same at the end of what stands before a name.
    before: re.Pattern[str]
    # What parts a place from the larger one that it lies in: "Paris, Texas", "Paris (Texas)", "Paris au Texas".
    within: re.Pattern[str]
    # What follows the name of a place that somebody or something comes from: "Galway-born".
    from_endings: re.Pattern[str]
    # A noun, perhaps a small word, and a name, which are a place together: "quartier de la Croix-Blanche".
    sites: re.Pattern[str]
    # What the name of a street or a river is like: "Washway Road", "Maria-Theresien-Straße".
    shapes: re.Pattern[str]
    # A road by its number, and what stands before it.
    roads: re.Pattern[str]
    # A small word that may be said of a place, as of much else, and a name alone.
    from_: re.Pattern[str]
    # What joins a place and the next.
    more: re.Pattern[str]
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
    file_of_names = names_file(language)
    linked = rf"(?:(?:{_any(file_of_names.of)})(?:(?<=')| ))?"
    sites = _any(data.sites, capital=True)
    hardly = "".join(rf"(?<!\b{re.escape(word)} )" for word in data.hardly_sites)
    return PlaceWords(
        near=re.compile(rf"(?<!\w)(?:{_any(near, capital=True)}) {ALONE}"),
        before=re.compile(rf"(?<!\w)(?:{_any(near, capital=True)}) $"),
        within=re.compile(rf",? (?:{_any(data.within)})(?:(?<=')| )|, | \("),
        from_endings=re.compile(rf"(?:{_any(data.from_endings)})\b"),
        sites=re.compile(rf"(?<![\w-]){hardly}(?:{sites}) {linked}{NAME}") if data.sites else NEVER,
        shapes=re.compile("|".join(rf"(?<![\w-]){shape}(?![\w-])" for shape in data.shapes)) if data.shapes else NEVER,
        roads=re.compile(rf"(?<!\w)(?:{_any(data.road_after, capital=True)})(?:(?<=')| )({data.roads})(?![\w-])"),
        from_=re.compile(rf"(?<=[a-zß-öø-ÿ,)] )(?:{_any(data.from_)})(?:(?<=')| ){ALONE}"),
        more=re.compile(rf"(?:, | (?:{_any(file_of_names.ands)}) ){ALONE}"),
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
    mentions = _with_sites(plain, mentions, words, language)
    mentions = [_put_right(plain, mention, near, language, gazetteer) for mention in mentions]
    kept = _as_towns(plain, mentions, words, language, gazetteer)
    kept = [mention for mention in kept if not _is_people(plain, mention, words, language, gazetteer)]
    kept = [mention for mention in kept if not (mention.label == "LOC" and IMPERATIVE.match(plain, mention.end))]
    persons = {mention.text.split(maxsplit=1)[1] for mention in kept if mention.label == "PER" and " " in mention.text}
    kept = [replace(m, label="PER") if m.text in persons and m.text[:1].islower() else m for m in kept]
    taken = bytearray(len(plain))
    for mention in kept:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    missed = [*_cut_off(plain, names, language, gazetteer), *_alone(plain, near, known, language, gazetteer)]
    missed += [Mention(*road.span(1), road[1], "LOC", is_sure=True) for road in words.roads.finditer(plain)]
    missed += _beside(plain, [*kept, *missed], words, language, gazetteer)
    for mention in missed:
        if not any(taken[mention.start : mention.end]):
            kept.append(mention)
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))


def _any(words: list[str] | frozenset[str], *, capital: bool = False) -> str:
    """An alternation of words, the longest first, perhaps at a sentence's start too; of none, what never matches."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    forms = [form for word in longest_first for form in ([word, word[0].upper() + word[1:]] if capital else [word])]
    by_first: dict[str, list[str]] = {}
    for form in forms:
        by_first.setdefault(form[0], []).append(re.escape(form[1:]))
    # Grouped by their first letters, so that few are tried at each place.
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items()) or r"(?!)"


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
    is_near = mention.start in near or words.before.search(plain, max(0, mention.start - LONGEST_NOUN), mention.start)
    if is_near and not mention.is_sure and mention.text.split()[0] not in first_names.common():
        least = CITY if mention.label == "PER" else 1
        is_town = (
            mention.label == "ORG"
            and not is_word(mention.text, language)
            and word_frequency(mention.text, language) < RARE
            and _is_at_home(mention.text, language, gazetteer)
        )
        if not mention.text.isupper() and (is_town or gazetteer.city_population(mention.text, language) >= least):
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
        found = WORD.match(plain, start)
        name = found.group() if found else ""
        is_plain = name.lower() in known.not_names or word_frequency(name, language) >= COMMON or name.isupper()
        is_plain = is_plain or name in first_names.common()
        is_said = is_word(name, language) and (
            language in ALL_NOUNS_CAPITAL or gazetteer.city_population(name, language) < CITY
        )
        if not is_plain and not is_said and _is_at_home(name, language, gazetteer):
            yield Mention(start, start + len(name), name, "LOC")
    for word in LONE_NAME.finditer(plain):
        name, start = word[1], word.start(1)
        if starts_sentence(plain, start):
            continue
        if gazetteer.is_area(name, language) or gazetteer.city_population(name, language) >= MILLION:
            yield Mention(start, word.end(1), name, "LOC")


def _with_sites(plain: str, mentions: list[Mention], words: PlaceWords, language: str) -> list[Mention]:
    """The mentions, and in the place of those within them the quarters, squares and valleys with their nouns."""
    shaped = (
        shape
        for shape in words.shapes.finditer(plain)
        if not starts_sentence(plain, shape.start()) and word_frequency(shape.group(), language) < RARE
    )
    found = sorted((*words.sites.finditer(plain), *shaped), key=lambda site: site.start())
    waiting = deque(_site(site) for site in found)
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        while waiting and waiting[0].end <= mention.start:
            kept.append(waiting.popleft())
        site = waiting[0] if waiting else None
        if site is None or mention.end <= site.start:
            kept.append(mention)
        elif mention.start < site.start or mention.known_as or (mention.is_sure and mention.label == "ORG"):
            kept.append(mention)
            waiting.popleft()
    return sorted([*kept, *waiting], key=lambda mention: (mention.start, -mention.end))


def _site(found: re.Match[str]) -> Mention:
    return Mention(found.start(), found.end(), found.group(), "LOC", is_sure=True)


def _as_towns(
    plain: str, mentions: list[Mention], words: PlaceWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions, and as places those taken for organisations that are towns by the words around them.

    Such a word once is enough for a name: "champions of Mayo", "Galway-born", "Kericho and Bomet".
    """
    about = _countries(mentions, language, gazetteer)
    after = {joined.start(1) for m in mentions if m.label == "LOC" and (joined := words.more.match(plain, m.end))}
    after |= {found.start(1) for found in words.from_.finditer(plain)}
    towns: set[str] = set()
    for mention in mentions:
        if mention.label == "ORG" and not mention.known_as and not mention.is_sure and not mention.text.isupper():
            is_said = mention.start in after or words.from_endings.match(plain, mention.end)
            first = next(iter(gazetteer.candidates(mention.text, language)), None)
            is_district = first is not None and first.kind == "region" and " " in mention.text
            if first and (is_district or (is_said and first.place.country in about)):
                towns.add(mention.text)
    return [replace(m, label="LOC") if m.label == "ORG" and m.text in towns else m for m in mentions]


def _countries(mentions: list[Mention], language: str, gazetteer: Gazetteer) -> set[str | None]:
    """The countries where the language is spoken in which places of the article lie."""
    places = (mention.text for mention in mentions if mention.label == "LOC")
    about = {found[0].place.country for place in places if (found := gazetteer.candidates(place, language))}
    return about & home(language)


def _beside(
    plain: str, mentions: list[Mention], words: PlaceWords, language: str, gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Towns joined to a place by "and", and those after a small word that lie in a country that the article names."""
    about = _countries(mentions, language, gazetteer)
    persons = {word for mention in mentions if mention.label == "PER" for word in mention.text.split()}
    ends = [mention.end for mention in mentions if mention.label == "LOC"]
    starts = [found.start(1) for found in words.from_.finditer(plain)]
    for start in starts:
        yield from _town(plain, start, persons, about, language, gazetteer)
    while ends:
        joined = words.more.match(plain, ends.pop())
        for town in _town(plain, joined.start(1), persons, about, language, gazetteer) if joined else ():
            ends.append(town.end)
            yield town


def _town(
    plain: str, start: int, persons: set[str], about: set[str | None], language: str, gazetteer: Gazetteer
) -> Iterator[Mention]:
    found = WORD.match(plain, start)
    name = found.group() if found else ""
    is_plain = not name or name.isupper() or name in persons or name in first_names.common()
    if is_plain or is_word(name, language) or word_frequency(name, language) >= COMMON:
        return
    lying = gazetteer.candidates(name, language) or gazetteer.towns(name)
    if any(place.place.country in about or place.people >= CITY for place in lying):
        yield Mention(start, start + len(name), name, "LOC")


def _is_at_home(name: str, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is that of a city, or of a town where the language is spoken."""
    if not gazetteer.has_name(fold(name), language):
        return any(town.place.country in home(language) for town in gazetteer.towns(name))
    found = gazetteer.candidates(name, language)
    return bool(found) and (found[0].people >= CITY or found[0].place.country in home(language))

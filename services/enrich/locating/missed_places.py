"""Places that no tagger saw: what the words around a name, its size, or the place beside it say that it is one."""

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from services.enrich.locating.place_words import PlaceWords
from services.enrich.locating.place_words_file import CAPITAL
from services.enrich.locating.town_names import TownNames, countries_of
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.names import Name

# Where a name begins inside a sentence. What stands before it is looked at behind its first letter: a pattern that
# begins with letters is quick to look for.
BEGIN = re.compile(rf"{CAPITAL}(?:(?<=[a-zß-öø-ÿ,(] [\s\S])|(?<=[ldLD]'[\s\S]))(?<!{CAPITAL}[\s\S]{{3}})(?=\w)")
# "Frankreichs Präsident": what it is whose stands behind.
OWNER = re.compile(rf"{CAPITAL}(?<![\w-][\s\S])\w{{2,30}}(?= \w)")
# "Saint-Aubin (Creuse)".
IN_BRACKETS = re.compile(rf"\((?<=\w \()({CAPITAL}[\w'-]+(?: {CAPITAL}[\w'-]+)?)(?=\))")
TAIL = re.compile(rf"(?: |')({CAPITAL}[\w-]+)$")


def find(
    names: list[Name], kept: list[Mention], after: list[int], words: PlaceWords, towns: TownNames
) -> Iterator[Mention]:
    """Places that no tagger saw, the surest first; `after` is where the words of `words.from_` end."""
    missed = [*_cut_off(names, towns), *_alone(words, towns)]
    yield from missed
    about = frozenset(countries_of([*kept, *missed], towns.language, towns.gazetteer))
    yield from _beside([*kept, *missed], after, words, replace(towns, about=about | towns.about))


def _cut_off(names: list[Name], towns: TownNames) -> Iterator[Mention]:
    """What was no name for its small letter: a place ("canal de Suez"), or one at its end ("commissariat de Brest")."""
    for name in names:
        text = towns.plain[name.start : name.end]
        if name.label != "LOC" or not text[:1].islower():
            continue
        tail = TAIL.search(text)
        if towns.gazetteer.is_area(text, towns.language):
            yield Mention(name.start, name.end, text, "LOC")
        elif tail and towns.is_town(tail[1]):
            yield Mention(name.end - len(tail[1]), name.end, tail[1], "LOC")


def _alone(words: PlaceWords, towns: TownNames) -> Iterator[Mention]:
    """Towns after a word that says so; countries, regions and the largest cities wherever they stand alone."""
    plain, language, gazetteer = towns.plain, towns.language, towns.gazetteer
    for said in words.near.finditer(plain):
        if name := towns.at(said.end()):
            yield Mention(said.end(), said.end() + len(name), name, "LOC")
    for said in words.surely.finditer(plain):
        start = said.end()
        while name := towns.at(start) or towns.name_at(start):
            yield Mention(start, start + len(name), name, "LOC")
            joined = words.ands.match(plain, start + len(name))
            start = joined.end() if joined else len(plain)
    for called in words.called.finditer(plain):
        is_one = " " not in called[1] and not starts_sentence(plain, called.start())
        if is_one or towns.bearers(called[1]):
            yield Mention(*called.span(1), called[1], "LOC")
    for inside in IN_BRACKETS.finditer(plain):
        if any(c.kind in ("country", "region") and c.place.country for c in gazetteer.candidates(inside[1], language)):
            yield Mention(*inside.span(1), inside[1], "LOC")
    for article in words.article.finditer(plain):
        if name := towns.water_at(article.end()):
            yield Mention(article.end(), article.end() + len(name), name, "LOC")
    for based in words.from_endings.finditer(plain):
        if towns.is_town(based[1]) or (
            " " not in based[1] and plain[based.end(1)] == " " and towns.is_unheard(based[1])
        ):
            yield Mention(*based.span(1), based[1], "LOC")
    for owner in OWNER.finditer(plain) if gazetteer.has_owners(language) else ():
        if gazetteer.is_owner(owner.group(), language):
            yield Mention(*owner.span(), owner.group(), "LOC")
    for begin in BEGIN.finditer(plain):
        if name := towns.known_at(begin.start()):
            yield Mention(begin.start(), begin.start() + len(name), name, "LOC")


def _beside(mentions: list[Mention], after: list[int], words: PlaceWords, towns: TownNames) -> Iterator[Mention]:
    """Towns joined to a place by "and", and those after a small word that lie in a country that the article names."""
    ends = [mention.end for mention in mentions if mention.label == "LOC"]
    for start in after:
        if name := towns.at(start, only_about=True):
            ends.append(start + len(name))
            yield Mention(start, ends[-1], name, "LOC")
    starts = {mention.start for mention in mentions if mention.label == "LOC"}
    while ends:
        joined = words.more.match(towns.plain, ends.pop())
        if joined and (name := towns.at(joined.end(), only_about=True) or _amid(joined.end(), starts, words, towns)):
            ends.append(joined.end() + len(name))
            yield Mention(joined.end(), ends[-1], name, "LOC")


def _amid(start: int, starts: Container[int], words: PlaceWords, towns: TownNames) -> str:
    """What is in no table and stands amid places: "Sestri, Casarza e Moneglia"; empty if nothing does."""
    name = towns.name_at(start)
    after = words.more.match(towns.plain, start + len(name)) if name else None
    return name if after and after.end() in starts else ""

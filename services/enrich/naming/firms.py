"""Firms by their forms, clubs by their letters, units and courts by their numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.naming.noun_patterns import CAPITAL, Explained, Nouns, at
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, any_language, name_words
from services.enrich.text.alternation import alternation
from services.enrich.text.word_index import Index, Opened, first_word

# "22e", "9th", "3.ª": the number of a unit or a court.
ORDINAL, LONGEST_ORDINAL = re.compile(r"(?<!\w)\d{1,3}(?:e|è|ème|er|ère|re|st|nd|rd|th|º|ª|\.ª|\.º|ª|°|\.) $"), 8
# How far a firm's name may go to either side of its form, or of its "&".
LONGEST_FIRM = 100
AND = re.compile("&")


@dataclass(frozen=True)
class Firms:
    """Firms by their forms: "D'Hondt, Claes & Vennoten", "Marés do Sotavento, SGPS"; with what a form begins."""

    pattern: re.Pattern[str]
    forms: Opened
    # Clubs by their letters, and those: "TV 08 Feudingen", "SV Ramlingen".
    club: re.Pattern[str]
    clubs: frozenset[str]


def find(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    """The firms, the clubs, the units and the courts of a text; it has plain apostrophes and spaces."""
    for name in _firms_in(plain):
        before = _before_firm(name.group(), nouns) if language in ALL_NOUNS_CAPITAL else 0
        yield Explained(name.start() + before, name.end(), "ORG", closed=True)
    yield from _clubs(plain, where, language, gazetteer)
    yield from _numbered(plain, where, nouns)


def _firms_in(plain: str) -> Iterator[re.Match[str]]:
    """The firms: looked for where a form or "&" is, as most texts have none and the pattern looks at every capital."""
    firms = _firms()
    told = [*(form.start() for form in firms.forms.finditer(plain)), *(sign.start() for sign in AND.finditer(plain))]
    end = searched = 0
    for told_at in sorted(told):
        if told_at >= searched:
            for name in firms.pattern.finditer(plain, max(end, told_at - LONGEST_FIRM), told_at + LONGEST_FIRM):
                yield name
                end = name.end()
            # What the first half behind it belongs to was in reach.
            searched = max(end, told_at + LONGEST_FIRM // 2)


def _clubs(plain: str, where: Index, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    firms = _firms()
    # "AJ Smith" is a person, where what stands behind an organisation is no part of its name.
    is_enough = name_words(language).has_branches
    for start in (position for word in where.keys() & firms.clubs for position in where[word]):
        club = firms.club.match(plain, start)
        town = club["town"][1:] if club else ""
        if club and (is_enough or not town.isalpha() or gazetteer.towns(town)):
            yield Explained(*club.span(), "ORG")


def _before_firm(name: str, nouns: Nouns) -> int:
    """Where a firm's name begins behind the noun that it is: "das Architekturbüro Brandt & Partner"."""
    words = name.split(" ")
    for number in range(len(words) - 2, -1, -1):
        word = words[number].lower().rstrip("s")
        if word in nouns.organizations or (nouns.endings and word.endswith(nouns.endings)):
            return len(" ".join(words[: number + 1])) + 1
    return 0


def _numbered(plain: str, where: Index, nouns: Nouns) -> Iterator[Explained]:
    for start, noun in at(plain, where, nouns.numbered):
        if number := ORDINAL.search(plain, max(0, start - LONGEST_ORDINAL), start):
            yield Explained(number.start(), start + len(noun), "ORG")


@cache
def _firms() -> Firms:
    """The pattern of a firm's name, whatever the language."""
    forms = any_language().legal_forms
    partners = rf"{CAPITAL}(?:,? {CAPITAL}){{0,4}} & {CAPITAL}(?: {CAPITAL})?"
    small_words = alternation(any_language().small_words)
    named = rf"{CAPITAL}(?:(?: {small_words})? {CAPITAL}){{0,4}},? {alternation(forms)}(?!\w)"
    clubs = any_language().club_letters
    return Firms(
        re.compile(rf"(?<![\w-])(?!L')(?:{partners}|{named})"),
        Opened(re.compile(rf"{alternation(forms)}(?!\w)"), frozenset(map(first_word, forms))),
        re.compile(
            rf"{alternation(clubs)}(?P<town>(?: \d{{2,4}}(?!\d))? {CAPITAL})(?: \d{{2,4}}(?!\d)| {CAPITAL}(?=[ ,.]))?"
        ),
        clubs,
    )

"""The nouns of `languages/<code>/names.yaml` that explain names, ready for use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from services.enrich.tagging.name_words import any_language, name_words, names_file
from services.enrich.tagging.names_file import NamesFile
from services.enrich.text.alternation import NEVER, NO_WORD, alternation
from services.enrich.text.word_index import Index, first_word

CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W_]*(?:['’][^\W\d_a-zß-öø-ÿ][^\W_]*)?(?:[-&+.][^\W_]+)*\+?"
CAPITALISED_WORD = re.compile(CAPITAL)
# A name: capitalised words side by side.
NAME = re.compile(rf"{CAPITAL}(?: (?:& )?{CAPITAL}){{0,4}}")
# "einem ", and what stands before it.
LONGEST_ARTICLE = 7

Kind = Literal["ORG", "LOC", "MISC"]


@dataclass(frozen=True)
class Explained:
    """A name at `start:end`; `closed` if nothing behind it belongs to it, whatever a tagger says."""

    start: int
    end: int
    kind: Kind
    closed: bool = False


@dataclass(frozen=True)
class Nouns:
    """The nouns of a language, and the patterns of what may stand between them and a name."""

    # The first word of a head -> the heads, the longest first.
    heads: dict[str, list[str]]
    sites: dict[str, list[str]]
    # Heads that may stand in the name of another.
    over: frozenset[str]
    coordinated: frozenset[str]
    organizations: frozenset[str]
    endings: tuple[str, ...]
    # After a head: adjectives, and then the link or the name itself.
    adjectives: re.Pattern[str]
    link: re.Pattern[str]
    more: re.Pattern[str]
    # A region behind an organisation, named as such: "Colegio de Médicos del estado Carabobo".
    region: re.Pattern[str]
    # What a body is over, in small letters or not: " africain pour l'indépendance de la Guinée et du Cap-Vert".
    full: re.Pattern[str]
    small_adjective: re.Pattern[str]
    # The end of a saint's name, or of what is holy: "Madonna", "Nuestra Señora".
    dedicated: re.Pattern[str]
    # "Stade brestois".
    club: re.Pattern[str]
    # "22e région militaire", by the noun.
    numbered: dict[str, list[str]]
    towns: re.Pattern[str]
    indefinite: re.Pattern[str]
    # Common words with which names begin: "basisschool De Wierde", "lycée Saint-Marc".
    openers: frozenset[str]
    # The ends of unknown words that are rather nouns than names, where nouns have capitals.
    tails: tuple[str, ...]
    is_direct: bool

    def is_any(self, plain: str, start: int) -> bool:
        """Whether an indefinite article stands before a noun."""
        return self.indefinite.search(plain, max(0, start - LONGEST_ARTICLE), start) is not None


@cache
def nouns_of(language: str) -> Nouns:
    """The nouns of a language (ISO 639 code)."""
    data = names_file(language)
    adjectives, linked = adjectives_of(data), linked_of(data)
    ands = alternation(data.ands)
    part = rf"(?:{linked})?{CAPITAL}(?: {CAPITAL}){{0,2}}"
    return Nouns(
        heads=by_first_word(data.institutions),
        sites=by_first_word(data.sites),
        over=frozenset(head.lower() for head in data.institutions),
        coordinated=frozenset(map(str.lower, data.coordinated)),
        organizations=frozenset(data.organization_nouns),
        endings=tuple(data.organization_noun_endings),
        adjectives=re.compile(rf"(?: (?:{adjectives})(?![\w-])){{0,3}}"),
        link=re.compile(f" {linked}"),
        region=re.compile(rf" {linked}(?:{alternation(data.region_nouns)}) (?:{linked})?{CAPITAL}(?: {CAPITAL})?"),
        full=_in_full(data, adjectives, linked, ands),
        small_adjective=re.compile(rf" (?=[a-zß-öø-ÿ])(?:{adjectives})(?![\w-])"),
        dedicated=re.compile(rf"\b(?:{alternation(any_language().dedications)})(?: {CAPITAL})?$"),
        club=re.compile(rf"{alternation(data.clubs, behind=NO_WORD)} (?:{adjectives})(?![\w-])"),
        more=re.compile(
            rf"(?:, {part}){{0,3}}[,-]? (?:{ands}) (?P<again>{linked})?(?P<last>{CAPITAL}(?: {CAPITAL}){{0,2}})"
        ),
        numbered=by_first_word(data.numbered),
        towns=re.compile(rf"{alternation(data.towns, behind=NO_WORD)} (?P<name>{CAPITAL})"),
        indefinite=re.compile(rf"\b(?:{alternation(data.indefinite)}) $", re.IGNORECASE),
        openers=frozenset(data.definite) | name_words(language).title_words,
        tails=(*data.noun_tails, *data.plural_tails),
        is_direct=data.head_first,
    )


def at(plain: str, where: Index, heads: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
    """Where each head stands, with or without a capital, the longest of those that begin alike."""
    for word in where.keys() & heads.keys():
        for start in where[word]:
            for head in heads[word]:
                end = start + len(head)
                if plain[start + 1 : end].lower() == head[1:].lower() and not plain[end : end + 1].isalnum():
                    yield start, head
                    break


def _in_full(data: NamesFile, adjectives: str, linked: str, ands: str) -> re.Pattern[str]:
    """Adjectives and complements, of which one is in small letters at least: each is linked, or joined by "and"."""
    adjective = rf"(?: (?=[a-zß-öø-ÿ])(?:{adjectives})(?![\w-]))"
    purpose = rf" (?:{alternation(data.purposes)})(?:(?<=')| )"
    small_word = "[a-zß-öø-ÿ-]{3,20}"
    noun = rf"(?:{CAPITAL}(?: {CAPITAL})?|{small_word})(?![\w-]){adjective}{{0,2}}"
    # Behind "and" may stand a verb: "… des fabricants et dénonce".
    joined = rf"(?=[a-zß-öø-ÿ]+ {linked}{CAPITAL})|(?=[a-zß-öø-ÿ]+s(?: {linked}|[ ,.]))|(?={CAPITAL} {linked})"
    more = rf"(?:,? (?:{ands}) (?:{linked}|{joined}))"
    step = rf"(?:(?: {linked}|{purpose}|{more}){noun})"
    small = rf"(?: {linked}|{purpose}){small_word}(?![\w-]){adjective}{{0,2}}"
    ways = rf"{small}{step}{{0,5}}|{purpose}{noun}{step}{{0,5}}|{step}{{1,3}}{more}{noun}{step}{{0,3}}"
    return re.compile(rf"{adjective}{{0,2}}(?:{ways})")


def adjectives_of(data: NamesFile) -> str:
    """What an adjective of a language is like, with or without a capital."""
    capitalised = (modifier.capitalize() for modifier in data.modifiers if " " not in modifier)
    endings = (ending for ending in map(re.escape, data.modifier_endings) if len(ending) > 2)
    shapes = (rf"[^\W\d_][a-zß-öø-ÿ-]{{1,19}}{ending}" for ending in endings)
    return "|".join(sorted((*data.modifiers, *capitalised, *shapes), key=len, reverse=True)) or NEVER


def linked_of(data: NamesFile) -> str:
    """ "Of" and the blank behind it, if it has no apostrophe."""
    return rf"(?:{alternation(data.of)})(?:(?<=')| )"


def by_first_word(heads: list[str]) -> dict[str, list[str]]:
    """The heads by their first words, with and without capitals, the longest first."""
    found: dict[str, list[str]] = {}
    for head in sorted(heads, key=len, reverse=True):
        first = first_word(head)
        for form in {first, first[0].upper() + first[1:], first.upper()}:
            found.setdefault(form, []).append(head)
    return found

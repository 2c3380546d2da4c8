"""The nouns of `languages/<code>/names.yaml` that explain names, ready for use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from services.enrich.alternation import NEVER, alternation
from services.enrich.name_words import NamesFile, any_language, name_words, names_file
from services.enrich.word_index import first_word

CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W_]*(?:['’][^\W\d_a-zß-öø-ÿ][^\W_]*)?(?:[-&+.][^\W_]+)*\+?"
CAPITALISED_WORD = re.compile(CAPITAL)


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
    things: frozenset[str]
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
    # "Riverains du Lac", behind the first of its words; "Ambert demain".
    tail: re.Pattern[str]
    last: re.Pattern[str]
    # "Stade brestois".
    club: re.Pattern[str]
    # Between a noun and the name that it explains: "société de sécurité Seaguard".
    between: re.Pattern[str]
    # Between a name and the noun behind its comma: "Hapag Nord, un transporteur".
    before_comma: re.Pattern[str]
    companies: frozenset[str]
    # "Published on Monday in the journal ", and the words that it begins with.
    published: frozenset[str]
    published_in: re.Pattern[str]
    # What a person is in the body whose name stands before, and the end of what stands before that.
    roles: dict[str, list[str]]
    led: re.Pattern[str]
    # "22e région militaire", by the noun.
    numbered: dict[str, list[str]]
    towns: re.Pattern[str]
    # An article behind a comma, and one at the end of what stands before a noun.
    definite: re.Pattern[str]
    indefinite: re.Pattern[str]
    # Common words with which names begin: "basisschool De Wierde", "lycée Saint-Marc".
    openers: frozenset[str]
    # The ends of unknown words that are rather nouns than names, where nouns have capitals.
    tails: tuple[str, ...]
    is_direct: bool


@dataclass(frozen=True)
class Firms:
    """Firms by their forms: "D'Hondt, Claes & Vennoten", "Marés do Sotavento, SGPS"; with what a form begins."""

    pattern: re.Pattern[str]
    begin: frozenset[str]
    # Clubs by their letters, and those: "TV 08 Feudingen", "SV Ramlingen".
    club: re.Pattern[str]
    clubs: frozenset[str]


@cache
def firms_of_any_language() -> Firms:
    """The pattern of a firm's name, whatever the language."""
    forms = any_language().legal_forms
    partners = rf"{CAPITAL}(?:,? {CAPITAL}){{0,4}} & {CAPITAL}(?: {CAPITAL})?"
    named = rf"{CAPITAL}(?:(?: (?:{_any(any_language().small_words)}))? {CAPITAL}){{0,4}},? (?:{_any(forms)})(?!\w)"
    clubs = any_language().club_letters
    return Firms(
        re.compile(rf"(?<![\w-])(?!L')(?:{partners}|{named})"),
        frozenset(map(first_word, forms)),
        re.compile(
            rf"(?:{_any(clubs)})(?P<town>(?: \d{{2,4}}(?!\d))? {CAPITAL})(?: \d{{2,4}}(?!\d)| {CAPITAL}(?=[ ,.]))?"
        ),
        clubs,
    )


@cache
def nouns_of(language: str) -> Nouns:
    """The nouns of a language (ISO 639 code)."""
    data = names_file(language)
    adjectives = _any(
        [
            *data.modifiers,
            *(modifier.capitalize() for modifier in data.modifiers if " " not in modifier),
            *(
                f"[^\\W\\d_][a-zß-öø-ÿ-]{{1,19}}{ending}"
                for ending in map(re.escape, data.modifier_endings)
                if len(ending) > 2
            ),
        ],
        escape=False,
    )
    of = _any(data.of)
    ands = _any(data.ands)
    linked = rf"(?:{of})(?:(?<=')| )"
    part = rf"(?:{linked})?{CAPITAL}(?: {CAPITAL}){{0,2}}"
    return Nouns(
        heads=_by_first(data.institutions),
        sites=_by_first(data.sites),
        over=frozenset(head.lower() for head in data.institutions),
        coordinated=frozenset(map(str.lower, data.coordinated)),
        organizations=frozenset(data.organization_nouns),
        things=frozenset(data.thing_nouns),
        endings=tuple(data.organization_noun_endings),
        adjectives=re.compile(rf"(?: (?:{adjectives})(?![\w-])){{0,3}}"),
        link=re.compile(f" {linked}"),
        region=re.compile(rf" {linked}(?:{_any(data.region_nouns)}) (?:{linked})?{CAPITAL}(?: {CAPITAL})?"),
        full=_in_full(data, adjectives, linked, ands),
        small_adjective=re.compile(rf" (?=[a-zß-öø-ÿ])(?:{adjectives})(?![\w-])"),
        dedicated=re.compile(rf"\b(?:{_any(any_language().dedications)})(?: {CAPITAL})?$"),
        tail=re.compile(rf"(?: [a-zß-öø-ÿ-]{{3,20}})?(?: {linked}(?:{linked})?{CAPITAL})+"),
        last=re.compile(rf" (?:{_any(data.name_tails)})(?![\w-])"),
        club=re.compile(rf"\b(?:{_any(data.clubs)}) (?:{adjectives})(?![\w-])") if data.clubs else re.compile(r"(?!)"),
        more=re.compile(
            rf"(?:, {part}){{0,3}}[,-]? (?:{ands}) (?P<again>{linked})?(?P<last>{CAPITAL}(?: {CAPITAL}){{0,2}})"
        ),
        between=re.compile(
            rf"(?: (?=[a-zß-öø-ÿ])(?:{adjectives})(?![\w-])| {linked}[a-zß-öø-ÿ-]{{3,20}}){{0,2}} (?=[^\W\d_a-zß-öø-ÿ])"
        ),
        before_comma=re.compile(
            rf"(?<![\w-])(?!L')(?P<name>{CAPITAL}(?: (?:& )?{CAPITAL}){{0,4}}), (?:{_any(data.indefinite)})(?:(?<=')| )"
            r"(?:[\w'-]{2,20} ){0,3}$"
        ),
        companies=frozenset(data.company_nouns),
        published=frozenset(data.published),
        published_in=re.compile(
            rf"(?: (?!{CAPITAL})[\w']{{2,12}}){{0,3}}? (?:{_any(data.published_in)}) (?=(?:The )?{CAPITAL})"
        ),
        roles=_by_first(data.body_roles),
        led=re.compile(rf"(?<![\w'-])(?P<name>{CAPITAL}(?: (?:& )?{CAPITAL}){{0,3}})(?:'s?)? $"),
        numbered=_by_first(data.numbered),
        towns=re.compile(rf"\b(?:{_any(data.towns)}) (?P<name>{CAPITAL})") if data.towns else re.compile(r"(?!)"),
        definite=re.compile(f"(?:{_any(data.definite)}) "),
        indefinite=re.compile(rf"\b(?:{_any(data.indefinite)}) $", re.IGNORECASE),
        openers=frozenset(data.definite) | name_words(language).title_words,
        tails=(*data.noun_tails, *data.plural_tails),
        is_direct=data.head_first,
    )


def _in_full(data: NamesFile, adjectives: str, linked: str, ands: str) -> re.Pattern[str]:
    """Adjectives and complements, of which one is in small letters at least: each is linked, or joined by "and"."""
    adjective = rf"(?: (?=[a-zß-öø-ÿ])(?:{adjectives})(?![\w-]))"
    for_ = _any(data.purposes)
    noun = rf"(?:{CAPITAL}(?: {CAPITAL})?|[a-zß-öø-ÿ-]{{3,20}})(?![\w-]){adjective}{{0,2}}"
    more = rf"(?:,? (?:{ands}) (?:{linked}|(?=[a-zß-öø-ÿ]+s {linked})|(?=[a-zß-öø-ÿ]+ {linked}{CAPITAL})|(?=[a-zß-öø-ÿ]+s[ ,.])|(?={CAPITAL} {linked})))"
    step = rf"(?:(?: {linked}| (?:{for_})(?:(?<=')| )|{more}){noun})"
    small = rf"(?: {linked}| (?:{for_})(?:(?<=')| ))[a-zß-öø-ÿ-]{{3,20}}(?![\w-]){adjective}{{0,2}}"
    purpose = rf" (?:{for_})(?:(?<=')| ){noun}{step}{{0,5}}"
    return re.compile(rf"{adjective}{{0,2}}(?:{small}{step}{{0,5}}|{purpose}|{step}{{1,3}}{more}{noun}{step}{{0,3}})")


def _any(words: Iterable[str], escape: bool = True) -> str:
    return alternation(words) if escape else "|".join(sorted(words, key=len, reverse=True)) or NEVER


def _by_first(heads: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for head in sorted(heads, key=len, reverse=True):
        first = first_word(head)
        for form in {first, first[0].upper() + first[1:], first.upper()}:
            found.setdefault(form, []).append(head)
    return found

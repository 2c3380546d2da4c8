"""The words that introduce a name, ready for use: nouns beside it, "published in", what a person is in a body."""

import re
from dataclasses import dataclass
from functools import cache

from services.enrich.naming.noun_patterns import CAPITAL, adjectives_of, by_first_word, linked_of
from services.enrich.tagging.name_words import names_file
from services.enrich.text.alternation import alternation


@dataclass(frozen=True)
class IntroductionWords:
    """What introduces a name in a language; the nouns of bodies are in `Nouns`."""

    things: frozenset[str]
    # "Riverains du Lac", behind the first of its words; "Ambert demain".
    tail: re.Pattern[str]
    last: re.Pattern[str]
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
    # An article behind a comma, and one at the end of what stands before a noun.
    definite: re.Pattern[str]


@cache
def introduction_words(language: str) -> IntroductionWords:
    """The words of a language (ISO 639 code)."""
    data = names_file(language)
    adjectives, linked = adjectives_of(data), linked_of(data)
    return IntroductionWords(
        things=frozenset(data.thing_nouns),
        tail=re.compile(rf"(?: [a-zß-öø-ÿ-]{{3,20}})?(?: {linked}(?:{linked})?{CAPITAL})+"),
        last=re.compile(rf" (?:{alternation(data.name_tails)})(?![\w-])"),
        between=re.compile(
            rf"(?: (?=[a-zß-öø-ÿ])(?:{adjectives})(?![\w-])| {linked}[a-zß-öø-ÿ-]{{3,20}}){{0,2}} (?=[^\W\d_a-zß-öø-ÿ])"
        ),
        before_comma=re.compile(
            rf"(?<![\w-])(?!L')(?P<name>{CAPITAL}(?: (?:& )?{CAPITAL}){{0,4}}), "
            rf"(?:{alternation(data.indefinite)})(?:(?<=')| )(?:[\w'-]{{2,20}} ){{0,3}}$"
        ),
        companies=frozenset(data.company_nouns),
        published=frozenset(data.published),
        published_in=re.compile(
            rf"(?: (?!{CAPITAL})[\w']{{2,12}}){{0,3}}? (?:{alternation(data.published_in)}) (?=(?:The )?{CAPITAL})"
        ),
        roles=by_first_word(data.body_roles),
        led=re.compile(rf"(?<![\w'-])(?P<name>{CAPITAL}(?: (?:& )?{CAPITAL}){{0,3}})(?:'s?)? $"),
        definite=re.compile(f"(?:{alternation(data.definite)}) "),
    )

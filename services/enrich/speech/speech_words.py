"""What the words of a language say about speech and doubt: `languages/<code>/speech.yaml`, ready for use.

A language without such a file has no such words: its quotations are found by their marks, and nobody is named.
"""

import operator
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from services.enrich.speech.speech_file import Gender, SpeechFile, read
from services.enrich.tagging.name_words import name_words, names_file

EITHER: Gender = "either"
NEVER = re.compile(r"(?!)")
AGES = range(5, 110)
ANY_WORD = r"[^\W\d_]+"
# How many words a gap in a hedge ("…") may be.
GAP = r"(?:(?:[^\s,;:.!?]|(?<=\d)[.,](?=\d))+\s+){0,8}?"
# How hedges are written, and the patterns that are meant; a choice of nothing or something is something if it can be.
_NOTATION = [
    (r"\ \[", r"(?=\s*\b(?:"), (r"\]", r")(?!\w))"), (r"\(", "(?:"), (r"\)", ")"), (r"\|", "|"), (r"\*", r"[\w-]*"),
    (r"\ …\ ", rf"\s+{GAP}"), (r"\ ", r"\s+"),
]  # fmt: skip
_PERHAPS = re.compile(r"\(\?:\|((?:[^()]|\\\()*)\)")
# The choice with which a hedge begins.
_OPENING = re.compile(r"\(([^()]*)\)")
_SPACE = r"\s+"
# Of the lists in the file: those that stay as they are, are sets, are looked for, and end what stands before.
_AS_WRITTEN = ("pronouns", "determiners", "implied", "bracket", "dialogue")
_SETS = (
    "latter", "anybody", "possessives", "callings", "statements", "offices", "demonstratives", "ends", "links",
    "relatives", "auxiliaries", "done_to", "gestures", "passives",
)  # fmt: skip
_PHRASES = ("sources", "opening_sources", "closing_sources", "recipients", "voices", "aliases", "doers")
_BEFORE = {
    "passive_before": "passives", "relative_before": "relatives", "naming_before": "naming",
    "determiner_before": "determiners", "as_before": "called_as", "beside": "companions",
}  # fmt: skip
_SMALL = (
    "ends", "links", "determiners", "particles", "pronouns", "recipients", "relatives", "auxiliaries", "passives",
)  # fmt: skip


@dataclass(frozen=True)
class SpeechWords:
    """Patterns are for text in lower case with plain apostrophes.

    `says` has the groups `verb`, or `auxiliary` and `participle`, and `after_verb`, `after_auxiliary` for a pronoun.
    """

    says: re.Pattern[str]
    # The same with any word for the verb.
    tells: re.Pattern[str]
    sources: re.Pattern[str]
    # The nouns with which the text tells how somebody looks who speaks: "les mains jointes".
    gestures: frozenset[str]
    passives: frozenset[str]
    # Participles of what is said of somebody, what stands before whoever says it, and "as" before what is said.
    done_to: frozenset[str]
    doers: re.Pattern[str]
    as_before: re.Pattern[str]
    # These are sources only at the beginning of a sentence; and what stands before those to whom something is said.
    opening_sources: re.Pattern[str]
    # Behind the marks, these are followed by who said it, even in a sentence of their own: "«…». Così Meloni."
    closing_sources: re.Pattern[str]
    # Behind one of these another clause begins.
    conjunctions: frozenset[str]
    recipients: re.Pattern[str]
    # At the end of what stands before: small words, a passive, a relative pronoun, a word that ties a complement.
    particles_before: re.Pattern[str]
    passive_before: re.Pattern[str]
    relative_before: re.Pattern[str]
    link_before: re.Pattern[str]
    naming_before: re.Pattern[str]
    determiner_before: re.Pattern[str]
    # Before whoever is there, too: "with".
    beside: re.Pattern[str]
    # An article at most two words before the end.
    article_before: re.Pattern[str]
    # At the beginning of what stands there.
    particles_at: re.Pattern[str]
    determiner: re.Pattern[str]
    # A determiner, a few words and the noun of a person or a body, and the nouns alone.
    person: re.Pattern[str]
    noun: re.Pattern[str]
    pronouns: dict[str, Gender]
    # Pronouns that mean whoever was named last.
    latter: frozenset[str]
    # Words that alone mean people who have no name in the text: "someone".
    somebody: re.Pattern[str]
    # A pronoun for whoever speaks for a body ("on"), and what stands before the body: "Au ministère, on assure".
    anybody: frozenset[str]
    voices: re.Pattern[str]
    determiners: dict[str, Gender]
    # Words that begin what means nobody who has been named: "a neighbour", "one of them".
    indefinite: re.Pattern[str]
    possessives: frozenset[str]
    # Nouns and articles that mean somebody whom the text has named just before: "the magistrate", "this specialist".
    epithets: frozenset[str]
    # What somebody says something in: "the statement added".
    statements: frozenset[str]
    demonstratives: frozenset[str]
    # What somebody may be beside his or her function in the text: "the retired teacher".
    callings: frozenset[str]
    # What nobody is who was named without it: "the prosecutor", "the neighbour".
    offices: frozenset[str]
    # "The Swede".
    peoples: frozenset[str]
    persons: dict[str, Gender]
    titles: dict[str, Gender]
    ends: frozenset[str]
    links: frozenset[str]
    ands: frozenset[str]
    # Right before a noun: whoever was the mayor and is no more.
    former_before: re.Pattern[str]
    relatives: frozenset[str]
    # What is no verb, wherever it stands.
    small: frozenset[str]
    auxiliaries: frozenset[str]
    verb_begins: re.Pattern[str]
    # What says that a name follows for somebody who was not named: "who gave his name only as".
    aliases: re.Pattern[str]
    implied: bool
    bracket: bool
    dialogue: bool


@dataclass(frozen=True)
class HedgeWords:
    """`hedges` has a group for each way of hedging: `claimed`, `marked`, `conditional`. All for text in lower case."""

    hedges: re.Pattern[str]
    unless: re.Pattern[str]
    never: re.Pattern[str]
    # What stands before the one who claims: "according to", "the claims of".
    sources: re.Pattern[str]
    # What makes a passive of a verb behind it; before what somebody is accused of; before who said it: ", as Roe said".
    passive_before: re.Pattern[str]
    of: frozenset[str]
    told_as: re.Pattern[str]


@cache
def speech_words(language: str) -> SpeechWords:
    """The words for direct speech of a language (ISO 639 code)."""
    data = read(language)
    values: dict[str, Any] = {name: getattr(data, name) for name in _AS_WRITTEN}
    values |= {name: frozenset(getattr(data, name)) for name in _SETS}
    values |= {name: _word(getattr(data, name)) for name in _PHRASES}
    values |= {name: _at_end(getattr(data, words)) for name, words in _BEFORE.items()}
    names = names_file(language)
    return SpeechWords(
        says=_says(data),
        tells=_tells(data),
        conjunctions=frozenset([*data.conjunctions, *data.relatives]),
        verb_begins=_word([*data.auxiliaries, *(word for word in data.particles if word not in data.determiners)]),
        small=frozenset(word for name in _SMALL for word in getattr(data, name)),
        ands=frozenset(names.ands),
        peoples=name_words(language).peoples,
        titles=data.titles.genders(),
        **values,
        **_articles(data),
        **_nouns(data),
    )


def _articles(data: SpeechFile) -> dict[str, Any]:
    """Patterns for the small words before a noun, and before what belongs to it."""
    article, link = any_of(data.determiners, alone=True), any_of(data.links, alone=True)
    some = any_of(data.somebody)
    return {
        "determiner": _made(any_of(data.determiners, after=r"\s+"), data.determiners),
        "article_before": _made(rf"({article})\s*(?:[\w-]+\s*){{1,2}}\Z", data.determiners),
        "link_before": _made(rf"{link}\s*(?:{any_of(data.determiners, after=_SPACE)})?\Z", data.links),
        "former_before": _made(rf"{any_of(data.formers, alone=True)}[\s-]*\Z", data.formers),
        "particles_before": _at_end(data.particles, repeated=True),
        "particles_at": _made(rf"(?:{any_of(data.particles)}\s*){{1,3}}", data.particles),
        "indefinite": _made(any_of(data.indefinites), data.indefinites),
        "somebody": _made(rf"{some}(?=\s*(?:[^\w\s]|\Z)|\s+{any_of(data.ends)})", data.somebody),
    }


def _nouns(data: SpeechFile) -> dict[str, Any]:
    """The nouns for people and bodies, and the pattern for one of them with its article."""
    genders = data.persons.genders()
    ages = [f"{age}{ending}" for ending in data.ages for age in AGES]
    epithets = [noun for noun in [*data.epithets, *ages] if noun not in data.groups]
    persons = dict.fromkeys([*data.callings, *ages], EITHER) | genders
    persons |= {noun: genders.get(noun, EITHER) for noun in epithets}
    noun = any_of([*persons, *data.groups])
    described = rf"(?:(?!{any_of([*data.determiners, *data.links])})[\w'-]+\s+){{0,3}}?"
    whole = rf"{any_of(data.determiners, after=_SPACE, alone=True)}{described}{noun}(?!'s)(?:\s+{noun})?(?!\w)"
    return {
        "persons": persons,
        "epithets": frozenset([*data.epithets, *ages]),
        "person": _made(whole, persons),
        "noun": _word([*persons, *data.groups, *data.titles.genders()]),
    }


@cache
def hedge_words(language: str) -> HedgeWords:
    """The words for what is only alleged in a language (ISO 639 code)."""
    data = read(language)
    claims = data.claims
    kinds = {"claimed": claims.claimed, "marked": claims.marked, "conditional": claims.conditional}
    # "The group claimed" is no passive.
    nouns = {*data.persons.genders(), *data.groups, *data.determiners}
    groups = [f"(?P<{kind}>{_hedges(hedges)})" for kind, hedges in kinds.items() if hedges]
    return HedgeWords(
        hedges=re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?!\w)") if groups else NEVER,
        unless=re.compile(rf"(?<!\w)(?:{_hedges(claims.unless)})(?!\w)") if claims.unless else NEVER,
        never=re.compile(rf"(?<!\w)(?:{_hedges(claims.never)})(?!\w)") if claims.never else NEVER,
        sources=_word([*data.sources, *claims.nouns]),
        passive_before=_at_end(word for word in data.passives if word not in nouns),
        of=frozenset(claims.of),
        told_as=_word(claims.told_as),
    )


def any_of(words: Iterable[str], after: str = "", *, alone: bool = False) -> str:
    """A pattern for any of the words, the longest first; none of them ends inside a word.

    If it is `alone`, none begins inside a word. What stands before it is looked at behind its first letter, as a
    pattern that begins with letters is quick to look for.
    """
    return _branches(sorted(set(words)), "", after, r"(?<!\w{})" if alone else "")


def _branches(rests: list[str], last: str, after: str, before: str = "") -> str:
    """The words by their letters: a word that is none of them is given up where it departs from all."""
    by_first: dict[str, list[str]] = {}
    for rest in filter(None, rests):
        by_first.setdefault(rest[0], []).append(rest[1:])
    ways = [
        (r"\s+" if first == " " else re.escape(first) + before.format(re.escape(first))) + _branches(more, first, after)
        for first, more in by_first.items()
    ]
    if "" in rests:
        ways.append(_bound(last, after))
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _bound(last: str, after: str) -> str:
    if not last.isalnum():
        return after.replace("+", "*")
    return after or r"(?!\w)"


def _says(data: SpeechFile) -> re.Pattern[str]:
    """A word of saying: a finite verb, or a participle after an auxiliary, each perhaps with a pronoun tied to it."""
    verbs = {*data.verbs, *(s + e for c in data.conjugations for s in c.stems for e in c.verbs)}
    participles = {*data.participles, *(s + e for c in data.conjugations for s in c.stems for e in c.participles)}
    return _telling(data, any_of(verbs), any_of(participles) if participles else "") if verbs else NEVER


def _tells(data: SpeechFile) -> re.Pattern[str]:
    """Any words that stand as a verb of saying could, with the small words before it."""
    if not data.verbs:
        return NEVER
    telling = _telling(data, ANY_WORD, "" if data.bracket else ANY_WORD)
    small = rf"(?:{any_of(data.particles)}\s*){{0,3}}" if data.particles else ""
    return re.compile(small + telling.pattern)


def _telling(data: SpeechFile, verb: str, participle: str) -> re.Pattern[str]:
    pronouns = [*data.pronouns, *data.anybody]
    tied = rf"(?:-(?:t-)?(?P<%s>{any_of(pronouns)}))?" if pronouns else ""
    ways = [rf"(?P<verb>{verb}){tied % 'after_verb' if tied else ''}"]
    if participle and data.auxiliaries:
        between = r"(?:\s+[^\s,;:.!?«»“”„\"]+){0,9}?\s+" if data.bracket else _between(data.particles)
        auxiliary = rf"(?P<auxiliary>{any_of(data.auxiliaries)}){tied % 'after_auxiliary' if tied else ''}"
        ways.insert(0, rf"{auxiliary}{between}(?P<participle>{participle})")
    return re.compile(rf"(?<![\w-])(?<![lct]')(?:{'|'.join(ways)})(?!\w)")


def _between(particles: list[str]) -> str:
    small = any_of(particles) if particles else "(?!)"
    return rf"(?:,?\s+{small},?){{0,3}}\s+"


def _word(words: Iterable[str]) -> re.Pattern[str]:
    words = list(words)
    return re.compile(any_of(words, alone=True)) if words else NEVER


def _made(pattern: str, words: Collection[str]) -> re.Pattern[str]:
    """A pattern made of words; one that is nowhere, if there are none."""
    return re.compile(pattern) if words else NEVER


def _at_end(words: Iterable[str], repeated: bool = False) -> re.Pattern[str]:
    words = list(words)
    if not words:
        return NEVER
    word = rf"{any_of(words, alone=True)}\s*"
    return re.compile(rf"(?:{word})+\Z" if repeated else rf"{word}\Z")


def _hedges(hedges: list[str]) -> str:
    """Any of the hedges, the first in the list that is there; most places are given up at one letter for all."""
    by_first: dict[str, list[str]] = {}
    for way in (way for hedge in hedges for way in _ways(hedge)):
        first = way[0] if way[0].isalpha() else ""
        by_first.setdefault(first, []).append(_hedge(way.removeprefix(first)))
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in by_first.items())


def _ways(hedge: str) -> list[str]:
    """A hedge once for each way in which it begins: what begins with a letter is given up there, a choice is not."""
    opening = _OPENING.match(hedge)
    if opening is None:
        return [hedge]
    # To begin with nothing is the last of the ways.
    begins = sorted(opening[1].split("|"), key=operator.not_)
    return [way for begin in begins for way in _ways(begin + hedge[opening.end() :])]


def _hedge(hedge: str) -> str:
    pattern = re.escape(hedge)
    for written, meant in _NOTATION:
        pattern = pattern.replace(written, meant)
    return _PERHAPS.sub(r"(?:\1)?", pattern)

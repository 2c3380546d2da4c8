"""Names of people that nobody has found: words with capitals where somebody's name stands."""

import re

from services.enrich.speech.scene import WORD, Mention, Scene, Subject
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, is_word

CAPITALS = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][\w'.-]*\s+(?:(?:de|van|von|der|den|di|da|dos|del|la|le|al|bin)\s+)*)*[A-ZÀ-ÖØ-Þ][\w'-]*"
)
CAPITALS_LAST = re.compile(CAPITALS.pattern + r"\Z")
# What follows a name and is no part of it: "Jane Roe KC".
HONOURS = re.compile(r"(?<=\w)(?:,?\s+(?:[A-Z]{2,4}|PhD|MdB|MdL))+\Z")
NEAR, MOST_INSERTIONS = 60, 4
# How sure we are of a name that nobody has found.
UNKNOWN = 0.75


def name_behind(scene: Scene, noun: re.Match[str], end: int, named: list[Mention]) -> Subject | None:
    """ "the fisherman Raimundo Nonato": a name behind what somebody is, which nobody has found, or as a place."""
    run = CAPITALS.match(scene.plain, noun.end() + 1, end)
    if run is None or " " not in run.group() or noun.group() not in scene.words.persons:
        return None
    is_known = named and (named[0].start, named[0].entity.type) != (run.start(), "place")
    return None if is_known or run.end() < end else Subject(run.start(), end, UNKNOWN)


def name_at(scene: Scene, comma: int, limit: int) -> Subject | None:
    """ "the mayor of Lyon, Jean Roux": a name of two words or more behind a comma, which nobody has found."""
    if scene.language in ALL_NOUNS_CAPITAL or scene.plain[comma : comma + 2] != ", ":
        return None
    begin = comma + 2
    while (word := WORD.match(scene.plain, begin, limit)) and word.group().islower():
        begin = word.end() + 1
    run = CAPITALS.match(scene.plain, begin, limit)
    if run is None or " " not in run.group() or len(scene.plain[comma + 1 : begin].split()) > MOST_INSERTIONS:
        return None
    return None if next(scene.mentions_in(comma, run.end()), None) else plain_name(scene, *run.span())


def name_until(scene: Scene, end: int, begin: int) -> Subject | None:
    """A name that is no entity, as nobody has found it."""
    run = CAPITALS_LAST.search(scene.plain, max(begin, end - NEAR), end)
    if not run:
        return None
    alone = " " not in run.group()
    if alone and (run.group().lower() in scene.words.ends or is_word(run.group(), scene.language)):
        return None
    return plain_name(scene, run.start(), end)


def plain_name(scene: Scene, start: int, end: int) -> Subject:
    """Words with capitals, without the titles before the name: "But Detective Superintendent Laura Hughes"."""
    first = WORD.match(scene.lower, start, end)
    start = first.end() + 1 if first and first.end() < end and first.group() in scene.words.conjunctions else start
    titles = [match.end() for match in scene.words.noun.finditer(scene.lower, start, end)]
    begin = titles[-1] if titles else start
    begin += len(scene.plain[begin:end]) - len(scene.plain[begin:end].lstrip())
    begin = begin if begin < end else start
    honours = HONOURS.search(scene.plain, begin, end)
    if honours and " " in scene.plain[begin : honours.start()]:
        end = honours.start()
    return Subject(begin, end, UNKNOWN)


def is_name(scene: Scene, subject: Subject) -> bool:
    """Whether somebody is called by a name of two words or more, which nobody has found."""
    name = CAPITALS.fullmatch(scene.plain, subject.start, subject.end)
    return name is not None and " " in name.group() and scene.language not in ALL_NOUNS_CAPITAL

"""Persons that no tagger saw: by a first name alone, "her son Osian", or by the function behind an unheard name."""

import re
from collections.abc import Iterator

from services.enrich.naming import functions, person_edges
from services.enrich.naming.evidence import AGE, GOES_ON, PLACES, Evidence
from services.enrich.naming.noun_patterns import nouns_of
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.name_words import word_frequency

# Two words that are hardly used otherwise.
TWO_NAMES = re.compile(r"(?<![\w'-])[^\W\d_a-zß-öø-ÿ][\w-]+ [^\W\d_a-zß-öø-ÿ][\w-]+$")
LONGEST, RARE = 50, 3.0


def with_unseen(mentions: list[Mention], evidence: Evidence) -> list[Mention]:
    """The mentions, and those of persons that nobody saw."""
    starts = {mention.start for mention in mentions}
    found = [*_by_first_names(evidence, starts), *_by_functions(evidence)]
    if not found:
        return mentions
    taken = {position for mention in mentions for position in range(mention.start, mention.end)}
    return mentions + [each for each in found if taken.isdisjoint((each.start, each.end - 1))]


def _by_first_names(evidence: Evidence, starts: set[int]) -> Iterator[Mention]:
    plain, language = evidence.plain, evidence.language
    for name in first_names.common().intersection(evidence.where):
        for start in evidence.where[name][:PLACES]:
            end = start + len(name)
            if start in starts or GOES_ON.match(plain, end) or plain[start - 1 : start] in ("-", "'"):
                continue
            if person_edges.saint_before(plain, start) is not None:
                continue
            is_aged = AGE.match(plain, end) is not None
            if is_aged or (not starts_sentence(plain, start) and functions.is_right_before(plain, start, language)):
                yield Mention(start, end, name, "PER", is_sure=True)


def _by_functions(evidence: Evidence) -> Iterator[Mention]:
    """Persons of two names whose function stands behind a comma: "Annkathrin Böhnke, Sprecherin der Umwelthilfe"."""
    plain, language = evidence.plain, evidence.language
    tails = nouns_of(language).tails
    for end in functions.appositions(plain, evidence.where, language):
        name = TWO_NAMES.search(plain, max(0, end - LONGEST), end)
        parts = name.group().split() if name else []
        is_heard = any(word_frequency(part, language) >= RARE or part.endswith(tails) for part in parts)
        if name is None or is_heard or not evidence.may_be_person(name.group(), parts):
            continue
        if not (evidence.is_place(name.group()) or functions.is_right_before(plain, end, language)):
            yield Mention(name.start(), end, name.group(), "PER", is_sure=True)

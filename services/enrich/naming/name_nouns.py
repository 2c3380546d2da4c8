"""Names that the nouns beside them explain, whatever a tagger takes them for.

1. A head noun, perhaps without a capital, and what it is over: "tribunal correctionnel de Nantes", "lycée Jean-Moulin",
   "ministerie van Infrastructuur en Waterstaat"; a building, a street and the name that it bears: "salle Jean-Bart".
2. What `introduced_names` finds, and `firms`.

The nouns are in `languages/<code>/names.yaml`. `Index` says where each word of the text stands, so that only the places
where one of them stands are looked at.
"""

import re
from collections.abc import Iterator

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.naming import firms, introduced_names
from services.enrich.naming.noun_patterns import CAPITALISED_WORD, NAME, Explained, Nouns, at, nouns_of
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import starts_sentence
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, days_and_months, name_words, word_frequency
from services.enrich.text.word_index import Index

# "In piazza Marta Sorrentino, delegata della Cgil": a person on a square, and not the square.
SAYS_WHO = re.compile(r", [a-zß-öø-ÿ]")
SMALL_WORD = 6.0
LONGEST_NOUN = 24


def find(plain: str, where: Index, language: str, gazetteer: Gazetteer) -> list[Explained]:
    """The names that nouns explain, in order; none overlaps another. The text has plain apostrophes and spaces."""
    nouns = nouns_of(language)
    found = [
        *_headed(plain, where, nouns, language, gazetteer),
        *_named_in_full(plain, where, nouns, language),
        *_sites(plain, where, nouns, language, gazetteer),
        *introduced_names.find(plain, where, nouns, language, gazetteer),
        *(Explained(*name.span("name"), "LOC") for name in nouns.towns.finditer(plain)),
        *(Explained(*name.span(), "ORG") for name in nouns.club.finditer(plain)),
        *firms.find(plain, where, nouns, language, gazetteer),
    ]
    found.sort(key=lambda name: (name.start, -name.end))
    kept: list[Explained] = []
    for name in found:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _headed(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    for start, head in at(plain, where, nouns.heads):
        after = nouns.adjectives.match(plain, start + len(head))
        end = after.end() if after else start + len(head)
        link = nouns.link.match(plain, end)
        if link and plain[start].islower() and (nouns.is_any(plain, start) or _is_role(plain, head, link, language)):
            # "Une école de Rimouski" is one of several, "la presidenza di Lucia Fantin" what she does.
            continue
        if link:
            name = NAME.match(plain, link.end())
            if name and name.group().lower() not in days_and_months(language):
                stop = name.end()
                # "Tribunal Judicial da Comarca de Faro".
                further = nouns.link.match(plain, stop) if name.group().lower() in nouns.over else None
                if further and (last := NAME.match(plain, further.end())):
                    stop = last.end()
                if head.lower() in nouns.coordinated or head.split()[0].lower() in nouns.coordinated:
                    stop = _coordinated(
                        plain, _with_adjective(plain, stop, nouns, language), nouns, language, gazetteer
                    )
                region = nouns.region.match(plain, stop)
                yield Explained(start, region.end() if region else stop, "ORG")
        elif head.lower() in nouns.organizations and (plain[start].islower() or language in ALL_NOUNS_CAPITAL):
            # "L'association Loup Vivant", "die Spedition Rautenbach": such a noun is no part of the name.
            continue
        elif name := _after_head(plain, start, start + len(head), end, nouns, language, gazetteer):
            stop = name.start() + _before_person(name.group())
            if stop == name.end():
                stop = _dedicated(plain, stop, nouns, language, gazetteer)
            yield Explained(start, stop, "ORG", closed=nouns.is_direct)
        elif nouns.is_direct and end > start + len(head) and _is_name(plain, start):
            # "Au Théâtre national populaire".
            yield Explained(start, end, "ORG")


def _is_role(plain: str, head: str, link: re.Match[str], language: str) -> bool:
    """Whether a noun without a capital is what a person does, or what somebody's is."""
    name = NAME.match(plain, link.end())
    is_person = name is not None and " " in name.group() and name.group().split()[0] in first_names.common()
    return is_person or name_words(language).is_function(head)


def _named_in_full(plain: str, where: Index, nouns: Nouns, language: str) -> Iterator[Explained]:
    """Bodies whose names go on in small letters: "le Parti africain pour l'indépendance de la Guinée"."""
    heads = name_words(language).organization_heads
    for word in where if nouns.is_direct else ():
        if word[0].isupper() and not word.isupper() and fold(word) in heads:
            for start in where[word]:
                if starts_sentence(plain, start):
                    continue
                named = nouns.full.match(plain, start + len(word))
                if named and named.group().strip().rsplit(" ", 1)[-1].lower() not in days_and_months(language):
                    yield Explained(start, named.end(), "ORG")


def _is_name(plain: str, start: int) -> bool:
    """Whether a noun has a capital that says that it begins a name."""
    return plain[start].isupper() and not starts_sentence(plain, start)


def _after_head(
    plain: str, start: int, head: int, end: int, nouns: Nouns, language: str, gazetteer: Gazetteer
) -> re.Match[str] | None:
    """The name behind a head noun, or behind the adjectives that follow it: "l'hôpital général Mwangeji"."""
    name = _direct(plain, start, head, nouns, language, gazetteer)
    if name or end == head or not nouns.is_direct:
        return name
    name = _direct(plain, start, end, nouns, language, gazetteer)
    return None if name and name.group().split()[0] in first_names.common() else name


def _dedicated(plain: str, end: int, nouns: Nouns, language: str, gazetteer: Gazetteer) -> int:
    """Where a name ends that goes on after a small word: "ospedale Madonna delle Grazie"; a town is no part of it."""
    link = nouns.link.match(plain, end) if nouns.is_direct else None
    more = CAPITALISED_WORD.match(plain, link.end()) if link else None
    if more is None or more.group() in name_words(language).organizations:
        return end
    if nouns.dedicated.search(plain, max(0, end - LONGEST_NOUN), end):
        return more.end()
    lies = gazetteer.candidates(more.group(), language) or gazetteer.towns(more.group())
    is_known = lies or more.group().isupper() or more.group() in first_names.common()
    return end if is_known else more.end()


def _before_person(name: str) -> int:
    """Where a person begins in a name: a school bears one, but "Emilia-Romagna Stefano Bonaccini" is two."""
    end = 0
    words = name.split(" ")
    for number, word in enumerate(words[:-1]):
        if number and word in first_names.common():
            return end - 1
        end += len(word) + 1
    return len(name)


def _direct(
    plain: str, start: int, end: int, nouns: Nouns, language: str, gazetteer: Gazetteer
) -> re.Match[str] | None:
    """The name right after a noun: "lycée Jean-Moulin", "basisschool De Wierde".

    Behind a noun with a capital any may follow in German, so that the name must be a place or unheard of.
    """
    name = NAME.match(plain, end + 1) if plain.startswith(" ", end) else None
    if name is None or len(name.group()) == 1:
        return None
    first = name.group().split()[0].lower()
    is_small = word_frequency(first, language) >= SMALL_WORD and first not in nouns.openers
    if is_small:
        return None
    if nouns.is_direct or plain[start].islower() or (end - start > 1 and plain[start:end].isupper()):
        # "AZ Sint-Dimpna".
        return name
    if language in ALL_NOUNS_CAPITAL:
        is_new = word_frequency(first, language) == 0 and not first.endswith(nouns.tails)
        return name if is_new or gazetteer.candidates(name.group(), language) else None
    return name if gazetteer.is_known(name.group(), language) else None


def _with_adjective(plain: str, end: int, nouns: Nouns, language: str) -> int:
    """Where a name ends with the adjective behind it, but for that of a people: "ministère des Affaires étrangères"."""
    adjective = nouns.small_adjective.match(plain, end) if nouns.is_direct else None
    is_of_people = adjective is not None and adjective.group().strip() in name_words(language).peoples
    return end if adjective is None or is_of_people else adjective.end()


def _coordinated(plain: str, end: int, nouns: Nouns, language: str, gazetteer: Gazetteer) -> int:
    """Where a name ends whose subjects are joined by "and": "de la Justice et des Libertés"."""
    more = nouns.more.match(plain, end)
    if not more:
        return end
    words = name_words(language)
    last = more["last"].split()[0]
    is_other = (
        last in first_names.common()
        or words.is_organization(more["last"])
        or last.isupper()
        or last.lower() in words.title_words
        or gazetteer.is_known(more["last"], language)
    )
    # "Della Puglia e della Basilicata" is one, as the small word says.
    if is_other and not more["again"]:
        return end
    after = nouns.small_adjective.match(plain, more.end()) if more["again"] else None
    return after.end() if after else more.end()


def _sites(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    for start, head in at(plain, where, nouns.sites):
        if plain[start - 1 : start] == "-":  # "Auto-estrada A1" is no estrada.
            continue
        name = _direct(plain, start, start + len(head), nouns, language, gazetteer)
        if name and not (name.group().split()[0] in first_names.common() and SAYS_WHO.match(plain, name.end())):
            yield Explained(start, _dedicated(plain, name.end(), nouns, language, gazetteer), "LOC", closed=True)

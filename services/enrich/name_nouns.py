"""Names that the nouns beside them explain, whatever a tagger takes them for.

1. A head noun, perhaps without a capital, and what it is over: "tribunal correctionnel de Nantes", "lycée Jean-Moulin",
   "ministerie van Infrastructuur en Waterstaat"; a building, a street and the name that it bears: "salle Jean-Bart".
2. A noun before the name that is no part of it: "l'entreprise Lacombe Coatings", "le radar Nisar", "un promoteur,
   Atlantique Bâti", "the town of Kisumu".
3. A noun after the name, behind a comma: "Hapag Nord, un transporteur".

The nouns are in `languages/<code>/names.yaml`. `Index` says where each word of the text stands, so that only the places
where one of them stands are looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.enrich import first_names
from services.enrich.mention import starts_sentence
from services.enrich.name_words import (
    ALL_NOUNS_CAPITAL,
    days_and_months,
    is_word,
    name_words,
    word_frequency,
)
from services.enrich.noun_patterns import CAPITAL, CAPITALISED_WORD, Nouns, firms_of_any_language, nouns_of
from services.enrich.places import Gazetteer, fold
from services.enrich.word_index import Index

Kind = Literal["ORG", "LOC", "MISC"]

# A name: capitalised words side by side.
NAME = re.compile(rf"{CAPITAL}(?: (?:& )?{CAPITAL}){{0,4}}")
PRODUCT = re.compile(rf"{CAPITAL}(?: (?:{CAPITAL}|\d[\w-]*)){{0,3}}")
# "La plateforme « Sauvons la Bresle »": a few words between marks.
QUOTED = re.compile(rf" [«“„\"‘']\s?(?P<name>{CAPITAL}[^«»“”„\"\n.!?;:]{{2,50}}?)\s?[»”“\"’'](?!\w)")
# "22e", "9th", "3.ª": the number of a unit or a court.
ORDINAL, LONGEST_ORDINAL = re.compile(r"(?<!\w)\d{1,3}(?:e|è|ème|er|ère|re|st|nd|rd|th|º|ª|\.ª|\.º|ª|°|\.) $"), 8
ENDS_APPOSITION = re.compile(r"[,;.)]| [–—-]")
# "In piazza Marta Sorrentino, delegata della Cgil": a person on a square, and not the square.
SAYS_WHO = re.compile(r", [a-zß-öø-ÿ]")
SMALL_WORD = 6.0
LONGEST_NOUN, LONGEST_FOLLOWED = 24, 100
# "einem ", and what stands before it.
LONGEST_ARTICLE = 7


@dataclass(frozen=True)
class Explained:
    """A name at `start:end`; `closed` if nothing behind it belongs to it, whatever a tagger says."""

    start: int
    end: int
    kind: Kind
    closed: bool = False


def find(plain: str, where: Index, language: str, gazetteer: Gazetteer) -> list[Explained]:
    """The names that nouns explain, in order; none overlaps another. The text has plain apostrophes and spaces."""
    nouns = nouns_of(language)
    found = [
        *_headed(plain, where, nouns, language, gazetteer),
        *_named_in_full(plain, where, nouns, language),
        *_sites(plain, where, nouns, language, gazetteer),
        *_followed(plain, where, nouns, language, gazetteer),
        *_published(plain, where, nouns, language, gazetteer),
        *_led(plain, where, nouns, language, gazetteer),
        *_numbered(plain, where, nouns),
        *_introduced(plain, where, nouns, language, gazetteer),
        *(Explained(*name.span("name"), "LOC") for name in nouns.towns.finditer(plain)),
        *(Explained(*name.span(), "ORG") for name in nouns.club.finditer(plain)),
        *_firms(plain, where, nouns, language, gazetteer),
    ]
    found.sort(key=lambda name: (name.start, -name.end))
    kept: list[Explained] = []
    for name in found:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _firms(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    # Most texts name none, and the pattern looks at every capital.
    firms = firms_of_any_language()
    if "&" in plain or not firms.begin.isdisjoint(where):
        for name in firms.pattern.finditer(plain):
            before = _before_firm(name.group(), nouns) if language in ALL_NOUNS_CAPITAL else 0
            start = name.start() + before
            yield Explained(start, name.end(), "ORG", closed=True)
    for start in (at for word in where.keys() & firms.clubs for at in where[word]):
        club = firms.club.match(plain, start)
        # "AJ Smith" is a person, where people have initials.
        if club and (
            name_words(language).has_branches or not club["town"][1:].isalpha() or gazetteer.towns(club["town"][1:])
        ):
            yield Explained(*club.span(), "ORG")


def _before_firm(name: str, nouns: Nouns) -> int:
    """Where a firm's name begins behind the noun that it is: "das Architekturbüro Brandt & Partner"."""
    words = name.split(" ")
    for number in range(len(words) - 2, -1, -1):
        word = words[number].lower().rstrip("s")
        if word in nouns.organizations or (nouns.endings and word.endswith(nouns.endings)):
            return len(" ".join(words[: number + 1])) + 1
    return 0


def _followed(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    """Names that a noun behind a comma explains."""
    for word in where.keys() & nouns.companies:
        for start in where[word]:
            first = max(0, start - LONGEST_FOLLOWED)
            named = nouns.before_comma.search(plain, first, start)
            if named and _is_new(named["name"], "ORG", nouns, language, gazetteer):
                yield Explained(*named.span("name"), "ORG")


def _published(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    """Journals in which something was published."""
    for word in where.keys() & nouns.published:
        for start in where[word]:
            link = nouns.published_in.match(plain, start + len(word))
            name = NAME.match(plain, link.end()) if link else None
            if name and _is_new(name.group(), "ORG", nouns, language, gazetteer):
                yield Explained(*name.span(), "ORG")


def _led(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    """Bodies before what a person is there, and the person: "Nordhaven Shipping chief executive Ebbe Toft"."""
    for start, role in _at(plain, where, nouns.roles):
        person = NAME.match(plain, start + len(role) + 1)
        body = nouns.led.search(plain, max(0, start - LONGEST_FOLLOWED), start) if person else None
        is_person = person is not None and " " in person.group() and plain[start].islower()
        if (
            body
            and is_person
            and not is_word(body["name"], language)
            and _is_new(body["name"], "ORG", nouns, language, gazetteer)
        ):
            yield Explained(*body.span("name"), "ORG")


def _numbered(plain: str, where: Index, nouns: Nouns) -> Iterator[Explained]:
    for start, noun in _at(plain, where, nouns.numbered):
        if number := ORDINAL.search(plain, max(0, start - LONGEST_ORDINAL), start):
            yield Explained(number.start(), start + len(noun), "ORG")


def _at(plain: str, where: Index, heads: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
    """Where each head stands, with or without a capital, the longest of those that begin alike."""
    for word in where.keys() & heads.keys():
        for start in where[word]:
            for head in heads[word]:
                end = start + len(head)
                if plain[start + 1 : end].lower() == head[1:].lower() and not plain[end : end + 1].isalnum():
                    yield start, head
                    break


def _headed(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    for start, head in _at(plain, where, nouns.heads):
        after = nouns.adjectives.match(plain, start + len(head))
        end = after.end() if after else start + len(head)
        link = nouns.link.match(plain, end)
        if link and plain[start].islower() and (_is_any(plain, start, nouns) or _is_role(plain, head, link, language)):
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
                    stop = _coordinated(plain, stop, nouns, language, gazetteer)
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


def _is_any(plain: str, start: int, nouns: Nouns) -> bool:
    """Whether an indefinite article stands before a noun."""
    return nouns.indefinite.search(plain, max(0, start - LONGEST_ARTICLE), start) is not None


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


def _coordinated(plain: str, end: int, nouns: Nouns, language: str, gazetteer: Gazetteer) -> int:
    """Where a name ends whose subjects are joined by "and": "de la Justice et des Libertés"."""
    more = nouns.more.match(plain, end)
    if not more:
        return end
    words = name_words(language)
    last = more["last"].split()[0]
    # "Della Puglia e della Basilicata" is one, as the small word says.
    other = not more["again"] and (
        last in first_names.common()
        or words.is_organization(more["last"])
        or last.isupper()
        or last.lower() in words.title_words
        or gazetteer.is_known(more["last"], language)
    )
    if other:
        return end
    after = nouns.small_adjective.match(plain, more.end()) if more["again"] else None
    return after.end() if after else more.end()


def _sites(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    for start, head in _at(plain, where, nouns.sites):
        name = _direct(plain, start, start + len(head), nouns, language, gazetteer)
        if name and not (name.group().split()[0] in first_names.common() and SAYS_WHO.match(plain, name.end())):
            yield Explained(start, _dedicated(plain, name.end(), nouns, language, gazetteer), "LOC", closed=True)


def _introduced(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    for word, noun in _nouns_in(where, nouns):
        kind: Kind = "MISC" if noun in nouns.things else "ORG"
        shape = PRODUCT if kind == "MISC" else NAME
        for start in where[word]:
            end = start + len(word)
            if word != noun and not word.isupper() and not _is_no_part(plain, start, kind, nouns):
                continue
            if quoted := QUOTED.match(plain, end):
                if kind == "ORG":
                    yield Explained(*quoted.span("name"), kind)
                continue
            link = nouns.between.match(plain, end)
            comma = _comma(plain, start, end, kind, nouns) if link is None else None
            begin = link.end() if link else comma
            name = shape.match(plain, begin) if begin is not None else None
            if name is None or not _is_new(name.group(), kind, nouns, language, gazetteer):
                continue
            if link and name_words(language).is_function(plain[max(0, begin - LONGEST_NOUN) : begin].split()[-1]):
                # "Le cabinet du ministre Lambotte".
                continue
            if link or ENDS_APPOSITION.match(plain, name.end()):
                stop = name.end() if kind == "MISC" else _whole(plain, name, nouns, language)
                yield Explained(name.start(), stop, kind)


def _is_no_part(plain: str, start: int, kind: Kind, nouns: Nouns) -> bool:
    """Whether a noun with a capital is none of the name's: "Groupe Zampieri" and "Cyclone Fani" are all names."""
    return kind == "ORG" and (not nouns.is_direct or starts_sentence(plain, start))


def _whole(plain: str, name: re.Match[str], nouns: Nouns, language: str) -> int:
    """Where a name ends that goes on in small letters: "Riverains du Lac", "Ambert demain"; a town is no part of it."""
    if last := nouns.last.match(plain, name.end()):
        return last.end()
    last = name.group().split()[-1]
    is_noun = nouns.is_direct and last[0] != last and is_word(last, language)
    tail = nouns.tail.match(plain, name.end()) if is_noun else None
    return tail.end() if tail else name.end()


def _nouns_in(where: Index, nouns: Nouns) -> Iterator[tuple[str, str]]:
    """The nouns that stand in a text, as written and as listed: the first word of a sentence has a capital."""
    listed = nouns.organizations | nouns.things
    for word in where:
        lower = word.lower()
        if word in listed or (nouns.endings and word.endswith(nouns.endings)):
            yield word, word
        elif lower in listed or (nouns.endings and lower.endswith(nouns.endings)):
            yield word, lower


def _comma(plain: str, start: int, end: int, kind: Kind, nouns: Nouns) -> int | None:
    """Where a name begins that a comma parts from its noun: "un promoteur, X", "du navire, le X"."""
    if not plain.startswith(", ", end):
        return None
    if kind == "MISC":
        article = nouns.definite.match(plain, end + 2)
        return article.end() if article else None
    return end + 2 if _is_any(plain, start, nouns) else None


def _is_new(name: str, kind: Kind, nouns: Nouns, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is none of what may stand after any noun: a place, a day, a function, a known organisation."""
    words = name_words(language)
    first = name.split()[0]
    lower = first.lower()
    if len(name) < 2 or lower in words.not_names or lower in words.title_words or gazetteer.is_known(name, language):
        return False
    if words.is_organization(name):
        return False
    if language in ALL_NOUNS_CAPITAL:
        is_name = word_frequency(first, language) == 0 or not is_word(first, language)
        return is_name and not first.endswith(nouns.tails) and first not in first_names.common()
    # Storms and ships bear first names, alone: "la tempête Nolwenn".
    return lower not in words.peoples and (first not in first_names.common() or (kind == "MISC" and first == name))

"""Names that nouns beside them explain, and that these nouns are no part of.

1. A noun before the name: "l'entreprise Lacombe Coatings", "le radar Nisar", "un promoteur, Atlantique Bâti", "die
   Bürgerinitiative „Rettet die Aue“".
2. A noun after the name, behind a comma: "Hapag Nord, un transporteur".
3. "Published in": a journal; and a body before what somebody is there: "Nordhaven chief executive Ebbe Toft".
"""

import re
from collections.abc import Iterator

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.naming.noun_patterns import CAPITAL, NAME, Explained, Kind, Nouns, at
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import starts_sentence
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, is_word, name_words, word_frequency
from services.enrich.text.word_index import Index

PRODUCT = re.compile(rf"{CAPITAL}(?: (?:{CAPITAL}|\d[\w-]*)){{0,3}}")
# "La plateforme « Sauvons la Bresle »": a few words between marks.
QUOTED = re.compile(rf" [«“„\"‘']\s?(?P<name>{CAPITAL}[^«»“”„\"\n.!?;:]{{2,50}}?)\s?[»”“\"’'](?!\w)")
ENDS_APPOSITION = re.compile(r"[,;.)]| [–—-]")
LONGEST_NOUN, LONGEST_FOLLOWED = 24, 100


def find(plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> Iterator[Explained]:
    """The names that nouns introduce or follow; the text has plain apostrophes and spaces."""
    yield from _followed(plain, where, nouns, language, gazetteer)
    yield from _published(plain, where, nouns, language, gazetteer)
    yield from _led(plain, where, nouns, language, gazetteer)
    yield from _introduced(plain, where, nouns, language, gazetteer)


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
            begin = link.end() if link else _comma(plain, start, end, kind, nouns)
            name = shape.match(plain, begin) if begin is not None else None
            if name is None or not _is_new(name.group(), kind, nouns, language, gazetteer):
                continue
            if link and _is_of_person(plain, name.start(), language):
                continue
            if link or ENDS_APPOSITION.match(plain, name.end()):
                stop = name.end() if kind == "MISC" else _whole(plain, name, nouns, language)
                yield Explained(name.start(), stop, kind)


def _is_of_person(plain: str, start: int, language: str) -> bool:
    """Whether what somebody is stands before a name: "le cabinet du ministre Lambotte"."""
    return name_words(language).is_function(plain[max(0, start - LONGEST_NOUN) : start].split()[-1])


def _is_no_part(plain: str, start: int, kind: Kind, nouns: Nouns) -> bool:
    """Whether a noun with a capital is none of the name's: "Groupe Zampieri" and "Cyclone Fani" are all names."""
    return kind == "ORG" and (not nouns.is_direct or starts_sentence(plain, start))


def _whole(plain: str, name: re.Match[str], nouns: Nouns, language: str) -> int:
    """Where a name ends that goes on in small letters: "Riverains du Lac", "Ambert demain"; a town is no part of it."""
    if last := nouns.last.match(plain, name.end()):
        return last.end()
    word = name.group().split()[-1]
    is_noun = nouns.is_direct and len(word) > 1 and is_word(word, language)
    tail = nouns.tail.match(plain, name.end()) if is_noun else None
    return tail.end() if tail else name.end()


def _nouns_in(where: Index, nouns: Nouns) -> Iterator[tuple[str, str]]:
    """The nouns that stand in a text, as written and as listed: the first word of a sentence has a capital."""
    listed = nouns.organizations | nouns.things
    for word in where:
        for form in (word, word.lower()):
            if form in listed or (nouns.endings and form.endswith(nouns.endings)):
                yield word, form
                break


def _comma(plain: str, start: int, end: int, kind: Kind, nouns: Nouns) -> int | None:
    """Where a name begins that a comma parts from its noun: "un promoteur, X", "du navire, le X"."""
    if not plain.startswith(", ", end):
        return None
    if kind == "MISC":
        article = nouns.definite.match(plain, end + 2)
        return article.end() if article else None
    return end + 2 if nouns.is_any(plain, start) else None


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
    for start, role in at(plain, where, nouns.roles):
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

"""Names that nouns beside them explain, and that these nouns are no part of.

1. A noun before the name: "l'entreprise Lacombe Coatings", "le radar Nisar", "un promoteur, Atlantique Bâti", "die
   Bürgerinitiative „Rettet die Aue“".
2. A noun after the name, behind a comma: "Hapag Nord, un transporteur".
3. "Published in": a journal; and a body before what somebody is there: "Nordhaven chief executive Ebbe Toft".
"""

import re
from collections.abc import Iterator

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.naming.introduction_words import introduction_words
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
    names = _Introduced(plain, where, nouns, language, gazetteer)
    yield from names.followed()
    yield from names.published()
    yield from names.led()
    yield from names.introduced()


class _Introduced:
    def __init__(self, plain: str, where: Index, nouns: Nouns, language: str, gazetteer: Gazetteer) -> None:
        self._plain, self._where, self._nouns = plain, where, nouns
        self._language, self._gazetteer = language, gazetteer
        self._words = introduction_words(language)

    def followed(self) -> Iterator[Explained]:
        """Names that a noun behind a comma explains."""
        for word in self._where.keys() & self._words.companies:
            for start in self._where[word]:
                named = self._words.before_comma.search(self._plain, max(0, start - LONGEST_FOLLOWED), start)
                if named and self._is_new(named["name"], "ORG"):
                    yield Explained(*named.span("name"), "ORG")

    def published(self) -> Iterator[Explained]:
        """Journals in which something was published."""
        for word in self._where.keys() & self._words.published:
            for start in self._where[word]:
                link = self._words.published_in.match(self._plain, start + len(word))
                name = NAME.match(self._plain, link.end()) if link else None
                if name and self._is_new(name.group(), "ORG"):
                    yield Explained(*name.span(), "ORG")

    def led(self) -> Iterator[Explained]:
        """Bodies before what a person is there, and the person: "Nordhaven Shipping chief executive Ebbe Toft"."""
        for start, role in at(self._plain, self._where, self._words.roles):
            person = NAME.match(self._plain, start + len(role) + 1)
            if person is None or " " not in person.group() or not self._plain[start].islower():
                continue
            body = self._words.led.search(self._plain, max(0, start - LONGEST_FOLLOWED), start)
            if body and not is_word(body["name"], self._language) and self._is_new(body["name"], "ORG"):
                yield Explained(*body.span("name"), "ORG")

    def introduced(self) -> Iterator[Explained]:
        """Names behind a noun."""
        for word, noun in self._listed():
            kind: Kind = "MISC" if noun in self._words.things else "ORG"
            for start in self._where[word]:
                if word != noun and not word.isupper() and not self._is_no_part(start, kind):
                    continue
                quoted = QUOTED.match(self._plain, start + len(word))
                if not quoted:
                    yield from self._behind(start, start + len(word), kind)
                elif kind == "ORG":
                    yield Explained(*quoted.span("name"), kind)

    def _behind(self, start: int, end: int, kind: Kind) -> Iterator[Explained]:
        """The name behind the noun at `start:end`, if there is one."""
        plain = self._plain
        link = self._words.between.match(plain, end)
        begin = link.end() if link else self._comma(start, end, kind)
        name = (PRODUCT if kind == "MISC" else NAME).match(plain, begin) if begin is not None else None
        if name is None or not self._is_new(name.group(), kind) or (link and self._is_of_person(name.start())):
            return
        if link or ENDS_APPOSITION.match(plain, name.end()):
            yield Explained(name.start(), name.end() if kind == "MISC" else self._whole(name), kind)

    def _listed(self) -> Iterator[tuple[str, str]]:
        """The nouns that stand in the text, as written and as listed: the first word of a sentence has a capital."""
        listed, endings = self._nouns.organizations | self._words.things, self._nouns.endings
        for word in self._where:
            for form in (word, word.lower()):
                if form in listed or (endings and form.endswith(endings)):
                    yield word, form
                    break

    def _is_of_person(self, start: int) -> bool:
        """Whether what somebody is stands before a name: "le cabinet du ministre Lambotte"."""
        before = self._plain[max(0, start - LONGEST_NOUN) : start]
        return name_words(self._language).is_function(before.split()[-1])

    def _is_no_part(self, start: int, kind: Kind) -> bool:
        """Whether a noun with a capital is none of the name's: "Groupe Zampieri" and "Cyclone Fani" are all names."""
        return kind == "ORG" and (not self._nouns.is_direct or starts_sentence(self._plain, start))

    def _whole(self, name: re.Match[str]) -> int:
        """Where a name ends that goes on in small letters: "Riverains du Lac", "Ambert demain"; a town is no part."""
        if last := self._words.last.match(self._plain, name.end()):
            return last.end()
        word = name.group().split()[-1]
        is_noun = self._nouns.is_direct and len(word) > 1 and is_word(word, self._language)
        tail = self._words.tail.match(self._plain, name.end()) if is_noun else None
        return tail.end() if tail else name.end()

    def _comma(self, start: int, end: int, kind: Kind) -> int | None:
        """Where a name begins that a comma parts from its noun: "un promoteur, X", "du navire, le X"."""
        if not self._plain.startswith(", ", end):
            return None
        if kind == "MISC":
            article = self._words.definite.match(self._plain, end + 2)
            return article.end() if article else None
        return end + 2 if self._nouns.is_any(self._plain, start) else None

    def _is_new(self, name: str, kind: Kind) -> bool:
        """Whether a name is none of what may stand after any noun: a place, a day, a function, a known organisation."""
        words, language = name_words(self._language), self._language
        first = name.split()[0]
        lower = first.lower()
        if len(name) < 2 or lower in words.not_names or lower in words.title_words:
            return False
        if self._gazetteer.is_known(name, language) or words.is_organization(name):
            return False
        if language in ALL_NOUNS_CAPITAL:
            is_name = word_frequency(first, language) == 0 or not is_word(first, language)
            return is_name and not first.endswith(self._nouns.tails) and first not in first_names.common()
        # Storms and ships bear first names, alone: "la tempête Nolwenn".
        return lower not in words.peoples and (first not in first_names.common() or (kind == "MISC" and first == name))

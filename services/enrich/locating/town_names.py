"""Which names in a text are those of towns, where a word before them says that a place is to be expected.

A name alone may be a word ("in Reading", "bei Wissen"): it is a town if the town is large for a word so common. Of
several words it is a town's if there is one of that name; the longest is meant ("Vila Nova de Gaia").
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from services.enrich.gazetteer.candidates import Candidate, lies_in
from services.enrich.gazetteer.places import Gazetteer, home
from services.enrich.locating.place_words_file import CAPITAL, any_of
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, any_language, name_words, word_frequency
from services.enrich.tagging.names import MODELS
from shared.remembered import Remembered

CITY, MILLION = 100_000, 1_000_000
# A word has to be rarer than the logarithm of a town's people by so much where all nouns have capitals; elsewhere it
# may be a little more common, and more so where a tagger has seen a name, which few common words are taken for.
MARGIN, SLACK, SEEN, RARE = 0.5, 0.15, 0.25, 4.3
# As frequent as this a word is a noun of its own behind a name: "in Leibnitz Keller".
NOUN = 3.0
# Rarer than this no word is one that anybody would say; a region is as well known as a city.
UNHEARD, REGION = 2.5, 5.0
# Small words inside the names of towns, beside those inside all names.
SMALL = (
    *("upon", "on", "aan", "aan den", "aan de", "an der", "am", "im", "in der", "in", "ob der", "unter", "vor der"),
    *(
        "de la",
        "de las",
        "de los",
        "do",
        "da",
        "dos",
        "das",
        "in de",
        "van de",
        "van den",
        "bij",
        "op",
        "sur",
        "sous",
        "lès",
        "en",
        "et",
        "sul",
        "sulla",
        "al",
        "e",
        "y",
        "nel",
        "nella",
        "nad",
        "pod",
    ),
)
_RUN = re.compile(
    rf"{CAPITAL}[\w'’-]*(?:(?: (?:{any_of([*SMALL, *any_language().small_words])})(?:(?<=['’])| )| )"
    rf"{CAPITAL}[\w'’-]*){{0,3}}(?: \({CAPITAL}\w+\))?"
)
_LONG = re.compile(rf"{CAPITAL}(?<![\w-][\s\S])[\w']*-(?:[\w']{{1,5}}-){{1,3}}{CAPITAL}")
# What follows is only looked at: "Em Vila Nova de Gaia" has two such beginnings.
_SEVERAL = re.compile(rf"(?<![\w'-]){CAPITAL}[\w'-]*(?= {CAPITAL}| (?:[a-z]{{1,3}} ){{1,2}}{CAPITAL})")
_WORD = re.compile(r"\w[\w-]*")
_ALONE = re.compile(rf"{CAPITAL}[\w'’-]*(?: {CAPITAL}[\w'’-]*){{0,2}}")
# "US$24 million" is a sum.
_GOES_ON = re.compile(rf"\w|\$|\.\w| {CAPITAL}|['’]s {CAPITAL}")
_WORD_END = re.compile(r"(?<=[\w)])(?![\w'’-])")


def _begun(run: str) -> tuple[str, ...]:
    """What may be the name at the beginning of a run of capitalised words, the longest first."""
    return tuple(run[: end.start()] for end in _WORD_END.finditer(run))[::-1]


_BEGUN = Remembered(_begun)


@dataclass(frozen=True)
class TownNames:
    """Towns in a text in one language.

    `about` are the countries that it names, `persons` the words of their names, `firms` the first words of those of
    organisations.
    """

    plain: str
    language: str
    gazetteer: Gazetteer
    about: frozenset[str | None] = frozenset()
    persons: frozenset[str] = field(default=frozenset(), repr=False)
    firms: frozenset[str] = field(default=frozenset(), repr=False)

    def at(self, start: int, *, only_about: bool = False) -> str:
        """The longest name of a town that begins there, and ends where no further word belongs to it; empty if none.

        With `only_about` it has to lie in a country that the article names.
        """
        return self._longest(start, partial(self.is_town, only_about=only_about))

    def known_at(self, start: int) -> str:
        """The longest name that begins there of a place which needs no word before it to be one; empty if none does.

        Countries, regions and the largest cities are; towns of the countries that the article is about, where their
        name has several words, or where no tagger has looked at it.
        """
        return self._longest(start, self._is_known)

    def _is_known(self, name: str) -> bool:
        if self.gazetteer.is_area(name, self.language):
            return True
        if self.gazetteer.city_population(name, self.language) >= MILLION:
            return True
        first = next(iter(self.gazetteer.candidates(name, self.language)), None)
        # "Lisboa ofreció dos aviones": a capital stands for its government.
        if first and self.gazetteer.is_capital(first.place) and self._may_be_town(name, [first]):
            return True
        there = self.about | home(self.language)
        lying = [bearer for bearer in self.bearers(name) if bearer.place.country in there]
        if not lying or (" " not in name and self.language in MODELS):
            return False
        return self._may_be_town(name, lying) and (" " in name or self._is_rare(name, lying))

    def _is_rare(self, name: str, lying: list[Candidate]) -> bool:
        """Whether a name is so much rarer than a town of its size that it needs no word before it."""
        common = word_frequency(name, self.language)
        return common < UNHEARD or common + MARGIN <= max(map(_size, lying))

    def long(self) -> Iterator[tuple[int, str]]:
        """The towns at home or of the countries that the article is about that have small words in their names.

        Where no tagger looks, those of several words, too: none but a town is called "San Antonio de los Cobres". Those
        with a small word that no person has, "Hrádek nad Nisou", wherever they lie. Each with where it begins.
        """
        pattern = _LONG if self.language in MODELS else _SEVERAL
        for found in pattern.finditer(self.plain):
            start = found.start()
            if name := self._longest(start, self._is_long):
                yield start, name

    def _is_long(self, name: str) -> bool:
        if " " not in name and "-" not in name:
            return False
        if name.isupper() or name.lower() in name_words(self.language).not_names:
            return False
        # "Hrádek nad Nisou" is nobody, and no other town is called so.
        small = (word for word in re.split("[ -]", name) if word.islower())
        is_nobody = not any_language().particles.issuperset(small)
        if not is_nobody and name.split(" ")[0] in first_names.common():
            return False
        there = self.about | home(self.language)
        return any(bearer.is_own_name and (is_nobody or bearer.place.country in there) for bearer in self.bearers(name))

    def _goes_on(self, start: int, name: str) -> bool:
        """Whether a further word belongs to a name; where nouns have capitals, one behind a rare name does not."""
        end = start + len(name)
        after = _GOES_ON.match(self.plain, end)
        is_noun = self.language in ALL_NOUNS_CAPITAL and word_frequency(name, self.language) < RARE
        if after is None or not is_noun or self.plain[end] != " ":
            return after is not None
        word = _WORD.match(self.plain, end + 1)
        return word is None or word_frequency(word.group(), self.language) < NOUN

    def name_at(self, start: int) -> str:
        """The name that begins there, of a place that may be in no table; empty for a person's, or a word."""
        run = _ALONE.match(self.plain, start)
        name = run.group() if run else ""
        is_other = name in self.persons or name in first_names.common() or name.isupper()
        rare = UNHEARD if self.language in ALL_NOUNS_CAPITAL else RARE
        is_word = word_frequency(name, self.language) >= rare or name.lower() in name_words(self.language).not_names
        return "" if is_other or is_word else name

    def is_unheard(self, name: str) -> bool:
        """Whether a word is none of the language, nor of a person in the text."""
        is_other = name in self.persons or name in first_names.common() or name.isupper()
        return not is_other and word_frequency(name, self.language) < UNHEARD

    def water_at(self, start: int) -> str:
        """The longest name of a river, a mountain or the like that begins there; empty if none does."""
        # "Le Var" is a river, "el VAR" is not.
        return self._longest(start, lambda name: self.gazetteer.is_water(name) and not name.isupper())

    def _longest(self, start: int, is_meant: Callable[[str], bool]) -> str:
        """The longest name that begins there and is meant, if no further word belongs to it; else empty."""
        run = _RUN.match(self.plain, start)
        name = next(filter(is_meant, _BEGUN[run.group()]), "") if run else ""
        return name if name and not self._goes_on(start, name) else ""

    def is_town(self, name: str, *, only_about: bool = False, seen: bool = False) -> bool:
        """Whether a name, seen by a tagger or not, is likely to be that of a town behind a word that makes it a place.

        With `only_about` it has to lie in a country that the article names.
        """
        there = self.about & home(self.language) if only_about else self.about | home(self.language)
        lying = [c for c in self.bearers(name) if c.place.country in there or c.people >= CITY]
        if not lying:
            # A diocese, a line, a quarter of a town: "Terni-Narni-Amelia", "Reutlingen-Rommelsbach".
            first, *others = name.split("-")
            return " " not in name and any(map(str.istitle, others)) and self.is_town(first, only_about=only_about)
        return self._may_be_town(name, lying, seen=seen)

    def _may_be_town(self, name: str, lying: list[Candidate], *, seen: bool = False) -> bool:
        """Whether a name that places bear is hardly a person's, or a word."""
        if " " in name or "-" in name:
            return True
        if name in self.persons or name in first_names.common() or name.isupper():
            return False
        if name.lower() in name_words(self.language).not_names:
            return False
        return is_large(name, self.language, lying, seen=seen)

    def is_long_town(self, name: str) -> bool:
        """Whether a name is that of a town with a small word in it: "Angra dos Reis" is no person."""
        return any(map(str.islower, name.split(" "))) and any(town.is_own_name for town in self.bearers(name))

    def lies_in_area(self, name: str, start: int) -> bool:
        """Whether a town of that name lies in the country or region whose name begins there: "Gary, Indiana"."""
        area = self._longest(start, lambda name: bool(self.gazetteer.candidates(name, self.language)))
        wider = self.gazetteer.candidates(area, self.language)[:1]
        is_wider = bool(wider) and wider[0].kind in ("country", "region")
        return is_wider and any(lies_in(town, wider[0]) for town in self.bearers(name))

    def is_large_city(self, name: str) -> bool:
        """Whether a name of no person in the text is that of a large city at home: "à Nancy"."""
        cities = self.gazetteer.candidates(name, self.language) if name not in self.persons else []
        return any(city.people >= CITY and city.place.country in home(self.language) for city in cities)

    def bearers(self, name: str) -> list[Candidate]:
        """All that have a name."""
        return self.gazetteer.candidates(name, self.language) + self.gazetteer.towns(name)


def countries_of(mentions: Iterable[Mention], language: str, gazetteer: Gazetteer) -> Iterator[str | None]:
    """The countries in which the places among the mentions lie."""
    for mention in mentions:
        if mention.label == "LOC":
            found = gazetteer.candidates(mention.text, language) or gazetteer.towns(mention.text)
            yield from (first.place.country for first in found[:1])


def is_large(name: str, language: str, bearers: Iterable[Candidate], *, seen: bool = False) -> bool:
    """Whether a town is large for a word so common; a rare word may be a town of any size."""
    common = word_frequency(name, language)
    capital = language in ALL_NOUNS_CAPITAL
    margin, rare = (MARGIN, UNHEARD) if capital else (-SEEN, RARE) if seen else (-SLACK, UNHEARD)
    return common < rare or common + margin <= max(map(_size, bearers), default=0)


def _size(candidate: Candidate) -> float:
    """The logarithm of the people of a town, and what a region counts for."""
    return REGION if candidate.kind != "city" else math.log10(max(candidate.people, 1))

"""How far the names of organisations go, where a tagger stops too early or begins too late.

A word with a capital that is no name of its own belongs to the name beside it:

1. Behind "of": "Sindicato Independente dos Profissionais de Enfermagem", "Hospital Garcia de Orta". A town there only
   says where it is.
2. Behind "and", or before it: "Federación Española de Municipios y Provincias", "the Employment and Labour Relations
   Court".
3. The other half of a compound: "Nederlandse Voedsel- en Warenautoriteit".
4. A German adjective, which has a capital in names only: "Niedersächsisches Verkehrsministerium".
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.enrich.gazetteer.places import Gazetteer, home
from services.enrich.naming.noun_patterns import CAPITAL, CAPITALISED_WORD, nouns_of
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, NameWords, days_and_months

MOST_STEPS = 3
# Shorter words with a capital are abbreviations, or cut off.
SHORTEST = 4
COMPOUND = re.compile(r"- (?:und|en) (?:[^\W\d_][\w-]*\w)")
# "The Shop, Distributive and ", of which the article is no part.
BEFORE_AND = re.compile(rf"\b[Tt]he (?P<words>(?:{CAPITAL}, ){{0,3}}{CAPITAL},? and )$")
GERMAN_ADJECTIVE = re.compile(r"\b(?P<article>\w{2,6}) (?P<words>(?:[A-ZÄÖÜ]\w{3,}isch|Freiwillig)e[nrs]? )$")
LONGEST_BEFORE = 80


def in_full(
    plain: str, mentions: Sequence[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions in order, the organisations among them as far as their names go."""
    reach = _Reach(plain, mentions, words, language, gazetteer)
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: each.start):
        if kept and mention.end <= kept[-1].end:
            continue
        start, end = reach.span(mention)
        kept.append(replace(mention, start=start, end=end, text=plain[start:end]))
    return kept


class _Reach:
    """Where the names of a text go to."""

    def __init__(
        self, plain: str, mentions: Sequence[Mention], words: NameWords, language: str, gazetteer: Gazetteer
    ) -> None:
        self._plain, self._words, self._language, self._gazetteer = plain, words, language, gazetteer
        self._link = nouns_of(language).link
        # Where names begin that the tagger saw as such.
        self._taken = {mention.start for mention in mentions}

    def span(self, mention: Mention) -> tuple[int, int]:
        """Where a name begins and ends."""
        is_open = mention.label == "ORG" and not mention.known_as
        return (self._start(mention), self._end(mention)) if is_open else (mention.start, mention.end)

    def _start(self, mention: Mention) -> int:
        if self._words.head_first:
            return mention.start
        is_german = self._language in ALL_NOUNS_CAPITAL
        pattern = GERMAN_ADJECTIVE if is_german else BEFORE_AND
        before = pattern.search(self._plain, max(0, mention.start - LONGEST_BEFORE), mention.start)
        if before is None:
            return mention.start
        first = before.start("words")
        if is_german:
            belongs = self._words.articles.fullmatch(before["article"] + " ") is not None
        else:
            belongs = all(map(self._belongs, CAPITALISED_WORD.finditer(self._plain, first, mention.start)))
        return first if belongs else mention.start

    def _end(self, mention: Mention) -> int:
        compound = COMPOUND.match(self._plain, mention.end)
        end = compound.end() if compound else mention.end
        for _ in range(MOST_STEPS if self._is_body(mention) else 0):
            further = self._further(end)
            if further == end:
                break
            end = further
        return end

    def _is_body(self, mention: Mention) -> bool:
        """Whether a noun makes an organisation of the name, and words without a name have no capital."""
        heads = mention.words[:1] if self._words.head_first else mention.words
        has_head = not self._words.organization_heads.isdisjoint(heads)
        return has_head and self._language not in ALL_NOUNS_CAPITAL

    def _further(self, end: int) -> int:
        link = self._link.match(self._plain, end) or self._words.ands.match(self._plain, end)
        word = CAPITALISED_WORD.match(self._plain, link.end()) if link else None
        return word.end() if word and self._belongs(word) else end

    def _belongs(self, word: re.Match[str]) -> bool:
        """Whether a word with a capital is no name of its own."""
        text = word.group()
        lower = text.lower()
        is_name = (
            word.start() in self._taken
            or len(text) < SHORTEST
            or text.isupper()
            or first_names.is_first(text)
            or self._words.is_organization(text)
            or self._words.is_head(text)
            or lower in self._words.title_words
            or lower in self._words.peoples
            or lower in days_and_months(self._language)
        )
        return not (is_name or self._is_place(text))

    def _is_place(self, name: str) -> bool:
        """Whether a name is that of a place that is known, or at home where the language is."""
        places = [*self._gazetteer.candidates(name, self._language), *self._gazetteer.towns(name)]
        is_at_home = any(each.place.country in home(self._language) for each in places)
        return is_at_home or self._gazetteer.is_known(name, self._language)

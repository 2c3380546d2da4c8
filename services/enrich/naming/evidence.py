"""What a name is, by what the text says beside all its mentions, whatever a tagger took them for.

1. A body has those who work for it, lead or buy it: "salariés de Duralex", "Kestrel shares".
2. The noun of an event, a prize, a law, a storm at its beginning or end makes a thing of a name: "Cyclone Fani".
3. A person is somebody of whom the text says what he or she is, or how old: "its secretary, Magata Nayak", "Osian, 4";
   or whose last word goes on alone as the surname: "Alana Petrides", "Petrides".
4. No person has an article: "the Clara Belle".

What is told beside one mention of a name holds for all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.naming import functions
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import NameWords, any_language, is_word, word_frequency
from services.enrich.tagging.names import Label
from services.enrich.text.plain import LAST_WORD
from services.enrich.text.word_index import Index

# Beside how many of its mentions a name is judged, and how many places of a surname are looked at.
MENTIONS, PLACES = 12, 50
LONGEST_BEFORE = 24
# Which town's name is no bank's.
CITY = 1_000_000
# ", 34," and "(34 ans)": an age, and not the score of a match.
AGE = re.compile(r"(?:, | \()(?:[^\W\d]{2,8} )?\d{1,2}(?: [^\W\d]{3,8})?[,)]")
PERSON = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'.-]*(?: [\w'.-]+){0,4}")
NOUN_AFTER = re.compile(r" [a-zß-öø-ÿ]")
GOES_ON = re.compile(r"[-'](?!s\b)|\.?\w| [^\W\d_a-zß-öø-ÿ]")


@dataclass(frozen=True)
class Evidence:
    """A text that went through `plain_text`, and what is known about its language and about places."""

    plain: str
    where: Index
    words: NameWords
    language: str
    gazetteer: Gazetteer

    def judge(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions, each as what the text says that it is."""
        by_name: dict[str, list[Mention]] = {}
        for mention in mentions:
            if mention.is_open:
                by_name.setdefault(mention.text, []).append(mention)
        told = self._by_full_names(mentions, by_name)
        persons = {mention.start for mention in mentions if mention.label == "PER"}
        surnames = _surnames(mentions)
        for name, same in by_name.items():
            kind = self._told(name, same, persons) if name not in surnames and name not in told else None
            if kind:
                told[name] = kind
        # A town is called by its first word, too: "Morales" of "Morales de Toro".
        surnames = _surnames([mention for mention in mentions if told.get(mention.text) != "LOC"])
        towns = {name.split()[0] for name, kind in told.items() if kind == "LOC"}
        told |= dict.fromkeys((towns & by_name.keys()) - surnames - told.keys(), "LOC")
        return [
            replace(mention, label=told[mention.text], is_sure=True)
            if mention.text in told and mention.is_open
            else mention
            for mention in mentions
        ]

    def is_place(self, name: str) -> bool:
        """Whether there is a place of that name."""
        return bool(self.gazetteer.candidates(name, self.language) or self.gazetteer.towns(name))

    def may_be_person(self, name: str, parts: list[str]) -> bool:
        """Whether a name has the shape of a person's, and no word of another kind in it."""
        if name.isupper() or not PERSON.fullmatch(name):
            return False
        particles = any_language().particles
        return all(
            part in particles if part[0].islower() else not (self._is_noun(part) or self.words.is_head(part))
            for part in parts
        )

    def _is_noun(self, part: str) -> bool:
        # Where all nouns have capitals, any unknown word is taken for a noun.
        return word_frequency(part, self.language) > 0 and is_word(part, self.language)

    def _by_full_names(self, mentions: list[Mention], names: dict[str, list[Mention]]) -> dict[str, Label]:
        """The names that are part of another: "Ní Chonaill" of a person's, "Kestrel" of "Kestrel Copper"."""
        persons = [m.text for m in mentions if m.label == "PER"]
        told: dict[str, Label] = {tail: "PER" for name in persons for tail in _tails(name) if tail in names}
        begun = {m.text.split()[0] for m in mentions if m.label == "ORG" and " " in m.text} - _surnames(mentions)
        for name in begun & names.keys():
            only_person = {mention.label for mention in names[name]} == {"PER"}
            if only_person and not (first_names.is_first(name) or self.is_place(name)):
                told[name] = "ORG"
        return told

    def _told(self, name: str, same: list[Mention], persons: set[int]) -> Label | None:
        parts = name.split()
        begins_as_person = first_names.is_first(parts[0])
        if self._has_analysts(same) and not self._is_great(name):
            return "ORG"
        if not begins_as_person and self._is_body(same) and not self._is_of_place(name, parts):
            return "ORG"
        is_person = {mention.label for mention in same} == {"PER"}
        if is_person and not begins_as_person and self._is_firm_of_people(same):
            return "ORG"
        is_named = is_person and begins_as_person and len(parts) > 1 and not self._is_plural_thing(parts[-1])
        if self.words.is_thing(parts) and not is_named:
            return "MISC"
        is_body = fold(parts[-1]) in self.words.organization_endings
        if is_person and len(parts) > 1 and not is_body and self._has_title(same):
            return "PER"
        if is_person and not begins_as_person and self._is_body_of_place(parts):
            return "ORG"
        is_town = len(parts) > 1 and not begins_as_person and bool(self.gazetteer.towns(name))
        if is_person and is_town and not self._is_somebody(same, persons):
            return "LOC"
        if not self.may_be_person(name, parts) or self.gazetteer.is_area(name, self.language):
            return None
        is_tagged_place = all(mention.label == "LOC" for mention in same)
        if (len(parts) == 1 and self._is_of_place(name, parts)) or (is_tagged_place and self.is_place(name)):
            return None
        if self._is_somebody(same, persons):
            return "PER"
        if len(parts) > 1 and all(self._has_article(mention) for mention in same):
            return "MISC" if is_person else None
        is_title = not self.words.title_words.isdisjoint(part.lower() for part in parts)
        return "PER" if len(parts) > 1 and not is_title and self._goes_on_as_surname(parts) else None

    def _is_plural_thing(self, word: str) -> bool:
        """Whether a word means several prizes or events, and is no surname: "Olivier Awards"."""
        return word.endswith("s") and fold(word[:-1]) in self.words.thing_endings

    def _is_firm_of_people(self, same: list[Mention]) -> bool:
        """Whether an adjective of a people stands before a firm: "l'australien Woodside", but "l'Australien Minaur"."""
        if not self.words.peoples_have_capitals:
            return False
        for mention in same[:MENTIONS]:
            before = LAST_WORD.search(self.plain, max(0, mention.start - LONGEST_BEFORE), mention.start)
            if before and before[1] in self.words.peoples and self._is_behind_article(before.start(1)):
                return True
        return False

    def _has_title(self, same: list[Mention]) -> bool:
        """Whether what somebody is stands right before a name: "Police Chief Donovan Trail" is no path."""
        return any(functions.is_right_before(self.plain, mention.start, self.language) for mention in same[:MENTIONS])

    def _is_body_of_place(self, parts: list[str]) -> bool:
        """Whether a name is the noun of a body and a place: "Radio Lesotho"."""
        return fold(parts[0]) in self.words.organization_heads and self.is_place(" ".join(parts[1:]))

    def _is_of_place(self, name: str, parts: list[str]) -> bool:
        return fold(parts[-1]) in self.words.place_heads or self.is_place(name)

    def _is_body(self, same: list[Mention]) -> bool:
        """Whether the text names those who work for it, or what it makes: "employees of Kestrel", "Kestrel shares"."""
        return any(
            self.words.body_before.at(self.plain, mention.start) or self.words.body_after.match(self.plain, mention.end)
            for mention in same[:MENTIONS]
        )

    def _has_analysts(self, same: list[Mention]) -> bool:
        """Whether it has analysts, as no town has: "an analyst at Bernstein"."""
        return any(
            self.words.analysts.at(self.plain, mention.start) and self.plain[mention.end : mention.end + 2] != "'s"
            for mention in same[:MENTIONS]
        )

    def _is_great(self, name: str) -> bool:
        """Whether it is a country, a region or a great city, in which there are analysts."""
        is_area = self.gazetteer.is_area(name, self.language)
        return is_area or self.gazetteer.city_population(name, self.language) >= CITY

    def _is_somebody(self, same: list[Mention], persons: set[int]) -> bool:
        """Whether the text says what somebody is, or how old."""
        near = [mention for mention in same[:MENTIONS] if not self._is_introduced(mention)]
        if any(AGE.match(self.plain, mention.end) for mention in near):
            return True
        return functions.tell(self.plain, [(mention.start, mention.end) for mention in near], persons, self.language)

    def _is_introduced(self, mention: Mention) -> bool:
        """Whether the noun of a body stands right before a name: "la coordinatrice de l'ONG Boza Fii"."""
        before = LAST_WORD.search(self.plain, max(0, mention.start - LONGEST_BEFORE), mention.start)
        return before is not None and fold(before[1]) in self.words.organization_nouns

    def _has_article(self, mention: Mention) -> bool:
        """Whether an article stands before a name that no noun follows: not "the Joe Biden campaign"."""
        return self._is_behind_article(mention.start) and not NOUN_AFTER.match(self.plain, mention.end)

    def _is_behind_article(self, start: int) -> bool:
        return self.words.not_before_persons.at(self.plain, start)

    def _goes_on_as_surname(self, parts: list[str]) -> bool:
        """Whether the last word of a name stands elsewhere alone, without an article, and is no other word."""
        surname, before = parts[-1], f"{parts[-2]} "
        if not all(part[0].isupper() for part in parts) or is_word(surname, self.language) or self.is_place(surname):
            return False
        for start in self.where.get(surname, [])[:PLACES]:
            is_full = self.plain.startswith(before, start - len(before))
            is_begun = self.plain[start - 1 : start].strip("(«“\"' \n") != ""
            if not (is_full or is_begun or GOES_ON.match(self.plain, start + len(surname))):
                return not self._is_behind_article(start)
        return False


def _surnames(mentions: list[Mention]) -> set[str]:
    return {word for m in mentions if m.label == "PER" and " " in m.text for word in m.text.split()}


def _tails(name: str) -> Iterator[str]:
    """The last words of a name, two or more."""
    words = name.split()
    return (" ".join(words[first:]) for first in range(1, len(words) - 1))

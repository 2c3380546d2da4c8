"""A text as the steps for speech read it, and those in it who can speak."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from services.enrich.speech.speech_file import Gender
from services.enrich.speech.speech_words import SpeechWords
from services.enrich.tagging import first_names
from shared.articles import Entity

WORD = re.compile(r"[\w'-]+")
LAST_WORD = re.compile(r"([^\W\d_A-ZÀ-Þ]+) \Z")
CLAUSE = re.compile(r"[^,.;:!?()\n«»“”\"]*\Z")
# What closes an apposition; how far before a name what somebody is may stand, beside how many of its mentions.
CLOSES, NEAR, FEW, BEFORE = tuple(",.;"), 80, 3, 30


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, organisation or place that could speak, in the text at `start`, `end`."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody in the text at `start`, `end`: an entity, a pronoun, or else what is printed there."""

    start: int
    end: int
    confidence: float
    entity: Entity | None = None
    pronoun: Gender | None = None


@dataclass(frozen=True)
class Scene:
    """A text as this module reads it. `plain` and `lower` have one character for each one of the text."""

    text: str
    plain: str
    lower: str
    language: str
    words: SpeechWords
    mentions: list[Mention]
    starts: list[int]

    def mentions_in(self, start: int, end: int) -> Iterator[Mention]:
        for number in range(bisect_left(self.starts, start), len(self.mentions)):
            if self.mentions[number].start >= end:
                return
            yield self.mentions[number]

    def mention_until(self, end: int, start: int) -> Mention | None:
        number = bisect_left(self.starts, end) - 1
        found = self.mentions[number] if number >= 0 else None
        return found if found and found.end == end and found.start >= start else None

    def printed(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())

    def has_words(self, start: int, end: int) -> bool:
        return WORD.search(self.lower, start, end) is not None

    def count_words(self, start: int, end: int) -> int:
        return len(WORD.findall(self.lower, start, end))

    def is_tied(self, position: int, start: int) -> bool:
        """Whether what begins at `position` belongs to a noun before it: "the lawyer of X".

        Behind a comma, "and" ties nothing: "The board denies it, and X said …".
        """
        link = self.words.link_before.search(self.lower, max(start, position - 30), position)
        if link is None:
            return False
        parted = self.lower[start : link.start()].rstrip().endswith(",")
        return not (parted and link.group().split()[0] in self.words.ands)


def make_scene(text: str, plain: str, language: str, words: SpeechWords, entities: list[Entity]) -> Scene:
    """The text of `marks.plain_text` with those of its entities that can speak."""
    lower = plain.lower()
    if len(lower) != len(plain):  # A few capitals are two characters as small letters.
        lower = "".join(each if len(each.lower()) > 1 else each.lower() for each in plain)
    able = [each for entity in entities if (each := _speaker(entity, plain, lower, words))]
    mentions = [Mention(span.start, span.end, entity) for entity in able for span in entity.mentions]
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    return Scene(text, plain, lower, language, words, mentions, [mention.start for mention in mentions])


def _speaker(entity: Entity, plain: str, lower: str, words: SpeechWords) -> Entity | None:
    """An entity as far as it can speak: works cannot, nor what only was taken for somebody; others are people.

    "The head of the Red Cross" is no name, "the Latin Grammy" nobody; a first name alone is somebody's.
    """
    first, _, rest = entity.name.partition(" ")
    start = entity.mentions[0].start if entity.mentions else 0
    before = max(0, start - BEFORE)
    if entity.type == "other":
        return entity.model_copy(update={"type": "person"}) if _is_called(entity, plain, words) else None
    if first.islower() and first in words.persons:
        return None
    if entity.type == "person":
        named = not rest or first.lower().partition("-")[0] in first_names.genders()
        return entity if named or not words.determiner_before.search(lower, before, start) else None
    return entity.model_copy(update={"type": "person"}) if _is_apposed(entity, lower, words) else entity


def _is_called(entity: Entity, plain: str, words: SpeechWords) -> bool:
    """Whether somebody has a first name only, or is "the rapper Yssouf"; "the storm Eunice" is nobody."""
    is_common = entity.name in first_names.common()
    for mention in entity.mentions[:FEW]:
        if plain[mention.end : mention.end + 2][1:].isupper():
            return False
        noun = LAST_WORD.search(plain[max(0, mention.start - BEFORE) : mention.start])
        if noun and noun[1] in words.persons:
            return True
        if noun and not (noun[1] in words.small or words.says.fullmatch(noun[1])):
            return False
    return is_common


def _is_apposed(entity: Entity, lower: str, words: SpeechWords) -> bool:
    """Whether what was taken for a body's name stands beside what somebody is: "its secretary, Magata Nayak, said".

    Of two words or more, with nothing but the comma between.
    """
    for mention in entity.mentions[:FEW] if " " in entity.name else ():
        before = lower[max(0, mention.start - NEAR) : mention.start].rstrip()
        if not before.endswith(",") or lower[mention.end : mention.end + 1] not in CLOSES:
            continue
        clause = CLAUSE.search(before[:-1])
        told = clause.group() if clause else ""
        noun = next(words.noun.finditer(told, told.rfind("'s ")), None) if "'s " in told else words.person.search(told)
        is_person = noun is not None and words.noun.findall(noun.group())[-1] in words.persons
        if is_person and not words.noun.search(entity.name.lower()):
            return True
    return False

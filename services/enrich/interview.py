"""Interviews: what is asked stands in lines of its own, and what is answered between marks, by one person."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.enrich.marks import Stretch
from services.enrich.scene import Scene
from shared.articles import Speaker

# So many questions with an answer right below make an interview.
QUESTIONS = 3
# How sure we are of who answers.
ANSWERS = 0.85


@dataclass(frozen=True, slots=True)
class Interview:
    """Who answers, and which stretches are in the answers; nobody and none where a text is no interview."""

    speaker: Speaker | None = None
    answers: frozenset[int] = frozenset()


def find(scene: Scene, stretches: list[Stretch]) -> Interview:
    """The interview in a text: the person answers whom it is about most."""
    people = [mention.entity for mention in scene.mentions if mention.entity.type == "person"]
    pairs = list(_pairs(scene, stretches))
    asked = sum(question.endswith("?") for question, _ in pairs)
    if asked < QUESTIONS or not people:
        return Interview()
    name = max(people, key=lambda person: person.salience).name
    answers = frozenset(number for _, answer in pairs for number in answer)
    return Interview(Speaker(name=name, entity=name, confidence=ANSWERS), answers)


def _pairs(scene: Scene, stretches: list[Stretch]) -> Iterator[tuple[str, range]]:
    """Each line that does not begin with speech, with the stretches of the next one if that does."""
    start = number = 0
    before = ""
    for line in scene.plain.split("\n"):
        first, end = number, start + len(line)
        while number < len(stretches) and stretches[number].first < end:
            number += 1
        if line.strip():
            begins = number > first and not scene.plain[start : stretches[first].first].strip()
            if begins and before:
                yield before, range(first, number)
            before = "" if begins else line.rstrip()
        start = end + 1

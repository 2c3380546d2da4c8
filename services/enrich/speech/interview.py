"""Interviews: what is asked stands in lines of its own, and what is answered between marks, by one person."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from services.enrich.speech.scene import Scene
from services.enrich.text.marks import Stretch
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
    """The interview in a text: whoever is named in the lines of the answers gives them, or whom it is about most."""
    pairs = list(_pairs(scene, stretches))
    if sum(question.endswith("?") for question, _, _ in pairs) < QUESTIONS:
        return Interview()
    told = [name for _, _, line in pairs for name in _told(scene, stretches, line)]
    people = [mention.entity for mention in scene.mentions if mention.entity.type == "person"]
    about = max(people, key=lambda person: person.salience, default=None)
    name = Counter(told).most_common(1)[0][0] if told else about.name if about else None
    if name is None:
        return Interview()
    answers = frozenset(number for _, answer, _ in pairs for number in answer)
    return Interview(Speaker(name=name, entity=name, confidence=ANSWERS), answers)


def _told(scene: Scene, stretches: list[Stretch], line: tuple[int, int]) -> Iterator[str]:
    """The persons who are named in the line of an answer, but in what is said."""
    for mention in scene.mentions_in(*line):
        number = bisect_right(stretches, mention.start, key=lambda stretch: stretch.start) - 1
        is_said = number >= 0 and mention.start < stretches[number].end
        if mention.entity.type == "person" and not is_said:
            yield mention.entity.name


def _pairs(scene: Scene, stretches: list[Stretch]) -> Iterator[tuple[str, range, tuple[int, int]]]:
    """Each line that does not begin with speech, with the stretches of the next one if that does, and where it is."""
    start = number = 0
    before = ""
    for line in scene.plain.split("\n"):
        first, end = number, start + len(line)
        while number < len(stretches) and stretches[number].first < end:
            number += 1
        if line.strip():
            begins = number > first and not scene.plain[start : stretches[first].first].strip()
            if begins and before:
                yield before, range(first, number), (start, end)
            before = "" if begins else line.rstrip()
        start = end + 1

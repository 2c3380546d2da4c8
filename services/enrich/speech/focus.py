"""Who is meant of those of whom a text has told: whom the paragraph is about, who spoke last, who leads a sentence."""

from services.enrich.speech.bodies import LEADS, LOOK_BACK, Bodies
from services.enrich.speech.descriptions import BARE
from services.enrich.speech.people import FAR, NEAR, People
from services.enrich.speech.scene import Scene
from services.enrich.speech.speech_file import Gender
from shared.articles import Speaker

# How sure we are if one person fits; of who spoke last, if several fit; of whom the paragraph tells.
ONE_FITS, LAST_SPOKE, IN_FOCUS = 0.85, 0.7, 0.8
# And if somebody else is named beside.
BESIDE = 0.6
# Somebody who could be meant, of which gender, and where.
Person = tuple[Speaker, Gender, int]


class Focus:
    """Chooses among those who are `known` before a place in a text, the nearest first."""

    def __init__(self, scene: Scene, people: People, bodies: Bodies) -> None:
        self._scene, self._people, self._bodies = scene, people, bodies

    def person(self, gender: Gender, known: list[Person], position: int, last: Person | None) -> Speaker | None:
        """Whom the paragraph tells of; else the `last` who spoke, if nobody has led a sentence since; else who did."""
        people = fitting = [person for person in known if fits(gender, person[1])]
        # "The daughter of a carpenter of Lyon": who only belongs to somebody is meant if nobody else can be.
        people = [each for each in people if not self._people.is_tied(each[2], titled=False)] or people
        last = last if last and fits(gender, last[1]) else None
        line = self._scene.plain.rfind("\n", max(0, position - LOOK_BACK), position) + 1
        since = max(last[2] if last else 0, line)
        if focus := self._in_focus(people, known, gender, (since, position)):
            others = {speaker.name for speaker, _, start in people if start >= since} - {focus.name}
            sure = ONE_FITS if _names(people, last) == {focus.name} else LEADS if others else IN_FOCUS
            sure = min(sure, BESIDE) if self._is_accompanied(focus, fitting, since) else sure
            return focus.model_copy(update={"confidence": sure})
        since_last = [each for each in people if last and each[2] >= last[2]]
        led = [each for each in since_last if self._leads(each, known)]
        exact = [person for person in people if person[1] == gender]
        if exact and not any(speaker.entity for speaker, _, _ in led):
            # Who is known to be a woman comes before all who may be one.
            people, led = exact, [each for each in led if each in exact]
            last = last if last and (last[1] == gender or last[2] > exact[0][2]) else None
        names = _names(people, last)
        if last and not led:
            return last[0].model_copy(update={"confidence": ONE_FITS if len(names) == 1 else LAST_SPOKE})
        if not people:
            return None
        chosen = next((person for person in people if self._leads(person, known)), people[0])
        return chosen[0].model_copy(update={"confidence": ONE_FITS if len(names) == 1 else LEADS})

    def _is_accompanied(self, focus: Speaker, fitting: list[Person], since: int) -> bool:
        """Whether another is named beside whom the paragraph tells of, with equal right: "Roe met with Smith"."""
        words, lower = self._scene.words, self._scene.lower
        return any(
            each[0].entity
            and each[0].name != focus.name
            and words.beside.search(lower, max(0, each[2] - NEAR), each[2])
            for each in fitting
            if each[2] >= since
        )

    def latter(self, gender: Gender, known: list[Person], position: int) -> Speaker | None:
        """Who was named last before "the latter", or what: "Er verweist auf die Direktion. Diese erklärte: …"."""
        person = next((person for person in known if fits(gender, person[1])), None)
        begin = person[2] + 1 if person else max(0, position - FAR)
        for speaker, told, _ in self._bodies.with_article(begin, position):
            if told in (gender, "either"):
                return speaker
        return person[0].model_copy(update={"confidence": LAST_SPOKE}) if person else None

    def _in_focus(
        self, people: list[Person], known: list[Person], gender: Gender, span: tuple[int, int]
    ) -> Speaker | None:
        """Whom the paragraph has told of last, since the last speech: the first who is named in a sentence.

        A body as well, if the pronoun can only mean one: "La CGT réclame… « … », avertit-elle."
        """
        since, position = span
        found = next((person for person in people if person[2] >= since and self._leads(person, known)), None)
        for speaker, told, start in self._bodies.with_article(found[2] + 1 if found else since, position):
            if gender != "either" and told == gender and self._people.begins(start):
                return speaker
        return found[0] if found else None

    def _leads(self, person: Person, known: list[Person]) -> bool:
        """Whether this is the first who is told of in a sentence, and not far from its beginning.

        Who belongs to others in it, "with the captain X", is only if there are none.
        """
        start = self._people.sentence(person[2])
        if start is None:
            return False
        if self._people.is_tied(person[2]):
            others = (each[2] for each in known if start <= each[2] < person[2] + FAR)
            return all(self._people.is_tied(at) for at in others if self._people.sentence(at) == start)
        before = (each for each in known if start <= each[2] < person[2] and not self._people.is_owner(each[2]))
        before = (each for each in before if not self._people.is_tied(each[2]))
        # Somebody without a name is what a sentence is about only if it begins with the words for him or her.
        return not any(each[0].entity or self._scene.count_words(start, each[2]) <= BARE for each in before)


def fits(pronoun: Gender | None, gender: Gender) -> bool:
    """Whether somebody of a gender may be meant by a pronoun or an article of another."""
    if pronoun == "feminine or many":
        return gender in ("feminine", "either")
    return gender not in ("many", "thing") and ("either" in (pronoun, gender) or pronoun == gender)


def _names(people: list[Person], last: Person | None) -> set[str]:
    return {speaker.name for speaker, _, _ in people} | ({last[0].name} if last else set())

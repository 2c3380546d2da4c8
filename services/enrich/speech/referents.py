"""Whom a pronoun, or a noun such as "the minister", means: someone whom the text has named before."""

import re

from services.enrich.speech.bodies import LEADS, LOOK_BACK, Bodies
from services.enrich.speech.descriptions import Description
from services.enrich.speech.focus import LAST_SPOKE, ONE_FITS, Focus, Person, fits
from services.enrich.speech.people import ENDS_APPOSITION, NEAR, People, named_gender
from services.enrich.speech.scene import Mention, Scene, Subject
from services.enrich.speech.speech_file import Gender
from services.enrich.speech.strangers import CAPITALS, name_at
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL
from services.enrich.text.marks import Stretch
from shared.articles import Entity, Speaker

LOOK_AHEAD = 300
# How sure we are of a title that one or several have, and of somebody as he or she is called.
TITLE, SEVERAL_TITLES, PRINTED = 0.85, 0.6, 0.85


class Referents:
    """Remembers who has spoken while a text is read from its beginning to its end."""

    def __init__(self, scene: Scene, stretches: list[Stretch]) -> None:
        self._scene = scene
        self._people = People(scene, stretches)
        self._bodies = Bodies(scene, self._people)
        self._focus = Focus(scene, self._people, self._bodies)
        self._phrases: dict[int, Person | None] = {}
        self._reading = False
        self._last: Person | None = None

    def resolve(self, subject: Subject | None, position: int, until: int) -> Speaker | None:
        """Who a subject is; null if there is nobody whom it could mean. What is said ends at `until`."""
        if subject is None:
            return None
        if subject.entity:
            entity = self._titled(subject, subject.entity)
            speaker: Speaker | None = self._people.speaker(entity, subject.confidence)
        elif subject.pronoun:
            speaker = self._by_pronoun(subject, min(position, until))
        else:
            speaker = self._by_description(subject)
        if speaker:
            self.spoke(speaker, max(until, subject.end), subject)
        return speaker

    def spoke(self, speaker: Speaker | None, until: int, subject: Subject | None = None) -> None:
        """Remember who spoke last."""
        if speaker:
            self._last = (speaker, self._people.gender(speaker, subject), until)

    def nearest(self, start: int, end: int) -> Speaker | None:
        """Who has spoken in the same paragraph, or is named behind: “They were better.” Gallagher wiped his face."""
        plain = self._scene.plain
        if self._last and "\n" not in plain[self._last[2] : start] and start - self._last[2] < LOOK_BACK:
            return self._last[0].model_copy(update={"confidence": LEADS})
        line_end = plain.find("\n", end, end + LOOK_AHEAD)
        following = self._people.named(end, line_end if line_end >= 0 else end + LOOK_AHEAD)
        return self._people.speaker(following[0].entity, LEADS) if following else None

    def _titled(self, subject: Subject, entity: Entity) -> Entity:
        """Who is meant by "M. Loisel" if Martine Loisel has been taken for it: another Loisel, who is a man."""
        _, gender = self._title_before(subject.start)
        if gender == "either" or entity.type != "person" or fits(gender, named_gender(entity.name)):
            return entity
        others = self._people.namesakes(entity.name.split()[-1])
        return next((each for each in others if named_gender(each.name) == gender), entity)

    def _by_pronoun(self, subject: Subject, position: int) -> Speaker | None:
        gender = subject.pronoun
        if gender == "many":
            return self._several(subject, position)
        if gender == "thing":
            return self._thing(position, subject.confidence)
        if gender is None:
            return None
        known = self._people_before(position)
        if self._scene.lower[subject.start : subject.end] in self._scene.words.latter:
            return self._focus.latter(gender, known, subject.start)
        last = self._last if self._last and position - self._last[2] < LOOK_BACK else None
        # A body, if nobody is told of or speaks behind it in its paragraph.
        line = self._scene.plain.rfind("\n", max(0, position - LOOK_BACK), position)
        told = [person[2] for person in known if fits(gender, person[1])]
        found = self._bodies.called(gender, max(*told, line, self._last[2] if self._last else 0, 0), position)
        found = found or self._focus.person(gender, known, position, last) or self._next(gender, position)
        return found and found.model_copy(update={"confidence": min(found.confidence, subject.confidence)})

    def _next(self, gender: Gender, position: int) -> Speaker | None:
        """Who is named next, where a text begins with what somebody says: « … », dit-elle. Rosa Delmas reçoit…"""
        for mention in self._people.named(position, position + LOOK_AHEAD):
            if fits(gender, self._people.gender_of(mention.entity.name)):
                return self._people.speaker(mention.entity, LEADS)
        return None

    def _several(self, subject: Subject, position: int) -> Speaker | None:
        """Whom "they" means: several who have just spoken, or with whom a sentence begins."""
        known = [person for person in self._people_before(position) if person[1] == "many"]
        last = self._last if self._last and self._last[1] == "many" and position - self._last[2] < LOOK_BACK else None
        if last and not any(person[2] > last[2] for person in known):
            return last[0].model_copy(update={"confidence": min(LAST_SPOKE, subject.confidence)})
        chosen = next((person for person in known if self._people.begins(person[2])), None)
        return chosen[0].model_copy(update={"confidence": LEADS}) if chosen else None

    def _thing(self, position: int, confidence: float) -> Speaker | None:
        """What "it" means: the body that spoke last, or of which the text has told since."""
        start, speaker, _ = self._bodies.last(position) or (0, None, False)
        if self._last and self._last[1] == "thing" and (speaker is None or start < self._last[2]):
            return self._last[0].model_copy(update={"confidence": min(LAST_SPOKE, confidence)})
        return speaker

    def _people_before(self, position: int) -> list[Person]:
        """Those whom the text has told of before, the nearest first: by name, as "a neighbour", as "the mayor"."""
        begin = max(0, position - LOOK_BACK)
        found = self._named_before(position)
        for match in self._people.phrases(begin, position):
            if match.start() not in self._phrases and not self._reading:
                # What it means is found with what the text told before, not with what that may mean in turn.
                self._reading = True
                self._phrases[match.start()] = self._told_of(match)
                self._reading = False
            if person := self._phrases.get(match.start()):
                found.append(person)
        return sorted(found, key=lambda person: -person[2])

    def _named_before(self, position: int) -> list[Person]:
        return [self._person(each) for each in reversed(self._people.named(max(0, position - LOOK_BACK), position))]

    def _person(self, named: Mention) -> Person:
        """Somebody who is named; "Mr Roe" is another than Jane Roe."""
        entity = named.entity
        title, gender = self._title_before(named.start)
        known = self._people.gender_of(entity.name)
        if title is None or fits(gender, known):
            return self._people.speaker(entity, ONE_FITS), known, named.start
        printed = self._scene.printed(title, named.end)
        return Speaker(name=printed, entity=None, confidence=ONE_FITS), gender, named.start

    def _title_before(self, start: int) -> tuple[int | None, Gender]:
        """Where a title right before a name begins that tells the gender, as "Mr" does, and which."""
        before = self._scene.lower[max(0, start - NEAR) : start]
        title = next(reversed(before.split()), "")
        gender = self._scene.words.titles.get(title, "either")
        return (None if gender == "either" else start - len(before) + before.rindex(title)), gender

    def _told_of(self, match: re.Match[str]) -> Person | None:
        """Who "the mayor" is, or "a neighbour" as the text calls him or her."""
        gender = self._people.noun_gender(match.group())
        if gender == "thing":
            return None
        if stranger := self._stranger(match):
            return self._people.speaker(stranger, ONE_FITS), gender, match.start()
        described = Description(self._scene, Subject(match.start(), match.end(), ONE_FITS))
        if meant := self._meant(described):
            return meant, self._people.gender_of(meant.name), match.start()
        if described.is_definite and self._people.head(described.lower) in self._scene.words.epithets:
            return None  # "The man" is somebody whom we have not understood.
        printed = self._scene.printed(match.start(), match.end())
        return Speaker(name=printed, entity=None, confidence=ONE_FITS), gender, match.start()

    def _stranger(self, match: re.Match[str]) -> Entity | None:
        """Who is named behind a comma and is no entity: "the mayor of Lyon, Jean Roux"."""
        comma = self._scene.plain.find(", ", match.end(), match.end() + NEAR)
        if comma < 0 or ENDS_APPOSITION.search(self._scene.plain, match.end(), comma):
            return None
        name = name_at(self._scene, comma, comma + NEAR)
        return self._people.meet(name.start, name.end) if name else None

    def _by_description(self, subject: Subject) -> Speaker:
        """Somebody who is called "the minister": whom the text has named, or else as it calls him or her."""
        scene, described = self._scene, Description(self._scene, subject)
        if self._last and self._is_statement(described, self._last[2]):
            return self._last[0].model_copy(update={"confidence": LAST_SPOKE})
        if described.is_definite:
            self._people_before(subject.start)  # Whoever is named beside "the minister" is met there.
        if meant := self._meant(described):
            return meant
        printed = described.alias or scene.printed(subject.start, subject.end)
        if surname := self._people.by_surname(printed):
            return self._people.speaker(surname, subject.confidence)
        if scene.language not in ALL_NOUNS_CAPITAL and " " in printed and CAPITALS.fullmatch(printed):
            self._people.meet(subject.start, subject.end)
        return Speaker(name=printed, entity=None, confidence=min(PRINTED, subject.confidence))

    def _is_statement(self, described: Description, spoken: int) -> bool:
        """Whether it is "the statement" of whoever spoke until `spoken`: nobody else is named since."""
        if self._scene.words.statements.isdisjoint(described.lower.split()):
            return False
        if described.start - spoken >= LOOK_BACK or not (described.is_definite and described.is_bare):
            return False
        is_named = any(self._scene.mentions_in(spoken, described.start))
        return not (is_named or self._people.phrases(spoken, described.start))

    def _meant(self, described: Description) -> Speaker | None:
        """Who is meant by the words for somebody, if the text has named them."""
        if described.is_new:
            return None
        for noun in described.nouns[:2]:
            bearers = self._people.bearers(self._people.function(described.lower, noun), described.start)
            known = [each for each in bearers if described.fits(each, noun.group())]
            if known:
                before = [each for each in known if each.start <= described.start]
                sure = TITLE if len({each.entity.name for each in known}) == 1 else SEVERAL_TITLES
                return self._people.speaker((before or known)[-1].entity, sure)
        return self._called(described) if described.is_definite and not described.is_named else None

    def _called(self, described: Description) -> Speaker | None:
        """Whom the text has just told of, and now calls "the winner", "this specialist", "the gendarme"."""
        head, gender = self._people.head(described.lower), self._people.noun_gender(described.lower)
        if gender == "thing":
            return self._bodies.by_noun(described.start, head) if described.is_bare else None
        if gender == "many":
            return None
        if not head and not described.is_unfamiliar:
            return self._only_one(gender, described.start)
        if stranger := self._unnamed(described.start, head):
            return stranger
        heads = self._people.heads(described.lower)
        is_epithet = described.is_pointing or not head or not self._scene.words.epithets.isdisjoint(heads)
        found = self._last_told(gender, described.start, is_epithet)
        is_other = head in self._scene.words.offices and (found is None or found.name not in self._people.officials)
        is_epithet = is_epithet and described.is_bare and not is_other
        if found is None or not (is_epithet or self._may_have(found, described, head)):
            # "The mayor" is nobody but the mayor.
            return None if self._is_office(head) else self._only_one(gender, described.start)
        return found.model_copy(update={"confidence": min(found.confidence, LAST_SPOKE)})

    def _is_office(self, head: str) -> bool:
        words = self._scene.words
        return head in words.offices or (words.bracket and head.endswith(tuple(words.offices)))

    def _may_have(self, speaker: Speaker, described: Description, head: str) -> bool:
        """Whether somebody may be what a noun says: "the mayor" is no prosecutor, nor anybody without a function.

        But in one paragraph other nouns may mean a mayor.
        """
        words = self._scene.words
        if self._is_office(head):
            return False
        is_calling = described.is_bare and head in words.callings and speaker.name not in self._people.officials
        if speaker.name not in self._people.functions or is_calling:
            return True
        line = self._scene.plain.rfind("\n", max(0, described.start - LOOK_BACK), described.start) + 1
        return any(each.entity.name == speaker.name for each in self._people.named(line, described.start))

    def _last_told(self, gender: Gender, position: int, is_epithet: bool) -> Speaker | None:
        known = [each for each in self._people_before(position) if self._may_be(each, is_epithet)]
        known = [each for each in known if not self._people.is_tied(each[2])] or known
        last = self._last if self._last and 0 <= position - self._last[2] < LOOK_BACK else None
        return self._focus.person(gender, known, position, last if last and self._may_be(last, is_epithet) else None)

    def _unnamed(self, position: int, head: str) -> Speaker | None:
        """Who was "an official" before he or she is "the official"."""
        for match in reversed(self._people.phrases(max(0, position - LOOK_BACK), position)):
            if self._scene.words.indefinite.match(match.group()) and self._people.head(match.group()) == head:
                return Speaker(name=self._scene.printed(*match.span()), entity=None, confidence=LAST_SPOKE)
        return None

    def _only_one(self, gender: Gender, position: int) -> Speaker | None:
        """Whom a noun means that we don't know ("the Basque"): the only one who fits of whom its paragraph tells.

        Where that names nobody, the paragraph before it is meant.
        """
        if gender not in ("masculine", "feminine", "either"):
            return None
        begin, told = self._told_in_paragraph(position)
        others: set[str] = set()
        if begin and not (told or self._people.phrases(begin, position)):
            while begin and self._scene.plain[begin - 1].isspace():
                begin -= 1
            _, told = self._told_in_paragraph(begin)
            others = self._people.officials  # The mayor of another paragraph is no teacher.
        if len(told) != 1 or not others.isdisjoint(told):
            return None
        speaker = next(iter(told.values()))
        is_meant = speaker.entity and fits(gender, self._people.gender_of(speaker.name))
        return speaker.model_copy(update={"confidence": LAST_SPOKE}) if is_meant else None

    def _told_in_paragraph(self, until: int) -> tuple[int, dict[str, Speaker]]:
        """Where the paragraph begins in which `until` is, and who is named in it up to there and owns nothing."""
        begin = self._scene.plain.rfind("\n", max(0, until - LOOK_BACK), until) + 1
        before = [each for each in self._named_before(until) if each[2] >= begin]
        return begin, {speaker.name: speaker for speaker, _, at in before if not self._people.is_owner(at)}

    def _may_be(self, person: Person, is_epithet: bool) -> bool:
        """Whether somebody may be called by a noun: one who is named, or was brought in as "a neighbour"."""
        speaker, _, start = person
        if self._people.is_named(speaker.name) or not is_epithet:
            return self._people.is_named(speaker.name) and not self._people.is_owner(start)
        return self._scene.words.indefinite.match(speaker.name.lower()) is not None

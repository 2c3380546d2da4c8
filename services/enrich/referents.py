"""Whom a pronoun, or a noun such as "the minister", means: someone whom the text has named before."""

import re

from services.enrich.descriptions import BARE, Description
from services.enrich.leads import end_of_noun
from services.enrich.marks import Stretch
from services.enrich.name_words import ALL_NOUNS_CAPITAL
from services.enrich.people import ENDS_APPOSITION, FAR, NEAR, People, named_gender
from services.enrich.phrases import CAPITALS, name_at
from services.enrich.scene import Mention, Scene, Subject
from services.enrich.speech_file import Gender
from shared.articles import Entity, Speaker

LOOK_BACK, LOOK_AHEAD = 800, 300
# How sure we are if one person fits; of who spoke last, or leads a sentence, if several fit; of a title.
ONE_FITS, LAST_SPOKE, LEADS, TITLE, SEVERAL_TITLES = 0.85, 0.7, 0.5, 0.85, 0.6
IN_FOCUS, PRINTED = 0.8, 0.85
# Somebody who could be meant, of which gender, and where.
Person = tuple[Speaker, Gender, int]


class Referents:
    """Remembers who has spoken while a text is read from its beginning to its end."""

    def __init__(self, scene: Scene, stretches: list[Stretch]) -> None:
        self._scene = scene
        self._people = People(scene, stretches)
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
        scene = self._scene
        title = scene.lower[max(0, subject.start - NEAR) : subject.start].split()[-1:]
        gender = scene.words.titles.get(title[0], "either") if title else "either"
        if gender == "either" or entity.type != "person" or _fits(gender, named_gender(entity.name)):
            return entity
        others = self._people.namesakes(entity.name.split()[-1])
        return next((each for each in others if named_gender(each.name) == gender), entity)

    def _by_pronoun(self, subject: Subject, position: int) -> Speaker | None:
        gender = subject.pronoun
        if gender == "many":
            return self._several(subject, position)
        if gender == "thing":
            return self._body(position, subject.confidence)
        if gender is None:
            return None
        known = self._people_before(position)
        if self._scene.lower[subject.start : subject.end] in self._scene.words.latter:
            return self._latter(gender, known, subject.start)
        last = self._last if self._last and position - self._last[2] < LOOK_BACK else None
        found = self._told_body(gender, known, position) or self._person(gender, known, position, last)
        found = found or self._next(gender, position)
        return found and found.model_copy(update={"confidence": min(found.confidence, subject.confidence)})

    def _person(self, gender: Gender, known: list[Person], position: int, last: Person | None) -> Speaker | None:
        """Who is meant of those whom the text has told of: in its paragraph, by speaking last, or in a sentence."""
        people = [person for person in known if _fits(gender, person[1])]
        # "The daughter of a carpenter of Lyon": who only belongs to somebody is meant if nobody else can be.
        people = [each for each in people if not self._scene.is_tied(each[2], each[2] - NEAR)] or people
        last = last if last and _fits(gender, last[1]) else None
        names = {speaker.name for speaker, _, _ in people} | ({last[0].name} if last else set())
        line = self._scene.plain.rfind("\n", max(0, position - LOOK_BACK), position) + 1
        since = max(last[2] if last else 0, line)
        focus = self._in_focus(people, known, gender, (since, position))
        if focus:
            others = {speaker.name for speaker, _, start in people if start >= since} - {focus.name}
            sure = ONE_FITS if names == {focus.name} else LEADS if others else IN_FOCUS
            return focus.model_copy(update={"confidence": sure})
        exact = [person for person in people if person[1] == gender]
        led = [each for each in people if last and each[2] >= last[2] and each[0].entity and self._leads(each, known)]
        if exact and not led:  # Who is known to be a woman comes before all who may be one.
            people = exact
            last = last if last and (last[1] == gender or last[2] > exact[0][2]) else None
        names = {speaker.name for speaker, _, _ in people} | ({last[0].name} if last else set())
        if not names:
            return None
        if last:
            sure = ONE_FITS if len(names) == 1 else LAST_SPOKE
            led = [person for person in people if person[2] >= last[2] and self._leads(person, known)]
            if not led:
                return last[0].model_copy(update={"confidence": sure})
        chosen = next((person for person in people if self._leads(person, known)), people[0])
        return chosen[0].model_copy(update={"confidence": ONE_FITS if len(names) == 1 else LEADS})

    def _in_focus(
        self, people: list[Person], known: list[Person], gender: Gender, span: tuple[int, int]
    ) -> Speaker | None:
        """Whom the paragraph has told of last, since the last speech: the first who is named in a sentence.

        A body as well, if the pronoun can only mean one: "La CGT réclame… « … », avertit-elle."
        """
        since, position = span
        found = next((person for person in people if person[2] >= since and self._leads(person, known)), None)
        begin = found[2] + 1 if found else since
        for mention in self._scene.mentions_in(begin, position):
            if mention.entity.type == "organization" and gender != "either" and not self._people.is_said(mention.start):
                article = self._scene.words.determiner_before.search(self._scene.lower, begin, mention.start)
                told = self._scene.words.determiners.get(article.group().strip()) if article else None
                if article and told == gender and self._people.begins(article.start()):
                    return self._people.speaker(mention.entity, LEADS)
        return found[0] if found else None

    def _told_body(self, gender: Gender, known: list[Person], position: int) -> Speaker | None:
        """A body that its noun names, if nobody is told of or speaks behind it: "La régie rassure… assure-t-elle"."""
        words, plain = self._scene.words, self._scene.plain
        if gender == "either" or "thing" in words.pronouns.values():
            return None
        nearest = max((person[2] for person in known if _fits(gender, person[1])), default=0)
        line = plain.rfind("\n", max(0, position - LOOK_BACK), position)
        begin = max(nearest, line, self._last[2] if self._last else 0, position - LOOK_BACK)
        for match in self._people.phrases(begin, position):
            article = words.determiner.match(match.group())
            told = words.determiners[article.group().strip()] if article else None
            is_body = told == gender and self._people.noun_gender(match.group()) == "thing"
            if is_body and self._people.begins(match.start()):
                end = end_of_noun(self._scene, Subject(match.start(), position, LEADS))
                return Speaker(name=self._scene.printed(match.start(), end), entity=None, confidence=LEADS)
        return None

    def _leads(self, person: Person, known: list[Person]) -> bool:
        """Whether this is the first who is told of in a sentence, and not far from its beginning."""
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

    def _latter(self, gender: Gender, known: list[Person], position: int) -> Speaker | None:
        """Who was named last before "the latter", or what: "Er verweist auf die Direktion. Diese erklärte: …"."""
        person = next((person for person in known if _fits(gender, person[1])), None)
        for mention in self._scene.mentions_in(person[2] + 1 if person else max(0, position - FAR), position):
            article = self._scene.words.determiner_before.search(
                self._scene.lower, max(0, mention.start - NEAR), mention.start
            )
            told = self._scene.words.determiners.get(article.group().strip()) if article else None
            if mention.entity.type == "organization" and told in (gender, "either"):
                return self._people.speaker(mention.entity, LEADS)
        return person[0].model_copy(update={"confidence": LAST_SPOKE}) if person else None

    def _next(self, gender: Gender, position: int) -> Speaker | None:
        """Who is named next, where a text begins with what somebody says: « … », dit-elle. Rosa Delmas reçoit…"""
        for mention in self._people.named(position, position + LOOK_AHEAD):
            if _fits(gender, self._people.gender_of(mention.entity.name)):
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

    def _body(self, position: int, confidence: float, leading: bool = False) -> Speaker | None:
        """The body of which the text has told last: what spoke last, or what a sentence begins with."""
        begin = max(0, position - LOOK_BACK)
        bodies = [
            (each.start, self._people.speaker(each.entity, LEADS), self._begins_with(each))
            for each in self._scene.mentions_in(begin, position)
            if each.entity.type == "organization" and not self._people.is_said(each.start)
        ]
        for match in self._people.phrases(begin, position):
            if self._people.noun_gender(match.group()) == "thing" and self._people.begins(match.start()):
                printed = self._scene.printed(*match.span())
                bodies.append((match.start(), Speaker(name=printed, entity=None, confidence=LEADS), True))
        found = max(bodies, key=lambda body: (body[2], body[0]), default=None)
        if self._last and self._last[1] == "thing" and (found is None or found[0] < self._last[2]):
            return self._last[0].model_copy(update={"confidence": min(LAST_SPOKE, confidence)})
        return found[1] if found and (found[2] or not leading) else None

    def _begins_with(self, mention: Mention) -> bool:
        """Whether a sentence begins with a name, or with a few words before it."""
        start = self._people.sentence(mention.start)
        return start is not None and self._scene.count_words(start, mention.start) <= BARE

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
        named = self._people.named(max(0, position - LOOK_BACK), position)
        return [
            (self._people.speaker(each.entity, ONE_FITS), self._people.gender_of(each.entity.name), each.start)
            for each in reversed(named)
        ]

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
            return self._known_body(described.start, head) if described.is_bare else None
        if gender == "many":
            return None
        if not head and not described.is_unfamiliar:
            return self._only_one(gender, described.start)
        if stranger := self._unnamed(described.start, head):
            return stranger
        heads = self._people.heads(described.lower)
        is_epithet = described.is_pointing or not head or not self._scene.words.epithets.isdisjoint(heads)
        found = self._last_told(gender, described.start, is_epithet)
        if found is None or not (is_epithet and described.is_bare or self._may_have(found, described, head)):
            return None
        return found.model_copy(update={"confidence": min(found.confidence, LAST_SPOKE)})

    def _may_have(self, speaker: Speaker, described: Description, head: str) -> bool:
        """Whether somebody may be what a noun says: "the mayor" is neither a prosecutor nor anybody without a function."""
        words = self._scene.words
        if head in words.offices or (words.bracket and head.endswith(tuple(words.offices))):
            return False
        if speaker.name not in self._people.functions or (described.is_bare and head in words.callings):
            return True
        line = self._scene.plain.rfind("\n", max(0, described.start - LOOK_BACK), described.start) + 1
        return any(each.entity.name == speaker.name for each in self._people.named(line, described.start))

    def _last_told(self, gender: Gender, position: int, is_epithet: bool) -> Speaker | None:
        known = [each for each in self._people_before(position) if self._may_be(each, is_epithet)]
        known = [each for each in known if not self._people.is_tied(each[2])] or known
        last = self._last if self._last and 0 <= position - self._last[2] < LOOK_BACK else None
        return self._person(gender, known, position, last if last and self._may_be(last, is_epithet) else None)

    def _unnamed(self, position: int, head: str) -> Speaker | None:
        """Who was "an official" before he or she is "the official"."""
        for match in reversed(self._people.phrases(max(0, position - LOOK_BACK), position)):
            if self._scene.words.indefinite.match(match.group()) and self._people.head(match.group()) == head:
                return Speaker(name=self._scene.printed(*match.span()), entity=None, confidence=LAST_SPOKE)
        return None

    def _only_one(self, gender: Gender, position: int) -> Speaker | None:
        """Whom a noun means that we don't know ("the Basque"): the only man, or woman, of whom its paragraph tells."""
        begin = self._scene.plain.rfind("\n", max(0, position - LOOK_BACK), position) + 1
        told = {speaker.name: speaker for speaker, _, start in self._named_before(position) if start >= begin}
        if gender not in ("masculine", "feminine") or len(told) != 1:
            return None
        speaker = next(iter(told.values()))
        fits = speaker.entity and _fits(gender, self._people.gender_of(speaker.name))
        return speaker.model_copy(update={"confidence": LAST_SPOKE}) if fits else None

    def _may_be(self, person: Person, is_epithet: bool) -> bool:
        """Whether somebody may be called by a noun: one who is named, or was brought in as "a neighbour"."""
        speaker, _, start = person
        if self._people.is_named(speaker.name) or not is_epithet:
            return self._people.is_named(speaker.name) and not self._people.is_owner(start)
        return self._scene.words.indefinite.match(speaker.name.lower()) is not None

    def _known_body(self, position: int, noun: str) -> Speaker | None:
        """ "the council" of which the text has told as "Bury Council"; or "the company", whichever that was."""
        scene = self._scene
        bodies = scene.mentions_in(max(0, position - LOOK_BACK), position)
        named = [each for each in bodies if each.entity.type == "organization" and noun in each.entity.name.lower()]
        if named:
            return self._people.speaker(named[-1].entity, LAST_SPOKE)
        if noun not in scene.words.epithets:
            return None
        return self._body_of_paragraph(position) or self._body(position, LEADS, leading=True)

    def _body_of_paragraph(self, position: int) -> Speaker | None:
        """The first body in the last sentence of the paragraph that has one: "It belongs to Acme, a part of Roe Inc."""
        line = self._scene.plain.rfind("\n", max(0, position - LOOK_BACK), position) + 1
        told = [each for each in self._scene.mentions_in(line, position) if each.entity.type == "organization"]
        told = [each for each in told if not self._people.is_said(each.start)]
        sentence = self._people.sentence(told[-1].start) if told else None
        if sentence is None:
            return None
        return self._people.speaker(next(each for each in told if each.start >= sentence).entity, LAST_SPOKE)


def _fits(pronoun: Gender | None, gender: Gender) -> bool:
    return gender not in ("many", "thing") and ("either" in (pronoun, gender) or pronoun == gender)

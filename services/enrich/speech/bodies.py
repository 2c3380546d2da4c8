"""The bodies of which a text has told: what "it" means, and "the company"."""

from collections.abc import Iterator

from services.enrich.speech.descriptions import BARE
from services.enrich.speech.leads import end_of_noun
from services.enrich.speech.people import NEAR, People
from services.enrich.speech.scene import Mention, Scene, Subject
from services.enrich.speech.speech_file import Gender
from shared.articles import Entity, Speaker

LOOK_BACK = 800
# How sure we are of what the text has just told of, and of what a sentence begins with.
TOLD_OF, LEADS = 0.7, 0.5


class Bodies:
    """The bodies that a text names, or calls by a noun."""

    def __init__(self, scene: Scene, people: People) -> None:
        self._scene, self._people = scene, people
        self._called: dict[str, list[Entity]] = {}

    def by_noun(self, position: int, noun: str) -> Speaker | None:
        """ "The council" of which the text has told as "Bury Council"; or "the company", whichever that was."""
        named = [each for each in self._named(position - LOOK_BACK, position) if noun in each.entity.name.lower()]
        if named:
            return self._people.speaker(named[-1].entity, TOLD_OF)
        speaker = self._of_paragraph(position)
        if noun in self._scene.words.epithets:
            last = self.last(position)
            return speaker or (last[1] if last and last[2] else None)
        only = self._only(noun, position)
        if only is None or (speaker and speaker.name != only.name):
            return None
        return self._people.speaker(only, TOLD_OF)

    def _only(self, noun: str, position: int) -> Entity | None:
        """The one body of a text that a noun names, if it was named before: "the bank" may be far from its name."""
        if noun not in self._called:
            bodies = {
                each.entity.name: each.entity for each in self._scene.mentions if each.entity.type == "organization"
            }
            self._called[noun] = [body for name, body in bodies.items() if noun in name.lower().split()]
        called = self._called[noun]
        return called[0] if len(called) == 1 and called[0].mentions[0].start < position else None

    def last(self, position: int) -> tuple[int, Speaker, bool] | None:
        """Where the text has told of a body last, which that is, and whether a sentence begins with it: such first."""
        begin = max(0, position - LOOK_BACK)
        found = [
            (each.start, self._people.speaker(each.entity, LEADS), self._begins_sentence(each))
            for each in self._named(begin, position)
        ]
        for match in self._people.phrases(begin, position):
            if self._people.noun_gender(match.group()) == "thing" and self._people.begins(match.start()):
                printed = self._scene.printed(*match.span())
                found.append((match.start(), Speaker(name=printed, entity=None, confidence=LEADS), True))
        return max(found, key=lambda body: (body[2], body[0]), default=None)

    def called(self, gender: Gender, begin: int, position: int) -> Speaker | None:
        """A body that a sentence begins with, and that its noun names: "La régie rassure… « … », assure-t-elle"."""
        words = self._scene.words
        if gender in ("either", "feminine or many") or "thing" in words.pronouns.values():
            return None
        for match in self._people.phrases(begin, position):
            article = words.determiner.match(match.group())
            told = words.determiners[article.group().strip()] if article else None
            is_body = told == gender and self._people.noun_gender(match.group()) == "thing"
            if is_body and self._people.begins(match.start()):
                end = end_of_noun(self._scene, Subject(match.start(), position, LEADS))
                return Speaker(name=self._scene.printed(match.start(), end), entity=None, confidence=LEADS)
        return None

    def with_article(self, begin: int, position: int) -> Iterator[tuple[Speaker, Gender, int]]:
        """The bodies with an article between two places: which, of what gender that is, and where it stands."""
        for mention in self._named(begin, position):
            start = max(begin, mention.start - NEAR)
            article = self._scene.words.determiner_before.search(self._scene.lower, start, mention.start)
            if article and (gender := self._scene.words.determiners.get(article.group().strip())):
                yield self._people.speaker(mention.entity, LEADS), gender, article.start()

    def _of_paragraph(self, position: int) -> Speaker | None:
        """The first body in the last sentence of the paragraph that has one: "It belongs to Acme, a part of Roe Inc."""
        line = self._scene.plain.rfind("\n", max(0, position - LOOK_BACK), position) + 1
        told = list(self._named(line, position))
        sentence = self._people.sentence(told[-1].start) if told else None
        if sentence is None:
            return None
        return self._people.speaker(next(each for each in told if each.start >= sentence).entity, TOLD_OF)

    def _named(self, begin: int, position: int) -> Iterator[Mention]:
        for each in self._scene.mentions_in(max(0, begin), position):
            if each.entity.type == "organization" and not self._people.is_said(each.start):
                yield each

    def _begins_sentence(self, mention: Mention) -> bool:
        """Whether a sentence begins with a name, or with a few words before it."""
        start = self._people.sentence(mention.start)
        return start is not None and self._scene.count_words(start, mention.start) <= BARE

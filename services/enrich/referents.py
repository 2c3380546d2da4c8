"""Whom a pronoun, or a noun such as "the minister", means: someone whom the text has named before."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from services.enrich import first_names
from services.enrich.marks import Stretch
from services.enrich.name_words import ALL_NOUNS_CAPITAL
from services.enrich.phrases import CAPITALS, Mention, Scene, Subject, is_owner
from services.enrich.speech_words import Gender
from shared.articles import Entity, Speaker

NEAR, FAR, LOOK_BACK = 60, 150, 800
SENTENCE_BEGINS = re.compile(r"(?:[.!?…»”\"]\s+|\n|\A)\Z")
# Of those who bear a title so many before and behind are looked at.
MOST = 50
SENTENCE_END = re.compile(r"[.!?…»”\"]\s+|\n")
# How sure we are if one person fits; of who spoke last, or leads a sentence, if several fit; of a title.
ONE_FITS, LAST_SPOKE, LEADS, TITLE, SEVERAL_TITLES = 0.85, 0.7, 0.5, 0.85, 0.6
IN_FOCUS, PRINTED = 0.8, 0.85
# How many words a description has at the most that says nothing but what somebody is: "the young coach".
BARE = 3
# Somebody who could be meant, of which gender, and where.
Person = tuple[Speaker, Gender, int]


class Referents:
    """Remembers who has spoken while a text is read from its beginning to its end."""

    def __init__(self, scene: Scene, stretches: list[Stretch]) -> None:
        self._scene = scene
        self._ends = [stretch.end for stretch in stretches]
        self._stretches = stretches
        people = (mention for mention in scene.mentions if mention.entity.type == "person")
        self._told = [mention for mention in people if not self._is_said(mention.start)]
        self._starts = [mention.start for mention in self._told]
        owners = (mention for mention in self._told if not is_owner(scene, mention))
        self._leaders = [mention.start for mention in owners]
        # A language with a word for "it" does not call a body "he".
        self._bodies = {mention.entity.name for mention in scene.mentions if mention.entity.type != "person"}
        self._titles: dict[str, list[Mention]] = {}
        self._functions: set[str] = set()
        self._genders: dict[str, set[Gender]] = {}
        self._surnames: dict[str, dict[str, Entity]] = {}
        self._last: tuple[Speaker, Gender, int] | None = None
        for mention in self._told:
            self._surnames.setdefault(mention.entity.name.split()[-1], {})[mention.entity.name] = mention.entity
            self._read_titles(mention)

    def resolve(self, subject: Subject | None, position: int, until: int) -> Speaker | None:
        """Who a subject is; null if there is nobody whom it could mean. What is said ends at `until`."""
        if subject is None:
            return None
        if subject.entity:
            speaker: Speaker | None = _speaker(self._titled(subject, subject.entity), subject.confidence)
        elif subject.pronoun:
            speaker = self._by_pronoun(subject, min(position, until))
        else:
            speaker = self._by_title(subject)
        if speaker:
            self.spoke(speaker, max(until, subject.end), subject)
        return speaker

    def spoke(self, speaker: Speaker | None, until: int, subject: Subject | None = None) -> None:
        """Remember who spoke last."""
        if speaker:
            self._last = (speaker, self._gender(speaker, subject), until)

    def _titled(self, subject: Subject, entity: Entity) -> Entity:
        """Who is meant by "M. Loisel" if Martine Loisel has been taken for it: another Loisel, who is a man."""
        scene = self._scene
        title = scene.lower[max(0, subject.start - NEAR) : subject.start].split()[-1:]
        gender = scene.words.titles.get(title[0], "either") if title else "either"
        if gender == "either" or entity.type != "person" or _fits(gender, _named_gender(entity.name)):
            return entity
        surname = entity.name.split()[-1]
        others = [each.entity for each in self._told if each.entity.name.split()[-1] == surname]
        return next((each for each in others if _named_gender(each.name) == gender), entity)

    def _by_pronoun(self, subject: Subject, position: int) -> Speaker | None:
        gender = subject.pronoun
        if gender not in ("masculine", "feminine", "either"):
            return None
        people = [person for person in self._people_before(position) if _fits(gender, person[1])]
        last = self._last if self._last and position - self._last[2] < LOOK_BACK else None
        if last and not _fits(gender, last[1]):
            last = None
        names = {speaker.name for speaker, _, _ in people} | ({last[0].name} if last else set())
        since = max(last[2] if last else 0, self._scene.plain.rfind("\n", 0, position) + 1)
        focus = self._in_focus(people, gender, position, since)
        if focus:
            others = {speaker.name for speaker, _, start in people if start >= since} - {focus.name}
            sure = ONE_FITS if names == {focus.name} else LEADS if others else IN_FOCUS
            return focus.model_copy(update={"confidence": min(sure, subject.confidence)})
        exact = [person for person in people if person[1] == gender]
        if exact:  # Who is known to be a woman comes before all who may be one.
            people = exact
            last = last if last and (last[1] == gender or last[2] > exact[0][2]) else None
        names = {speaker.name for speaker, _, _ in people} | ({last[0].name} if last else set())
        if not names:
            return None
        if last:
            sure = ONE_FITS if len(names) == 1 else LAST_SPOKE
            led = [person for person in people if person[2] >= last[2] and self._leads(person[2])]
            if not led:
                return last[0].model_copy(update={"confidence": min(sure, subject.confidence)})
        chosen = next((person for person in people if self._leads(person[2])), people[0])
        return chosen[0].model_copy(update={"confidence": ONE_FITS if len(names) == 1 else LEADS})

    def _in_focus(self, people: list[Person], gender: Gender, position: int, since: int) -> Speaker | None:
        """Whom the paragraph has told of last, since the last speech: the first who is named in a sentence.

        A body as well, if the pronoun can only mean one: "La CGT réclame… « … », avertit-elle."
        """
        found = next((person for person in people if person[2] >= since and self._leads(person[2])), None)
        begin = found[2] + 1 if found else since
        for mention in self._scene.mentions_in(begin, position):
            if mention.entity.type == "organization" and gender != "either" and not self._is_said(mention.start):
                article = self._scene.words.determiner_before.search(self._scene.lower, begin, mention.start)
                told = self._scene.words.determiners.get(article.group().strip()) if article else None
                if article and told == gender and self._begins(article.start()):
                    return _speaker(mention.entity, LEADS)
        return found[0] if found else None

    def _people_before(self, position: int) -> list[Person]:
        """Those whom the text has told of before, the nearest first: by name, or as "a neighbour"."""
        begin = max(0, position - LOOK_BACK)
        numbers = range(bisect_left(self._starts, begin), bisect_left(self._starts, position))
        named = [self._told[number] for number in numbers]
        found = [(_speaker(each.entity, ONE_FITS), self._gender_of(each.entity.name), each.start) for each in named]
        starts = [each.start for each in named]
        for match in self._scene.words.person.finditer(self._scene.lower, begin, position):
            if self._is_said(match.start()):
                continue
            near = bisect_left(starts, match.start())
            if near < len(starts) and starts[near] - match.end() < NEAR // 2:
                continue  # It is what that person is.
            if near and match.start() - named[near - 1].end < 3:
                continue
            if self._scene.plain[match.start() - 2 : match.start()] == ", ":
                continue
            if next(self._scene.mentions_in(match.start(), match.end()), None):
                continue  # "the General Confederation" is the name of a body.
            noun = self._scene.words.noun.search(match.group())
            gender = self._noun_gender(match.group())
            if noun and noun.group() not in self._titles and gender not in ("many", "thing"):
                printed = self._scene.printed(match.start(), match.end())
                found.append((Speaker(name=printed, entity=None, confidence=ONE_FITS), gender, match.start()))
        return sorted(found, key=lambda person: -person[2])

    def _is_said(self, position: int) -> bool:
        number = bisect_left(self._ends, position)
        return number < len(self._ends) and self._stretches[number].start <= position

    def _begins(self, position: int) -> bool:
        """Whether a sentence begins here."""
        return SENTENCE_BEGINS.search(self._scene.plain, max(0, position - NEAR), position) is not None

    def _leads(self, position: int) -> bool:
        """Whether this is the first who is named in a sentence, and not far from its beginning."""
        begin = max(0, position - FAR)
        ends = [match.end() for match in SENTENCE_END.finditer(self._scene.plain, begin, position)]
        if begin and not ends:
            return False
        start = ends[-1] if ends else begin
        return bisect_left(self._leaders, start) == bisect_left(self._leaders, position)

    def _by_title(self, subject: Subject) -> Speaker:
        scene = self._scene
        printed = scene.printed(subject.start, subject.end)
        lower = scene.lower[subject.start : subject.end]
        first = lower.split()[0] if lower.split() else ""
        nouns = [match.group() for match in scene.words.noun.finditer(lower)][:2]
        first = first.partition("'")[0] + "'" if "'" in first else first
        if first in scene.words.indefinites:
            alias = self._alias(subject)
            printed = alias or printed
        else:
            for noun in nouns:
                known = [each for each in self._bearers(noun, subject.start) if self._is_same(each, subject, noun)]
                if known:
                    before = [each for each in known if each.start <= subject.start]
                    different = {each.entity.name for each in known}
                    sure = TITLE if len(different) == 1 else SEVERAL_TITLES
                    return _speaker((before or known)[-1].entity, sure)
            if described := self._described(subject, first, nouns):
                return described
            surname = self._by_surname(printed)
            if surname:
                return _speaker(surname, subject.confidence)
        return Speaker(name=printed, entity=None, confidence=min(PRINTED, subject.confidence))

    def _described(self, subject: Subject, first: str, nouns: list[str]) -> Speaker | None:
        """Whom the text has just told of, and now calls "the winner", "this specialist", "the gendarme"."""
        words = self._scene.words
        lower = self._scene.lower[subject.start : subject.end]
        is_epithet = first in words.demonstratives or not words.epithets.isdisjoint(nouns)
        is_bare = bool(nouns) and nouns[0] in words.persons and len(lower.replace("'", " ").split()) <= BARE
        if first not in words.determiners or not (is_epithet or is_bare):
            return None
        name = CAPITALS.search(self._scene.plain, subject.start + len(first), subject.end)
        if name and " " in name.group() and self._scene.language not in ALL_NOUNS_CAPITAL:
            return None  # "The former captain Jeff Delmas" is nobody but him.
        meant = replace(subject, confidence=LAST_SPOKE, pronoun=self._noun_gender(lower))
        described = self._by_pronoun(meant, subject.start)
        if described is None or described.entity is None:
            return None
        # A function that another has: "the mayor" is not the prosecutor of whom the text has just told.
        if not is_epithet and described.entity in self._functions:
            return None
        return described.model_copy(update={"confidence": min(described.confidence, LAST_SPOKE)})

    def _alias(self, subject: Subject) -> str | None:
        """ "a demonstrator who gave his name only as Data": the name that is given for somebody."""
        scene = self._scene
        alias = scene.words.aliases.search(scene.lower, subject.end, subject.end + NEAR)
        name = alias and CAPITALS.match(scene.plain, alias.end() + 1)
        if not alias or not name or scene.plain[subject.end : alias.start()].count("."):
            return None
        return scene.printed(*name.span()).partition(". ")[0]

    def _bearers(self, noun: str, position: int) -> list[Mention]:
        """Who has a title, near a place in the text: in a very long one, all of them would be too many."""
        titled = self._titles.get(noun, [])
        number = bisect_right(titled, position, key=lambda mention: mention.start)
        return titled[max(0, number - MOST) : number + MOST]

    def _by_surname(self, printed: str) -> Entity | None:
        """Somebody named in full before, if all that is printed is his or her last name."""
        if " " in printed or not printed[:1].isupper():
            return None
        same = self._surnames.get(printed, {})
        return next(iter(same.values())) if len(same) == 1 else None

    def _is_same(self, mention: Mention, subject: Subject, noun: str) -> bool:
        """Whether all that is said of a title, beside its noun, is said near the name as well."""
        lower = self._scene.lower[subject.start : subject.end]
        end = mention.end + 2 * NEAR
        end = min(end, subject.start) if subject.start >= mention.end else end
        near = self._scene.lower[max(0, mention.start - 2 * NEAR) : end]
        rest = [word for word in lower.replace(noun, " ", 1).replace("'", " ").split() if len(word) > 3]
        return all(word in near for word in rest)

    def _read_titles(self, mention: Mention) -> None:
        """What stands right before a name, or behind its comma: "the mayor Jean Roux", "Jean Roux, mayor of Lyon"."""
        scene = self._scene
        end = mention.start
        begin = max(0, end - NEAR)
        before = scene.lower[begin:end].rpartition("\n")[2]
        cut = max(before.rfind(mark) for mark in (".  ", ": ", "; ", "(", "»", ") "))
        before = before[cut + 1 :]
        comma = before.rstrip().endswith(",")
        before = before.rstrip(" ,").rpartition(",")[2]
        behind = scene.lower[mention.end : mention.end + NEAR]
        behind = behind[2:].partition(",")[0].partition(".")[0] if behind[:2] in (", ", " (") else ""
        if scene.is_tied(mention.start, begin):
            before = ""  # "the lawyer of X": that is not what X is.
        title = mention.entity.title.lower().replace("’", "'") if mention.entity.title else ""
        for part, tied in ((before, comma), (behind, False), (title, False)):
            nouns = list(scene.words.noun.finditer(part))
            if part is before and nouns and not comma and len(part[nouns[-1].end() :].split()) > 4:
                continue
            for noun in nouns[:1] if tied or part is not before else nouns[-1:]:
                self._titles.setdefault(noun.group(), []).append(mention)
                if noun.group() in scene.words.persons:
                    self._functions.add(mention.entity.name)
                self._genders.setdefault(mention.entity.name, set()).add(self._noun_gender(part[: noun.end()]))

    def _noun_gender(self, phrase: str) -> Gender:
        """The gender of the last noun in a phrase, or of the article before it where the noun does not tell."""
        words = self._scene.words
        nouns = words.noun.findall(phrase)
        if not nouns:
            return "either"
        told: Gender = words.titles.get(nouns[-1]) or words.persons.get(nouns[-1], "thing")
        if told != "either":
            return told
        determiner = words.determiner.match(phrase.lstrip())
        return words.determiners.get(determiner.group().strip(), "either") if determiner else "either"

    def _gender_of(self, name: str) -> Gender:
        """What titles and pronouns tell, or else the first name."""
        known = self._genders.get(name, set()) & {"masculine", "feminine"}
        return next(iter(known)) if len(known) == 1 else _named_gender(name)

    def _gender(self, speaker: Speaker, subject: Subject | None) -> Gender:
        if subject and subject.pronoun in ("masculine", "feminine"):
            if speaker.entity:
                self._genders.setdefault(speaker.entity, set()).add(subject.pronoun)
            return subject.pronoun
        if speaker.entity:
            is_thing = speaker.entity in self._bodies and "thing" in self._scene.words.pronouns.values()
            return "thing" if is_thing else self._gender_of(speaker.entity)
        if CAPITALS.fullmatch(speaker.name) and " " in speaker.name:
            return _named_gender(speaker.name)
        return self._noun_gender(speaker.name.lower().replace("’", "'"))


def _speaker(entity: Entity, confidence: float) -> Speaker:
    return Speaker(name=entity.name, entity=entity.name, confidence=confidence)


def _named_gender(name: str) -> Gender:
    first, _, rest = name.lower().partition(" ")
    return first_names.genders().get(first.partition("-")[0], "either") if rest else "either"


def _fits(pronoun: Gender | None, gender: Gender) -> bool:
    return gender not in ("many", "thing") and ("either" in (pronoun, gender) or pronoun == gender)

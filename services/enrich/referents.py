"""Whom a pronoun, or a noun such as "the minister", means: someone whom the text has named before."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from services.enrich.marks import Stretch
from services.enrich.phrases import Mention, Scene, Subject
from services.enrich.speech_words import Gender, first_names
from shared.articles import Entity, Speaker

NEAR, LOOK_BACK = 60, 800
# Of those who bear a title so many before and behind are looked at.
MOST = 50
SENTENCE_END = re.compile(r"[.!?…»”\"]\s+|\n")
# How sure we are if one person fits; of who spoke last, or leads a sentence, if several fit; of a title.
ONE_FITS, LAST_SPOKE, LEADS, TITLE, SEVERAL_TITLES = 0.85, 0.7, 0.5, 0.85, 0.6
PRINTED = 0.85


class Referents:
    """Remembers who has spoken while a text is read from its beginning to its end."""

    def __init__(self, scene: Scene, stretches: list[Stretch]) -> None:
        self._scene = scene
        self._told = list(_outside(scene.mentions, stretches))
        self._starts = [mention.start for mention in self._told]
        self._titles: dict[str, list[Mention]] = {}
        self._genders: dict[str, set[Gender]] = {}
        self._surnames: dict[str, dict[str, Entity]] = {}
        self._last: tuple[Speaker, Gender, int] | None = None
        for mention in self._told:
            entity = mention.entity
            self._surnames.setdefault(entity.name.split()[-1], {})[entity.name] = entity
            if mention.entity.type == "person":
                self._read_titles(mention)

    def resolve(self, subject: Subject | None, position: int, until: int) -> Speaker | None:
        """Who a subject is; null if there is nobody whom it could mean. What is said ends at `until`."""
        if subject is None:
            return None
        if subject.entity:
            speaker: Speaker | None = _speaker(subject.entity, subject.confidence)
        elif subject.pronoun:
            speaker = self._by_pronoun(subject, min(position, until))
        else:
            speaker = self._by_title(subject)
        if speaker:
            self.spoke(speaker, max(until, subject.end), subject)
        return speaker

    def spoke(self, speaker: Speaker, until: int, subject: Subject | None = None) -> None:
        """Remember who spoke last."""
        self._last = (speaker, self._gender(speaker, subject), until)

    def _by_pronoun(self, subject: Subject, position: int) -> Speaker | None:
        gender = subject.pronoun
        if gender not in ("masculine", "feminine", "either"):
            return None
        people = [person for person in self._people_before(position) if _fits(gender, person[1])]
        last = self._last if self._last and position - self._last[2] < LOOK_BACK else None
        if last and not _fits(gender, last[1]):
            last = None
        exact = [person for person in people if person[1] == gender]
        if exact:  # Who is known to be a woman comes before all who may be one.
            people = exact
            last = last if last and last[1] == gender else None
        names = {speaker.name for speaker, _, _ in people} | ({last[0].name} if last else set())
        if not names:
            return None
        if last:
            sure = ONE_FITS if len(names) == 1 else LAST_SPOKE
            since = [person for person in people if person[2] >= last[2] and self._leads(person[2])]
            if not since:
                return last[0].model_copy(update={"confidence": min(sure, subject.confidence)})
        chosen = next((person for person in people if self._leads(person[2])), people[0])
        return chosen[0].model_copy(update={"confidence": ONE_FITS if len(names) == 1 else LEADS})

    def _people_before(self, position: int) -> list[tuple[Speaker, Gender, int]]:
        """Those whom the text has told of before, the nearest first: by name, or as "a neighbour"."""
        begin = max(0, position - LOOK_BACK)
        numbers = range(bisect_left(self._starts, begin), bisect_left(self._starts, position))
        named = [self._told[number] for number in numbers]
        found = [
            (_speaker(each.entity, ONE_FITS), self._gender_of(each.entity.name), each.start)
            for each in named
            if each.entity.type == "person"
        ]
        starts = [each.start for each in named]
        for match in self._scene.words.person.finditer(self._scene.lower, begin, position):
            near = bisect_left(starts, match.start())
            if near < len(starts) and starts[near] - match.end() < NEAR // 2:
                continue  # It is what that person is.
            if near and match.start() - named[near - 1].end < 3:
                continue
            noun = self._scene.words.noun.search(match.group())
            gender = self._noun_gender(match.group())
            if noun and gender not in ("many", "thing"):
                printed = self._scene.printed(match.start(), match.end())
                found.append((Speaker(name=printed, entity=None, confidence=ONE_FITS), gender, match.start()))
        return sorted(found, key=lambda person: -person[2])

    def _leads(self, position: int) -> bool:
        """Whether this is the first who is named in a sentence, and not far from its beginning."""
        begin = max(0, position - NEAR)
        ends = [match.end() for match in SENTENCE_END.finditer(self._scene.plain, begin, position)]
        if begin and not ends:
            return False
        start = ends[-1] if ends else begin
        return bisect_left(self._starts, start) >= bisect_left(self._starts, position)

    def _by_title(self, subject: Subject) -> Speaker:
        scene = self._scene
        printed = scene.printed(subject.start, subject.end)
        lower = scene.lower[subject.start : subject.end]
        first = lower.split()[0] if lower.split() else ""
        nouns = [match.group() for match in scene.words.noun.finditer(lower)][:2]
        if first not in scene.words.indefinites:
            for noun in nouns:
                known = [each for each in self._titled(noun, subject.start) if self._is_same(each, subject, noun)]
                if known:
                    before = [each for each in known if each.start <= subject.start]
                    different = {each.entity.name for each in known}
                    sure = TITLE if len(different) == 1 else SEVERAL_TITLES
                    return _speaker((before or known)[-1].entity, sure)
            surname = self._by_surname(printed)
            if surname:
                return _speaker(surname, subject.confidence)
        return Speaker(name=printed, entity=None, confidence=min(PRINTED, subject.confidence))

    def _titled(self, noun: str, position: int) -> list[Mention]:
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
        first, _, rest = name.lower().partition(" ")
        named = first_names().get(first.partition("-")[0], "either") if rest else "either"
        return next(iter(known)) if len(known) == 1 else named

    def _gender(self, speaker: Speaker, subject: Subject | None) -> Gender:
        if subject and subject.pronoun in ("masculine", "feminine"):
            if speaker.entity:
                self._genders.setdefault(speaker.entity, set()).add(subject.pronoun)
            return subject.pronoun
        if speaker.entity:
            return self._gender_of(speaker.entity)
        return self._noun_gender(speaker.name.lower().replace("’", "'"))


def _speaker(entity: Entity, confidence: float) -> Speaker:
    return Speaker(name=entity.name, entity=entity.name, confidence=confidence)


def _fits(pronoun: Gender | None, gender: Gender) -> bool:
    return gender not in ("many", "thing") and ("either" in (pronoun, gender) or pronoun == gender)


def _outside(mentions: list[Mention], stretches: list[Stretch]) -> Iterator[Mention]:
    """The mentions that are not in what somebody says."""
    ends = [stretch.end for stretch in stretches]
    for mention in mentions:
        number = bisect_left(ends, mention.start)
        if number == len(stretches) or mention.start < stretches[number].start:
            yield mention

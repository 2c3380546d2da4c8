"""Whom a text tells of outside of what is said: by name, or as "a neighbour"; what each is, and of which gender."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from services.enrich.speech.phrases import is_owner
from services.enrich.speech.scene import Mention, Scene, Subject
from services.enrich.speech.speech_file import Gender
from services.enrich.speech.strangers import CAPITALS
from services.enrich.tagging import first_names
from services.enrich.text.marks import Stretch
from shared.articles import Entity, Speaker

NEAR, FAR = 60, 150
SENTENCE_BEGINS = re.compile(r"(?:[.!?…»”\"]\s+|\n|\A)\Z")
SENTENCE_END = re.compile(r"[.!?…»”\"]\s+|\n")
# The end of a sentence; "Dr." is none.
STOP = re.compile(r"\w{4,}[.!?] ")
WORD = re.compile(r"[\w-]+'?")
# What cannot stand between the words for somebody and his or her name.
ENDS_APPOSITION, FEW_WORDS = re.compile(r"[.;:!?\n«»“”\"]|,.*,"), 4
# In a language that writes compounds as one word, the head of one is not shorter.
SHORTEST_HEAD = 4
# Of those who bear a title so many before and behind are looked at.
MOST = 50


class People:
    """Everybody who is named in a text, in order, with their titles; whoever nobody has found is added when met."""

    def __init__(self, scene: Scene, stretches: list[Stretch]) -> None:
        self._scene = scene
        self._ends = [stretch.end for stretch in stretches]
        self._stretches = stretches
        self._told: list[Mention] = []
        self._starts: list[int] = []
        self._titles: dict[str, list[Mention]] = {}
        self._genders: dict[str, set[Gender]] = {}
        self._surnames: dict[str, dict[str, Entity]] = {}
        self._strangers: set[str] = set()
        # What is asked again and again, by place.
        self._sentences: dict[int, int | None] = {}
        self._tied: dict[tuple[int, bool], bool] = {}
        # Who has a function, and who of them an office.
        self.functions: set[str] = set()
        self.officials: set[str] = set()
        # A language with a word for "it" does not call a body "he".
        self._bodies = {mention.entity.name: mention for mention in scene.mentions if mention.entity.type != "person"}
        for mention in scene.mentions:
            if mention.entity.type == "person" and not self.is_said(mention.start):
                self._add(mention)

    def meet(self, start: int, end: int) -> Entity:
        """Remember somebody whose name is no entity, as nobody has found it."""
        name = self._scene.printed(start, end)
        entity = Entity(name=name, type="person", salience=0, mentions=[], place=None)
        self._strangers.add(name)
        if name not in self._genders and not self.is_said(start):
            self._add(Mention(start, end, entity))
        return entity

    def is_named(self, name: str) -> bool:
        return name in self._genders

    def speaker(self, entity: Entity, confidence: float) -> Speaker:
        listed = None if entity.name in self._strangers else entity.name
        return Speaker(name=entity.name, entity=listed, confidence=confidence)

    def named(self, begin: int, end: int) -> list[Mention]:
        return self._told[bisect_left(self._starts, begin) : bisect_left(self._starts, end)]

    def phrases(self, begin: int, end: int) -> list[re.Match[str]]:
        """The words for somebody who is not named there: "a neighbour", "the mayor"."""
        starts, found = self._all_phrases
        return found[bisect_left(starts, begin) : bisect_left(starts, end)]

    @cached_property
    def _all_phrases(self) -> tuple[list[int], list[re.Match[str]]]:
        matches = self._scene.words.person.finditer(self._scene.lower)
        found = [each for each in matches if not (self.is_said(each.start()) or self._is_what_somebody_is(each))]
        return [each.start() for each in found], found

    def _is_what_somebody_is(self, match: re.Match[str]) -> bool:
        """ "the mayor Jean Roux", "Jean Roux, the mayor"; or a part of a name: "the General Confederation"."""
        plain, start, end = self._scene.plain, match.start(), match.end()
        number = bisect_left(self._starts, start)
        following = plain[end : min(self._starts[number], end + 2 * NEAR)] if number < len(self._starts) else ""
        near = 2 * NEAR if "," in following[-NEAR:] else NEAR
        if following and len(following) < near and not ENDS_APPOSITION.search(following):
            few = len(following.rpartition(", ")[2].split()) <= FEW_WORDS
            # "The minister accuses the mayor, Jean Roux": he is the mayor; and he is if "the minister also" sees him.
            is_clause = self._scene.words.particles_at.match(self._scene.lower, end + 1)
            if few and not is_clause and self._scene.words.auxiliaries.isdisjoint(following.lower().split()):
                # "The spokesman of the army, captain Jean Roux": he is both.
                until = end + (len(following.rpartition(", ")[0]) or len(following))
                others = self._scene.words.person.finditer(self._scene.lower, end, until)
                return all(self._scene.is_tied(other.start(), end) for other in others)
        if number and not plain[self._told[number - 1].end : start].strip(" ,("):
            return True
        return next(self._scene.mentions_in(start, end), None) is not None

    def is_said(self, position: int) -> bool:
        number = bisect_left(self._ends, position)
        return number < len(self._ends) and self._stretches[number].start <= position

    def begins(self, position: int) -> bool:
        """Whether a sentence begins here."""
        return SENTENCE_BEGINS.search(self._scene.plain, max(0, position - NEAR), position) is not None

    def sentence(self, position: int) -> int | None:
        """Where the sentence begins that `position` is in, if that is not far."""
        if position not in self._sentences:
            begin = max(0, position - FAR)
            ends = [match.end() for match in SENTENCE_END.finditer(self._scene.plain, begin, position)]
            self._sentences[position] = ends[-1] if ends else None if begin else 0
        return self._sentences[position]

    def is_owner(self, position: int) -> bool:
        number = bisect_left(self._starts, position)
        return self._starts[number : number + 1] == [position] and is_owner(self._scene, self._told[number])

    def function(self, phrase: str, noun: re.Match[str]) -> str:
        """The noun in a phrase for what somebody is; of what somebody was, another one: "former mayor"."""
        former = self._scene.words.former_before.search(phrase, 0, noun.start())
        return f"former {noun.group()}" if former else noun.group()

    def is_tied(self, position: int, titled: bool = True) -> bool:
        """Whether who is told of at `position` only belongs to others: "a son of X"; `titled`, "with the captain X"."""
        if (position, titled) not in self._tied:
            begin = max(0, position - NEAR)
            title = self._scene.words.article_before.search(self._scene.lower, begin, position) if titled else None
            is_tied = self._scene.is_tied(title.start() if title else position, begin)
            self._tied[position, titled] = is_tied or self._is_relative(position, begin)
        return self._tied[position, titled]

    def _is_relative(self, position: int, begin: int) -> bool:
        """Whether amid a sentence somebody is named as another's: "the house in which his father, X, was born"."""
        scene = self._scene
        words = list(WORD.finditer(scene.lower, begin, position))[-3:]
        if not scene.plain[position].isupper() or len(words) < 3:
            return False
        before, owner = words[0].group(), words[1].group()
        is_amid = before in scene.words.conjunctions or before in scene.words.links
        return is_amid and owner in scene.words.possessives and scene.plain[words[2].end() : position] in (" ", ", ")

    def bearers(self, noun: str, position: int) -> list[Mention]:
        """Who has a title, near a place in the text: in a very long one, all of them would be too many."""
        titled = self._titles.get(noun) or self._compounds(noun)
        number = bisect_right(titled, position, key=lambda mention: mention.start)
        return titled[max(0, number - MOST) : number + MOST]

    def _compounds(self, noun: str) -> list[Mention]:
        """Who is a "Verkehrsminister", where a "Minister" is spoken of."""
        if not self._scene.words.bracket or len(noun) < SHORTEST_HEAD:
            return []
        return next((titled for title, titled in self._titles.items() if title.endswith(noun)), [])

    def by_surname(self, printed: str) -> Entity | None:
        """Somebody named in full before, if all that is printed is his or her last name."""
        if " " in printed or not printed[:1].isupper():
            return None
        same = self._surnames.get(printed, {})
        return next(iter(same.values())) if len(same) == 1 else None

    def namesakes(self, surname: str) -> list[Entity]:
        return list(self._surnames.get(surname, {}).values())

    def gender_of(self, name: str) -> Gender:
        """What titles and pronouns tell, or else the first name; neither where they differ: "le ministre Anne Roux"."""
        known = self._genders.get(name, set()) & {"masculine", "feminine"}
        named = named_gender(name)
        told = next(iter(known)) if len(known) == 1 else named
        return told if named in (told, "either") else "either"

    def gender(self, speaker: Speaker, subject: Subject | None) -> Gender:
        """The gender of who has spoken, which the pronoun for him or her may have told."""
        if subject and subject.pronoun in ("masculine", "feminine"):
            if speaker.entity:
                self._genders.setdefault(speaker.entity, set()).add(subject.pronoun)
            return subject.pronoun
        if speaker.entity:
            body = self._bodies.get(speaker.entity)
            if body and "thing" in self._scene.words.pronouns.values():
                return "thing"
            return self._article_gender(body) if body else self.gender_of(speaker.entity)
        if CAPITALS.fullmatch(speaker.name) and " " in speaker.name:
            return named_gender(speaker.name)
        return self.noun_gender(speaker.name.lower().replace("’", "'"))

    def _article_gender(self, body: Mention) -> Gender:
        """The gender of a body, as the article before its name tells: "la CGT"."""
        start = max(0, body.start - NEAR)
        article = self._scene.words.determiner_before.search(self._scene.lower, start, body.start)
        return self._scene.words.determiners.get(article.group().strip(), "either") if article else "either"

    def noun_gender(self, phrase: str) -> Gender:
        """The gender of the last noun in a phrase, or of the article before it where the noun does not tell."""
        words = self._scene.words
        determiner = words.determiner.match(phrase.lstrip())
        article = words.determiners.get(determiner.group().strip(), "either") if determiner else "either"
        noun = self.head(phrase)
        if article == "many" or not noun:
            return article
        told: Gender = words.titles.get(noun) or words.persons.get(noun, "thing")
        return told if told != "either" else article

    def head(self, phrase: str) -> str:
        """The noun that says what somebody is: "director" of "the museum director of the town"."""
        return next(reversed(self.heads(phrase)), "")

    def heads(self, phrase: str) -> list[str]:
        """All the nouns that say what somebody is: "winner" and "biathlete" of "the winner biathlete of Lyon"."""
        words = self._scene.words
        found: list[re.Match[str]] = []
        for match in words.noun.finditer(phrase):
            between = phrase[found[-1].end() : match.start()] if found else ""
            if len(between) > 1 and not words.links.isdisjoint(WORD.findall(between)):
                break
            found.append(match)
        return [match.group() for match in found]

    def _add(self, mention: Mention) -> None:
        number = bisect_left(self._starts, mention.start)
        self._told.insert(number, mention)
        self._starts.insert(number, mention.start)
        name = mention.entity.name
        self._surnames.setdefault(name.split()[-1], {})[name] = mention.entity
        self._genders.setdefault(name, set())
        self._read_titles(mention)

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
        if comma and before.split()[:1] and before.split()[0] in scene.words.links:
            before = ""  # "In the general ranking, Haugland leads": that is nobody's function.
        behind = scene.lower[mention.end : mention.end + NEAR]
        behind = behind[2:].partition(",")[0].partition(".")[0] if behind[:2] in (", ", " (") else ""
        first = scene.words.noun.search(behind)
        if first and len(behind[: first.start()].split()) > FEW_WORDS:
            behind = ""  # "A widower, Emrys Pugh, wanted to know what his wife had planted."
        if scene.is_tied(mention.start, begin):
            before = ""  # "the lawyer of X": that is not what X is.
        title = mention.entity.title.lower().replace("’", "'") if mention.entity.title else ""
        if article := scene.words.article_before.search(before):  # "la Norvégienne Solveig Haugland"
            self._genders[mention.entity.name].add(scene.words.determiners[article.group(1)])
        for part, tied in ((before, comma), (behind, False), (title, False)):
            nouns = list(scene.words.noun.finditer(part))
            if part is before and nouns and not comma and self._is_apart(part[nouns[-1].end() :]):
                continue
            # Nobody alone is "critics": "Hailed by critics, Roe left."
            nouns = [noun for noun in nouns if scene.words.persons.get(noun.group()) != "many"]
            if tied:
                nouns = self._headed(part, nouns)
            for noun in nouns[:1] if tied or part is not before else nouns[-1:]:
                function = self.function(part, noun)
                self._titles.setdefault(function, []).append(mention)
                if function in scene.words.offices:
                    self.officials.add(mention.entity.name)
                if function in scene.words.persons:
                    self.functions.add(mention.entity.name)
                article = scene.words.determiner_before.search(part, 0, noun.start())
                self._genders[mention.entity.name].add(
                    self.noun_gender(part[article.start() if article else 0 : noun.end()])
                )

    def _headed(self, part: str, nouns: list[re.Match[str]]) -> list[re.Match[str]]:
        """The last noun with an article that belongs to no other: "Le patron a prévenu la ministre de la Santé"."""
        words = self._scene.words
        own = [noun for noun in nouns if words.article_before.search(part, 0, noun.end())]
        # "The minister also met the delegate, Jane Roe"
        own = [noun for noun in own if not words.particles_at.match(part, noun.end() + 1)]
        return [noun for noun in own if not words.link_before.search(part, 0, noun.start())][-1:] or own or nouns

    def _is_apart(self, between: str) -> bool:
        """Whether what stands between a noun and a name keeps them apart: "the defence said that Roe"."""
        many = len(between.split()) > FEW_WORDS
        ends = between.startswith(".") or STOP.search(between) is not None
        return many or ends or self._scene.words.says.search(between) is not None


def named_gender(name: str) -> Gender:
    first, _, rest = name.lower().partition(" ")
    return first_names.genders().get(first.partition("-")[0], "either") if rest else "either"

"""The words that call somebody by a noun: "the minister of health", "a demonstrator", "the Basque"."""

import re
from functools import cached_property

from services.enrich.speech.people import NEAR
from services.enrich.speech.scene import Mention, Scene, Subject
from services.enrich.speech.strangers import CAPITALS
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL

AGE = re.compile(r"\s[^\W\d]+'?\s?\d{1,3}\s[^\W\d]+\Z")
# How many words it has at the most if it says nothing but what somebody is: "the young coach".
BARE = 3


class Description:
    """A subject that is neither a name nor a pronoun, as its words tell."""

    def __init__(self, scene: Scene, subject: Subject) -> None:
        self._scene = scene
        self.start, self.end = subject.start, subject.end
        self.lower = AGE.sub("", said := scene.lower[self.start : self.end])
        self.has_age = self.lower != said

    @property
    def nouns(self) -> list[re.Match[str]]:
        return list(self._scene.words.noun.finditer(self.lower))

    @property
    def is_new(self) -> bool:
        """Whether it means nobody who has been named: "a neighbour"."""
        return self._scene.words.indefinite.match(self.lower) is not None

    @cached_property
    def is_definite(self) -> bool:
        """ "the mayor", but neither "a mayor" nor "his mother"."""
        words, first = self._scene.words, first_word(self.lower)
        return first in words.determiners and first not in words.possessives and not self.is_new

    @property
    def is_pointing(self) -> bool:
        return first_word(self.lower) in self._scene.words.demonstratives

    @property
    def is_bare(self) -> bool:
        """Whether nothing more is said of somebody: "the bishop of Terni" is not any bishop."""
        following = first_word(self._scene.lower[self.end : self.end + NEAR])
        goes_on = following in self._scene.words.links and following not in self._scene.words.ends
        return len(self.lower.replace("'", " ").split()) <= BARE and not goes_on

    @property
    def is_named(self) -> bool:
        """ "The former captain Jeff Delmas" is nobody but him."""
        if self._scene.language in ALL_NOUNS_CAPITAL:
            return False
        name = CAPITALS.search(self._scene.plain, self.start + len(first_word(self.lower)), self.end)
        if name is None or self._scene.is_tied(name.start(), self.start):
            return False  # "The biathlete of La Clusaz" is not called so.
        return " " in name.group()

    @property
    def is_unfamiliar(self) -> bool:
        """ "The Swede", "le Nantais": where somebody is from, and nothing else; or how old, "a diarista de 52 anos"."""
        if self.has_age:
            return True
        words = self.lower.replace("'", " ").split()
        last = self._scene.plain[self.start : self.end].split()[-1:]
        capital = last[0].partition("'")[2] or last[0] if last else ""
        is_name = capital[:1].isupper() and self._scene.language not in ALL_NOUNS_CAPITAL
        return len(words) == 2 and (words[-1] in self._scene.words.peoples or is_name)

    @property
    def alias(self) -> str | None:
        """ "a demonstrator who gave his name only as Data": the name that is given for somebody."""
        scene = self._scene
        alias = scene.words.aliases.search(scene.lower, self.end, self.end + NEAR)
        if alias is None or "." in scene.plain[self.end : alias.start()]:
            return None
        # "… gave only his first name, Musa": past the comma, if there is one, and the blank.
        name = CAPITALS.match(scene.plain, alias.end() + scene.plain.startswith(",", alias.end()) + 1)
        if name is None:
            return None
        return scene.printed(*name.span()).partition(". ")[0]

    def fits(self, mention: Mention, noun: str) -> bool:
        """Whether all that is said of a title, beside its noun, is said near the name as well."""
        end = mention.end + 2 * NEAR
        end = min(end, self.start) if self.start >= mention.end else end
        near = self._scene.lower[max(0, mention.start - 2 * NEAR) : end]
        rest = [word for word in self.lower.replace(noun, " ", 1).replace("'", " ").split() if len(word) > 3]
        return all(word in near for word in rest)


def first_word(lower: str) -> str:
    first = lower.split()[0] if lower.split() else ""
    return first.partition("'")[0] + "'" if "'" in first else first

"""What the words right beside a date say of its tense, whatever the sentence speaks of: "the law adopted in May"."""

import re

from pydantic import BaseModel, ConfigDict

from services.enrich.text.plain import is_name

# No nearer day to come is meant then.
SURELY_PAST = -2
# Nothing that is looked at before a date is longer.
_LOOK_BACK = 48
# A shorter word is no verb that its ending tells.
_SHORTEST = 5
_ENDS = re.compile(r"\s*[.,;:!?»”\"\n]|\s*\Z")


class BesideWords(BaseModel):
    """A language's words for it: all in lower case. `small` words may stand between the word and the date.

    `participles` are endings of what was done, but not behind one of `undone`: "will be held". What `is` on a day is to
    come; if participles stand at the end (`is_ends`), only where nothing more is said. `presents` are endings of what
    somebody does on a day, but for `no_presents`. `attributes` are endings of participles behind a date that an article
    stands before: "die im Juli beschlossene Steuer".
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    small: list[str] = []
    participles: list[str] = []
    undone: list[str] = []
    is_: list[str] = []
    is_ends: bool = False
    presents: list[str] = []
    no_presents: list[str] = []
    articles: list[str] = []
    attributes: list[str] = []


class Beside:
    """The words of a language beside a date; what is a word of the `future` or of the `past` is judged as that."""

    def __init__(self, words: BesideWords, future: list[str], past: list[str]) -> None:
        small = "|".join(sorted(map(re.escape, words.small), key=len, reverse=True)) or "(?!)"
        self._words, self._future, self._known = words, frozenset(future), frozenset((*future, *past))
        self._articles = frozenset(words.articles)
        self._participles, self._presents = tuple(words.participles), tuple(words.presents)
        self._attributes = tuple(words.attributes)
        word = rf"(?<![^\W_])(?!(?:{small})[ \n])(?P<word>[^\W\d_]+)"
        self._before = re.compile(rf"(?:(?<![^\W_])(?P<lead>[^\W\d_]+)[ \n'])?{word}(?:[ \n](?:{small})){{0,2}}[ \n]\Z")
        self._behind = re.compile(r"[ \n]([^\W\d_]+)")

    def tense(self, body: str, text: str, start: int, end: int) -> int:
        """SURELY_PAST or 1, or 0 where they say nothing; `text` is the body as `plain` writes it."""
        before = self._before.search(text[max(0, start - _LOOK_BACK) : start])
        if before is None:
            return 0
        word, lead = before["word"], before["lead"]
        if word in self._words.is_:
            return 1 if not self._words.is_ends or _ENDS.match(text, end) else 0
        place = max(0, start - _LOOK_BACK) + before.start("word")
        if word in self._articles:
            # Behind a comma it is a pronoun: "die Steuer, die im Januar gelten soll".
            return 0 if text[max(0, place - 2) : place - 1] == "," else self._attribute(text, end)
        if len(word) < _SHORTEST or lead in self._articles or word in self._known or is_name(body, place):
            return 0
        if word.endswith(self._participles):
            return 0 if lead in self._words.undone else SURELY_PAST
        return 1 if word.endswith(self._presents) and word not in self._words.no_presents else 0

    def _attribute(self, text: str, end: int) -> int:
        behind = self._behind.match(text, end)
        ending = next((e for e in self._attributes if behind and behind[1].endswith(e)), None)
        if behind is None or ending is None or len(behind[1]) < _SHORTEST:
            return 0
        return 1 if {behind[1].removesuffix(ending), behind[1].removesuffix(ending[1:])} & self._future else SURELY_PAST

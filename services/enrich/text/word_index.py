"""Where each word of a text stands, so that only the places are looked at where one that matters does."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

Index = dict[str, list[int]]

WORD = re.compile(r"[^\W_]+")


# Several steps look for words in the text of one article.
@lru_cache(2)
def index(plain: str) -> Index:
    """Where each word of a text begins."""
    found: Index = defaultdict(list)
    for word in WORD.finditer(plain):
        found[word.group()].append(word.start())
    return dict(found)


def first_word(name: str) -> str:
    """The word of a name that `index` knows it by."""
    word = WORD.search(name)
    return word.group() if word else name


@dataclass(frozen=True)
class Opened:
    """A pattern for what begins with one of the words in `openers`."""

    pattern: re.Pattern[str]
    openers: frozenset[str]

    def finditer(self, plain: str) -> Iterator[re.Match[str]]:
        """What `pattern.finditer` gives, in a fraction of the time: most words of a text begin nothing."""
        where = index(plain)
        end = 0
        for start in sorted(start for word in where.keys() & self.openers for start in where[word]):
            if start >= end and (match := self.pattern.match(plain, start)):
                yield match
                end = match.end()

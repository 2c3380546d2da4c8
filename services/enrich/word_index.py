"""Where each word of a text stands, so that only the places are looked at where one that matters does."""

import re

Index = dict[str, list[int]]

WORD = re.compile(r"[^\W_]+")


def index(plain: str) -> Index:
    """Where each word of a text begins."""
    found: Index = {}
    for word in WORD.finditer(plain):
        found.setdefault(word.group(), []).append(word.start())
    return found


def first_word(name: str) -> str:
    """The word of a name that `index` knows it by."""
    word = WORD.search(name)
    return word.group() if word else name

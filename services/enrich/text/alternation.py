"""Patterns for long lists of words."""

import re
from collections.abc import Iterable

# What matches never; it begins with a character, as that is what is quick to look for.
NEVER = r"\0(?!)"
# Nothing of a word may stand before a word.
NO_WORD = r"!\w"


def alternation(words: Iterable[str], behind: str = "", *, whole: bool = False) -> str:
    """A pattern for any of the words, the longest that stands there; of none, what never matches.

    The words are arranged by their letters, so that where none of them stands few letters are looked at. `behind` is a
    pattern of one character, or of several of a fixed number, that has to stand before a word: `[^\\w]`, or with `!`
    before it must not. It comes after the first letter, as a pattern that begins with letters is quick to look for.
    With `whole`, none ends inside a word.
    """
    ways = [
        re.escape(first) + _behind(behind, first) + _branches(rests, first, whole)
        for first, rests in _by_first(sorted(set(words))).items()
    ]
    return f"(?:{'|'.join(ways)})" if ways else NEVER


def _behind(pattern: str, first: str) -> str:
    if not pattern:
        return ""
    return f"(?<!{pattern[1:]}{re.escape(first)})" if pattern[0] == "!" else f"(?<={pattern}{re.escape(first)})"


def _branches(rests: list[str], last: str, whole: bool) -> str:
    ways = [re.escape(first) + _branches(more, first, whole) for first, more in _by_first(rests).items()]
    if "" in rests:
        ways.append(r"(?!\w)" if whole and last.isalnum() else "")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _by_first(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in filter(None, words):
        found.setdefault(word[0], []).append(word[1:])
    return found

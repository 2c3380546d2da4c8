"""Patterns for long lists of words."""

import re
from collections.abc import Iterable

NEVER = r"(?!)"


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest that stands there; of none, what never matches.

    The words are arranged by their letters, so that where none of them stands few letters are looked at.
    """
    return _branches(sorted(set(words))) or NEVER


def _branches(rests: list[str]) -> str:
    by_first: dict[str, list[str]] = {}
    for rest in filter(None, rests):
        by_first.setdefault(rest[0], []).append(rest[1:])
    ways = [re.escape(first) + _branches(more) for first, more in by_first.items()]
    if "" in rests:
        ways.append("")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})" if ways else ""

"""What stands right before a place in a text."""

import re
from collections.abc import Iterable

_LOOK_BACK = 48
_OPENING = "(«“„\"'"


class Before:
    """Phrases that may stand before a place in a `plain` text, with a blank between unless they end with a sign.

    `skip` are words that may stand between the phrase and the place. Most places are refused by their last word alone.
    """

    def __init__(self, phrases: Iterable[str], skip: Iterable[str] = ()) -> None:
        phrases, skip = list(phrases), list(skip)
        between = rf"(?:(?:{_any(skip)})(?:\s|(?<=')))?" if skip else ""
        self._pattern = re.compile(rf"(?<!\w)(?:{_any(phrases)})(?:\s|(?<=[.°'-])\s?){between}$")
        self._last = frozenset(_last(phrase) for phrase in [*phrases, *skip])

    def find(self, text: str, place: int) -> int | None:
        """Where the phrase before a place begins; None if there is none."""
        start = max(0, place - _LOOK_BACK)
        match = self._match(text[start:place])
        return start + match.start() if match else None

    def at(self, text: str, place: int) -> bool:
        """Whether one of the phrases stands before a place, with or without capitals."""
        return self._match(text[max(0, place - _LOOK_BACK) : place].lower()) is not None

    def _match(self, before: str) -> re.Match[str] | None:
        return self._pattern.search(before) if _last(before) in self._last else None


def _last(text: str) -> str:
    """The last word; what is elided before it is another."""
    words = text.rsplit(None, 1)
    word = words[-1].lstrip(_OPENING) if words else ""
    return word[word.rfind("'", 0, -1) + 1 :]


def _any(phrases: Iterable[str]) -> str:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in ordered) or "(?!)"

"""A name in a text, as the steps that tidy names hand it on."""

import re
from dataclasses import dataclass

from services.enrich.names import Label
from services.enrich.places import fold

SENTENCE_START = re.compile(r"(?:^|[.!?…:;\"«“]|[-–—•*]\s)\s*$")


@dataclass(frozen=True)
class Mention:
    """A name in the text: `text` has plain apostrophes and spaces; `known_as` is the usual name of an organisation."""

    start: int
    end: int
    text: str
    label: Label
    known_as: str | None = None
    # Whether the text says itself what it is: then no majority outweighs it.
    is_sure: bool = False

    @property
    def words(self) -> list[str]:
        """The folded words of the name."""
        return fold(self.text).split()


def starts_sentence(plain: str, start: int) -> bool:
    """Whether a sentence or a quotation starts here, so that a capital says nothing."""
    return SENTENCE_START.search(plain, max(0, start - 8), start) is not None

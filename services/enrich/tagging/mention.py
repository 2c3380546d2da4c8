"""A name in a text, as the steps that tidy names hand it on."""

from dataclasses import dataclass

from services.enrich.gazetteer.places import fold
from services.enrich.tagging.names import Label

# What a sentence begins behind; behind a dash or the like only with a blank between.
OPENING, OPENING_PARTED = frozenset('.!?…:;"«“'), frozenset("-–—•*")
REACH = 8


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

    @property
    def is_open(self) -> bool:
        """Whether nothing says for sure what it is."""
        return not (self.known_as or self.is_sure)


def starts_sentence(plain: str, start: int) -> bool:
    """Whether a sentence or a quotation starts here, so that a capital says nothing."""
    before = plain[max(0, start - REACH) : start]
    stripped = before.rstrip()
    if not stripped:
        return start <= REACH
    return stripped[-1] in OPENING or (stripped[-1] in OPENING_PARTED and stripped != before)

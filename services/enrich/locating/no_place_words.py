"""The words that tell what was taken for a place and is none, ready for use."""

import re
from dataclasses import dataclass
from functools import cache

from services.enrich.locating.place_words_file import any_of, place_words_file
from services.enrich.tagging.name_words import names_file


@dataclass(frozen=True)
class NoPlaceWords:
    """What tells that a name is no place: each matches nothing where the language has no words for it."""

    # What stands right before a noun, and hardly before the name of a town: "the", "a", "a half".
    noun_before: re.Pattern[str]
    # The article at the end of what stands before the people of a town; how their name ends.
    people_after: re.Pattern[str]
    people_endings: tuple[str, ...]
    # Who is over something, with "of" at the end of what stands before it: "ministre de la Santé et des ".
    portfolio_before: re.Pattern[str]


@cache
def no_place_words(language: str) -> NoPlaceWords:
    """The words of a language (ISO 639 code), from its file."""
    data, file_of_names = place_words_file(language), names_file(language)
    return NoPlaceWords(
        noun_before=re.compile(
            rf"(?<!\w)(?:{any_of(file_of_names.determiners, capital=True)}|"
            rf"(?:{any_of(file_of_names.indefinite, capital=True)}) [a-zß-öø-ÿ]+) $"
        ),
        people_after=re.compile(rf"(?<!\w)(?:{any_of(data.people_after, capital=True)}) $"),
        people_endings=tuple(data.people_endings),
        portfolio_before=re.compile(
            rf"(?<!\w)(?:{any_of(data.portfolios, capital=True)})(?: [^.;:!?()\n]*)? "
            rf"(?:{any_of(file_of_names.of)})(?:(?<=')| )$"
        ),
    )

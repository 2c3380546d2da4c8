"""The words that squares, valleys, quarters and streets are called by, ready for use."""

import re
from dataclasses import dataclass
from functools import cache

from services.enrich.locating.place_words_file import CAPITAL, any_of, openers, place_words_file
from services.enrich.tagging.name_words import any_language, names_file
from services.enrich.tagging.names import MODELS
from services.enrich.text.alternation import NEVER, NO_WORD
from services.enrich.text.word_index import Opened

# What must not stand right before a part of a name.
NO_PART = r"![\w-]"
# The name of a place behind its noun.
NAME = rf"(?:(?:Ste?|Mt|Ft|St[ao])\. )?{CAPITAL}[\w'-]*\w(?: {CAPITAL}[\w-]*\w){{0,2}}"
# A day that a street is called after: "6 de Marzo", "8-Mai-1945".
DAY = rf"\d{{1,2}}(?:er|º|°)?[ -](?:de )?{CAPITAL}\w+(?:-\d{{4}})?(?![\w-])"


@dataclass(frozen=True)
class SiteWords:
    """What tells a site in a language: each matches nothing where the language has no words for it."""

    # A noun, perhaps a small word, and a name, which are a place together: "quartier de la Croix-Blanche".
    sites: Opened
    # What such a name may go on with where it is a person's or a day's: "Pedro de Toledo".
    goes_on: re.Pattern[str]
    # What the name of a street or a river is like: "Washway Road", "Maria-Theresien-Straße".
    shapes: re.Pattern[str]
    # A compound whose last part is such a noun, as in "Lahntal", with what is before it as a group.
    compounds: re.Pattern[str]
    no_compounds: tuple[str, ...]
    # A road by its number, and what stands before it.
    roads: re.Pattern[str]


@cache
def site_words(language: str) -> SiteWords:
    """The words of a language (ISO 639 code), from its file."""
    data, file_of_names = place_words_file(language), names_file(language)
    linked = rf"(?:(?:{any_of(file_of_names.of)})(?:(?<=')| ))?"
    sites = any_of(set(data.sites) - set(data.hardly_sites), capital=True, behind=NO_PART)
    hardly = any_of(data.hardly_sites, capital=True)
    road_after = any_of(data.road_after, capital=True, behind=NO_WORD)
    shapes = [*data.shapes, *(() if language in MODELS else any_language().place_shapes)]
    alone = "".join(rf"(?<!\b{re.escape(word)} )" for word in file_of_names.definite)
    return SiteWords(
        sites=Opened(
            re.compile(rf"(?:{sites}|(?<![\w-]){alone}(?:{hardly})) {linked}(?:{NAME}|{DAY})"), openers(data.sites)
        ),
        goes_on=re.compile(
            rf" (?:{any_of({*file_of_names.of, *any_language().particles})})(?:(?<=')| )"
            rf"((?:L[aeo]s? )?{CAPITAL}[\w-]*\w)"
        ),
        shapes=re.compile("|".join(rf"(?<![\w-]){shape}(?![\w-])" for shape in shapes) or NEVER),
        compounds=re.compile(
            rf"({CAPITAL}(?<![\w-][\s\S])[a-zß-öø-ÿ]{{2,}}?)(?:{any_of(data.compounds)})(?![\w-])"
            if data.compounds
            else NEVER
        ),
        no_compounds=tuple(data.no_compounds),
        roads=re.compile(rf"{road_after}(?:(?<=')| )({data.roads})(?![\w-])"),
    )

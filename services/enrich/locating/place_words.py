"""The words that tell a place: `languages/<code>/place_words.yaml`, ready for use.

A language without such a file has no such words: its patterns match nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from services.enrich.tagging.name_words import any_language, name_words, names_file
from services.enrich.tagging.names import MODELS
from services.enrich.text import tables
from services.enrich.text.alternation import NEVER, NO_WORD, alternation
from services.enrich.text.word_index import Opened, first_word

# The longest noun, or small words, before a name that say what it is.
LONGEST_NOUN = 30
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
# Of a word behind its capital, all of it.
REST = r"[\w'-]++(?<=\w)"
# What must not stand right before a part of a name.
NO_PART = r"![\w-]"
# The name of a place behind its noun.
NAME = rf"(?:(?:Ste?|Mt|Ft|St[ao])\. )?{CAPITAL}[\w'-]*\w(?: {CAPITAL}[\w-]*\w){{0,2}}"
# A day that a street is called after: "6 de Marzo", "8-Mai-1945".
DAY = rf"\d{{1,2}}(?:er|º|°)?[ -](?:de )?{CAPITAL}\w+(?:-\d{{4}})?(?![\w-])"


class PlaceWordsFile(BaseModel):
    """languages/<code>/place_words.yaml, which says what each is."""

    model_config = ConfigDict(extra="forbid")
    near: list[str] = []
    near_like: list[str] = []
    surely: list[str] = []
    kinds: list[str] = []
    known_kinds: list[str] = []
    of_towns: list[str] = []
    plain_of: list[str] = []
    inside: list[str] = []
    ors: list[str] = []
    to: list[str] = []
    unheard_after: list[str] = []
    unheard_of: list[str] = []
    quarters: list[str] = []
    called: list[str] = []
    within: list[str] = []
    from_endings: list[str] = []
    named_after: list[str] = []
    sites: list[str] = []
    hardly_sites: list[str] = []
    shapes: list[str] = []
    compounds: list[str] = []
    no_compounds: list[str] = []
    from_: list[str] = Field([], alias="from")
    roads: str = NEVER
    road_after: list[str] = []
    persons_after: list[str] = []
    people_after: list[str] = []
    people_endings: list[str] = []
    portfolios: list[str] = []
    articles: list[str] = []


@dataclass(frozen=True)
class PlaceWords:
    """What tells a place in a language: each matches nothing where the language has no words for it."""

    # A small word before a name that makes it a place.
    near: re.Pattern[str]
    # The same at the end of what stands before a name, or one of those that only a place follows.
    before: re.Pattern[str]
    # Words that only the name of a place follows; the same as `before`.
    surely: Opened
    surely_before: re.Pattern[str]
    # A noun that says what a place is, at the beginning of a name; the same that does so for known places only.
    kind: re.Pattern[str]
    known_kind: re.Pattern[str]
    # The noun of what lies in a town and is called after it, with "of" alone behind it: "gare de Portbail".
    of_town: re.Pattern[str]
    # What stands before such a noun where it is a place, and not its administration.
    inside_before: re.Pattern[str]
    # The noun of a part of a town at the end of what stands before a name.
    quarter_before: re.Pattern[str]
    # A small word behind which a name that nobody has heard of is a place's.
    unheard_after: Opened
    # A name and what a town is called behind it.
    called: re.Pattern[str]
    # What parts a place from the larger one that it lies in: "Paris, Texas", "Paris (Texas)", "Paris au Texas".
    within: re.Pattern[str]
    # What follows the name of a place that somebody or something comes from: "Galway-born".
    from_endings: re.Pattern[str]
    based: re.Pattern[str]
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
    # A small word before a name that may be said of a place, as of much else; the same as `before`: those that are
    # not "of", and all.
    from_: re.Pattern[str]
    from_before: re.Pattern[str]
    any_before: re.Pattern[str]
    # An article before a name; the same at the end of what stands before one.
    article: re.Pattern[str]
    article_before: re.Pattern[str]
    # What stands right before a noun, and hardly before the name of a town: "the", "a", "a half".
    noun_before: re.Pattern[str]
    # What joins a place and the next, "and" alone among it; and what a tagger takes for the middle of one name.
    more: re.Pattern[str]
    ands: re.Pattern[str]
    joint: re.Pattern[str]
    # What parts the places between which something goes.
    to: re.Pattern[str]
    # The noun at the end of what stands before a name.
    named_after: re.Pattern[str]
    # A small word, at the end of what stands before a name, that is said of persons rather than of towns.
    persons_before: re.Pattern[str]
    # The article at the end of what stands before the people of a town; how their name ends.
    people_after: re.Pattern[str]
    people_endings: tuple[str, ...]
    # Who is over something, with "of" at the end of what stands before it: "ministre de la Santé et des ".
    portfolio_before: re.Pattern[str]


@cache
def place_words(language: str) -> PlaceWords:
    """The words of a language, from its file."""
    file = files("services.enrich") / "languages" / language / "place_words.yaml"
    data = PlaceWordsFile.model_validate(tables.read(file)) if file.is_file() else None
    data = data or PlaceWordsFile()
    near = any_of([*name_words(language).locatives, *data.near], capital=True, behind=NO_WORD)
    near = "|".join([*(rf"(?<!\w){shape}" for shape in data.near_like), near])
    file_of_names = names_file(language)
    ands = any_of([*file_of_names.ands, *data.ors])
    an = any_of([*file_of_names.indefinite, *file_of_names.definite])
    linked = rf"(?:(?:{any_of(file_of_names.of)})(?:(?<=')| ))?"
    kinds, known_kinds = any_of(data.kinds), any_of(data.known_kinds)
    kinds_of = rf"{any_of(data.kinds, behind=NO_WORD)}(?: (?:{any_of(file_of_names.of)}))?"
    surely = rf"(?:{any_of(data.surely, capital=True, behind=NO_WORD)}|{kinds_of})(?:(?<=')| )"
    sites = any_of(set(data.sites) - set(data.hardly_sites), capital=True, behind=NO_PART)
    hardly = any_of(data.hardly_sites, capital=True)
    road_after = any_of(data.road_after, capital=True, behind=NO_WORD)
    unheard_after = [*data.unheard_after, *(f"{noun} {of}" for noun in data.unheard_of for of in file_of_names.of)]
    shapes = [*data.shapes, *(() if language in MODELS else any_language().place_shapes)]
    alone = "".join(rf"(?<!\b{re.escape(word)} )" for word in file_of_names.definite)
    return PlaceWords(
        near=re.compile(rf"(?:{near})(?:(?<=')| )(?={CAPITAL})"),
        before=re.compile(rf"(?:(?:{near})(?:(?<=')| )|{surely})$"),
        surely=Opened(re.compile(rf"{surely}(?={CAPITAL})"), _openers([*data.surely, *data.kinds])),
        surely_before=re.compile(rf"{surely}$"),
        kind=re.compile(rf"(?:{kinds}) {linked}(?={CAPITAL})"),
        known_kind=re.compile(rf"(?:{known_kinds}) {linked}(?={CAPITAL})"),
        of_town=re.compile(rf"(?:{any_of(data.of_towns)}) (?:{any_of(data.plain_of)})(?:(?<=')| )(?={CAPITAL})"),
        quarter_before=re.compile(rf"(?<!\w)(?:{any_of(data.quarters)}) {linked}$"),
        unheard_after=Opened(
            re.compile(rf"(?<!\w)(?:{any_of(unheard_after, capital=True)})(?:(?<=')| )(?={CAPITAL})"),
            _openers(unheard_after),
        ),
        inside_before=re.compile(rf"(?<!\w)(?:{any_of(data.inside, capital=True)})(?:(?<=')| )$"),
        called=re.compile(
            rf"({CAPITAL}(?<![\w'-][\s\S]){REST}(?:[ -](?:[a-zß-öø-ÿ]{{1,4}}[ -])?{CAPITAL}{REST}){{0,3}}),"
            rf" (?:(?:{an})(?:(?<=')| ))?(?:[\w-]+ ){{0,2}}?(?:{any_of([*data.called, *data.kinds])})(?!\w)"
        ),
        within=re.compile(rf",? (?:{any_of(data.within)})(?:(?<=')| )|, | \("),
        from_endings=re.compile(
            rf"({CAPITAL}(?<![\w-][\s\S])\w+(?: {CAPITAL}\w+)?){any_of(data.from_endings)}\b"
            if data.from_endings
            else NEVER
        ),
        based=re.compile(rf"(?:{any_of(data.from_endings)})\b"),
        sites=Opened(
            re.compile(rf"(?:{sites}|(?<![\w-]){alone}(?:{hardly})) {linked}(?:{NAME}|{DAY})"), _openers(data.sites)
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
        from_=re.compile(rf"{any_of(data.from_, behind='[a-zß-öø-ÿ,)] ')}(?:(?<=')| )(?={CAPITAL})"),
        from_before=re.compile(rf"(?<!\w)(?:{any_of(set(data.from_) - set(file_of_names.of))})(?:(?<=')| )$"),
        any_before=re.compile(rf"(?<!\w)(?:{any_of([*data.from_, *file_of_names.of])})(?:(?<=')| )$"),
        article=re.compile(rf"{any_of(data.articles, capital=True, behind=NO_WORD)}(?:(?<=')| )(?={CAPITAL})"),
        article_before=re.compile(rf"(?<!\w)(?:{any_of(data.articles, capital=True)})(?:(?<=')| )$"),
        noun_before=re.compile(
            rf"(?<!\w)(?:{any_of(file_of_names.determiners, capital=True)}|"
            rf"(?:{any_of(file_of_names.indefinite, capital=True)}) [a-zß-öø-ÿ]+) $"
        ),
        more=re.compile(rf"(?:,|,? (?:{ands})(?: (?:{any_of(file_of_names.of)}))?)(?:(?<=')| )(?={CAPITAL})"),
        ands=re.compile(rf" (?:{ands})(?: (?:{any_of(file_of_names.of)}))?(?:(?<=')| )(?={CAPITAL})"),
        joint=re.compile(rf" (?:{any_of([*file_of_names.ands, *data.within, *data.to])}) "),
        to=re.compile(rf" (?:{any_of(data.to)}) "),
        named_after=re.compile(rf"(?<!\w)(?:{any_of(data.named_after)}) $"),
        persons_before=re.compile(rf"(?<!\w)(?:{any_of(data.persons_after, capital=True)}) $"),
        people_after=re.compile(rf"(?<!\w)(?:{any_of(data.people_after, capital=True)}) $"),
        people_endings=tuple(data.people_endings),
        portfolio_before=re.compile(
            rf"(?<!\w)(?:{any_of(data.portfolios, capital=True)})(?: [^.;:!?()\n]*)? "
            rf"(?:{any_of(file_of_names.of)})(?:(?<=')| )$"
        ),
    )


def any_of(words: Iterable[str], *, capital: bool = False, behind: str = "") -> str:
    """Any of the words, perhaps at a sentence's start too."""
    return alternation(_with_capitals(words) if capital else words, behind)


def _openers(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(first_word, _with_capitals(words)))


def _with_capitals(words: Iterable[str]) -> Iterator[str]:
    return (form for word in words for form in (word, word[0].upper() + word[1:]))

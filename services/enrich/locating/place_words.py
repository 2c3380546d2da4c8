"""The small words and the nouns around a name that tell a place, ready for use."""

import re
from dataclasses import dataclass
from functools import cache

from services.enrich.locating.place_words_file import CAPITAL, any_of, openers, place_words_file
from services.enrich.tagging.name_words import name_words, names_file
from services.enrich.text.alternation import NEVER, NO_WORD
from services.enrich.text.word_index import Opened

# Of a word behind its capital, all of it.
REST = r"[\w'-]++(?<=\w)"


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
    # A small word before a name that may be said of a place, as of much else; the same as `before`: those that are
    # not "of", and all.
    from_: re.Pattern[str]
    from_before: re.Pattern[str]
    any_before: re.Pattern[str]
    # An article before a name; the same at the end of what stands before one.
    article: re.Pattern[str]
    article_before: re.Pattern[str]
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


@cache
def place_words(language: str) -> PlaceWords:
    """The words of a language, from its file."""
    data, file_of_names = place_words_file(language), names_file(language)
    near = any_of([*name_words(language).locatives, *data.near], capital=True, behind=NO_WORD)
    near = "|".join([*(rf"(?<!\w){shape}" for shape in data.near_like), near])
    ands = any_of([*file_of_names.ands, *data.ors])
    an = any_of([*file_of_names.indefinite, *file_of_names.definite])
    linked = rf"(?:(?:{any_of(file_of_names.of)})(?:(?<=')| ))?"
    kinds, known_kinds = any_of(data.kinds), any_of(data.known_kinds)
    kinds_of = rf"{any_of(data.kinds, behind=NO_WORD)}(?: (?:{any_of(file_of_names.of)}))?"
    surely = rf"(?:{any_of(data.surely, capital=True, behind=NO_WORD)}|{kinds_of})(?:(?<=')| )"
    unheard_after = [*data.unheard_after, *(f"{noun} {of}" for noun in data.unheard_of for of in file_of_names.of)]
    return PlaceWords(
        near=re.compile(rf"(?:{near})(?:(?<=')| )(?={CAPITAL})"),
        before=re.compile(rf"(?:(?:{near})(?:(?<=')| )|{surely})$"),
        surely=Opened(re.compile(rf"{surely}(?={CAPITAL})"), openers([*data.surely, *data.kinds])),
        surely_before=re.compile(rf"{surely}$"),
        kind=re.compile(rf"(?:{kinds}) {linked}(?={CAPITAL})"),
        known_kind=re.compile(rf"(?:{known_kinds}) {linked}(?={CAPITAL})"),
        of_town=re.compile(rf"(?:{any_of(data.of_towns)}) (?:{any_of(data.plain_of)})(?:(?<=')| )(?={CAPITAL})"),
        quarter_before=re.compile(rf"(?<!\w)(?:{any_of(data.quarters)}) {linked}$"),
        unheard_after=Opened(
            re.compile(rf"(?<!\w)(?:{any_of(unheard_after, capital=True)})(?:(?<=')| )(?={CAPITAL})"),
            openers(unheard_after),
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
        from_=re.compile(rf"{any_of(data.from_, behind='[a-zß-öø-ÿ,)] ')}(?:(?<=')| )(?={CAPITAL})"),
        from_before=re.compile(rf"(?<!\w)(?:{any_of(set(data.from_) - set(file_of_names.of))})(?:(?<=')| )$"),
        any_before=re.compile(rf"(?<!\w)(?:{any_of([*data.from_, *file_of_names.of])})(?:(?<=')| )$"),
        article=re.compile(rf"{any_of(data.articles, capital=True, behind=NO_WORD)}(?:(?<=')| )(?={CAPITAL})"),
        article_before=re.compile(rf"(?<!\w)(?:{any_of(data.articles, capital=True)})(?:(?<=')| )$"),
        more=re.compile(rf"(?:,|,? (?:{ands})(?: (?:{any_of(file_of_names.of)}))?)(?:(?<=')| )(?={CAPITAL})"),
        ands=re.compile(rf" (?:{ands})(?: (?:{any_of(file_of_names.of)}))?(?:(?<=')| )(?={CAPITAL})"),
        joint=re.compile(rf" (?:{any_of([*file_of_names.ands, *data.within, *data.to])}) "),
        to=re.compile(rf" (?:{any_of(data.to)}) "),
        named_after=re.compile(rf"(?<!\w)(?:{any_of(data.named_after)}) $"),
        persons_before=re.compile(rf"(?<!\w)(?:{any_of(data.persons_after, capital=True)}) $"),
    )

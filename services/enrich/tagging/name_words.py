"""What the words of a language say about names: `languages/<code>/names.yaml`, ready for use.

A language without such a file has no such words: names are then taken as they were found.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict, TypeAdapter
from wordfreq import available_languages, get_frequency_dict

from services.enrich.gazetteer.places import fold
from services.enrich.tagging.names_file import NamesFile, Written
from services.enrich.text import tables
from services.enrich.text.alternation import NEVER, NO_WORD, alternation
from services.enrich.text.before import Before
from services.enrich.text.calendar_names import weekdays
from services.enrich.text.word_index import first_word

ZIPF = 9
ALL_NOUNS_CAPITAL = frozenset({"de", "lb"})
# A name is about as frequent in English as in the article's language; a word of that language is much rarer there.
COMMON, FOREIGN, KNOWN_ABROAD = 4.0, 2.0, 2.0
# How Cyrillic names are written in English, more or less: enough to tell "Владимир" from "президент".
ROMAN_LETTERS = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыэії", "abvgdeziyklmnoprstufhyeii", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "є": "ye"}
)


@dataclass(frozen=True)
class NameWords:
    """`articles` and `titles` match at the start of a name, with the space after them; heads are folded words."""

    articles: re.Pattern[str]
    titles: re.Pattern[str]
    # What no name but that of a person follows: "Mme ".
    addresses: re.Pattern[str]
    # How they end, in lower case.
    address_ends: tuple[str, ...]
    title_words: frozenset[str]
    # Those that say what a person does; whether they have a capital before a name.
    functions: frozenset[str]
    titles_have_capitals: bool
    # Whether the nouns for people of a country have capitals and the adjectives have none.
    peoples_have_capitals: bool
    # An article that no person's name has, at the end of what stands before a name.
    not_before_persons: Before
    # What stands behind a person's name and is no part of it: " KC".
    suffixes: re.Pattern[str]
    # What stands before and behind the name of a body: "employees of ", " shares".
    body_before: Before
    body_after: re.Pattern[str]
    # What stands before the name of a bank: "an analyst at ".
    analysts: Before
    # "And", between spaces.
    ands: re.Pattern[str]
    organization_heads: frozenset[str]
    # The last word of a name that makes it an organisation even where the tagger says person.
    organization_endings: frozenset[str]
    # The same in any language: "Seaguard Maritime".
    company_endings: frozenset[str]
    # A noun that stands before the name of an organisation and is no part of it: "la empresa Acciona".
    organization_nouns: frozenset[str]
    # The first word, or the last, of the name of an event, a prize, a law, a storm.
    thing_heads: frozenset[str]
    thing_endings: frozenset[str]
    # The first word of the name of a meeting, which the place of it ends.
    meetings: frozenset[str]
    # The first word of a club's name; the first of a company's whose names and a word more are products.
    clubs: frozenset[str]
    makers: frozenset[str]
    # Nouns without a capital, with the small word after them, that make another place of one: "baie de ".
    small_place_heads: re.Pattern[str]
    place_heads: frozenset[str]
    # States that are no more.
    former_places: frozenset[str]
    # The ends of words that make a place of a name: "Sint-Janskerk".
    place_endings: tuple[str, ...]
    # Small words before a place.
    locatives: frozenset[str]
    # What is no part of the name before it: " d'avoir".
    verb_behind: re.Pattern[str]
    # The day on which somebody did something, with the time of it: " mardi soir".
    day_behind: re.Pattern[str]
    # A participle that may begin a sentence, and what stands behind one: "Arrivé", " en".
    participle: re.Pattern[str]
    behind_participle: re.Pattern[str]
    peoples: frozenset[str]
    not_names: frozenset[str]
    # The first word of a well-known organisation -> (how it is written, how it usually is), the longest first.
    organizations: dict[str, list[tuple[str, str]]]
    # Whether a place behind an organisation is part of its name: "Coldiretti Puglia", but "the UN Syria envoy".
    has_branches: bool
    # Whether a head noun comes first, as in French, or may stand anywhere, as in English.
    head_first: bool

    def is_organization(self, name: str) -> bool:
        """Whether a name is that of a well-known organisation."""
        return any(name == written for written, _ in self.organizations.get(first_word(name), ()))

    def is_thing(self, parts: list[str]) -> bool:
        """Whether the noun of an event, a prize, a law, a storm begins a name of several words, or ends it."""
        if len(parts) < 2:
            return False
        last = fold(parts[-1])
        if last in self.thing_endings:
            return True
        is_firm = last in self.company_endings or last in self.organization_endings
        return not is_firm and any(fold(part) in self.thing_heads for part in parts[: min(2, len(parts) - 1)])

    def is_head(self, word: str) -> bool:
        """Whether a word makes an organisation or a place of the name that it stands in."""
        key = fold(word)
        return (
            key in self.organization_heads
            or key in self.organization_endings
            or key in self.company_endings
            or key in self.place_heads
        )

    def is_function(self, word: str) -> bool:
        """Whether a word right before a name says that it is a person: "le colonel", "President"."""
        return word.lower() in self.functions and (word[0].isupper() or not self.titles_have_capitals)

    def is_participle(self, word: str, plain: str, end: int) -> bool:
        """Whether a word that ends at `end` is a participle, by its ending and what follows: "Arrivé en janvier"."""
        is_one = self.participle.fullmatch(word.lower()) is not None
        return is_one and self.behind_participle.match(plain, end) is not None

    def are_titles(self, text: str) -> bool:
        """Whether a text has nothing but words of titles in it: "Premier ministre"."""
        return self.title_words.issuperset(text.lower().split())


@cache
def names_file(language: str) -> NamesFile:
    """The file of a language (ISO 639 code), checked; without one, nothing is known."""
    file = files("services.enrich") / "languages" / language / "names.yaml"
    return NamesFile.model_validate(tables.read(file) if file.is_file() else {})


@cache
def name_words(language: str) -> NameWords:
    """The words of a language (ISO 639 code)."""
    data = names_file(language)
    peoples = frozenset(people + ending for people in data.peoples for ending in data.people_endings)
    titles = [*data.addresses, *data.honorifics, *data.ranks, *data.functions, *data.function_leads]
    return NameWords(
        articles=_leading(data.articles),
        titles=_leading(titles),
        addresses=_leading(data.addresses),
        address_ends=tuple(address.lower() for address in data.addresses),
        suffixes=re.compile(rf"(?:,? (?:{'|'.join(map(re.escape, data.suffixes)) or '(?!)'}))+$"),
        body_before=Before(data.body_before),
        body_after=re.compile(rf"(?:'s?)? (?:{'|'.join(map(re.escape, data.body_after)) or '(?!)'})(?!\w)"),
        analysts=Before(data.analysts),
        ands=re.compile(rf" (?:{'|'.join(map(re.escape, data.ands)) or '(?!)'}) "),
        title_words=frozenset(word for title in titles for word in title.split()),
        functions=frozenset(data.functions) | frozenset(data.ranks),
        titles_have_capitals=data.titles_have_capitals,
        peoples_have_capitals=data.peoples_have_capitals,
        not_before_persons=Before(data.not_before_persons),
        organization_heads=frozenset(map(fold, data.organization_heads)),
        organization_endings=frozenset(map(fold, data.organization_endings)),
        company_endings=frozenset(map(fold, any_language().endings)),
        clubs=frozenset(map(fold, any_language().clubs)),
        makers=frozenset(map(fold, any_language().makers)),
        organization_nouns=frozenset(map(fold, data.organization_nouns)),
        thing_heads=frozenset(map(fold, data.thing_heads)),
        thing_endings=frozenset(map(fold, data.thing_endings)),
        meetings=frozenset(map(fold, data.meetings)),
        small_place_heads=_small_heads(data.small_place_heads, data),
        former_places=frozenset(data.former_places),
        place_endings=tuple(data.place_endings),
        place_heads=frozenset(map(fold, data.place_heads)),
        locatives=frozenset(data.locatives),
        verb_behind=re.compile(rf" (?:{'|'.join(map(re.escape, data.verbs_behind)) or '(?!)'})(?!\w)"),
        day_behind=_day_behind(language),
        participle=re.compile(data.participle or NEVER),
        behind_participle=re.compile(
            rf" (?:{'|'.join(map(re.escape, data.behind_participles)) or '(?!)'})(?:(?<=')|(?!\w))"
        ),
        peoples=peoples,
        not_names=frozenset(data.not_names) | peoples | days_and_months(language),
        organizations=_by_first_word([*data.organizations, *_organizations_of_any_language()]),
        has_branches=not data.names_before_function,
        head_first=data.head_first,
    )


class AnyLanguage(BaseModel):
    """`any_language.yaml`, which says what each list is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measures: frozenset[str]
    endings: frozenset[str]
    legal_forms: frozenset[str]
    clubs: frozenset[str]
    club_letters: frozenset[str]
    makers: frozenset[str]
    dedications: frozenset[str]
    saints: frozenset[str]
    organization_stems: tuple[str, ...]
    organization_nouns: frozenset[str]
    small_words: frozenset[str]
    particles: frozenset[str]
    ands: frozenset[str]
    titles: frozenset[str]
    adjective_tails: tuple[str, ...]
    place_shapes: tuple[str, ...]

    def is_organization_noun(self, word: str) -> bool:
        """Whether a word makes an organisation of a name of several words."""
        return word.lower() in self.organization_nouns or word.lower().startswith(self.organization_stems)


@cache
def any_language() -> AnyLanguage:
    """What holds whatever the language."""
    return AnyLanguage.model_validate(tables.read(files(__package__) / "any_language.yaml"))


@lru_cache(maxsize=50_000)
def word_frequency(word: str, language: str) -> float:
    """The logarithm of how often a word is used in a thousand million words: 6 for a small word, 0 below 3."""
    # A worker that meets many languages has no memory for the long lists of all of them.
    return _zipf(word, language, "small")


def _zipf(word: str, language: str, wordlist: str) -> float:
    # Not `zipf_frequency`: it would cut the word up first, which for some languages takes packages that we don't have.
    known = language in _listed(wordlist)
    frequency = get_frequency_dict(language, wordlist).get(word.casefold()) if known else None
    return math.log10(frequency) + ZIPF if frequency else 0.0


@cache
def _listed(wordlist: str) -> frozenset[str]:
    """The languages that wordfreq has; it looks at its files whenever it is asked."""
    return frozenset(available_languages(wordlist))


@lru_cache(maxsize=50_000)
def is_word(text: str, language: str) -> bool:
    """Whether something written with a capital is a word of the language rather than a name."""
    abroad = "fr" if language == "en" else "en"
    romanised = fold(text).translate(ROMAN_LETTERS)
    here = word_frequency(text, language)
    there = max(_zipf(text, abroad, "best"), _zipf(romanised, abroad, "best"))
    if language in ALL_NOUNS_CAPITAL and there < KNOWN_ABROAD:
        return True
    return here >= COMMON and here - there > FOREIGN


def _day_behind(language: str) -> re.Pattern[str]:
    """A day at the end of a name, with the time of it; "Parti du dimanche" is called so."""
    days = "|".join(map(re.escape, weekdays(language))) or "(?!)"
    return re.compile(rf"(?<! (?:du|de|di|do|da)) (?<! (?:des|del|los|van) )(?:{days})(?: [a-zß-öø-ÿ]+)?$")


def _small_heads(nouns: list[str], data: NamesFile) -> re.Pattern[str]:
    """A head noun, perhaps an adjective, and a link: "tribunal administratif de "."""
    adjectives = "|".join(map(re.escape, data.modifier_endings))
    links = "|".join(re.escape(link) + ("" if link.endswith("'") else " ") for link in data.links)
    return re.compile(rf"{alternation(nouns, behind=NO_WORD)} (?:\w{{1,20}}(?:{adjectives}) )?(?:{links})(?:l'|la )?$")


def _articles(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) + ("" if word.endswith("'") else " ") for word in words) or "(?!)"


def _leading(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, with what parts it from the next: white space, or nothing after an apostrophe."""
    return re.compile(rf"{alternation(map(str.lower, words))}(?:(?<=')|(?<!')\s+)", re.IGNORECASE)


@cache
def days_and_months(language: str) -> frozenset[str]:
    """The names of weekdays and months, in lower case."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    tables = (locale.days["format"]["wide"], locale.months["format"]["wide"])
    return frozenset(name.lower() for table in tables for name in table.values())


@cache
def _organizations_of_any_language() -> list[Written]:
    listed = tables.read(files(__package__) / "organizations.yaml")
    by_kind = TypeAdapter(dict[str, list[Written]]).validate_python(listed)
    return [each for kind in by_kind.values() for each in kind]


def _by_first_word(organizations: list[Written]) -> dict[str, list[tuple[str, str]]]:
    usual: dict[str, str] = {}
    for each in organizations:
        forms = [each] if isinstance(each, str) else each
        for form in forms:
            usual.setdefault(form, usual.get(forms[0], forms[0]))
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in usual.items():
        found.setdefault(first_word(pair[0]), []).append(pair)
    return {first: sorted(names, key=lambda pair: -len(pair[0])) for first, names in found.items()}

"""From the names that were tagged in a text to mentions that are worth keeping.

What belongs to the sentence and not to the name is taken off ("le Japon", "M. Macron", "Merkel's"), what is no name is
dropped (peoples, days, words at the start of a sentence), and what the tagger does not see is added: well-known
organisations wherever they stand, and the places at the end of organisations' names.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from services.enrich.name_words import NameWords, is_word, word_frequency
from services.enrich.names import PLAIN, Label, Name, in_capitals
from services.enrich.places import Gazetteer, fold
from services.enrich.plain import replaced

CAPITALISED = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]\w*")
# A word with a capital between words without: "Jordan" is a country, "Jordan Bardella" is none.
LONE_NAME = re.compile(
    r"(?<![^\W\d_a-zß-öø-ÿ])(?:[a-zß-öø-ÿ,;] |[ld]')([^\W\d_a-zß-öø-ÿ][\w-]+)(?!\w| [^\W\d_a-zß-öø-ÿ]|['’]s [A-Z])"
)
CITY, MILLION = 100_000, 1_000_000
WORD, WORD_EDGE = re.compile(r"\w+"), re.compile(r"\b")
# A name is looked for at no more places than this: its first word may be on every line of a table.
MOST_PLACES = 1_000
# How long the words before a place may be that make another name of it.
LONGEST_HEAD, LONGEST_ADDRESS = 50, 12
EDGES = " \t\n,;:!?«»\"'`()[]{}–—-*•·|/\\"
POSSESSIVE = re.compile(r"(?<=\w\w)'s?$|(?<=s)'$")
NO_NAME = re.compile(r"[@/\\{}<>|=_#]|https?:|www\.")
# What the model leaves at the end of a name: half an article, a score, a bracket that it does not close.
CUT_OFF = re.compile(r"\s+(?:\w'|[dl]|\d+[-–]\d+|\([^()]*)$")
# A person has a word of two letters, a place or a thing one of three: "L. 761-1" is a paragraph of a law.
ENOUGH_LETTERS: dict[Label, re.Pattern[str]] = {
    "PER": re.compile(r"[^\W\d_]{2}"),
    "ORG": re.compile(r"[^\W\d_]"),
    "LOC": re.compile(r"[^\W\d_]{3}|[A-Z]\.?[A-Z]"),
    "MISC": re.compile(r"[^\W\d_]{3}"),
}
# How common a word has to be for its capital to come from the start of the sentence, if the tagger took it for a name.
COMMON, VERY_COMMON = 4.5, 6.0
SENTENCE_START = re.compile(r"(?:^|[.!?…:;\"«“]|[-–—•*]\s)\s*$")


@dataclass(frozen=True)
class Mention:
    """A name in the text: `text` has plain apostrophes and spaces; `known_as` is the usual name of an organisation."""

    start: int
    end: int
    text: str
    label: Label
    known_as: str | None = None

    @property
    def words(self) -> list[str]:
        """The folded words of the name."""
        return fold(self.text).split()


def plain_text(text: str) -> str:
    """The text with plain apostrophes and spaces, and blanks for lines in capitals; offsets hold."""
    lines = replaced(text, PLAIN).split("\n")
    return "\n".join(" " * len(line) if in_capitals(line) else line for line in lines)


def find_mentions(
    plain: str, names: list[Name], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions in a text that went through `plain_text`, in order; a place may lie inside an organisation."""
    tagged = [trimmed for name in names if (trimmed := _trim(plain, name, words, language, gazetteer))]
    page = _Page(plain)
    tagged = [mention for mention in tagged if _is_name(page, mention, words, language, gazetteer)]
    known = list(_not_going_on(_known_organizations(plain, words), tagged))
    kept = list(_not_taken(tagged, known))
    kept += [longer for mention in kept if (longer := _with_small_head(plain, mention, words))] + known
    kept += [
        place
        for mention in kept
        if mention.label in ("ORG", "MISC") and not mention.known_as
        if (place := _place_inside(mention, words, language, gazetteer))
    ]
    kept += _missed_places(plain, kept, language, gazetteer)
    kept = list({(mention.start, mention.end): mention for mention in kept}.values())
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))


def starts_sentence(plain: str, start: int) -> bool:
    """Whether a sentence or a quotation starts here, so that a capital says nothing."""
    return SENTENCE_START.search(plain, max(0, start - 8), start) is not None


def _known_organizations(plain: str, words: NameWords) -> Iterator[Mention]:
    free = 0
    for word in CAPITALISED.finditer(plain):
        start = word.start()
        for name, usual in words.organizations.get(word.group(), ()) if start >= free else ():
            end = start + len(name)
            if plain.startswith(name, start) and not plain[end : end + 1].isalnum():
                yield Mention(start, end, name, "ORG", known_as=usual)
                free = end
                break


def _not_going_on(known: Iterator[Mention], tagged: list[Mention]) -> Iterator[Mention]:
    """The known ones as which no name begins that goes on, so that it is another: "Congrès américain"."""
    ends: dict[int, int] = {}
    for mention in tagged:
        ends[mention.start] = max(mention.end, ends.get(mention.start, 0))
    return (each for each in known if ends.get(each.start, 0) <= each.end)


def _not_taken(tagged: list[Mention], known: list[Mention]) -> Iterator[Mention]:
    """The mentions that no known organisation, all in order and apart, stands instead of."""
    starts, ends = [each.start for each in known], [each.end for each in known]
    for mention in tagged:
        near = known[bisect_right(ends, mention.start) : bisect_left(starts, mention.end)]
        if not any(_takes_place(each, mention) for each in near):
            yield mention


def _takes_place(known: Mention, mention: Mention) -> bool:
    """Whether a known organisation stands instead of a mention; beside a longer name that holds it, it is another."""
    overlap = known.start < mention.end and mention.start < known.end
    return overlap and not (mention.start < known.start and known.end <= mention.end)


def _missed_places(plain: str, mentions: list[Mention], language: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Countries, regions and the largest cities that the tagger passed over, where nothing but a name can be meant."""
    taken = {position for mention in mentions for position in range(mention.start, mention.end)}
    for word in LONE_NAME.finditer(plain):
        name, start = word[1], word.start(1)
        if start in taken or starts_sentence(plain, start):
            continue
        if gazetteer.is_area(name, language) or gazetteer.city_population(name, language) >= MILLION:
            yield Mention(start, word.end(1), name, "LOC")


def _trim(plain: str, name: Name, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention | None:
    start, end = name.start, name.end
    text = plain[start:end]
    label: Label = "PER" if _is_addressed(plain, start, words) else name.label
    # "Le Havre" and "The Hague" keep their articles.
    if not (label == "LOC" and gazetteer.candidates(text, language)):
        while start < end:
            text = plain[start:end]
            lead = words.articles.match(text) or (words.titles.match(text) if label == "PER" else None)
            if lead is None and text[0] not in EDGES:
                break
            start += lead.end() if lead else 1
    text = plain[start:end].rstrip(EDGES)
    text = CUT_OFF.sub("", POSSESSIVE.sub("", text)).rstrip(EDGES)
    while " " in text and (last := text.split()[-1]).islower() and words.articles.fullmatch(last + " "):
        text = text[: text.rindex(" ")].rstrip(EDGES)
    return Mention(start, start + len(text), text, label) if text else None


def _is_addressed(plain: str, start: int, words: NameWords) -> bool:
    """Whether "M." or "Mrs" stands before a name or begins it: then it is a person, whatever the tagger says."""
    if words.addresses.match(plain, start):
        return True
    before = plain[max(0, start - LONGEST_ADDRESS) : start]
    return any(words.addresses.fullmatch(before, at) for at in range(len(before)) if not before[at - 1].isalnum())


def _with_small_head(plain: str, mention: Mention, words: NameWords) -> Mention | None:
    """What a noun before a place makes of it: "tribunal administratif de Nîmes", "baie de Somme"."""
    if mention.label != "LOC":
        return None
    first = max(0, mention.start - LONGEST_HEAD)
    for heads, label in words.small_heads.items():
        if found := heads.search(plain, first, mention.start):
            return Mention(found.start(), mention.end, plain[found.start() : mention.end], label)
    return None


class _Page:
    """A text, and where its words are: looking for each name in all of it would take time with its square."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self._inside: dict[str, bool] = {}

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        starts: dict[str, list[int]] = {}
        for word in WORD.finditer(self.plain):
            starts.setdefault(word.group(), []).append(word.start())
        return starts

    def has(self, name: str) -> bool:
        """Whether it is there, between other words."""
        return any(True for _ in self._places(name))

    def has_inside_sentence(self, name: str) -> bool:
        """Whether it is there, and does not only begin sentences."""
        if name not in self._inside:
            self._inside[name] = any(not starts_sentence(self.plain, start) for start in self._places(name))
        return self._inside[name]

    def _places(self, name: str) -> Iterator[int]:
        first = WORD.match(name)
        for start in self._starts.get(first.group(), ())[:MOST_PLACES] if first else ():
            if self.plain.startswith(name, start) and WORD_EDGE.match(self.plain, start + len(name)):
                yield start


def _is_name(page: _Page, mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> bool:
    text, first = mention.text, re.split(r"[\s']", mention.text)[0]
    if "\n" in text or NO_NAME.search(text) or text.islower() or not ENOUGH_LETTERS[mention.label].search(text):
        return False
    if first.islower() and not _may_start_small(mention, first, words):
        return False
    if mention.label == "PER" and any(map(str.isdigit, text)):
        return False
    if gazetteer.is_known(text, language) or gazetteer.city_population(text, language) >= CITY:
        return True
    if words.are_titles(text) or _bare(text, words) in words.not_names or text.lower() in words.not_names:
        return False
    return not (starts_sentence(page.plain, mention.start) and _is_only_a_word(page, mention, words, language))


def _bare(text: str, words: NameWords) -> str:
    """A name in lower case, without the titles in it."""
    return " ".join(word for word in text.lower().split() if word not in words.title_words)


def _is_only_a_word(page: _Page, mention: Mention, words: NameWords, language: str) -> bool:
    """Whether nothing but the start of a sentence explains the capital of a name."""
    first, *others = mention.text.split()
    if any(not word.islower() for word in others) or first.isupper() or fold(first) in words.organization_heads:
        return False
    if not others and page.has(first.lower()):
        return True
    limit = VERY_COMMON if mention.label == "PER" or (mention.label == "ORG" and not others) else COMMON
    is_common = word_frequency(first, language) >= limit or (mention.label != "ORG" and is_word(first, language))
    return is_common and not page.has_inside_sentence(mention.text)


def _may_start_small(mention: Mention, first: str, words: NameWords) -> bool:
    if mention.label == "PER":
        return mention.text.split()[-1][0].isupper()
    return " " in mention.text and fold(first) in words.organization_heads | words.place_heads


def _place_inside(mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention | None:
    """The place at the end of an organisation's name, after a small word: "Forum sur la sécurité de Varsovie"."""
    for word in CAPITALISED.finditer(mention.text):
        name = mention.text[word.start() :]
        before = mention.text[: word.start()]
        small = re.search(r"\b(\w+\s|\w')$", before)
        if small and words.articles.fullmatch(small[1]) and _is_city(name, language, gazetteer):
            return Mention(mention.start + word.start(), mention.end, name, "LOC")
    return None


def _is_city(name: str, language: str, gazetteer: Gazetteer) -> bool:
    return gazetteer.is_known(name, language) and gazetteer.candidates(name, language)[0].kind == "city"

"""What a person does, as the text says it beside the name.

1. After the name, between commas or in brackets: "Rob Bauer, chef du Comité militaire de l’OTAN, a tiré".
2. Before the name, parted from it by a comma: "El presidente del Gobierno, Pedro Sánchez, anunció".
3. Right before the name: "Germany's foreign minister Annalena Baerbock".
4. A rank right before the name, if nothing better is said: "l’amiral Rob Bauer".

Each word beside a name is read as one letter, so that what may stand there is a pattern over letters. The words
themselves are in `languages/<code>/names.yaml`; in a language without them no function is found.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from services.enrich.speech import speech_file
from services.enrich.tagging.name_words import name_words, names_file
from services.enrich.tagging.names_file import NamesFile
from services.enrich.text.word_index import Index

Where = tuple[int, int]
# How far from a name its function is looked for, in characters, and beside how many of the mentions of a person.
REACH, NEAR, MENTIONS = 140, 35, 12
# An article or none between a comma and a function.
BEFORE_COMMA, LONGEST_ARTICLE = re.compile(r", (?:\w{1,4}[ '])?$"), 8
OPENS = re.compile(r"(?: \([^()\n]{1,30}\))?(?:, | \()")
AGE = re.compile(r"[^\W\d]{0,8} ?\d{1,3}(?: [^\W\d]{2,8})?, ")
# Where what belongs to a name ends. A full stop after one letter or three is that of an abbreviation: "U.S.", "Gen.".
STOP = re.compile(r"[,;:!?()\[\]«»“”\"\n…]|\s[–—-]\s|\.(?<=\w\w\.)(?<!\b[A-Z]\w\.)(?<!\b[A-Z]\w\w\.)(?=\s|$)|\.$|$")
CLOSED = re.compile(r"[,;.!?)]| \(| [–—-] |\n|$")

# One letter a word: A article, E what ends an apposition, F function, H honorific, K "and", L link, M modifier,
# N number, R rank; of all others C with a capital, S with a capital and the sign of an owner, and O without.
WITHOUT_FUNCTION = "(?:L+A?[CMNOS][CMS]*(?:KL*A?[CMOS][CMS]*)?)*"
# Any noun may stand between an article or an owner and a function: "the immigration minister", "Labour's housing
# spokesman"; without them it may be a verb: "asked minister Jane Roe".
LEAD = "(?:(?:(?<=A)|[CMS]*S)M*OM*|[CMS]*)"
TWO_PEOPLE = re.compile("A.*K[AL]*[FHR]|KA+[CFHRS]")


@dataclass(frozen=True)
class _Language:
    """The words of a language as letters, and the patterns of functions over them."""

    word: re.Pattern[str]
    letters: dict[str, str]
    # The nouns that are functions, with a capital or not.
    functions: frozenset[str]
    compounds: tuple[str, ...]
    adjectives: tuple[str, ...]
    apposition: re.Pattern[str]
    before: re.Pattern[str]


RANK = re.compile("(?P<all>R+)H*$")


def find(plain: str, mentions: list[Where], persons: Collection[int], language: str) -> Where | None:
    """Where the function of a person stands in the text; null if the text doesn't say.

    `mentions` are where the person is named, `persons` where any person is; the text has plain apostrophes. Of several
    functions the one that says most, and of these the first.
    """
    known = _language(language)
    if known is None:
        return None
    near = mentions[:MENTIONS]
    return (
        next((found for _, end in near if (found := _apposition(plain, end, persons, known))), None)
        or next((found for start, end in near if (found := _before_comma(plain, start, end, known))), None)
        or next((found for start, _ in near if (found := _before(plain, start, known, known.before))), None)
        or next((found for start, _ in near if (found := _before(plain, start, known, RANK))), None)
    )


def tell(plain: str, mentions: list[Where], persons: Collection[int], language: str) -> bool:
    """Whether what stands beside a name says that it is a person's: "her son Osian", "Magata Nayak, a fisherman"."""
    known, wide = _language(language), _language(language, of_all_persons=True)
    if known is None or wide is None:
        return False
    return any(
        _is_before(plain, start, end, wide) or _apposition(plain, end, persons, known) for start, end in mentions
    )


def _is_before(plain: str, start: int, end: int, known: _Language) -> bool:
    """Whether what somebody is stands before a name."""
    _, letters = _read(plain, _last_stop(plain, start), start, known)
    if known.before.search(letters) or RANK.search(letters):
        return True
    return not letters.strip("AHLR") and _before_comma(plain, start, end, known) is not None


def appositions(plain: str, where: Index, language: str) -> Iterator[int]:
    """Where names end that a function behind a comma may belong to: "Annkathrin Böhnke, Sprecherin der Umwelthilfe"."""
    known = _language(language)
    if known is None:
        return
    functions = where.keys() & known.functions
    if known.compounds:
        functions |= {word for word in where if word.lower().endswith(known.compounds)}
    for start in (at for word in functions for at in where[word]):
        if found := BEFORE_COMMA.search(plain, max(0, start - LONGEST_ARTICLE), start):
            yield found.start()


def is_right_before(plain: str, start: int, language: str) -> bool:
    """Whether a noun of a person stands right before a place in the text: "whose son"."""
    known = _language(language, of_all_persons=True)
    if known is None:
        return False
    _, letters = _read(plain, _last_stop(plain, start), start, known)
    return letters[-1:] in ("F", "R", "H")


def _apposition(plain: str, end: int, persons: Collection[int], known: _Language) -> Where | None:
    opened = OPENS.match(plain, end)
    if not opened:
        return None
    start = opened.end()
    if age := AGE.match(plain, start):
        start = age.end()
    stop = _next_stop(plain, start)
    if stop is None or not CLOSED.match(plain, stop):
        return None
    words, letters = _read(plain, start, stop, known)
    found = known.apposition.match(letters)
    if not found or TWO_PEOPLE.search(letters[: found.end()]):
        return None
    if any(where[0] in persons and before != "L" for where, before in zip(words[1:], letters, strict=False)):
        # The function of somebody else: "Tim Cook, President Donald Trump and others".
        return None
    return words[found.start("all")][0], words[found.end("all") - 1][1]


def _before_comma(plain: str, start: int, end: int, known: _Language) -> Where | None:
    """A function that a comma parts from the name, which then is closed by another, or by the end of the sentence."""
    if not CLOSED.match(plain, end):
        return None
    words, letters = _read(plain, _last_stop(plain, start), start, known)
    # "l’amiral" may stand between the comma and the name, and nothing else.
    if letters.strip("AHLR"):
        return None
    comma = words[0][0] if words else start
    return _before(plain, comma - 2, known, known.before) if plain[comma - 2 : comma] == ", " else None


def _before(plain: str, start: int, known: _Language, pattern: re.Pattern[str]) -> Where | None:
    words, letters = _read(plain, _last_stop(plain, start), start, known)
    found = pattern.search(letters)
    return (words[found.start("all")][0], words[found.end("all") - 1][1]) if found else None


def _next_stop(plain: str, start: int) -> int | None:
    found = STOP.search(plain, start, min(len(plain), start + REACH))
    return found.start() if found and (found.group() or found.end() == len(plain)) else None


def _last_stop(plain: str, end: int) -> int:
    for reach in (NEAR, REACH):
        first = max(0, end - reach)
        stops = [found.end() for found in STOP.finditer(plain, first, end) if found.end() < end]
        if stops:
            return stops[-1]
    return max(0, end - REACH)


def _read(plain: str, start: int, end: int, known: _Language) -> tuple[list[Where], str]:
    """The words of a stretch of text, and a letter for each."""
    found = list(known.word.finditer(plain, start, end))
    return [match.span() for match in found], "".join(_letter(match.group(), known) for match in found)


def _letter(word: str, known: _Language) -> str:
    lower = word.lower()
    if letter := known.letters.get(lower):
        return letter
    if known.compounds and lower.endswith(known.compounds):
        return "F"
    if word[0].isdigit():
        return "N"
    if word[0].isupper():
        return "S" if word.endswith("'s") else "C"
    return "M" if lower.endswith(known.adjectives) else "O"


@cache
def _language(language: str, of_all_persons: bool = False) -> _Language | None:
    """The words of a language; with the nouns for all that people are to each other, which are no functions, or not."""
    data = names_file(language)
    if not data.functions:
        return None
    lead = LEAD if data.names_before_function else "M*"
    wide = "[CMNOS]{0,4}" if data.names_before_function else lead
    elided = "|".join(
        sorted({word for word in [*data.articles, *data.links] if word.endswith("'")}, key=len, reverse=True)
    )
    return _Language(
        word=re.compile(rf"(?:{elided or '(?!)'})|[^\W_]+(?:['\-.&/][^\W_]+)*(?:(?<=\.\w)\.)?", re.IGNORECASE),
        letters=_wide(data, language) if of_all_persons else _letters(data, language),
        functions=frozenset(form for noun in data.functions for form in (noun, noun.capitalize())),
        compounds=tuple(data.function_endings),
        adjectives=tuple(data.modifier_endings) or ("\0",),
        # A bare noun, or one with an article; as far as the comma, or the word that ends it.
        apposition=re.compile(f"[AL]{{0,2}}(?P<all>{wide}F(?:[^E]*[^AEKL])?)[AKL]*(?:E|$)"),
        before=re.compile(f"(?P<all>{lead}F+[MR]*{WITHOUT_FUNCTION})[HR]*$"),
    )


def _wide(data: NamesFile, language: str) -> dict[str, str]:
    """The words with the nouns of single persons: "neighbour", "daughter"."""
    persons = (noun for noun, gender in speech_file.read(language).persons.genders().items() if gender != "many")
    return dict.fromkeys(persons, "F") | _letters(data, language)


def _letters(data: NamesFile, language: str) -> dict[str, str]:
    """The words that are known, each with its letter; of several the last one here counts."""
    letters = dict.fromkeys(name_words(language).not_names, "O")
    for words, letter in (
        (name_words(language).peoples, "M"),
        ([*data.modifiers, *data.function_leads], "M"),
        ([*data.addresses, *data.honorifics], "H"),
        (data.ranks, "R"),
        (data.functions, "F"),
        (data.articles, "A"),
        (data.links, "L"),
        (data.ands, "K"),
        (data.ends, "E"),
    ):
        letters |= {word.rstrip("."): letter for word in words if " " not in word}
    return letters

"""Names in languages that there is no model for, from capitals and from places that are known.

It is a guess, and one that would rather miss a name than make one up: a run of capitalised words is a person, unless
a word in it says that it is an organisation, or the gazetteer knows it as a place; a capitalised word alone is a name
only if it is a place or the surname of a person named in full. Where a script has no capitals, or a language gives
them to every noun, only well-known places and abbreviations are found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.enrich.name_words import is_word, word_frequency
from services.enrich.places import Gazetteer, fold

Guess = tuple[int, int, Literal["PER", "ORG", "LOC"]]

WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?", re.UNICODE)
# Small words that stand inside names: "Luiz Inácio Lula da Silva", "Ursula von der Leyen".
SMALL = re.compile(
    r"(?:a|af|al|as|av|bin|da|das|de|del|della|der|di|do|dos|du|e|el|i|ibn|la|las|los|o|of|os|ten|ter|van|von|y|zu)"
)
AND = frozenset({"e", "i", "y"})
TITLES = frozenset(["bundeskanzler", "dr", "minister", "mr", "mrs", "ms", "premier", "president", "prof", "sr", "sra"])
# Stems that say "organisation" in many languages of Latin and Cyrillic script.
ORGANISATION = re.compile(
    r"(?:agen[ct]|akadem|academ|allian|assembl|associa|asoci|banc|bank|commis|comiss|comisi|comit|komit|confeder|konfeder"
    r"|congre|kongre|conseil|conselh|consejo|corp|council|escola|federa|feder|fund|govern|grupo?|gruppo|group|hospital"
    r"|instit|kirche|klub|liga|minist|organi[sz]|parlament|parti|poli[cz]i|press|rat$|senad|senat|socie|société|sindicat"
    r"|teatr|tribunal|uni[ãóo]|univers|банк|верховн|государств|дум|комитет|министер|объединен|организац|парламент|парти"
    r"|союз|университет|федер)|(?:diario|gazet|jornal|journal|news|post|shimbun|times|tv|zeitung)$",
    re.IGNORECASE,
)
# A Slavic adjective before a noun is a title or a body, not a first name.
ADJECTIVE = re.compile(r"(?:ая|ое|ой|ого|ому|ую|ые|ых|ский|ская|ська|ського)$")
ROMAN = re.compile(r"[IVXLC]+\.?")
SENTENCE_END = re.compile(r"[.!?:;…•\"«»“”„—–(\[]\s*$")
NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
LONGEST_PLACE = 8
# A word as frequent as this at the start of a sentence is itself, whatever town has its name: "Para", "Nice".
VERY_COMMON = 5.0


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    opens: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def abbreviation(self) -> bool:
        return self.text.isupper() and 3 <= len(self.text) <= 6 and not ROMAN.fullmatch(self.text)


def guess_names(lines: list[tuple[int, str]], language: str, gazetteer: Gazetteer) -> list[Guess]:
    """The names in lines of text, each with its offset, as (start, end, label)."""
    found: list[Guess] = []
    alone: list[_Word] = []
    full: set[str] = set()
    for offset, line in lines:
        if NO_SPACES.search(line):
            found += _known_places(offset, line, language, gazetteer)
            continue
        for run in _runs(_words(offset, line)):
            names = list(_judge(run, language, gazetteer))
            found += names
            full |= {word.text for word in run for _, end, label in names if label == "PER" and word.end == end}
            alone += run if not names and len(run) == 1 else []
    return sorted(found + [(word.start, word.end, "PER") for word in alone if word.text in full])


def _words(offset: int, line: str) -> list[_Word]:
    words, last = [], 0
    for match in WORD.finditer(line):
        text = match.group()
        if line.startswith("$", match.end()):
            continue
        if text.endswith(".") and len(text) > 3:
            text = text[:-1]
        opens = last == 0 or SENTENCE_END.search(line[last : match.start()]) is not None
        words.append(_Word(offset + match.start(), offset + match.start() + len(text), text, opens))
        last = match.start() + len(text)
    return words


def _runs(words: list[_Word]) -> Iterator[list[_Word]]:
    """Capitalised words side by side, with the small words between them."""
    run: list[_Word] = []
    small: list[_Word] = []
    for word in words:
        last = small[-1] if small else run[-1] if run else None
        if last and (word.start - last.end != 1 or word.opens):
            yield run
            run, small = [], []
        if word.capital:
            run, small = [*run, *small, word], []
        elif run and SMALL.fullmatch(word.text) and len(small) < 2:
            small.append(word)
        elif run:
            yield run
            run, small = [], []
    if run:
        yield run


def _judge(run: list[_Word], language: str, gazetteer: Gazetteer) -> Iterator[Guess]:
    """The names in a run of capitalised words: mostly one or none."""
    body = run[1:] if run[0].opens and word_frequency(run[0].text, language) >= VERY_COMMON else run
    if len(body) > 1 and ORGANISATION.match(body[0].text):
        yield body[0].start, body[-1].end, "ORG"
        return
    for part in _split_at_and(run):
        kept = _without_titles(part, language, gazetteer)
        if not kept:
            continue
        start, end = kept[0].start, kept[-1].end
        if len(kept) == 1 and kept[0].opens and word_frequency(kept[0].text, language) >= VERY_COMMON:
            continue
        if gazetteer.is_known(_text(kept), language):
            yield start, end, "LOC"
        elif len(kept) == 1:
            if kept[0].abbreviation:
                yield start, end, "ORG"
        elif any(ORGANISATION.match(word.text) for word in kept):
            yield start, end, "ORG"
        elif len(kept) < 7 and all(_is_personal(word, language) for word in kept):
            yield start, end, "PER"


def _without_titles(run: list[_Word], language: str, gazetteer: Gazetteer) -> list[_Word]:
    """What is left of a run when the words before the name are taken off: "Presidente", "Estado de", "O"."""
    while run and not gazetteer.is_known(_text(run), language) and not run[0].abbreviation:
        word = run[0].text.lower()
        if not (SMALL.fullmatch(word) or word in TITLES or is_word(word, language)):
            break
        run = run[1:]
    return run


def _text(run: list[_Word]) -> str:
    return " ".join(word.text for word in run)


def _is_personal(word: _Word, language: str) -> bool:
    return bool(SMALL.fullmatch(word.text)) or not (
        len(word.text) < 3 or word.abbreviation or ADJECTIVE.search(word.text) or is_word(word.text, language)
    )


def _split_at_and(run: list[_Word]) -> Iterator[list[_Word]]:
    part: list[_Word] = []
    for word in run:
        if word.text in AND:
            yield part
            part = []
        else:
            part.append(word)
    if part:
        yield part


def _known_places(offset: int, line: str, language: str, gazetteer: Gazetteer) -> list[Guess]:
    """Places in a line without spaces between words: the longest at each character."""
    folded = [fold(character) for character in line]
    found: list[Guess] = []
    at = 0
    while at < len(line):
        for length in range(min(LONGEST_PLACE, len(line) - at), 1, -1):
            key = "".join(folded[at : at + length])
            if not key.isascii() and gazetteer.has_name(key, language) and gazetteer.is_known(key, language):
                found.append((offset + at, offset + at + length, "LOC"))
                at += length - 1
                break
        at += 1
    return found

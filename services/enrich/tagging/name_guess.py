"""Names in languages that there is no model for, from capitals and from places that are known.

It is a guess, and one that would rather miss a name than make one up. This module finds the runs of capitalised words,
`name_judge` says what each of them is; a capitalised word alone may also be the surname of a person named in full.
Where a script has no capitals only well-known places and abbreviations are found.
"""

import re
from collections.abc import Iterator

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.tagging.name_judge import Guess, Judge, Word
from services.enrich.tagging.name_words import any_language, names_file

# "L'azienda" and "dell'Interno" are two words, "D'Alema" and "O'Brien" are one.
WORD = re.compile(
    r"(?:[LlDd]|[Uu]n|\w{0,4}[ae]ll|\w{0,2}egl)['’](?=[^\W\d_])|[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?", re.UNICODE
)
SENTENCE_END = re.compile(r"[.!?:;…•\"«»“”„—–(\[]\s*$")
NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
LONGEST_PLACE, MOST_SMALL = 8, 2


def guess_names(lines: list[tuple[int, str]], language: str, gazetteer: Gazetteer) -> list[Guess]:
    """The names in lines of text, each with its offset, as (start, end, label)."""
    judge = Judge(language, gazetteer)
    small_heads = frozenset(names_file(language).institutions)
    found: list[Guess] = []
    alone: list[Word] = []
    full: set[str] = set()
    for offset, line in lines:
        if NO_SPACES.search(line):
            found += _known_places(offset, line, language, gazetteer)
            continue
        for before, run in _runs(_words(offset, line), small_heads):
            names = list(judge(run, before))
            found += names
            full |= {word.text for word in run for _, end, label in names if label == "PER" and word.end == end}
            alone += run if not names and len(run) == 1 else []
    return sorted(found + [(word.start, word.end, "PER") for word in alone if word.text in full])


def _words(offset: int, line: str) -> list[Word]:
    words, last = [], 0
    for match in WORD.finditer(line):
        text = match.group()
        if line.startswith("$", match.end()):
            continue
        if text.endswith(".") and len(text) > 3:
            text = text[:-1]
        gap = line[last : match.start()]
        opens = last == 0 or (gap not in (" ", "") and SENTENCE_END.search(gap) is not None)
        words.append(Word(offset + match.start(), offset + match.start() + len(text), text, opens))
        last = match.start() + len(text)
    return words


def _runs(words: list[Word], small_heads: frozenset[str]) -> Iterator[tuple[str, list[Word]]]:
    """Capitalised words side by side, with the small words between them, and the word that stands before them.

    `small_heads` begin a name without a capital: "ministero dell'Interno".
    """
    inside = any_language().small_words
    run: list[Word] = []
    small: list[Word] = []
    trail: list[Word] = []
    before = ""
    for word in words:
        last = small[-1] if small else run[-1] if run else None
        if last and not _adjacent(last, word):
            yield before, run
            run, small = [], []
        trail = trail if trail and _adjacent(trail[-1], word) else []
        if word.capital:
            if not run and len(trail) > 1 and trail[-2].text in small_heads and trail[-1].text in inside:
                run = trail[-2:]
            before = before if run else trail[-1].text if trail else ""
            run, small = [*run, *small, word], []
        elif run and word.text in inside and len(small) < MOST_SMALL:
            small.append(word)
        elif run:
            yield before, run
            run, small = [], []
        trail = [*trail[-1:], word]
    if run:
        yield before, run


def _adjacent(word: Word, after: Word) -> bool:
    """Whether nothing but a space parts two words, or an apostrophe."""
    return not after.opens and after.start - word.end == (word.text[-1] not in "'’")


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

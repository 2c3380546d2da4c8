"""Persons whom a first name gives away, as far as their names go: "Lorcán de Búrca", "Siobhán O'Neill".

Taggers stop at accents, apostrophes and small words that they were not trained on, or take a rare name for a company.
A language that gives every noun a capital says too little where a name ends: there nothing is changed.
"""

import re
from collections import deque
from collections.abc import Iterator
from functools import cache

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.naming import functions
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, NameWords, any_language, is_word, word_frequency
from services.enrich.text.word_index import Index

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
WORD = rf"{CAPITAL}(?:\w|['-](?!s\b)(?=\w))*"
FIRST = re.compile(WORD)
MOST_WORDS = 6
SMALL_WORD = 6.0
# Shorter ones end names of persons, too: "Sousa".
SHORTEST_NOUN = 4


def in_full(
    plain: str, where: Index, tagged: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The tagged mentions with those persons in full, in order."""
    if language in ALL_NOUNS_CAPITAL:
        return tagged
    kept: list[Mention] = []
    rest = deque(sorted(tagged, key=lambda mention: mention.start))
    for person in _persons(plain, where, words, language, gazetteer):
        while rest and rest[0].end <= person.start:
            kept.append(rest.popleft())
        over = []
        while rest and rest[0].start < person.end:
            over.append(rest.popleft())
        is_inside = all(
            mention.end <= person.end
            and (person.start <= mention.start or _is_before(plain, mention, person, words, language))
            for mention in over
        )
        if body := next((body for mention in over if (body := _body(plain, mention, person, words))), None):
            kept += [person, body]
            continue
        is_place = any(mention.label == "LOC" and len(mention.text) == len(person.text) for mention in over)
        if is_inside and not (is_place and gazetteer.is_known(person.text, language)):
            kept.append(person)
        else:
            kept += over
    return [*kept, *rest]


def _body(plain: str, mention: Mention, person: Mention, words: NameWords) -> Mention | None:
    """The body that somebody is of, if a tagger took both for a name: "Renée Maas van de Zeeuwse Milieufederatie"."""
    step = _step().match(plain, person.end)
    if step is None or not step["small"] or mention.start != person.start or mention.label != "PER":
        return None
    if not fold(mention.text).endswith(tuple(end for end in words.organization_endings if len(end) >= SHORTEST_NOUN)):
        return None
    return Mention(step.start("word"), mention.end, plain[step.start("word") : mention.end], "ORG")


def _is_before(plain: str, mention: Mention, person: Mention, words: NameWords, language: str) -> bool:
    """Whether what a tagger put before a person is no part of the name: "AFP Trésor Ilunga"."""
    function = functions.find(plain, [(person.start, person.end)], (), language)
    if function and function[0] <= mention.start < function[1] <= person.start:
        # "La ministre des Comptes publics Amélie de Montchalin", "Premier ministre sénégalais Ousmane Sonko".
        return True
    before = mention.text[: person.start - mention.start].rstrip(" -'")
    is_title = before.rpartition(" ")[2].lower() in words.title_words
    return mention.label != "LOC" and (is_title or words.is_organization(before) or before[:1].islower())


def _persons(plain: str, where: Index, words: NameWords, language: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    free = 0
    for start in sorted(at for word in first_names.common().intersection(where) for at in where[word]):
        if start < free or plain[start - 1 : start] in ("-", "'"):
            continue
        end = _end(plain, start, words, language, gazetteer)
        if end is not None:
            yield Mention(start, end, plain[start:end], "PER")
            free = end


def _end(plain: str, start: int, words: NameWords, language: str, gazetteer: Gazetteer) -> int | None:
    """Where the name ends that begins with a first name; null if no surname follows."""
    first = FIRST.match(plain, start)
    if first is None or not first_names.is_first(first.group()):
        return None
    if is_only_a_word(first.group(), starts_sentence(plain, start), language):
        return None
    after = FIRST.match(plain, first.end() + 1)
    if after and first.group().lower() in words.peoples and first_names.is_first(after.group()):
        # "De Noor Sander Eikeland", though Noor is a first name, too.
        return None
    may_be_title = words.titles_have_capitals or starts_sentence(plain, start)
    if may_be_title and first.group().lower() in words.title_words:
        return None
    end, surname = first.end(), False
    for _ in range(MOST_WORDS):
        step = _step().match(plain, end)
        if step is None or _is_from(step, surname, language, gazetteer):
            break
        word = step["word"]
        if word and not _is_part(word, words, gazetteer, language):
            break
        is_small = not word or word.lower() in any_language().particles
        if not is_small and is_word(word, language):
            # A word may be a surname, if nothing goes on from it: "Toby Deal" is one, "Amber Heat Warning" is none.
            return None if surname or _step().match(plain, step.end()) else step.end()
        end = step.end()
        surname = surname or not is_small
    return end if surname else None


def is_only_a_word(first: str, opens: bool, language: str) -> bool:
    """Whether a first name is a small word with which a sentence opens: "Per la Confcommercio", "Al mercato"."""
    return opens and word_frequency(first, language) >= SMALL_WORD


def _is_from(step: re.Match[str], surname: bool, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a small word says where somebody comes from: "Bram Seghers van de Vrije Universiteit"."""
    return bool(step["small"]) and (surname or gazetteer.is_known(step["word"], language))


def _is_part(word: str, words: NameWords, gazetteer: Gazetteer, language: str) -> bool:
    """Whether a word with a capital may stand in a person's name, rather than after it."""
    if word.lower() in any_language().particles:
        return True
    is_other = (
        (word.isupper() and len(word) > 1)
        or word.lower() in words.title_words
        or word.lower() in words.not_names
        or words.is_head(word)
    )
    return not is_other and not gazetteer.is_area(word, language)


@cache
def _step() -> re.Pattern[str]:
    """An initial, or a word with the small words before it."""
    small = "|".join(map(re.escape, sorted(any_language().particles, key=len, reverse=True)))
    return re.compile(rf" (?:(?P<initial>{CAPITAL}\.)|(?P<small>(?:(?:{small}) )*)(?P<word>{WORD}))")

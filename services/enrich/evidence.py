"""What a name is, by what the text says beside all its mentions, whatever a tagger took them for.

Somebody is a person of whom the text says what he or she does, or how old he or she is: "its secretary, Magata Nayak",
"Kelly Rowlands, 34"; or whose last word goes on alone as the surname: "Alana Petrides … Petrides". No person has an
article: "the Clara Belle". What is told beside one mention of a name holds for all.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from services.enrich import first_names, functions
from services.enrich.mention import Mention, starts_sentence
from services.enrich.name_words import NameWords, any_language, is_word, word_frequency
from services.enrich.names import Label
from services.enrich.noun_patterns import nouns_of
from services.enrich.places import Gazetteer, fold
from services.enrich.word_index import Index

# Beside how many of its mentions a name is judged, and how many places of a surname are looked at.
MENTIONS, PLACES = 12, 50
LONGEST_BEFORE, LONGEST_BODY = 24, 32
# Two words that are hardly used otherwise.
TWO_NAMES, LONGEST_NAME, RARE = re.compile(r"(?<![\w'-])[^\W\d_a-zß-öø-ÿ][\w-]+ [^\W\d_a-zß-öø-ÿ][\w-]+$"), 50, 3.0
LAST_WORD = re.compile(r"([\w-]+) $")
# ", 34," and "(34 ans)": an age, and not the score of a match.
AGE = re.compile(r"(?:, | \()(?:[^\W\d]{2,8} )?\d{1,2}(?: [^\W\d]{3,8})?[,)]")
PERSON = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'.-]*(?: [\w'.-]+){0,4}")
NOUN_AFTER = re.compile(r" [a-zß-öø-ÿ]")
CAPITAL_AFTER = re.compile(r"[-'](?!s\b)|\.?\w| [^\W\d_a-zß-öø-ÿ]")


def judge(
    plain: str, where: Index, mentions: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions, each as what the text says that it is."""
    by_name: dict[str, list[Mention]] = {}
    for mention in mentions:
        if not (mention.known_as or mention.is_sure):
            by_name.setdefault(mention.text, []).append(mention)
    surnames = {word for m in mentions if m.label == "PER" and " " in m.text for word in m.text.split()}
    tails = {tail for m in mentions if m.label == "PER" for tail in _tails(m.text)}
    begun = {m.text.split()[0] for m in mentions if m.label == "ORG" and " " in m.text} - surnames
    persons = {mention.start for mention in mentions if mention.label == "PER"}
    told: dict[str, Label] = {
        name: kind
        for name, same in by_name.items()
        if name not in surnames and (kind := _told(plain, where, name, same, persons, words, language, gazetteer))
    }
    told |= {name: "PER" for name in tails & by_name.keys()}
    told |= {name: "ORG" for name in begun & by_name.keys() if _is_short(name, by_name[name], language, gazetteer)}
    return [
        replace(mention, label=told[mention.text], is_sure=True)
        if mention.text in told and not (mention.known_as or mention.is_sure)
        else mention
        for mention in mentions
    ]


def with_first_names(
    plain: str, where: Index, mentions: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions, and persons whom a first name alone names, beside what they are: "her son Osian, 4"."""
    taken = {mention.start for mention in mentions}
    found = []
    for name in first_names.common().intersection(where):
        for start in where[name][:PLACES]:
            end = start + len(name)
            if start in taken or CAPITAL_AFTER.match(plain, end) or plain[start - 1 : start] in ("-", "'"):
                continue
            if starts_sentence(plain, start) and not AGE.match(plain, end):
                continue
            if AGE.match(plain, end) or functions.is_right_before(plain, start, language):
                found.append(Mention(start, end, name, "PER", is_sure=True))
    found += _with_functions(plain, where, words, language, gazetteer)
    over = {position for mention in mentions for position in range(mention.start, mention.end)} if found else set()
    return mentions + [each for each in found if each.start not in over]


def _with_functions(
    plain: str, where: Index, words: NameWords, language: str, gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Persons of two names whose function stands behind them, whether a tagger saw them or not."""
    for end in functions.appositions(plain, where, language):
        two = TWO_NAMES.search(plain, max(0, end - LONGEST_NAME), end)
        parts = two.group().split() if two else []
        is_name = parts and all(_is_unheard(part, language) for part in parts)
        if (
            two
            and is_name
            and _may_be_person(two.group(), parts, words, language)
            and not (gazetteer.candidates(two.group(), language) or functions.is_right_before(plain, end, language))
        ):
            yield Mention(two.start(), end, two.group(), "PER", is_sure=True)


def _is_unheard(word: str, language: str) -> bool:
    return word_frequency(word, language) < RARE and not word.endswith(nouns_of(language).tails)


def _told(
    plain: str,
    where: Index,
    name: str,
    same: list[Mention],
    persons: set[int],
    words: NameWords,
    language: str,
    gazetteer: Gazetteer,
) -> Label | None:
    parts = name.split()
    is_place = bool(gazetteer.candidates(name, language) or gazetteer.towns(name))
    is_place = is_place or fold(parts[-1]) in words.place_heads
    if not is_place and not first_names.is_first(parts[0]) and _is_body(plain, same, words):
        return "ORG"
    if words.is_thing(parts) and not _is_firm(parts, words):
        return "MISC"
    if not _may_be_person(name, parts, words, language) or gazetteer.is_area(name, language):
        return None
    if len(parts) == 1 and is_place:
        return None
    near = [mention for mention in same[:MENTIONS] if not _is_introduced(plain, mention, words)]
    if functions.tell(plain, [(mention.start, mention.end) for mention in near], persons, language):
        return "PER"
    if (len(parts) > 1 or not is_place) and any(AGE.match(plain, mention.end) for mention in near):
        return "PER"
    if len(parts) > 1 and all(_has_article(plain, mention, words) for mention in same):
        return "MISC" if {mention.label for mention in same} == {"PER"} else None
    if len(parts) > 1 and _goes_on_as_surname(plain, where, parts, words, language, gazetteer):
        return "PER"
    return None


def _tails(name: str) -> Iterator[str]:
    """The last words of a name, two or more: "Maeve Ní Chonaill", "Ní Chonaill"."""
    words = name.split()
    return (" ".join(words[first:]) for first in range(1, len(words) - 1))


def _is_short(name: str, same: list[Mention], language: str, gazetteer: Gazetteer) -> bool:
    """Whether the first word of a body's name stands for it: "Kestrel Copper", "Kestrel"."""
    is_other = first_names.is_first(name) or gazetteer.candidates(name, language) or gazetteer.towns(name)
    return not is_other and {mention.label for mention in same} == {"PER"}


def _is_body(plain: str, same: list[Mention], words: NameWords) -> bool:
    """Whether the text names those who work for it, or what it makes: "employees of Kestrel", "Kestrel shares"."""
    return any(
        words.body_before.search(plain, max(0, mention.start - LONGEST_BODY), mention.start)
        or words.body_after.match(plain, mention.end)
        for mention in same[:MENTIONS]
    )


def _is_firm(parts: list[str], words: NameWords) -> bool:
    return fold(parts[-1]) in words.company_endings | words.organization_endings


def _has_article(plain: str, mention: Mention, words: NameWords) -> bool:
    """Whether an article stands before a name that no noun follows: "the Clara Belle", not "the Joe Biden campaign"."""
    first = max(0, mention.start - LONGEST_BEFORE)
    has = words.not_before_persons.search(plain, first, mention.start)
    return has is not None and not NOUN_AFTER.match(plain, mention.end)


def _may_be_person(name: str, parts: list[str], words: NameWords, language: str) -> bool:
    """Whether a name has the shape of a person's, and no word of another kind in it."""
    if name.isupper() or not PERSON.fullmatch(name):
        return False
    particles = any_language().particles
    return all(
        part in particles if part[0].islower() else not (_is_only_a_word(part, language) or words.is_head(part))
        for part in parts
    )


def _is_only_a_word(part: str, language: str) -> bool:
    # Where all nouns have capitals, any unknown word is taken for a noun.
    return word_frequency(part, language) > 0 and is_word(part, language)


def _is_introduced(plain: str, mention: Mention, words: NameWords) -> bool:
    """Whether the noun of a body stands right before a name: "la coordinatrice de l'ONG Boza Fii"."""
    before = LAST_WORD.search(plain, max(0, mention.start - LONGEST_BEFORE), mention.start)
    return before is not None and fold(before[1]) in words.organization_nouns


def _goes_on_as_surname(
    plain: str, where: Index, parts: list[str], words: NameWords, language: str, gazetteer: Gazetteer
) -> bool:
    """Whether the last word of a name stands elsewhere alone, without an article, and is hardly more than a name."""
    surname = parts[-1]
    if is_word(surname, language) or not all(part[0].isupper() for part in parts):
        return False
    if gazetteer.candidates(surname, language) or gazetteer.towns(surname):
        return False
    before = f"{parts[-2]} "
    for start in where.get(surname, [])[:PLACES]:
        alone = not plain.startswith(before, start - len(before)) and not plain[start - 1 : start].strip("(«“\"' \n")
        end = start + len(surname)
        if alone and not CAPITAL_AFTER.match(plain, end):
            first = max(0, start - LONGEST_BEFORE)
            return words.not_before_persons.search(plain, first, start) is None
    return False

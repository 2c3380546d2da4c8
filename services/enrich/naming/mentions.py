"""From the names that were tagged in a text to mentions that are worth keeping.

What belongs to the sentence and not to the name is taken off ("le Japon", "M. Macron", "Merkel's"), what is no name is
dropped (peoples, days, words at the start of a sentence), and what the tagger does not see is added: well-known
organisations wherever they stand, and the places at the end of organisations' names.
"""

import re
from collections.abc import Iterator

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.naming import (
    functions,
    known_organizations,
    lone_names,
    organization_edges,
    organization_reach,
    person_edges,
)
from services.enrich.naming.abbreviated import with_abbreviated
from services.enrich.naming.evidence import Evidence
from services.enrich.naming.explained import EDGES, explained
from services.enrich.naming.full_names import in_full
from services.enrich.naming.unseen_people import with_unseen
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, NameWords, any_language, is_word, word_frequency
from services.enrich.tagging.names import PLAIN, Label, Name, in_capitals, unwrap
from services.enrich.text.calendar_names import months
from services.enrich.text.plain import replaced
from services.enrich.text.word_index import Index, first_word

FIRST_WORD_END = re.compile(r"[\s']")
CAPITALISED = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]\w*")
CITY = 100_000
# How long the words before a place may be that make another name of it.
LONGEST_HEAD, LONGEST_ADDRESS = 50, 12
POSSESSIVE = re.compile(r"(?<=\w\w)'s?$|(?<=s)'$")
# A church is called after its saint: "Friends of St Guthlac's".
CHURCH = re.compile(r" St\.? [A-Z]\w+'s$")
# No name is longer; what is tagged as one is a list, or no text.
LONGEST_NAME = 250
# An address, or what a share is traded by: "LHAG.DE".
NO_NAME = re.compile(r"[@/\\{}<>|=_#]|https?:|www\.|\A[A-Z0-9]{3,6}\.[A-Z]{1,2}\Z")
# "Une écriture du XVIIe" is of a century; GeoNames has parts of Paris that are called so. "Le" is a surname.
CENTURY = re.compile(r"[IVX]+e")
# "9 August 2022" is a date.
DAY = re.compile(r"\d{1,2} ([^\W\d]+) \d{4}")
# The letters of an honour behind a name: "Fraser Gillies KC".
LETTERS = re.compile(r",? ([A-Z]{2,4})(?!\w)")
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
# How common a participle is at the least.
PARTICIPLE = 2.5
# A word of which a capital alone makes no organisation: "Data", "Friends".
FREQUENT = 5.0


def plain_text(text: str) -> str:
    """The text with plain apostrophes and spaces, on long lines, with blanks for lines in capitals; offsets hold."""
    lines = replaced(text, PLAIN).split("\n")
    return unwrap("\n".join(" " * len(line) if in_capitals(line) else line for line in lines))


def find_mentions(
    plain: str, where: Index, names: list[Name], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions in a text that went through `plain_text`, in order; a place may lie inside an organisation."""
    tagged = [trimmed for name in names if (trimmed := _trim(plain, name, words, language, gazetteer))]
    tagged = [mention for mention in tagged if _is_name(plain, where, mention, words, language, gazetteer)]
    tagged = [person_edges.put_right(plain, mention, language, gazetteer) for mention in tagged]
    tagged = [part for each in tagged for part in organization_edges.put_right(each, words, language, gazetteer)]
    tagged = in_full(plain, where, _joined(plain, tagged, language), words, language, gazetteer)
    tagged = explained(plain, where, tagged, words, language, gazetteer)
    tagged = [part for each in tagged for part in organization_edges.without_sentence(each, words, language, gazetteer)]
    tagged = organization_reach.in_full(plain, tagged, words, language, gazetteer)
    known = known_organizations.find(plain, where, words, language, gazetteer)
    known, kept = known_organizations.stand_in(known, tagged, words)
    evidence = Evidence(plain, where, words, language, gazetteer)
    kept = evidence.judge(with_unseen(kept, evidence))
    kept = lone_names.judge(plain, kept, words, language, gazetteer)
    kept += [longer for mention in kept if (longer := _with_small_head(plain, mention, words))] + known
    kept = with_abbreviated(plain, kept, words, language, gazetteer)
    kept += [
        place
        for mention in kept
        if mention.label in ("ORG", "MISC") and not mention.known_as and not mention.is_sure
        if (place := _place_inside(mention, words, language, gazetteer))
    ]
    kept = list({(mention.start, mention.end): mention for mention in kept}.values())
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))


def _trim(plain: str, name: Name, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention | None:
    start, end = name.start, name.end
    text = plain[start:end]
    lead = words.articles.match(text)
    is_person = _is_addressed(plain, start + lead.end() if lead else start, words)
    # A barrister: "Lorcan Devoy BL".
    has_letters = text.count(" ") > 1 and words.suffixes.search(text) is not None
    is_person = is_person or (has_letters and first_names.is_first(text.split()[0]))
    is_person = is_person or _has_honour(plain, end, text, words)
    # "Le Havre", "The Hague" and "La Toussuire" keep their articles, and so does "le commandant Le Goff".
    begins = starts_sentence(plain, start) or "\n" in plain[max(0, start - 3) : start]
    has_article = text[0].isupper() and not begins
    is_surname = lead is not None and has_article and functions.is_right_before(plain, start, language)
    label: Label = "PER" if is_person or is_surname else name.label
    is_place = label == "LOC" and (has_article or bool(gazetteer.candidates(text, language)))
    if not (is_surname or is_place):
        while start < end:
            text = plain[start:end]
            lead = words.articles.match(text) or (words.titles.match(text) if label == "PER" else None)
            if lead is None and text[0] not in EDGES:
                break
            start += lead.end() if lead else 1
    text = plain[start:end].rstrip(EDGES)
    if label == "PER":
        text = words.suffixes.sub("", text)
    if "'" in text[-2:] and not (label == "ORG" and CHURCH.search(text)):
        text = POSSESSIVE.sub("", text)
    text = words.day_behind.sub("", CUT_OFF.sub("", text)).rstrip(EDGES)
    while " " in text and (last := text.split()[-1]).islower() and words.articles.fullmatch(last + " "):
        text = text[: text.rindex(" ")].rstrip(EDGES)
    first, _, rest = text.partition(" ")
    if words.head_first and " " in rest and rest[0].isupper() and label != "ORG" and first.lower() in words.peoples:
        # "La Suédoise Tuva Hellqvist".
        return Mention(start + len(first) + 1, start + len(text), rest, "PER")
    return Mention(start, start + len(text), text, label) if text else None


def _has_honour(plain: str, end: int, text: str, words: NameWords) -> bool:
    """Whether letters behind a full name are those of an honour: whoever has it is a person, if no noun says else."""
    letters = LETTERS.match(plain, end) if " " in text else None
    if letters is None or letters[1].lower() not in words.not_names or not words.suffixes.search(letters.group()):
        return False
    return not any(words.is_head(word) for word in text.split())


def _joined(plain: str, tagged: list[Mention], language: str) -> list[Mention]:
    """The mentions, with a person and the surname right behind as one: "Taj al-Sir" "Hamdoun"."""
    joined: list[Mention] = []
    for mention in tagged:
        last = joined[-1] if joined and language not in ALL_NOUNS_CAPITAL else mention
        is_one = last.label == mention.label == "PER" and plain[last.end : mention.start] == " "
        if is_one and " " not in mention.text and not first_names.is_first(mention.text):
            joined[-1] = Mention(last.start, mention.end, f"{last.text} {mention.text}", "PER")
        else:
            joined.append(mention)
    return joined


def _is_addressed(plain: str, start: int, words: NameWords) -> bool:
    """Whether "M." or "Mrs" stands before a name or begins it: then it is a person, whatever the tagger says."""
    if words.addresses.match(plain, start):
        return True
    before = plain[max(0, start - LONGEST_ADDRESS) : start]
    if not before.rstrip().lower().endswith(words.address_ends):
        return False
    return any(words.addresses.fullmatch(before, at) for at in range(len(before)) if not before[at - 1].isalnum())


def _with_small_head(plain: str, mention: Mention, words: NameWords) -> Mention | None:
    """What a noun before a place makes of it: "baie de Somme"."""
    if mention.label != "LOC":
        return None
    first = max(0, mention.start - LONGEST_HEAD)
    found = words.small_place_heads.search(plain, first, mention.start)
    return Mention(found.start(), mention.end, plain[found.start() : mention.end], "LOC") if found else None


def _is_name(plain: str, where: Index, mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> bool:
    text, first = mention.text, FIRST_WORD_END.split(mention.text, 1)[0]
    if len(text) > LONGEST_NAME or "\n" in text or NO_NAME.search(text) or text.islower():
        return False
    if not ENOUGH_LETTERS[mention.label].search(text):
        return False
    if (day := DAY.fullmatch(text)) and day[1].lower() in months(language):
        return False
    if CENTURY.fullmatch(text) or (first.islower() and not _may_start_small(mention, first, words)):
        return False
    if mention.label == "PER" and any(map(str.isdigit, text)):
        return False
    if gazetteer.is_known(text, language):
        return True
    if mention.label != "PER" and gazetteer.city_population(text, language) >= CITY:
        # "Trente" at the beginning of a sentence is a number rather than what Trento is called.
        is_own = gazetteer.candidates(text, language)[0].is_own_name
        if is_own or word_frequency(text, language) < COMMON or not starts_sentence(plain, mention.start):
            return True
    if mention.label == "ORG" and " " not in text and not text.isupper() and word_frequency(text, language) >= FREQUENT:
        return False
    if text.upper() in any_language().measures:
        return False
    # "Col" of "Col. Hamdoun".
    is_cut = plain[mention.end : mention.end + 1] == "." and f"{text.lower()}." in words.title_words
    if is_cut or words.are_titles(text) or _bare(text, words) in words.not_names or text.lower() in words.not_names:
        return False
    return not (starts_sentence(plain, mention.start) and _is_only_a_word(plain, where, mention, words, language))


def _bare(text: str, words: NameWords) -> str:
    """A name in lower case, without the titles in it."""
    return " ".join(word for word in text.lower().split() if word not in words.title_words)


def _is_only_a_word(plain: str, where: Index, mention: Mention, words: NameWords, language: str) -> bool:
    """Whether nothing but the start of a sentence explains the capital of a name."""
    first, *others = mention.text.split()
    if any(not word.islower() for word in others) or first.isupper() or fold(first) in words.organization_heads:
        return False
    if not others and next(_places(plain, where, first.lower()), None) is not None:
        return True
    limit = VERY_COMMON if mention.label == "PER" or (mention.label == "ORG" and not others) else COMMON
    is_common = word_frequency(first, language) >= limit or (mention.label != "ORG" and is_word(first, language))
    if not (is_common or others or first_names.is_first(first)) and words.is_participle(first, plain, mention.end):
        # "Arrivé en janvier, il …".
        is_common = word_frequency(first, language) >= PARTICIPLE
    return is_common and all(starts_sentence(plain, start) for start in _places(plain, where, mention.text))


def _places(plain: str, where: Index, name: str) -> Iterator[int]:
    """Where a name stands as whole words, at a thousand places at most: its first word may be on every line."""
    for start in where.get(first_word(name), [])[:1_000]:
        end = start + len(name)
        if plain.startswith(name, start) and not plain[end : end + 1].isalnum():
            yield start


def _may_start_small(mention: Mention, first: str, words: NameWords) -> bool:
    if mention.label == "PER":
        return mention.text.split()[-1][0].isupper()
    return " " in mention.text and fold(first) in words.organization_heads | words.place_heads


def _place_inside(mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention | None:
    """The place at the end of a meeting's name, where it is held: "Forum sur la sécurité de Varsovie"."""
    if fold(first_word(mention.text)) not in words.meetings:
        return None
    for word in CAPITALISED.finditer(mention.text):
        name = mention.text[word.start() :]
        before = mention.text[: word.start()]
        small = re.search(r"\b(\w+\s|\w')$", before)
        if small and words.articles.fullmatch(small[1]) and _is_city(name, language, gazetteer):
            return Mention(mention.start + word.start(), mention.end, name, "LOC")
    return None


def _is_city(name: str, language: str, gazetteer: Gazetteer) -> bool:
    return gazetteer.is_known(name, language) and gazetteer.candidates(name, language)[0].kind == "city"

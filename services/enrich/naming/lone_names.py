"""What a name of one word is, by the word before it, where a tagger takes a town for a person or a person for a town.

"In Zugdidi" is a town, if there is one of that name; "le Doliprane" is no person, as none has an article; "le colonel
Orange" is one. A surname that the text gives in full somewhere is a person wherever it stands.
"""

import re
from dataclasses import replace

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.locating.place_words import place_words
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import NameWords

LONGEST_BEFORE = 24
# What parts the word before a name from the one before it.
APART = re.compile(r"[^\w.-]")


def judge(plain: str, mentions: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions, those of one word as what they are."""
    people = [mention.text.split() for mention in mentions if mention.label == "PER" and " " in mention.text]
    named = {word for name in people for word in name}
    alone = {"PER": _as_thing, "LOC": _as_person}
    return [
        alone[mention.label](plain, mention, words, language, gazetteer)
        if mention.label in alone and " " not in mention.text and mention.text not in named and not mention.is_sure
        else mention
        for mention in mentions
    ]


def _as_thing(plain: str, mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention:
    """What was taken for a person as a place, or as something else."""
    first = max(0, mention.start - LONGEST_BEFORE)
    is_place = bool(gazetteer.candidates(mention.text, language) or gazetteer.towns(mention.text))
    if first_names.is_first(mention.text):
        is_place = gazetteer.is_known(mention.text, language)
    if is_place and place_words(language).before.search(plain, first, mention.start):
        return replace(mention, label="LOC")
    if words.not_before_persons.at(plain, mention.start) and not first_names.is_first(mention.text):
        return replace(mention, label="LOC" if is_place else "MISC")
    return mention


def _as_person(plain: str, mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention:
    """What was taken for a place as a person, right behind a title that is written as one; sure if both may be."""
    first = max(0, mention.start - LONGEST_BEFORE)
    if mention.text in first_names.common():
        near = place_words(language).before.search(plain, first, mention.start)
        is_place = near and (gazetteer.candidates(mention.text, language) or gazetteer.towns(mention.text))
        return replace(mention, is_sure=True) if is_place else mention
    before = plain[first : mention.start]
    is_title = before.endswith(" ") and words.is_function(APART.split(before[:-1])[-1])
    if not is_title or gazetteer.is_area(mention.text, language) or plain[mention.end : mention.end + 2] == " (":
        return mention
    return replace(mention, label="PER", is_sure=True)

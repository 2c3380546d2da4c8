"""Where the names of organisations end, if a tagger took what stands behind one for a part of it.

1. The place that a body is in: "Desjardins Securities in Montreal", "Lab of Ornithology in Ithaca"; but there is an
   American University in Cairo.
2. Whose it is, where that has no name: "National Working Committee of the party".
3. Who is of it, or tells it: "Verena Hölzl von der Raiffeisen Bank", "Maike Krüger der Deutschen Presse-Agentur".
4. A second one behind "and": "the National Trust and Ludlow Town Council".
5. What it is sold for, or does: "FC Nordsjaelland for £6.5million", "Parti national d'avoir".
6. Where it is, before its name: "the Hyderabad-based Deccan Corridor".
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, NameWords

IN = re.compile(r" (?:in|near|bei|bij|te) ([^\W\d_a-zß-öø-ÿ][\w'-]*(?: [^\W\d_a-zß-öø-ÿ][\w'-]*)?)$")
WHOSE = re.compile(r" (?:of|at) (?:the|its|their|this|his|her) [a-z]+$")
WHO = re.compile(r"(\w+) [^\W\d_a-zß-öø-ÿ][\w'-]* (?:von der|vom|von|beim|bei der|der|dem) (?=[^\W\d_a-zß-öø-ÿ])")
MONEY = re.compile(r" \w+ [£$€₹]\d.*")
BASED = re.compile(r"(?:[Tt]he )?([^\W\d_a-zß-öø-ÿ][\w'-]*)-based (?=[^\W\d_a-zß-öø-ÿ])")
# The second of two has more words than "Bank and Trust Company" has behind "and".
FEWEST = 3


def put_right(mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """A mention of an organisation as what it names, and the other names in it; any other mention as it is."""
    if mention.label != "ORG" or words.head_first or words.is_organization(mention.text):
        yield mention
        return
    who = WHO.match(mention.text)
    if who and first_names.is_first(who[1]) and language in ALL_NOUNS_CAPITAL:
        name = " ".join(mention.text.split(" ")[:2])
        yield Mention(mention.start, mention.start + len(name), name, "PER")
        mention = replace(mention, start=mention.start + who.end(), text=mention.text[who.end() :])
    for part in _parted(mention, words):
        name = _without_owner(part.text)
        found = IN.search(name)
        if found and _is_firm_in(name[: found.start()], found[1], words, language, gazetteer):
            yield Mention(part.start + found.start(1), part.start + len(name), found[1], "LOC")
            name = name[: found.start()]
        yield replace(part, end=part.start + len(name), text=name)


def without_sentence(mention: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """A mention of an organisation without what the sentence says of it (5 and 6), and the place that is in that."""
    if mention.label != "ORG" or mention.known_as:
        yield mention
        return
    text = words.verb_behind.split(MONEY.sub("", mention.text))[0]
    based = BASED.match(text)
    start = mention.start
    if based and (gazetteer.candidates(based[1], language) or gazetteer.towns(based[1])):
        yield Mention(start + based.start(1), start + based.end(1), based[1], "LOC")
        start, text = start + based.end(), text[based.end() :]
    yield replace(mention, start=start, end=start + len(text), text=text)


def _parted(mention: Mention, words: NameWords) -> tuple[Mention, ...]:
    """The two organisations that "and" joins, each with a noun at its end that makes it one; or the mention."""
    for joint in words.ands.finditer(mention.text):
        first, second = mention.text[: joint.start()], mention.text[joint.end() :]
        is_two = " " in first and len(second.split()) >= FEWEST
        if is_two and all(fold(name.split()[-1]) in words.organization_endings for name in (first, second)):
            before = replace(mention, end=mention.start + len(first), text=first)
            return before, replace(mention, start=mention.start + joint.end(), text=second)
    return (mention,)


def _without_owner(name: str) -> str:
    whose = WHOSE.search(name)
    return name[: whose.start()] if whose and " " in name[: whose.start()] else name


def _is_firm_in(firm: str, place: str, words: NameWords, language: str, gazetteer: Gazetteer) -> bool:
    is_firm = " " in firm and (fold(firm.split()[-1]) in words.company_endings or " of " in firm)
    return is_firm and (gazetteer.is_area(place, language) or bool(gazetteer.city_population(place, language)))

"""What the nouns beside names say that they are, in the place of what a tagger took them for."""

import re
from collections import deque
from collections.abc import Iterator

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.naming import name_nouns
from services.enrich.naming.noun_patterns import CAPITAL, Explained
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import NameWords
from services.enrich.text.word_index import Index

EDGES = " \t\n,;:!?«»\"'`()[]{}–—-*•·|/\\"
# What makes a product of the name of its maker: "Ford F-150", "Boeing 747".
MODEL = re.compile(r" [A-Z]{0,2}-?\d[\w-]{0,5}\b(?! [a-z])")
# Words with capitals behind a name, and a saint's, whose name goes on after its ending.
TAIL = re.compile(rf"(?: {CAPITAL}){{1,4}}(?![\w-])")
SAINT, SAINT_TAIL = re.compile(r"(?:St\.?|Saint) "), re.compile(rf"(?:'s?)?(?: {CAPITAL}){{1,4}}(?![\w-])")


def explained(
    plain: str, where: Index, tagged: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The tagged mentions, and in their place what the nouns beside them say that they are."""
    kept: list[Mention] = []
    rest = deque(sorted(tagged, key=lambda mention: mention.start))
    for name in name_nouns.find(plain, where, language, gazetteer):
        while rest and rest[0].end <= name.start:
            kept.append(rest.popleft())
        over = []
        while rest and rest[0].start < name.end:
            over.append(rest.popleft())
        kept += _instead(plain, name, over, words, language, gazetteer)
    kept += rest
    kept = [_as_product(plain, mention, words) for mention in kept]
    return kept if words.head_first else _joined(plain, [_with_tail(plain, mention, words) for mention in kept], words)


def _with_tail(plain: str, mention: Mention, words: NameWords) -> Mention:
    """A name as far as the noun that makes an organisation of it: "Mayo County Board", "St Vincent's Hospital"."""
    if mention.label not in ("LOC", "ORG", "PER") or mention.is_sure or fold(mention.text) in words.makers:
        return mention
    tail = (SAINT_TAIL if SAINT.match(mention.text) else TAIL).match(plain, mention.end)
    if tail is None or fold(tail.group().split()[-1]) not in words.organization_endings:
        return mention
    end = tail.end()
    return Mention(mention.start, end, plain[mention.start : end], "ORG", is_sure=True)


def _joined(plain: str, mentions: list[Mention], words: NameWords) -> list[Mention]:
    """The mentions, with two that "and" makes one: "Sussex Nurses and Midwives' Association"."""
    kept: list[Mention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if last and _are_one(plain, last, mention, words):
            kept[-1] = Mention(last.start, mention.end, plain[last.start : mention.end], "ORG", is_sure=True)
        else:
            kept.append(mention)
    return kept


def _are_one(plain: str, last: Mention, mention: Mention, words: NameWords) -> bool:
    """Whether the noun that makes the second an organisation is that of the first, too, which has none."""
    if last.label != "ORG" or mention.label != "ORG" or len(last.words) < 2 or last.end > mention.start:
        return False
    ands = words.ands.match(plain, last.end)
    heads = words.organization_heads | words.organization_endings | words.company_endings
    is_whole = not heads.isdisjoint(last.words) or words.is_organization(last.text)
    return bool(ands and ands.end() == mention.start and mention.words[-1] in heads and not is_whole)


def _instead(
    plain: str, name: Explained, over: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> Iterator[Mention]:
    """What stands where an explained name and tagged ones overlap."""
    start, end = name.start, name.end
    bodies = [m for m in over if m.label == "ORG" and m.words[0] in words.organization_heads]
    if len(bodies) > 1 and (bodies[0].start, bodies[-1].end) == (start, end):
        # "Università di Bolzano e dell'Università di Padova" are two.
        yield from bodies
        return
    longer = next((m for m in over if m.start <= start and end <= m.end and m.label in ("ORG", "MISC")), None)
    if longer and not name.closed and name.kind == "ORG":
        yield Mention(longer.start, longer.end, longer.text, "ORG", is_sure=True)
        return
    for mention in over:
        if mention.start < start and mention.label == "PER" and plain[mention.start : start].strip(EDGES):
            # "Femke Oosterhuis van de universiteit": what stands before is another name.
            text = plain[mention.start : start].rstrip(EDGES)
            # One word is the noun that explains the name: "Zorgverzekeraar Menzis".
            if " " in text or first_names.is_first(text):
                yield Mention(mention.start, mention.start + len(text), text, mention.label)
        elif mention.start < start and mention.label == "ORG" and not words.head_first:
            start = mention.start
        goes_on = mention.label == "ORG" and words.ands.match(plain, end)
        if mention.end > end and (not name.closed or goes_on):
            end = mention.end
        elif mention.end > end and (place := _last_place(plain, end, mention.end, words, language, gazetteer)):
            yield place
    yield Mention(start, end, plain[start:end], name.kind, is_sure=True)


def _last_place(
    plain: str, start: int, end: int, words: NameWords, language: str, gazetteer: Gazetteer
) -> Mention | None:
    """The place in what a tagger took for the end of a name: "lycée Hélène-Boucher de Vénissieux"."""
    text = plain[start:end].lstrip()
    while lead := words.articles.match(text):
        text = text[lead.end() :]
    return Mention(end - len(text), end, text, "LOC") if text and gazetteer.candidates(text, language) else None


def _as_product(plain: str, mention: Mention, words: NameWords) -> Mention:
    """A maker's name with the number of a model, as a product: "Ford F-150"."""
    model = MODEL.match(plain, mention.end) if fold(mention.text) in words.makers else None
    if not model:
        return mention
    return Mention(mention.start, model.end(), plain[mention.start : model.end()], "MISC", is_sure=True)

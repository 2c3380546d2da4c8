"""From the names that were tagged in a text to mentions that are worth keeping.

What belongs to the sentence and not to the name is taken off ("le Japon", "M. Macron", "Merkel's"), what is no name is
dropped (peoples, days, words at the start of a sentence), and what the tagger does not see is added: well-known
organisations wherever they stand, and the places at the end of organisations' names.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from services.enrich import first_names, name_nouns
from services.enrich.name_nouns import Explained, Index
from services.enrich.name_words import NameWords, is_word, word_frequency
from services.enrich.names import PLAIN, Label, Name, in_capitals, unwrap
from services.enrich.places import Gazetteer, fold
from services.enrich.plain import replaced

FIRST_WORD_END = re.compile(r"[\s']")
CAPITALISED = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]\w*")
CITY = 100_000
ABBREVIATION = re.compile(r" \((?P<short>[A-Z][A-Za-z]{1,9}|[A-Z]{2,4} [A-Z]{2,5})\)")
# Where a phrase ends that no name goes over, and how far a name may go back from its abbreviation.
PHRASE_END = re.compile(r".*[.;:!?()«»“”\"\n]", re.DOTALL)
WORD_START = re.compile(r"(?<![\w-])\w")
LONGEST_NAME, MOST_WORDS = 120, 10
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
# A word of which a capital alone makes no organisation: "Data", "Friends".
FREQUENT = 5.0
# What makes a product of the name of its maker: "Ford F-150", "Boeing 747".
MODEL = re.compile(r" [A-Z]{0,2}-?\d[\w-]{0,5}\b(?! [a-z])")
SENTENCE_START = re.compile(r"(?:^|[.!?…:;\"«“]|[-–—•*]\s)\s*$")


@dataclass(frozen=True)
class Mention:
    """A name in the text: `text` has plain apostrophes and spaces; `known_as` is the usual name of an organisation."""

    start: int
    end: int
    text: str
    label: Label
    known_as: str | None = None
    # Whether the text says itself what it is: then no majority outweighs it.
    is_sure: bool = False

    @property
    def words(self) -> list[str]:
        """The folded words of the name."""
        return fold(self.text).split()


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
    tagged = _explained(plain, where, tagged, words, language, gazetteer)
    known, kept = _stand_in(list(_known_organizations(plain, where, words)), tagged, words)
    kept += [longer for mention in kept if (longer := _with_small_head(plain, mention, words))] + known
    kept = _with_abbreviated(plain, kept, words)
    kept += [
        place
        for mention in kept
        if mention.label in ("ORG", "MISC") and not mention.known_as and not mention.is_sure
        if (place := _place_inside(mention, words, language, gazetteer))
    ]
    kept = list({(mention.start, mention.end): mention for mention in kept}.values())
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))


def starts_sentence(plain: str, start: int) -> bool:
    """Whether a sentence or a quotation starts here, so that a capital says nothing."""
    return SENTENCE_START.search(plain, max(0, start - 8), start) is not None


def _known_organizations(plain: str, where: Index, words: NameWords) -> Iterator[Mention]:
    free = 0
    for start, first in sorted((at, word) for word in where.keys() & words.organizations.keys() for at in where[word]):
        for name, usual in words.organizations[first] if start >= free else ():
            end = start + len(name)
            if plain.startswith(name, start) and not plain[end : end + 1].isalnum() and plain[start - 1 : start] != "-":
                yield Mention(start, end, name, "ORG", known_as=usual)
                free = end
                break


def _stand_in(known: list[Mention], tagged: list[Mention], words: NameWords) -> tuple[list[Mention], list[Mention]]:
    """The known organisations and the other mentions that are left where they overlap."""
    beaten: set[Mention] = set()
    kept = []
    at = 0
    for mention in tagged:
        while at < len(known) and known[at].end <= mention.start:
            at += 1
        over = list(takewhile(lambda k, end=mention.end: k.start < end, islice(known, at, None)))  # type: ignore[misc]
        if not over:
            kept.append(mention)
            continue
        first, last = over[0], over[-1]
        before = fold(mention.text[: max(0, first.start - mention.start)]).split()
        if before and first.end == mention.end and words.organization_nouns.issuperset(before):
            # "Netbeheerder Stedin", where a sentence begins.
            continue
        goes_on = mention.start == first.start and first.end < mention.end
        if goes_on and last is not first and last.end == mention.end:
            # "Conseil de sécurité de l'ONU" are two.
            continue
        if goes_on or _is_tail(mention, first):
            # "Congrès américain" is another, and so is "Kenya Red Cross".
            beaten.update(over)
            kept.append(mention)
        elif mention.start < first.start and first.end <= mention.end:
            kept.append(mention)
    return [k for k in known if k not in beaten], kept


def _is_tail(mention: Mention, known: Mention) -> bool:
    """Whether a known name ends a longer one, without a small word before it."""
    before = mention.text[: max(0, known.start - mention.start)].split(" ")
    return mention.start < known.start and known.end <= mention.end and len(before) > 1 and before[-2][:1].isupper()


def _explained(
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
    return [_as_product(plain, _with_company(plain, mention, language), words) for mention in kept]


def _instead(
    plain: str, name: Explained, over: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> Iterator[Mention]:
    """What stands where an explained name and tagged ones overlap."""
    start, end = name.start, name.end
    longer = next((m for m in over if m.start <= start and end <= m.end and m.label in ("ORG", "MISC")), None)
    if longer and not name.closed and name.kind == "ORG":
        yield Mention(longer.start, longer.end, longer.text, "ORG", is_sure=True)
        return
    for mention in over:
        if mention.start < start and mention.label == "PER" and plain[mention.start : start].strip(EDGES):
            # "Femke Oosterhuis van de universiteit": what stands before is another name.
            text = plain[mention.start : start].rstrip(EDGES)
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


def _with_company(plain: str, mention: Mention, language: str) -> Mention:
    """A mention as an organisation, if what follows says so: "Hapag Nord, un transporteur"."""
    if mention.is_sure or mention.label == "ORG" or not plain.startswith(", ", mention.end):
        return mention
    is_named = mention.text.split()[0] in first_names.common()
    is_company = not is_named and name_nouns.is_company_after(plain, mention.end, language)
    return replace(mention, label="ORG", is_sure=True) if is_company else mention


def _trim(plain: str, name: Name, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention | None:
    start, end = name.start, name.end
    text = plain[start:end]
    lead = words.articles.match(text)
    is_person = _is_addressed(plain, start + lead.end() if lead else start, words)
    label: Label = "PER" if is_person else name.label
    # "Le Havre" and "The Hague" keep their articles.
    if not (label == "LOC" and gazetteer.candidates(text, language)):
        while start < end:
            text = plain[start:end]
            lead = words.articles.match(text) or (words.titles.match(text) if label == "PER" else None)
            if lead is None and text[0] not in EDGES:
                break
            start += lead.end() if lead else 1
    text = plain[start:end].rstrip(EDGES)
    if label == "PER":
        text = words.suffixes.sub("", text)
    text = CUT_OFF.sub("", POSSESSIVE.sub("", text)).rstrip(EDGES)
    while " " in text and (last := text.split()[-1]).islower() and words.articles.fullmatch(last + " "):
        text = text[: text.rindex(" ")].rstrip(EDGES)
    return Mention(start, start + len(text), text, label) if text else None


def _with_abbreviated(plain: str, kept: list[Mention], words: NameWords) -> list[Mention]:
    """The mentions with organisations as far as the brackets with their abbreviation, and the abbreviations.

    Taggers stop early or see nothing: "Organisation pour la sécurité et la coopération en Europe (OSCE)", "parquet
    national financier (PNF)". A mention or a head noun says that it is an organisation, its letters where it begins.
    """
    by_start = {mention.start: mention for mention in kept}
    long, short = [], []
    for found in ABBREVIATION.finditer(plain):
        if start := _abbreviated_from(plain, found, by_start, words):
            known_as = by_start[start].known_as if start in by_start else None
            name = plain[start : found.start()]
            long.append(Mention(start, found.start(), name, "ORG", known_as, is_sure=True))
            short.append(
                Mention(found.start("short"), found.end("short"), found["short"], "ORG", known_as, is_sure=True)
            )
    inside = {position for name in long for position in range(name.start, name.end)}
    inside |= {name.start for name in short}
    return [mention for mention in kept if mention.start not in inside] + long + short


def _abbreviated_from(plain: str, found: re.Match[str], by_start: dict[int, Mention], words: NameWords) -> int | None:
    """Where the name begins that brackets abbreviate; the shortest that fits."""
    first = max(0, found.start() - LONGEST_NAME)
    before = list(WORD_START.finditer(PHRASE_END.sub(lambda end: " " * len(end.group()), plain[first : found.start()])))
    for word in reversed(before[-MOST_WORDS:]):
        start = first + word.start()
        name = plain[start : found.start()]
        parts = fold(name).split()
        tagged = by_start.get(start)
        headed = (
            parts[0] in words.organization_heads
            if words.head_first
            else (name[0].isupper() and not words.organization_heads.isdisjoint(parts))
        )
        if len(parts) > 1 and (headed or (tagged and tagged.label == "ORG")):
            whole = tagged is not None and tagged.end == found.start()
            if _abbreviates(fold(found["short"]).replace(" ", ""), parts, whole):
                return start
    return None


def _abbreviates(short: str, parts: list[str], whole: bool) -> bool:
    """Whether the letters of a short name stand in a long one in this order: any if it was tagged as it is, else first
    letters, and any of the first word, as in "Industriegewerkschaft Bergbau, Chemie, Energie (IG BCE)"."""
    words = " ".join(parts).replace("'", " ").split()
    if short[0] != words[0][0]:
        return False
    letters = iter("".join(words) if whole else words[0] + "".join(word[0] for word in words[1:]))
    return all(letter in letters for letter in short)


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
    if "\n" in text or NO_NAME.search(text) or text.islower() or not ENOUGH_LETTERS[mention.label].search(text):
        return False
    if first.islower() and not _may_start_small(mention, first, words):
        return False
    if mention.label == "PER" and any(map(str.isdigit, text)):
        return False
    if gazetteer.is_known(text, language) or gazetteer.city_population(text, language) >= CITY:
        return True
    if mention.label == "ORG" and " " not in text and not text.isupper() and word_frequency(text, language) >= FREQUENT:
        return False
    if words.are_titles(text) or _bare(text, words) in words.not_names or text.lower() in words.not_names:
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
    return is_common and all(starts_sentence(plain, start) for start in _places(plain, where, mention.text))


def _places(plain: str, where: Index, name: str) -> Iterator[int]:
    """Where a name stands as whole words, at a thousand places at most: its first word may be on every line."""
    for start in where.get(name_nouns.first_word(name), [])[:1_000]:
        end = start + len(name)
        if plain.startswith(name, start) and not plain[end : end + 1].isalnum():
            yield start


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

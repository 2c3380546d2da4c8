"""Organisations that the brackets behind them abbreviate: "parquet national financier (PNF)"."""

import re

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import NameWords

ABBREVIATION = re.compile(r" \((?P<short>[A-Z][A-Za-z]{1,9}|[A-Z]{2,4} [A-Z]{2,5})\)")
# Where a phrase ends that no name goes over, and how far a name may go back from its abbreviation.
PHRASE_END = re.compile(r".*[.;:!?()«»“”\"\n]", re.DOTALL)
WORD_START = re.compile(r"(?<![\w-])\w")
LONGEST_NAME, MOST_WORDS = 120, 10


def with_abbreviated(
    plain: str, kept: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions with organisations as far as the brackets with their abbreviation, and the abbreviations.

    Taggers stop early or see nothing: "Organisation pour la sécurité et la coopération en Europe (OSCE)", "parquet
    national financier (PNF)". A mention or a head noun says that it is an organisation, its letters where it begins.
    What "centre hospitalier de Guéret (Creuse)" has in brackets is where it lies.
    """
    by_start = {mention.start: mention for mention in kept}
    long, short = [], []
    for found in ABBREVIATION.finditer(plain):
        if found["short"].istitle() and gazetteer.is_where(found["short"], language):
            continue
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

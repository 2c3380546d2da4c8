"""Sites: the squares, valleys, quarters and streets in a text, found by the nouns and the shapes of their names."""

import re
from collections import deque
from collections.abc import Iterator

from services.enrich.locating.place_words_file import CAPITAL
from services.enrich.locating.site_words import SiteWords, site_words
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.name_words import word_frequency
from services.enrich.text.calendar_names import months
from services.enrich.text.plain import plain as lowered

# A street that is a noun is more common than one that is a name.
RARE = 4.3
# A compound that is a name is rare, and made with a name.
RARE_COMPOUND, COMMON_MAKER = 3.0, 3.6
# The longest word looked at before a name.
LONGEST_WORD = 20
# The month of the day that a street is called after: "avenue 6 de Marzo".
DAY_OF_MONTH = re.compile(r" \d.*?[ -]([^\W\d_]{3,})(?:-\d{4})?$")
NAME_BEFORE = re.compile(rf"{CAPITAL}[\w'-]* $")


def with_sites(plain: str, mentions: list[Mention], language: str) -> list[Mention]:
    """The mentions, and in the place of those within them the quarters, squares and valleys with their nouns."""
    words = site_words(language)
    sites = (
        Mention(site.start(), end, plain[site.start() : end], "LOC", is_sure=True)
        for site in words.sites.finditer(plain)
        if _begins(plain, site.start()) and (end := _end(plain, site, words, language))
    )
    shaped = (site for shape in words.shapes.finditer(plain) if (site := _shaped(plain, shape, language)))
    roads = (Mention(*road.span(1), road[1], "LOC", is_sure=True) for road in words.roads.finditer(plain))
    compounds = (
        Mention(*found.span(), found.group(), "LOC", is_sure=True)
        for found in words.compounds.finditer(plain)
        if not found.group().endswith(words.no_compounds) and _is_name(found, language)
    )
    named = _first(sorted((*sites, *shaped, *roads), key=lambda site: (site.start, -site.end)))
    waiting = deque(sorted((*named, *compounds), key=lambda site: site.start))
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        while waiting and waiting[0].end <= mention.start:
            kept.append(waiting.popleft())
        site = waiting[0] if waiting else None
        if site is None or mention.end <= site.start:
            kept.append(mention)
        elif site.start < mention.start and mention.end <= site.end:
            # "Rue de l'Arsenal" is no club.
            continue
        elif mention.start < site.start or mention.known_as or (mention.is_sure and mention.label == "ORG"):
            kept.append(mention)
            waiting.popleft()
    return sorted([*kept, *waiting], key=lambda mention: (mention.start, -mention.end))


def _first(sites: list[Mention]) -> Iterator[Mention]:
    """Those of the sites, in order, that begin in no other: "praça Pedro II" has the shape of a place in it."""
    end = 0
    for site in sites:
        if site.start >= end:
            yield site
            end = site.end


def _is_name(compound: re.Match[str], language: str) -> bool:
    """Whether a compound is the name of a valley or a lake, made with a name: "Lahntal", not "Reisepass"."""
    maker = compound[1]
    forms = (maker, maker.removesuffix("n"), maker.rstrip("sen"))
    is_common = max(word_frequency(form, language) for form in forms) >= COMMON_MAKER
    return not is_common and word_frequency(compound.group(), language) < RARE_COMPOUND


def _end(plain: str, site: re.Match[str], words: SiteWords, language: str) -> int:
    """Where the name of a site ends, at nought if it is none: "rua Treze de Maio", "via Leonardo da Vinci"."""
    day = DAY_OF_MONTH.search(site.group())
    if day:
        # "6 de Marzo" is a day in any language.
        return site.end() if " de " in day.group() or lowered(day[1]) in months(language) else 0
    _, _, name = site.group().partition(" ")
    more = None if " " in name else words.goes_on.match(plain, site.end())
    is_one = more and (name in first_names.common() or lowered(more[1]) in months(language))
    return more.end() if more and is_one else site.end()


def _begins(plain: str, start: int) -> bool:
    """Whether a name begins there: not with the second word of "Red River Hospitality"."""
    return plain[start].islower() or NAME_BEFORE.search(plain, max(0, start - LONGEST_WORD), start) is None


def _shaped(plain: str, shape: re.Match[str], language: str) -> Mention | None:
    """The place that is called like one: without the word that begins the sentence, if that is no more than a word."""
    start, text = shape.start(), shape.group()
    if starts_sentence(plain, start):
        first, _, rest = text.partition(" ")
        if " " not in rest and (not rest or word_frequency(first, language) >= RARE):
            return None
        if word_frequency(first, language) >= RARE:
            start, text = start + len(first) + 1, rest
    is_person = text.count(" ") == 1 and text.split(" ")[0] in first_names.common()
    if is_person or word_frequency(text, language) >= RARE:
        return None
    return Mention(start, start + len(text), text, "LOC", is_sure=True)

"""Towns that mean their clubs: "Brest a battu Lens 2-1", "el Eibar", "Reading are 21st".

Only an article on sport is looked at. The words beside a town tell its club; once told, the town is the club wherever
no small word says that it is the place. The words are in `languages/<code>/names.yaml`.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.locating.place_words import place_words
from services.enrich.naming.noun_patterns import CAPITAL
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import is_word, name_words, names_file
from services.enrich.text.word_index import Index

# How many different words of sport an article on it has, and how often they stand in it.
DIFFERENT, OFTEN = 4, 6
LONGEST_BEFORE, LONGEST_TEAM = 24, 60
# "Les Voltigeurs de ", before a town.
TEAM = re.compile(
    rf"\b(?:[LlDd]es|[Aa]ux|[Ll]os|[AaDd]?[Oo]s) (?P<name>{CAPITAL}(?: {CAPITAL})?)(?<=s) (?:de |do |da |del |d')$"
)
SCORE = r" \(?\d{1,3}[-–:]\d{1,3}\b"


@dataclass(frozen=True)
class _Words:
    sport: frozenset[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


def judge(plain: str, where: Index, mentions: list[Mention], language: str, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions, with towns as organisations where their clubs are meant."""
    words = _words(language)
    counts = [len(where[word]) for word in where.keys() & words.sport]
    if len(counts) < DIFFERENT or sum(counts) < OFTEN:
        return mentions
    mentions = _with_teams(plain, mentions, language, gazetteer)
    people = {word for mention in mentions if mention.label == "PER" and " " in mention.text for word in mention.words}
    towns = {m.start: m for m in mentions if _is_town(m, people, language, gazetteer)}
    playing = _playing(plain, towns, words, language)
    names = _names(mentions)
    return [
        replace(mention, label="ORG", known_as=names.get(mention.text, f"{mention.text} club"))
        if mention.start in towns
        and mention.text in playing
        and (_plays(plain, mention, words) or not _is_near(plain, mention, language))
        else mention
        for mention in mentions
    ]


def _with_teams(plain: str, mentions: list[Mention], language: str, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions, with teams where towns are part of their names: "les Voltigeurs de Drummondville"."""
    teams = []
    for town in mentions:
        if town.label == "LOC" and not gazetteer.is_area(town.text, language):
            team = TEAM.search(plain, max(0, town.start - LONGEST_TEAM), town.start)
            if team:
                start = team.start("name")
                teams.append(Mention(start, town.end, plain[start : town.end], "ORG", is_sure=True))
    teams += [replace(each, label="ORG", is_sure=True) for each in mentions if _is_team(each, language, gazetteer)]
    inside = {position for team in teams for position in range(team.start, team.end)}
    kept = [mention for mention in mentions if mention.start not in inside]
    return sorted([*kept, *teams], key=lambda mention: (mention.start, -mention.end))


def _is_team(mention: Mention, language: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is that of a town and what its players are called: "Brisbane Roar", "Leeds Rhinos"."""
    town, _, nickname = mention.text.rpartition(" ")
    if not town or not mention.is_open or first_names.is_first(town.split()[0]):
        return False
    lies = gazetteer.candidates(town, language) or gazetteer.towns(town)
    is_nickname = nickname.istitle() and fold(nickname) not in name_words(language).place_heads
    is_noun = is_word(nickname, "en") or (nickname.endswith("s") and mention.label != "LOC")
    return bool(lies) and is_nickname and is_noun


def _playing(plain: str, towns: dict[int, Mention], words: _Words, language: str) -> set[str]:
    """The towns whose clubs are named at least once, and those that "and" joins to one."""
    playing = set()
    also = place_words(language).more
    for mention in towns.values():
        if mention.text in playing or _plays(plain, mention, words):
            playing.add(mention.text)
            joined = also.match(plain, mention.end)
            if joined and joined.end() in towns:
                playing.add(towns[joined.end()].text)
    return playing


def _is_town(mention: Mention, people: set[str], language: str, gazetteer: Gazetteer) -> bool:
    is_other = (
        mention.known_as
        or mention.is_sure
        or mention.text.isupper()
        or gazetteer.is_area(mention.text, language)
        or gazetteer.is_water(mention.text)
    )
    is_person = mention.label == "PER" and (first_names.is_first(mention.text) or not people.isdisjoint(mention.words))
    if is_other or is_person:
        return False
    return mention.label == "LOC" or bool(gazetteer.candidates(mention.text, language) or gazetteer.towns(mention.text))


def _plays(plain: str, mention: Mention, words: _Words) -> bool:
    before = words.before.search(plain, max(0, mention.start - LONGEST_BEFORE), mention.start)
    return before is not None or words.after.match(plain, mention.end) is not None


def _is_near(plain: str, mention: Mention, language: str) -> bool:
    """Whether a small word says that the place is meant: "à Brest"."""
    first = max(0, mention.start - LONGEST_BEFORE)
    return place_words(language).before.search(plain, first, mention.start) is not None


def _names(mentions: list[Mention]) -> dict[str, str]:
    """The towns in the names of the clubs of a text, each with the name of the one club that has it."""
    found: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.label == "ORG" and " " in mention.text:
            for word in (mention.text.split()[0], mention.text.split()[-1]):
                found.setdefault(word, set()).add(mention.known_as or mention.text)
    return {town: next(iter(names)) for town, names in found.items() if len(names) == 1}


@cache
def _words(language: str) -> _Words:
    data = names_file(language)
    # "Manager d'Aurillac".
    elided = [f"{phrase[:-1]}'" for phrase in data.club_before if phrase.endswith((" de", " di"))]
    before, after = _any([*data.club_before, *elided]), _any(data.club_after)
    return _Words(
        sport=frozenset(data.sport_words) | frozenset(word.capitalize() for word in data.sport_words),
        before=re.compile(rf"(?<!\w)(?:{before})(?:(?<=')|(?<!') )$", re.IGNORECASE),
        after=re.compile(rf" (?:{after})(?!\w)|{SCORE}"),
    )


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"

"""Where the names of persons begin, if a tagger took a word before them for a part, or left out the first name.

1. A noun, a title or an abbreviation before a first name is none of it: "Boswachter Thijs van Wamelen", "TD Maeve
   Costelloe".
2. Behind the word for a saint stands a place, or what is called after one: "San Daniele del Friuli", "St. Gallen".
3. A word that is none, between a function and a surname, is the first name: "Superintendent of Police Ritika Sahay".
4. An article behind a name begins another noun: "begründete Elfriede Mayr den Schritt".
5. The full stop of a sentence is no part of a name, and neither is, in Dutch, for whom somebody rides: "Davide
   Marchesin van Lidl-Trek".
"""

import re
from dataclasses import replace

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.naming import functions
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL, any_language, name_words, word_frequency

LONGEST_SAINT, LONGEST_FIRST = 8, 20
ARTICLE = re.compile(r"(?<= )[^\W\d_a-zß-öø-ÿ][\w-]+ (?:den|dem|das|die|des|einen?|einem) ")
FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})(?<!\b[JSjs]r)(?<!\bSt)\.$")
# Behind two names "van" leads to a team, as it does in no surname.
RIDES = re.compile(
    r"(?P<name>(?P<first>[^\W\d_]+) (?P<last>[^\W\d_a-zß-öø-ÿ][\w-]+)) van "
    r"(?=[^\W\d_a-zß-öø-ÿ])[^\W\d_]*(?:-|(?<=[a-zß-öø-ÿ])[^\W\d_a-zß-öø-ÿ])"
)
# How common a word in small letters is at the least that is no part of a name.
COMMON = 4.0
LAST_WORD = re.compile(r"(?<![\w'-])[^\W\d_a-zß-öø-ÿ]\w+\.? $")


def put_right(plain: str, mention: Mention, language: str, gazetteer: Gazetteer) -> Mention:
    """A mention of a person without what stands before the name; any other as it is."""
    if mention.label != "PER":
        return mention
    saint = saint_before(plain, mention.start)
    if saint is not None:
        return Mention(saint, mention.end, plain[saint : mention.end], "LOC")
    mention = _closed(mention, language)
    if language in ALL_NOUNS_CAPITAL and (article := ARTICLE.search(mention.text)):
        text = mention.text[: article.end()].rsplit(" ", 2)[0]
        mention = replace(mention, end=mention.start + len(text), text=text)
    if " " not in mention.text:
        return _with_first(plain, mention, language, gazetteer)
    first, _, rest = mention.text.partition(" ")
    start = mention.end - len(rest)
    if " " not in rest or not first_names.is_first(rest.split(" ")[0]) or _may_begin(first):
        return mention
    is_other = (
        (first.islower() and word_frequency(first, language) >= COMMON)
        or first.isupper()
        or gazetteer.is_known(first, language)
        or functions.is_right_before(plain, start, language)
    )
    return replace(mention, start=start, text=rest) if is_other else mention


def _closed(mention: Mention, language: str) -> Mention:
    """The mention as far as the name goes (5)."""
    name = FULL_STOP.sub("", mention.text)
    rides = RIDES.match(name) if language == "nl" else None
    if rides and first_names.is_first(rides["first"]) and not first_names.is_first(rides["last"]):
        name = rides["name"]
    return replace(mention, end=mention.start + len(name), text=name)


def saint_before(plain: str, start: int) -> int | None:
    """Where the word for a saint begins that stands right before a name; null if none does."""
    saint = LAST_WORD.search(plain, max(0, start - LONGEST_SAINT), start)
    return saint.start() if saint and saint.group()[:-1].rstrip(".") in any_language().saints else None


def _with_first(plain: str, mention: Mention, language: str, gazetteer: Gazetteer) -> Mention:
    first = LAST_WORD.search(plain, max(0, mention.start - LONGEST_FIRST), mention.start)
    word = first.group().strip() if first else ""
    # Where nouns have capitals, what stands there is one more often than a name.
    if first is None or "." in word or language in ALL_NOUNS_CAPITAL or gazetteer.candidates(word, language):
        return mention
    words = name_words(language)
    if word.lower() in words.title_words or words.is_head(word) or word_frequency(word, language):
        return mention
    function = functions.find(plain, [(first.start(), mention.end)], (), language)
    if function is None or function[0] > first.start():
        return mention
    return replace(mention, start=first.start(), text=plain[first.start() : mention.end])


def _may_begin(first: str) -> bool:
    """Whether a word may be the first of a person's name: a first name, an initial, a small word."""
    words = any_language()
    return first_names.is_first(first) or len(first) < 2 or "." in first or first.lower() in words.particles

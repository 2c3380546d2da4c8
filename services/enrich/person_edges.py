"""Where the names of persons begin, if a tagger took a word before them for a part, or left out the first name.

1. A noun, a title or an abbreviation before a first name is none of it: "Boswachter Thijs van Wamelen", "TD Maeve
   Costelloe".
2. Behind the word for a saint stands a place, or what is called after one: "San Daniele del Friuli", "St. Gallen".
3. A rare word between a function and a surname is the first name: "Superintendent of Police Ritika Sahay".
4. An article behind a name begins another noun: "begründete Elfriede Mayr den Schritt".
"""

import re
from dataclasses import replace

from services.enrich import first_names, functions
from services.enrich.mention import Mention
from services.enrich.name_words import ALL_NOUNS_CAPITAL, any_language, name_words, word_frequency
from services.enrich.places import Gazetteer

LONGEST_SAINT, LONGEST_FIRST, RARE = 8, 20, 2.5
ARTICLE = re.compile(r"(?<!von)(?<!van)(?<!auf)(?<!zu) (?:den|dem|das|die|des|einen?|einem) ")
LAST_WORD = re.compile(r"(?<![\w'-])[^\W\d_a-zß-öø-ÿ]\w+\.? $")


def put_right(plain: str, mention: Mention, language: str, gazetteer: Gazetteer) -> Mention:
    """A mention of a person without what stands before the name; any other as it is."""
    if mention.label != "PER":
        return mention
    saint = LAST_WORD.search(plain, max(0, mention.start - LONGEST_SAINT), mention.start)
    if saint and saint.group()[:-1].rstrip(".") in any_language().saints:
        return Mention(saint.start(), mention.end, plain[saint.start() : mention.end], "LOC")
    if language in ALL_NOUNS_CAPITAL and (article := ARTICLE.search(mention.text)):
        mention = replace(mention, end=mention.start + article.start(), text=mention.text[: article.start()])
    if " " not in mention.text:
        return _with_first(plain, mention, language, gazetteer)
    first, _, rest = mention.text.partition(" ")
    start = mention.end - len(rest)
    if " " not in rest or not first_names.is_first(rest.split(" ")[0]) or _may_begin(first):
        return mention
    is_other = (
        first.isupper() or gazetteer.is_known(first, language) or functions.is_right_before(plain, start, language)
    )
    return replace(mention, start=start, text=rest) if is_other else mention


def _with_first(plain: str, mention: Mention, language: str, gazetteer: Gazetteer) -> Mention:
    first = LAST_WORD.search(plain, max(0, mention.start - LONGEST_FIRST), mention.start)
    word = first.group().strip() if first else ""
    if first is None or word_frequency(word, language) >= RARE or gazetteer.candidates(word, language):
        return mention
    is_told = functions.tell(plain, [(first.start(), mention.end)], (), language) and not name_words(language).is_head(
        word
    )
    return replace(mention, start=first.start(), text=plain[first.start() : mention.end]) if is_told else mention


def _may_begin(first: str) -> bool:
    """Whether a word may be the first of a person's name: a first name, an initial, a small word."""
    words = any_language()
    return first_names.is_first(first) or len(first) < 2 or "." in first or first.lower() in words.particles

"""Well-known organisations, wherever they stand, and what is left of the tagged names where the two overlap."""

from dataclasses import replace
from itertools import islice, takewhile

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.naming.noun_patterns import CAPITALISED_WORD
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.name_words import NameWords, days_and_months, is_word
from services.enrich.text.word_index import Index


def find(plain: str, where: Index, words: NameWords, language: str, gazetteer: Gazetteer) -> list[Mention]:
    """The well-known organisations of a text, in order."""
    found = []
    free = 0
    for start, first in sorted((at, word) for word in where.keys() & words.organizations.keys() for at in where[word]):
        for name, usual in words.organizations[first] if start >= free else ():
            end = start + len(name)
            if plain.startswith(name, start) and not plain[end : end + 1].isalnum() and plain[start - 1 : start] != "-":
                if not (_is_only_a_word(plain, where[first], name, language) or _is_begun(plain, name, end, language)):
                    found.append(
                        _with_place(plain, Mention(start, end, name, "ORG", usual), words, language, gazetteer)
                    )
                free = found[-1].end if found else free
                break
    return found


def _is_only_a_word(plain: str, places: list[int], name: str, language: str) -> bool:
    """Whether a name is a word, and no more than the starts of sentences give it a capital: "Público", "Chega"."""
    if " " in name or name.isupper() or not is_word(name, language):
        return False
    return all(starts_sentence(plain, start) for start in places[:100] if plain.startswith(name, start))


def _is_begun(plain: str, name: str, end: int, language: str) -> bool:
    """Whether an article and a word only begin another name: "The Australian Shareholders' Association"."""
    article, _, word = name.partition(" ")
    goes_on = CAPITALISED_WORD.match(plain, end + 1) if plain.startswith(" ", end) else None
    if goes_on is None or article.lower() != "the" or " " in word:
        return False
    return goes_on.group().lower() not in days_and_months(language)


def _with_place(plain: str, known: Mention, words: NameWords, language: str, gazetteer: Gazetteer) -> Mention:
    """An organisation with the place or the people of its branch: "Coldiretti Puglia", "Cruz Roja Peruana".

    "The UN Syria envoy" is another thing.
    """
    branch = CAPITALISED_WORD.match(plain, known.end + 1) if plain.startswith(" ", known.end) else None
    if not words.has_branches or branch is None:
        return known
    is_of_people = words.head_first and branch.group().lower() in words.peoples
    if not (is_of_people or gazetteer.is_area(branch.group(), language)):
        return known
    return Mention(known.start, branch.end(), plain[known.start : branch.end()], "ORG", is_sure=True)


def stand_in(known: list[Mention], tagged: list[Mention], words: NameWords) -> tuple[list[Mention], list[Mention]]:
    """The known organisations and the other mentions that are left where they overlap."""
    people = (mention.text.split() for mention in tagged if mention.label == "PER")
    surnames = {name[-1] for name in people if len(name) > 1 and first_names.is_first(name[0])}
    known = [each for each in known if each.text not in surnames]
    beaten: set[Mention] = set()
    kept = []
    at = 0
    for mention in tagged:
        while at < len(known) and known[at].end <= mention.start:
            at += 1
        over = list(takewhile(lambda k, end=mention.end: k.start < end, islice(known, at, None)))  # type: ignore[misc]
        if not over:
            kept.append(mention)
        elif stays := _beside(mention, over, words):
            kept.append(stays)
            if _is_longer(mention, over[0], words):
                beaten.update(over)
    return [each for each in known if each not in beaten], kept


def _beside(mention: Mention, over: list[Mention], words: NameWords) -> Mention | None:
    """What is left of a tagged name that overlaps known organisations."""
    first, last = over[0], over[-1]
    before = fold(mention.text[: max(0, first.start - mention.start)]).split()
    if before and first.end == mention.end and words.organization_nouns.issuperset(before):
        # "Netbeheerder Stedin", where a sentence begins.
        return None
    if _goes_on(mention, first):
        if last is not first and last.end == mention.end:
            # "Conseil de sécurité de l'ONU" are two.
            return None
        if mention.label == "PER" and mention.text.split()[0] not in first_names.common():
            # "Nestlé Waters"; and what a tagger ran together: "Eiffage avenue de Romans".
            is_one = not any(word[0].islower() for word in mention.text.split())
            return replace(mention, label="ORG") if is_one else None
        return mention
    return mention if mention.start < first.start and first.end <= mention.end else None


def _goes_on(mention: Mention, known: Mention) -> bool:
    return mention.start == known.start and known.end < mention.end


def _is_longer(mention: Mention, known: Mention, words: NameWords) -> bool:
    """Whether a tagged name is another one: "Congrès américain", "Kenya Red Cross", "rue de l'Arsenal"."""
    if _goes_on(mention, known):
        return True
    is_inside = mention.start < known.start and known.end < mention.end
    if mention.label == "ORG" and (is_inside or fold(known.text) in words.organization_heads):
        # "Secretaría de Protección Civil de Veracruz", "Bomberos de la Diputación".
        return True
    # A known name ends a longer one, without a small word before it.
    before = mention.text[: max(0, known.start - mention.start)].split(" ")
    ends = mention.start < known.start and known.end <= mention.end
    return ends and ((len(before) > 1 and before[-2][:1].isupper()) or (mention.label == "LOC" and mention.is_sure))

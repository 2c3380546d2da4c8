"""The words for somebody before or behind a verb: a name, a pronoun, or what he or she is ("the mayor of Lyon")."""

import re

from services.enrich.speech.scene import WORD, Mention, Scene, Subject
from services.enrich.speech.strangers import (
    CAPITALS,
    MOST_INSERTIONS,
    NEAR,
    UNKNOWN,
    is_name,
    name_at,
    name_behind,
    name_until,
    plain_name,
)

TOKEN = re.compile(r"\s*([^\s,;:!?()\[\]«»\"“”„‚‘–—]+)")
LAST_WORDS = re.compile(r"(?:[\w'-]+\s+)?([\w'-]+)\Z")
PARTS = re.compile(r"[,;:!?()\[\]«»\"“”„‚‘–—\n]")
# "the head of the institute (ISA) in Lyon, Jane Roe".
BRACKET = re.compile(r" \([^()\n]{1,40}\)")
CLAUSE_END = re.compile(r"[,.;:!?()\n«»“”\"]")
LONGEST, MOST_WORDS = 160, 14
# How sure we are of a name, and of a known noun for a person; of anything else as of a name that nobody has found.
NAMED, KNOWN = 0.95, 0.9


def find_after(scene: Scene, position: int, limit: int) -> Subject | None:
    """Who stands at `position`, behind a verb: "said the mayor of Lyon, Jean Roux, on Monday"."""
    position += len(scene.plain[position:limit]) - len(scene.plain[position:limit].lstrip())
    pronoun = pronoun_at(scene, position, limit)
    if pronoun:
        return pronoun
    if somebody := scene.words.somebody.match(scene.lower, position, limit):
        return Subject(position, somebody.end(), KNOWN)
    end = phrase_end(scene, position, limit)
    if end <= position:
        return None
    named = list(scene.mentions_in(position, end))
    if person := next((each for each in named if is_speaker(scene, each, position)), None):
        return Subject(person.start, person.end, NAMED, person.entity)
    determiner = scene.words.determiner.match(scene.lower, position, end)
    noun = scene.words.noun.search(scene.lower, position, end)
    is_person = noun is not None and noun.group() in scene.words.persons
    if (determiner or noun) and (person := _apposed(scene, end, end + NEAR if is_person else end)):
        return Subject(person.start, person.end, NAMED, person.entity)
    if determiner and noun and not named and (stranger := name_at(scene, end, limit)):
        return stranger
    if noun and (stranger := name_behind(scene, noun, end, named)):
        return stranger
    head = determiner.end() if determiner else position
    if named and named[0].start == head and named[0].end + 2 >= end and named[0].entity.type != "person":
        return Subject(named[0].start, named[0].end, KNOWN, named[0].entity)
    if named and noun and is_named_body(scene, position, named[0]):
        return Subject(named[0].start, named[0].end, KNOWN, named[0].entity)
    if determiner:
        return Subject(position, end, KNOWN if noun else UNKNOWN)
    run = CAPITALS.match(scene.plain, position, end)
    if run and " " in run.group() and not named:
        return plain_name(scene, position, run.end())
    if noun and noun.start() <= position + NEAR:
        later = scene.words.person.search(scene.lower, position, end)  # "tout bas une voisine"
        if later and not scene.is_tied(later.start(), position):
            return Subject(later.start(), end, KNOWN)
        return Subject(position, end, UNKNOWN)
    return plain_name(scene, position, run.end()) if run and not named else None


def find_before(scene: Scene, end: int, start: int) -> Subject | None:
    """Who stands before `end`, where a verb is: "The mayor of Lyon, Jean Roux, 54, also"."""
    start = max(start, end - 2 * LONGEST)
    end = _strip(scene, end, start)
    relative = scene.words.relative_before.search(scene.lower, max(start, end - NEAR), end)
    if relative:
        end = _strip(scene, relative.start(), start)
        end -= scene.plain[end - 1 : end] == ","
    if scene.plain[end - 1 : end] == ")" and (opened := scene.plain.rfind("(", start, end)) >= 0:
        end = _strip(scene, opened, start)
    if scene.plain[end - 1 : end] != ",":
        found = _ending_at(scene, end, start)
        if not relative or (found and found.entity and found.entity.type == "person"):
            return found
        return _before_insertion(scene, end, start) or found
    return _before_insertion(scene, end - 1, start)


def _before_insertion(scene: Scene, end: int, start: int) -> Subject | None:
    """ "Jean Roux, the mayor of Lyon," and "The mayor of Lyon, Jean Roux,": whichever of the two is a name."""
    comma = end
    for _ in range(MOST_INSERTIONS):
        opened = scene.plain.rfind(",", start, comma)
        inserted = None if _is_relative(scene, opened + 1, comma) else _ending_at(scene, comma, max(start, opened + 1))
        if inserted and inserted.entity and inserted.entity.type == "person":
            return inserted
        if opened < 0:
            return None
        found = None if _is_in_relative(scene, opened, start) else _ending_at(scene, opened, start)
        if found:
            is_stranger = inserted and found.confidence == KNOWN and not found.entity and is_name(scene, inserted)
            is_body = inserted and inserted.entity and scene.words.person.match(scene.lower, found.start, found.end)
            return inserted if is_stranger or (is_body and not found.entity) else found
        comma = opened
    return None


def _is_in_relative(scene: Scene, end: int, start: int) -> bool:
    """ "Roe, who visited the hospital, in Lyon, said": what ends at `end` tells of whoever stands before it."""
    opened = scene.plain.rfind(",", start, end)
    return opened >= 0 and _is_relative(scene, opened + 1, end)


def _is_relative(scene: Scene, start: int, end: int) -> bool:
    """ "Roe, whom Smith appointed, said": what is inserted tells of whoever stands before it."""
    first = WORD.search(scene.lower, start, end)
    if first is None or scene.lower[start : first.start()].strip():
        return False
    return first.group() in scene.words.conjunctions and first.group() not in scene.words.determiners


def _ending_at(scene: Scene, end: int, start: int) -> Subject | None:
    begin = _clause(scene, max(start, end - LONGEST), end)
    begin += len(scene.lower[begin:end]) - len(scene.lower[begin:end].lstrip())
    named = scene.mention_until(end, start)
    if named and named.entity.type == "person" and _is_of_body(scene, begin, named.start):
        named = None
    if named and not _is_tied(scene, named, start):
        if named.entity.type == "person":
            return Subject(named.start, named.end, NAMED, named.entity)
        told = scene.words.person.search(scene.lower, _relative_clause(scene, begin, named.start), named.start)
        if told is None or is_named_body(scene, begin, named):  # But "the head of the party UDR"
            return Subject(named.start, named.end, KNOWN, named.entity)
    return (
        _pronoun_until(scene, end, begin)
        or _body_until(scene, end, begin, start)
        or _person_until(scene, end, begin)
        or (None if named else name_until(scene, end, begin))
    )


def _is_tied(scene: Scene, named: Mention, start: int) -> bool:
    """Whether a name belongs to a noun before it, with what it is: "named by President Roe"."""
    if scene.is_tied(named.start, start):
        return True
    last = LAST_WORDS.search(scene.lower, max(start, named.start - NEAR), max(start, named.start - 1))
    return last is not None and last[1] in scene.words.persons and scene.is_tied(last.start(1), start)


def _clause(scene: Scene, start: int, end: int) -> int:
    """Where the clause begins that ends at `end`, or what there is of it from `start`."""
    return max((mark.end() for mark in PARTS.finditer(scene.lower, start, end)), default=min(start, end))


def _relative_clause(scene: Scene, begin: int, end: int) -> int:
    """Where the last clause begins that no comma opens: "The mayor has a plan | that the union"."""
    words = WORD.finditer(scene.lower, begin, end)
    return max((word.end() for word in words if _elided(word.group()) in scene.words.conjunctions), default=begin)


def _elided(word: str) -> str:
    """ "qu'" of "qu'une"."""
    return word.partition("'")[0] + "'" if "'" in word else word


def _body_until(scene: Scene, end: int, begin: int, start: int) -> Subject | None:
    """ "Au ministère, on" and "Desde el ministerio": a body for which somebody speaks. Or "someone"."""
    if scene.words.somebody.fullmatch(scene.lower, begin, end):
        return Subject(begin, end, KNOWN)
    if scene.lower[begin:end] in scene.words.anybody:
        end = start + len(scene.lower[start:begin].rstrip(" ,"))
        begin = _clause(scene, start, end)
    elif not scene.words.implied:
        return None
    return body_at(scene, begin, end)


def body_at(scene: Scene, position: int, limit: int) -> Subject | None:
    """ "au ministère des Transports": a body behind one of the words for where it speaks."""
    position += len(scene.plain[position:limit]) - len(scene.plain[position:limit].lstrip())
    voice = scene.words.voices.match(scene.lower, position, limit)
    found = find_after(scene, voice.end(), limit) if voice else None
    if found is None or found.pronoun or (found.entity and found.entity.type == "person"):
        return None
    noun = scene.words.noun.search(scene.lower, found.start, found.end)
    return found if found.entity or (noun and noun.group() not in scene.words.persons) else None


def _person_until(scene: Scene, end: int, begin: int) -> Subject | None:
    """ "the mayor of Lyon" or "officials" at the end of a clause, or whatever begins it with an article."""
    found = list(scene.words.person.finditer(scene.lower, begin, end))
    free = [match for match in found if not scene.is_tied(match.start(), begin)]
    if free:
        person = _owner(scene, free)
        body = next(scene.mentions_in(person.start(), person.end()), None)
        if body and body.entity.type == "organization":
            return Subject(body.start, body.end, KNOWN, body.entity)
        return Subject(person.start(), _before_verb(scene, person.end(), end), KNOWN)
    words = scene.lower[begin:end].split()
    few = len(words) <= MOST_WORDS and scene.words.auxiliaries.isdisjoint(words)
    if few and scene.words.determiner.match(scene.lower, begin, end):
        return Subject(begin, end, UNKNOWN)
    nouns = [match for match in scene.words.noun.finditer(scene.lower, begin, end) if match.end() == end]
    elided = scene.lower[begin:end].partition("'")[0] + "'"
    is_tied = words and (words[0] in scene.words.links or elided in scene.words.links)
    is_place = is_tied or elided in scene.words.ends or scene.words.recipients.match(scene.lower, begin, end)
    if few and nouns and not is_place:  # But "Nell'ordinanza scrive", "Ai fedeli ha detto".
        while (word := WORD.match(scene.lower, begin, end)) and word.group() in scene.words.ends:
            begin = word.end() + 1
        return Subject(begin, end, UNKNOWN) if begin < end else None
    return None


def _owner(scene: Scene, found: list[re.Match[str]]) -> re.Match[str]:
    """The last of several, or whoever it belongs to: "eine Sprecherin der Ministerin"."""
    person = found.pop()
    while found and not scene.lower[found[-1].end() : person.start()].strip():
        person = found.pop()
    return person


def _before_verb(scene: Scene, start: int, end: int) -> int:
    """Where the words for somebody end, before an auxiliary or another small word of a verb: "the head has swept"."""
    cut = scene.words.verb_begins.search(scene.lower, start, end)
    return start + len(scene.lower[start : cut.start()].rstrip()) if cut else end


def pronoun_at(scene: Scene, position: int, limit: int) -> Subject | None:
    first = WORD.match(scene.lower, position, limit)
    if first is None:
        return None
    second = WORD.match(scene.lower, first.end() + 1, limit)
    for end in (second.end() if second else first.end(), first.end()):
        gender = scene.words.pronouns.get(scene.lower[position:end])
        if gender and not _is_article(scene, position, end, limit):
            return Subject(position, end, KNOWN, pronoun=gender)
    return None


def _is_article(scene: Scene, position: int, end: int, limit: int) -> bool:
    """Whether what could be a pronoun belongs to a noun behind it: "este miércoles"."""
    following = WORD.match(scene.lower, end + 1, limit)
    if following is None or scene.lower[position:end] not in scene.words.determiners:
        return False
    if scene.words.says.match(scene.lower, following.start(), limit):
        return False
    return following.group() not in scene.words.small or following.group() in scene.words.ends


def _pronoun_until(scene: Scene, end: int, begin: int) -> Subject | None:
    last = LAST_WORDS.search(scene.lower, max(begin, end - NEAR), end)
    for position in (last.start(), last.start(1)) if last else ():
        gender = scene.words.pronouns.get(scene.lower[position:end])
        if gender:
            return Subject(position, end, KNOWN, pronoun=gender)
    return None


def phrase_end(scene: Scene, position: int, limit: int) -> int:
    """Where the words for somebody end that begin at `position`."""
    end = position
    for number in range(MOST_WORDS):
        token = TOKEN.match(scene.plain, end, limit)
        if token is None:
            break
        named = next(scene.mentions_in(token.start(1), token.end(1)), None)
        word = scene.lower[token.start(1) : token.end(1)]
        elided = word.partition("'")[0] + "'"
        is_end = word.rstrip(".") in scene.words.ends or elided in scene.words.ends
        first_is_determiner = number == 0 and word in scene.words.determiners
        if is_end and not first_is_determiner and not (named and named.start == token.start(1)):
            break
        end = min(named.end, limit) if named else token.end(1)
        if not named and word.endswith(".") and not _is_abbreviation(token.group(1), word, scene):
            end -= 1
            break
    return end


def _is_abbreviation(token: str, word: str, scene: Scene) -> bool:
    return word in scene.words.titles or (len(token) == 2 and token[0].isupper())


def is_speaker(scene: Scene, mention: Mention, start: int) -> bool:
    """A person who is neither a complement ("the lawyer of X") nor an owner ("X's lawyer")."""
    if mention.entity.type != "person" or is_owner(scene, mention):
        return False
    return not scene.is_tied(mention.start, start)


def is_named_body(scene: Scene, begin: int, mention: Mention) -> bool:
    """ "the association Friends of Rome": what it is stands right before its name, and no person before that."""
    nouns = list(scene.words.noun.finditer(scene.lower, begin, mention.start))
    if len(nouns) != 1 or mention.entity.type == "person" or nouns[0].group() in scene.words.persons:
        return False
    return not scene.lower[nouns[0].end() : mention.start].strip(" '") and nouns[0].group() not in scene.words.titles


def _is_of_body(scene: Scene, begin: int, end: int) -> bool:
    """Whether the noun of a body stands right before what is taken for a person: "the health service Maari Ma"."""
    last = LAST_WORDS.search(scene.lower, begin, max(begin, end - 1))
    if last is None or scene.words.noun.fullmatch(last[1]) is None:
        return False
    return scene.words.persons.keys().isdisjoint((last.group(), last[1])) and last[1] not in scene.words.titles


def is_owner(scene: Scene, mention: Mention) -> bool:
    return scene.plain[mention.end : mention.end + 2] in ("'s", "' ")


def _apposed(scene: Scene, end: int, limit: int) -> Mention | None:
    """ "the mayor of Lyon, Jean Roux", "the head of the clinic on the island, Jane Roe": who is named behind it."""
    if bracket := BRACKET.match(scene.plain, end):
        end, limit = bracket.end(), limit + len(bracket.group())
    comma = scene.plain.find(", ", end, limit + 2)
    if comma < 0 or CLAUSE_END.search(scene.plain, end, comma) or scene.words.says.search(scene.lower, end, comma):
        return None
    person = next(scene.mentions_in(comma + 2, comma + NEAR), None)
    if person is None or person.entity.type != "person" or scene.is_tied(person.start, comma + 2):
        return None
    if comma > end and not CLAUSE_END.match(scene.plain, person.end):
        return None
    between = scene.lower[comma + 2 : person.start]
    is_clause = any(mark in between for mark in ",.\n") or scene.words.says.search(between)
    return None if is_clause or len(between.split()) > MOST_INSERTIONS else person


def _strip(scene: Scene, end: int, start: int) -> int:
    """Without white space, and without the small words before a verb."""
    end = start + len(scene.lower[start:end].rstrip())
    small = scene.words.particles_before.search(scene.lower, max(start, end - NEAR), end)
    return start + len(scene.lower[start : small.start()].rstrip()) if small else end

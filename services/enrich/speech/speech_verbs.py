"""Verbs of saying, and who stands at them: "a déclaré Bauer", "said the mayor of Lyon", "sourit-il"."""

import re
from dataclasses import replace

from services.enrich.speech.phrases import KNOWN, LONGEST, body_at, find_after, find_before, pronoun_at
from services.enrich.speech.scene import Scene, Subject
from services.enrich.speech.speech_words import SpeechWords
from services.enrich.speech.strangers import CAPITALS, UNKNOWN
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL

# How sure we are of whoever does not stand right at the verb.
LEADS = 0.8
CLAUSE_END = re.compile(r"[,.;:!?()\n«»“”\"]")
WORD = re.compile(r"(?:(?<=[\s'])|(?<=\A))[\w-]+'?[\w'-]*")
INSERTED = re.compile(r", [a-zß-öø-ÿ'-]+(?: [a-zß-öø-ÿ'-]+){0,2}, ")
# How many words may stand between a verb and who speaks: "explained in the course of the debate the mayor of Lyon".
FEW_WORDS = 9


def subject_of(scene: Scene, says: re.Match[str], begin: int, end: int) -> Subject | None:
    """The subject of a verb that leads to speech: before it, or behind it where the verb comes second."""
    tied = tied_pronoun(scene, says)
    if tied:
        return tied
    first = says.start("auxiliary") if "auxiliary" in says.re.groupindex and says["auxiliary"] else says.start()
    if scene.plain[begin:first].rstrip().endswith(","):  # "It is, said Bauer, the last."
        behind = find_after(scene, says.end(), end)
        if behind and behind.pronoun and scene.words.bracket:  # "Auf die Frage der Richterin Meiners, antwortete er:"
            return behind
        if behind and behind.entity and scene.plain[behind.end : behind.end + 1] == ",":
            return behind
    found = find_before(scene, first, begin)
    if found or not scene.words.bracket:
        return found
    return subject_behind(scene, says, end)


def subject_behind(scene: Scene, says: re.Match[str], limit: int) -> Subject | None:
    tied = tied_pronoun(scene, says)
    if tied:
        return tied
    if scene.words.bracket and "auxiliary" in says.re.groupindex and says["auxiliary"]:
        inside = find_after(scene, says.end("auxiliary"), says.start("participle"))
        if inside:
            return inside
    small = scene.words.particles_at.match(scene.lower, says.end() + 1, limit)
    # "N'Guessan" begins with no particle.
    is_name = small and any(mention.start == small.start() for mention in scene.mentions_in(small.start(), small.end()))
    begins = small and not is_name and not scene.words.determiner.match(scene.lower, small.start(), limit)
    found = find_after(scene, small.end() if small and begins else says.end(), limit)
    found = found or _behind_words(scene, says.end(), limit) or _behind_insertion(scene, says.end(), limit)
    if found is None and scene.words.implied:
        return Subject(says.start(), says.start(), LEADS, pronoun="either")
    return found


def _behind_words(scene: Scene, position: int, limit: int) -> Subject | None:
    """ "a confié vendredi à l'AFP une source": who stands a few words behind a verb, and belongs to none of them."""
    close = CLAUSE_END.search(scene.plain, position, limit)
    until = position
    for number, word in enumerate(WORD.finditer(scene.lower, position, close.start() if close else limit)):
        if number > FEW_WORDS or word.group() in scene.words.conjunctions:
            return None
        if word.start() < until or not number:
            continue
        if scene.is_tied(word.start(), position):
            named = next(scene.mentions_in(word.start(), word.end()), None)
            run = CAPITALS.match(scene.plain, word.start(), limit)
            body = next(scene.mentions_in(word.end(), word.end() + 2), None)
            if body and body.entity.type == "organization":
                named = body  # "ha raccontato al settimanale La Vita Cattolica": the weekly is called so.
            until = named.end if named else run.end() if run else until
        elif subject := _somebody_at(scene, word.start(), limit):
            return replace(subject, confidence=min(LEADS, subject.confidence))
    return None


def _behind_insertion(scene: Scene, position: int, limit: int) -> Subject | None:
    """ "confie, amère, Marie Blanc": who stands behind a word or two that say how it was said."""
    inserted = INSERTED.match(scene.plain, position, limit)
    subject = find_after(scene, inserted.end(), limit) if inserted else None
    return subject if subject and is_somebody(scene, subject) and not subject.pronoun else None


def _somebody_at(scene: Scene, start: int, limit: int) -> Subject | None:
    """Whose name stands here, or the words for a person ("the mayor of Lyon") or for a body."""
    determiner = scene.words.determiner.match(scene.lower, start, limit)
    run = CAPITALS.match(scene.plain, start, limit)
    is_name = run is not None and " " in run.group() and scene.language not in ALL_NOUNS_CAPITAL
    named = next(scene.mentions_in(start, start + 1), None)
    if not (determiner or is_name or (named and named.entity.type == "person")):
        return None
    subject = find_after(scene, start, limit)
    return subject if subject and (subject.entity or is_name or names_person(scene, subject)) else None


def tied_pronoun(scene: Scene, says: re.Match[str]) -> Subject | None:
    """ "a-t-il déclaré", "dit-elle"; "dit-on à la mairie", or whichever body the text has told of."""
    for group in ("after_auxiliary", "after_verb"):
        if group in says.re.groupindex and says[group]:
            if says[group] in scene.words.anybody:
                if body := body_at(scene, says.end(), min(says.end() + LONGEST, len(scene.lower))):
                    return body
                there = scene.words.voices.match(scene.lower, says.end() + 1)
                is_place = (
                    there and scene.plain[there.end() : there.end() + 2].strip().islower()
                )  # "regrette-t-on à l'accueil"
                return Subject(*says.span(group), KNOWN, pronoun="thing") if is_place else None
            return Subject(*says.span(group), KNOWN, pronoun=scene.words.pronouns[says[group]])
    return None


def printed_verb(scene: Scene, says: re.Match[str]) -> str:
    group = "participle" if "participle" in says.re.groupindex and says["participle"] else "verb"
    return scene.plain[says.start(group) : says.end(group)]


def any_verb(scene: Scene, position: int, limit: int) -> re.Match[str] | None:
    """Whatever stands at `position` that could be a verb of saying, as it is no small word."""
    tells = scene.words.tells.match(scene.lower, position, limit)
    if tells is None or printed_verb(scene, tells) in scene.words.small:
        return None
    # "« Les Ombres », album du chanteur Paul Noir": who speaks stands right behind what is to be a verb.
    behind = tells.end() + len(scene.lower[tells.end() : limit]) - len(scene.lower[tells.end() : limit].lstrip())
    small = scene.words.particles_at.match(scene.lower, behind, limit)
    behind = small.end() if small and not scene.words.determiner.match(scene.lower, behind) else behind
    if tells.groupdict().get("auxiliary") or tied_pronoun(scene, tells) or scene.plain[behind : behind + 1].isupper():
        return tells
    begins = scene.words.determiner.match(scene.lower, behind) or scene.words.noun.match(scene.lower, behind)
    if begins or pronoun_at(scene, behind, limit):
        return tells
    subject = _behind_words(scene, tells.end(), limit)  # "plaisante à moitié Paul Noir"
    return tells if subject and is_somebody(scene, subject) else None


def is_told_there(tells: re.Match[str], subject: Subject) -> bool:
    """Whether a subject stands behind a verb; one that is only implied does if the verb is a whole tense."""
    return subject.start > tells.start() or bool(tells.groupdict().get("auxiliary"))


def is_no_verb(words: SpeechWords, lower: str, says: re.Match[str], begin: int) -> bool:
    """Whether it is done to the subject ("was called"), or is a noun ("le juge")."""
    if "auxiliary" in says.re.groupindex and says["auxiliary"]:
        return False
    near = max(begin, says.start() - 20)
    return any(pattern.search(lower, near, says.start()) for pattern in (words.passive_before, words.determiner_before))


def is_somebody(scene: Scene, subject: Subject) -> bool:
    """A person who is named, a pronoun, or what somebody is: "a neighbour"."""
    if subject.entity:
        return subject.entity.type == "person"
    return bool(subject.pronoun) or (subject.confidence > UNKNOWN and names_person(scene, subject))


def names_person(scene: Scene, subject: Subject) -> bool:
    return scene.words.person.match(scene.lower, subject.start, subject.end) is not None

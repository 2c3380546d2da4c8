"""Verbs of saying, and who stands at them: "a déclaré Bauer", "said the mayor of Lyon", "sourit-il"."""

import re
from dataclasses import replace

from services.enrich.phrases import KNOWN, Scene, Subject, find_after, find_before, is_speaker, pronoun_at
from services.enrich.speech_words import SpeechWords

# How sure we are of whoever does not stand right at the verb.
LEADS = 0.8
RECIPIENT = re.compile(r"\s*(?:\w+'|\w{1,3}\s+)?[\w-]+")
CLAUSE_END = re.compile(r"[,.;:!?()\n«»“”\"]")
# How many words may stand between a verb and the name of who speaks: "ha protestato in piazza Marta Sorrentino".
ADVERB = 5


def subject_of(scene: Scene, says: re.Match[str], begin: int, end: int) -> Subject | None:
    """The subject of a verb that leads to speech: before it, or behind it where the verb comes second."""
    tied = tied_pronoun(scene, says)
    if tied:
        return tied
    first = says.start("auxiliary") if "auxiliary" in says.re.groupindex and says["auxiliary"] else says.start()
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
    found = (
        find_after(scene, says.end(), limit)
        or _behind_recipient(scene, says.end(), limit)
        or _behind_adverb(scene, says.end(), limit)
    )
    if found is None and scene.words.implied:
        return Subject(says.start(), says.start(), LEADS, pronoun="either")
    return found


def _behind_recipient(scene: Scene, position: int, limit: int) -> Subject | None:
    """ "a confié à l'AFP une source": who stands behind those to whom something is said."""
    recipient = scene.words.recipients.match(scene.lower, position + 1, limit)
    if recipient is None:
        return None
    named = next(scene.mentions_in(recipient.end(), recipient.end() + 5), None)
    word = RECIPIENT.match(scene.lower, recipient.end(), limit)
    behind = named.end if named else word.end() if word else limit
    subject = find_after(scene, behind, limit)
    if subject is None or subject.pronoun:
        return None
    if subject.confidence < KNOWN and not scene.plain[subject.start].isupper():
        return None
    return replace(subject, confidence=min(LEADS, subject.confidence))


def _behind_adverb(scene: Scene, position: int, limit: int) -> Subject | None:
    """ "ha protestato in piazza Marta Sorrentino": a person who is named a few words behind the verb."""
    close = CLAUSE_END.search(scene.plain, position, limit)
    person = next(scene.mentions_in(position, close.start() if close else limit), None)
    if person is None or not is_speaker(scene, person, position):
        return None
    between = scene.lower[position : person.start].split()
    if len(between) > ADVERB or any(word in scene.words.relatives for word in between):
        return None
    return Subject(person.start, person.end, LEADS, person.entity)


def tied_pronoun(scene: Scene, says: re.Match[str]) -> Subject | None:
    """ "a-t-il déclaré", "dit-elle"."""
    for group in ("after_auxiliary", "after_verb"):
        if group in says.re.groupindex and says[group]:
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
    if tells.groupdict().get("auxiliary") or tied_pronoun(scene, tells) or scene.plain[behind : behind + 1].isupper():
        return tells
    begins = scene.words.determiner.match(scene.lower, behind) or scene.words.noun.match(scene.lower, behind)
    return tells if begins or pronoun_at(scene, behind, limit) else None


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
    return bool(subject.pronoun) or (subject.confidence >= KNOWN and names_person(scene, subject))


def names_person(scene: Scene, subject: Subject) -> bool:
    return scene.words.person.match(scene.lower, subject.start, subject.end) is not None

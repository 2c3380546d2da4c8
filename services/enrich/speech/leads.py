"""The words before a quotation that say who speaks: Bauer a déclaré : « … ». According to Bauer, “…”."""

import re
from dataclasses import dataclass, replace

from services.enrich.speech.phrases import KNOWN, find_after, find_before, is_speaker
from services.enrich.speech.scene import Scene, Subject
from services.enrich.speech.speech_verbs import (
    LEADS,
    is_no_verb,
    is_somebody,
    names_person,
    printed_verb,
    subject_behind,
    subject_of,
)
from services.enrich.speech.strangers import CAPITALS, name_at
from services.enrich.tagging.name_words import is_word, name_words
from services.enrich.text.marks import Stretch

WINDOW = 300
WORD = re.compile(r"[\w-]+'?")
# What stands right behind a word that is a sentence or a clause by itself.
ALONE = tuple(",.!?…")
# How many words may stand between a verb of saying and what is said, for them to belong together for sure.
RIGHT_THERE = 6
# How sure we are of who leads the sentence without a verb of saying.
LEADS_SILENTLY = 0.55
# How sure we are of whom the sentence before brings in; how far its first comma may be, and how many words of titles
# may follow that before a name.
INTRODUCED, APPOSED, TITLES = 0.6, 80, 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch in its sentence: from `before` up to it, and from it up to `after`, nothing is between other marks.

    `joined`: the stretch before is in the same sentence. `ends`: the sentence seems to end with the stretch.
    """

    stretch: Stretch
    before: int
    after: int
    joined: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """Words that say who speaks, and how. `right_there`: they can hardly mean anything but this quotation."""

    subject: Subject | None
    verb: str | None
    position: int
    right_there: bool


def find_before_it(scene: Scene, frame: Frame) -> Tag | None:
    """Bauer a déclaré : « … ». According to Bauer, “…”. Bauer a exhorté ses alliés à produire « … »."""
    begin, end = _lead(scene, frame)
    if begin >= end:
        return None
    lower, words = scene.lower, scene.words
    colon = lower[begin:end].rstrip().endswith(":")
    verbs = [says for says in words.says.finditer(lower, begin, end) if not is_no_verb(words, lower, says, begin)]
    source = next(words.sources.finditer(lower, begin, end), None)
    if source and not (verbs and verbs[-1].start() > source.end() and colon):
        subject = find_after(scene, source.end(), end)
        if subject and not any(subject.end <= says.start() for says in verbs):
            return Tag(subject, None, source.start(), scene.count_words(subject.end, end) <= RIGHT_THERE)
    opening = words.opening_sources.match(lower, begin + len(lower[begin:end]) - len(lower[begin:end].lstrip()), end)
    if opening and not verbs:
        subject = find_after(scene, opening.end(), end)
        is_view = subject and (not subject.pronoun or scene.plain[subject.end : subject.end + 1] == ",")  # "For her, …"
        if subject and is_view and subject.confidence >= KNOWN:
            return Tag(replace(subject, confidence=LEADS), None, begin, True)
    if verbs and (tag := _told(scene, frame, verbs, colon)):
        return tag
    if colon:
        subject = _before_colon(scene, frame, begin, end)
        return Tag(subject, printed_verb(scene, verbs[-1]) if verbs else None, begin, True)
    if verbs:
        return Tag(None, printed_verb(scene, verbs[-1]), verbs[-1].start(), _is_near(scene, frame, verbs[-1], colon))
    subject = None if frame.joined else _leading(scene, frame, LEADS_SILENTLY)
    return Tag(subject, None, begin, False) if subject and subject.entity else None


def _told(scene: Scene, frame: Frame, verbs: list[re.Match[str]], colon: bool) -> Tag | None:
    """The last verb of saying before a stretch, with the nearest subject that one of them has."""
    begin, end = _lead(scene, frame)
    last, near = verbs[-1], _is_near(scene, frame, verbs[-1], colon)
    subject = next(filter(None, (subject_of(scene, says, begin, end) for says in reversed(verbs))), None)
    if subject is None and frame.joined:
        subject = next(filter(None, (subject_behind(scene, says, end) for says in verbs)), None)
    subject = subject or _leading(scene, frame, LEADS)
    if subject is None and scene.words.implied and near:
        subject = Subject(last.start(), last.start(), LEADS, pronoun="either")
    return Tag(subject, printed_verb(scene, last), last.start(), near) if subject else None


def _is_near(scene: Scene, frame: Frame, says: re.Match[str], colon: bool) -> bool:
    """Whether a verb can hardly lead to anything but the stretch."""
    begin, end = _lead(scene, frame)
    lower = scene.lower
    near = colon or (scene.count_words(says.end(), end) < RIGHT_THERE and "," not in lower[says.end() : end - 2])
    # Between two stretches of one sentence, the verb may well belong to the one before.
    return near and (not frame.joined or lower[begin:end].rstrip().endswith((",", ":")))


def _before_colon(scene: Scene, frame: Frame, begin: int, end: int) -> Subject | None:
    """Who is named last before a colon, leads its sentence, or is brought in there."""
    nearest = find_before(scene, begin + len(scene.lower[begin:end].rstrip()) - 1, begin)
    first = _leading(scene, frame, LEADS)
    is_person = bool(nearest and nearest.entity and nearest.entity.type == "person")
    subject = nearest if is_person or first is None else first
    if subject is None or not (subject.entity or is_somebody(scene, subject)):
        subject = introduced(scene, begin, end)
    if subject is None and scene.words.implied and scene.count_words(begin, end) <= RIGHT_THERE:
        subject = Subject(begin, begin, LEADS, pronoun="either")
    return subject


def _lead(scene: Scene, frame: Frame) -> tuple[int, int]:
    """What leads to a stretch: the sentence before it, or the end of the paragraph before if that has a colon."""
    begin, end = frame.before, frame.stretch.first
    if scene.plain[begin:end].strip():
        return begin, end
    until = max(0, begin - WINDOW)
    before = scene.plain[until:begin].rstrip()
    if not before.endswith(":"):
        return end, end
    last = max(before.rfind("\n"), before.rfind(". ", 0, -1), before.rfind("»"), before.rfind("”"))
    return until + last + 1, until + len(before)


def _leading(scene: Scene, frame: Frame, confidence: float) -> Subject | None:
    """Who the sentence begins with: a person or a body that is named there, or a pronoun."""
    begin, _ = _lead(scene, frame)
    subject = leading(scene, begin, frame.stretch.first, confidence)
    return subject if subject and (subject.entity or subject.pronoun or is_somebody(scene, subject)) else None


def leading(scene: Scene, begin: int, limit: int, confidence: float) -> Subject | None:
    """Who a sentence begins with that begins at `begin`: a name, a pronoun, or what somebody is."""
    begin += len(scene.plain[begin:limit]) - len(scene.plain[begin:limit].lstrip())
    subject = apposed(scene, begin, limit) or find_after(scene, begin, min(begin + WINDOW, limit))
    if subject is None or (subject.entity and subject.entity.type == "place"):
        return None
    name = CAPITALS.fullmatch(scene.plain, subject.start, subject.end)
    # A word that is all of a sentence, or of its first clause, names nobody: "Silence.", "Asked about it, the company".
    is_alone = name is not None and " " not in name.group() and scene.plain[subject.end : subject.end + 1] in ALONE
    is_clause = is_alone or _goes_on(scene, subject)
    is_name = name is not None and (" " in name.group() or not (is_clause or is_word(name.group(), scene.language)))
    if not (subject.entity or subject.pronoun or is_name or names_person(scene, subject)):
        return None
    end = subject.end if subject.entity or subject.pronoun or is_name else end_of_noun(scene, subject)
    return replace(subject, end=end, confidence=min(confidence, subject.confidence))


def _goes_on(scene: Scene, subject: Subject) -> bool:
    """Whether what may be a name goes on with a small word: "Arrivé en janvier, l'entraîneur …"."""
    return name_words(scene.language).behind_participle.match(scene.lower, subject.end) is not None


def end_of_noun(scene: Scene, subject: Subject) -> int:
    """Where the words for somebody end who leads a sentence, before its verb: "The mayor of the town rose"."""
    noun = scene.words.person.match(scene.lower, subject.start, subject.end)
    end = until = noun.end() if noun else subject.end
    for word in WORD.finditer(scene.plain, end, subject.end):
        small = scene.lower[word.start() : word.end()]
        opens = small in scene.words.links or small in scene.words.determiners
        if not (opens or until > end or word.group()[0].isupper()):
            break
        until = word.end()
        end = end if opens else until
    return end


def introduced(scene: Scene, begin: int, limit: int) -> Subject | None:
    """Whom a sentence brings in that begins with something else: "At the church, a neighbour waits for the bus."""
    if named := next((each for each in scene.mentions_in(begin, limit) if is_speaker(scene, each, begin)), None):
        return Subject(named.start, named.end, INTRODUCED, named.entity)
    comma = scene.plain.find(", ", begin, min(limit, begin + APPOSED))
    second = comma >= 0 and scene.words.person.match(scene.lower, comma + 2, limit)
    if second:
        return Subject(second.start(), second.end(), INTRODUCED)
    for match in scene.words.person.finditer(scene.lower, begin, limit):
        if scene.words.indefinite.match(match.group()):
            return Subject(match.start(), match.end(), INTRODUCED)
    return None


def apposed(scene: Scene, begin: int, limit: int) -> Subject | None:
    """Who is named between the first commas of a sentence: "The ambassador in Rome, Sir John Roe, was moved:"."""
    comma = scene.plain.find(",", begin, min(limit, begin + APPOSED))
    if comma < 0:
        return None
    person = next(scene.mentions_in(comma, limit), None)
    if scene.words.person.match(scene.lower, begin) and (stranger := name_at(scene, comma, limit)):
        return replace(stranger, confidence=LEADS_SILENTLY)
    if person is None or not is_speaker(scene, person, comma) or scene.words.person.match(scene.lower, begin) is None:
        return None
    is_next = (
        len(scene.plain[comma : person.start].split()) <= TITLES and "," not in scene.plain[comma + 1 : person.start]
    )
    return Subject(person.start, person.end, LEADS, person.entity) if is_next else None

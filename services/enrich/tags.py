"""The words in a sentence that say who speaks, and how.

1. Behind what is said: « … », a déclaré Bauer. “…,” she said. Any word may be the verb right there: « … », sourit-il.
2. Before it: Bauer a déclaré : « … ». According to Bauer, “…”.
3. Inside it: « Nous avons tout perdu, dit Karim. Personne ne vient. »
"""

import re
from dataclasses import dataclass, replace

from services.enrich.marks import Stretch
from services.enrich.phrases import (
    CAPITALS,
    KNOWN,
    Scene,
    Subject,
    find_after,
    find_before,
    is_speaker,
    name_at,
    pronoun_at,
)
from services.enrich.speech_words import SpeechWords

WINDOW = 300
# How many words may stand between a verb of saying and what is said, for them to belong together for sure.
RIGHT_THERE = 6
# How sure we are of who stands behind any word where a verb of saying could be; of who leads the sentence, with a verb
# of saying and without; of a source that is named elsewhere in the sentence.
ANY_VERB, LEADS, LEADS_SILENTLY, ELSEWHERE = 0.85, 0.8, 0.55, 0.75
END = tuple(".!?…")
INSERTED = tuple(",?!…")
RECIPIENT = re.compile(r"\s*(?:\w+'|\w{1,3}\s+)?[\w-]+")
GAP = re.compile(r"[\s.,–—-]*")
INSERTION = re.compile(r"[,?!…] ")
CLAUSE_END = re.compile(r"[,.;:!?()\n«»“”\"]")
WORD = re.compile(r"\s*([^\W\d_]+)")
# How many words may stand between a verb and the name of who speaks: "ha protestato in piazza Marta Sorrentino".
ADVERB = 5
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


def find(scene: Scene, frame: Frame) -> Tag | None:
    found = [tag for tag in (_tag_behind(scene, frame), _tag_before(scene, frame), _tag_inside(scene, frame)) if tag]
    return next((tag for tag in found if tag.right_there), found[0] if found else None)


def _tag_behind(scene: Scene, frame: Frame) -> Tag | None:
    """« … », a déclaré Bauer. “…,” Bauer said. « … », selon Bauer."""
    words, lower, limit = scene.words, scene.lower, frame.after
    gap = GAP.match(lower, frame.stretch.after, limit)
    begin = gap.end() if gap else frame.stretch.after
    source = words.sources.search(lower, begin, limit)
    if source and source.start() == begin and not frame.ends:
        subject = find_after(scene, source.end(), limit)
        return Tag(subject, None, begin, True) if subject else None
    comma = "," in scene.plain[frame.stretch.end : begin]
    found = _verb_behind(scene, frame, begin, comma) or _any_verb_behind(scene, frame, begin, comma)
    if found or source is None or frame.ends:
        return found
    subject = find_after(scene, source.end(), limit)
    if subject is None or CLAUSE_END.search(scene.plain, begin, source.start() - 2):
        return None
    return Tag(replace(subject, confidence=min(ELSEWHERE, subject.confidence)), None, source.start(), False)


def _verb_behind(scene: Scene, frame: Frame, begin: int, comma: bool) -> Tag | None:
    """A verb of saying first, or its subject first: “…,” Bauer said."""
    words, lower, limit = scene.words, scene.lower, frame.after
    told = words.says.finditer(lower, begin, limit)
    says = next((each for each in told if not words.relative_before.search(lower, begin, each.start())), None)
    if says is None:
        return None
    # Only small words before the verb: it comes first, and its subject follows.
    small = words.particles_before.search(lower, begin, says.start())
    if (small.start() if small else says.start()) <= begin:
        # "Lo ha detto Meloni" says it of the sentence before, but "Poi ha detto: …" of what follows.
        back = small and ":" not in lower[says.end() : limit]
        if frame.ends and scene.plain[begin].isupper() and not back:
            return None
        return Tag(_subject_behind(scene, says, limit), _verb(scene, says), says.start(), True)
    between = scene.plain[begin : says.start()]
    if (frame.ends and not comma) or re.search(r"[.!?…:;]\s+\w", between) or _is_no_verb(words, lower, says, begin):
        return None
    subject = find_before(scene, says.start(), begin)
    if subject is None or scene.words.says.search(lower, begin, subject.start):
        return None
    lead = lower[begin : subject.start].split()
    if len(lead) > RIGHT_THERE or (lead and lead[0] in scene.words.ends):
        return None
    return Tag(subject, _verb(scene, says), says.start(), comma or not lead)


def _any_verb_behind(scene: Scene, frame: Frame, begin: int, comma: bool) -> Tag | None:
    """Behind a comma, any word may be the verb if somebody is next to it: « … », sourit Bauer. “…,” Bauer quipped."""
    asked = scene.plain[frame.stretch.end - 1 : frame.stretch.end] in INSERTED
    if not (comma or asked) or begin >= frame.after:
        return None
    if scene.plain[begin].islower():
        tells = _any_verb(scene, begin, frame.after)
        subject = tells and _subject_behind(scene, tells, frame.after)
        if tells and subject and _is_told_there(tells, subject) and _is_somebody(scene, subject):
            subject = replace(subject, confidence=min(ANY_VERB, subject.confidence))
            return Tag(subject, _verb(scene, tells), tells.start(), True)
    subject = find_after(scene, begin, frame.after) if comma else None
    if subject is None or subject.start != begin or not (subject.entity or subject.pronoun):
        return None
    verb = WORD.match(scene.lower, subject.end, frame.after)
    if verb is None or verb[1] in scene.words.small:
        return None
    return Tag(replace(subject, confidence=ANY_VERB), verb[1], verb.start(1), True)


def _is_told_there(tells: re.Match[str], subject: Subject) -> bool:
    """Whether a subject stands behind a verb; one that is only implied does if the verb is a whole tense."""
    return subject.start > tells.start() or bool(tells.groupdict().get("auxiliary"))


def _any_verb(scene: Scene, position: int, limit: int) -> re.Match[str] | None:
    """Whatever stands at `position` that could be a verb of saying, as it is no small word."""
    tells = scene.words.tells.match(scene.lower, position, limit)
    if tells is None or _verb(scene, tells) in scene.words.small:
        return None
    # "« Les Ombres », album du chanteur Paul Noir": who speaks stands right behind what is to be a verb.
    behind = tells.end() + len(scene.lower[tells.end() : limit]) - len(scene.lower[tells.end() : limit].lstrip())
    if tells.groupdict().get("auxiliary") or _tied_pronoun(scene, tells) or scene.plain[behind : behind + 1].isupper():
        return tells
    begins = scene.words.determiner.match(scene.lower, behind) or scene.words.noun.match(scene.lower, behind)
    return tells if begins or pronoun_at(scene, behind, limit) else None


def _is_somebody(scene: Scene, subject: Subject) -> bool:
    """A person who is named, a pronoun, or what somebody is: "a neighbour"."""
    if subject.entity:
        return subject.entity.type == "person"
    return bool(subject.pronoun) or (subject.confidence >= KNOWN and _names_person(scene, subject))


def _names_person(scene: Scene, subject: Subject) -> bool:
    return scene.words.person.match(scene.lower, subject.start, subject.end) is not None


def _tag_before(scene: Scene, frame: Frame) -> Tag | None:
    """Bauer a déclaré : « … ». According to Bauer, “…”. Bauer a exhorté ses alliés à produire « … »."""
    begin, end = _lead(scene, frame)
    if begin >= end:
        return None
    lower, words = scene.lower, scene.words
    colon = lower[begin:end].rstrip().endswith(":")
    verbs = [says for says in words.says.finditer(lower, begin, end) if not _is_no_verb(words, lower, says, begin)]
    source = next(words.sources.finditer(lower, begin, end), None)
    if source and not (verbs and verbs[-1].start() > source.end() and colon):
        subject = find_after(scene, source.end(), end)
        if subject and not any(subject.end <= says.start() for says in verbs):
            return Tag(subject, None, source.start(), scene.count_words(subject.end, end) <= RIGHT_THERE)
    opening = words.opening_sources.match(lower, begin + len(lower[begin:end]) - len(lower[begin:end].lstrip()), end)
    if opening and not verbs:
        subject = find_after(scene, opening.end(), end)
        if subject and subject.confidence >= KNOWN and not subject.pronoun:
            return Tag(replace(subject, confidence=LEADS), None, begin, True)
    if verbs:
        last = verbs[-1]
        near = colon or (scene.count_words(last.end(), end) < RIGHT_THERE and "," not in lower[last.end() : end - 2])
        # Between two stretches of one sentence, the verb may well belong to the one before.
        near = near and (not frame.joined or lower[begin:end].rstrip().endswith((",", ":")))
        subject = next(filter(None, (_subject(scene, says, begin, end) for says in reversed(verbs))), None)
        if subject is None and frame.joined:
            subject = next(filter(None, (_subject_behind(scene, says, end) for says in verbs)), None)
        subject = subject or _leading(scene, frame, LEADS)
        if subject is None and scene.words.implied and near:
            subject = Subject(last.start(), last.start(), LEADS, pronoun="either")
        return Tag(subject, _verb(scene, last), last.start(), near)
    if colon:
        nearest = find_before(scene, begin + len(lower[begin:end].rstrip()) - 1, begin)
        first = _leading(scene, frame, LEADS)
        is_person = bool(nearest and nearest.entity and nearest.entity.type == "person")
        subject = nearest if is_person or first is None else first
        if subject is None or not (subject.entity or _is_somebody(scene, subject)):
            subject = introduced(scene, begin, end)
        if subject is None and scene.words.implied and scene.count_words(begin, end) <= RIGHT_THERE:
            subject = Subject(begin, begin, LEADS, pronoun="either")
        return Tag(subject, None, begin, True) if subject else None
    subject = None if frame.joined else _leading(scene, frame, LEADS_SILENTLY)
    return Tag(subject, None, begin, False) if subject and subject.entity else None


def _tag_inside(scene: Scene, frame: Frame) -> Tag | None:
    """« Nous avons tout perdu, dit Karim. Personne ne vient. »: some newspapers don't close the marks for the tag."""
    begin, end = frame.stretch.start, frame.stretch.end
    for gap in INSERTION.finditer(scene.lower, begin, min(end, begin + 2 * WINDOW)):
        small = scene.words.particles_at.match(scene.lower, gap.end(), end)
        says = scene.words.says.match(scene.lower, small.end() if small else gap.end(), end)
        tells = says or _any_verb(scene, gap.end(), end)
        subject = _subject_behind(scene, tells, end) if tells else None
        if tells is None or subject is None or subject.end <= subject.start:
            continue
        if says is None and not (subject.pronoun and subject.start < tells.end()):
            continue  # A word that need not be one of saying must have its pronoun tied to it: "jure-t-il".
        if scene.plain[max(subject.end, tells.end()) : end].strip()[:1] in ("", ",", "."):
            return Tag(subject, _verb(scene, tells), tells.start(), True)
    return None


def _lead(scene: Scene, frame: Frame) -> tuple[int, int]:
    """What leads to a stretch: the sentence before it, or the end of the paragraph before if that has a colon."""
    begin, end = frame.before, frame.stretch.first
    if scene.plain[begin:end].strip():
        return begin, end
    until = max(0, begin - WINDOW)
    before = scene.plain[until:begin].rstrip()
    if not before.endswith(":") or before[-60:].count("\n") > 1:
        return end, end
    last = max(before.rfind("\n"), before.rfind(". ", 0, -1), before.rfind("»"), before.rfind("”"))
    return until + last + 1, until + len(before)


def _leading(scene: Scene, frame: Frame, confidence: float) -> Subject | None:
    """Who the sentence begins with: a person or a body that is named there, or a pronoun."""
    begin, _ = _lead(scene, frame)
    subject = leading(scene, begin, frame.stretch.first, confidence)
    return subject if subject and (subject.entity or subject.pronoun or _is_somebody(scene, subject)) else None


def leading(scene: Scene, begin: int, limit: int, confidence: float) -> Subject | None:
    """Who a sentence begins with that begins at `begin`: a name, a pronoun, or what somebody is."""
    begin += len(scene.plain[begin:limit]) - len(scene.plain[begin:limit].lstrip())
    subject = apposed(scene, begin, limit) or find_after(scene, begin, min(begin + WINDOW, limit))
    if subject is None or (subject.entity and subject.entity.type == "place"):
        return None
    is_name = bool(CAPITALS.fullmatch(scene.plain, subject.start, subject.end))
    if not (subject.entity or subject.pronoun or is_name or _names_person(scene, subject)):
        return None
    return replace(subject, confidence=min(confidence, subject.confidence))


def introduced(scene: Scene, begin: int, limit: int) -> Subject | None:
    """Whom a sentence brings in that begins with something else: "At the church, a neighbour waits for the bus."""
    named = [each for each in scene.mentions_in(begin, limit) if is_speaker(scene, each, begin)]
    if named:
        return Subject(named[0].start, named[0].end, INTRODUCED, named[0].entity)
    for match in scene.words.person.finditer(scene.lower, begin, limit):
        if match.group().split()[0] in scene.words.indefinites:
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


def _subject(scene: Scene, says: re.Match[str], begin: int, end: int) -> Subject | None:
    """The subject of a verb that leads to speech: before it, or behind it where the verb comes second."""
    tied = _tied_pronoun(scene, says)
    if tied:
        return tied
    first = says.start("auxiliary") if "auxiliary" in says.re.groupindex and says["auxiliary"] else says.start()
    found = find_before(scene, first, begin)
    if found or not scene.words.bracket:
        return found
    return _subject_behind(scene, says, end)


def _subject_behind(scene: Scene, says: re.Match[str], limit: int) -> Subject | None:
    tied = _tied_pronoun(scene, says)
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


def _tied_pronoun(scene: Scene, says: re.Match[str]) -> Subject | None:
    """ "a-t-il déclaré", "dit-elle"."""
    for group in ("after_auxiliary", "after_verb"):
        if group in says.re.groupindex and says[group]:
            return Subject(*says.span(group), KNOWN, pronoun=scene.words.pronouns[says[group]])
    return None


def _verb(scene: Scene, says: re.Match[str]) -> str:
    group = "participle" if "participle" in says.re.groupindex and says["participle"] else "verb"
    return scene.plain[says.start(group) : says.end(group)]


def _is_no_verb(words: SpeechWords, lower: str, says: re.Match[str], begin: int) -> bool:
    """Whether it is done to the subject ("was called"), or is a noun ("le juge")."""
    if "auxiliary" in says.re.groupindex and says["auxiliary"]:
        return False
    near = max(begin, says.start() - 20)
    return any(pattern.search(lower, near, says.start()) for pattern in (words.passive_before, words.determiner_before))

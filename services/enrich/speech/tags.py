"""The words in a sentence that say who speaks, and how.

1. Behind what is said: « … », a déclaré Bauer. “…,” she said. Any word may be the verb right there: « … », sourit-il.
2. Before it: Bauer a déclaré : « … ». According to Bauer, “…”.
"""

import re
from dataclasses import replace

from services.enrich.speech import participles
from services.enrich.speech.leads import RIGHT_THERE, Frame, Tag, find_before_it
from services.enrich.speech.phrases import find_after, find_before
from services.enrich.speech.scene import Scene
from services.enrich.speech.speech_verbs import (
    CLAUSE_END,
    any_verb,
    is_no_verb,
    is_somebody,
    is_told_there,
    printed_verb,
    subject_behind,
)

# How sure we are of who stands behind any word where a verb of saying could be; of a source that is named elsewhere in
# the sentence.
ANY_VERB, ELSEWHERE = 0.85, 0.75
END = tuple(".!?…")
INSERTED = tuple(",?!…")
GAP = re.compile(r"[\s.,–—-]*")
SENTENCE_BREAK = re.compile(r"[.!?…:;](?=\s+\w)")
WORD = re.compile(r"\s*([^\W\d_]+)")


def find(scene: Scene, frame: Frame) -> Tag | None:
    """The words that can hardly mean anything but this stretch; else the first that may."""
    if said_of := participles.find(scene, frame):
        return said_of
    first = None
    for look in (_tag_behind, find_before_it):
        tag = look(scene, frame)
        if tag and tag.right_there:
            return tag
        first = first or tag
    return first


def _tag_behind(scene: Scene, frame: Frame) -> Tag | None:
    """« … », a déclaré Bauer. “…,” Bauer said. « … », selon Bauer."""
    words, lower, limit = scene.words, scene.lower, frame.after
    gap = GAP.match(lower, frame.stretch.after, limit)
    begin = gap.end() if gap else frame.stretch.after
    if closing := words.closing_sources.match(lower, begin, limit):
        subject = find_after(scene, closing.end(), limit)
        return Tag(subject, None, begin, True) if subject else None
    source = words.sources.search(lower, begin, limit)
    if source and source.start() == begin and not frame.ends:
        if subject := find_after(scene, source.end(), limit):
            return Tag(subject, None, begin, True)
        begin, source = source.end() + 1, None  # "según informó Bauer"
    comma = "," in scene.plain[frame.stretch.end : begin]
    if comma and (opening := words.opening_sources.match(lower, begin, limit)):  # « … », pour Bauer.
        subject = find_after(scene, opening.end(), limit)
        if subject and not subject.pronoun and is_somebody(scene, subject):
            return Tag(subject, None, begin, True)
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
        return Tag(subject_behind(scene, says, limit), printed_verb(scene, says), says.start(), True)
    between = scene.plain[begin : says.start()]
    if (frame.ends and not comma) or _breaks(scene, between) or is_no_verb(words, lower, says, begin):
        return None
    subject = find_before(scene, says.start(), begin)
    if subject is None or scene.words.says.search(lower, begin, subject.start):
        return None
    lead = lower[begin : subject.start].split()
    if len(lead) > RIGHT_THERE or (lead and lead[0] in scene.words.ends):
        return None
    return Tag(subject, printed_verb(scene, says), says.start(), comma or not lead)


def _breaks(scene: Scene, between: str) -> bool:
    """Whether a sentence ends there, and not only an abbreviation: "A.K. Mwangi", "Dr. Roe"."""
    ends = (between[: match.start() + 1].split()[-1] for match in SENTENCE_BREAK.finditer(between))
    return any(
        len(end.rpartition(".")[0].rpartition(".")[2]) > 1 and end.lower() not in scene.words.titles for end in ends
    )


def _any_verb_behind(scene: Scene, frame: Frame, begin: int, comma: bool) -> Tag | None:
    """Behind a comma, any word may be the verb if somebody is next to it: « … », sourit Bauer. “…,” Bauer quipped."""
    asked = scene.plain[frame.stretch.end - 1 : frame.stretch.end] in INSERTED
    leads = scene.plain[frame.before : frame.stretch.first].strip()
    if not (comma or asked) or begin >= frame.after or (leads and not frame.joined):
        return None
    if scene.plain[begin].islower():
        tells = any_verb(scene, begin, frame.after)
        subject = tells and subject_behind(scene, tells, frame.after)
        if tells and subject and is_told_there(tells, subject) and is_somebody(scene, subject):
            subject = replace(subject, confidence=min(ANY_VERB, subject.confidence))
            return Tag(subject, printed_verb(scene, tells), tells.start(), True)
    subject = find_after(scene, begin, frame.after) if comma else None
    if subject is None or subject.start != begin or not (subject.entity or subject.pronoun):
        return None
    verb = WORD.match(scene.lower, subject.end, frame.after)
    if verb is None or verb[1] in scene.words.small:
        return None
    return Tag(replace(subject, confidence=ANY_VERB), verb[1], verb.start(1), True)

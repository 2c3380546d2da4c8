"""Words that are said of somebody, in a clause with a participle: whoever the sentence is about did not say them.

Accused by Roe of being “a coward”, Bauer left. Der von Roe als „Träumer“ bezeichnete Bauer lächelte. Bauer, called “a
hero” by Roe, resigned.
"""

import re
from dataclasses import replace

from services.enrich.speech.leads import Frame, Tag
from services.enrich.speech.phrases import KNOWN, find_after
from services.enrich.speech.scene import Scene, Subject

WORD = re.compile(r"\s*([^\W\d_]+)'?")
# How sure we are of whom the participle names.
DOER = 0.85
# So few words stand between a participle and what is said, where more is said in the sentence: "hailed as".
FEW = 2


def find(scene: Scene, frame: Frame) -> Tag | None:
    """Whoever the participle says that it was done by, or nobody; null if there is no such clause."""
    words, lower, end = scene.words, scene.lower, frame.stretch.first
    comma = scene.plain.rfind(", ", frame.before, end)
    begin = frame.before if comma < 0 else comma + 2
    first = _first(scene, begin, end)
    if first and comma >= 0 and first.group().strip() in words.links:
        # "Accused by his rival, Jane Roe, of being “a coward”, Bauer left.": the clause begins before its commas.
        begin, comma = frame.before, -1
        first = _first(scene, begin, end)
    if first is None or words.says.search(lower, first.end(), end):
        return None
    # "“I left,” said Roe, hailed as “a hero” by Smith.": the clause stands between two stretches.
    if frame.joined and (comma < 0 or scene.count_words(first.end(), end) > FEW):
        return None
    is_attribute = first[1] in words.determiners and words.as_before.search(lower, first.end(), end)
    if not (first[1] in words.done_to or is_attribute):
        return None
    subject = _doer(scene, first.end(), end) or _doer_behind(scene, frame)
    if subject is None or subject.pronoun:
        # "Roe, who was there, called it “a joke”" has a comma, too.
        return None if comma >= 0 else Tag(None, None, begin, False)
    return Tag(replace(subject, confidence=min(DOER, subject.confidence)), None, begin, True)


def _first(scene: Scene, begin: int, end: int) -> re.Match[str] | None:
    """The word with which a clause begins, behind a small one: "once called"."""
    small = scene.words.particles_at.match(scene.lower, begin, end)
    return WORD.match(scene.lower, small.end() if small else begin, end)


def _doer(scene: Scene, begin: int, end: int) -> Subject | None:
    doer = scene.words.doers.search(scene.lower, begin, end)
    return find_after(scene, doer.end(), end) if doer else None


def _doer_behind(scene: Scene, frame: Frame) -> Subject | None:
    """ "Called “a hero” by Roe, Bauer resigned.": whoever stands behind the comma is the one it is said of."""
    begin = frame.stretch.after + 1
    doer = scene.words.doers.match(scene.lower, begin, frame.after)
    if doer is None:
        return None
    comma = scene.plain.find(",", begin, frame.after)
    found = find_after(scene, doer.end(), comma if comma >= 0 else frame.after)
    # "By the coroner, Bauer resigned": he is no coroner.
    is_other = comma >= 0 and (found is None or found.end > comma)
    return Subject(doer.end() + 1, comma, KNOWN) if is_other else found

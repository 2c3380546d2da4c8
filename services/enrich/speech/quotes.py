"""Direct speech: what is said in a text, word for word, and who says it.

Not all that stands between marks is speech. A few words are, if a verb of saying is right there; more words are, unless
they are a title or a name, which the word before them tells, or capitals.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from services.enrich.speech import insertions, speakers
from services.enrich.speech.scene import Scene, make_scene
from services.enrich.speech.speakers import Attribution
from services.enrich.speech.speech_words import speech_words
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL
from services.enrich.text import marks
from services.enrich.text.marks import Stretch
from shared.articles import Entity, Quote, Span

VERSION = "14"
WORD = re.compile(r"[^\W_][\w'-]*")
# So few words in quotation marks are somebody's words only if a verb says so; in the midst of a sentence, one more.
FEW, SMALL_WORD = 3, 4
SAID = tuple(".!?…")


def find(body: str, language: str, sentences: list[Span], entities: list[Entity]) -> list[Quote]:
    """The direct speech in a text, in order: without marks, the spaces inside them, and a comma before the last."""
    words = speech_words(language)
    plain = marks.plain_text(body)
    scene = make_scene(body, plain, language, words, entities)
    stretches = [part for stretch in marks.find(plain) for part in insertions.parts(scene, stretch)]
    if words.dialogue:
        stretches = sorted([*stretches, *_dialogue(scene, stretches)], key=lambda stretch: stretch.start)
    if not stretches:
        return []
    starts = [sentence.start for sentence in sentences]
    attributed = speakers.attribute(scene, stretches, starts)
    return [
        _quote(body, stretch, found)
        for stretch, found in zip(stretches, attributed, strict=True)
        if _is_speech(scene, stretch, found)
    ]


def _quote(body: str, stretch: Stretch, found: Attribution) -> Quote:
    text = body[stretch.start : stretch.end]
    return Quote(text=text, start=stretch.start, end=stretch.end, speaker=found.speaker, verb=found.verb)


def _is_speech(scene: Scene, stretch: Stretch, found: Attribution) -> bool:
    said = WORD.findall(scene.plain, stretch.start, stretch.end)
    if not said:
        return False
    if found.right_there:
        return True
    near = max(0, stretch.first - 40)
    if scene.words.naming_before.search(scene.lower, near, stretch.first):
        return False
    if found.alone and (found.goes_on or scene.plain[stretch.end - 1] in SAID):
        return True
    if found.verb is None and not found.alone and (_is_title(said) or _is_name(scene, stretch)):
        return False
    inside = scene.plain[stretch.start].islower() and found.speaker is None
    return len(said) > FEW + inside


def _is_title(said: list[str]) -> bool:
    """The Name of the Rose: all but the small words have capitals."""
    return all(word[0].isupper() or len(word) <= SMALL_WORD for word in said) and said[-1][0].isupper()


def _is_name(scene: Scene, stretch: Stretch) -> bool:
    """A capital in the midst of a sentence is that of a name, where not all nouns have one."""
    before = scene.plain[max(0, stretch.first - 2) : stretch.first].rstrip()
    return scene.language not in ALL_NOUNS_CAPITAL and scene.plain[stretch.start].isupper() and before[-1:].isalpha()


def _dialogue(scene: Scene, stretches: list[Stretch]) -> Iterator[Stretch]:
    """What is said in lines that begin with a dash, if one of them says who says it: other such lines are lists."""
    starts = [stretch.start for stretch in stretches]
    run: list[Stretch] = []
    told, until = False, 0
    for dash in marks.DASH.finditer(scene.plain):
        if scene.plain[until : dash.start()].strip():
            yield from run if told else ()
            run, told = [], False
        line_end = scene.plain.find("\n", dash.end())
        until = line_end if line_end >= 0 else len(scene.plain)
        if bisect_left(starts, dash.start()) == bisect_left(starts, until):
            line = Stretch(dash.end(), dash.end() + len(scene.plain[dash.end() : until].rstrip()), dash.end(), until)
            said = insertions.parts(scene, line)
            told = told or said != [line]
            run += said
    yield from run if told else ()

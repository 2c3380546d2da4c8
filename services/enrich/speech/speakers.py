"""Who says what stands between marks.

1. Whoever the words around it name (`tags`), and whom these mean (`referents`).
2. Its neighbours in the sentence, and the other paragraphs of the same speech; in an interview, whoever answers.
3. Whoever has just spoken, if it stands by itself right behind.
4. Whoever the sentence before it is about: Bauer is worried. “We need more.”
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.enrich.speech import interview, leads, tags
from services.enrich.speech.descriptions import Description
from services.enrich.speech.leads import WINDOW, Frame, Tag
from services.enrich.speech.referents import Referents
from services.enrich.speech.scene import Scene, Subject
from services.enrich.speech.tags import END, GAP
from services.enrich.text.marks import Stretch
from shared.articles import Speaker

# How sure we are of neighbours, of who has just spoken, and of whom the sentence before is about.
SHARED, GOES_ON, TOLD_OF = 0.85, 0.75, 0.7
# And if that sentence ends the paragraph before.
ALONE = 0.6
SENTENCE_BREAK = re.compile(r"[.!?…]\s+(?=\w)")
SENTENCE_END = re.compile(r"[.!?…][\"»”')]?\s*\Z")


@dataclass(frozen=True, slots=True)
class Attribution:
    """`alone` is true of what is a sentence by itself, or several; `goes_on` of what follows on other speech."""

    speaker: Speaker | None = None
    verb: str | None = None
    right_there: bool = False
    alone: bool = False
    goes_on: bool = False


def attribute(scene: Scene, stretches: list[Stretch], sentences: list[int]) -> list[Attribution]:
    """One attribution for each stretch; `sentences` are where sentences begin."""
    starts = [start for start in sentences if _begins_sentence(scene.plain, start)]
    frames = list(_frames(scene, stretches, starts))
    told = [tags.find(scene, frame) for frame in frames]
    _share(frames, told)
    referents = Referents(scene, stretches)
    asked = interview.find(scene, stretches)
    found: list[Attribution] = []
    for number, (frame, tag) in enumerate(zip(frames, told, strict=True)):
        begins = not scene.has_words(frame.before, frame.stretch.first)
        alone = begins and (frame.ends or not scene.has_words(frame.stretch.after, frame.after))
        goes_on = (
            tag is None and alone and number > 0 and _follows(scene, frames[number - 1 : number + 1], found[-1], starts)
        )
        if goes_on:
            speaker = _less_sure(found[-1].speaker, GOES_ON)
            referents.spoke(speaker, frame.stretch.after)
        else:
            silent = tag is None or tag.subject is None
            leads = begins or (tag is not None and tag.right_there and frame.stretch.first > tag.position)
            before = _told_of(scene, frame, starts, begins) if leads and silent else None
            if tag and before:
                tag = replace(tag, subject=before.subject)
            elif begins:
                tag = tag or before
            speaker = referents.resolve(tag.subject, tag.position, frame.stretch.after) if tag else None
            if speaker is None and frame.joined and not alone:
                # "«Prego da sola», sussurrava, «ma è brutto»": who was told of before the sentence.
                speaker = _less_sure(found[-1].speaker, SHARED)
            if number in asked.answers and _names_nobody(scene, tag, speaker):
                speaker = asked.speaker
                referents.spoke(speaker, frame.stretch.after)
            elif tag is None and alone:
                speaker = referents.nearest(frame.stretch.first, frame.stretch.after)
                if speaker is None and (lone := _paragraph_of(scene, frame, starts)):
                    speaker = _less_sure(referents.resolve(lone, lone.end, frame.stretch.after), ALONE)
                referents.spoke(speaker, frame.stretch.after)
        verb, right_there = (tag.verb, tag.right_there) if tag else (None, False)
        found.append(Attribution(speaker, verb, right_there, alone, goes_on))
    return found


def _names_nobody(scene: Scene, tag: Tag | None, speaker: Speaker | None) -> bool:
    """Whether the words around an answer leave open who gives it: none at all, or "the scholar" whom nobody knows."""
    if tag is None or tag.subject is None or speaker is None:
        return True
    return speaker.entity is None and Description(scene, tag.subject).is_definite


def _frames(scene: Scene, stretches: list[Stretch], starts: list[int]) -> Iterator[Frame]:
    until = 0
    for stretch, following in zip(stretches, [*stretches[1:], None], strict=True):
        line = scene.plain.rfind("\n", until, stretch.first) + 1
        number = bisect_right(starts, stretch.first)
        start = max(line, starts[number - 1] if number else 0)
        if SENTENCE_END.search(scene.plain, max(until, stretch.first - 4), stretch.first):
            start = stretch.first
        behind = GAP.match(scene.plain, stretch.after)
        number = bisect_right(starts, behind.end() if behind else stretch.after)
        after = min(
            starts[number] if number < len(starts) else len(scene.plain),
            following.first if following else len(scene.plain),
            stretch.after + WINDOW,
        )
        line_end = scene.plain.find("\n", stretch.after, after)
        after = after if line_end < 0 else line_end
        closes = (
            scene.plain[stretch.end - 1 : stretch.end] in END or scene.plain[stretch.after : stretch.after + 1] in END
        )
        ends = closes and not scene.plain[stretch.end : after].lstrip("»”“\"' ").startswith(",")
        yield Frame(stretch, max(start, until, stretch.first - WINDOW), after, 0 < until >= start, ends)
        until = stretch.after


def _begins_sentence(plain: str, start: int) -> bool:
    """Whether a sentence begins here, and not only a line."""
    before = plain[max(0, start - 8) : start]
    return not before.strip() or "\n" in before or not (before.rstrip()[-1].isalnum() or before.rstrip()[-1] in ",-")


def _told_of(scene: Scene, frame: Frame, starts: list[int], begins: bool) -> Tag | None:
    """Behind a sentence about somebody, without a tag: Her grandmother was blunter. “I am not going back.”"""
    number = bisect_left(starts, frame.stretch.first) - 1
    if number < 0:
        return None
    first = frame.stretch.first
    if not begins:
        number -= 1  # What leads to it names nobody: "He rose. Then, in a low voice: “No.”"
    elif number and scene.plain[max(0, first - 4) : first].rstrip().endswith("?"):
        number -= 1  # A question that the text asks: He was calm. Will he resign? “No.”
    if number < 0:
        return None
    begin = starts[number]
    if "\n" in scene.plain[begin : frame.stretch.first] or frame.stretch.first - begin > WINDOW:
        return None
    subject = leads.leading(scene, begin, frame.stretch.first, TOLD_OF) or leads.introduced(
        scene, begin, frame.stretch.first
    )
    return Tag(subject, None, begin, False) if subject else None


def _paragraph_of(scene: Scene, frame: Frame, starts: list[int]) -> Subject | None:
    """Who leads the last sentence of the paragraph before what is a paragraph by itself."""
    line = scene.plain.find("\n", frame.stretch.after)
    begin = scene.plain.rfind("\n", 0, frame.stretch.first)
    if begin < 0 or scene.has_words(begin, frame.stretch.first):
        return None
    if scene.has_words(frame.stretch.after, line if line >= 0 else len(scene.plain)):
        return None
    end = begin
    while end and scene.plain[end - 1].isspace():
        end -= 1
    number = bisect_left(starts, end) - 1
    return leads.leading(scene, starts[number], end, ALONE) if number >= 0 else None


def _less_sure(speaker: Speaker | None, most: float) -> Speaker | None:
    return speaker and speaker.model_copy(update={"confidence": round(min(speaker.confidence, most), 2)})


def _share(frames: list[Frame], told: list[Tag | None]) -> None:
    """What has no tag gets that of its neighbour in the sentence, or of the other paragraphs of the same speech."""
    numbers = range(1, len(frames))
    for here, there in [*((n, n - 1) for n in numbers), *((n - 1, n) for n in reversed(numbers))]:
        later = frames[max(here, there)]
        if later.stretch.continues and _is_doubtful(told[here]):
            told[here] = told[there] or told[here]
        elif later.joined and told[here] is None and (tag := told[there]):
            short = later.stretch.first - frames[min(here, there)].stretch.after < 25
            subject = tag.subject and replace(tag.subject, confidence=round(tag.subject.confidence * SHARED, 2))
            told[here] = replace(tag, subject=subject, right_there=tag.right_there and short)


def _is_doubtful(tag: Tag | None) -> bool:
    return tag is None or tag.subject is None or not tag.right_there


def _follows(scene: Scene, pair: list[Frame], said: Attribution, starts: list[int]) -> bool:
    """Whether speech goes on right behind what someone has said, with nothing but the tag of that in between."""
    if said.speaker is None:
        return False
    begin, end = pair[0].stretch.after, pair[1].stretch.first
    between = scene.plain[begin:end]
    if len(between) > 2 * WINDOW or between.strip(" \n").count("\n"):
        return False
    people = {each.entity.name for each in scene.mentions_in(begin, end) if each.entity.type == "person"}
    line = between.rfind("\n")
    if line >= 0 and (people - {said.speaker.entity} or scene.words.person.search(scene.lower, begin + line, end)):
        return False  # A new paragraph that tells of somebody else: "At the gates, a nurse sighs."
    if between.rstrip().endswith("?"):
        return "\n" not in between and not people
    ends = (begin + match.end() for match in SENTENCE_BREAK.finditer(between))
    return not any(bisect_left(starts, position) < bisect_right(starts, position) for position in ends)

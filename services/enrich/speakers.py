"""Who says what stands between marks.

1. A tag behind it: « … », a déclaré Bauer. “…,” she said.
2. What leads to it: Bauer a déclaré : « … ». According to Bauer, “…”.
3. Its neighbours in the sentence, and the other paragraphs of the same speech.
4. Whoever has just spoken, if it stands by itself right behind.

`referents` tells whom a pronoun or "the minister" means.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.enrich.marks import Stretch
from services.enrich.phrases import KNOWN, Scene, Subject, find_after, find_before
from services.enrich.referents import Referents
from services.enrich.speech_words import SpeechWords
from shared.articles import Speaker

WINDOW = 300
# How many words may stand between a verb of saying and what is said, for them to belong together for sure.
RIGHT_THERE = 6
# How sure we are of who leads the sentence, with a verb of saying and without; of neighbours; of who has just spoken.
LEADS, LEADS_SILENTLY, SHARED, GOES_ON = 0.8, 0.55, 0.85, 0.75
END = tuple(".!?…")
INSERTED = tuple(",?!…")
SENTENCE_END = re.compile(r"[.!?…][\"»”')]?\s*\Z")
RECIPIENT = re.compile(r"\s*(?:\w+'|\w{1,3}\s+)?[\w-]+")
GAP = re.compile(r"[\s.,–—-]*")


@dataclass(frozen=True, slots=True)
class Tag:
    """Words that say who speaks, and how. `right_there`: they can hardly mean anything but this quotation."""

    subject: Subject | None
    verb: str | None
    position: int
    right_there: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """`alone` is true of what is a sentence by itself, or several; `goes_on` of what follows on other speech."""

    speaker: Speaker | None = None
    verb: str | None = None
    right_there: bool = False
    alone: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """A stretch in its sentence: from `before` up to it, and from it up to `after`, nothing is between other marks.

    `joined`: the stretch before is in the same sentence. `ends`: the sentence seems to end with the stretch.
    """

    stretch: Stretch
    before: int
    after: int
    joined: bool
    ends: bool


def attribute(scene: Scene, stretches: list[Stretch], sentences: list[int]) -> list[Attribution]:
    """One attribution for each stretch; `sentences` are where sentences begin."""
    frames = list(_frames(scene, stretches, sentences))
    tags = [_tag(scene, frame) for frame in frames]
    _share(frames, tags)
    referents = Referents(scene, stretches)
    found: list[Attribution] = []
    for number, (frame, tag) in enumerate(zip(frames, tags, strict=True)):
        alone = not _words(scene, frame.before, frame.stretch.first) and (
            frame.ends or not _words(scene, frame.stretch.after, frame.after)
        )
        if tag is not None:
            speaker = referents.resolve(tag.subject, tag.position, frame.stretch.after)
            found.append(Attribution(speaker, tag.verb, tag.right_there, alone))
            continue
        goes_on = number > 0 and alone and _follows(scene, frames[number - 1], frame, found[-1])
        speaker = found[-1].speaker if goes_on else None
        if speaker:
            speaker = speaker.model_copy(update={"confidence": round(min(speaker.confidence, GOES_ON), 2)})
            referents.spoke(speaker, frame.stretch.after)
        found.append(Attribution(speaker, None, False, alone, goes_on))
    return found


def _frames(scene: Scene, stretches: list[Stretch], sentences: list[int]) -> Iterator[_Frame]:
    starts = [start for start in sentences if _begins_sentence(scene.plain, start)]
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
        yield _Frame(stretch, max(start, until, stretch.first - WINDOW), after, 0 < until >= start, ends)
        until = stretch.after


def _begins_sentence(plain: str, start: int) -> bool:
    """Whether a sentence begins here, and not only a line."""
    before = plain[max(0, start - 8) : start]
    return not before.strip() or "\n" in before or not (before.rstrip()[-1].isalnum() or before.rstrip()[-1] in ",-")


def _words(scene: Scene, start: int, end: int) -> int:
    return len(re.findall(r"\w+", scene.lower[start:end]))


def _tag(scene: Scene, frame: _Frame) -> Tag | None:
    found = [tag for tag in (_tag_behind(scene, frame), _tag_before(scene, frame), _tag_inside(scene, frame)) if tag]
    return next((tag for tag in found if tag.right_there), found[0] if found else None)


def _tag_behind(scene: Scene, frame: _Frame) -> Tag | None:
    """« … », a déclaré Bauer. “…,” Bauer said. « … », selon Bauer."""
    words, lower, limit = scene.words, scene.lower, frame.after
    gap = GAP.match(lower, frame.stretch.after, limit)
    begin = gap.end() if gap else frame.stretch.after
    source = words.sources.match(lower, begin, limit)
    if source and not frame.ends:
        subject = find_after(scene, source.end(), limit)
        return Tag(subject, None, begin, True) if subject else None
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
    comma = "," in scene.plain[frame.stretch.end : begin]
    if (frame.ends and not comma) or re.search(r"[.!?…:;]\s+\w", between) or _is_no_verb(words, lower, says, begin):
        return None
    subject = find_before(scene, says.start(), begin)
    if subject is None or scene.words.says.search(lower, begin, subject.start):
        return None
    lead = lower[begin : subject.start].split()
    if len(lead) > RIGHT_THERE or (lead and lead[0] in scene.words.ends):
        return None
    return Tag(subject, _verb(scene, says), says.start(), comma or not lead)


def _tag_before(scene: Scene, frame: _Frame) -> Tag | None:
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
            return Tag(subject, None, source.start(), _words(scene, subject.end, end) <= RIGHT_THERE)
    opening = words.opening_sources.match(lower, begin + len(lower[begin:end]) - len(lower[begin:end].lstrip()), end)
    if opening and not verbs:
        subject = find_after(scene, opening.end(), end)
        if subject and subject.confidence >= KNOWN and not subject.pronoun:
            return Tag(replace(subject, confidence=LEADS), None, begin, True)
    if verbs:
        last = verbs[-1]
        near = colon or (_words(scene, last.end(), end) < RIGHT_THERE and "," not in lower[last.end() : end - 2])
        # Between two stretches of one sentence, the verb may well belong to the one before.
        near = near and (not frame.joined or lower[begin:end].rstrip().endswith((",", ":")))
        subject = next(filter(None, (_subject(scene, says, begin, end) for says in reversed(verbs))), None)
        if subject is None and frame.joined:
            subject = next(filter(None, (_subject_behind(scene, says, end) for says in verbs)), None)
        return Tag(subject or _leading(scene, frame, LEADS), _verb(scene, last), last.start(), near)
    if colon:
        subject = find_before(scene, begin + len(lower[begin:end].rstrip()) - 1, begin) or _leading(scene, frame, LEADS)
        return Tag(subject, None, begin, True) if subject else None
    subject = None if frame.joined else _leading(scene, frame, LEADS_SILENTLY)
    return Tag(subject, None, begin, False) if subject and subject.entity else None


def _tag_inside(scene: Scene, frame: _Frame) -> Tag | None:
    """« Nous avons tout perdu, dit Karim. Personne ne vient. »: some newspapers don't close the marks for the tag."""
    begin, end = frame.stretch.start, frame.stretch.end
    for says in scene.words.says.finditer(scene.lower, begin, min(end, begin + 2 * WINDOW)):
        small = scene.words.particles_before.search(scene.lower, max(begin, says.start() - 20), says.start())
        if not scene.plain[begin : small.start() if small else says.start()].rstrip().endswith(INSERTED):
            continue
        subject = _subject_behind(scene, says, end)
        if subject and subject.end > subject.start and scene.plain[subject.end : end].strip()[:1] in ("", ",", "."):
            return Tag(subject, _verb(scene, says), says.start(), True)
    return None


def _lead(scene: Scene, frame: _Frame) -> tuple[int, int]:
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


def _leading(scene: Scene, frame: _Frame, confidence: float) -> Subject | None:
    """Who the sentence begins with: a person or a body that is named there, or a pronoun."""
    begin, _ = _lead(scene, frame)
    begin += len(scene.plain[begin : frame.stretch.first]) - len(scene.plain[begin : frame.stretch.first].lstrip())
    subject = find_after(scene, begin, min(begin + WINDOW, frame.stretch.first))
    if subject is None or not (subject.entity or subject.pronoun):
        return None
    if subject.entity and subject.entity.type == "place":
        return None
    return replace(subject, confidence=min(confidence, subject.confidence))


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
    found = find_after(scene, says.end(), limit) or _behind_recipient(scene, says.end(), limit)
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
    if subject is None or subject.confidence < KNOWN or subject.pronoun:
        return None
    return replace(subject, confidence=LEADS)


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


def _share(frames: list[_Frame], tags: list[Tag | None]) -> None:
    """What has no tag gets that of its neighbour in the sentence, or of the other paragraphs of the same speech."""
    numbers = range(1, len(frames))
    for here, there in [*((n, n - 1) for n in numbers), *((n - 1, n) for n in reversed(numbers))]:
        later = frames[max(here, there)]
        if later.stretch.continues and (tags[here] is None or tags[here].subject is None):  # type: ignore[union-attr]
            tags[here] = tags[there]
        elif later.joined and tags[here] is None and (tag := tags[there]):
            short = later.stretch.first - frames[min(here, there)].stretch.after < 25
            subject = tag.subject and replace(tag.subject, confidence=round(tag.subject.confidence * SHARED, 2))
            tags[here] = replace(tag, subject=subject, right_there=tag.right_there and short)


def _follows(scene: Scene, before: _Frame, frame: _Frame, said: Attribution) -> bool:
    """Whether speech goes on right behind what someone has said, with nothing but the tag of that in between."""
    if said.speaker is None:
        return False
    between = scene.plain[before.stretch.after : frame.stretch.first]
    if len(between) > 2 * WINDOW or between.strip(" \n").count("\n"):
        return False
    return not re.search(r"[.!?…]\s+\w", between)

"""What is said, without the words in its midst that tell who says it: « Tout est perdu, dit Karim. Rien ne vient. »

Some newspapers do not close the marks for such words, and in a line of dialogue there are no marks to close.
"""

import re

from services.enrich.speech.leads import WINDOW
from services.enrich.speech.phrases import CLAUSE_END
from services.enrich.speech.scene import Scene
from services.enrich.speech.speech_verbs import any_verb, is_somebody, subject_behind
from services.enrich.text.marks import Stretch

INSERTION = re.compile(r"[,?!…] | [—–-] ?")
# What closes the words that tell who speaks, or the dash that does if one opened them.
CLOSES, DASH = re.compile(r" ?[,.—–-][,.—–-]*\s*|\Z"), re.compile(r"(?:[—–]|(?<= )-)[,.]*\s*")
# What goes on behind the closing mark: "…, and left," said Roe.
TAGGED = re.compile(r"[ \n]?(?:,|[a-zß-öø-ÿ])")
TRAILING = " ,—–-"
# "34 ans." and "joint par".
AGE, TOLD = re.compile(r"\d{1,3} [^\W\d_]+(?=[.,])"), re.compile(r"([^\W\d_]+) ([^\W\d_]+)")
WORD = re.compile(r"[\w-]+'?")
# A gesture is told in so many words at the most.
MOST_WORDS = 6


def parts(scene: Scene, stretch: Stretch) -> list[Stretch]:
    """The parts of a stretch that are said, in order: the stretch itself, if nobody tells in it who speaks."""
    is_marked = stretch.first < stretch.start
    if is_marked and TAGGED.match(scene.plain, stretch.after):
        return [stretch]  # Whoever is named behind the marks said all of it.
    found: list[Stretch] = []
    position = stretch.start
    for gap in INSERTION.finditer(scene.plain, stretch.start, stretch.end):
        if gap.start() < position:
            continue
        limit = min(stretch.end, gap.end() + WINDOW)
        end = _tag_end(scene, gap, limit, is_marked=is_marked)
        if end is None or end == limit < stretch.end:
            continue
        marked = gap.start() + (gap.group()[0] in "?!…")
        said = position + len(scene.plain[position:marked].rstrip(TRAILING))
        if said > position:
            found.append(Stretch(position, said, position if found else stretch.first, said, bool(found)))
        position = end
    if not found:
        return [stretch]
    if position < stretch.end:
        found.append(Stretch(position, stretch.end, position, stretch.after, True))
    return found


def _tag_end(scene: Scene, gap: re.Match[str], limit: int, *, is_marked: bool) -> int | None:
    """Where what is said goes on behind the words at a gap; null if they don't tell who speaks.

    Between marks, a verb of saying needs somebody or dashes beside it: it may be part of what is said.
    """
    if gap.group()[0] == " ":
        return _dashed_end(scene, gap.end(), limit, is_marked=is_marked)
    says = _says(scene, gap.end(), limit)
    tells = says or any_verb(scene, gap.end(), limit)
    if tells is None:
        return None
    subject = subject_behind(scene, tells, limit)
    end = max(subject.end, tells.end()) if subject else tells.end()
    named = not is_marked or (subject is not None and subject.end > subject.start and is_somebody(scene, subject))
    # A word that need not be one of saying must have its pronoun tied to it: "jure-t-il".
    tied = subject is not None and subject.pronoun and subject.start < tells.end()
    if not named or not (says or (tied and CLOSES.match(scene.plain, end, limit))):
        return None
    behind = CLOSES.match(scene.plain, _closed(scene, end, limit, may_add=not tied), limit)
    return behind.end() if behind else None


def _dashed_end(scene: Scene, position: int, limit: int, *, is_marked: bool) -> int | None:
    """The same where a dash opens the words, which another one closes; in a line of dialogue the line may end first."""
    says = _says(scene, position, limit)
    subject = subject_behind(scene, says, limit) if says else None
    if says is None or (is_marked and (subject is None or subject.end <= subject.start)):
        source = scene.words.sources.match(scene.lower, position, limit)
        text = WORD.match(scene.lower, source.end() + 1, limit) if source else None
        if text is None or text.group() not in scene.words.statements:
            return None  # "El plan –según el Gobierno– costará": who is quoted does not speak, a document does.
    behind = DASH.search(scene.plain, position, limit)
    return behind.end() if behind else None if is_marked else limit


def _says(scene: Scene, position: int, limit: int) -> re.Match[str] | None:
    """A verb of saying, and the small words that may be before it."""
    small = scene.words.particles_at.match(scene.lower, position, limit)
    return scene.words.says.match(scene.lower, small.end() if small else position, limit)


def _closed(scene: Scene, position: int, limit: int, *, may_add: bool) -> int:
    """Where the words end that tell of who speaks: "dit-elle en riant", "dit Karim, joint par téléphone"."""
    while close := CLAUSE_END.search(scene.plain, position, limit):
        begin = close.end() + 1
        if close.group() != "," or not (
            (may_add and _tells_more(scene, begin, limit)) or _is_gesture(scene, begin, limit)
        ):
            return close.start()
        position = close.end() + 1
    return limit


def _is_gesture(scene: Scene, position: int, limit: int) -> bool:
    """Whether what is behind a comma tells how somebody looks, without a verb: "les mains jointes"."""
    close = CLAUSE_END.search(scene.plain, position, limit)
    words = WORD.findall(scene.lower, position, close.start()) if close else []
    is_clause = not scene.words.auxiliaries.isdisjoint(words) or not scene.words.passives.isdisjoint(words)
    return len(words) <= MOST_WORDS and not scene.words.gestures.isdisjoint(words[1:]) and not is_clause


def _tells_more(scene: Scene, position: int, limit: int) -> bool:
    """Whether what is behind a comma tells of who speaks: "34 ans", "le maire de Lyon", "joint par …", "qui …"."""
    if AGE.match(scene.plain, position, limit):
        return True
    close = CLAUSE_END.search(scene.plain, position, limit)
    if close is None:
        return False  # The last words are rather said.
    words = scene.words
    first = WORD.match(scene.lower, position, close.start())
    if first and first.group() in words.relatives:
        return True
    if person := words.person.match(scene.lower, position, close.start()):
        behind = WORD.findall(scene.plain, person.end(), close.start())
        return all(word[0].isupper() or word in words.links or word in words.determiners for word in behind)
    told = TOLD.match(scene.lower, position, close.start())
    return told is not None and told[1] not in words.small and told[2] in words.links

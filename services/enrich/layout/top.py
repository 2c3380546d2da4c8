"""What stands above an article: its title with a rubric over it, its authors, its stamps, where it was written.

The lines above the text are one block. Those with a cue of their own tell where it ends, a standfirst may stand among
them; the others are read by what is beside them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.layout import agencies, bylines, credits, datelines, promos, stamps
from services.enrich.layout.bylines import SURELY
from services.enrich.layout.cues import Cues, fold, words_of
from services.enrich.layout.lines import Kind, Kinds, Line, Mark, parted
from services.enrich.tagging import first_names

# So many lines may stand above a text, and among them paragraphs of a standfirst, of so many characters.
_MOST_LINES, _MOST_STANDFIRSTS, _LONGEST_STANDFIRST = 40, 2, 500
_LONGEST_TITLE, _LONGEST_HEADLINE, _MOST_TITLES, _LONGEST_LEAD = 160, 240, 3, 40
# A rubric over a title has so many words at most, and a label below it so many.
_RUBRIC, _LABEL, _TITLE_WORDS = 8, 2, 4
_SIGNIFICANT = 3
# What a place lies in: "SÃO CARLOS (SP)".
_WITHIN = re.compile(r" \([^()]{2,20}\)$")
# A note to the readers or to editors: "(Corrects the day)".
_BRACKETED = re.compile(r"[(\[].*[)\]]\.?")
# How long a recording is, "0:00", "5 min".
_COUNT = re.compile(r"[\d:.,/ ]+(?:min[^\W\d_]*)?")


class Signs(NamedTuple):
    """What a line is by its own words, and how sure that is."""

    kind: Kind
    sure: int


def reads(line: Line, cues: Cues, gazetteer: Gazetteer | None = None) -> Signs | None:
    """Whether a whole line is a stamp or a byline; with an author in it, it is a byline."""
    stamp = stamps.read(line, 0, cues)
    if stamp is not None and (stamp.whole or _is_beside(line, stamp.end, cues, gazetteer)):
        return Signs("stamp", SURELY)
    for begin in (0, *_leads(line, cues)):
        stamp = stamps.read(line, begin, cues)
        after = _after(line.text, stamp.end) if stamp else begin
        stop = stamps.start(line, after, cues)
        placed = begin == 0 and stamp is None and stop < len(line.text) and _is_known(line.text[:stop], cues, gazetteer)
        if placed:
            return Signs("stamp", SURELY)
        if stamp is not None and begin == 0 and bylines.is_outlet(line.text[after:], cues):
            return Signs("stamp", SURELY)
        if after < stop and (sure := bylines.signs(line, after, stop, cues)):
            beside = stamp is not None or stop < len(line.text)
            told = sure == SURELY or not _is_known(line.text, cues, gazetteer)
            if told and (not beside or sure == SURELY or " " in line.text[after:stop].strip()):
                return Signs("byline", SURELY if beside else sure)
    return None


def read(
    page: Sequence[Line], kinds: Kinds, cues: Cues, gazetteer: Gazetteer | None, title: str | None
) -> tuple[list[Mark], int]:
    """Gives each line above the text its kind. Returns the dateline with which the text begins, and its first line."""
    signs = _signs(page, kinds, cues, gazetteer)
    for number in _own_labels(page, kinds, signs, cues, title):
        del kinds[number]
    placed = _placed(page, kinds, signs, cues, gazetteer)
    for number in _authors_below(page, kinds, cues, gazetteer):
        signs[number] = signs[number + 1] = Signs("byline", SURELY)
        if not bylines.is_function(page[number + 1], cues):
            del signs[number + 1]
            placed[number + 1] = len(page[number + 1].text)
    stamped = {number: at for number in range(min(_MOST_TITLES, len(page) - 1)) if (at := _stamped(page[number], cues))}
    end = max([_end(page, kinds, signs, placed, cues), *(number + 1 for number in stamped)])
    for number, said in signs.items():
        listed = agencies.is_list(page[number].text, cues.language)
        own = kinds.get(number) == "credit" and credits.is_credit(page[number], cues, late=False)
        if number < end and (listed or (said.sure == SURELY and not own)):
            kinds[number] = said.kind
    kinds |= {number: "dateline" for number, stop in placed.items() if number < end and stop == len(page[number].text)}
    for number in range(1, min(end, len(page))):
        if number not in kinds and kinds.get(number - 1) == "promo" and _COUNT.fullmatch(page[number].text):
            kinds[number] = "promo"
    titles = _titles(page, end, kinds, signs, cues, title)
    kinds |= dict.fromkeys(titles, "heading")
    _by_neighbours(page, end, kinds, signs, titles, cues, gazetteer, title)
    marks = []
    for number, at in stamped.items():
        if kinds.get(number) == "heading":
            line = page[number]
            marks += [Mark(line.start, line.start + at, kinds.pop(number)), Mark(line.start + at, line.end, "stamp")]
    return [*marks, *_within(page, end, kinds, placed, cues)], end


def _authors_below(page: Sequence[Line], kinds: Kinds, cues: Cues, gazetteer: Gazetteer | None) -> Iterator[int]:
    """The lines under a title with an author, in capitals too, over what he is or nothing but a place, and the text.

    At the very top his first name has to be known.
    """
    for number in range(min(_MOST_LINES, len(page) - 2)):
        author, below, text = page[number : number + 3]
        if author.is_text or not text.is_text or not kinds.keys().isdisjoint(range(number, number + 3)):
            continue
        words = author.text.title().split()
        named = len(words) > 1 and bylines.is_name(" ".join(words)) and (number > 0 or words[0] in first_names.common())
        lead = cues.byline_place.intersection(below.folded.split()[:1])
        place = below.text.partition(" ")[2] if lead else below.text
        if named and not below.is_running and (bylines.is_function(below, cues) or _is_known(place, cues, gazetteer)):
            yield number


def _own_labels(
    page: Sequence[Line], kinds: Kinds, signs: dict[int, Signs], cues: Cues, title: str | None
) -> Iterator[int]:
    """The lines that say what the article itself is, "LIVE: The port opens", or "LIVE" over its title."""
    for number, line in enumerate(page[: min(_MOST_TITLES, len(page) - 1)]):
        if number in signs or (number not in kinds and line.is_text):
            break
        label = cues.genres.match(line.folded, promos.begins_at(line.folded))
        if label is None or kinds.get(number) != "promo":
            continue
        following, is_free = page[number + 1], number + 1 not in kinds and number + 1 not in signs
        if any(map(str.isalnum, line.text[label.end() :])):
            over = (is_free and following.is_text and number == 0) or _is_headline(page, number, (), signs, cues)
            if over and (_is_same(line, title) if title else not line.is_closed):
                yield number
        elif is_free and _may_be_title(following, cues) and (title is None or _is_same(following, title)):
            yield number


def _placed(
    page: Sequence[Line], kinds: Kinds, signs: dict[int, Signs], cues: Cues, gazetteer: Gazetteer | None
) -> dict[int, int]:
    """Where the datelines end that lines begin with, up to the first with text behind it."""
    placed: dict[int, int] = {}
    passed = 0
    for number, line in enumerate(page[:_MOST_LINES]):
        stamped = signs.get(number) == Signs("stamp", SURELY)
        if number not in kinds and not stamped and (stop := _dateline_end(line, cues, gazetteer)) is not None:
            placed[number] = stop
            above = page[number - 1] if number and not line.apart and number - 1 not in kinds else None
            if not line.text[0].isalpha() and above is not None and _is_known(above.text, cues, gazetteer):
                placed[number - 1] = len(above.text)  # "MADRID" over "21 Nov. (EFE) -"
        passed += number in placed or line.is_text
        if passed > _MOST_STANDFIRSTS or placed.get(number, len(line.text)) < len(line.text):
            break
    return placed


def _signs(page: Sequence[Line], kinds: Kinds, cues: Cues, gazetteer: Gazetteer | None) -> dict[int, Signs]:
    """The lines that are stamps and bylines by themselves, up to where too much text has passed."""
    signs: dict[int, Signs] = {}
    passed = 0
    for number, line in enumerate(page[:_MOST_LINES]):
        kind, said = kinds.get(number), reads(line, cues, gazetteer)
        if _is_mailed(signs.get(number - 1), said, line):
            signs[number - 1] = signs[number] = Signs("byline", SURELY)
        elif said is not None and not (kind == "promo" and said.kind == "byline" and said.sure != SURELY):
            signs[number] = said
        elif kind is None and line.is_text:
            passed += 1
            if passed > _MOST_STANDFIRSTS or len(line.text) > _LONGEST_STANDFIRST:
                break
    return signs


def _is_mailed(above: Signs | None, said: Signs | None, line: Line) -> bool:
    """Whether a line is the address of the author who stands above it."""
    return said is not None and above is not None and above.kind == "byline" and "@" in line.text and not line.apart


def _within(page: Sequence[Line], end: int, kinds: Kinds, placed: dict[int, int], cues: Cues) -> Iterator[Mark]:
    """The dateline with which the text begins, a stamp glued to it, an author at the end of the standfirst."""
    for number in range(min(end + 1, len(page))):
        line = page[number]
        if number in kinds:
            continue
        if at := _glued(line, cues):
            yield Mark(line.start, line.start + at, "stamp")
        if number in placed:
            yield Mark(line.start + at, line.start + placed[number], "dateline")
        elif number < end and (signed := _signature(line, cues)) is not None:
            yield Mark(line.start + signed, line.end, "byline")


def _signature(line: Line, cues: Cues) -> int | None:
    """Where `Interview by Jane Roe` begins, at the end of a line."""
    cue = line.search(cues.byline)
    if cue is None or " " not in cue.group() or not cue.start() or not line.begins_sentence(cue.start()):
        return None
    return cue.start() if bylines.signs(line, cue.start(), len(line.text), cues) == SURELY else None


def _dateline_end(line: Line, cues: Cues, gazetteer: Gazetteer | None) -> int | None:
    return datelines.end(line.text, _glued(line, cues), len(line.text), cues.language, gazetteer)


def _leads(line: Line, cues: Cues) -> list[int]:
    """Where a line goes on after a rubric: `Médias - Publié le …`."""
    cue = line.search(cues.published)
    if (
        cue is None
        or not 0 < cue.start() <= _LONGEST_LEAD
        or line.folded[: cue.start()].rstrip()[-1:] not in "-–—|·•:/"
    ):
        return []
    return [cue.start()]


def _stamped(line: Line, cues: Cues) -> int | None:
    """Where the stamp begins that stands behind a title: `The lake is drying up date 2023-10`."""
    cue = line.search(cues.published) if len(line.text) <= _LONGEST_TITLE else None
    if cue is None or line.text[: cue.start()].count(" ") < _TITLE_WORDS:
        return None
    stamp = stamps.read(line, cue.start(), cues)
    return cue.start() if stamp is not None and stamp.whole and stamp.cued else None


def _after(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip(" \u00a0|·•,;:./–—-"))


def _is_beside(line: Line, end: int, cues: Cues, gazetteer: Gazetteer | None) -> bool:
    """Whether only a place or a count of comments follows a stamp."""
    rest = line.text[_after(line.text, end) :]
    return promos.is_buttons(rest, cues) or _is_known(rest, cues, gazetteer)


def _is_known(text: str, cues: Cues, gazetteer: Gazetteer | None) -> bool:
    """Whether a text is nothing but one or two places, as far as the tables go."""
    places = cues.conjunctions.pattern.sub("/", fold(text.strip(" \u00a0.,|–—-"))).split("/")
    return (
        gazetteer is not None
        and text[:1].isupper()
        and all(place.strip() and gazetteer.has_name(place.strip(), cues.language) for place in places)
    )


def _glued(line: Line, cues: Cues) -> int:
    """Where a stamp ends to which the first sentence was glued."""
    stamp = stamps.read(line, 0, cues)
    if stamp is None or not stamp.cued or stamp.whole:
        return 0
    after = _after(line.text, stamp.end)
    return after if not line.text[after].islower() and line.text[stamp.end : stamp.end + 1] != "," else 0


def _end(page: Sequence[Line], kinds: Kinds, signs: dict[int, Signs], placed: dict[int, int], cues: Cues) -> int:
    """The number of the line with which the text begins."""
    end = passed = 0
    texts = [number for number, line in enumerate(page[: 2 * _MOST_LINES]) if number not in kinds and line.is_text]
    texts = texts or _cut_off(page, kinds, signs)
    for number, line in enumerate(page[: min(_MOST_LINES, texts[-1] if texts else 0)]):
        said = signs.get(number)
        if number in placed and placed[number] < len(line.text):
            end = number if passed else end  # What stood before it was a standfirst.
            break
        if (said is not None and said.sure == SURELY) or (0 < number == end and bylines.is_function(line, cues)):
            end = number + 1
        elif number not in kinds and said is None and line.is_text:
            passed += 1
            if passed > _MOST_STANDFIRSTS or len(line.text) > _LONGEST_STANDFIRST:
                break
    last = min(len(page), _MOST_LINES)
    while end < last and placed.get(end, len(page[end].text)) == len(page[end].text):
        if end in texts and end not in signs:
            break
        end += 1
    return end


def _cut_off(page: Sequence[Line], kinds: Kinds, signs: dict[int, Signs]) -> list[int]:
    """The last line, where no line is text and nothing says what it is: a text that was cut off has no full stop."""
    last = len(page) - 1
    free = last >= 0 and last not in kinds and last not in signs
    return [last] if free and len(page[last].text.split()) > _TITLE_WORDS else []


def _titles(
    page: Sequence[Line], end: int, kinds: Kinds, signs: dict[int, Signs], cues: Cues, title: str | None
) -> list[int]:
    """The lines that say what the title says; without a title, the first that is long enough to be one."""
    free = [number for number in range(min(end, len(page) - 1)) if number not in kinds]
    if title and (same := [number for number in free if _is_same(page[number], title)]):
        return same
    if end >= len(page):
        return []
    is_parted = parted(page)

    def stands_alone(number: int) -> bool:
        return is_parted(number) or credits.is_caption(page[number + 1], cues)

    may_be = [
        number
        for number in free
        if number not in signs
        and not (title and _is_tool(page[number], kinds.get(number - 1)))
        and (
            (stands_alone(number) and _may_be_title(page[number], cues))
            or _is_headline(page, number, free, signs, cues)
        )
    ]
    # More of them are a list.
    if not may_be or (not title and len(may_be) > _MOST_TITLES):
        return []
    long = [number for number in may_be if len(page[number].text.split()) >= _TITLE_WORDS]
    # Another title than the one that is known stands above authors and stamps, not below.
    signed = min((number for number, said in signs.items() if said.sure == SURELY), default=end)
    return [number for number in long or may_be if not title or number < signed][:1]


def _may_be_title(line: Line, cues: Cues) -> bool:
    return (
        len(line.text) <= _LONGEST_TITLE
        and line.text[-1] not in ".,;:"
        and any(map(str.isalpha, line.text))
        and line.sentence(_label_end(line, cues))[1] == len(line.text)
        and not _glued(line, cues)
        and not _is_aside(line, cues)
    )


def _label_end(line: Line, cues: Cues) -> int:
    """Where a title begins behind what the article is: "VIDEO. The port opens"."""
    label = cues.genres.match(line.folded)
    return min(_after(line.text, label.end()), len(line.text) - 1) if label else 0


def _is_headline(page: Sequence[Line], number: int, free: Sequence[int], signs: dict[int, Signs], cues: Cues) -> bool:
    """Whether a line right over an author or a stamp is a title, though it is long, or has two sentences.

    Of the free lines only rubrics may stand above it.
    """
    line, below = page[number], signs.get(number + 1)
    return (
        below is not None
        and below.sure == SURELY
        and len(line.text) <= _LONGEST_HEADLINE
        and line.text[-1] not in ".,;:"
        and not _is_aside(line, cues)
        and all(_is_rubric(page[other], _RUBRIC) for other in free if other < number)
    )


def _is_aside(line: Line, cues: Cues) -> bool:
    """Whether a line stands in brackets, or is a caption, as it ends with the credit of its picture."""
    return _BRACKETED.fullmatch(line.text) is not None or credits.is_caption(line, cues)


def _is_same(line: Line, title: str) -> bool:
    """Whether a line has most words of the title."""
    wanted = {word for word in words_of(fold(title)) if len(word) >= _SIGNIFICANT}
    printed = {word for word in line.words if len(word) >= _SIGNIFICANT}
    common = len(wanted & printed)
    return len(line.text) <= _LONGEST_TITLE and common > 0 and common >= 0.6 * max(len(wanted), len(printed))


def _by_neighbours(
    page: Sequence[Line], end: int, kinds: Kinds, signs: dict[int, Signs], titles: list[int], cues: Cues,
    gazetteer: Gazetteer | None, title: str | None,
) -> None:  # fmt: skip
    """The lines without a cue of their own."""
    is_parted = parted(page)
    free = [number for number in range(min(end, len(page) - 1)) if number not in kinds]
    # Many lines are a list, and lines without a text below them are no titles.
    listed = not titles and (len(free) > _MOST_TITLES or end >= len(page))
    for number in free:
        line, before, after = page[number], kinds.get(number - 1), kinds.get(number + 1)
        above = bool(titles) and number < titles[0]
        below = (bool(titles) and number > titles[0]) or (not titles and title is not None)
        said = signs.get(number)
        if said and not above and (below or {before, after} & {"stamp", "byline"}):
            kinds[number] = said.kind
        elif (
            (before in ("byline", "stamp", "promo") or (number - 1 in titles and page[number + 1].is_text))
            and line.apart >= (before == "promo")
            and _is_known(_WITHIN.sub("", line.text), cues, gazetteer)
            and not line.is_running
        ):
            kinds[number] = "dateline"
        elif before == "byline" and (
            bylines.is_function(line, cues) or (not line.apart and is_parted(number) and bylines.is_employer(line))
        ):
            kinds[number] = "byline"
        elif line.is_running or listed or line.text[-1] in ",;:" or _is_aside(line, cues):
            continue
        elif number - 1 in titles and len(line.text.split()) > _TITLE_WORDS and _may_be_title(line, cues):
            kinds[number] = "heading"  # A second headline under the first.
        elif (above or is_parted(number) or number + 1 in kinds) and (after == "heading" or not _is_tool(line, before)):
            most = _RUBRIC if not below else _TITLE_WORDS if number == 0 else _LABEL
            if _is_rubric(line, most):
                kinds[number] = "heading"


def _is_tool(line: Line, before: Kind | None) -> bool:
    """Whether a line right under a stamp or a button is more likely one of the buttons than a rubric."""
    return before in ("promo", "stamp") and not line.apart and ":" not in line.text


def _is_rubric(line: Line, most: int) -> bool:
    return len(line.text.split()) <= most and (line.is_capitals or not any(map(str.isdigit, line.text)))

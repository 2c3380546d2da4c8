"""What stands above an article: a stamp, its author, its title; and where the dateline ends."""

import re

from services.enrich import agencies, datelines, printed_dates, promos
from services.enrich.cues import Cues
from services.enrich.lines import Line
from services.enrich.places import Gazetteer

_BETWEEN = re.compile(r"[\s|·•,;/–—-]*")
_LONGEST_BYLINE, _LONGEST_NAME, _MOST_WORDS, _SMALL = 150, 80, 10, 4
_WORD = r"(?:[dl]['’])?[^\W\d_a-zß-ÿ][\w.'’-]*"
_CAPITAL = rf"{_WORD}[ \u00a0]"
_PARTICLE = r"(?:an|von|van|der|den|de|du|di|da|del|dos|la|le|zu|ten|ter|bin)[ \u00a0]"
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?){1,3}[A-ZÀ-Þ]\.")
_NAME = re.compile(
    rf"(?:{_CAPITAL}(?:{_CAPITAL}|{_PARTICLE}){{0,3}}(?:[dl]['’])?[^\W\d_a-zß-ÿ][\w'’-]*|{_INITIALS.pattern})"
)
# "Jeanne Martin, Paris, and Paul Durand, Lyon"
_SENDER = rf"{_NAME.pattern}, {_WORD}(?: {_WORD}){{0,2}}"
_SENDERS = re.compile(rf"{_SENDER}(?:,? (?:[^\W\d_]{{1,3}} )?{_SENDER}){{0,3}}")
_END_OF_NAME = re.compile(r",|\s[|•·–—-]\s|\(|[.;/]\s(?=\w+\s?:)")
_BEFORE_DATE = re.compile(r"(?:,|\s[|•·–—/-]|\|)\s+")
_MOST_AGO = 6
_SEPARATED = re.compile(r"\s*[|·•,;/–—-]")
_PART = re.compile(r"(?:(?!\s[|/–—-]\s|/|,\s)[^\n])+")
_DATE_IN_WORDS = re.compile(r"\s*:?\s*")


def stamp_end(line: Line, at: int, cues: Cues, language: str) -> int | None:
    """Where the stamp ends that begins at `at` of a line: dates that follow a cue, or a date and what is no text."""
    end, position, cued = None, at, False
    while position < len(line.text):
        cue = cues.published.match(line.folded, position) or cues.updated.match(line.folded, position)
        dated = None
        if cue is not None:
            dated = _date_end(line.text, cue.end(), language) or _time_end(line, cue.end(), cues)
        elif end is None:
            dated = _date_end(line.text, position, language)
        elif end < position and promos.is_count(line.text[position:], cues):
            return len(line.text)
        if dated is None:
            break
        cued = cued or cue is not None
        end = dated
        separator = _BETWEEN.match(line.text, dated)
        position = separator.end() if separator else dated
    if cued or end is None or end == len(line.text):
        return end
    parted = any(mark in line.text[end:position] for mark in "|·•–—-/")
    return end if parted and byline_end(line, position, cues, language) == len(line.text) else None


def _time_end(line: Line, at: int, cues: Cues) -> int | None:
    """Where a time alone ends after a cue, `à 17h20`, `: 13:08`, or how long it is ago, `il y a 3 heures`."""
    colon = _DATE_IN_WORDS.match(line.text, at)
    begin = colon.end() if colon else at
    time = printed_dates.TIME.match(line.text, begin, begin + 40)
    if time is not None and (time.end() == len(line.text) or _SEPARATED.match(line.text, time.end())):
        return time.end()
    rest = line.text[begin:]
    ago = begin > at and len(rest) <= _LONGEST_NAME and cues.ago.search(line.folded, begin) is not None
    return len(line.text) if ago and not line.is_closed and len(rest.split()) <= _MOST_AGO else None


def _date_end(text: str, at: int, language: str) -> int | None:
    colon = _DATE_IN_WORDS.match(text, at)
    at = colon.end() if colon else at
    if (time := printed_dates.TIME.match(text, at, at + 40)) is not None:
        at += time.end()
        gap = _BETWEEN.match(text, at)
        at = gap.end() if gap else at
    if (day := printed_dates.weekday(language).match(text, at)) is not None and day.end() > at:
        at = day.end()
    date = printed_dates.pattern(language).match(text, at)
    if date is None or not any(True for _ in printed_dates.find(text, language, at, date.end())):
        return None
    end = date.end()
    time = printed_dates.TIME.match(text, end, end + 40)
    return time.end() if time else end


def byline_end(line: Line, at: int, cues: Cues, language: str) -> int | None:
    """Where the byline ends that begins at `at` and takes the rest of the line but for a stamp."""
    stop = min(_stamp_start(line, at, cues, language), len(line.text))
    if stop - at > _LONGEST_BYLINE or line.text[stop - 1] in "!?:;…" or (line.is_closed and _is_sentence(line.text)):
        return None
    cue = cues.byline.match(line.folded, at + (line.text[at] == "("))
    if _is_desk(line, at, stop, cues, language):
        return stop
    if cue is None:
        sender = cues.sender.match(line.folded, at)
        if sender and _SENDERS.fullmatch(line.text, sender.end() + 1, stop):
            return stop
        return stop if _is_signature(line.text[at:stop], cues, language, at + line.start == 0) else None
    if cue.end() == stop and cue.group().count(" ") > 1:
        return stop
    rest_at = cue.end() + len(line.text[cue.end() : stop]) - len(line.text[cue.end() : stop].lstrip(" \u00a0:"))
    if rest_at == cue.end() or rest_at >= stop:
        return None
    # "De notre correspondant à Berlin" says it all.
    says_it = cue.group().count(" ") > 1 and any(map(str.isupper, line.text[rest_at:stop]))
    if says_it or cues.desk.match(line.folded, rest_at) or _names_author(line, rest_at, stop, cues):
        return stop
    return None


def dateline_end(line: Line, at: int, language: str, gazetteer: Gazetteer | None) -> int | None:
    """Where the dateline ends, in the line."""
    return datelines.end(line.text, at, len(line.text), language, gazetteer)


def _stamp_start(line: Line, at: int, cues: Cues, language: str) -> int:
    for cue in cues.published, cues.updated:
        found = cue.search(line.folded, at, at + _LONGEST_BYLINE)
        if found and found.start() > at and _date_end(line.text, found.end(), language):
            return at + len(line.text[at : found.start()].rstrip(" \u00a0|·•,;/–—-"))
    for parting in _BEFORE_DATE.finditer(line.text, at, at + _LONGEST_BYLINE):
        if parting.start() > at and _date_end(line.text, parting.end(), language) == len(line.text):
            return parting.start()
    return len(line.text)


def _is_sentence(text: str) -> bool:
    """`By J. Smith Jr.` ends like a sentence and is none."""
    return len(text.split()) > _MOST_WORDS or text[-1] != "."


def _names_author(line: Line, start: int, stop: int, cues: Cues) -> bool:
    """Whether names of people stand there, or an agency: capitals but for small words, up to a comma or `avec`."""
    ends = [stop]
    if comma := _END_OF_NAME.search(line.text, start, stop):
        ends.append(comma.start())
    if helped := cues.helped.search(line.folded, start, stop):
        if line.text[start].isupper() and any(agencies.named(line.text, helped.end(), stop)):
            return True
        ends.append(helped.start())
    name = line.text[start : min(ends)]
    if any(match.start() == start for match in agencies.named(line.text, start, stop)):
        return True
    if _INITIALS.fullmatch(name.strip()):
        return True
    words = name.split()
    capitals = sum(word[0].isupper() for word in words)
    return (
        2 <= capitals <= len(words) <= _MOST_WORDS
        and words[0][0].isupper()
        and all(word[0].isupper() or len(word) <= _SMALL for word in words)
        and not any(map(str.isdigit, name))
    )


def is_name(text: str) -> bool:
    """Whether a text is written as the name of a person is, and nothing else."""
    return _NAME.fullmatch(text) is not None and not text.isupper()


def _is_desk(line: Line, start: int, stop: int, cues: Cues, language: str) -> bool:
    """`Redacción / EFE`, `Jeanne Martin, correspondante à Rome`: nothing but desks, agencies and names."""
    if stop - start > _LONGEST_NAME:
        return False
    desks = 0
    for number, part in enumerate(_PART.finditer(line.text, start, stop)):
        words = part.group().strip(" \u00a0()|/–—-,")
        if not words:
            continue
        begin = line.text.index(words, part.start())
        desk = cues.desk.match(line.folded, begin)
        if desk is None:
            if agencies.is_list(words, language):
                desks += any(match.start() == begin for match in agencies.named(line.text, begin, stop))
            elif not (is_name(words) if number == 0 else desks and _is_town(line.text, begin, words)):
                return False
            continue
        rest = line.text[desk.end() : begin + len(words)].strip(" \u00a0(")
        if rest and not agencies.is_list(rest, language) and not (desks == 0 < number and _is_place(rest, cues)):
            return False
        desks += 1
    return desks > 0


def _is_town(text: str, begin: int, words: str) -> bool:
    """`EFE | Madrid`"""
    return text[:begin].rstrip()[-1:] in ("|", "/") and words.istitle() and words.count(" ") < 2


def _is_place(text: str, cues: Cues) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 4
        and words[0].lower() in {"à"} | cues.byline_place
        and all(word[0].isupper() for word in words[1:])
    )


def _is_signature(text: str, cues: Cues, language: str, at_the_top: bool) -> bool:
    """`Jeanne Martin, à Marseille` or `Jeanne Martin (AFP)`: a name, and what leaves no doubt that it signs.

    At the very top, where titles are, `Jeanne Martin in London` is in doubt.
    """
    name = _NAME.match(text)
    if name is None or len(text) > _LONGEST_NAME:
        return False
    rest = text[name.end() :].strip(" \u00a0,-–—|/")
    if not rest or name.end() == len(text):
        return _INITIALS.fullmatch(text) is not None
    if agencies.is_list(rest.strip("()"), language):
        return True
    if text[name.end()] in "|/" or text[name.end() : name.end() + 3] in (" | ", " / "):
        return rest.istitle() and rest.count(" ") < 2
    word, _, other = rest.partition(" ")
    if word in cues.beside and (is_name(other) or cues.desk.pattern.fullmatch(other)):
        return True
    bracketed = text[name.end() : name.end() + 2] == " (" and text[-1] == ")"
    return (text[name.end()] == "," or bracketed or not at_the_top) and _is_place(rest.strip("()"), cues)

"""Lines that say who wrote an article: names with functions, places, desks and agencies beside them."""

import re
from collections.abc import Iterator

from services.enrich.layout import agencies
from services.enrich.layout.credits import INITIALS
from services.enrich.layout.cues import Cues, fold
from services.enrich.layout.lines import Line

# "Jeanne MARTIN.", as regional papers sign below a text.
_SIGNED_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]+(?: [^\W\d_a-zß-ÿ][\w'’-]+)? [A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,}\.")
# How sure it is that a line signs: not at all, if what stands around it says so too, in any case.
NONE, MAYBE, SURELY = 0, 1, 2

_LONGEST, _MOST_WORDS, _SMALL, _LONGEST_FUNCTION = 200, 10, 4, 16
_WORD = r"(?:[dl]['’])?[^\W\d_a-zß-ÿ][\w.'’-]*"
_CAPITAL = rf"{_WORD}[ \u00a0]"
_PARTICLE = r"(?:an|von|van|der|den|de|du|di|da|del|dos|la|le|zu|ten|ter|bin)[ \u00a0]"
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?){1,3}[A-ZÀ-Þ]\.")
_SMALL_INITIALS = re.compile(r"[a-zß-ÿ]{1,2}\.[ -]?[a-zß-ÿ]{1,4}\.")
_NAME = re.compile(
    rf"(?:{_CAPITAL}(?:{_CAPITAL}|{_PARTICLE}){{0,3}}(?:[dl]['’])?[^\W\d_a-zß-ÿ][\w'’-]*(?:(?<=[ \u00a0]\w)\.)?"
    rf"|{_INITIALS.pattern})"
)
_PARTS = re.compile(r"\s*[,;|•·()\[\]/–—:>]\s*|\s[-&+]\s|(?<=[^\W\d_]{3})\.\s+")
_ADDRESS = re.compile(r"\S*@\S+|\+?\(?\d[\d ().-]{6,}")
_DASHES = re.compile(r"[-–—]{1,2}\s*(?=[^\W\d_])")
_END_OF_NAME = re.compile(r",|\s[|•·–—-]\s|\(|[.;/]\s(?=\w+\s?:)")
_SENT = re.compile(rf"{_NAME.pattern},(?: \S+){{1,4}}")
_SENDER = rf"{_NAME.pattern}, {_WORD}(?: {_WORD}){{0,2}}"
_SENDERS = re.compile(rf"{_SENDER}(?:,? (?:[^\W\d_]{{1,3}} )?{_SENDER}){{0,3}}")
_EDGES = ' \u00a0«»"“”„.*'


def signs(line: Line, start: int, stop: int, cues: Cues) -> int:
    """How sure it is that a stretch of a line names its authors."""
    if dashes := _DASHES.match(line.text, start):
        start = dashes.end()
    text = line.text[start:stop].rstrip(" \u00a0,|–—-")
    if not 1 < len(text) <= _LONGEST or text[-1] in "!?:;…":
        return NONE
    stop = start + len(text)
    opened = line.text[start] == "("
    cue = cues.byline.match(line.folded, start + opened)
    if cue is not None and not (line.is_closed and _is_sentence(line.text)) and _is_signed(line, cue, stop, cues):
        return SURELY
    if not line.is_closed and _leads_to_name(line, start, stop, cues):
        return SURELY
    if cue is not None and 0 < len(line.text[cue.end() : stop].split()) <= _SMALL and not line.is_closed:
        return MAYBE if any(map(str.isupper, line.text[cue.end() : stop])) else NONE
    sender = cues.sender.match(line.folded, start)
    if sender and not line.is_closed and _is_sent(line.text, sender.end() + 1, stop, start):
        return SURELY
    if _SIGNED_NAME.fullmatch(text):
        return MAYBE
    return NONE if line.is_closed and _is_sentence(line.text) else _by_parts(text, cues)


def is_name(text: str) -> bool:
    """Whether a text is written as the name of a person is, and nothing else."""
    return _NAME.fullmatch(text) is not None and (not text.isupper() or _INITIALS.fullmatch(text) is not None)


def is_outlet(text: str, cues: Cues) -> bool:
    """Whether a text is nothing but the name of a paper or a station: `The Daily Standard`."""
    return _kind(text, cues) == "outlet"


def is_initialed(text: str) -> bool:
    """Whether a text is nothing but initials with their full stops: `A.B.P.`, `t.rev.`."""
    return _INITIALS.fullmatch(text) is not None or _SMALL_INITIALS.fullmatch(text) is not None


def is_employer(line: Line) -> bool:
    """Whether a line right under an author may be whom he works for: a few words in capitals."""
    return len(line.text.split()) <= _SMALL and not line.is_closed and _are_capitals(line.text)


def is_function(line: Line, cues: Cues) -> bool:
    """Whether a line under an author says what he is, for whom he works, or where he is."""
    words = line.text.split()
    if len(words) > _LONGEST_FUNCTION or line.text[-1] in "?!:":
        return False
    if cues.functions.match(line.folded) or cues.desk.match(line.folded):
        return True
    if len(words) <= _SMALL and not line.is_closed and _ends_with_function(line.folded, cues):
        return True
    kinds = [_kind(line.text[a:b], cues) for a, b in _parts(line.text, cues)]
    return not line.is_closed and bool(kinds) and all(kind in ("agency", "outlet", "place", "mail") for kind in kinds)


def _is_signed(line: Line, cue: re.Match[str], stop: int, cues: Cues) -> bool:
    """Whether an author follows a word such as `by`."""
    if cue.end() >= stop:
        return cue.group().count(" ") > 1
    rest_at = cue.end() + len(line.text[cue.end() : stop]) - len(line.text[cue.end() : stop].lstrip(" \u00a0:"))
    if rest_at == cue.end() or rest_at >= stop:
        return False
    # "De notre correspondant à Berlin" says it all.
    says_it = cue.group().count(" ") > 1 and any(map(str.isupper, line.text[rest_at:stop]))
    rest_at = _untitled(line, rest_at, stop, cues)
    return says_it or cues.desk.match(line.folded, rest_at) is not None or _names_author(line, rest_at, stop, cues)


def _untitled(line: Line, start: int, stop: int, cues: Cues) -> int:
    """Where the name begins behind what its bearer is: `By local democracy reporter Jane Roe`."""
    for title in cues.functions, cues.desk:
        found = title.search(line.folded, start, stop)
        if found is None or not line.text[start].islower() or len(line.text[start : found.end()].split()) > _SMALL:
            continue
        name = _END_OF_NAME.split(line.text[found.end() : stop].lstrip())[0]
        if is_name(name.strip()):
            return line.text.index(name, found.end())
    return start


def _leads_to_name(line: Line, start: int, stop: int, cues: Cues) -> bool:
    """`Nouméa, de notre correspondante Jane Roe`: an author whom a phrase leads to that stands amid a short line."""
    if len(line.text.split()) > _MOST_WORDS:
        return False
    leads = [
        found.end()
        for cue, least in ((cues.byline, 1), (cues.desk, 2))
        for found in line.finditer(cue)
        if start < found.start() < stop and found.group().count(" ") >= least
    ]
    return any(is_name(_END_OF_NAME.split(line.text[at:stop].lstrip(" ,:–—-"))[0].strip()) for at in leads)


def _is_sent(text: str, at: int, stop: int, start: int) -> bool:
    """`De Jeanne Martin, ici Isère`; at the very top of a text, where sentences may begin so, with places only."""
    return _SENDERS.fullmatch(text, at, stop) is not None or _SENT.fullmatch(text, at, stop) is not None


def _is_sentence(text: str) -> bool:
    """`By J. Smith Jr.` ends like a sentence and is none."""
    return len(text.split()) > _MOST_WORDS or text[-1] not in ".)"


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


def _by_parts(text: str, cues: Cues) -> int:
    """Without such a word: whether each part of the line may stand in a signature, and one only there."""
    kinds: list[str] = []
    for a, b in _parts(text, cues):
        if (kind := _kind(text[a:b], cues)) is None:
            return NONE
        kinds.append(kind)
    if not kinds or (text.isupper() and "agency" not in kinds and not _INITIALS.fullmatch(text)):
        return NONE
    first, others = kinds[0], set(kinds[1:])
    if first == "initials":
        return SURELY if others == {"agency"} else NONE
    if first in ("labelled", "mail"):
        return SURELY if first == "labelled" else MAYBE if others <= {"mail"} else NONE
    if first not in ("name", "placed", "desk", "label", "agency", "outlet", "capital"):
        return NONE
    if (helped := cues.helped.search(fold(text))) and helped.start():
        others.add("agency")
    if first == "agency":
        return SURELY if others and others <= {"desk", "name", "capital", "place"} else MAYBE
    if first == "label":
        return SURELY if others & {"name", "outlet", "agency", "labelled"} else MAYBE
    if first in ("outlet", "capital"):
        # A name of one word may be a paper's, beside an agency; but "The port on Tuesday (Photo: dpa)" is a caption.
        if others & {"agency", "desk"} and "label" not in others:
            return SURELY
        return MAYBE if first == "outlet" and " " in text else NONE
    if first == "desk" or others & {"desk", "label", "mail", "agency", "outlet", "function", "place"}:
        return SURELY
    # Names that nothing but "and" joins.
    joined = len(kinds) > 1 and others == {"name"} and not _PARTS.search(text)
    return SURELY if joined else MAYBE


def _parts(text: str, cues: Cues) -> Iterator[tuple[int, int]]:
    """The parts of a line: between marks, `and` and `with`."""
    folded = fold(text)
    cuts = [match.span() for match in _PARTS.finditer(text)]
    for cue in cues.conjunctions, cues.helped:
        cuts += [match.span() for match in cue.pattern.finditer(folded) if match.start() or cue is cues.helped]
    begin = 0
    for start, stop in [*sorted(cuts), (len(text), len(text))]:
        if text[begin:start].strip(_EDGES):
            yield begin, start
        begin = max(begin, stop)


def _kind(part: str, cues: Cues) -> str | None:
    """What a part of a signature is; null if it is none."""
    words = part.strip(_EDGES)
    folded = fold(words)
    if agencies.is_list(words, cues.language):
        return "agency"
    if _ADDRESS.fullmatch(words):
        return "mail"
    if label := cues.labels.match(folded):
        rest = words[label.end() :].strip()
        if rest and (lead := cues.byline.match(fold(rest)) or cues.sender.match(fold(rest))):
            rest = rest[lead.end() :].strip()
        return "label" if not rest else "labelled" if is_name(rest.split(".")[0]) else None
    if desk := cues.desk.match(folded):
        rest = words[desk.end() :].strip()
        return "desk" if not rest or _is_place(rest, cues) or _are_capitals(rest) else None
    if cues.functions.match(folded) and len(words.split()) <= _MOST_WORDS:
        return "function"
    if _is_place(words, cues):
        return "place"
    if not set(folded.split()).isdisjoint(cues.outlets) and _are_capitals(words):
        return "outlet"
    if _INITIALS.fullmatch(part.strip(" \u00a0")) or _NAME.fullmatch(words):
        return "name"
    if _ends_with_function(folded, cues):
        return "function"
    if (name := _NAME.match(words)) and _is_place(words[name.end() :].strip(), cues):
        return "placed"
    if _are_capitals(words):
        return "capital"
    return "initials" if INITIALS.fullmatch(words) else None


def _ends_with_function(folded: str, cues: Cues) -> bool:
    """`arts correspondent`, `Gisborne reporter`: one word, and no article, before what somebody is."""
    first, _, end = folded.partition(" ")
    found = cues.functions.match(end) if len(first) >= _SMALL else None
    return found is not None and found.end() == len(end)


def _are_capitals(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 5 and all(not word[0].islower() or len(word) <= 3 for word in words) and words[0][0].isupper()
    )


def _is_place(text: str, cues: Cues) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 5
        and fold(words[0]) in cues.byline_place
        and words[1][0].isupper()
        and all(word[0].isupper() or len(word) <= _SMALL for word in words[1:])
        and words[-1][0].isupper()
    )

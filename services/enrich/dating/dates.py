"""The dates in an article's body: absolute, partial and relative, resolved where the publication date allows it.

One pass over the words. At each word that a date may begin with, the patterns of the language are tried; what stands
before it is looked at in the few characters there. So the time is linear in the length of the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.enrich.dating.clauses import Clauses
from services.enrich.dating.date_reader import LOOK_BACK, Reader
from services.enrich.dating.date_values import Interval, Wording, resolve
from services.enrich.dating.date_words import Grammar, grammar
from services.enrich.text.plain import plain, words_of
from services.enrich.text.stretches import Stretches
from shared.articles import DateMention, Entity, Published, Quote

VERSION = "9"
_DASHES = frozenset("-–")
# So many blanks are in what is said as a sentence, which begins with a capital: a deal "will be signed" on Friday.
_SENTENCE = 4


def find(
    body: str,
    language: str,
    published: Published | None,
    said: Sequence[Quote] = (),
    named: Sequence[Entity] = (),
) -> list[DateMention]:
    """The dates in the body, in order. The value of one that can't be resolved is null.

    What is `said` in a body is a sentence of its own: "I am coming back on Sunday", she said. A weekday or a month in
    one of the names of what is `named` is a part of that, and no date: "the Sunday Times".

    A relative date is resolved if every day on which the article may have been published gives the same answer: a
    weekday needs the day, "20 months ago" the month, "last year" the year. Dates that do not exist are left out.
    """
    words = grammar(language)
    text = plain(body)
    printed = words_of(text)
    reader = Reader(body, text, language, words)
    names = Stretches((mention.start, mention.end) for entity in named for mention in entity.mentions)
    read = _joined(list(_wordings(reader, printed)), text, words)
    found = [wording for wording in read if not _is_in_name(wording, text, names)]
    speech = [(quote.start, quote.end) for quote in said if _is_sentence(quote.text)]
    spans = [(wording.start, wording.end) for wording in found]
    clauses = Clauses(body, text, printed, words.cues, words.beside, spans, speech)
    return [mention for wording in found if (mention := _mention(wording, body, published, clauses)) is not None]


def _is_in_name(wording: Wording, text: str, names: Stretches) -> bool:
    """Whether it is a word of a longer name, with no number in it: "Bloody Sunday", but not "Paris 2024"."""
    start, end = wording.start, wording.end
    is_word = (wording.weekday is not None or wording.month is not None) and text[start:end].isalpha()
    return is_word and names.around(start, end) not in (None, (start, end))


def _is_sentence(said: str) -> bool:
    return said[:1].isupper() and said.count(" ") >= _SENTENCE


def _mention(wording: Wording, body: str, published: Published | None, clauses: Clauses) -> DateMention | None:
    text = body[wording.start : wording.end]
    tense = 0 if wording.absolute else clauses.tense(wording.start, wording.end, wording.ahead)
    try:
        interval = _resolved(wording, published, tense)
    except (ValueError, OverflowError):
        return None
    if interval is None:
        return DateMention(
            start=wording.start, end=wording.end, text=text, value=None, precision=None, earliest=None, latest=None
        )
    first, last = interval
    return DateMention(
        start=wording.start,
        end=wording.end,
        text=text,
        value=first.value if first == last else f"{first.value}/{last.value}",
        precision=first.precision,
        earliest=first.earliest,
        latest=last.latest,
    )


def _resolved(wording: Wording, published: Published | None, tense: int) -> Interval | None:
    """The dates that it means on each day that may be that of publication, if they are the same."""
    if published is None or wording.absolute:
        return resolve(wording, None, tense)
    first, last = published.earliest.date(), published.latest.date()
    found = resolve(wording, first, tense)
    return found if first == last or found == resolve(wording, last, tense) else None


def _wordings(reader: Reader, printed: Sequence[tuple[int, str]]) -> Iterator[Wording]:
    starts, end = reader.words.starts, 0
    for start, word in printed:
        patterns = starts.get("0" if word.isdigit() else word)
        if not patterns or start < end:
            continue
        for pattern in patterns:
            match = pattern.match(reader.text, start)
            if match is not None and (read := reader.read(match)) and read[0].start >= end:
                end = max(match.end(), read[-1].end)
                yield from read
                break


def _joined(found: list[Wording], text: str, words: Grammar) -> list[Wording]:
    """Two days that are the ends of an interval become one: "from Monday to Wednesday", "from 28 May to 3 June".

    Of two dates beside each other the first is of the year that the second says: "between March and June 2019".
    """
    joined: list[Wording] = []
    for wording in found:
        first = joined[-1] if joined else None
        if first is not None and first.until is None:
            between = text[first.end : wording.start] if wording.start - first.end < LOOK_BACK else ""
            is_interval = words.to.fullmatch(between)
            if is_interval or words.both.fullmatch(between):
                first = joined[-1] = _of_one_year(first, wording)
            # Months are, without "from", if a dash ties them: "July-September".
            dashed = first.day is None and first.month is not None and between.strip() in _DASHES
            if is_interval and _same_kind(first, wording) and (dashed or words.before["from"].at(text, first.start)):
                joined[-1] = replace(first, end=wording.end, until=wording)
                continue
        joined.append(wording)
    return joined


def _of_one_year(first: Wording, last: Wording) -> Wording:
    if first.is_said or not last.is_said or first.month is None or last.month is None:
        return first
    before = 1 if first.month > last.month else 0
    year = None if last.year is None else last.year - before
    return replace(first, year=year, unit=last.unit, shift=(last.shift or 0) - before if last.unit else 0)


def _same_kind(first: Wording, last: Wording) -> bool:
    def kind(wording: Wording) -> tuple[bool, ...]:
        day, month = wording.day is not None, wording.month is not None
        return wording.unit is None, day, month, wording.weekday is not None and not month

    # A bare year is whole: "between 2019 and 2021" are two. So is a quarter.
    whole = (first.month is None and first.weekday is None) or first.months > 1
    return kind(first) == kind(last) and not whole and not first.vague and not last.vague

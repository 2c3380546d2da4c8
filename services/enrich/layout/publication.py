"""When an article was published: what speaks for it, and no more precisely than that says."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from services.enrich.layout import agencies, printed_dates
from services.enrich.layout.cues import Cues, cues, fold
from services.enrich.layout.printed_dates import Printed
from shared.articles import Evidence, Published, Segment
from shared.dates import PartialDate

VERSION = "8"
_TRUST = ("given", "html", "stamp", "dateline", "url")
_URL_DATE = re.compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{1,2})(?:[/-](?P<day>\d{1,2}))?(?=[/_.-]|$)")
# A date without its year is from the days before it came in; where it was written it may be a day later already.
_FRESH, _SLACK = timedelta(days=7), timedelta(days=1)

# What speaks for a date, and the date; null where the year is not known.
Dated = tuple[Evidence, PartialDate | None]


def find(
    text: str,
    segments: Sequence[Segment],
    given: str | None,
    declared: Sequence[Evidence],
    url: str | None,
    language: str,
    received_at: datetime,
) -> Published | None:
    """The date of the most trusted evidence, with all the evidence in the order of trust; null if there is none.

    Given by the client, declared by the page, stamped on the text, in its dateline, in its address: in this order, and
    of one origin the first, however precise another is. When it was changed counts only where nothing else dates it.
    Evidence that contradicts is listed like any other. A stamp or dateline without its year means the year in which it
    lies within the seven days before `received_at` (aware); else it dates nothing, and is listed only where something
    else does. A date in the body is no publication date.
    """
    found = [
        *([_read(Evidence(origin="given", text=given))] if given else []),
        *map(_read, declared),
        *_stamps(text, segments, language, received_at, changed=False),
        *_datelines(text, segments, language, received_at),
        *_address(url),
    ]
    found.sort(key=lambda pair: _TRUST.index(pair[0].origin))
    best = next((date for _, date in found if date is not None), None)
    if best is None:
        found = [*_stamps(text, segments, language, received_at, changed=True), *found]
        best = next((date for _, date in found if date is not None), None)
    if best is None:
        return None
    return Published(
        value=best.value,
        precision=best.precision,
        earliest=best.earliest,
        latest=best.latest,
        evidence=[evidence for evidence, _ in found],
    )


def _read(evidence: Evidence) -> Dated:
    return evidence, PartialDate.parse(evidence.text)


def _stamps(
    text: str, segments: Sequence[Segment], language: str, received_at: datetime, *, changed: bool
) -> Iterator[Dated]:
    """Every date that a stamp gives: those of the publication, or those on which the article was changed later.

    A stamp may stand in the line of the author, or, behind a word like "published" or beside nothing but agencies, in
    that of the agency. Without its year it counts as a dateline does.
    """
    words = cues(language)
    for segment in segments:
        before = segment.start
        for printed in _printed(text, segment, ("stamp", "byline", "credit"), language):
            folded = fold(text[before : printed.start])
            told = words.updated.search(folded) is not None
            before = printed.end
            own = segment.kind != "credit" or agencies.is_dated_list(text[segment.start : segment.end], language)
            if told == changed and (own or (printed.day and _is_published(folded, words))):
                yield from _dated("stamp", text, printed, received_at)


def _is_published(folded: str, words: Cues) -> bool:
    """Whether nothing stands between a date and a word like "published", and it is not that of a picture."""
    ends = [cue.end() for cue in words.published.pattern.finditer(folded)]
    return bool(ends) and not folded[ends[-1] :].strip(" :,") and words.photo.search(folded) is None


def _datelines(text: str, segments: Sequence[Segment], language: str, received_at: datetime) -> Iterator[Dated]:
    for segment in segments:
        for printed in _printed(text, segment, ("dateline",), language):
            yield from _dated("dateline", text, printed, received_at)


def _address(url: str | None) -> Iterator[Dated]:
    match = _URL_DATE.search(url) if url else None
    if match is None:
        return
    try:
        numbers = [int(part) for part in match.groups() if part]
        yield Evidence(origin="url", text=match.group().strip("/-")), PartialDate.of(*numbers)
    except ValueError:
        return


def _recent(printed: Printed, received_at: datetime) -> PartialDate | None:
    """The date in the year in which it lies within the days before it was received; null if there is no such year."""
    received = received_at.astimezone(UTC).date()
    for day in (received + _SLACK - timedelta(days=days) for days in range((_FRESH + _SLACK).days + 1)):
        if (day.month, day.day) == (printed.month, printed.day):
            return PartialDate.of(day.year, day.month, day.day)
    return None


def _printed(text: str, segment: Segment, kinds: Sequence[str], language: str) -> Iterator[Printed]:
    return printed_dates.find(text, language, segment.start, segment.end) if segment.kind in kinds else iter(())


def _dated(origin: Literal["stamp", "dateline"], text: str, printed: Printed, received_at: datetime) -> Iterator[Dated]:
    """The evidence with its date; nothing if there is no such day."""
    dated = printed_dates.partial(printed) if printed.year else _recent(printed, received_at)
    if dated or not printed.year:
        words = text[printed.start : printed.end]
        yield Evidence(origin=origin, text=words, start=printed.start, end=printed.end), dated

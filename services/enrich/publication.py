"""When an article was published: what speaks for it, and no more precisely than that says."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError

from shared.articles import Evidence, Published
from shared.dates import PartialDate

VERSION = "1"
_TRUST = ("given", "html", "stamp", "dateline", "url")
# ` date 2023-10` at the very beginning, as some archives put it.
_STAMP = re.compile(r"\s*date[ :]{1,2}(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?!\S)")
# A dateline's place in capitals, then its date, up to a dash or an agency in parentheses: PARIS, 12 mars 2024 (AFP) –
_DATELINE = re.compile(r"\s*(?P<place>[^\W\d_a-zß-ÿ][^\n,;:()–—]{1,40}?),?\s+(?:le\s+)?(?P<rest>[^\n]{6,60})")
_DATELINE_END = re.compile(r"\s*(?:\([^)\n]{2,30}\)\s*)?[–—-]|\s*\([^)\n]{2,30}\)")
_URL_DATE = re.compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{1,2})(?:[/-](?P<day>\d{1,2}))?(?=[/_.-]|$)")


def find(
    text: str, given: str | None, declared: Sequence[Evidence], url: str | None, language: str
) -> Published | None:
    """The date of the most trusted evidence, with all the evidence in the order of trust; null if there is none.

    Given by the client, declared by the page, stamped on the text, in its dateline, in its address: in this order. A
    date in the body is no publication date, and a dateline without its year is none.
    """
    found = [
        *([Evidence(origin="given", text=given)] if given else []),
        *declared,
        *_stamp(text),
        *_dateline(text, language),
        *_address(url),
    ]
    dated = [(evidence, date) for evidence in found if (date := _parse(evidence, language)) is not None]
    if not dated:
        return None
    dated.sort(key=lambda pair: _TRUST.index(pair[0].origin))
    date = dated[0][1]
    return Published(
        value=date.value,
        precision=date.precision,
        earliest=date.earliest,
        latest=date.latest,
        evidence=[evidence for evidence, _ in dated],
    )


def stamp_end(text: str) -> int:
    """Where the text begins behind its stamp; 0 if it has none."""
    stamp = _STAMP.match(text)
    return stamp.end() if stamp else 0


def _parse(evidence: Evidence, language: str) -> PartialDate | None:
    try:
        if evidence.origin == "dateline":
            return _worded(evidence.text, language)
        if evidence.origin == "url":
            return PartialDate.of(*(int(part) for part in re.findall(r"\d+", evidence.text)))
        return PartialDate.parse(evidence.text)
    except ValueError:
        return None


def _stamp(text: str) -> Iterator[Evidence]:
    if match := _STAMP.match(text):
        yield Evidence(origin="stamp", text=match[1], start=match.start(1), end=match.end(1))


def _dateline(text: str, language: str) -> Iterator[Evidence]:
    head = _DATELINE.match(text)
    if head is None or not head["place"].isupper():
        return
    date = _date_pattern(language).match(text, head.start("rest"))
    if date is not None and _DATELINE_END.match(text, date.end()):
        yield Evidence(origin="dateline", text=date.group(), start=date.start(), end=date.end())


def _address(url: str | None) -> Iterator[Evidence]:
    if url and (match := _URL_DATE.search(url)):
        yield Evidence(origin="url", text=match.group().strip("/-"))


def _worded(text: str, language: str) -> PartialDate | None:
    match = _date_pattern(language).fullmatch(text)
    if match is None:
        return None
    month = _months(language)[(match["month"] or match["month2"]).lower().rstrip(".")]
    return PartialDate.of(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months, full and abbreviated, in the language and in English, from CLDR."""
    names: dict[str, int] = {}
    for code in ("en", language):
        try:
            locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        for width in ("abbreviated", "wide"):
            for form in ("stand-alone", "format"):
                names |= {name.lower().rstrip("."): month for month, name in locale.months[form][width].items()}
    return {name: month for name, month in names.items() if not name.isdigit()}


@cache
def _date_pattern(language: str) -> re.Pattern[str]:
    """`12 mars 2024`, `1er mars 2024`, `March 3, 2024`: day, month and year, all three."""
    month = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    return re.compile(
        rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?(?P<month>{month})\.?\s+(?:de\s+)?(?P<year>\d{{4}})"
        rf"|(?P<month2>{month})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})",
        re.IGNORECASE,
    )

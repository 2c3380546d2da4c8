"""The text of an article as it is read: segments, paragraphs, and in them the marks of what was read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from services.api.reader import labels
from services.api.reader.marks import Mark, Piece, pieces

Article = dict[str, Any]
# What one page takes of an article: eight megabytes would be a page that no browser shows.
MOST_CHARACTERS, _MOST_MARKS = 100_000, 10_000
_EMPTY_LINES = re.compile(r"\s*\n[^\S\n]*\n\s*")
# What stands around the body, as the page calls it.
AROUND = {
    "stamp": "Stamp",
    "dateline": "Dateline",
    "byline": "Byline",
    "heading": "Heading",
    "promo": "Promotion",
    "credit": "Credit",
}
# The kinds of marks, as the legend names them, in its order.
LEGEND = {
    "quote": "quote",
    "claim": "claim",
    "hedge": "what marks a claim",
    "person": "person",
    "organization": "organisation",
    "place": "place",
    "other": "other name",
    "date": "date",
    "figure": "figure",
    "agency": "agency",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces one behind the other, and the white space behind them."""

    pieces: list[Piece]
    gap: str


@dataclass(frozen=True, slots=True)
class Block:
    """A segment: its kind, what the page calls it, and its paragraphs."""

    kind: str
    label: str | None
    paragraphs: list[Paragraph]


def whole(article: Article) -> Article:
    """The article with all fields: one that was read before there were some of them lacks those."""
    lists: Article = {name: [] for name in ("segments", "quotes", "claims", "dates", "figures", "agencies", "changes")}
    return {**lists, "story": None, **article}


def blocks(article: Article) -> list[Block]:
    """The segments of a whole article, up to MOST_CHARACTERS. Put together, pieces and gaps are its text as it is."""
    text = article["text"][:MOST_CHARACTERS]
    segments = article["segments"] or [{"kind": "body", "start": 0, "end": len(text)}]
    shown = [(one["kind"], paragraphs(text, one["start"], min(one["end"], len(text)))) for one in segments]
    ranges = ((start, end) for _, found in shown for start, end, _ in found)
    laid = pieces(text, ranges, islice(readings(article), _MOST_MARKS))
    return [
        Block(kind, AROUND.get(kind), [Paragraph(next(laid), text[end:after]) for _, end, after in found])
        for kind, found in shown
        if found
    ]


def paragraphs(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Of each paragraph where it begins and ends, and where the white space behind it does. They cover the range."""
    found = []
    while start < end:
        gap = _EMPTY_LINES.search(text, start, end)
        stop, after = gap.span() if gap else (end, end)
        found.append((start, stop, after))
        start = after
    return found


def readings(article: Article) -> Iterator[Mark]:
    """All that was read in the text. Quotes and claims have the numbers by which they are listed."""
    for number, quote in enumerate(article["quotes"], 1):
        yield Mark(quote["start"], quote["end"], "quote", f"Quote: {speaker(quote)}", number)
    for number, claim in enumerate(article["claims"], 1):
        by = f" by {claim['attributed_to']}" if claim["attributed_to"] else ""
        yield Mark(claim["start"], claim["end"], "claim", f"Claimed{by}, not verified", number)
        yield Mark(claim["hedge"]["start"], claim["hedge"]["end"], "hedge", "What marks it as a claim")
    for entity in article["entities"]:
        note = entity_note(entity)
        yield from (Mark(one["start"], one["end"], entity["type"], note) for one in entity["mentions"])
    for date in article["dates"]:
        yield Mark(date["start"], date["end"], "date", f"Date: {date['value'] or 'not known which'}")
    for figure in article["figures"]:
        about = "about " if figure["approximate"] else ""
        note = f"Figure: {about}{labels.number(figure['value'])} {figure['unit'] or ''}"
        yield Mark(figure["start"], figure["end"], "figure", note)
    for agency in article["agencies"]:
        yield Mark(agency["start"], agency["end"], "agency", f"Agency: {agency['name']}, {agency['role']}")


def speaker(quote: Article) -> str:
    """`Rob Bauer (0.95)`: who speaks, and how sure that is."""
    found = quote["speaker"]
    return f"{found['name']} ({found['confidence']:.2f})" if found else "speaker not known"


def entity_note(entity: Article) -> str:
    """`person: Rob Bauer, chef du Comité militaire`."""
    place = entity["place"] or {}
    notes = [entity["name"], entity.get("title"), place.get("country")]
    return f"{LEGEND[entity['type']]}: {', '.join(note for note in notes if note)}"

"""The page `/timeline`: when what is found was published or received, as bars and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from fastapi import Request, Response

from services.api.listening import position
from services.api.reader.desk import Desk, Link
from services.api.reader.links import address, filters, given
from services.api.reader.pages import Pages
from services.api.search.index import SearchIndex
from services.api.search.question import Times

Interval = Literal["hour", "day", "week", "month"]
# So many intervals are shown, the last ones: more bars would be thinner than a line.
MOST = 200
WIDTH, HEIGHT = 1_000, 200
_SPACING = 0.2
_NAMES = {"hour": "%Y-%m-%d %H:00", "day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m"}


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval: where its bar stands, what it is called, and the articles that are in it."""

    x: float
    width: float
    height: float
    name: str
    count: int
    address: str


async def timeline(request: Request, question: Times) -> Response:
    """How many of the articles that are found were published, or received, when."""
    index: SearchIndex = request.state.index
    pages: Pages = request.state.pages
    found, positions = await index.ask_with_positions(lambda generation: generation.timeline(question))
    asked = given(question)
    return await pages.page(
        "timeline.html",
        desk=Desk("/timeline", question),
        after=position.encode(positions),
        bars=list(bars(found.buckets[-MOST:], question)),
        total=sum(count for _, count in found.buckets),
        hidden=max(0, len(found.buckets) - MOST),
        imprecise=found.imprecise,
        undated=found.undated,
        intervals=[_choice("interval", each, asked, question.interval) for each in ("hour", "day", "week", "month")],
        by=[_choice("by", each, asked, question.by) for each in ("published", "received")],
        size=(WIDTH, HEIGHT),
    )


def bars(buckets: Sequence[tuple[datetime, int]], question: Times) -> Iterator[Bar]:
    """The bars of intervals in rising order, each as far from the first as it was in time."""
    if not buckets:
        return
    first, most = buckets[0][0], max(count for _, count in buckets)
    span = _end(buckets[-1][0], question.interval) - first
    for start, number in buckets:
        end = _end(start, question.interval)
        width = (end - start) / span * WIDTH
        height = number / most * HEIGHT
        yield Bar(
            x=round((start - first) / span * WIDTH, 2),
            # Never so thin that nobody sees it.
            width=max(1.0, round(width * (1 - _SPACING), 2)),
            height=round(height, 2),
            name=start.strftime(_NAMES[question.interval]),
            count=number,
            address=address("/articles", filters(question) | _within(start, end, question)),
        )


def _end(start: datetime, interval: Interval) -> datetime:
    if interval == "month":
        return (start + timedelta(days=32)).replace(day=1)
    return start + {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}[interval]


def _within(start: datetime, end: datetime, question: Times) -> dict[str, str]:
    """The filters that ask for an interval."""
    last = end - timedelta(seconds=1)
    return {f"{question.by}_{name}": f"{at:%Y-%m-%dT%H:%M:%SZ}" for name, at in (("from", start), ("to", last))}


def _choice(name: str, value: str, asked: dict[str, str], now: str) -> Link:
    return Link(name, value, address("/timeline", asked | {name: value}), value == now)

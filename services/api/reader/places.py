"""The page `/places`: the map of what is found, and the same as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import Request, Response

from services.api.listening import position
from services.api.reader.desk import Desk
from services.api.reader.links import address, filters
from services.api.reader.pages import Pages
from services.api.reader.world import LARGEST_RADIUS, View, on_map, outline, view
from services.api.search.counts import Spot
from services.api.search.generation import Generation
from services.api.search.index import SearchIndex
from services.api.search.question import Filter, Question

MOST = 200
# Shares of the width, as LARGEST_RADIUS: the circle of the place that most is written about has its line around it.
_LARGEST, _SMALLEST = 0.875 * LARGEST_RADIUS, 0.003


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the map: where, how large, and the articles about it."""

    spot: Spot
    x: int
    y: int
    radius: float
    address: str


async def places(request: Request, question: Filter) -> Response:
    """The places that are in most of the articles that are found."""
    index: SearchIndex = request.state.index
    pages: Pages = request.state.pages

    def ask(generation: Generation) -> tuple[list[Spot], int]:
        wanted = Question.model_validate(filters(question))
        return generation.spots(wanted, MOST), generation.search(wanted, None, 1).total

    (spots, total), positions = await index.ask_with_positions(ask)
    shown = view([on_map(spot.latitude, spot.longitude) for spot in spots])
    return await pages.page(
        "places.html",
        desk=Desk("/places", question),
        after=position.encode(positions),
        circles=list(_circles(spots, shown, question)),
        most=MOST,
        total=total,
        view=shown,
        outline=outline(),
    )


def _circles(spots: list[Spot], shown: View, question: Filter) -> Iterator[Circle]:
    """The large ones first, so that the small ones lie upon them. An area is as large as its number of articles."""
    most = max((spot.count for spot in spots), default=1)
    for spot in spots:
        # By where it is, as it has other names, too, and other places have this one.
        here = {"near": f"{spot.latitude:.5f},{spot.longitude:.5f},0"}
        where = address("/articles", filters(question) | here)
        radius = shown.width * max(_SMALLEST, _LARGEST * (spot.count / most) ** 0.5)
        yield Circle(spot, *on_map(spot.latitude, spot.longitude), round(radius, 1), where)

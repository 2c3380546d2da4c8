"""The map of the world as an SVG path, and where on it a place is.

`world.json` is countries-110m.json of the npm package world-atlas 2.0.2 (ISC), as it came: the country boundaries of
Natural Earth 4.1.0 at 1:110,000,000, which are in the public domain. The projection is the simplest there is: a unit is
a tenth of a degree, and the page needs nothing but this.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import orjson

# The world without its south, where nobody lives: from 84° north to 60° south.
_ROUND, _NORTH, _SOUTH = 3600, -840, 600
_SHAPE = _ROUND / (_SOUTH - _NORTH)
# What lies close together is shown with so much around it.
_AROUND, _LEAST = 1.2, 400
# The share of the width that is kept free at each side of the places, so that no circle is cut: none is larger.
LARGEST_RADIUS = 0.016
_FILE = Path(__file__).with_name("world.json")
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class View:
    """The part of the map that is shown."""

    left: float
    top: float
    width: float
    height: float


@cache
def outline() -> str:
    """All countries as the `d` of a path, each of its rings closed."""
    topology: dict[str, Any] = orjson.loads(_FILE.read_bytes())
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    rings = (_joined(ring, arcs) for country in countries for ring in _rings(country))
    return "".join(_path(placed) for ring in rings for placed in _placed(ring))


def on_map(latitude: float, longitude: float) -> Point:
    """Where a place is drawn: x to the east, y to the south."""
    return round(10 * longitude), round(-10 * latitude)


def view(points: Sequence[Point]) -> View:
    """The part of the map in which these places lie, in the shape of the whole; without places all of it."""
    if not points:
        return View(-_ROUND / 2, _NORTH, _ROUND, _SOUTH - _NORTH)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    needed = max(wide / (1 - 2 * LARGEST_RADIUS), _SHAPE * high / (1 - 2 * _SHAPE * LARGEST_RADIUS))
    # More than the whole world is shown only where what lies at its edges needs it.
    width = max(needed, min(_ROUND, max(_AROUND * wide, _SHAPE * _AROUND * high, _LEAST)))
    height, margin = width / _SHAPE, LARGEST_RADIUS * width
    left = _begin(xs, width, -_ROUND / 2 - margin, _ROUND / 2 + margin)
    top = _begin(ys, height, min(_NORTH, *ys) - margin, max(_SOUTH, *ys) + margin)
    return View(round(left, 1), round(top, 1), round(width, 1), round(height, 1))


def _begin(places: Sequence[int], size: float, first: float, last: float) -> float:
    """Where a view of this size begins: around the places, but not beyond the edges of the world without need."""
    middle = (min(places) + max(places) - size) / 2
    return min(max(middle, min(first, last - size)), max(first, last - size))


def _decoded(arc: Iterable[Point], transform: dict[str, Any]) -> list[Point]:
    """An arc of TopoJSON: steps from one point to the next, in whole units of a grid."""
    (scale_x, scale_y), (left, below) = transform["scale"], transform["translate"]
    steps = accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))
    return [on_map(y * scale_y + below, x * scale_x + left) for x, y in steps]


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a polygon, or of many: each a list of arcs."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return (ring for polygon in polygons for ring in polygon)


def _joined(ring: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring. A negative number is an arc backwards; where two meet they share a point."""
    return [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])[:-1]]


def _placed(ring: list[Point]) -> Iterator[list[Point]]:
    """The ring where it is seen: one that goes over the 180th meridian at both edges of the map."""
    whole, turns = [ring[0]], 0
    for (before, _), (x, y) in pairwise(ring):
        turns += (x - before < -_ROUND // 2) - (x - before > _ROUND // 2)
        whole.append((x + turns * _ROUND, y))
    if all(y > _SOUTH for _, y in whole):
        return
    yield whole
    for aside in (-_ROUND, _ROUND):
        if any(abs(x + aside) < _ROUND // 2 for x, _ in whole):
            yield [(x + aside, y) for x, y in whole]


def _path(points: list[Point]) -> str:
    """The ring in steps, which are short to write. Nothing if it is too small to be seen."""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (x, y) != (a, b)]
    if not steps:
        return ""
    return f"M{points[0][0]} {points[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}z".replace(" -", "-")

"""The map and the timeline: what is drawn where."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.reader.places import _circles
from services.api.reader.timeline import HEIGHT, WIDTH, bars
from services.api.reader.world import on_map, outline, view
from services.api.search.counts import Spot
from services.api.search.question import Filter, Times

DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_the_outline_is_closed_rings_and_small() -> None:
    rings = re.findall(r"M(-?\d+)[ -]?(-?\d+)l([-\d ]+)z", outline())
    assert len(rings) > 200
    assert "".join(re.findall(r"M[^z]*z", outline())) == outline()
    assert len(outline()) < 60_000


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"), [(0, 0, 0, 0), (48.85, 2.35, 24, -488), (-33.87, 151.21, 1512, 339)]
)
def test_a_place_is_drawn_east_to_the_right_and_north_up(latitude: float, longitude: float, x: int, y: int) -> None:
    assert on_map(latitude, longitude) == (x, y)


@given(st.lists(DEGREES, max_size=5))
def test_all_places_are_in_view(places: list[tuple[float, float]]) -> None:
    points = [on_map(*place) for place in places]
    shown = view(points)
    assert shown.width / shown.height == pytest.approx(2.5, rel=0.01)
    # With their circles, up to the last one at the edge of the world.
    for circle in _circles([Spot("", "", *place, 1) for place in places], shown, Filter()):
        assert shown.left <= circle.x - circle.radius <= circle.x + circle.radius <= shown.left + shown.width
        assert shown.top <= circle.y - circle.radius <= circle.y + circle.radius <= shown.top + shown.height


@pytest.mark.parametrize("place", [(-18.14, 178.44), (-77.85, 166.67), (64.18, -51.72)])
def test_of_what_is_beyond_the_world_hardly_anything_is_shown(place: tuple[float, float]) -> None:
    shown = view([on_map(*place)])
    assert shown.width == 400
    assert -1_810 < shown.left <= shown.left + shown.width < 1_810
    whole = view([])
    assert (whole.left, whole.top, whole.width, whole.height) == (-1_800, -840, 3_600, 1_440)


def test_bars_stand_where_their_time_was() -> None:
    days = [datetime(2023, 10, day, tzinfo=UTC) for day in (1, 2, 10)]
    first, second, last = bars([(days[0], 1), (days[1], 2), (days[2], 4)], Times(language="fr"))
    assert (first.x, second.x, last.x) == (0, WIDTH / 10, WIDTH * 9 / 10)
    assert (first.height, second.height, last.height) == (HEIGHT / 4, HEIGHT / 2, HEIGHT)
    assert last.address == (
        "/articles?language=fr&published_from=2023-10-10T00%3A00%3A00Z&published_to=2023-10-10T23%3A59%3A59Z"
    )


def test_months_are_as_long_as_they_are() -> None:
    [bar] = bars([(datetime(2024, 2, 1, tzinfo=UTC), 1)], Times(interval="month", by="received"))
    assert bar.name == "2024-02"
    assert "received_to=2024-02-29T23%3A59%3A59Z" in bar.address
    assert list(bars([], Times())) == []

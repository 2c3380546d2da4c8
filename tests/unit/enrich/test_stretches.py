"""Looking up which of many stretches of a text holds a place."""

import pytest

from services.enrich.text.stretches import Stretches


@pytest.mark.parametrize(
    ("start", "end", "around"),
    [
        (0, 1, None),
        (5, 9, (5, 9)),
        (6, 8, (5, 9)),
        (8, 10, None),
        (22, 24, (20, 30)),
        (26, 28, (20, 30)),
        (30, 31, None),
    ],
)
def test_the_outer_stretch_is_found(start: int, end: int, around: tuple[int, int] | None) -> None:
    assert Stretches([(20, 30), (5, 9), (22, 25)]).around(start, end) == around


def test_none_of_none() -> None:
    assert Stretches([]).around(0, 1) is None

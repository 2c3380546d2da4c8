"""What the garbage collector is spared."""

import gc
import time
from collections.abc import Iterator

import pytest

from shared import garbage


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


def _seconds() -> float:
    started = time.perf_counter()
    gc.collect()
    return time.perf_counter() - started


def test_what_is_there_is_not_looked_through_again() -> None:
    there = [[number] for number in range(1_000_000)]

    before = min(_seconds() for _ in range(3))
    garbage.keep()
    after = min(_seconds() for _ in range(3))

    assert len(there) == 1_000_000
    assert after < before / 3


def test_new_objects_are_looked_at_by_the_thousands() -> None:
    garbage.keep()
    gc.collect()
    started = gc.get_stats()[0]["collections"]

    made = [[number] for number in range(15_000)]

    assert len(made) == 15_000
    assert gc.get_stats()[0]["collections"] == started


def test_cycles_that_come_later_are_still_found() -> None:
    garbage.keep()
    gc.collect()

    for _ in range(100):
        cycle: list[object] = []
        cycle.append(cycle)
    del cycle

    assert gc.collect() >= 100

"""How the time that something takes grows with what it is given."""

import gc
import time
from collections.abc import Callable

Work = Callable[[], object]
# Seconds, and how often a size is doubled at most until the work takes them.
_ENOUGH, _DOUBLINGS = 0.05, 6


def is_linear(prepare: Callable[[int], Work], size: int) -> bool:
    """Whether four times `size` takes about four times as long as `size`; a square would take sixteen times as long.

    `prepare` makes the work of a size; only the work is timed, in CPU seconds.
    """
    prepare(min(size, 1_000))()
    # As a worker does: the garbage collector goes through what this work needs, and not through all other tests'.
    gc.freeze()
    try:
        # What takes no time to speak of says nothing about its growth.
        for _ in range(_DOUBLINGS):
            if _seconds(prepare(size)) >= _ENOUGH:
                break
            size *= 2
        # On a busy machine one may be unlucky; a square would fail each time.
        return any(_grows_in_proportion(prepare, size) for _ in range(3))
    finally:
        gc.unfreeze()


def _grows_in_proportion(prepare: Callable[[int], Work], size: int) -> bool:
    once, four_times = _seconds(prepare(size)), _seconds(prepare(4 * size))
    return four_times < 8 * once


def _seconds(work: Work) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started

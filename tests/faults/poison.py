"""A fake enrichment for fault tests: it does to its process what the text of an article says."""

import functools
import os
import signal
import time
from collections.abc import Sequence

from benchmarks.nothing import enrich_nothing
from services.enrich.__main__ import main
from services.enrich.pool import Failed, Result
from services.enrich.settings import EnrichSettings
from shared.service import run


def enrich_or_die(values: Sequence[bytes]) -> list[Result]:
    return [result for value in values for result in _one(value)]


def _one(value: bytes) -> list[Result]:
    if b"fake: segmentation fault" in value:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"fake: never ends" in value:
        time.sleep(3_600)
    if b"fake: raises" in value:
        return [Failed("enrich", "ZeroDivisionError", "division by zero")]
    return enrich_nothing([value])


if __name__ == "__main__":
    run("enrich", EnrichSettings, functools.partial(main, work=enrich_or_die, preload="tests.faults.poison"))

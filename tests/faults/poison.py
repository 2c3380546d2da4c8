"""A fake enrichment for fault tests: it does to its process what the text of an article says."""

import functools
import os
import signal
import time
from collections.abc import Sequence

import orjson

from benchmarks.nothing import enrich_nothing
from services.enrich.__main__ import main
from services.enrich.pool import Enriched, Failed, Result
from services.enrich.settings import EnrichSettings
from shared.service import run


def enrich_or_die(values: Sequence[bytes]) -> list[Result]:
    return [result for value in values for result in _one(value)]


def _one(value: bytes) -> list[Result]:
    if b"fake: segmentation fault" in value:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"fake: never ends" in value:
        time.sleep(3_600)
    if b"fake: takes" in value:
        time.sleep(float(value.split(b"fake: takes ")[1].split(b" ")[0]))
    if b"fake: eats memory" in value:
        # Six gigabytes in all, which are let go if nothing stops it.
        len([bytes(64 * 1024 * 1024) for _ in range(96)])
    if b"fake: raises" in value:
        return [Failed("enrich", "ZeroDivisionError", "division by zero")]
    results = enrich_nothing([value])
    if b"fake: grows" in value:
        return [_grown(result, int(value.split(b"fake: grows ")[1].split(b" ")[0])) for result in results]
    return results


def _grown(result: Result, items: int) -> Result:
    """As many entities as told: in BSON each takes four times the room of its JSON."""
    if isinstance(result, Failed):
        return result
    document = orjson.loads(result.document)
    document["entities"] = [{}] * items
    return Enriched(result.article_id, result.fingerprint, orjson.dumps(document))


if __name__ == "__main__":
    run("enrich", EnrichSettings, functools.partial(main, work=enrich_or_die, preload="tests.faults.poison"))

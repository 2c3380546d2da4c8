"""The watchdog: records wait, nothing happens, and both servers answer: then a new process will do better than this."""

import asyncio
import time

from services.enrich.settings import EnrichSettings
from services.enrich.worker import Worker
from shared import kafka, mongo
from shared.errors import StartupError, StoppedError, UnavailableError
from shared.mongo import Database

_CHECKS = 10


class Watchdog:
    """`run` never returns: it raises StoppedError when the worker is stuck for `enrich_stall` seconds."""

    def __init__(self, settings: EnrichSettings, worker: Worker, database: Database) -> None:
        self._settings, self._worker, self._database = settings, worker, database

    async def run(self) -> None:
        """Look ten times within the time that counts as stuck. What waits is asked of Kafka by a client of its own."""
        answering = time.monotonic()
        while True:
            await asyncio.sleep(self._settings.enrich_stall / _CHECKS)
            try:
                waiting = await kafka.waiting(self._settings, self._settings.enrich_group, kafka.RAW)
                await mongo.reachable(self._database)
            except (StartupError, UnavailableError):
                # As long as a server is away nobody gets on, and a new process would not even start.
                answering = time.monotonic()
                continue
            longest_ago = time.monotonic() - self._settings.enrich_stall
            for partition, since in self._worker.progress().items():
                if max(since, answering) < longest_ago and (partition is None or waiting.get(partition)):
                    raise StoppedError(self._reason(partition, waiting))

    def _reason(self, partition: int | None, waiting: dict[int, int]) -> str:
        seconds = f"{self._settings.enrich_stall:g} seconds"
        if partition is None:
            return f"Kafka gave this worker no answer about its partitions for {seconds}."
        return f"Partition {partition} made no progress for {seconds}, though {waiting[partition]} records wait."

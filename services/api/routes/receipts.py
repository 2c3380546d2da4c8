"""Wait until a submission is decided.

A change stream wakes those who wait; the truth is always read from MongoDB, and read again each second in any case, so
a stream that breaks costs a second and nothing else.
"""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from pymongo.errors import PyMongoError

from services.api.store import Document, Store
from shared.mongo import Database

_AGAIN_SECONDS = 1.0
_log = structlog.get_logger()


class Receipts:
    """Receipts as they are decided. `watch` runs as long as the service does."""

    def __init__(self, database: Database, store: Store) -> None:
        self._database, self._store = database, store
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._released = False

    async def decided(self, event_id: str, seconds: float) -> Document | None:
        """The receipt, at once if it is there, else as soon as it is; null if it is not within `seconds`."""
        until = time.monotonic() + seconds
        # Begun before the first look, so that nothing slips in between the look and the wait.
        with self._woken(event_id) as decided:
            while True:
                receipt = await self._store.receipt(event_id)
                left = until - time.monotonic()
                if receipt is not None or left <= 0 or self._released:
                    return receipt
                decided.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(decided.wait(), min(left, _AGAIN_SECONDS))

    async def watch(self) -> None:
        """Wake who waits for a receipt that is written. Ends when it is cancelled."""
        only: list[dict[str, Any]] = [
            {"$match": {"operationType": "insert"}},
            {"$project": {"fullDocument.event_id": True}},
        ]
        while True:
            try:
                async with self._database.receipts.watch(only) as changes:
                    async for change in changes:
                        self._wake(change["fullDocument"].get("event_id"))
            except PyMongoError as error:
                _log.warning("watching receipts interrupted", reason=str(error))
            await asyncio.sleep(_AGAIN_SECONDS)

    async def release(self, stopping: asyncio.Event) -> None:
        """Let everybody go, with what is known, when the service is told to stop."""
        await stopping.wait()
        self._released = True
        for event_id in list(self._waiting):
            self._wake(event_id)

    def _wake(self, event_id: str | None) -> None:
        for decided in self._waiting.get(event_id or "", ()):
            decided.set()

    @contextmanager
    def _woken(self, event_id: str) -> Iterator[asyncio.Event]:
        decided = asyncio.Event()
        self._waiting[event_id].add(decided)
        try:
            yield decided
        finally:
            self._waiting[event_id].discard(decided)
            if not self._waiting[event_id]:
                del self._waiting[event_id]

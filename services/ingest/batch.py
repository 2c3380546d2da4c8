"""A batch of articles as NDJSON: streamed in, streamed out, in constant memory however long it is."""

import asyncio
import tempfile
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import orjson
import structlog

from services.ingest import metrics
from services.ingest.accept import accept
from services.ingest.decode import from_json
from services.ingest.publish import Publisher
from services.ingest.settings import IngestSettings
from shared import events
from shared.errors import FieldError, RefusedError, UnavailableError

_log = structlog.get_logger()
_READ, _SPOOL = 64 * 1024, 1024 * 1024


@dataclass(slots=True)
class _Pending:
    """The result of a line, to be written when those before it are: and, if it was sent, when Kafka has it."""

    outcome: str
    result: dict[str, Any]
    sent: "asyncio.Future[object] | None" = None


class Spool:
    """Bytes written and not yet read; beyond a megabyte on disk, for clients that send all before they read anything.

    Without it they and we would wait for each other as soon as the answer exceeds the buffers between us.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_SPOOL)  # noqa: SIM115  # `__exit__` closes it
        self._read = self._written = 0
        self._more = asyncio.Event()
        self._closed = False

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.seek(self._written)
        self._written += self._file.write(data)
        self._more.set()

    def close(self) -> None:
        """Nothing more will be written."""
        self._closed = True
        self._more.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """What was written, in order, until `close`."""
        while True:
            while self._read < self._written:
                self._file.seek(self._read)
                data = self._file.read(_READ)
                self._read += len(data)
                if self._read == self._written:
                    # Whoever reads as fast as we write never makes it grow.
                    self._file.seek(0)
                    self._file.truncate()
                    self._read = self._written = 0
                yield data
            if self._closed:
                return
            self._more.clear()
            await self._more.wait()


class Batch:
    """One batch request. `run` reads lines and writes a result for each into the spool, in their order."""

    def __init__(self, settings: IngestSettings, publisher: Publisher, spool: Spool, traceparent: str) -> None:
        self._publisher, self._spool, self._traceparent = publisher, spool, traceparent
        self._limit, self._window = settings.ingest_body_limit, settings.ingest_window
        self._pending: deque[_Pending] = deque()
        self._unavailable: UnavailableError | None = None
        self._outcomes: Counter[str] = Counter()

    async def run(self, body: AsyncIterator[bytes]) -> None:
        """Read the body to its end; blank lines count as lines but have no result."""
        try:
            await self._read(body)
        finally:
            try:
                # Also when the client has gone: what was handed over has an outcome, and it counts.
                await self._settle(0)
            finally:
                _log.info("batch", **self._outcomes)
                self._spool.close()

    async def _read(self, body: AsyncIterator[bytes]) -> None:
        following = 0
        try:
            async for index, line in lines(body, self._limit):
                following = index + 1
                if line is None:
                    self._pending.append(_refused(index, [FieldError("body", f"is longer than {self._limit} bytes")]))
                elif line.strip():
                    self._pending.append(await self._line(index, line))
                await self._settle(self._window)
        except RefusedError as error:
            # The body can't be read on; the lines before that stay as they are.
            self._pending.append(_refused(following, error.errors))

    async def _line(self, index: int, line: bytes) -> _Pending:
        try:
            article = accept(from_json(line), events.now())
            if self._unavailable is not None:
                raise self._unavailable
            event_id = events.new_event_id()
            sent = await self._publisher.send(events.received(article, event_id, self._traceparent))
        except RefusedError as error:
            return _refused(index, error.errors)
        except UnavailableError as error:
            return self._not_acknowledged(index, error)
        return _Pending("accepted", _result(index, article.id, "accepted", receipt=event_id), sent)

    async def _settle(self, waiting: int) -> None:
        """Write and count the results of the oldest lines, until at most `waiting` are left."""
        while len(self._pending) > waiting:
            pending = self._pending.popleft()
            if pending.sent is not None:
                try:
                    if self._unavailable is not None and not pending.sent.done():
                        # Nobody will ask it again, and asyncio complains of errors that nobody asks for.
                        pending.sent.cancel()
                        raise self._unavailable
                    await self._publisher.acknowledged(pending.sent)
                except UnavailableError as error:
                    pending = self._not_acknowledged(pending.result["index"], error)
            self._outcomes[pending.outcome] += 1
            metrics.ARTICLES.labels(pending.outcome).inc()
            self._spool.write(orjson.dumps(pending.result, option=orjson.OPT_APPEND_NEWLINE))

    def _not_acknowledged(self, index: int, error: UnavailableError) -> _Pending:
        # Each further line would wait as long again, so for the rest of the batch nobody waits.
        self._unavailable = error
        result = _result(index, None, "refused", [FieldError("body", str(error))], retry=True)
        return _Pending("unavailable", result)


def _refused(index: int, errors: list[FieldError]) -> _Pending:
    return _Pending("refused", _result(index, None, "refused", errors))


def _result(
    index: int, article_id: str | None, status: str, errors: Sequence[FieldError] = (), **more: Any
) -> dict[str, Any]:
    named = [{"field": error.field, "message": error.message} for error in errors]
    return {"index": index, "id": article_id, "status": status, "errors": named, **more}


async def lines(body: AsyncIterator[bytes], limit: int) -> AsyncIterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers; null for one longer than `limit`, which is never held in memory."""
    index, rest, skipping = 0, b"", False
    async for chunk in body:
        *whole, last = chunk.split(b"\n")
        for part in whole:
            too_long = skipping or len(rest) + len(part) > limit
            yield index, None if too_long else rest + part
            index, rest, skipping = index + 1, b"", False
        if skipping or len(rest) + len(last) > limit:
            rest, skipping = b"", True
        else:
            rest += last
    if rest or skipping:
        yield index, None if skipping else rest

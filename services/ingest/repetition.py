"""Requests that are repeated under an Idempotency-Key: answered as the first one was, and published once.

The IETF draft "The Idempotency-Key HTTP Header Field": another body under the same key is 422, and a repetition while
the first is still on its way is 409. The answers are kept in memory, by this process alone. What is repeated to another
process, or after a restart, is published again, and enrich finds that it is a duplicate.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cachetools import TTLCache

from services.ingest import metrics
from shared.errors import FieldError, RefusedError

_SECONDS = 24 * 3_600
_MOST, _LONGEST = 50_000, 255
_FIELD = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class _Known:
    """`answer` is null while the first request is on its way."""

    payload: bytes
    answer: bytes | None


class Repetitions:
    """The answers of the last day, at most 50,000 of them."""

    def __init__(self) -> None:
        self._known: TTLCache[tuple[str, str], _Known] = TTLCache(_MOST, _SECONDS)

    async def once(self, client: str, key: str | None, payload: bytes, work: Callable[[], Awaitable[bytes]]) -> bytes:
        """The answer of `work`, or the one that it gave before under this client's key. RefusedError if that can't be.

        Work that fails is forgotten: its repetition is a new attempt.
        """
        if key is None:
            return await work()
        if not 0 < len(key) <= _LONGEST or not key.isprintable():
            raise _refused(400, f"must be 1 to {_LONGEST} printable characters")
        digest = hashlib.sha256(payload).digest()
        known = self._known.get((client, key))
        if known is None:
            return await self._first((client, key), digest, work)
        if known.payload != digest:
            raise _refused(422, "was used for another article within the last 24 hours")
        if known.answer is None:
            raise _refused(409, "belongs to a request that is still being answered")
        metrics.REPEATED.inc()
        return known.answer

    async def _first(self, key: tuple[str, str], digest: bytes, work: Callable[[], Awaitable[bytes]]) -> bytes:
        self._known[key] = _Known(digest, None)
        try:
            answer = await work()
        except BaseException:
            self._known.pop(key, None)
            raise
        self._known[key] = _Known(digest, answer)
        return answer


def _refused(status: int, message: str) -> RefusedError:
    return RefusedError(status, "The article was not accepted under this key.", [FieldError(_FIELD, message)])

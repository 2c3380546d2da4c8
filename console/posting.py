"""One run of `depeche post`: what is to be posted, and what became of it."""

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from console.posted import Posted, digest
from console.sources import Item
from depeche_client import Depeche, Result

_WAITING_AT_ONCE = 8
Tell = Callable[[dict[str, Any]], None]


class Posting:
    """Posts what was not posted before. `tell` is told of each article: where it stands, and what became of it."""

    def __init__(self, depeche: Depeche, ingest: str, posted: Posted, tell: Tell) -> None:
        self._depeche, self._ingest, self._posted, self._tell = depeche, ingest, posted, tell
        self._under_way: dict[int, tuple[Item, str]] = {}
        self._accepted: list[tuple[str, Result]] = []
        self.outcomes: Counter[str] = Counter()

    def run(self, found: Iterable[Item], again: bool, advance: Callable[[Item], None]) -> None:
        """Post them all; with `again` also those that were posted before. ClientError if that can't be done now."""
        for result in self._depeche.post_many(self._to_post(found, again, advance)):
            item, remembered = self._under_way.pop(result.index)
            if result.status == "accepted":
                self._posted.add(remembered)
                self._accepted.append((item.where, result))
            self._count(item.where, result.status, result)
            advance(item)

    def _to_post(
        self, found: Iterable[Item], again: bool, advance: Callable[[Item], None]
    ) -> Iterator[Mapping[str, Any]]:
        numbers = itertools.count()
        for item in found:
            if item.article is None:
                self._count(item.where, "refused", wrong=item.wrong)
            elif (remembered := digest(self._ingest, item.article)) in self._posted and not again:
                self._count(item.where, "known")
            else:
                self._under_way[next(numbers)] = (item, remembered)
                yield item.article
                continue
            advance(item)

    @property
    def waiting(self) -> int:
        """How many were accepted, and may be waited for."""
        return len(self._accepted)

    def wait(self, seconds: float, advance: Callable[[], None]) -> None:
        """Tell what became of those that were accepted, as far as it is decided within so many seconds."""
        until = time.monotonic() + seconds

        def decided(accepted: tuple[str, Result]) -> tuple[str, str | None]:
            found = self._depeche.receipt(accepted[1].receipt or "", max(0.0, until - time.monotonic()))
            return found.status, found.reason

        threads = ThreadPoolExecutor(_WAITING_AT_ONCE)
        try:
            decisions = threads.map(decided, self._accepted)
            for (where, result), (status, reason) in zip(self._accepted, decisions, strict=True):
                self.outcomes["accepted"] -= 1
                self._count(where, status, result, reason)
                advance()
        finally:
            # Whoever ends this early does not want to wait for answers that may be long in coming.
            threads.shutdown(wait=False, cancel_futures=True)

    def _count(self, where: str, status: str, result: Result | None = None, wrong: str | None = None) -> None:
        self.outcomes[status] += 1
        errors = [{"field": None, "message": wrong}] if wrong else []
        errors += [each.model_dump() for each in result.errors] if result else []
        of = {"id": result.id, "receipt": result.receipt} if result else {"id": None, "receipt": None}
        self._tell({"where": where, "status": status, **of, "errors": errors})

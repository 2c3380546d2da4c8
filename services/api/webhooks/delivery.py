"""Brings webhooks what they asked for: at least once, and the revisions of an article in their order.

Deliverer.run     the webhooks that this process owns, each with a courier
Courier.run       what arrives, to one webhook; the position behind what is delivered without a gap is kept in MongoDB
Courier._deliver  one article, again and again until the receiver takes it
"""

import asyncio
import contextlib
import random
import time
from collections import deque
from contextlib import aclosing
from datetime import UTC, datetime

import structlog
from uuid_utils import uuid7

from services.api import metrics
from services.api.listening import position
from services.api.listening.arrivals import Arrival
from services.api.listening.live import EndedError
from services.api.listening.news import News
from services.api.search.generation import Positions
from services.api.search.question import Filter
from services.api.settings import ApiSettings
from services.api.webhooks.sender import ATTEMPT_SECONDS, Outcome, Sender, message_id
from services.api.webhooks.subscriptions import LEASE_SECONDS, Document, Subscriptions
from shared.errors import RefusedError, TransientError, UnavailableError

_RENEW_SECONDS = 5.0
_SAVE_SECONDS = 1.0
# At the same time to one receiver; of an article never more than one.
_MOST_AT_ONCE = 16
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_ASKED = 1.0, 600.0, 3_600.0
_log = structlog.get_logger()


class LostError(TransientError):
    """The lease is over, or may be soon: another process delivers."""


class DisabledError(TransientError):
    """Nothing more is to be delivered. Its text is the reason."""


class Courier:
    """Delivers to one webhook for as long as `held_until` (of the monotonic clock) is renewed."""

    def __init__(self, webhook: Document, owner: str, subscriptions: Subscriptions, settings: ApiSettings) -> None:
        self.held_until = 0.0
        self._id, self._owner, self._subscriptions = webhook["_id"], owner, subscriptions
        self._webhook, self._patience = webhook, settings.api_webhook_patience
        self._sender = Sender(webhook["url"], webhook["secret"], settings.api_webhooks_private)
        self._places = asyncio.Semaphore(_MOST_AT_ONCE)
        self._last: dict[str, asyncio.Task[None]] = {}
        # What was begun, in its order, with the positions behind it.
        self._begun: deque[tuple[asyncio.Task[None] | None, Positions]] = deque()
        self._saved = webhook["position"]

    async def run(self, news: News) -> None:
        """Deliver until it is cancelled, the lease is lost, or there is nothing more to deliver."""
        try:
            async with self._sender:
                await self._run(news)
        except* DisabledError as group:
            reason = str(group.exceptions[0])
            _log.warning("webhook disabled", webhook=self._id, reason=reason)
            metrics.WEBHOOKS_DISABLED.inc()
            await self._subscriptions.disable(self._id, self._owner, reason)
        except* TransientError as group:
            # It is begun again when the lease is over, by whoever takes it.
            _log.warning("delivering interrupted", webhook=self._id, reason=str(group.exceptions[0]))

    async def _run(self, news: News) -> None:
        try:
            wanted = Filter.model_validate(self._webhook["filter"])
            at = position.decode(self._webhook["position"])
        except ValueError:
            raise ExceptionGroup("", [DisabledError("Its filter is of another version.")]) from None
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_saving())
                while True:
                    try:
                        await news.check(wanted, at)
                        async with aclosing(news.follow(wanted, at, _SAVE_SECONDS)) as parts:
                            async for found, at in parts:
                                for arrival in found:
                                    await self._begin(tasks, arrival)
                                self._pass(at)
                    except EndedError as error:
                        # What could not wait while the receiver was slow is read again from the topic.
                        if error.reason != "slow":
                            raise
                    except UnavailableError:
                        await asyncio.sleep(_SAVE_SECONDS)
                    except RefusedError as error:
                        raise DisabledError(error.detail) from None
        finally:
            with contextlib.suppress(UnavailableError):
                await self._save()

    async def _begin(self, tasks: asyncio.TaskGroup, arrival: Arrival) -> None:
        """Deliver beside the others, as soon as there is a place."""
        await self._places.acquire()
        article_id = str(arrival.article["id"])
        task = tasks.create_task(self._in_order(article_id, arrival, self._last.get(article_id)))
        self._last[article_id] = task
        self._begun.append((task, arrival.positions))

    def _pass(self, at: Positions) -> None:
        """There is nothing more to deliver up to here."""
        if self._begun and self._begun[-1][0] is None:
            self._begun.pop()
        self._begun.append((None, at))

    async def _in_order(self, article_id: str, arrival: Arrival, before: asyncio.Task[None] | None) -> None:
        try:
            if before is not None:
                await asyncio.wait([before])
            await self._deliver(arrival)
        finally:
            self._places.release()
            if self._last.get(article_id) is asyncio.current_task():
                del self._last[article_id]

    async def _deliver(self, arrival: Arrival) -> None:
        """Until it is taken. DisabledError if it is to be given up, LostError if another process may deliver."""
        attempt = 0
        while True:
            attempt += 1
            if time.monotonic() + ATTEMPT_SECONDS > self.held_until:
                raise LostError("The lease was not renewed in time.")
            began, at = time.monotonic(), datetime.now(UTC)
            outcome = await self._sender.send(arrival)
            pause = 0.0 if outcome.delivered or outcome.gone else _pause(attempt, outcome)
            await self._record(arrival, outcome, attempt, at, time.monotonic() - began)
            if outcome.delivered:
                return
            if outcome.gone:
                raise DisabledError("The receiver said 410 Gone.")
            if await self._subscriptions.failed(self._id, self._owner) > self._patience:
                raise DisabledError(f"Nothing got through for {self._patience:g} seconds; at last, {outcome.said}.")
            await asyncio.sleep(pause)

    async def _record(self, arrival: Arrival, outcome: Outcome, attempt: int, at: datetime, seconds: float) -> None:
        status = "delivered" if outcome.delivered else "failed"
        metrics.WEBHOOK_ATTEMPTS.labels(status).inc()
        await self._subscriptions.record(
            {
                "_id": str(uuid7()),
                "webhook_id": self._id,
                "message_id": message_id(arrival),
                "type": arrival.kind,
                "article_id": arrival.article["id"],
                "revision": arrival.article["revision"],
                "attempt": attempt,
                "status": status,
                "http_status": outcome.status,
                "error": outcome.error,
                "at": at,
                "seconds": round(seconds, 3),
            }
        )

    async def _keep_saving(self) -> None:
        while True:
            await asyncio.sleep(_SAVE_SECONDS)
            await self._save()

    async def _save(self) -> None:
        """Keep the positions behind everything that is delivered without a gap."""
        done = None
        while self._begun and ((task := self._begun[0][0]) is None or (task.done() and not task.cancelled())):
            if task is not None and task.exception() is not None:
                break
            done = self._begun.popleft()[1]
        if done is not None and (text := position.encode(done)) != self._saved:
            await self._subscriptions.advance(self._id, self._owner, text)
            self._saved = text


class Deliverer:
    """The couriers of this process."""

    def __init__(self, settings: ApiSettings, subscriptions: Subscriptions, news: News) -> None:
        self._settings, self._subscriptions, self._news = settings, subscriptions, news
        self._owner = str(uuid7())
        self._couriers: dict[str, tuple[Courier, asyncio.Task[None]]] = {}
        self._looking = asyncio.Event()

    def look(self) -> None:
        """Something has changed here; what changes at another replica is seen in some seconds."""
        self._looking.set()

    async def run(self) -> None:
        """Own what nobody else does, and deliver to it, until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                while True:
                    self._looking.clear()
                    with contextlib.suppress(UnavailableError):
                        await self._renew()
                        await self._claim(tasks)
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._looking.wait(), _RENEW_SECONDS)
        finally:
            with contextlib.suppress(UnavailableError):
                await self._subscriptions.release(self._owner)

    async def _renew(self) -> None:
        """Whoever is not ours any more, or has ended, is let go."""
        began = time.monotonic()
        for webhook_id, (_, task) in [*self._couriers.items()]:
            if task.done():
                del self._couriers[webhook_id]
        ours = await self._subscriptions.renew(self._owner, [*self._couriers]) if self._couriers else set()
        for webhook_id, (courier, task) in self._couriers.items():
            if webhook_id in ours:
                courier.held_until = began + LEASE_SECONDS
            else:
                task.cancel()

    async def _claim(self, tasks: asyncio.TaskGroup) -> None:
        began = time.monotonic()
        while (webhook := await self._subscriptions.claim(self._owner)) is not None:
            courier = Courier(webhook, self._owner, self._subscriptions, self._settings)
            courier.held_until = began + LEASE_SECONDS
            self._couriers[webhook["_id"]] = courier, tasks.create_task(courier.run(self._news))


def _pause(attempt: int, outcome: Outcome) -> float:
    """Twice as long each time, and never together with the others; or as long as the receiver asks for."""
    pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(attempt - 1, 20))
    spread = pause * random.uniform(0.5, 1.0)  # noqa: S311  # it keeps nothing secret
    return max(spread, min(outcome.retry_after, _LONGEST_ASKED))

"""What arrives behind a position, without a gap and without a repetition: first what has come, then what comes."""

import asyncio
from collections.abc import AsyncGenerator

from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from services.api.listening import position
from services.api.listening.arrivals import Arrival
from services.api.listening.history import History
from services.api.listening.live import Live
from services.api.listening.matching import check
from services.api.search.generation import Positions
from services.api.search.question import Filter
from shared.errors import FieldError, RefusedError, UnavailableError
from shared.settings import Settings

Part = tuple[list[Arrival], Positions]
# What is nearer than that is read while what comes meanwhile waits.
_NEAR_RECORDS = 500
_REACH_SECONDS = 5.0


class News:
    """What those who listen are given: both the streams and the webhooks."""

    def __init__(self, settings: Settings) -> None:
        self.live, self.history = Live(settings), History(settings)

    @property
    def now(self) -> Positions:
        """Where who has no position begins. UnavailableError before there is one."""
        return self.live.positions

    async def start(self) -> None:
        """Connect. StartupError if Kafka does not answer."""
        await self.live.start()

    async def run(self) -> None:
        """Give what comes to those who listen, until stopped."""
        await self.live.run()

    async def release(self, stopping: asyncio.Event) -> None:
        """Let everybody go when the service is told to stop."""
        await stopping.wait()
        self.live.stop()

    def stop(self) -> None:
        """Let everybody go, and `run` end."""
        self.live.stop()

    async def close(self) -> None:
        """Let go of Kafka and of the threads."""
        await self.live.close()
        await self.history.close()

    async def check(self, wanted: Filter, after: Positions) -> None:
        """RefusedError if nothing can be asked like that, or Kafka does not keep everything behind this position.

        UnavailableError if this replica has not come so far.
        """
        check(wanted)
        topic = self.live.topic
        if after.topic_id != topic.id or any(after.offsets.get(n, 0) < first for n, first in topic.first.items()):
            raise gone()
        await self.live.reach(after, _REACH_SECONDS)

    async def follow(self, wanted: Filter, after: Positions, seconds: float) -> AsyncGenerator[Part, None]:
        """What fits behind a position, part by part with the positions behind each.

        A part may be empty, and one is at least every so many seconds. EndedError when it is over, RefusedError if
        Kafka no longer keeps what is next, UnavailableError if it is away.
        """
        at = after
        try:
            while _distance(at, self.now) > _NEAR_RECORDS:
                self.live.check(at.topic_id)
                found, at = await self.history.read(wanted, at, self.now)
                yield found, at
            async with self.live.subscribe(wanted, at.topic_id) as subscription:
                while not position.reaches(at, subscription.begins):
                    found, at = await self.history.read(wanted, at, subscription.begins)
                    yield found, at
                    subscription.check()
                while True:
                    found = await subscription.take(seconds)
                    subscription.check()
                    # If nothing waits, all has been given up to where everybody is.
                    yield found, found[-1].positions if found else self.now
        except OffsetOutOfRangeError:
            raise gone() from None
        except KafkaError as error:
            raise UnavailableError(f"Kafka does not answer: {type(error).__name__}") from error


def gone() -> RefusedError:
    """The answer to who was away for too long."""
    detail = (
        "Kafka no longer keeps what came behind this position, or the topic was made anew. Search for what you have "
        "missed, and begin again without a position."
    )
    return RefusedError(410, detail, [FieldError("after", "is a position that is no longer kept")])


def _distance(one: Positions, other: Positions) -> int:
    return sum(max(0, offset - one.offsets.get(number, 0)) for number, offset in other.offsets.items())

"""Who begins to listen while a batch is asked, on a real Kafka."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack

import pytest

from services.api.listening import live
from services.api.listening.arrivals import Arrival
from services.api.listening.live import EndedError, Live, Subscription
from services.api.listening.matching import EVERYTHING
from services.api.listening.position import reaches
from services.api.search.question import Filter
from shared import kafka
from shared.settings import Settings
from tests.newsroom import Newsroom
from tests.system import Servers, eventually


@pytest.fixture
def settings(servers: Servers) -> Settings:
    return servers.settings()


async def test_who_asks_first_finds_where_it_begins(settings: Settings) -> None:
    reading = Live(settings)
    await reading.start()
    assert reading.positions.topic_id == reading.topic.id
    assert reading.positions.offsets == reading.topic.end
    await reading.close()


@pytest.fixture
async def reading(settings: Settings) -> AsyncIterator[Live]:
    reading = Live(settings)
    await reading.start()
    running = asyncio.ensure_future(reading.run())
    yield reading
    reading.stop()
    await running
    await reading.close()


class Slow:
    """Stands before `match`, and lets nothing through until it is told to."""

    def __init__(self) -> None:
        self.entered, self.go = threading.Event(), threading.Event()
        self._match = live.match

    def __call__(self, arrived: Sequence[Arrival], questions: Iterable[Filter]) -> dict[Filter, list[Arrival]]:
        self.entered.set()
        assert self.go.wait(30)
        return self._match(arrived, questions)


async def test_a_batch_that_is_being_asked_is_neither_missed_nor_given_twice(
    reading: Live, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes meanwhile begins behind it, and reads it from the topic, if it had not seen it."""
    slow = Slow()
    monkeypatch.setattr(live, "match", slow)
    async with AsyncExitStack() as stack, kafka.producer(settings) as producer:
        newsroom = Newsroom(producer)
        first = await stack.enter_async_context(reading.subscribe(EVERYTHING, reading.positions.topic_id))
        await newsroom.publish()
        await asyncio.to_thread(slow.entered.wait, 30)
        wanted = Filter(source=newsroom.source)
        coming = asyncio.ensure_future(stack.enter_async_context(reading.subscribe(wanted, first.begins.topic_id)))
        await asyncio.wait([coming], timeout=0.2)
        slow.go.set()
        second = await coming
        [arrival] = await first.take(30)
        assert reaches(second.begins, arrival.positions)
        await newsroom.publish()
        await eventually(lambda: _given(second, 1))


async def _given(subscription: Subscription, count: int) -> bool:
    return len(await subscription.take(0.1)) == count


async def test_who_does_not_keep_up_loses_it_and_is_told(reading: Live, settings: Settings) -> None:
    async with (
        reading.subscribe(EVERYTHING, reading.positions.topic_id) as subscription,
        kafka.producer(settings) as producer,
    ):
        await Newsroom(producer).publish(2_500)

        async def ended() -> bool:
            return subscription.ended == "slow"

        await eventually(ended)
        assert await subscription.take(1) == []
        with pytest.raises(EndedError, match="slow"):
            subscription.check()


async def test_nobody_begins_when_it_is_stopped_or_the_topic_is_another(reading: Live) -> None:
    with pytest.raises(EndedError, match="moved"):
        async with reading.subscribe(EVERYTHING, "another"):
            pass
    reading.stop()
    with pytest.raises(EndedError, match="stopped"):
        async with reading.subscribe(EVERYTHING, reading.positions.topic_id):
            pass

"""Replicas of the api are killed and paused while they stream and deliver: nothing is missed by those who listen."""

import asyncio
import contextlib
import itertools
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from confluent_kafka import OFFSET_END, TopicPartition
from confluent_kafka.admin import AdminClient

from shared import kafka
from shared.settings import Settings
from tests.listening import Heard, listening
from tests.newsroom import Newsroom
from tests.receiver import Delivered, Receiver, receiving
from tests.system import Servers, Service, eventually

pytestmark = pytest.mark.timeout(600)


class Replicas:
    """Two of them, which deliver to this machine too."""

    def __init__(self, servers: Servers, directory: Path) -> None:
        self.services = [
            Service("api", servers, directory / name, DEPECHE_API_WEBHOOKS_PRIVATE="true") for name in ("one", "other")
        ]

    async def start(self) -> None:
        await asyncio.gather(*(asyncio.to_thread(service.start) for service in self.services))

    async def kill_again_and_again(self, times: int) -> None:
        """Each in its turn."""
        chance = random.Random(1)
        for service in itertools.islice(itertools.cycle(self.services), times):
            await asyncio.sleep(chance.uniform(0.5, 2))
            service.kill()
            await asyncio.to_thread(service.start)

    async def subscribe(self, receiver: Receiver, source: str) -> str:
        """Where the webhook is."""
        async with httpx.AsyncClient() as http:
            body = {"url": receiver.url, "filter": {"source": source}}
            answer = await http.post(f"{self.services[0].url}/v1/webhooks", json=body)
            assert answer.status_code == 201, answer.text
        return f"{self.services[0].url}{answer.headers['location']}"


@asynccontextmanager
async def replicas(servers: Servers, directory: Path) -> AsyncIterator[Replicas]:
    for name in ("one", "other"):
        (directory / name).mkdir()
    found = Replicas(servers, directory)
    try:
        await found.start()
        yield found
    finally:
        for service in found.services:
            if service.process is not None:
                service.kill()


@asynccontextmanager
async def pouring(servers: Servers) -> AsyncIterator[tuple[Newsroom, asyncio.Event, list[int]]]:
    """Articles with three revisions each, until the event is set; their numbers.

    Few enough that they are soon delivered, even if it takes minutes until all kills are done.
    """
    done, numbers = asyncio.Event(), list[int]()
    async with kafka.producer(servers.settings()) as producer:
        newsroom = Newsroom(producer)

        async def pour() -> None:
            while not done.is_set():
                numbers.extend(await newsroom.revise(5))
                await asyncio.sleep(1)

        task = asyncio.ensure_future(pour())
        try:
            yield newsroom, done, numbers
        finally:
            done.set()
            await task


async def test_killed_again_and_again_while_somebody_listens(fault_servers: Servers, tmp_path: Path) -> None:
    """The client comes back to whichever replica answers, with the id of the last event."""
    heard = list[Heard]()
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(replicas(fault_servers, tmp_path))
        async with listening(api.services[0].url) as listener:
            last = listener.last
        newsroom, done, numbers = await stack.enter_async_context(pouring(fault_servers))
        killing = asyncio.ensure_future(api.kill_again_and_again(6))
        left = 4
        for service in itertools.cycle(api.services):
            if killing.done() and not done.is_set():
                await killing
                done.set()
            elif killing.done():
                # Whatever is still to come, comes within these.
                left -= 1
                if left == 0:
                    break
            try:
                async with listening(service.url, last, source=newsroom.source) as listener:
                    with contextlib.suppress(AssertionError):
                        await eventually(listener.over, 3)
            except httpx.TransportError:
                continue
            heard += listener.heard
            last = listener.last
    told = [(event.number, event.article["revision"]) for event in heard]
    assert len(told) == len(set(told)), "something was heard twice"
    assert set(told) == {(number, revision) for number in numbers for revision in (1, 2, 3)}
    for number in numbers[:50]:
        assert [revision for told_of, revision in told if told_of == number] == [1, 2, 3]


async def test_killed_again_and_again_while_it_delivers(fault_servers: Servers, tmp_path: Path) -> None:
    """And the receiver refuses every tenth. At the end it has all of them, and first saw each article in its order."""
    chance = random.Random(2)

    def answer(_: Delivered) -> int:
        return 503 if chance.random() < 0.1 else 200

    async with replicas(fault_servers, tmp_path) as api, receiving(answer) as receiver:
        async with pouring(fault_servers) as (newsroom, _, numbers):
            await api.subscribe(receiver, newsroom.source)
            before = [*numbers]
            await api.kill_again_and_again(6)
        expected = {(number, revision) for number in numbers if number not in before for revision in (1, 2, 3)}

        async def all_there() -> bool:
            return expected <= {(each.number, each.article["revision"]) for each in receiver.taken}

        await eventually(all_there, 120)
    for number in {number for number, _ in expected}:
        assert receiver.revisions(number) == [1, 2, 3]


async def test_one_that_was_paused_delivers_nothing_when_another_has_taken_over(
    fault_servers: Servers, tmp_path: Path
) -> None:
    """What it was about to try again it does not, when it wakes behind the end of its lease."""
    refusing = True

    def answer(_: Delivered) -> int:
        return 503 if refusing else 200

    async with (
        replicas(fault_servers, tmp_path) as api,
        receiving(answer) as receiver,
        kafka.producer(fault_servers.settings()) as producer,
    ):
        newsroom = Newsroom(producer)
        await api.subscribe(receiver, newsroom.source)
        await newsroom.publish(10)
        await eventually(lambda: _asked(receiver, 30))
        # The one that was asked owns it.
        sleeper = api.services[0].process
        assert sleeper is not None
        sleeper.send(signal.SIGSTOP)
        refusing = False
        await eventually(lambda: receiver.has(10), 60)
        sleeper.send(signal.SIGCONT)
        await newsroom.publish(50)
        await eventually(lambda: receiver.has(60), 60)
        await eventually(lambda: _quiet(receiver), 30)
    assert len(receiver.taken) == 60


async def _asked(receiver: Receiver, times: int) -> bool:
    return len(receiver.requests) >= times


async def test_the_beginning_of_the_topic_is_cut_off(fault_servers: Servers, tmp_path: Path) -> None:
    """Whoever was there before is told so, and begins anew; a webhook is disabled with the reason."""
    settings = fault_servers.settings()
    async with (
        replicas(fault_servers, tmp_path) as api,
        receiving(lambda _: 500) as receiver,
        kafka.producer(settings) as producer,
    ):
        newsroom, url = Newsroom(producer), api.services[0].url
        webhook = await api.subscribe(receiver, newsroom.source)
        async with listening(url, source=newsroom.source) as listener:
            await newsroom.publish(50)
            await listener.until(50)
            early = listener.heard[0].id
        await _cut_off(settings)

        async def status() -> int:
            async with httpx.AsyncClient() as http, http.stream("GET", f"{url}/v1/stream?after={early}") as answer:
                return answer.status_code

        await eventually(lambda: _is(status, 410))
        async with listening(url, source=newsroom.source) as listener:
            numbers = await newsroom.publish()
            assert (await listener.until(1)).numbers == numbers
        # It begins again at its position, which Kafka has not any more.
        for service in api.services:
            service.kill()
            await asyncio.to_thread(service.start)
        async with httpx.AsyncClient() as http:

            async def disabled() -> bool:
                found = (await http.get(webhook)).json()
                return found["status"] == "disabled" and "no longer keeps" in found["reason"]

            await eventually(disabled, 60)


async def _cut_off(settings: Settings) -> None:
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    partitions = [TopicPartition(kafka.ENRICHED, number, OFFSET_END) for number in range(settings.kafka_partitions)]
    for cut in admin.delete_records(partitions).values():
        assert cut.result(30).low_watermark >= 0


async def _is(asked: Callable[[], Awaitable[int]], expected: int) -> bool:
    return await asked() == expected


async def _quiet(receiver: Receiver) -> bool:
    count = len(receiver.requests)
    await asyncio.sleep(3)
    return len(receiver.requests) == count

"""Replicas of the api are killed and paused while they stream and deliver: nothing is missed by those who listen."""

import asyncio
import itertools
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from shared import kafka
from tests.listening import Heard, listening
from tests.newsroom import Newsroom
from tests.receiver import Delivered, Receiver, receiving
from tests.system import Servers, Service, eventually

pytestmark = pytest.mark.timeout(300)


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
    """Articles with three revisions each, until the event is set; their numbers."""
    done, numbers = asyncio.Event(), list[int]()
    async with kafka.producer(servers.settings()) as producer:
        newsroom = Newsroom(producer)

        async def pour() -> None:
            while not done.is_set():
                numbers.extend(await newsroom.revise(5))
                await asyncio.sleep(0.3)

        task = asyncio.ensure_future(pour())
        try:
            yield newsroom, done, numbers
        finally:
            done.set()
            await task


async def test_killed_again_and_again_while_somebody_listens(fault_servers: Servers, tmp_path: Path) -> None:
    """The client comes back to whichever replica answers, with the id of the last event."""
    heard = list[Heard]()
    async with replicas(fault_servers, tmp_path) as api, pouring(fault_servers) as (newsroom, done, numbers):
        async with listening(api.services[0].url, source=newsroom.source) as listener:
            last = listener.last
        killing = asyncio.ensure_future(api.kill_again_and_again(6))
        for service in itertools.cycle(api.services):
            if killing.done() and not done.is_set():
                await killing
                done.set()
            elif killing.done() and len(heard) >= 3 * len(numbers):
                break
            try:
                async with listening(service.url, last, source=newsroom.source) as listener:
                    await asyncio.wait([asyncio.ensure_future(eventually(listener.over, 3))])
            except (httpx.TransportError, AssertionError):
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
    """Whoever wakes up behind the end of its lease notices it before it delivers."""
    async with (
        replicas(fault_servers, tmp_path) as api,
        receiving() as receiver,
        kafka.producer(fault_servers.settings()) as producer,
    ):
        newsroom = Newsroom(producer)
        webhook = await api.subscribe(receiver, newsroom.source)
        await newsroom.publish(10)
        await eventually(lambda: receiver.has(10))
        # What is not known to be delivered would rightly be delivered again.
        await eventually(lambda: _stays(webhook))
        # The one that was asked owns it.
        sleeper = api.services[0].process
        assert sleeper is not None
        sleeper.send(signal.SIGSTOP)
        await newsroom.publish(10)
        await eventually(lambda: receiver.has(20), 60)
        sleeper.send(signal.SIGCONT)
        await newsroom.publish(50)
        await eventually(lambda: receiver.has(70), 60)
        await eventually(lambda: _quiet(receiver), 30)
    assert len(receiver.taken) == 70


async def _quiet(receiver: Receiver) -> bool:
    count = len(receiver.requests)
    await asyncio.sleep(3)
    return len(receiver.requests) == count


async def _stays(webhook: str) -> bool:
    """Is its position kept that is behind everything?"""
    async with httpx.AsyncClient() as http:
        before = (await http.get(webhook)).json()["position"]
        await asyncio.sleep(3)
        return bool((await http.get(webhook)).json()["position"] == before)

"""GET /v1/stream on a real Kafka: what is heard, and that who comes back misses nothing and hears nothing twice."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.api.listening.position import encode
from services.api.search.generation import Positions
from shared import kafka
from tests.listening import listening
from tests.newsroom import TEXT, Newsroom
from tests.system import Servers, Service, eventually
from tests.unit.api.made import article

HEARTBEAT = 0.5


@pytest.fixture(scope="module")
def api(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(
        "api",
        servers,
        tmp_path_factory.mktemp("api"),
        DEPECHE_API_STREAM_HEARTBEAT=str(HEARTBEAT),
        DEPECHE_API_STREAMS="200",
    ).start()
    yield service
    assert service.stop() == 0, service.log()


@pytest.fixture(scope="module")
def other(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Another replica."""
    service = Service(
        "api", servers, tmp_path_factory.mktemp("other"), DEPECHE_API_STREAM_HEARTBEAT=str(HEARTBEAT)
    ).start()
    yield service
    assert service.stop() == 0, service.log()


@pytest.fixture
async def newsroom(servers: Servers) -> AsyncIterator[Newsroom]:
    async with kafka.producer(servers.settings()) as producer:
        yield Newsroom(producer)


async def test_what_comes_is_heard_once_and_in_the_form_of_the_contract(api: Service, newsroom: Newsroom) -> None:
    async with listening(api.url, source=newsroom.source) as listener:
        assert listener.answer.headers["content-type"].startswith("text/event-stream")
        assert listener.answer.headers["cache-control"] == "no-store"
        [number] = await newsroom.publish()
        [event] = (await listener.until(1)).heard
        assert event.article == article(number, TEXT, source=newsroom.source)
        assert event.kind == "article.enriched"


async def test_revisions_come_in_their_order_and_say_what_they_are(api: Service, newsroom: Newsroom) -> None:
    async with listening(api.url, source=newsroom.source) as listener:
        [number] = await newsroom.revise()
        await newsroom.put(number, revision=3, anew=True)
        heard = (await listener.until(4)).heard
        assert [(event.kind, event.article["revision"]) for event in heard] == [
            ("article.enriched", 1), ("article.revised", 2), ("article.revised", 3), ("article.reenriched", 3),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "drone"}, [0]),
        ({"q": "-drone"}, [1, 2]),
        ({"q": "title:grève"}, [1]),
        ({"language": "en"}, [2]),
        ({"entity": "rob bauer", "entity_type": "person"}, [0]),
        ({"figure_unit": "drones", "figure_min": "30"}, [0]),
        ({"figure_unit": "drones", "figure_min": "32"}, []),
        ({"country": "UA"}, [0]),
        ({"near": "50,30,100"}, [0]),
        ({"near": "48,2,100"}, []),
        ({"published_from": "2023-10", "published_to": "2023-11"}, [1]),
        ({"has_figures": "true"}, [0]),
    ],
)
async def test_filters_are_those_of_the_search(
    api: Service, newsroom: Newsroom, asked: dict[str, str], expected: list[int]
) -> None:
    figure = {"start": 35, "end": 44, "text": "31 drones", "value": 31.0, "unit": "drones", "approximate": False}
    kyiv = {"country": "UA", "geonames_id": None, "latitude": 50.0, "longitude": 30.0}
    place = {"name": "Kyiv", "type": "place", "salience": 1.0, "mentions": [{"start": 61, "end": 65}], "place": kyiv}
    bauer = {"name": "Rob Bauer", "type": "person", "salience": 1.0, "mentions": [], "place": None}
    made = [
        {"text": TEXT, "entities": [bauer, place], "figures": [figure]},
        {"text": "Les trains restent à quai.", "title": "La grève continue", "published": "2023-10"},
        {"text": "The trains stay.", "language": "en"},
        {"text": "Le dernier drone, en Ukraine.", "tags": ["the end"]},
    ]
    async with listening(api.url, source=newsroom.source) as every, listening(
        api.url, source=newsroom.source, **asked
    ) as some:  # fmt: skip
        numbers = [(await newsroom.publish(**each))[0] for each in made[:3]]
        await every.until(3)
        await every.until(3)
        await some.until(len(expected))
    assert sorted(some.numbers) == [numbers[index] for index in expected]


async def test_who_comes_back_misses_nothing_and_hears_nothing_twice(
    api: Service, other: Service, newsroom: Newsroom
) -> None:
    """Again and again, at one replica or the other, while articles pour in."""
    chance, heard, published = random.Random(6), list[int](), list[int]()

    async def pour() -> None:
        for _ in range(60):
            published.extend(await newsroom.publish(20))
            await asyncio.sleep(0.03)

    async with listening(api.url, source=newsroom.source) as first:
        last = first.last
    pouring = asyncio.ensure_future(pour())
    visits = 0
    while len(heard) < 1_200:
        service = chance.choice((api, other))
        async with listening(service.url, last, source=newsroom.source) as listener:
            visits += 1
            await asyncio.sleep(chance.uniform(0, 0.3))
        heard += listener.numbers
        last = listener.last
        assert visits < 1_000
    await pouring
    assert len(heard) == len(set(heard))
    assert set(heard) == set(published)
    assert visits > 5


async def test_after_does_the_same_and_the_header_goes_before_it(api: Service, newsroom: Newsroom) -> None:
    async with listening(api.url, source=newsroom.source) as listener:
        await newsroom.publish(2)
        early, late = [event.id for event in (await listener.until(2)).heard]
    async with listening(api.url, source=newsroom.source, after=early) as listener:
        assert len((await listener.until(1)).heard) == 1
    async with listening(api.url, late, source=newsroom.source) as listener:
        number = await newsroom.publish()
        assert (await listener.until(1)).numbers == number


async def test_a_long_absence_is_caught_up_with(api: Service, newsroom: Newsroom) -> None:
    async with listening(api.url, source=newsroom.source) as listener:
        last = listener.last
    published = await newsroom.publish(3_000)
    async with listening(api.url, last, source=newsroom.source) as listener:
        published += await newsroom.publish(100)
        await listener.until(3_100)
        assert len(listener.heard) == 3_100
        assert set(listener.numbers) == set(published)


async def test_signs_of_life_carry_the_position(api: Service, newsroom: Newsroom) -> None:
    """A client whose filter is rarely met does not fall behind what Kafka keeps."""
    async with listening(api.url, source=newsroom.source, q="introuvable") as listener:
        first = listener.last
        await newsroom.publish(3)

        async def moved() -> bool:
            return listener.comments > 1 and listener.last != first

        await eventually(moved)
        last = listener.last
    async with listening(api.url, last, source=newsroom.source) as listener:
        number = await newsroom.publish()
        assert (await listener.until(1)).numbers == number


async def test_what_was_not_committed_is_not_heard(api: Service, servers: Servers, newsroom: Newsroom) -> None:
    async with (
        listening(api.url, source=newsroom.source) as listener,
        kafka.producer(servers.settings(), transactional_id=uuid4().hex) as producer,
    ):
        last = listener.last
        transactional = Newsroom(producer, newsroom.source)
        await producer.begin_transaction()
        await transactional.publish(3)
        await producer.abort_transaction()
        await producer.begin_transaction()
        numbers = await transactional.publish(3)
        await producer.commit_transaction()
        await listener.until(3)
        assert sorted(listener.numbers) == numbers
    async with listening(api.url, last, source=newsroom.source) as listener:
        assert sorted((await listener.until(3)).numbers) == numbers


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({"params": {"after": "nonsense"}}, 422, "after"),
        ({"headers": {"Last-Event-ID": "nonsense"}}, 422, "Last-Event-ID"),
        ({"params": {"q": "!!"}}, 422, "q"),
        ({"params": {"limit": "5"}}, 422, "limit"),
        ({"params": {"sort": "received"}}, 422, "sort"),
        ({"params": {"figure_min": "5"}}, 422, "figure_unit"),
    ],
)
def test_what_is_wrong_is_refused_by_name(api: Service, given: dict[str, Any], status: int, field: str) -> None:
    answer = httpx.get(f"{api.url}/v1/stream", **given)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_position_in_another_topic_is_gone(api: Service) -> None:
    """Of the same name: it was deleted and made anew."""
    after = encode(Positions("AAAAAAAAAAAAAAAAAAAAAA", {0: 0}))
    answer = httpx.get(f"{api.url}/v1/stream", headers={"Last-Event-ID": after})
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert "begin again without a position" in answer.json()["detail"]


async def test_a_client_that_reads_nothing_harms_nobody(api: Service, newsroom: Newsroom) -> None:
    """Its stream is ended, and the others hear everything."""
    address = httpx.URL(api.url)
    reader, writer = await asyncio.open_connection(address.host, address.port, limit=1024)
    writer.write(f"GET /v1/stream?source={newsroom.source} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await reader.readuntil(b"id: ")
    before = _metric(api, 'depeche_api_streams_ended_total{reason="slow"}')
    async with listening(api.url, source=newsroom.source) as listener:
        for _ in range(25):
            await newsroom.publish(100, "mot " * 2_000)
        await listener.until(2_500, 60)

    async def ended() -> bool:
        gone = 'depeche_connections_closed_total{reason="unread"}'
        return _metric(api, gone) > 0 or _metric(api, 'depeche_api_streams_ended_total{reason="slow"}') > before

    await eventually(ended, 60)
    writer.close()


def test_there_are_as_many_streams_as_there_may_be(api: Service) -> None:
    async def crowd() -> list[int]:
        async with httpx.AsyncClient(base_url=api.url, timeout=30, limits=httpx.Limits(max_connections=None)) as http:
            sent = [http.send(http.build_request("GET", "/v1/stream"), stream=True) for _ in range(210)]
            answers = await asyncio.gather(*sent)
            for answer in answers:
                await answer.aclose()
            return [answer.status_code for answer in answers]

    statuses = asyncio.run(crowd())
    assert (statuses.count(200), statuses.count(503)) == (200, 10)


async def test_a_stream_ends_when_it_is_time(servers: Servers, newsroom: Newsroom, tmp_path: Any) -> None:
    service = await asyncio.to_thread(Service("api", servers, tmp_path, DEPECHE_API_STREAM_LIFETIME="1").start)
    async with listening(service.url) as listener:
        await eventually(listener.over, 5)
    assert service.stop() == 0


async def test_sigterm_ends_all_streams_at_once(servers: Servers, newsroom: Newsroom, tmp_path: Any) -> None:
    """Also that of a client that reads nothing, for which everything else would wait."""
    service = await asyncio.to_thread(Service("api", servers, tmp_path).start)
    address = httpx.URL(service.url)
    reader, writer = await asyncio.open_connection(address.host, address.port, limit=1024)
    writer.write(f"GET /v1/stream?source={newsroom.source} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await reader.readuntil(b"id: ")
    async with listening(service.url, source=newsroom.source) as listener:
        for _ in range(10):
            await newsroom.publish(100, "mot " * 2_000)
        await listener.until(1_000)
        begun = time.monotonic()
        assert service.process is not None
        service.process.send(signal.SIGTERM)
        await eventually(listener.over, 2)
        assert await asyncio.to_thread(service.stop) == 0
        assert time.monotonic() - begun < 5
    writer.close()


def _metric(service: Service, name: str) -> float:
    lines = httpx.get(f"{service.url}/metrics").text.splitlines()
    return next((float(line.split()[-1]) for line in lines if line.startswith(name)), 0.0)

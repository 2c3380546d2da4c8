"""The api's search index is killed, deleted, damaged and overtaken; search still finds exactly what is stored."""

import asyncio
import contextlib
import os
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from confluent_kafka import OFFSET_END, TopicPartition
from confluent_kafka.admin import AdminClient

from shared import kafka, mongo
from tests.faults.ledger import Ledger
from tests.orphans import until_gone
from tests.system import Servers, Service, eventually, until
from tests.unit.api.made import article

pytestmark = pytest.mark.timeout(400)

Found = Counter[tuple[str, int, str]]
_MANY = 8_000


class Desk:
    """Who posts articles, and asks the api for them."""

    def __init__(self, servers: Servers, ingest: str, directory: Path) -> None:
        self._servers, self._ingest = servers, ingest
        self.index = directory / "index"
        self.api = Service("api", servers, directory)
        self._ledger = Ledger(servers, 10, articles=1_500)

    async def post(self, count: int) -> None:
        """Post that many articles. Return when they are stored and published."""
        await self._ledger.post(self._ingest, count)
        await self._ledger.settled()

    @asynccontextmanager
    async def posting(self) -> AsyncIterator[None]:
        """Articles and revisions pour in. What was accepted is stored and published when this ends."""
        done = asyncio.Event()
        feeding = asyncio.create_task(self._ledger.post_until(self._ingest, done))
        try:
            yield
            done.set()
            await feeding
        finally:
            feeding.cancel()
        await self._ledger.settled()

    def built(self) -> int:
        """How often the api has begun to build its index."""
        return self.api.log().count("building the search index")

    async def check(self, seconds: float = 60) -> None:
        """Search finds exactly what is stored, each article once, at its last revision; soon, at least.

        The api may end on the way, and is then started again, as whoever runs it does.
        """
        stored = await self._stored()
        assert stored
        deadline = time.monotonic() + seconds
        while (found := await self._found_or_not(stored)) != stored:
            assert time.monotonic() < deadline, f"missing: {stored - found}, too many: {found - stored}"
            await asyncio.sleep(0.2)

    async def _stored(self) -> Found:
        database = mongo.connect(self._servers.settings())
        try:
            return Counter([(one["_id"], one["revision"], one["text"]) async for one in database.articles.find()])
        finally:
            database.client.close()

    async def _found_or_not(self, stored: Found) -> Found:
        """All that is found; nothing while the api can't be asked."""
        assert self.api.process is not None
        if self.api.process.code is not None:
            self.api.launch()
        with contextlib.suppress(httpx.TransportError):
            async with httpx.AsyncClient(base_url=self.api.url, timeout=30) as http:
                return await _found(http, {text for _, _, text in stored})
        return Counter()


async def _found(http: httpx.AsyncClient, texts: set[str]) -> Found:
    """All articles by leafing through them; if their words do not find the same ones, what their words find."""
    every = await _leaf(http, {})
    by_words: Found = Counter()
    for text in texts:
        by_words += await _leaf(http, {"q": f'"{text}"'})
    return every if by_words == every else by_words


async def _leaf(http: httpx.AsyncClient, asked: dict[str, str]) -> Found:
    """Every page to the last; nothing if the index is being built."""
    found: Found = Counter()
    cursor: dict[str, Any] = {}
    while True:
        answer = await http.get("/v1/articles", params={"limit": 100, **asked, **cursor})
        if answer.status_code == 503:
            return Counter()
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found.update((item["id"], item["revision"], item["text"]) for item in page["items"])
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


@pytest.fixture(scope="module")
def ingest(fault_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where articles are posted. What enriches them does nothing, and so is fast."""
    directory = tmp_path_factory.mktemp("services")
    services = [
        Service("ingest", fault_servers, directory),
        Service("enrich", fault_servers, directory, module="benchmarks.nothing", DEPECHE_ENRICH_PROCESSES="1"),
    ]
    try:
        for service in services:
            service.launch()
        for service in services:
            service.wait()
        yield services[0].url
    finally:
        for service in services:
            service.kill()


@pytest.fixture(scope="module")
def desk(fault_servers: Servers, ingest: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """With an api that is at work and has all of it in its index when a test begins, as each ends with `check`."""
    made = Desk(fault_servers, ingest, tmp_path_factory.mktemp("api"))
    made.api.start()
    yield made
    made.api.kill()


async def test_killed_again_and_again_while_articles_pour_in(desk: Desk) -> None:
    chance, built = random.Random(1), desk.built()
    async with desk.posting():
        await asyncio.sleep(1)
        for _ in range(6):
            await asyncio.sleep(chance.uniform(0, 1))
            desk.api.kill()
            desk.api.launch()
            await asyncio.to_thread(desk.api.wait)
    await desk.check()
    assert desk.built() == built, "it should go on from where it was"


async def test_deleted_while_articles_pour_in(desk: Desk) -> None:
    process = desk.api.process
    async with desk.posting():
        await asyncio.sleep(1)
        _delete(desk.index)
        await asyncio.sleep(1)
    await desk.check()
    assert desk.api.process is process, "it should have come through it"


def _overwrite(file: Path) -> None:
    """One letter of an article's id, where that stands as it is: search answers it, and nothing fails."""
    with file.open("r+b") as opened:
        if found := re.search(rb"[0-9a-f]{32}", opened.read()):
            opened.seek(found.start())
            opened.write(b"x")


def _truncate(file: Path) -> None:
    """Whoever looks at it behind its end is ended by the kernel, as Tantivy maps it into memory."""
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize(("kind", "damage"), [("store", _overwrite), ("idx", _truncate)])
async def test_damaged_while_it_is_searched(desk: Desk, kind: str, damage: Callable[[Path], None]) -> None:
    await desk.post(500)
    await desk.check()
    built = desk.built()
    for file in desk.index.glob(f"*/*.{kind}"):
        damage(file)
    await desk.post(50)
    await desk.check()
    assert desk.built() > built


async def test_the_beginning_of_the_topic_is_cut_off(desk: Desk, fault_servers: Servers) -> None:
    """What came while the api was down is only in MongoDB now."""
    await desk.post(500)
    await desk.check()
    desk.api.kill()
    await desk.post(500)
    settings = fault_servers.settings()
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    partitions = [TopicPartition(kafka.ENRICHED, n, OFFSET_END) for n in range(settings.kafka_partitions)]
    for cut in admin.delete_records(partitions).values():
        assert cut.result(30).low_watermark > 0
    await desk.post(50)
    desk.api.launch()
    await desk.check()


async def test_revisions_arrive_while_it_is_built_again(desk: Desk) -> None:
    await desk.post(1_000)
    desk.api.kill()
    _delete(desk.index)
    async with desk.posting():
        desk.api.launch()
        await asyncio.to_thread(desk.api.wait)
    await desk.check()


@pytest.fixture
async def large(fault_servers: Servers) -> AsyncIterator[str]:
    """The name of a database with more articles than one process would index alone."""
    database = mongo.connect(fault_servers.settings(mongodb_database="large"))
    await mongo.ensure_collections(database)
    texts = (" ".join(f"mot{number * place % 997}" for place in range(200)) for number in range(_MANY))
    made = [article(number, text, id=f"{number * 0x10000 // _MANY:04x}") for number, text in enumerate(texts)]
    await database.articles.insert_many([{"_id": each.pop("id"), **each} for each in made])
    yield database.name
    await database.client.drop_database(database.name)
    database.client.close()


async def test_killed_while_several_processes_build_it(fault_servers: Servers, large: str, tmp_path: Path) -> None:
    """They end with it, and leave nothing that would be in the way of the next."""
    api = Service("api", fault_servers, tmp_path, DEPECHE_MONGODB_DATABASE=large)

    def at_work() -> bool:
        return len([*tmp_path.glob("index/*/part-*/meta.json")]) > 1

    try:
        api.launch()
        assert api.process is not None
        await asyncio.to_thread(until, at_work, 60)
        processes = psutil.Process(api.process.pid).children(recursive=True)
        api.kill()
        until_gone(processes, 1)
        await asyncio.to_thread(api.start)
        async with httpx.AsyncClient(base_url=api.url, timeout=30) as http:
            assert (await http.get("/v1/articles")).json()["total"] == _MANY
        assert len([path for path in (tmp_path / "index").glob("**/*") if path.is_dir()]) == 1
    finally:
        api.kill()


async def test_sigterm_under_load(desk: Desk) -> None:
    """Whoever got an answer got all of it; and the index is as it was kept, and goes on from there."""
    built, answered = desk.built(), 0

    async def ask(http: httpx.AsyncClient) -> None:
        nonlocal answered
        request = http.build_request("GET", "/v1/articles", params={"limit": 100})
        while True:
            try:
                answer = await http.send(request, stream=True)
            except httpx.TransportError:
                return  # Refused, or the connection was closed before there was an answer.
            await answer.aread()
            assert answer.status_code == 200, answer.text
            assert answer.json()["items"]
            answered += 1

    async def busy() -> bool:
        return answered > 100

    await desk.post(500)
    await desk.check()
    async with (
        desk.posting(),
        httpx.AsyncClient(base_url=desk.api.url, timeout=30) as http,
        asyncio.TaskGroup() as readers,
    ):
        for _ in range(8):
            readers.create_task(ask(http))
        await eventually(busy)
        code = await asyncio.to_thread(desk.api.stop)
    assert code == 0
    await desk.check()
    assert desk.built() == built


def _delete(directory: Path) -> None:
    """Who writes into a directory that is being deleted can be in the way."""

    def gone() -> bool:
        shutil.rmtree(directory, ignore_errors=True)
        return not directory.exists()

    until(gone, 10)

"""Following articles.enriched into the index, on a real Kafka and a real MongoDB."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from prometheus_client import REGISTRY

from services.api.search import follow
from services.api.search.follow import Follower
from services.api.search.generation import Positions
from services.api.search.index import SearchIndex
from services.api.search.question import Question
from shared import kafka
from shared.errors import UnavailableError
from shared.mongo import Database
from shared.settings import Settings
from tests.system import eventually
from tests.unit.api.made import article, article_id

# The topic is shared, so other tests' articles may be in the index too.
EVERYTHING = 10_000
_numbers = itertools.count(1_000_000)


@pytest.fixture
async def producer(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    async with kafka.producer(settings) as producer:
        yield producer


@pytest.fixture
def number() -> int:
    return next(_numbers)


@dataclass
class Following:
    index: SearchIndex
    follower: Follower

    async def texts(self, number: int) -> list[str]:
        """The texts that are found of an article; nothing while there is no index."""
        try:
            page = await self.index.search(Question(), None, EVERYTHING)
        except UnavailableError:
            return []
        items = [orjson.loads(item) for item in page.items]
        return [item["text"] for item in items if int(item["id"], 16) == number]

    async def has(self, number: int, text: str) -> None:
        async def there() -> bool:
            return await self.texts(number) == [text]

        await eventually(there)


Start = Callable[[], AbstractAsyncContextManager[Following]]


@pytest.fixture
def start(settings: Settings, database: Database, tmp_path: Path) -> Start:
    @asynccontextmanager
    async def started() -> AsyncIterator[Following]:
        index = SearchIndex(tmp_path / "index", 1)
        follower = Follower(settings, index, database)
        await follower.start()
        running = asyncio.ensure_future(follower.run())
        try:
            yield Following(index, follower)
        finally:
            follower.stop()
            await running
            await follower.close()
            index.close()

    return started


@pytest.fixture
def publish(producer: AIOKafkaProducer) -> Callable[[dict[str, Any]], Awaitable[None]]:
    async def published(made: dict[str, Any]) -> None:
        await producer.send_and_wait(kafka.ENRICHED, orjson.dumps(made), key=made["id"].encode())

    return published


Publish = Callable[[dict[str, Any]], Awaitable[None]]


async def store(database: Database, made: dict[str, Any]) -> None:
    document = {key: value for key, value in made.items() if key != "id"}
    await database.articles.replace_one({"_id": made["id"]}, document, upsert=True)


def rebuilds() -> float:
    return REGISTRY.get_sample_value("depeche_api_index_rebuilds_total") or 0.0


async def test_what_is_published_is_found_and_a_revision_takes_its_place(
    start: Start, publish: Publish, number: int
) -> None:
    async with start() as following:
        await eventually(lambda: _searchable(following))
        await publish(article(number, "premier"))
        await following.has(number, "premier")
        await publish(article(number, "second", revision=2))
        await following.has(number, "second")


async def test_it_goes_on_from_where_it_was(start: Start, publish: Publish, number: int) -> None:
    """MongoDB is empty here, so an index that was built again would have lost the first article."""
    async with start() as following:
        await eventually(lambda: _searchable(following))
        await publish(article(number, "avant"))
        await following.has(number, "avant")
    before = rebuilds()
    await publish(article(number + 500_000, "entretemps"))
    async with start() as following:
        assert await following.texts(number) == ["avant"]
        await following.has(number + 500_000, "entretemps")
        await following.has(number, "avant")
    assert rebuilds() == before


async def test_a_missing_index_is_built_from_mongodb(
    start: Start, publish: Publish, database: Database, number: int
) -> None:
    await store(database, article(number, "conservé", revision=2))
    first = article(number, "d'abord")
    await database.revisions.insert_one(
        {"_id": f"{first['id']}:1", "article_id": first["id"], "received_at": "2020-01-01T00:00:00Z", "revision": 1}
    )
    other = number - 500_000
    await store(database, article(other))
    await database.articles.insert_one({"_id": "junk", "revision": 1})
    async with start() as following:
        await following.has(number, "conservé")
        page = await following.index.search(Question(), None, EVERYTHING)
        ours = [item for item in page.items if orjson.loads(item)["id"] in (article_id(number), article_id(other))]
        assert [orjson.loads(item)["id"] for item in ours] == [article_id(other), article_id(number)]
        assert ours[1] == orjson.dumps(article(number, "conservé", revision=2))


@pytest.mark.parametrize("damage", ["meta.json", "*.store"])
async def test_a_damaged_index_is_built_again(
    start: Start, database: Database, number: int, tmp_path: Path, damage: str
) -> None:
    await store(database, article(number, "conservé"))
    async with start() as following:
        await following.has(number, "conservé")
    before = rebuilds()
    for path in (tmp_path / "index").glob(f"*/{damage}"):
        path.write_bytes(b"damaged")
    async with start() as following:
        await following.has(number, "conservé")
    assert rebuilds() == before + 1


@pytest.mark.parametrize("moved", [{"topic_id": "another"}, {"by": 10**9}, {"by": -1}])
async def test_positions_that_the_topic_does_not_keep_are_not_followed(
    start: Start, database: Database, number: int, moved: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another topic of the same name; beyond its end; before what it keeps."""
    await store(database, article(number, "conservé"))
    keep = follow.Topic.keeps

    def keeps(topic: follow.Topic, positions: Positions) -> bool:
        by = moved.get("by", 0)
        offsets = {n: (topic.first[n] if by < 0 else offset) + by for n, offset in positions.offsets.items()}
        return keep(topic, replace(positions, topic_id=moved.get("topic_id", positions.topic_id), offsets=offsets))

    async with start() as following:
        await following.has(number, "conservé")
    before = rebuilds()
    with monkeypatch.context() as patch:
        patch.setattr(follow.Topic, "keeps", keeps)
        async with start() as following:
            await eventually(lambda: _true(rebuilds() == before + 1))
            await following.has(number, "conservé")


async def test_an_index_that_breaks_while_it_is_searched_is_built_again(
    start: Start, database: Database, number: int, tmp_path: Path
) -> None:
    for more in range(20):
        await store(database, article(number + 1_000 * more, "conservé"))
    async with start() as following:
        # Not searched yet: what was read once is kept in memory, where damage does not reach it.
        await eventually(lambda: _searchable(following))
        for path in (tmp_path / "index").glob("*/*.store"):
            with path.open("r+b") as file:
                file.write(b"\xff" * (path.stat().st_size // 2))
        with pytest.raises(UnavailableError):
            await following.index.search(Question(), None, EVERYTHING)
        await following.has(number, "conservé")


async def test_damage_that_no_search_stumbles_over_is_noticed_in_time(
    start: Start, database: Database, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "_CHECK_SECONDS", 0.0)
    await store(database, article(number, "conservé"))
    async with start() as following:
        await following.has(number, "conservé")
        before = rebuilds()
        for path in (tmp_path / "index").glob("*/*.fieldnorm"):
            path.write_bytes(b"damaged" + path.read_bytes()[7:])
        await eventually(lambda: _true(rebuilds() == before + 1))
        await following.has(number, "conservé")


async def test_what_is_no_article_is_counted_and_passed_over(
    start: Start, publish: Publish, producer: AIOKafkaProducer, number: int
) -> None:
    def unreadable() -> float:
        return REGISTRY.get_sample_value("depeche_api_index_records_total", {"outcome": "unreadable"}) or 0.0

    async with start() as following:
        await eventually(lambda: _searchable(following))
        before = unreadable()
        for value in (b"", b"\xff", b"[]", b"{}", b'{"id": {"$gt": ""}, "revision": 1}', None):
            await producer.send_and_wait(kafka.ENRICHED, value, key=b"x")
        await publish(article(number, "bon"))
        await following.has(number, "bon")
        await eventually(lambda: _true(unreadable() == before + 6))


async def test_an_event_older_than_what_mongodb_had_changes_nothing(
    start: Start, publish: Publish, database: Database, number: int
) -> None:
    """While an index is built, MongoDB may have a revision whose event is still to come, and an older one before it."""
    await store(database, article(number, "troisième", revision=3))
    async with start() as following:
        await following.has(number, "troisième")
        await publish(article(number, "deuxième", revision=2))
        await publish(article(number + 500_000, "après"))
        await following.has(number + 500_000, "après")
        await following.has(number, "troisième")


async def test_only_what_was_committed_is_read_and_nothing_stays_behind(
    start: Start, settings: Settings, number: int
) -> None:
    async with start() as following, kafka.producer(settings, transactional_id=uuid4().hex) as producer:
        await eventually(lambda: _searchable(following))
        for text, end in (("avorté", producer.abort_transaction), ("gardé", producer.commit_transaction)):
            await producer.begin_transaction()
            made = article(number + (500_000 if text == "avorté" else 0), text)
            await producer.send_and_wait(kafka.ENRICHED, orjson.dumps(made), key=made["id"].encode(), partition=0)
            await end()
        await following.has(number, "gardé")
        assert await following.texts(number + 500_000) == []
        await eventually(lambda: _true(REGISTRY.get_sample_value("depeche_api_index_lag") == 0))


async def test_a_second_process_reads_and_takes_over(start: Start, publish: Publish, number: int) -> None:
    async with AsyncExitStack() as until_it_ends:
        writing = await until_it_ends.enter_async_context(start())
        await eventually(lambda: _searchable(writing))
        async with start() as reading:
            await publish(article(number, "lu"))
            await reading.has(number, "lu")
            await until_it_ends.aclose()
            await publish(article(number + 500_000, "écrit"))
            await reading.has(number + 500_000, "écrit")


async def _searchable(following: Following) -> bool:
    try:
        return following.index.generation is not None
    except UnavailableError:
        return False


async def _true(value: bool) -> bool:
    return value

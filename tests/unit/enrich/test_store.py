"""What enrich stores, on a real MongoDB: revisions, duplicates, receipts, and who owns a partition."""

import asyncio
import dataclasses
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import orjson
import pytest

from services.enrich.decisions import Decision, Item, Partition, decide
from services.enrich.pool import Enriched, Failed
from services.enrich.store import Store
from shared import mongo
from shared.errors import FencedError
from shared.mongo import Database
from tests.system import Servers

_offsets = itertools.count()
_articles = itertools.count()


@pytest.fixture
async def database(servers: Servers) -> AsyncIterator[Database]:
    database = mongo.connect(servers.settings())
    yield database
    database.client.close()


@pytest.fixture
def partition() -> Partition:
    return Partition("group", "articles.raw", f"topic-{next(_offsets)}", 0)


@pytest.fixture
def article() -> str:
    return f"{next(_articles):032x}"


def item(
    offset: int, article: str, text: str, received_at: str = "2026-01-02T00:00:00Z", title: str | None = None
) -> Item:
    document = {"id": article, "revision": 0, "title": title, "fingerprint": text, "text": text, "origin": None}
    document |= {"language": {"code": "und"}, "story": None, "changes": []}
    document |= {"received_at": received_at, "provenance": {"topics": "1", "changes": "1"}}
    document["enriched_at"] = datetime.now(UTC).isoformat()
    return Item(offset, f"event-{offset}", article, Enriched(article, text, orjson.dumps(document), title=title))


def dead(offset: int) -> Item:
    return Item(offset, None, None, Failed("decode", "UndecodableError", "is no JSON"))


def replay(offset: int, article: str, text: str, revision: int, version: str = "2") -> Item:
    """A stored revision as newer steps see it."""
    made = item(offset, article, text)
    assert isinstance(made.result, Enriched)
    document = orjson.loads(made.result.document) | {"received_at": "never kept"}
    # What changed stays, and so does the version of the step that said it.
    document["provenance"] = {"topics": version, "changes": "2"}
    return dataclasses.replace(made, result=Enriched(article, text, orjson.dumps(document), revision))


def redriven(offset: int, article: str, text: str, received_at: str) -> Item:
    made = item(offset, article, text, received_at)
    return dataclasses.replace(made, attempt=2)


def said(decisions: list[Decision]) -> list[tuple[str, int | None]]:
    return [(decision.status, decision.revision) for decision in decisions]


async def stored(database: Database, article: str) -> list[tuple[int, str]]:
    """Every revision that is stored, oldest first."""
    older = await database.revisions.find({"article_id": article}).sort("revision").to_list(None)
    latest = await database.articles.find_one({"_id": article})
    return [(document["revision"], document["text"]) for document in [*older, *([latest] if latest else [])]]


class TestPut:
    async def test_same_text_is_a_duplicate_and_changed_text_a_revision(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            first = await ledger.put([item(0, article, "a"), item(1, article, "a"), item(2, article, "b")])
            second = await ledger.put([item(3, article, "b"), item(4, article, "a"), dead(5)])
        assert said(first) == [("enriched", 1), ("duplicate", 1), ("enriched", 2)]
        assert said(second) == [("duplicate", 2), ("enriched", 3), ("dead", None)]
        assert await stored(database, article) == [(1, "a"), (2, "b"), (3, "a")]

    async def test_a_new_headline_is_a_revision(self, database: Database, partition: Partition, article: str) -> None:
        headlines = ["Port rouvert", None, "Port  rouvert", "Le port rouvre"]
        async with Store(database).open(partition, 0) as ledger:
            first, *more = await ledger.put([item(n, article, "a", title=title) for n, title in enumerate(headlines)])
        assert said([first, *more]) == [("enriched", 1), ("duplicate", 1), ("duplicate", 1), ("enriched", 2)]
        assert more[-1].document is not None
        assert more[-1].document["changes"] == [{"kind": "title", "before": "Port rouvert", "after": "Le port rouvre"}]

    async def test_a_headline_that_comes_later_is_a_revision(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            assert said(await ledger.put([item(0, article, "a")])) == [("enriched", 1)]
            assert said(await ledger.put([item(1, article, "a", title="Port")])) == [("enriched", 2)]

    async def test_an_event_says_where_it_came_from(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 7) as ledger:
            [decision] = await ledger.put([item(7, article, "a")])
        assert decision.document is not None
        assert decision.document["origin"] == {"topic": "articles.raw", "partition": 0, "offset": 7}
        assert decision.document["revision"] == 1

    async def test_a_batch_that_fails_leaves_nothing(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        broken = Item(1, None, article, Enriched(article, "b", b"[]"))
        async with Store(database).open(partition, 0) as ledger:
            with pytest.raises(TypeError):
                await ledger.put([item(0, article, "a"), broken])
            assert await stored(database, article) == []
            assert said(await ledger.put([item(0, article, "a")])) == [("enriched", 1)]

    async def test_one_article_in_two_partitions_at_once_keeps_one_line_of_revisions(
        self, database: Database, article: str
    ) -> None:
        """When partitions are added to the topic, an article may move while the old partition is still read."""
        texts = {number: f"text-{number}" for number in range(4)}

        async def write(number: int) -> None:
            partition = Partition("group", "articles.raw", f"moved-{article}", number)
            async with Store(database).open(partition, 0) as ledger:
                await ledger.put([item(0, article, texts[number])])

        await asyncio.gather(*map(write, texts))
        revisions = await stored(database, article)
        assert [number for number, _ in revisions] == [1, 2, 3, 4]
        assert {text for _, text in revisions} == set(texts.values())


class TestReplay:
    @pytest.mark.parametrize(("sketch", "made_by"), [(b"a", {"stories": "1"}), (None, {})])
    def test_who_joins_a_story_has_the_version_of_that_step(
        self, partition: Partition, sketch: bytes | None, made_by: dict[str, str]
    ) -> None:
        made = replay(1, "a", "text", 1)
        assert isinstance(made.result, Enriched)
        document = orjson.loads(made.result.document)
        document["provenance"] = {"topics": "2", "stories": "1", "changes": "2"}
        result = dataclasses.replace(made.result, document=orjson.dumps(document), sketch=sketch)
        latest = {"a": {"revision": 1, "fingerprint": "text", "story": None, "provenance": {"topics": "1"}}}
        decided = decide(partition, dataclasses.replace(made, result=result), latest)
        assert decided.document is not None
        assert decided.document["provenance"] == {"topics": "2", **made_by}

    async def test_it_takes_the_place_of_the_revision_it_was_made_from(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            await ledger.put([item(0, article, "a"), item(1, article, "b")])
            [decision] = await ledger.put([replay(2, article, "b", 2)])
        assert (decision.status, decision.revision) == ("replayed", 2)
        assert await stored(database, article) == [(1, "a"), (2, "b")]
        latest = await database.articles.find_one({"_id": article})
        assert latest is not None
        assert latest["provenance"] == {"topics": "2", "changes": "1"}
        assert (latest["received_at"], latest["origin"]["offset"]) == ("2026-01-02T00:00:00Z", 1)

    async def test_of_two_that_are_alike_the_second_changes_nothing(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            decisions = await ledger.put(
                [item(0, article, "a"), replay(1, article, "a", 1), replay(2, article, "a", 1)]
            )
        assert said(decisions) == [("enriched", 1), ("replayed", 1), ("duplicate", 1)]

    @pytest.mark.parametrize("together", [True, False], ids=["in one batch", "in two"])
    async def test_a_newer_revision_wins(
        self, database: Database, partition: Partition, article: str, together: bool
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            await ledger.put([item(0, article, "a")])
            items = [item(1, article, "b"), replay(2, article, "a", 1)]
            decisions = await ledger.put(items) if together else [(await ledger.put([each]))[0] for each in items]
        assert said(decisions) == [("enriched", 2), ("superseded", 2)]
        assert await stored(database, article) == [(1, "a"), (2, "b")]

    async def test_before_a_newer_revision_in_the_same_batch_it_is_kept_among_the_older(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            await ledger.put([item(0, article, "a")])
            decisions = await ledger.put([replay(1, article, "a", 1), item(2, article, "b")])
        assert said(decisions) == [("replayed", 1), ("enriched", 2)]
        assert await stored(database, article) == [(1, "a"), (2, "b")]
        older = await database.revisions.find_one({"article_id": article})
        assert older is not None
        assert older["provenance"] == {"topics": "2", "changes": "1"}

    async def test_of_an_article_that_is_gone_it_makes_none(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            assert said(await ledger.put([replay(0, article, "a", 1)])) == [("superseded", None)]
        assert await stored(database, article) == []


class TestRedriven:
    async def test_an_older_text_does_not_replace_a_newer_one(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as ledger:
            await ledger.put([item(0, article, "b", "2026-01-02T00:00:00Z")])
            late = redriven(1, article, "a", "2026-01-01T23:59:59.5Z")
            assert said(await ledger.put([late])) == [("superseded", 1)]
            newer = redriven(2, article, "c", "2026-01-02T00:00:00.5Z")
            assert said(await ledger.put([newer])) == [("enriched", 2)]
        assert await stored(database, article) == [(1, "b"), (2, "c")]


class TestOpen:
    async def test_a_new_partition_begins_where_kafka_says(self, database: Database, partition: Partition) -> None:
        async with Store(database).open(partition, 41) as ledger:
            assert ledger.position == 41

    async def test_the_position_is_kept(self, database: Database, partition: Partition, article: str) -> None:
        async with Store(database).open(partition, 0) as ledger:
            await ledger.put([item(0, article, "a"), item(3, article, "b")])
        async with Store(database).open(partition, 0) as ledger:
            assert ledger.position == 4

    async def test_the_owner_before_writes_nothing(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, 0) as before, Store(database).open(partition, 0):
            with pytest.raises(FencedError):
                await before.put([item(0, article, "a")])
        assert await stored(database, article) == []

    async def test_what_a_killed_owner_left_open_is_ended_at_once(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        """Its transaction would hold the position for a minute."""
        async with Store(database).open(partition, 0) as before:
            before._session.start_transaction()
            await before._move(1)
            async with asyncio.timeout(10), Store(database).open(partition, 0) as ledger:
                assert ledger.position == 0
                assert said(await ledger.put([item(0, article, "a")])) == [("enriched", 1)]

    async def test_a_topic_made_again_begins_again(self, database: Database, article: str) -> None:
        for topic_id in ("one", "two"):
            async with Store(database).open(Partition("g", "articles.raw", topic_id + article, 0), 0) as ledger:
                assert ledger.position == 0
                await ledger.put([item(0, article, topic_id)])

    async def test_without_a_committed_offset_the_last_batch_alone_is_in_doubt(
        self, database: Database, partition: Partition, article: str
    ) -> None:
        async with Store(database).open(partition, None) as ledger:
            assert (ledger.position, ledger.resume) == (0, 0)
            await ledger.put([item(0, article, "a"), item(1, article, "b")])
            await ledger.put([item(2, article, "c")])
        async with Store(database).open(partition, None) as ledger:
            assert (ledger.position, ledger.resume) == (3, 2)
        async with Store(database).open(partition, 3) as ledger:
            assert (ledger.position, ledger.resume) == (3, 3)


class TestRecall:
    async def test_it_gives_what_put_gave(self, database: Database, partition: Partition, article: str) -> None:
        """The duplicate came before the revision: decided again now, it would look like a change.

        As text, 10 comes before 9: revisions would be published in the wrong order.
        """
        items = [item(8, article, "a"), item(9, article, "a"), item(10, article, "b"), dead(11), item(12, article, "c")]
        items += [replay(13, f"{article}1", "a", 1), replay(14, f"{article}2", "a", 1)]
        async with Store(database).open(partition, 7) as ledger:
            await ledger.put([item(7, f"{article}1", "a")])
            decided = await ledger.put(items)
        assert said(decided)[-2:] == [("replayed", 1), ("superseded", None)]
        async with Store(database).open(partition, 8) as ledger:
            recalled = await ledger.recall([8, 9, 10, 11, 12, 13, 14])
        assert recalled == decided

"""Stories, on a real MongoDB: reprints are found, also those that are stored at the same moment."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from services.enrich.decisions import Item, Partition
from services.enrich.pool import Enriched
from services.enrich.store import Store
from services.enrich.text import sketch
from shared import mongo
from shared.mongo import Database
from tests.system import Servers

_numbers = itertools.count()
Json = dict[str, Any]


@pytest.fixture
async def database(servers: Servers) -> AsyncIterator[Database]:
    database = mongo.connect(servers.settings())
    yield database
    database.client.close()


@pytest.fixture
def text() -> str:
    """A text that shares nothing with that of any other test."""
    return made_up("mot", 200)


def made_up(word: str, count: int) -> str:
    """Words that stand in no other text: a word of letters and, in letters too, a number."""
    letters = str.maketrans("0123456789", "bcdfghjklm")
    run = f"{word}{next(_numbers)}o".translate(letters)
    return " ".join(f"{run}{str(i).translate(letters)}" for i in range(count))


def partition() -> Partition:
    return Partition("group", "articles.raw", f"stories-{next(_numbers)}", 0)


def item(offset: int, article: str, text: str, replays: int | None = None, version: str = "1") -> Item:
    now = datetime.now(UTC).isoformat()
    document = {"id": article, "revision": 0, "fingerprint": text, "text": text, "title": None}
    document |= {"language": {"code": "fr"}, "origin": None, "story": None, "changes": []}
    document |= {"received_at": now, "enriched_at": now}
    document |= {"provenance": {"topics": version}}
    result = Enriched(article, text, orjson.dumps(document), replays, sketch.of(text, "fr"))
    return Item(offset, f"event-{article}-{offset}", article, result)


def name() -> str:
    return f"story-{next(_numbers):026x}"


async def put(database: Database, *items: Item) -> list[Json]:
    """Store the items in a partition of their own; the stories of their documents."""
    async with Store(database).open(partition(), items[0].offset) as ledger:
        decisions = await ledger.put(items)
    return [decision.document["story"] for decision in decisions if decision.document]


async def test_a_reprint_joins_the_story_of_the_first(database: Database, text: str) -> None:
    first, reprint, other = name(), name(), name()
    edited = " ".join(["edité"] * 20 + text.split()[40:])
    [one] = await put(database, item(0, first, text))
    [two, three] = await put(database, item(0, reprint, edited), item(1, other, made_up("autre", 100)))
    assert one == {"id": first, "first": True, "similarity": 1.0, "parent": None}
    assert (two["id"], two["first"], two["parent"]) == (first, False, first)
    assert 0.5 < two["similarity"] < 0.95
    assert three["id"] == other
    assert (await database.articles.find_one({"_id": reprint}))["story"] == two  # type: ignore[index]  # it is there


async def test_reprints_in_one_batch_are_one_story(database: Database, text: str) -> None:
    first, reprint = name(), name()
    stories = await put(database, item(0, first, text), item(1, reprint, text), item(2, name(), text))
    assert [(story["id"], story["first"]) for story in stories] == [(first, True), (first, False), (first, False)]


async def test_who_was_reprinted_is_the_one_most_alike(database: Database, text: str) -> None:
    words = text.split()
    first, second, third = name(), name(), name()
    edited = made_up("neu", 60).split() + words[60:]
    await put(database, item(0, first, text))
    await put(database, item(0, second, " ".join(edited)))
    [story] = await put(database, item(0, third, " ".join([*edited[:-10], *["fin"] * 10])))
    assert (story["id"], story["parent"]) == (first, second)


async def test_a_revision_stays_in_the_story_of_its_article(database: Database, text: str) -> None:
    first, reprint, late = name(), name(), name()
    await put(database, item(0, first, text))
    revised = "Ein ganz anderer Text. " + made_up("anders", 100)
    stories = await put(database, item(0, reprint, text), item(1, reprint, text + " Plus."), item(2, reprint, revised))
    assert {story["id"] for story in stories} == {first}
    assert (await put(database, item(0, late, revised)))[0]["id"] == first


async def test_a_replay_makes_no_second_story(database: Database, text: str) -> None:
    first, reprint = name(), name()
    before = await put(database, item(0, first, text), item(1, reprint, text))
    again = await put(database, item(0, reprint, text, 1, "2"), item(1, first, text, 1, "2"))
    assert again == before[::-1]
    assert await database.sketches.count_documents({"story": first}) == 2


async def test_a_replayed_article_that_has_no_story_yet_joins_one(database: Database, text: str) -> None:
    """Articles that were stored before there were stories."""
    first, old = name(), name()
    await put(database, item(0, first, text))
    async with Store(database).open(partition(), 0) as ledger:
        made = item(0, old, text)
        await ledger.put([Item(0, None, old, Enriched(old, text, made.result.document))])  # type: ignore[union-attr]
    [story] = await put(database, item(0, old, text, 1, "2"))
    assert story["id"] == first


async def test_a_story_is_over_when_its_first_is_forgotten(database: Database, text: str) -> None:
    first, second, third = name(), name(), name()
    await put(database, item(0, first, text))
    await put(database, item(0, second, text))
    await database.sketches.delete_one({"_id": f"{first}:1"})
    [story] = await put(database, item(0, third, text))
    assert story["id"] == third


async def test_two_workers_at_once_make_one_story(database: Database) -> None:
    """Each on a partition of its own, and each time all at the same moment."""
    for _ in range(15):
        dispatch = made_up("dispatch", 100)
        made = await asyncio.gather(*(put(database, item(0, name(), dispatch + f" {n}")) for n in range(4)))
        stories = [story for [story] in made]
        assert len({story["id"] for story in stories}) == 1
        assert sum(story["first"] for story in stories) == 1


async def test_sketches_are_forgotten_after_a_month(database: Database) -> None:
    indexes = await database.sketches.index_information()
    month = int(timedelta(days=30).total_seconds())
    assert any(index.get("expireAfterSeconds") == month for index in indexes.values())


async def test_what_was_corrected_is_said(database: Database) -> None:
    article, before = name(), "La ville a perdu 31 drones mardi. Le reste est intact."
    async with Store(database).open(partition(), 0) as ledger:
        await ledger.put([item(0, article, before)])
        [decision, later] = await ledger.put(
            [item(1, article, before.replace("mardi", "mercredi")), item(2, article, before + " Voilà tout.")]
        )
    assert decision.document
    assert [change["kind"] for change in decision.document["changes"]] == ["changed"]
    assert later.document
    assert [change["kind"] for change in later.document["changes"]] == ["changed", "added"]

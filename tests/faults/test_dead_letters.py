"""Dead letters that get another chance, and stored articles that are enriched anew: nothing is there twice."""

import asyncio
import json
import os
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared import events, kafka, mongo
from shared.mongo import Database
from tests.e2e.client import Client
from tests.system import Servers, Service, System, eventually

pytestmark = pytest.mark.timeout(400)
PAGE = """<html><head><title>Le port de Marseille</title><meta name="date" content="2023-10-04"></head><body><article>
<p>Le port de Marseille a rouvert mardi après trois jours de grève, a annoncé la direction du port.</p>
<p>Les syndicats ont obtenu une hausse des salaires et la fin des contrats courts pour les dockers.</p></article>
</body></html>"""


@pytest.fixture(scope="module")
def system(fault_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Ingest and the api. Enrich is started by each test, as it needs it."""
    directory = tmp_path_factory.mktemp("services")
    services = [Service(name, fault_servers, directory) for name in ("ingest", "api")]
    try:
        for service in services:
            service.launch()
        for service in services:
            service.wait()
        yield System(services[0].url, "", services[1].url, fault_servers)
    finally:
        for service in services:
            if service.process:
                service.stop()


@pytest.fixture
async def client(system: System) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(timeout=90) as http:
        yield Client(system, http)


@pytest.fixture
async def database(fault_servers: Servers) -> AsyncIterator[Database]:
    database = mongo.connect(fault_servers.settings())
    yield database
    database.client.close()


@contextmanager
def enrich(servers: Servers, directory: Path, module: str) -> Iterator[Service]:
    service = Service("enrich", servers, directory, module=module, DEPECHE_ENRICH_PROCESSES="1")
    try:
        yield service.start()
    finally:
        service.stop()


async def depeche(servers: Servers, *arguments: str, code: int = 0) -> str:
    """What the command says, which ends with this code."""
    command = [sys.executable, "-m", "console", *arguments]
    done = await asyncio.to_thread(
        subprocess.run, command, env=os.environ | dict(servers.environment), capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


async def listed(servers: Servers, article_id: str) -> list[dict[str, Any]]:
    """The dead letters of one article, the newest first."""
    lines = (await depeche(servers, "dlq", "list", "--json")).splitlines()
    return [letter for line in lines if (letter := json.loads(line))["article"] == article_id]


async def published(client: Client, article_id: str) -> list[tuple[str, int]]:
    """Type and revision of the events of one article, in their order."""
    found = await client.read(kafka.ENRICHED, dict.fromkeys(await client.ends(kafka.ENRICHED), 0))
    mine = [record for record in found if record.key.decode() == article_id]
    assert len({events.header(each.headers, "ce_id") for each in mine}) == len(mine)
    return [(str(events.header(each.headers, "ce_type")), json.loads(each.value)["revision"]) for each in mine]


async def post(client: Client, text: str, name: str) -> tuple[str, str]:
    """The article's id and the link of its receipt."""
    accepted = await client.post(text=text, source="dead letters", external_id=name)
    return accepted["id"], accepted["links"]["receipt"]


async def decided(client: Client, receipt: str, status: str) -> None:
    async def check() -> bool:
        return bool((await client.receipt(receipt, 0))["status"] == status)

    await eventually(check, 60)


class TestRedrive:
    async def test_a_dead_letter_is_enriched_once_when_its_cause_is_gone(
        self, client: Client, database: Database, fault_servers: Servers, tmp_path: Path
    ) -> None:
        with enrich(fault_servers, tmp_path, "tests.faults.poison"):
            article_id, receipt = await post(client, "fake: raises in Marseille", uuid.uuid4().hex)
            assert (await client.receipt(receipt))["status"] == "dead"
        [letter] = await listed(fault_servers, article_id)
        assert (letter["stage"], letter["error"], letter["attempt"]) == ("enrich", "ZeroDivisionError", 1)
        assert letter["redriven_at"] is None
        assert letter["id"] in await depeche(fault_servers, "dlq", "list", "--reason", "division BY")
        shown = await depeche(fault_servers, "dlq", "show", letter["id"])
        assert "division by zero" in shown
        assert "fake: raises in Marseille" in shown

        ends = await client.ends(kafka.RAW)
        assert letter["id"] in await depeche(fault_servers, "dlq", "redrive", letter["id"], "--dry-run")
        await depeche(fault_servers, "dlq", "redrive", letter["id"], "99-0", "--yes", code=1)
        await depeche(fault_servers, "dlq", "redrive", letter["id"], code=1)  # Nobody says yes.
        assert await client.ends(kafka.RAW) == ends
        assert await database.redrives.find_one({"article_id": article_id}) is None

        with enrich(fault_servers, tmp_path, "benchmarks.nothing"):
            said = await depeche(fault_servers, "dlq", "redrive", letter["id"], "--yes")
            assert "Redriven: 1 dead letter." in said
            await decided(client, receipt, "enriched")
            ends = await client.ends(kafka.RAW)
            assert "nothing to redrive" in await depeche(fault_servers, "dlq", "redrive", letter["id"], "--yes")
            assert await client.ends(kafka.RAW) == ends
            assert (await listed(fault_servers, article_id))[0]["redriven_at"] is not None

            # As after a crash between the two: it is published again, and is a duplicate.
            await database.redrives.delete_one({"article_id": article_id})
            await depeche(fault_servers, "dlq", "redrive", letter["id"], "--yes")

            async def twice() -> bool:
                return await database.receipts.count_documents({"article_id": article_id}) == 3

            await eventually(twice)
        assert (await client.receipt(receipt))["status"] == "enriched"
        assert await published(client, article_id) == [("article.enriched", 1)]
        assert await database.revisions.count_documents({"article_id": article_id}) == 0

    async def test_one_that_dies_again_is_told_apart(
        self, client: Client, fault_servers: Servers, tmp_path: Path
    ) -> None:
        with enrich(fault_servers, tmp_path, "tests.faults.poison"):
            article_id, receipt = await post(client, "fake: raises again", uuid.uuid4().hex)
            assert (await client.receipt(receipt))["status"] == "dead"
            [first] = await listed(fault_servers, article_id)
            await depeche(fault_servers, "dlq", "redrive", first["id"], "--yes")

            async def again() -> list[dict[str, Any]]:
                found = await listed(fault_servers, article_id)
                return found if len(found) == 2 else []

            letters = await eventually(again, 60)
        assert [letter["attempt"] for letter in letters] == [2, 1]
        assert [letter["redriven_at"] is None for letter in letters] == [True, False]
        assert {letter["receipt"] for letter in letters} == {receipt.rpartition("/")[2]}

    async def test_it_does_not_take_the_place_of_a_newer_text(
        self, client: Client, fault_servers: Servers, tmp_path: Path
    ) -> None:
        name = uuid.uuid4().hex
        with enrich(fault_servers, tmp_path, "tests.faults.poison"):
            article_id, receipt = await post(client, "fake: raises, the older text", name)
            assert (await client.receipt(receipt))["status"] == "dead"
            _, newer = await post(client, "the newer text", name)
            assert (await client.receipt(newer))["status"] == "enriched"
        [letter] = await listed(fault_servers, article_id)
        with enrich(fault_servers, tmp_path, "benchmarks.nothing"):
            await depeche(fault_servers, "dlq", "redrive", letter["id"], "--yes")
            await decided(client, receipt, "superseded")
        assert (await client.article(article_id))["text"] == "the newer text"
        assert await published(client, article_id) == [("article.enriched", 1)]


class TestReplay:
    async def test_a_stored_article_is_enriched_anew_in_its_place(
        self, client: Client, database: Database, fault_servers: Servers, tmp_path: Path
    ) -> None:
        source = uuid.uuid4().hex
        with enrich(fault_servers, tmp_path, "services.enrich"):
            before = await client.enriched(
                html=PAGE, source=source, external_id="1", published_at="2023-10", tags=["port"]
            )
            article_id = before["id"]
            assert {each["origin"] for each in before["published"]["evidence"]} == {"given", "html"}
            await outdate(database, article_id)
            replay = ("replay", "--id", article_id, "--step", "topics")
            assert "older steps: 1 article." in await depeche(fault_servers, *replay, "--dry-run")
            assert "On the way through Kafka: 1 article." in await depeche(fault_servers, *replay, "--yes")

            async def current() -> bool:
                return (await client.article(article_id))["provenance"] == before["provenance"]

            await eventually(current, 60)
            assert "older steps: 0 articles." in await depeche(fault_servers, *replay, "--yes")

        after = await client.article(article_id)
        assert after["enriched_at"] > before["enriched_at"]
        assert after | {"enriched_at": None} == before | {"enriched_at": None}
        assert await database.revisions.count_documents({"article_id": article_id}) == 0

        async def indexed() -> bool:
            found = await client.search(source=source)
            return bool(found["total"] == 1 and found["items"][0]["enriched_at"] == after["enriched_at"])

        await eventually(indexed)
        assert await published(client, article_id) == [("article.enriched", 1), ("article.reenriched", 1)]

    async def test_a_newer_revision_wins(
        self, client: Client, database: Database, fault_servers: Servers, tmp_path: Path
    ) -> None:
        """The new text is on its way when the replay is asked for, or comes right behind it."""
        names = [uuid.uuid4().hex for _ in range(2)]
        with enrich(fault_servers, tmp_path, "services.enrich"):
            first, second = [(await post_and_wait(client, "Le port de Marseille est fermé.", name)) for name in names]
        for article_id in (first, second):
            await outdate(database, article_id)
        changed = "Le port de Marseille a rouvert."
        _, ahead = await post(client, changed, names[0])
        await depeche(fault_servers, "replay", "--id", first, "--id", second, "--yes")
        _, behind = await post(client, changed, names[1])
        with enrich(fault_servers, tmp_path, "services.enrich"):
            for receipt in (ahead, behind):
                await decided(client, receipt, "enriched")

            async def all_decided() -> bool:
                return await database.receipts.count_documents({"article_id": {"$in": [first, second]}}) == 6

            await eventually(all_decided)
        for article_id in (first, second):
            article = await client.article(article_id)
            assert (article["revision"], article["text"]) == (2, changed)
            assert await database.revisions.count_documents({"article_id": article_id}) == 1
        assert await published(client, first) == [("article.enriched", 1), ("article.revised", 2)]
        anew = [("article.enriched", 1), ("article.reenriched", 1), ("article.revised", 2)]
        assert await published(client, second) == anew


async def outdate(database: Database, article_id: str) -> None:
    """As if it had been enriched by a version of Depeche that knew no topics."""
    await database.articles.update_one({"_id": article_id}, {"$set": {"provenance.topics": "0", "topics": []}})


async def post_and_wait(client: Client, text: str, name: str) -> str:
    article_id, receipt = await post(client, text, name)
    assert (await client.receipt(receipt))["status"] == "enriched"
    return article_id

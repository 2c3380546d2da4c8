"""Every query of the services is answered by an index: MongoDB's profiler says so of all that is asked here."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.enrich.decisions import Partition
from services.enrich.store import Store
from shared import mongo
from shared.mongo import Database
from tests import plans
from tests.e2e.client import Client
from tests.receiver import Receiver, receiving
from tests.system import Servers, Service, System, eventually

SERVICES = Path(__file__).parents[2] / "services"
# Long enough to be known again as a reprint.
TEXT = (
    "Le port de Marseille a rouvert mardi, a dit le maire. « Nous avons attendu trois jours », a-t-il expliqué devant "
    "la presse. Les dockers avaient cessé le travail samedi pour protester contre la réforme des retraites. Selon la "
    "préfecture, les marchandises seront déchargées jusqu'à la fin de la semaine, de jour comme de nuit."
)
# Whose id a path takes; where nothing stands here it is that of an article.
IDS = {
    "/v1/receipts/{id}": "receipt",
    "/v1/stories/{id}": "story",
    "/v1/webhooks/{id}": "webhook",
    "/v1/webhooks/{id}/deliveries": "webhook",
}
# Answered from the code, whatever is stored.
DESCRIBED = "/schemas/{kind}/{version}"
ENDLESS = "/v1/stream"


@pytest.fixture
async def database(own_servers: Servers) -> AsyncIterator[Database]:
    """Watched by the profiler."""
    database = mongo.connect(own_servers.settings())
    await plans.watch(database)
    yield database
    database.client.close()


async def test_each_query_of_the_services_has_an_index(
    own_servers: Servers, database: Database, tmp_path: Path
) -> None:
    """Who asks something new must ask it here, too: as many different queries are seen as stand in the code."""
    async with _running(own_servers, tmp_path / "first") as client:
        ids = await _publish(client)
        async with receiving() as receiver:
            ids["webhook"] = await _tell(client, receiver, database)
            await _ask_every_route(client, ids)
            await _give_up(client, receiver, ids["webhook"])
    # With another directory the index is built again.
    async with _running(own_servers, tmp_path / "second"):
        pass
    await _recall(database)
    found = await plans.answered(database)
    assert not [each for each in found if each.is_bad]
    seen = Counter((query.collection, query.command) for query in {each.query for each in found})
    written = plans.asked_in(SERVICES, await database.list_collection_names())
    missing = written - seen
    assert written
    assert not missing, f"not asked: {missing}; asked: {sorted(each.query.shape for each in found)}"


@pytest.mark.parametrize(
    ("asked", "sort"), [({"source": "Le Monde"}, []), ({"_id": {"$gt": ""}}, [("source", 1)])], ids=["scan", "sort"]
)
async def test_one_without_an_index_is_noticed(database: Database, asked: dict[str, Any], sort: list[Any]) -> None:
    await database.articles.insert_one({"_id": "1", "source": "Le Monde"})
    await database.articles.find(asked, sort=sort).to_list(None)
    assert [each.query.collection for each in await plans.answered(database) if each.is_bad] == ["articles"]


@asynccontextmanager
async def _running(servers: Servers, directory: Path) -> AsyncIterator[Client]:
    """The three services, and who asks them."""
    private = {"DEPECHE_API_WEBHOOKS_PRIVATE": "true"}
    services = [Service(name, servers, directory, **private) for name in ("ingest", "enrich", "api")]
    try:
        for service in services:
            service.launch()
        for service in services:
            await asyncio.to_thread(service.wait)
        async with httpx.AsyncClient(timeout=90) as http:
            yield Client(System(*(service.url for service in services), servers), http)
    finally:
        for service in services:
            await asyncio.to_thread(service.stop)


async def _publish(client: Client) -> dict[str, str]:
    """An article with three revisions, its reprint, the same once more, and one with nothing in it."""
    for number in range(3):
        article = await client.enriched(text=f"{TEXT} {number} navires attendent.", source="a", external_id="1")
    await client.enriched(text=f"{TEXT} 2 navires attendent.", source="b", external_id="1")
    again = await client.post(text=f"{TEXT} 2 navires attendent.", source="a", external_id="1")
    assert (await client.receipt(again["links"]["receipt"]))["status"] == "duplicate"
    empty = await client.post(html="<html><body><script>1</script></body></html>", source="a", external_id="2")
    assert (await client.receipt(empty["links"]["receipt"]))["status"] == "dead"

    async def found() -> bool:
        return bool((await client.search())["total"] == 2)

    await eventually(found)
    receipt = again["links"]["receipt"].rpartition("/")[2]
    return {"article": article["id"], "story": article["story"]["id"], "receipt": receipt}


async def _tell(client: Client, receiver: Receiver, database: Database) -> str:
    """A webhook whose first delivery fails once, and whose lease is renewed; its id."""
    receiver.answer = lambda _: 200 if len(receiver.requests) > 1 else 500
    made = await client.http.post(f"{client.system.api}/v1/webhooks", json={"url": receiver.url})
    await client.enriched(text="Le pont est fermé.", source="a", external_id="3")
    await eventually(lambda: receiver.has(1))

    async def renewed() -> bool:
        return any("$set: {lease.until" in each.query.shape for each in await plans.answered(database))

    await eventually(renewed)
    return str(made.json()["id"])


async def _ask_every_route(client: Client, ids: dict[str, str]) -> None:
    described = (await client.http.get(f"{client.system.api}/openapi.json")).json()["paths"]
    asked = described.keys() - {ENDLESS, DESCRIBED}
    for path in (path for path in asked if "get" in described[path]):
        given = path.replace("{id}", ids[IDS.get(path, "article")])
        answer = await client.http.get(f"{client.system.api}{given}")
        assert answer.status_code == 200, f"{given}: {answer.text}"
    # A page asks for the receipts of its article, as no route does.
    assert (await client.http.get(f"{client.system.api}/articles/{ids['article']}")).status_code == 200
    assert {path for path, operations in described.items() if operations.keys() - {"get"}} == {
        "/v1/webhooks", "/v1/webhooks/{id}"
    }  # fmt: skip


async def _give_up(client: Client, receiver: Receiver, webhook: str) -> None:
    """The receiver wants nothing any more, and then nobody wants the webhook."""
    receiver.answer = lambda _: 410
    await client.enriched(text="La gare est fermée.", source="a", external_id="4")
    address = f"{client.system.api}/v1/webhooks/{webhook}"

    async def disabled() -> bool:
        return bool((await client.http.get(address)).json()["status"] == "disabled")

    await eventually(disabled)
    assert (await client.http.delete(address)).status_code == 204


async def _recall(database: Database) -> None:
    """What enrich asks only after a crash between MongoDB and Kafka."""
    for key in await database.positions.distinct("_id"):
        # Kafka writes ids of topics in Base64, which has slashes of its own.
        group, topic, rest = key.split("/", 2)
        topic_id, _, number = rest.rpartition("/")
        async with Store(database).open(Partition(group, topic, topic_id, int(number)), None) as ledger:
            await ledger.recall(range(10))

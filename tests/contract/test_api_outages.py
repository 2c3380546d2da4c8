"""What the api still does, and what it says, while one of its servers is away."""

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import orjson
import pytest

from devstack.process import free_port
from devstack.servers import Servers as LocalServers
from shared import kafka, mongo
from shared.setup import prepare
from tests.system import Servers, Service, eventually
from tests.unit.api.made import article, article_id


@pytest.fixture
def local(tmp_path: Path, servers: Servers) -> Iterator[LocalServers]:
    """Servers of this test's own, which it may stop; where the shared ones can't be had, neither can these."""
    with LocalServers(tmp_path / "servers", free_port(), free_port()) as started:
        yield started


@pytest.fixture
async def api(local: LocalServers, tmp_path: Path) -> Service:
    """The api with article 1, which is in MongoDB and in the index."""
    servers = Servers(local.environment)
    await prepare(servers.settings())
    database = mongo.connect(servers.settings())
    made = article(1)
    await database.articles.insert_one({"_id": made.pop("id"), **made})
    database.client.close()
    return await asyncio.to_thread(Service("api", servers, tmp_path).start)


async def status(client: httpx.AsyncClient, path: str) -> int:
    return (await client.get(path)).status_code


async def test_search_goes_on_and_what_is_away_is_said(api: Service, local: LocalServers) -> None:
    by_id, receipt = f"/v1/articles/{article_id(1)}", f"/v1/receipts/{uuid4()}"
    async with httpx.AsyncClient(base_url=api.url, timeout=60) as client:
        assert (await status(client, "/readyz"), await status(client, by_id)) == (200, 200)

        await asyncio.to_thread(local.mongo.stop)
        answer = await client.get(by_id)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert int(answer.headers["retry-after"]) > 0
        page = await client.get(f"/articles/{article_id(1)}", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert "MongoDB does not answer" in page.text
        assert int(page.headers["retry-after"]) > 0
        assert (await client.get("/?q=port")).status_code == 200
        assert await status(client, receipt) == 503
        assert await status(client, "/readyz") == 503
        assert (await client.get("/v1/articles?q=port")).json()["total"] == 1
        assert await status(client, "/healthz") == 200
        local.mongo.start()
        await asyncio.to_thread(local.mongo.wait_ready)
        await eventually(lambda: _is(client, by_id, 200))

        await asyncio.to_thread(local.kafka.stop)
        await eventually(lambda: _is(client, "/readyz", 503))
        assert (await client.get("/v1/articles?q=port")).json()["total"] == 1
        assert await status(client, by_id) == 200
        local.kafka.start()
        await asyncio.to_thread(local.kafka.wait_ready)
        await eventually(lambda: _is(client, "/readyz", 200), 60)
        await publish(Servers(local.environment), 2)
        await eventually(lambda: _found(client, 2), 60)
    assert await asyncio.to_thread(api.stop) == 0


async def test_a_stop_lets_requests_finish_and_keeps_what_was_indexed(api: Service, local: LocalServers) -> None:
    async with httpx.AsyncClient(base_url=api.url, timeout=60) as client:
        await publish(Servers(local.environment), 2)
        await eventually(lambda: _found(client, 2))
        begun = time.monotonic()
        waiting = asyncio.ensure_future(client.get(f"/v1/receipts/{uuid4()}?wait=3"))
        await asyncio.wait([waiting], timeout=0.5)
        assert api.process is not None
        api.process.send(signal.SIGTERM)
        assert (await waiting).json()["status"] == "pending"
        assert await asyncio.to_thread(api.stop) == 0
        assert time.monotonic() - begun < 20
    again = await asyncio.to_thread(api.start)
    async with httpx.AsyncClient(base_url=again.url, timeout=60) as client:
        assert await _found(client, 2)
        assert "depeche_api_index_rebuilds_total 0.0" in (await client.get("/metrics")).text
    assert await asyncio.to_thread(api.stop) == 0


async def test_killed_at_any_moment_it_goes_on_where_it_was(api: Service, local: LocalServers) -> None:
    """MongoDB has article 1 alone, so whatever an index built again would have lost is missed here."""
    numbers = range(2, 302)
    servers = Servers(local.environment)
    publishing = asyncio.ensure_future(publish(servers, *numbers))
    for _ in range(3):
        await asyncio.wait([publishing], timeout=0.2)
        api.kill()
        await asyncio.to_thread(api.start)
    await publishing
    async with httpx.AsyncClient(base_url=api.url, timeout=60) as client:

        async def all_there() -> bool:
            return bool((await client.get("/v1/articles?q=port")).json()["total"] == 301)

        await eventually(all_there)
    assert await asyncio.to_thread(api.stop) == 0


async def publish(servers: Servers, *numbers: int) -> None:
    async with kafka.producer(servers.settings()) as producer:
        for number in numbers:
            await producer.send_and_wait(kafka.ENRICHED, orjson.dumps(article(number)), key=article_id(number).encode())


async def _is(client: httpx.AsyncClient, path: str, code: int) -> bool:
    return await status(client, path) == code


async def _found(client: httpx.AsyncClient, number: int) -> bool:
    items = (await client.get("/v1/articles", params={"limit": 100})).json()["items"]
    return article_id(number) in {item["id"] for item in items}

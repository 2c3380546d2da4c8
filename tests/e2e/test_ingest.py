"""Ingest over HTTP: what is refused, batches of any length, a broker that goes away, a graceful stop."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from devstack.process import free_port
from devstack.servers import Servers as LocalServers
from shared.setup import prepare
from tests.e2e.client import Client, unique
from tests.system import Servers, Service, System, eventually

_JSON = {"Content-Type": "application/json"}
_LIMIT = 2 * 1024 * 1024


class TestRefused:
    @pytest.mark.parametrize(
        ("body", "headers", "status", "field"),
        [
            (b'{"text": " "}', _JSON, 422, "text"),
            (b'{"text": NaN}', _JSON, 400, "body"),
            (b'{"text": "\xff"}', _JSON, 400, "body"),
            (b"[" * 10_000, _JSON, 400, "body"),
            (b'{"text": "a", "text": "b"}', _JSON, 400, "text"),
            (b"a" * (_LIMIT + 1), _JSON, 413, "body"),
            (b"a", {"Content-Type": "application/xml"}, 415, "Content-Type"),
            (b"a", {}, 415, "Content-Type"),
        ],
    )
    async def test_with_a_problem_that_names_the_field(
        self, client: Client, body: bytes, headers: dict[str, str], status: int, field: str
    ) -> None:
        answer = await client.http.post(f"{client.system.ingest}/v1/articles", content=body, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        problem = answer.json()
        assert problem["status"] == status
        assert [error["field"] for error in problem["errors"]] == [field]

    async def test_a_body_over_the_limit_whose_length_is_not_told(self, client: Client) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(5):
                yield b" " * (_LIMIT // 4)

        answer = await client.http.post(f"{client.system.ingest}/v1/articles", content=chunks(), headers=_JSON)
        assert answer.status_code == 413

    async def test_one_that_would_make_the_kafka_record_too_large_and_the_next_is_accepted(
        self, client: Client
    ) -> None:
        """A control character is one byte of UTF-8 and six of JSON. Sent, it would wedge the producer."""
        headers = {"Content-Type": "text/plain"}
        answer = await client.http.post(
            f"{client.system.ingest}/v1/articles", content=b"a" + b"\x01" * 1_900_000, headers=headers
        )
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (413, "body")
        await client.post(text="Le port a rouvert.", source=unique(), external_id="1")


class TestBatch:
    async def test_a_bad_line_does_no_harm_to_its_neighbours(self, client: Client) -> None:
        body = b'{"text": "a"}\n\nrubbish\n{"text": ""}\n' + b"x" * (_LIMIT + 1) + b'\n{"text": "b"}'
        headers = {"Content-Type": "application/x-ndjson"}
        answer = await client.http.post(f"{client.system.ingest}/v1/articles/batch", content=body, headers=headers)
        results = [json.loads(line) for line in answer.text.splitlines()]
        assert [(result["index"], result["status"]) for result in results] == [
            (0, "accepted"), (2, "refused"), (3, "refused"), (4, "refused"), (5, "accepted"),
        ]  # fmt: skip
        assert [[error["field"] for error in result["errors"]] for result in results] == [
            [], ["body"], ["text"], ["body"], [],
        ]  # fmt: skip
        assert results[0]["receipt"] != results[4]["receipt"]

    async def test_any_length_in_constant_memory_and_in_order(self, own_servers: Servers, tmp_path: Path) -> None:
        """80 MB by a client that reads nothing before it has sent everything; others need not wait behind them."""
        ingest = Service("ingest", own_servers, tmp_path).start()
        process = psutil.Process(ingest.process.pid if ingest.process else 0)
        source, count = unique(), 20_000

        def lines() -> Iterator[bytes]:
            for number in range(count):
                article = {"text": "mot " * 1_000, "source": source, "external_id": str(number)}
                yield json.dumps(article).encode() + b"\n"

        await _warm(ingest.url)
        before = process.memory_info().rss
        async with httpx.AsyncClient(timeout=120) as http:
            headers = {"Content-Type": "application/x-ndjson"}
            answer = await http.post(f"{ingest.url}/v1/articles/batch", content=_async(lines()), headers=headers)
        grown = process.memory_info().rss - before
        results = [json.loads(line) for line in answer.text.splitlines()]
        assert [result["index"] for result in results] == list(range(count))
        assert Counter(result["status"] for result in results) == {"accepted": count}
        assert grown < 60 * 1024 * 1024, f"grown by {grown / 1024 / 1024:.0f} MiB"
        assert ingest.stop() == 0


class TestKafkaAway:
    async def test_503_in_bounded_time_until_it_is_back(self, tmp_path: Path) -> None:
        directory = tmp_path / "servers"
        ports = free_port(), free_port()
        article = {"text": "Le port a rouvert."}
        with LocalServers(directory, *ports) as local:
            servers = Servers(local.environment)
            await prepare(servers.settings())
            ingest = Service("ingest", servers, tmp_path, DEPECHE_INGEST_PUBLISH_TIMEOUT="2").start()
            async with httpx.AsyncClient(timeout=30) as http:
                assert (await http.post(f"{ingest.url}/v1/articles", json=article)).status_code == 202
                assert local.kafka is not None
                assert local.kafka.process is not None
                local.kafka.process.kill()
                started = time.monotonic()
                answer = await http.post(f"{ingest.url}/v1/articles", json=article)
                assert time.monotonic() - started < 6
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
                assert (await http.get(f"{ingest.url}/readyz")).status_code == 503
                assert (await http.get(f"{ingest.url}/healthz")).status_code == 200
                batch = await http.post(
                    f"{ingest.url}/v1/articles/batch",
                    content=b'{"text": "a"}\n' * 3_000,
                    headers={"Content-Type": "application/x-ndjson"},
                )
                results = [json.loads(line) for line in batch.text.splitlines()]
                assert len(results) == 3_000
                assert all(result["status"] == "refused" and result["retry"] for result in results)
                assert time.monotonic() - started < 20
                await asyncio.to_thread(local.kafka.start)
                await asyncio.to_thread(local.kafka.wait_ready)
                deadline = time.monotonic() + 30
                while (await http.post(f"{ingest.url}/v1/articles", json=article)).status_code != 202:
                    assert time.monotonic() < deadline, "it should get over it by itself"
            assert ingest.stop() == 0

    async def test_it_does_not_start_without_kafka_and_says_so_in_one_line(self, tmp_path: Path) -> None:
        servers = Servers({"DEPECHE_KAFKA_BOOTSTRAP": f"127.0.0.1:{free_port()}"})
        ingest = Service("ingest", servers, tmp_path)
        ingest.launch()
        assert ingest.process is not None
        deadline = time.monotonic() + 40
        while ingest.process.code is None:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.1)
        assert ingest.process.code == 1
        assert ingest.log().count("\n") == 1
        assert "Kafka does not answer" in ingest.log()


class TestStop:
    async def test_what_was_answered_202_under_load_is_on_the_topic(self, own_servers: Servers, tmp_path: Path) -> None:
        ingest = Service("ingest", own_servers, tmp_path).start()
        source, accepted = unique(), set()

        async def post(worker: int) -> None:
            async with httpx.AsyncClient(timeout=30) as http:
                for number in range(10_000):
                    article = {"text": "Le port a rouvert.", "source": source, "external_id": f"{worker}-{number}"}
                    try:
                        answer = await http.post(f"{ingest.url}/v1/articles", json=article)
                    except httpx.TransportError:
                        return
                    if answer.status_code == 202:
                        accepted.add(answer.json()["id"])

        async def _more_than_a_few() -> bool:
            return len(accepted) > 200

        async with asyncio.TaskGroup() as group:
            for worker in range(8):
                group.create_task(post(worker))
            await eventually(_more_than_a_few)
            assert await asyncio.to_thread(ingest.stop) == 0
        async with httpx.AsyncClient() as http:
            client = Client(System(ingest.url, "", "", own_servers), http)
            beginning = dict.fromkeys(await client.ends("articles.raw"), 0)
            published = {record.key.decode() for record in await client.read("articles.raw", beginning)}
        assert accepted <= published


async def _warm(url: str) -> None:
    """Libraries load the rest of themselves with the first articles."""
    async with httpx.AsyncClient(timeout=60) as http:
        body = b'{"text": "a"}\n' * 2_000
        headers = {"Content-Type": "application/x-ndjson"}
        await http.post(f"{url}/v1/articles/batch", content=body, headers=headers)


async def _async(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    for line in lines:
        yield line

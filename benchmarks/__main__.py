"""`make bench`: measure, each row against its own ceiling in the same run, and write benchmarks/RESULTS.md."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import httpx
import orjson
import psutil
import uvloop
from rich.console import Console

from benchmarks import bare, reading
from benchmarks.articles import articles, rare, varied
from benchmarks.http import crowd, load, request
from benchmarks.listening import crowd as crowd_of_listeners
from benchmarks.listening import publish
from benchmarks.results import RESULTS, Row, asked, percentiles, quantiles, row, write
from benchmarks.surfaces import COUNT, Surfaces
from devstack.process import free_port
from devstack.servers import Servers as LocalServers
from services.enrich.work import enrich_records
from shared import events, kafka, mongo
from shared.articles import RawArticle, Submission
from shared.identity import article_id, fingerprint
from shared.setup import prepare
from tests.system import Servers, Service

_ROUNDS = 3
_TRACE = f"00-{'1' * 32}-{'2' * 16}-00"
_console = Console()


class Bench:
    """Runs the measurements one after the other, each on servers that nobody else uses."""

    def __init__(self, servers: Servers, directory: Path) -> None:
        self._servers, self._directory = servers, directory
        self._settings = servers.settings()

    async def post(self) -> Row:
        """Single POSTs, ours and the bare handler's in turn, so that both see the same noise."""
        requests = [request("/v1/articles", body) for body in articles(6_000, "post")]
        ours, ceiling = [], []
        with self._service("ingest") as ingest, self._service("ingest", "benchmarks.bare") as plain:
            for service in (ingest, plain):
                await load(service.port, requests[:1_000], 32, 202)
            for _ in range(_ROUNDS):
                ours.append(await load(ingest.port, requests, 32, 202))
                ceiling.append(await load(plain.port, requests, 32, 202))
        ratios = [one / other for one, other in zip(ours, ceiling, strict=True)]
        return row("single POSTs a second", ours, ceiling, "a bare FastAPI + aiokafka handler", ratios, 0.8)

    async def crowd(self) -> list[Row]:
        """Single POSTs from as many clients as have a place, from 5 and from 20 times as many; in turn, as above."""
        places, seconds = 32, 4.0
        requests = [request("/v1/articles", body) for body in articles(6_000, "crowd")]
        accepted: dict[int, list[float]] = {1: [], 5: [], 20: []}
        with self._service("ingest", DEPECHE_INGEST_REQUESTS=str(places)) as ingest:
            await load(ingest.port, requests[:1_000], places, 202)
            for _ in range(_ROUNDS):
                for times, taken in accepted.items():
                    taken += await crowd(ingest.port, requests, times * places, seconds)
        return [
            Row(
                f"single POSTs accepted, from {times * places} clients, with DEPECHE_INGEST_REQUESTS={places}",
                f"{len(taken) / _ROUNDS / seconds:,.0f} a second, {quantiles(taken)}",
                "",
                f"{len(taken) / len(accepted[1]):.2f} of the first",
                "",
            )
            for times, taken in accepted.items()
        ]

    async def ndjson(self) -> Row:
        """Lines of NDJSON through one request."""
        bodies = articles(40_000, "ndjson")
        rates = []
        with self._service("ingest") as ingest:
            sent = request("/v1/articles/batch", b"\n".join(bodies), "application/x-ndjson")
            reader, writer = await asyncio.open_connection("127.0.0.1", ingest.port, limit=2**24)
            for _ in range(_ROUNDS):
                started = time.perf_counter()
                writer.write(sent)
                await reader.readuntil(b'"index":39999')
                await reader.readuntil(b"0\r\n\r\n")
                rates.append(len(bodies) / (time.perf_counter() - started))
            writer.close()
        rate = statistics.median(rates)
        return Row("NDJSON articles of 4 KB a second", f"{rate:,.0f}", "", "", asked("8,000", rate >= 8_000))

    async def worker(self) -> Row:
        """The worker with an enrichment that does nothing, against the bare loop over the same records."""
        count = 20_000
        await self._fill(count, "worker")
        ceiling = [await bare.read_and_upsert(self._settings, count) for _ in range(_ROUNDS)]
        ours = await self._drain(count, "benchmarks.nothing")
        return row(
            "articles a second through the worker, enriching nothing", [ours], ceiling, "read and bulk upsert",
            [ours / statistics.median(ceiling)], 0.5,
        )  # fmt: skip

    async def pipeline(self) -> tuple[Row, float]:
        """The whole of enrich, against the enrichment alone in one process times the number of processes."""
        processes = os.cpu_count() or 1
        values = [_raw(body)[1] for body in articles(1_500, "alone")]
        enrich_records(values[:200])
        started = time.perf_counter()
        enrich_records(values[200:])
        alone = len(values[200:]) / (time.perf_counter() - started)
        count = 3_000
        await self._fill(count, "pipeline")
        ours = await self._drain(count, "")
        ceiling = alone * processes
        figure = row(
            "articles a second through the whole pipeline", [ours], [ceiling],
            f"the enrichment alone, {alone:,.0f} a second in one process, times {processes}", [ours / ceiling], 0.9,
        )  # fmt: skip
        return figure, ours

    async def latency(self, rate: float) -> list[Row]:
        """From the POST to readable by id and to findable, at a tenth of the pipeline's rate; and memory."""
        readable, findable = [], []
        with self._service("ingest") as ingest, self._service("enrich") as enrich, self._service("api") as api:
            async with httpx.AsyncClient(timeout=30) as http:
                for number, body in enumerate(articles(200, f"latency-{time.time()}")):
                    started = time.perf_counter()
                    answer = await http.post(
                        f"{ingest.url}/v1/articles", content=body, headers={"Content-Type": "application/json"}
                    )
                    link = f"{api.url}{answer.json()['links']['article']}"
                    source = orjson.loads(body)["source"]
                    found = {"source": source, "q": f'"numéro {number} de"', "limit": 1}
                    seen = await asyncio.gather(
                        _until(started, lambda link=link: _is_there(http, link)),  # type: ignore[misc]
                        _until(started, lambda found=found: _is_found(http, api.url, found)),  # type: ignore[misc]
                    )
                    readable.append(seen[0])
                    findable.append(seen[1])
                    await asyncio.sleep(max(0.0, 1 / (rate / 10) - (time.perf_counter() - started)))
            memory = ", ".join(f"{service.name} {_memory(service)}" for service in (ingest, enrich, api))
        median, tail = percentiles(readable)
        reach = asked("p50 300 ms, p99 1,500 ms", median <= 0.3 and tail <= 1.5)
        return [
            Row("POST to readable by id", quantiles(readable), "", "", reach),
            Row("POST to findable by search", quantiles(findable), "", "", ""),
            Row("resident memory after that", memory, "", "", ""),
        ]

    async def search(self) -> Row:
        """Searches over 50,000 stored articles, by one client, 20 whole articles a page."""
        seconds = []
        with self._service("api") as api:
            await self._publish_enriched(50_000)
            async with httpx.AsyncClient(timeout=60) as http:
                while (await _total(http, api.url, {})) < 50_000:
                    await asyncio.sleep(0.2)
                one, two = rare(0.04, 50), rare(0.17, 50)
                questions = [*one, *(f"{a} {b}" for a, b in zip(two[::2], two[1::2], strict=True))]
                for number in range(600):
                    started = time.perf_counter()
                    await _total(http, api.url, {"q": questions[number % len(questions)]})
                    seconds.append(time.perf_counter() - started)
        what = "search over 50,000 articles over HTTP, one or two words, 20 whole articles"
        return Row(what, quantiles(seconds), "", "", asked("p50 5 ms", percentiles(seconds)[0] <= 0.005))

    async def stream(self) -> list[Row]:
        """From the commit in Kafka to the client of the stream: one client, and a thousand with as many questions."""
        [result] = enrich_records([_raw(articles(1, "stream")[0])[1]])
        document = orjson.loads(result.document) | {"revision": 1}  # type: ignore[union-attr]  # the seed does not fail
        rows = []
        with self._service("api") as api:
            for what, queries, count, rate in (
                ("one client of the stream", [""], 300, 20.0),
                ("1,000 clients of the stream, one question", ["?language=fr"] * 1_000, 40, 2.0),
                ("1,000 clients, 1,000 questions", [f"?language=fr&q=-mot{n}" for n in range(1_000)], 40, 2.0),
            ):
                async with crowd_of_listeners(api.port, queries) as listening:
                    await publish(self._settings, document, count, rate, listening)
                    await listening.heard(count * len(queries))
                    measured = f"{quantiles(listening.seconds)}, memory {_memory(api)}"
                    reach = asked("p99 200 ms", percentiles(listening.seconds)[1] <= 0.2)
                rows.append(Row(f"commit to {what}, {rate:g} articles a second", measured, "", "", reach))
        return rows

    @contextmanager
    def _service(self, name: str, module: str = "", **environment: str) -> Iterator[Service]:
        service = Service(name, self._servers, self._directory, module, **environment).start()
        try:
            yield service
        finally:
            service.stop()

    async def _fill(self, count: int, source: str) -> None:
        """New articles on articles.raw, and the collections and topics as before."""
        producer = kafka.producer(self._settings)
        await producer.start()
        sent = []
        for body in articles(count, f"{source}-{time.time()}"):
            key, value = _raw(body)
            headers = [("ce_id", events.new_event_id().encode()), ("traceparent", _TRACE.encode())]
            sent.append(await producer.send(kafka.RAW, value, key, headers=headers))
        await asyncio.gather(*sent)
        await producer.stop()

    async def _drain(self, count: int, module: str) -> float:
        """Start enrich on what is waiting: articles a second from the first that is decided to the last."""
        database = mongo.connect(self._settings)
        before = datetime.now(UTC)
        with self._service("enrich", module):
            while await database.receipts.count_documents({"decided_at": {"$gt": before}}) < count:
                await asyncio.sleep(0.2)
        # Receipts are written batch by batch, so the first batches' own time is not in the span: leave them out.
        times = sorted([r["decided_at"] async for r in database.receipts.find({"decided_at": {"$gt": before}})])
        database.client.close()
        first = times[count // 10]
        later = [moment for moment in times if moment > first]
        return len(later) / float((later[-1] - first).total_seconds())

    async def _publish_enriched(self, count: int) -> None:
        """Events as enrich publishes them, of articles that are enriched once and then varied."""
        producer = kafka.producer(self._settings)
        await producer.start()
        [result] = enrich_records([_raw(articles(1, "search")[0])[1]])
        document = orjson.loads(result.document)  # type: ignore[union-attr]  # the seed's sentences don't fail
        sent = []
        for text in varied(count, "search"):
            article = document | {"id": fingerprint(text), "revision": 1, "text": text}
            article["received_at"] = datetime.now(UTC).isoformat()
            record = events.enriched(article, _TRACE)
            sent.append(await producer.send(record.topic, record.value, record.key, headers=record.headers))
        await asyncio.gather(*sent)
        await producer.stop()


def _raw(body: bytes) -> tuple[bytes, bytes]:
    """Key and value of the record that ingest makes of a body."""
    submission = Submission.model_validate_json(body)
    identity = article_id(submission)
    mark = fingerprint(submission.text or "")
    raw = RawArticle.model_construct(**submission.__dict__, id=identity, fingerprint=mark, received_at=events.now())
    return identity.encode(), raw.model_dump_json(exclude_none=True).encode()


def _memory(service: Service) -> str:
    """Of the process and all its children: what they share is counted once, as the proportional set size does."""
    process = psutil.Process(service.process.pid if service.process else 0)
    total = sum(each.memory_full_info().pss for each in [process, *process.children(recursive=True)])
    return f"{total / 1024 / 1024:.0f} MiB"


async def _until(started: float, there: Callable[[], Awaitable[bool]]) -> float:
    while not await there():
        await asyncio.sleep(0.01)
    return time.perf_counter() - started


async def _is_there(http: httpx.AsyncClient, link: str) -> bool:
    return (await http.get(link)).status_code == 200


async def _is_found(http: httpx.AsyncClient, url: str, parameters: dict[str, str | int]) -> bool:
    return await _total(http, url, parameters) > 0


async def _total(http: httpx.AsyncClient, url: str, parameters: dict[str, str | int]) -> int:
    answer = await http.get(f"{url}/v1/articles", params=parameters)
    answer.raise_for_status()
    return int(orjson.loads(answer.content)["total"])


async def measure(servers: Servers, directory: Path) -> list[Row]:
    """All rows, in the order in which they depend on each other."""
    await prepare(servers.settings())
    bench = Bench(servers, directory)
    rows: list[Row] = []

    async def add(title: str, work: Awaitable[Row | list[Row] | tuple[Row, float]]) -> float:
        with _console.status(f"{title} …"):
            found = await work
        rate = 0.0
        if isinstance(found, tuple):
            found, rate = found
        for figure in [found] if isinstance(found, Row) else found:
            rows.append(figure)
            _console.print(f"{figure.what}: {figure.measured} {figure.ratio}", highlight=False)
        return rate

    await add("Worker against the bare loop", bench.worker())
    rate = await add("Pipeline against the enrichment alone", bench.pipeline())
    await add("Latency", bench.latency(rate))
    await add("Single POSTs", bench.post())
    await add("A crowd", bench.crowd())
    await add("NDJSON", bench.ndjson())
    await add("Search", bench.search())
    await add("Stream", bench.stream())
    # The index of the other measurements would answer until that of the surfaces is built.
    apart = directory / "surfaces"
    apart.mkdir()
    await add(f"The surfaces over {COUNT:,} articles", Surfaces(servers, apart, COUNT).rows())
    return rows


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        with LocalServers(directory, free_port(), free_port()) as local:
            rows = uvloop.run(measure(Servers(local.environment), directory))
    # In a process of its own, as a worker is: this one holds what it made 200,000 articles of.
    with _console.status("The enrichment by itself …"), ProcessPoolExecutor(1, get_context("spawn")) as apart:
        found = apart.submit(reading.measure).result()
    write([*rows, *reading.rows(found)], reading.table(found))
    sys.stdout.write(f"Written to {RESULTS}.\n")


if __name__ == "__main__":
    main()

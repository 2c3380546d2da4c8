"""The surfaces over a year of stored articles: search, counts, exports, one article, and the index built again.

`python -m benchmarks.surfaces [COUNT]` measures this alone, and prints it.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
import psutil
import uvloop
from confluent_kafka.admin import AdminClient

from benchmarks import stored
from benchmarks.http import get, paced
from benchmarks.results import Row, asked, percentiles, quantiles
from devstack.process import free_port
from devstack.servers import Servers as LocalServers
from shared import kafka, mongo
from shared.errors import StartupError
from shared.setup import prepare
from tests.system import Servers, Service, eventually

COUNT = 200_000
_SEED, _DATABASE = "surfaces", "surfaces"
_RATE, _SECONDS, _PAGE = 100, 10, 1_000
_MIB = 1024 * 1024
_BUILD_SECONDS = 3_600
# What an export may take in memory, however long it is: see `api_exports`.
_GROWTH = 150
# What is searched for: rare and frequent words and phrases, filters, and all there is.
_QUESTIONS: tuple[dict[str, str], ...] = (
    {"q": "incendie"},
    {"q": "strike union"},
    {"q": "huelga OR grève"},
    {"q": '"Annette Zumstein"'},
    {"q": "school", "sort": "relevance"},
    {"q": "title:police"},
    {"q": "ministre -grève", "sort": "published"},
    {"language": "fr", "country": "FR"},
    {"entity": "Reuters", "published_from": "2025-06", "published_to": "2025-08"},
    {"topic": "medtop:16000000", "has_quotes": "true"},
    {"bbox": "-5,41,10,52"},
    {},
)
# With so many that there is a thousandth page of twenty.
_LONG: tuple[dict[str, str], ...] = ({}, {"sort": "published"}, {"language": "fr"}, {"has_quotes": "true"})


class Surfaces:
    """The measurements, one after the other, of one api over `count` articles."""

    def __init__(self, servers: Servers, directory: Path, count: int) -> None:
        self._servers, self._count = servers, count
        self._settings = servers.settings(mongodb_database=_DATABASE)
        self._api = Service("api", servers, directory, DEPECHE_MONGODB_DATABASE=_DATABASE)

    async def rows(self) -> list[Row]:
        """All of them; the articles are stored before, and forgotten afterwards."""
        await self._fill()
        self._api.launch()
        try:
            await self._built()
            rows = [*await self._searches(), *await self._counts(), await self._hit(), *await self._exports()]
            return [*rows, await self._rebuild()]
        finally:
            self._api.stop()
            await mongo.connect(self._settings).client.drop_database(_DATABASE)

    async def _fill(self) -> None:
        await mongo.ensure_collections(mongo.connect(self._settings))
        await asyncio.to_thread(stored.fill, self._settings, self._count, _SEED)

    async def _built(self) -> None:
        async def ready() -> bool:
            return await asyncio.to_thread(self._api.is_ready)

        await eventually(ready, _BUILD_SECONDS)

    async def _searches(self) -> list[Row]:
        first = [_search(question) for question in _QUESTIONS]
        deep = [_search({**question, "cursor": await self._cursor(question)}) for question in _LONG]
        return [
            await self._search_row("first page", first),
            await self._search_row(f"page {_PAGE:,}", deep),
        ]

    async def _search_row(self, which: str, requests: list[bytes]) -> Row:
        await paced(self._api.port, requests, _RATE, _RATE)
        seconds = await paced(self._api.port, requests, _RATE, _RATE * _SECONDS)
        p50, p99 = percentiles(seconds)
        return Row(
            f"search over {self._count:,} articles, 20 whole ones a page, {which}, {_RATE} requests a second",
            quantiles(seconds),
            "",
            "",
            asked("p50 8 ms, p99 60 ms", p50 <= 0.008 and p99 <= 0.06),
        )

    async def _cursor(self, question: dict[str, str]) -> str:
        """Of the thousandth page; if there are not so many, of the last."""
        at: dict[str, str] = {}
        async with self._client() as http:
            for _ in range((_PAGE - 1) * 20 // 100):
                answer = await http.get("/v1/articles", params={**question, **at, "limit": "100"})
                found = orjson.loads(answer.raise_for_status().content)["next_cursor"]
                if found is None:
                    break
                at = {"cursor": found}
        return at["cursor"]

    async def _counts(self) -> list[Row]:
        paths = {
            "facets": "/v1/facets",
            "facets of what has a word": "/v1/facets?q=police",
            "timeline by day": "/v1/timeline",
            "timeline by month, as received": "/v1/timeline?interval=month&by=received",
        }
        rows = []
        for what, path in paths.items():
            seconds = await paced(self._api.port, [get(path)], 5, 30)
            # What is counted is remembered: the first one counts.
            measured = f"the first {1000 * seconds[0]:.0f} ms, then {quantiles(seconds[1:])}"
            reach = asked("100 ms", max(seconds) <= 0.1)
            rows.append(Row(f"{what}, over {self._count:,} articles", measured, "", "", reach))
        return rows

    async def _hit(self) -> Row:
        async with self._client() as http:
            listed = orjson.loads((await http.get("/v1/articles")).content)["items"]
            paths = [f"/v1/articles/{article['id']}" for article in listed]
            tags = [(await http.get(path)).raise_for_status().headers["ETag"] for path in paths]
        requests = [get(path, f"If-None-Match: {tag}\r\n") for path, tag in zip(paths, tags, strict=True)]
        seconds = await paced(self._api.port, requests, _RATE, _RATE * _SECONDS, 304)
        what = f"an article that the client has already (ETag), {_RATE} requests a second"
        return Row(what, quantiles(seconds), "", "", asked("p50 3 ms", percentiles(seconds)[0] <= 0.003))

    async def _exports(self) -> list[Row]:
        rows = []
        for kind in ("ndjson", "csv", "parquet"):
            before, samples = self._memory(), list[float]()
            async with self._client() as http, _beside(self._sample(samples)):
                started, size = time.perf_counter(), 0
                async with http.stream("GET", f"/v1/export.{kind}") as answer:
                    async for chunk in answer.aiter_raw(_MIB):
                        size += len(chunk)
                rate = self._count / (time.perf_counter() - started)
            grown = max(samples, default=before) - before
            measured = f"{rate:,.0f} a second, {size / _MIB:,.0f} MiB in all, memory {grown:+.0f} MiB at most"
            reach = asked(f"5,000 a second, memory constant ({_GROWTH} MiB)", rate >= 5_000 and grown < _GROWTH)
            rows.append(Row(f"export of all as {kind}", measured, "", "", reach))
        return rows

    async def _sample(self, samples: list[float]) -> None:
        while True:
            samples.append(self._memory())
            await asyncio.sleep(0.1)

    def _memory(self) -> float:
        """What the api alone holds, in MiB: its resident pages without those of files, such as the index."""
        assert self._api.process is not None
        found = psutil.Process(self._api.process.pid).memory_info()
        return float(found.rss - found.shared) / _MIB

    async def _rebuild(self) -> Row:
        """The topic is made anew, so that nobody knows what came before, and the old index answers meanwhile."""
        self._api.stop()
        await _anew(self._servers)
        self._api.launch()
        await self._built()
        started, seconds = time.perf_counter(), list[float]()
        while not await self._rebuilt():
            seconds += await paced(self._api.port, [_search(_QUESTIONS[0])], 10, 10)
        rate = self._count / (time.perf_counter() - started)
        return Row(
            "articles a second into an index that is built again, while the old one answers 10 searches a second",
            f"{rate:,.0f}; searches {quantiles(seconds)}",
            "",
            "",
            asked("3,000", rate >= 3_000),
        )

    async def _rebuilt(self) -> bool:
        async with self._client() as http:
            return "depeche_api_index_rebuilds_total 1.0" in (await http.get("/metrics")).text

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self._api.url, timeout=120)


def _search(question: dict[str, str]) -> bytes:
    return get(f"/v1/articles?{urlencode(question)}")


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """While it lasts, the work is done beside it."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()


async def _anew(servers: Servers) -> None:
    """Delete articles.enriched, and make it again."""
    settings = servers.settings()
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    old = await kafka.topic_id(settings, kafka.ENRICHED)
    for deleted in admin.delete_topics([kafka.ENRICHED]).values():
        await asyncio.wrap_future(deleted)

    async def there() -> bool:
        try:
            await kafka.ensure_topics(settings)
            return await kafka.topic_id(settings, kafka.ENRICHED) != old
        except StartupError:
            return False

    await eventually(there)


def main() -> None:
    """On servers of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        with LocalServers(directory, free_port(), free_port()) as local:
            servers = Servers(local.environment)
            uvloop.run(prepare(servers.settings()))
            rows = uvloop.run(Surfaces(servers, directory, count).rows())
    sys.stdout.write("".join(f"{row.what}: {row.measured}; {row.reach}\n" for row in rows))


if __name__ == "__main__":
    main()

"""`make soak`: the real system under steady load, until its memory and its lag are known to stay where they are.

Memory is what a process alone holds: its resident pages without those of files, such as the search index. After a
warm-up, a third of the time, in which caches fill, the straight line through its samples may rise by a tenth, or by
10 MiB where that is more. Lag is what was accepted and is not decided by enrich, or not yet in the search index: at
most half a minute of load at any time, and none half a minute after the load has ended.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx
import psutil
import uvloop
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from rich.table import Table

from benchmarks.articles import articles
from devstack.process import free_port
from devstack.servers import Servers as LocalServers
from shared.setup import prepare
from tests.system import Servers, Service, eventually

_RATE = 10
_SAMPLE_SECONDS = 2.0
_WARM_UP = 1 / 3
_MEMORY_SHARE, _MEMORY_MIB = 0.1, 10.0
_LAG_SECONDS = 30
_MIB = 1024 * 1024


@dataclass
class Samples:
    """What was seen: lag in articles, and each process's memory in MiB, both with the seconds since the beginning."""

    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    lag: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Growth:
    """How a process's memory went after the warm-up: its median, and how far the line through it rose; in MiB."""

    process: str
    median: float
    risen: float

    @property
    def allowed(self) -> float:
        return max(_MEMORY_SHARE * self.median, _MEMORY_MIB)


def growth(process: str, samples: Sequence[tuple[float, float]]) -> Growth:
    """From samples of (seconds, MiB), of which there must be two."""
    seconds, memory = zip(*samples, strict=True)
    slope = statistics.linear_regression(seconds, memory).slope
    return Growth(process, statistics.median(memory), slope * (seconds[-1] - seconds[0]))


class Soak:
    """One run against ready services, named as they are in `services`."""

    def __init__(self, services: Mapping[str, Service], seconds: float) -> None:
        self._services, self._seconds = services, seconds
        self._samples = Samples()
        self._accepted = 0
        self._bodies = _bodies(int(seconds * _RATE))

    async def run(self) -> Samples:
        """Load and sample for as long as told, then wait until everything has arrived."""
        async with httpx.AsyncClient(timeout=30) as http:
            self._started = time.monotonic()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._post(http))
                group.create_task(self._search(http))
                group.create_task(self._sample(http))

            async def arrived() -> bool:
                return await self._lag(http) <= 0

            await eventually(arrived, _LAG_SECONDS)
        return self._samples

    def _seconds_left(self) -> float:
        return self._started + self._seconds - time.monotonic()

    async def _post(self, http: httpx.AsyncClient) -> None:
        for number, body in enumerate(self._bodies):
            await asyncio.sleep(max(0.0, self._started + number / _RATE - time.monotonic()))
            headers = {"Content-Type": "application/json"}
            answer = await http.post(f"{self._services['ingest'].url}/v1/articles", content=body, headers=headers)
            answer.raise_for_status()
            self._accepted += 1

    async def _search(self, http: httpx.AsyncClient) -> None:
        for word in cycle(("drones", "port", "Ukraine", "gouvernement", "Russie")):
            if self._seconds_left() <= 0:
                return
            answer = await http.get(f"{self._services['api'].url}/v1/articles", params={"q": word})
            answer.raise_for_status()
            await asyncio.sleep(0.5)

    async def _sample(self, http: httpx.AsyncClient) -> None:
        while self._seconds_left() > 0:
            now = time.monotonic() - self._started
            for name, memory in self._memory():
                self._samples.memory.setdefault(name, []).append((now, memory))
            self._samples.lag.append((now, await self._lag(http)))
            await asyncio.sleep(_SAMPLE_SECONDS)

    def _memory(self) -> Iterator[tuple[str, float]]:
        for name, service in self._services.items():
            assert service.process is not None
            process = psutil.Process(service.process.pid)
            for one in (process, *process.children(recursive=True)):
                found = one.memory_info()
                yield f"{name} {one.pid}", (found.rss - found.shared) / _MIB

    async def _lag(self, http: httpx.AsyncClient) -> float:
        """Articles that were accepted and that enrich has not decided, and events that are not in the search index."""
        decided = await self._metric(http, "enrich", "depeche_enrich_articles_total")
        return self._accepted - decided + await self._metric(http, "api", "depeche_api_index_lag")

    async def _metric(self, http: httpx.AsyncClient, service: str, name: str) -> float:
        """The sum over all labels."""
        answer = await http.get(f"{self._services[service].url}/metrics")
        answer.raise_for_status()
        families = text_string_to_metric_families(answer.text)
        return sum(sample.value for family in families for sample in family.samples if sample.name == name)


def _bodies(count: int) -> list[bytes]:
    """One in two is the article before it in new words, so that there are revisions as well."""
    first, second = articles(count // 2, "soak"), articles(count // 2, "again")
    return [body for old, new in zip(first, second, strict=True) for body in (old, new.replace(b'"again"', b'"soak"'))]


def verdict(samples: Samples, seconds: float) -> tuple[Table, list[str]]:
    """A table of the run, and what is wrong with it."""
    table = Table("process", "MiB", "risen by", "allowed", title=f"{seconds / 60:g} minutes, {_RATE} articles a second")
    wrong = []
    for process, found in samples.memory.items():
        warm = [sample for sample in found if sample[0] >= seconds * _WARM_UP]
        if len(warm) < 2:
            wrong.append(f"{process} did not last.")
            continue
        risen = growth(process, warm)
        table.add_row(process, f"{risen.median:.0f}", f"{risen.risen:+.1f}", f"{risen.allowed:.0f}")
        if risen.risen > risen.allowed:
            wrong.append(f"The memory of {process} keeps growing: by {risen.risen:.0f} MiB after the warm-up.")
    worst = max(lag for _, lag in samples.lag)
    table.caption = f"lag: {worst:.0f} articles at most"
    if worst > _LAG_SECONDS * _RATE:
        wrong.append(f"{worst:.0f} articles were waiting at a time: more than {_LAG_SECONDS} seconds of load.")
    return table, wrong


@contextmanager
def _ready(directory: Path) -> Iterator[dict[str, Service]]:
    """The whole system on servers of its own."""
    with LocalServers(directory / "servers", free_port(), free_port()) as local:
        servers = Servers(local.environment)
        uvloop.run(prepare(servers.settings()))
        services = {name: Service(name, servers, directory) for name in ("ingest", "enrich", "api")}
        try:
            for service in services.values():
                service.start()
            yield services
        finally:
            for service in services.values():
                if service.process is not None:
                    service.stop()


def main() -> int:
    """`python -m benchmarks.soak MINUTES`; 1 if memory or lag grew."""
    seconds, console = float(sys.argv[1]) * 60, Console()
    with tempfile.TemporaryDirectory() as directory, _ready(Path(directory)) as services:
        console.print(f"Under load for {seconds / 60:g} minutes ...")
        samples = uvloop.run(Soak(services, seconds).run())
    table, wrong = verdict(samples, seconds)
    console.print(table)
    for line in wrong:
        console.print(line, style="red")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

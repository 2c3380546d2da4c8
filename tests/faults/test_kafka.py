"""Kafka is killed, stopped, and out of room, and started again, while ingest and enrich are busy."""

import asyncio
import os
import resource
import signal
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from devstack import servers as local
from devstack.process import free_port
from shared.setup import prepare
from tests.faults.ledger import Ledger
from tests.system import Servers, Service, eventually

pytestmark = pytest.mark.timeout(400)
# Seconds: longer than who asks waits for an answer, so that some answers never come.
_OUTAGE = 12
# How long a file of Kafka's may be when there is no room left.
_ROOM = 256 * 1024


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[local.Servers]:
    with local.Servers(tmp_path / "servers", free_port(), free_port()) as started:
        asyncio.run(prepare(Servers(started.environment).settings()))
        yield started


@pytest.fixture
def services(machine: local.Servers, tmp_path: Path) -> Iterator[dict[str, Service]]:
    servers = Servers(machine.environment)
    found = {
        "ingest": Service("ingest", servers, tmp_path),
        "enrich": Service("enrich", servers, tmp_path, module="tests.faults.poison", DEPECHE_ENRICH_PROCESSES="1"),
    }
    for service in found.values():
        service.launch()
    for service in found.values():
        service.wait()
    yield found
    for service in found.values():
        service.stop()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_ended_under_load(machine: local.Servers, services: dict[str, Service], number: signal.Signals) -> None:
    ledger, done, ingest = Ledger(Servers(machine.environment), 5), asyncio.Event(), services["ingest"]
    feeding = asyncio.create_task(ledger.post_until(ingest.url, done))
    assert machine.kafka is not None
    for _ in range(2):
        await asyncio.sleep(3)
        assert machine.kafka.process is not None
        machine.kafka.process.send(number)
        await asyncio.to_thread(machine.kafka.process.stop)
        async with httpx.AsyncClient(timeout=30) as http:
            article = {"text": "nobody takes it", "source": "test", "external_id": "1"}
            refused = await http.post(f"{ingest.url}/v1/articles", json=article)
            assert refused.status_code == 503
            assert int(refused.headers["Retry-After"]) > 0
        machine.kafka.start()
        await asyncio.to_thread(machine.kafka.wait_ready)
        await eventually(lambda: asyncio.to_thread(ingest.is_ready), 60)
    await asyncio.sleep(3)
    done.set()
    await feeding
    await ledger.settled()
    await ledger.check()
    assert ledger.repeated > 0, "it was to be killed while articles were on their way"
    for service in services.values():
        assert service.process is not None
        assert service.process.code is None, f"{service.name} should have come through it"


async def test_a_full_disk(machine: local.Servers, services: dict[str, Service], tmp_path: Path) -> None:
    """A limit on the size of files stands for it: it needs no privileges, and a write fails half-way."""
    ledger, done, ingest = Ledger(Servers(machine.environment), 9), asyncio.Event(), services["ingest"]
    feeding = asyncio.create_task(ledger.post_until(ingest.url, done))
    assert machine.kafka is not None
    await asyncio.sleep(3)
    kafka = machine.kafka.process
    assert kafka is not None
    resource.prlimit(kafka.pid, resource.RLIMIT_FSIZE, (_ROOM, resource.RLIM_INFINITY))

    async def ended() -> bool:
        return kafka.code is not None

    await eventually(ended, 60)
    assert kafka.code == 1, "it should have ended itself"
    logs = (tmp_path / "servers" / "kafka" / "data").glob("*/*.log")
    assert _ROOM in {log.stat().st_size for log in logs}, "a write should have failed half-way"
    async with httpx.AsyncClient(timeout=30) as http:
        article = {"text": "nobody takes it", "source": "test", "external_id": "1"}
        assert (await http.post(f"{ingest.url}/v1/articles", json=article)).status_code == 503
    machine.kafka.start()
    await asyncio.to_thread(machine.kafka.wait_ready)
    await eventually(lambda: asyncio.to_thread(ingest.is_ready), 60)
    done.set()
    await feeding
    await ledger.settled()
    await ledger.check()
    assert ledger.repeated > 0, "it was to be full while articles were on their way"


async def test_what_waits_is_asked_while_it_goes_away(machine: local.Servers) -> None:
    """An answer that never comes must not end who asks: librdkafka's admin client ended one process in two."""
    assert machine.kafka is not None
    asking = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.asking", env={**os.environ, **machine.environment}, stderr=DEVNULL
    )
    try:
        for _ in range(3):
            await asyncio.sleep(2)
            assert machine.kafka.process is not None
            machine.kafka.process.send(signal.SIGTERM)
            await asyncio.to_thread(machine.kafka.process.stop)
            await asyncio.sleep(_OUTAGE)
            machine.kafka.start()
            await asyncio.to_thread(machine.kafka.wait_ready)
            assert asking.returncode is None
    finally:
        with suppress(ProcessLookupError):
            asking.kill()
        await asking.wait()

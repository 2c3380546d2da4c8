"""ingest is killed or told to stop in the middle of a batch; the client repeats what was not accepted."""

import asyncio
import contextlib
import json
from collections import Counter
from pathlib import Path

import httpx
import pytest

from shared import mongo
from tests.faults.ledger import Ledger
from tests.system import Servers, Service

pytestmark = pytest.mark.timeout(400)


async def test_killed_in_the_middle_of_a_batch(fault_servers: Servers, tmp_path: Path) -> None:
    ledger, done = Ledger(fault_servers, 7), asyncio.Event()
    ingest = Service("ingest", fault_servers, tmp_path)
    enrich = Service("enrich", fault_servers, tmp_path, module="benchmarks.nothing", DEPECHE_ENRICH_PROCESSES="1")
    for service in (ingest, enrich):
        service.launch()
    try:
        for service in (ingest, enrich):
            await asyncio.to_thread(service.wait)
        feeding = asyncio.create_task(ledger.post_until(ingest.url, done))
        for _ in range(5):
            await asyncio.sleep(1)
            ingest.kill()
            ingest.launch()
            await asyncio.to_thread(ingest.wait)
        done.set()
        await feeding
        await ledger.settled()
        await ledger.check()
        assert ledger.repeated > 0, "it was to be killed while a batch was on its way"
    finally:
        for service in (ingest, enrich):
            service.kill()


async def test_sigterm_under_load(fault_servers: Servers, tmp_path: Path) -> None:
    """All that was accepted arrives, once; what was not is told so, or the connection is closed."""
    ledgers, done = [Ledger(fault_servers, seed) for seed in (11, 12, 13, 14)], asyncio.Event()
    ingest = Service("ingest", fault_servers, tmp_path)
    enrich = Service("enrich", fault_servers, tmp_path, module="benchmarks.nothing", DEPECHE_ENRICH_PROCESSES="1")
    for service in (ingest, enrich):
        service.launch()
    try:
        for service in (ingest, enrich):
            await asyncio.to_thread(service.wait)
        feeding = [asyncio.create_task(one.post_until(ingest.url, done)) for one in ledgers]
        for _ in range(3):
            await asyncio.sleep(1)
            assert await asyncio.to_thread(ingest.stop) == 0
            ingest.launch()
            await asyncio.to_thread(ingest.wait)
        done.set()
        await asyncio.gather(*feeding)
        for one in ledgers:
            await one.settled()
            await one.check()
            assert one.repeated > 0, "it was to be stopped while batches were on their way"
    finally:
        for service in (ingest, enrich):
            service.kill()


async def test_a_batch_that_is_repeated_from_its_beginning_changes_nothing(
    fault_servers: Servers, tmp_path: Path
) -> None:
    ingest = Service("ingest", fault_servers, tmp_path)
    enrich = Service("enrich", fault_servers, tmp_path, module="benchmarks.nothing", DEPECHE_ENRICH_PROCESSES="1")
    lines = [json.dumps({"text": f"text {n}", "source": "repeated", "external_id": str(n)}) for n in range(20_000)]
    body, headers = "\n".join(lines), {"Content-Type": "application/x-ndjson"}
    for service in (ingest, enrich):
        service.launch()
    try:
        for service in (ingest, enrich):
            await asyncio.to_thread(service.wait)
        answered = 0
        async with httpx.AsyncClient(timeout=60) as http:
            with contextlib.suppress(httpx.TransportError):
                async with http.stream(
                    "POST", f"{ingest.url}/v1/articles/batch", content=body, headers=headers
                ) as answer:
                    async for _ in answer.aiter_lines():
                        answered += 1
                        if answered == 2_000:
                            ingest.kill()
            assert 2_000 <= answered < 20_000
            ingest.launch()
            await asyncio.to_thread(ingest.wait)
            again = await http.post(f"{ingest.url}/v1/articles/batch", content=body, headers=headers)
        results = [json.loads(line) for line in again.text.splitlines()]
        assert Counter(result["status"] for result in results) == {"accepted": 20_000}
        ledger = Ledger(fault_servers, 8)
        ledger.events = [result["receipt"] for result in results]
        await ledger.settled()
        database = mongo.connect(fault_servers.settings())
        try:
            assert await database.articles.count_documents({"source": "repeated"}) == 20_000
            assert await database.articles.count_documents({"source": "repeated", "revision": {"$ne": 1}}) == 0
            duplicates = await database.receipts.count_documents(
                {"event_id": {"$in": ledger.events}, "status": "duplicate"}
            )
            assert duplicates >= 2_000
        finally:
            database.client.close()
    finally:
        for service in (ingest, enrich):
            service.kill()

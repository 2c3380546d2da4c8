"""A service that is told to stop."""

import asyncio
import time
import uuid
from pathlib import Path

import httpx

from tests.system import Servers, Service


async def test_who_waits_for_a_receipt_is_let_go(servers: Servers, tmp_path: Path) -> None:
    """Otherwise a stop would take as long as the longest wait, or end it with an error."""
    api = Service("api", servers, tmp_path).start()
    async with httpx.AsyncClient(timeout=70) as http:
        link = f"{api.url}/v1/receipts/{uuid.uuid4()}"
        waiting = asyncio.create_task(http.get(link, params={"wait": 60}))
        # What is asked later and answered tells that the earlier request is being handled.
        await asyncio.sleep(0)
        for _ in range(5):
            assert (await http.get(f"{api.url}/healthz")).status_code == 200
        started = time.monotonic()
        assert await asyncio.to_thread(api.stop) == 0
        assert time.monotonic() - started < 15
        answer = await waiting
    assert (answer.status_code, answer.json()["status"]) == (200, "pending")

"""The client that end-to-end tests speak with."""

import os
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.e2e.client import Client
from tests.system import System


@pytest.fixture
async def client(system: System) -> AsyncIterator[Client]:
    key = os.environ.get("DEPECHE_TEST_API_KEY")
    async with httpx.AsyncClient(timeout=90, headers={"Authorization": f"Bearer {key}"} if key else {}) as http:
        yield Client(system, http)

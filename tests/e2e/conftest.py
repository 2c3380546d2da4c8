"""The client that end-to-end tests speak with."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.e2e.client import Client
from tests.system import System


@pytest.fixture
async def client(system: System) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(timeout=90) as http:
        yield Client(system, http)

"""Both clients, in front of a server that answers as it is told."""

import inspect
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, closing
from typing import Any

import pytest

from depeche_client import AsyncDepeche, Depeche
from tests.unit.client.scripted import Script, scripted


class Either:
    """One of the two clients, asked alike: the server has a thread of its own, so the one without asyncio may block."""

    def __init__(self, client: AsyncDepeche | Depeche) -> None:
        self._client = client

    async def ask(self, method: str, *arguments: Any, **named: Any) -> Any:
        found = getattr(self._client, method)(*arguments, **named)
        return await found if inspect.isawaitable(found) else found

    async def all(
        self, method: str, *arguments: Any, most: int = 1_000, into: list[Any] | None = None, **named: Any
    ) -> list[Any]:
        """What it yields, but no more than so many; in `into` as it comes."""
        found: list[Any] = [] if into is None else into
        items = getattr(self._client, method)(*arguments, **named)
        if hasattr(items, "__aiter__"):
            async with aclosing(items):
                async for item in items:
                    found.append(item)
                    if len(found) == most:
                        break
        else:
            with closing(items):
                for item in items:
                    found.append(item)
                    if len(found) == most:
                        break
        return found


@pytest.fixture
def script() -> Iterator[Script]:
    with scripted() as started:
        yield started


@pytest.fixture(params=["async", "sync"])
async def either(request: pytest.FixtureRequest, script: Script) -> AsyncIterator[Either]:
    if request.param == "async":
        async with AsyncDepeche(script.url, script.url, "dpk_1_secret", attempts=3) as client:
            yield Either(client)
    else:
        with Depeche(script.url, script.url, "dpk_1_secret", attempts=3) as client:
            yield Either(client)

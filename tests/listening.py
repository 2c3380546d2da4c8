"""A client of the stream, as somebody would write it who knows the standard of Server-Sent Events and nothing else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

from tests.system import eventually


@dataclass
class Heard:
    """One event."""

    id: str
    kind: str
    article: dict[str, Any]

    @property
    def number(self) -> int:
        """The number of an article that was made for a test."""
        return int(self.article["id"], 16)


@dataclass
class Listener:
    """What a connection has heard; `last` is what it would come back with, `comments` counts signs of life."""

    answer: httpx.Response
    heard: list[Heard] = field(default_factory=list)
    last: str = ""
    comments: int = 0
    ended: bool = False

    @property
    def numbers(self) -> list[int]:
        return [event.number for event in self.heard]

    async def listen(self) -> None:
        """To the end of the stream."""
        kind, data, given = "message", list[str](), self.last
        with contextlib.suppress(httpx.TransportError):
            async for line in self.answer.aiter_lines():
                name, _, value = line.partition(": ")
                match name:
                    case "id":
                        given = value
                    case "event":
                        kind = value
                    case "data":
                        data.append(value)
                    case "" if line:
                        self.comments += 1
                    case "":
                        # Only now, as the standard has it: an event that was cut off before has not been heard.
                        self.last = given
                        if data:
                            self.heard.append(Heard(self.last, kind, orjson.loads("\n".join(data))))
                        kind, data = "message", []
        self.ended = True

    async def placed(self) -> bool:
        """Does it have a position to come back with?"""
        return bool(self.last)

    async def over(self) -> bool:
        """Has the stream ended?"""
        return self.ended

    async def until(self, count: int, seconds: float = 30.0) -> "Listener":
        """Itself, once so many events have been heard."""

        async def heard() -> bool:
            return len(self.heard) >= count

        await eventually(heard, seconds)
        return self


@asynccontextmanager
async def listening(url: str, after: str | None = None, **asked: str) -> AsyncIterator[Listener]:
    """A connection that listens until the block ends; it has its position when the block begins."""
    headers = {"Last-Event-ID": after} if after else {}
    async with (
        httpx.AsyncClient(base_url=url, timeout=30) as http,
        http.stream("GET", "/v1/stream", params=asked, headers=headers) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        listener = Listener(answer)
        task = asyncio.ensure_future(listener.listen())
        await eventually(listener.placed)
        yield listener
        task.cancel()
        await asyncio.wait([task])

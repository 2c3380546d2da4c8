"""What goes over the wire while nothing comes."""

from collections.abc import AsyncGenerator
from typing import Any

from services.api.listening.arrivals import Arrival
from services.api.listening.stream import Streams
from services.api.search.generation import Positions
from services.api.search.question import Filter
from services.api.settings import ApiSettings


class Silent:
    """News of which there are none, three times, by a clock that is ahead of all others."""

    async def follow(
        self, wanted: Filter, after: Positions, seconds: float
    ) -> AsyncGenerator[tuple[list[Arrival], Positions], None]:
        for _ in range(3):
            yield [], after


async def test_silence_is_never_longer_than_was_promised() -> None:
    news: Any = Silent()
    streams = Streams(ApiSettings(api_stream_heartbeat=60), news)
    events = [event async for event in streams.events(Filter(), Positions("topic", {0: 7}))]
    assert [event.partition(b"\n")[0] for event in events] == [b"retry: 1000", *3 * [b": nothing new"]]

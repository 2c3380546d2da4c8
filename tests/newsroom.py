"""Publishes articles that were made for a test on articles.enriched, as enrich does."""

import itertools
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from shared import events
from tests.unit.api.made import article

TEXT = "L'amiral Rob Bauer a dit mardi que 31 drones russes menacent Kyiv."
_TRACE = f"00-{'1' * 32}-{'2' * 16}-00"
_numbers = itertools.count(7_000_000)


class Newsroom:
    """All of its articles have one source, which no other test has."""

    def __init__(self, producer: AIOKafkaProducer, source: str = "") -> None:
        self.producer, self.source = producer, source or f"newsroom-{uuid4().hex[:8]}"

    async def publish(self, count: int = 1, text: str = TEXT, **given: Any) -> list[int]:
        """So many new articles; their numbers."""
        numbers = list(itertools.islice(_numbers, count))
        for number in numbers:
            await self.put(number, text, **given)
        await self.producer.flush()
        return numbers

    async def revise(self, count: int = 1, revisions: int = 3) -> list[int]:
        """So many new articles, each with some revisions; their numbers."""
        numbers = list(itertools.islice(_numbers, count))
        for revision in range(1, revisions + 1):
            for number in numbers:
                await self.put(number, f"{TEXT} {revision}", revision=revision)
        await self.producer.flush()
        return numbers

    async def put(self, number: int, text: str = TEXT, anew: bool = False, **given: Any) -> None:
        made = article(number, text, **{"source": self.source, **given})
        record = events.enriched(made, _TRACE, anew)
        await self.producer.send(record.topic, record.value, record.key, headers=record.headers)

"""What Kafka has of articles.enriched, and whether it can be followed from given positions."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.api.search.generation import Positions
from shared import kafka
from shared.errors import UnavailableError
from shared.settings import Settings

_ANSWER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Topic:
    """One incarnation of the topic: the first offset that each partition still has, and the one behind its last."""

    id: str
    first: Mapping[int, int]
    end: Mapping[int, int]

    def keeps(self, positions: Positions) -> bool:
        """Is everything from these positions on still there? No, if it is another topic of the same name."""
        return self.id == positions.topic_id and all(
            self.first[number] <= positions.offsets.get(number, 0) <= end for number, end in self.end.items()
        )


async def describe(settings: Settings, consumer: AIOKafkaConsumer) -> Topic:
    """Ask Kafka. UnavailableError or TimeoutError if it does not answer in time."""
    async with asyncio.timeout(_ANSWER_SECONDS):
        topic_id = await kafka.topic_id(settings, kafka.ENRICHED)
        # aiokafka has no public way to ask for the partitions of a topic before one of them is assigned.
        metadata = await consumer._client.fetch_all_metadata()
        partitions = [TopicPartition(kafka.ENRICHED, n) for n in metadata.partitions_for_topic(kafka.ENRICHED) or ()]
        if not partitions:
            raise UnavailableError(f"Kafka has no topic {kafka.ENRICHED}.")
        first = await consumer.beginning_offsets(partitions)
        end = await consumer.end_offsets(partitions)
    return Topic(topic_id, {tp.partition: first[tp] for tp in partitions}, {tp.partition: end[tp] for tp in partitions})

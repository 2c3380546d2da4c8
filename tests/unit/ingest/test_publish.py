"""The producer of ingest, on a real Kafka: one that is beyond repair is replaced."""

from services.ingest.publish import Publisher
from services.ingest.settings import IngestSettings
from shared.articles import RawArticle
from shared.errors import UnavailableError
from shared.events import Record, new_event_id, now, received
from tests.system import Servers, eventually


def record(number: int) -> Record:
    article = RawArticle(text="text", id=f"{number:032x}", fingerprint="text", received_at=now())
    return received(article, new_event_id(), f"00-{'1' * 32}-{'2' * 16}-00")


async def test_a_producer_that_refuses_everything_is_replaced(servers: Servers) -> None:
    settings = IngestSettings(kafka_bootstrap=servers.environment["DEPECHE_KAFKA_BOOTSTRAP"])
    async with Publisher(settings) as publisher:
        await publisher.publish(record(1))
        # What an idempotent producer comes to when its sequence numbers are in doubt.
        await publisher._producer.stop()

        async def published() -> bool:
            try:
                await publisher.publish(record(2))
            except UnavailableError:
                return False
            return True

        assert not await published()
        assert await eventually(published, 20)

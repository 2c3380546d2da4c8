"""`python -m shared.setup`: create the topics, collections and indexes that are missing, and say so."""

import asyncio
import sys

from pymongo.errors import PyMongoError

from shared import kafka, mongo
from shared.errors import StartupError
from shared.settings import Settings


async def prepare(settings: Settings) -> None:
    """Make Kafka and MongoDB ready for the services. Doing it twice does no harm."""
    await kafka.ensure_topics(settings)
    database = mongo.connect(settings)
    try:
        await mongo.ensure_replica_set(settings)
        await mongo.ensure_collections(database)
    except PyMongoError as error:
        raise StartupError(f"MongoDB could not be prepared: {error}") from error
    finally:
        database.client.close()


def main() -> None:
    try:
        asyncio.run(prepare(Settings()))
    except StartupError as error:
        sys.exit(f"depeche: {error}")
    sys.stdout.write("depeche: topics, collections and indexes are there.\n")


if __name__ == "__main__":
    main()

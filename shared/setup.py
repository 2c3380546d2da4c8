"""`python -m shared.setup`: create what is missing: topics, collections, indexes, and the first API key; and say so."""

import asyncio
import sys
from pathlib import Path

from pydantic import ValidationError
from pymongo.errors import PyMongoError

from shared import kafka, keys, mongo
from shared.errors import StartupError
from shared.service import what_is_wrong
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


def ensure_key(file: Path) -> Path | None:
    """Make a first key, which allows everything, if there is none. The file that has it, beside `file`; else null."""
    if keys.read(file):
        return None
    key, token = keys.create("first", ["admin"], None)
    first = file.with_name("first-key")
    first.parent.mkdir(parents=True, exist_ok=True)
    first.touch(mode=0o600)
    first.write_text(token + "\n", encoding="utf-8")
    keys.write(file, [key])
    return first


def main() -> None:
    try:
        settings = Settings()
        asyncio.run(prepare(settings))
        first = ensure_key(settings.keys_file) if settings.keys_file else None
    except ValidationError as error:
        sys.exit(f"depeche: {what_is_wrong(error)}")
    except StartupError as error:
        sys.exit(f"depeche: {error}")
    sys.stdout.write("depeche: topics, collections and indexes are there.\n")
    if first:
        sys.stdout.write(f"depeche: {first} has an API key that allows everything.\n")


if __name__ == "__main__":
    main()

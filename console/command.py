"""What the commands for operators have in common: they ask real servers, and end with one clear line."""

import logging
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, NoReturn, TypeVar

import typer
import uvloop
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from shared import kafka, mongo
from shared.errors import DepecheError
from shared.mongo import Database
from shared.service import what_is_wrong
from shared.settings import Settings

T = TypeVar("T")


def run(work: Callable[[Settings, Database], Awaitable[T]]) -> T:
    """Do `work` with Kafka and MongoDB, which the environment names. Exit code 1, and why, if that can't be done."""
    # What goes wrong reaches us as an exception.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)

    async def connected() -> T:
        settings = Settings()
        database = mongo.connect(settings)
        try:
            await kafka.verify(settings, (kafka.RAW, kafka.DEAD))
            await mongo.verify(database)
            return await work(settings, database)
        finally:
            database.client.close()

    try:
        return uvloop.run(connected())
    except ValidationError as error:
        fail(what_is_wrong(error))
    except DepecheError as error:
        fail(str(error))
    except PyMongoError as error:
        fail(f"MongoDB: {error}")


def fail(message: str) -> NoReturn:
    """End with one line on stderr and exit code 1."""
    sys.stderr.write(f"depeche: {message}\n")
    raise typer.Exit(1)


def moment(value: str) -> datetime:
    """A date or time in ISO 8601; in UTC unless it says otherwise."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter("is no time such as 2026-11-24 or 2026-11-24T08:30") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


Since = Annotated[
    datetime | None, typer.Option(parser=moment, metavar="TIME", help="From this time on, such as 2026-11-24T08:30.")
]
Until = Annotated[datetime | None, typer.Option(parser=moment, metavar="TIME", help="Before this time.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def confirmed(question: str, yes: bool) -> None:
    """Ask, unless told not to; exit code 1 if the answer is no."""
    if not yes:
        typer.confirm(question, abort=True)

"""What the commands have in common: they ask real servers, and end with one clear line and an exit code."""

import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn, TypeVar

import typer
import uvloop
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from console.exit import Exit
from console.settings import ClientSettings
from depeche_client import ClientError, Depeche, InvalidError, KeyRefusedError, UnavailableError, UnreachableError
from shared import kafka, mongo
from shared.articles import Submission
from shared.errors import DepecheError, StartupError, TransientError
from shared.mongo import Database
from shared.service import what_is_wrong
from shared.settings import Settings
from shared.wording import wording

T = TypeVar("T")
_ATTEMPTS = 3
_TYPED = {"q": "QUERY", "id": "ID", "tags": "--tag", "after": "--since-event"}


def run(work: Callable[[Settings, Database], Awaitable[T]]) -> T:
    """Do `work` with Kafka and MongoDB, which the environment names. An exit code, and why, if that can't be done."""
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
    except (TransientError, StartupError) as error:
        # A server that is away or not set up yet may be there the next time.
        fail(str(error), Exit.AWAY)
    except DepecheError as error:
        fail(str(error))
    except PyMongoError as error:
        fail(f"MongoDB: {error}", Exit.AWAY)


def ask(work: Callable[[Depeche], T]) -> T:
    """Do `work` with the services, which the environment names. An exit code, and why, if that can't be done."""
    try:
        settings = ClientSettings()
        with Depeche(settings.api, settings.ingest, settings.key, _ATTEMPTS) as depeche:
            return work(depeche)
    except ValidationError as error:
        fail(what_is_wrong(error))
    except InvalidError as error:
        fail(_wrong(error), Exit.WRONG)
    except KeyRefusedError as error:
        fail(f"{error} DEPECHE_API_KEY is the key that is sent; `depeche keys create` makes one.")
    except UnreachableError as error:
        fail(f"{error}. Is it running? `depeche up` starts everything, `depeche doctor` says what is wrong.", Exit.AWAY)
    except UnavailableError as error:
        fail(f"{error} `depeche doctor` says what is wrong.", Exit.AWAY)
    except ClientError as error:
        fail(str(error))
    except DepecheError as error:
        fail(str(error))


def described(content: Mapping[str, str], given: Mapping[str, Any]) -> Submission:
    """The article with this text or page that options describe. The command is wrong if one of them is."""
    try:
        return Submission.model_validate({**content, **given})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field, said = str(first["loc"][0]), wording(first)
        if field in content:
            fail(f"{field}: {said}.")
        raise typer.BadParameter(said, param_hint=f"'{_typed(field)}'") from None


def _wrong(error: InvalidError) -> str:
    """Which option is wrong, as it was typed."""
    if not error.errors:
        return str(error)
    said = "; ".join(f"{_typed(each.field)}: {each.message}" for each in error.errors)
    return said if said.endswith(".") else f"{said}."


def _typed(field: str) -> str:
    """A field of an article, or a parameter of the api, as the console calls it."""
    return _TYPED.get(field, f"--{field.replace('_', '-')}")


def fail(message: str, code: Exit = Exit.FAILED) -> NoReturn:
    """End with one line on stderr and an exit code."""
    sys.stderr.write(f"depeche: {message}\n")
    raise typer.Exit(code)


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
DryRun = Annotated[bool, typer.Option("--dry-run", metavar="", help="Only say what would be done.")]
Yes = Annotated[bool, typer.Option("--yes", metavar="", help="Do not ask.")]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="JSON instead, one object a line, for programs.")]


def confirmed(question: str, yes: bool) -> None:
    """Ask, unless told not to; exit code 1 if the answer is no. On stderr, as stdout may be read by a program."""
    if not yes:
        typer.confirm(question, abort=True, err=True)

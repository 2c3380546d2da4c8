"""How a service begins and ends: read its settings, set up its logs, run, and say in one line why it can't go on."""

import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import uvloop
from pydantic import ValidationError

from shared import telemetry
from shared.errors import StartupError, StoppedError
from shared.settings import Settings
from shared.wording import wording

S = TypeVar("S", bound=Settings)


def run(service: str, settings_model: type[S], main: Callable[[S], Awaitable[None]]) -> None:
    """Run `main` to its end.

    Exit code 0 after a graceful stop, 1 with one line on stderr if the service can't serve or gives up.
    """
    try:
        settings = settings_model()
    except ValidationError as error:
        sys.exit(f"depeche {service}: {what_is_wrong(error)}")
    except StartupError as error:
        sys.exit(f"depeche {service}: {error}")
    telemetry.configure(service, settings)

    async def until_stopped() -> None:
        await main(settings)

    try:
        uvloop.run(until_stopped())
    except (StartupError, StoppedError) as error:
        sys.exit(f"depeche {service}: {error}")


def what_is_wrong(error: ValidationError) -> str:
    """The names of the settings and what is wrong with them, in a line; not their values, which may be secrets."""
    found = error.errors(include_input=False, include_url=False)
    return "; ".join("".join(f"DEPECHE_{str(name).upper()}: " for name in e["loc"][:1]) + wording(e) for e in found)

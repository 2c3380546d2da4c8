"""How a service begins and ends: read its settings, set up its logs, run, and say in one line why it can't go on."""

import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import uvloop
from pydantic import ValidationError

from shared import telemetry
from shared.errors import StartupError, StoppedError
from shared.settings import Settings

S = TypeVar("S", bound=Settings)


def run(service: str, settings_model: type[S], main: Callable[[S], Awaitable[None]]) -> None:
    """Run `main` to its end.

    Exit code 0 after a graceful stop, 1 with one line on stderr if the service can't serve or gives up.
    """
    try:
        settings = settings_model()
    except ValidationError as error:
        # Only the names and what is wrong: the value may be a secret.
        wrong = "; ".join(f"DEPECHE_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        sys.exit(f"depeche {service}: {wrong}")
    telemetry.configure(service, settings)

    async def until_stopped() -> None:
        await main(settings)

    try:
        uvloop.run(until_stopped())
    except (StartupError, StoppedError) as error:
        sys.exit(f"depeche {service}: {error}")

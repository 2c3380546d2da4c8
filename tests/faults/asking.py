"""`python -m tests.faults.asking`: asks Kafka over and over what waits, as the watchdog does; ends only by a crash."""

import asyncio
from contextlib import suppress

from shared import kafka
from shared.errors import UnavailableError
from shared.settings import Settings

CLIENTS, PAUSE = 6, 0.3


async def ask(settings: Settings) -> None:
    while True:
        with suppress(UnavailableError):
            await kafka.waiting(settings, "depeche-enrich", kafka.RAW)
        await asyncio.sleep(PAUSE)


async def main() -> None:
    settings = Settings()
    await asyncio.gather(*(ask(settings) for _ in range(CLIENTS)))


if __name__ == "__main__":
    asyncio.run(main())

"""The system under test from outside: real processes, their addresses, and waiting for what must come about."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

from devstack.process import Process, free_port
from shared.errors import StartupError
from shared.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True)
class Servers:
    """A running Kafka and a running MongoDB, as environment variables say where they are."""

    environment: Mapping[str, str]

    def settings(self, **more: object) -> Settings:
        given = {name.removeprefix("DEPECHE_").lower(): value for name, value in self.environment.items()}
        return Settings(**{**given, **more})  # type: ignore[arg-type]  # the names are those of the settings


class Service:
    """One of the three services, or another module that is run in the same way, as a real process."""

    def __init__(self, name: str, servers: Servers, directory: Path, module: str = "", **environment: str) -> None:
        self.name, self.port = name, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", module or f"services.{name}"]
        self._log = directory / f"{name}-{self.port}.log"
        self._environment = {
            **servers.environment,
            f"DEPECHE_{name.upper()}_PORT": str(self.port),
            "DEPECHE_API_INDEX_DIRECTORY": str(directory / "index"),
            **environment,
        }
        self.process: Process | None = None

    def start(self) -> "Service":
        """Run it, and return when it is ready."""
        self.launch()
        self.wait()
        return self

    def wait(self) -> None:
        """Return when it is ready."""
        assert self.process is not None
        self.process.wait_ready(self.is_ready, 180)

    def launch(self) -> None:
        self.process = Process(self.name, self._command, self._log, self._environment, signal.SIGKILL)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def exit_code(self, seconds: float) -> int:
        """The code with which it ends by itself; a StartupError if it does not in time."""
        assert self.process is not None
        process = self.process
        until(lambda: process.code is not None, seconds)
        assert process.code is not None
        return process.code

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()

    def stop(self) -> int:
        assert self.process is not None
        return self.process.stop(40)

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


@dataclass(frozen=True)
class System:
    """All three services, ready, and the servers behind them."""

    ingest: str
    enrich: str
    api: str
    servers: Servers


async def eventually(check: Callable[[], Awaitable[T]], seconds: float = 30.0) -> T:
    """The first true answer of `check`; an AssertionError with the last one if there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = await check()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"still {answer!r} after {seconds:g} seconds"
        await asyncio.sleep(0.05)


def until(check: Callable[[], bool], seconds: float) -> None:
    """Return when `check` says so; a StartupError if it does not in time."""
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            raise StartupError(f"it did not come about within {seconds:g} seconds")
        time.sleep(0.1)


def in_ci() -> bool:
    return bool(os.environ.get("CI"))

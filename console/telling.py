"""What `depeche up` tells while it works: lines for a person, or JSON objects for a program."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from console.terminal import emit


class Telling:
    """Tells each step, what came of it, and what has to be said besides."""

    def __init__(self, console: Console, json: bool) -> None:
        self.console, self.json = console, json

    @contextmanager
    def step(self, doing: str, done: str) -> Iterator[None]:
        """Shows that something is going on, and what came of it and how long it took."""
        started = time.monotonic()
        if self.json:
            yield
            emit({"done": done, "seconds": round(time.monotonic() - started, 3)})
            return
        with self.console.status(f"{doing} …"):
            if not self.console.is_terminal:
                self.console.print(f"{doing} …")
            yield
        seconds = time.monotonic() - started
        self.console.print(f"[green]✓[/green] {done} [dim]({seconds:.1f} s)[/dim]", highlight=False)

    def warn(self, line: str) -> None:
        """Something happened that need not be looked at now."""
        if self.json:
            emit({"warning": line})
        else:
            self.console.print(line, style="yellow", highlight=False, soft_wrap=True)

    def end(self) -> None:
        if self.json:
            emit({"stopped": True})
        else:
            self.console.print("Everything is stopped.")

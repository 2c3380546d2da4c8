"""Processes that are started again when they die: soon at first, then later, and not for ever."""

import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from devstack.process import Process
from shared.errors import StoppedError

_MOST, _WITHIN = 5, 300.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0


class Startable(Protocol):
    """What can be started again: a service, Kafka or MongoDB."""

    process: Process | None

    def start(self) -> None:
        """Run it anew, with the data, the port and the log that it had."""


class Supervisor:
    """Looks after processes that have been started. `check` is to be called again and again; it never waits.

    `say` is told in a line what died, why as far as its code tells, and when it is started again.
    """

    def __init__(self, watched: Sequence[Startable], say: Callable[[str], None]) -> None:
        self._watched = [_Watched(each) for each in watched]
        self._say = say

    def check(self) -> None:
        """Start what is due, and keep logs short.

        StoppedError, with the end of its log, when one has died five times in five minutes.
        """
        now = time.monotonic()
        for watched in self._watched:
            watched.check(now, self._say)


class _Watched:
    def __init__(self, startable: Startable) -> None:
        self._startable = startable
        self._deaths: deque[float] = deque()
        self._due: float | None = None

    def check(self, now: float, say: Callable[[str], None]) -> None:
        process = self._startable.process
        if self._due is not None:
            if now >= self._due:
                self._due = None
                self._startable.start()
        elif process is not None and process.code is not None:
            self._died(process, process.code, now, say)
        elif process is not None:
            process.bound_log()

    def _died(self, process: Process, code: int, now: float, say: Callable[[str], None]) -> None:
        while self._deaths and self._deaths[0] < now - _WITHIN:
            self._deaths.popleft()
        self._deaths.append(now)
        if len(self._deaths) >= _MOST:
            raise StoppedError(f"{process.name} {_how(code)} {_MOST} times in {_WITHIN:.0f} seconds. {process.tail()}")
        pause = min(_FIRST_PAUSE * 2 ** (len(self._deaths) - 1), _LONGEST_PAUSE)
        self._due = now + pause
        say(f"{process.name} {_how(code)}; its log is {process.log}. It is started again in {pause:.0f} s.")


def _how(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

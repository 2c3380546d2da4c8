"""Whether processes that nobody waits for are gone."""

from collections.abc import Iterable

import psutil

from tests.system import until


def until_gone(processes: Iterable[psutil.Process], seconds: float = 30.0) -> None:
    """Return when none of them runs any more. One that nobody has reaped yet runs no more."""
    left = list(processes)
    until(lambda: not any(runs(process) for process in left), seconds)


def runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

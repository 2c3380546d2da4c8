"""A child process with a log file, which is stopped gracefully and does not outlive its parent."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from shared.errors import StartupError

_TETHER = str(Path(__file__).with_name("tether.py"))
_LOG_LINES = 15
_MOST_LOG_BYTES = 64 * 1024 * 1024


class Process:
    """One run of a command. Start it from the main thread: Linux ties it to the thread that made it.

    `orphaned` is the signal it gets when this process dies without stopping it.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name, self.log = name, log
        log.parent.mkdir(parents=True, exist_ok=True)
        self._began = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                [sys.executable, "-I", "-S", _TETHER, str(os.getpid()), str(int(orphaned)), *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                # Ctrl-C in the terminal reaches us alone, so that we can stop everything in the right order.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def code(self) -> int | None:
        """The exit code, negative for a signal; null while it runs."""
        return self._popen.poll()

    def send(self, number: signal.Signals) -> None:
        self._popen.send_signal(number)

    def wait_ready(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when `ready` says so. StartupError with the end of its log if it dies or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.code is not None:
                raise StartupError(f"{self.name} ended with code {self.code}. {self.tail()}")
            if time.monotonic() > deadline:
                raise StartupError(f"{self.name} was not ready after {seconds:.0f} seconds. {self.tail()}")
            time.sleep(0.05)

    def stop(self, grace: float = 20.0) -> int:
        """SIGTERM, after `grace` seconds SIGKILL; the exit code."""
        if self.code is None:
            self.send(signal.SIGTERM)
            try:
                return self._popen.wait(grace)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._popen.wait()

    def kill(self) -> None:
        """SIGKILL, as an accident would."""
        self._popen.kill()
        self._popen.wait()

    def bound_log(self, most: int = _MOST_LOG_BYTES) -> None:
        """Once its log is larger than `most` bytes, move what is in it to a file with `.1` behind its name.

        It goes on writing to the same file, so a line that comes at that moment may be lost.
        """
        # A full disk, or a log that somebody has deleted, does not end what it tells of.
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > most:
                shutil.copyfile(self.log, self.log.with_name(f"{self.log.name}.1"))
                os.truncate(self.log, 0)
                self._began = 0

    def tail(self) -> str:
        """Where its log is, and the last lines of it that are of this run."""
        with self.log.open("rb") as file:
            file.seek(self._began)
            lines = file.read().decode("utf-8", "replace").splitlines()[-_LOG_LINES:]
        return f"The end of {self.log}:\n" + "\n".join(f"    {line[:300]}" for line in lines)


def require_free(port: int, what: str, setting: str) -> None:
    """StartupError if a port of 127.0.0.1 is taken; `what` wants it, and `setting` chooses another."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StartupError(
                f"port {port} is taken, and {what} needs it. Is another depeche up? {setting} chooses another."
            ) from None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

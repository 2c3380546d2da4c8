"""A child process: ready, stopped, dead too early, and never left behind."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from devstack.process import Process, free_port, require_free
from shared.errors import StartupError
from tests.orphans import until_gone

STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); signal.pause()"
# It says "two" when it is told to.
TALKER = """
import signal
signal.signal(signal.SIGUSR1, lambda *_: print("two", flush=True))
print("one", flush=True)
signal.pause()
"""
# It says which child it has when that one is its own program, no longer the tether.
PARENT = """
import sys, time
from pathlib import Path
from devstack.process import Process
log = Path(sys.argv[1])
child = Process("child", [sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()"], log)
child.wait_ready(lambda: "up" in log.read_text(), 30)
print(child.pid, flush=True)
time.sleep(600)
"""


def run(code: str, log: Path) -> Process:
    return Process("child", [sys.executable, "-c", code], log)


def test_sigterm_stops_it(tmp_path: Path) -> None:
    child = run("import signal; signal.pause()", tmp_path / "log")
    assert child.code is None
    assert child.stop() == -signal.SIGTERM


def test_what_ignores_sigterm_is_killed_after_the_grace_period(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = run(STUBBORN, log)
    child.wait_ready(lambda: "up" in log.read_text(), 30)
    assert child.stop(grace=0.2) == -signal.SIGKILL


def test_one_that_dies_too_early_shows_the_end_of_its_own_log(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "child.log"
    log.parent.mkdir()
    log.write_text("from an earlier run\n")
    child = run("import sys; sys.exit('no disk for me')", log)
    with pytest.raises(StartupError) as caught:
        child.wait_ready(lambda: False, 30)
    message = str(caught.value)
    assert "child ended with code 1" in message
    assert "no disk for me" in message
    assert "earlier run" not in message


def test_its_log_is_kept_short_while_it_writes(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("from an earlier run\n")
    child = run(TALKER, log)
    child.wait_ready(lambda: "one" in log.read_text(), 30)
    child.bound_log(most=100)
    assert "one" in log.read_text()
    child.bound_log(most=1)
    assert log.read_text() == ""
    child.send(signal.SIGUSR1)
    child.wait_ready(lambda: "two" in log.read_text(), 30)
    assert log.read_bytes() == b"two\n"
    assert log.with_name("log.1").read_text() == "from an earlier run\none\n"
    assert "two" in child.tail()
    log.unlink()
    child.bound_log(most=1)
    child.stop()


def test_one_that_is_never_ready_is_given_up(tmp_path: Path) -> None:
    child = run("import signal; signal.pause()", tmp_path / "log")
    with pytest.raises(StartupError, match="not ready after 0 seconds"):
        child.wait_ready(lambda: False, 0.1)
    child.kill()


def test_it_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path / "log")], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    until_gone([child])


def test_a_taken_port_is_named_with_the_setting_that_changes_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartupError, match=f"port {port} is taken, and Kafka needs it.*DEPECHE_KAFKA_PORT"):
            require_free(port, "Kafka", "DEPECHE_KAFKA_PORT")


def test_a_free_port_is_let_through() -> None:
    require_free(free_port(), "Kafka", "DEPECHE_KAFKA_PORT")

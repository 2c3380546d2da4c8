"""`depeche up` as a newcomer runs it: the first article is shown, and nothing outlives it, however it ends."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from devstack.process import free_port
from tests.orphans import until_gone
from tests.system import until

SEEDS = Path(__file__).parents[2] / "seeds"
READY = "Ctrl-C stops everything."
PORTS = ("INGEST", "ENRICH", "API", "KAFKA", "MONGODB")

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        any(f"DEPECHE_TEST_{name}" in os.environ for name in ("INGEST_URL", "SERVERS")),
        reason="`depeche up` starts servers of its own, and others are to be tested",
    ),
]


@dataclass
class Run:
    """One `depeche up` that has come up, and every process that it started."""

    process: psutil.Popen
    started: list[psutil.Process]
    out: Path

    def ends_with(self) -> int:
        """Its exit code, when nothing that it started is left."""
        code: int = self.process.wait(60)
        until_gone(self.started)
        return code


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by the tests, so that all but the first run find the data of an earlier one."""
    made = tmp_path_factory.mktemp("run")
    shutil.copytree(SEEDS, made / "seeds")
    return made


@contextmanager
def up(directory: Path) -> Iterator[Run]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DEPECHE_")}
    ports = {f"DEPECHE_{name}_PORT": str(free_port()) for name in PORTS}
    out = directory / "out.txt"
    with out.open("wb") as file:
        process = psutil.Popen(
            [sys.executable, "-m", "console", "up"], cwd=directory, env=clean | ports, stdout=file, stderr=file
        )
    try:
        until(lambda: READY in out.read_text() or process.poll() is not None, 150)
        assert process.poll() is None, out.read_text()
        yield Run(process, process.children(recursive=True), out)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_article_is_shown_and_a_signal_stops_everything(directory: Path, number: signal.Signals) -> None:
    with up(directory) as run:
        shown = run.out.read_text()
        for part in ("2023-10 (to the month", "Rob Bauer", "OTAN", "Kiev", "medtop:16000000", "/v1/articles?q="):
            assert part in shown
        assert len(run.started) >= 5
        run.process.send_signal(number)
        assert run.ends_with() == 0
        assert run.out.read_text().endswith("Everything is stopped.\n")


def test_nothing_outlives_kill_9(directory: Path) -> None:
    with up(directory) as run:
        run.process.kill()
        assert run.ends_with() == -signal.SIGKILL


def test_a_service_that_dies_is_named_and_ends_the_run(directory: Path) -> None:
    with up(directory) as run:
        [ingest] = [child for child in run.started if "services.ingest" in child.cmdline()]
        ingest.kill()
        assert run.ends_with() == 1
        assert "depeche: ingest ended with code -9. The end of " in run.out.read_text()

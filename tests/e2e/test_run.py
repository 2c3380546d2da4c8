"""`depeche up` as a newcomer runs it: the first article is shown, and nothing outlives it, however it ends."""

import contextlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
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
    ports: dict[str, str]

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
    ports = {name: str(free_port()) for name in PORTS}
    given = {f"DEPECHE_{name}_PORT": port for name, port in ports.items()}
    out = directory / "out.txt"
    with out.open("wb") as file:
        process = psutil.Popen(
            [sys.executable, "-m", "console", "up"], cwd=directory, env=clean | given, stdout=file, stderr=file
        )
    try:
        until(lambda: READY in out.read_text() or process.poll() is not None, 150)
        assert process.poll() is None, out.read_text()
        yield Run(process, process.children(recursive=True), out, ports)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_article_is_shown_and_a_signal_stops_everything(directory: Path, number: signal.Signals) -> None:
    with up(directory) as run:
        shown = run.out.read_text()
        for part in ("2023-10 (to the month", "Rob Bauer", "OTAN", "Kiev", "medtop:16000000"):
            assert part in shown
        # What is told to be typed finds the article that is shown.
        assert " search 'drones ukrainiens'\n" in shown
        [article] = re.findall(r"/v1/articles/(\w+)'", shown)
        assert f" show {article}\n" in shown
        assert f"Read it in a browser:\n  http://127.0.0.1:{run.ports['API']}/\n" in shown
        assert len(run.started) >= 5
        log = directory / ".depeche" / "logs" / "ingest.log"
        os.truncate(log, 65 * 1024 * 1024)
        until(lambda: log.stat().st_size < 1024 * 1024, 10)
        run.process.send_signal(number)
        assert run.ends_with() == 0
        assert run.out.read_text().endswith("Everything is stopped.\n")


def test_nothing_outlives_kill_9(directory: Path) -> None:
    with up(directory) as run:
        run.process.kill()
        assert run.ends_with() == -signal.SIGKILL


def test_what_dies_is_started_again_and_what_keeps_dying_is_given_up(directory: Path) -> None:
    with up(directory) as run:
        ports = {name: run.ports[name] for name in ("INGEST", "API")}
        for name in ("kafka.Kafka", "services.enrich"):
            _kill(run, name)
        until(lambda: "enrich was ended by SIGKILL" in run.out.read_text(), 10)
        assert "Kafka was ended by SIGKILL" in run.out.read_text()

        def accepted() -> httpx.Response | None:
            article = {"text": "Le port a rouvert mardi.", "source": "supervised", "external_id": "1"}
            answer = httpx.post(f"http://127.0.0.1:{ports['INGEST']}/v1/articles", json=article, timeout=30)
            return answer if answer.status_code == 202 else None

        until(lambda: accepted() is not None, 60)
        answer = accepted()
        assert answer is not None
        link = answer.json()["links"]["receipt"]
        receipt = httpx.get(f"http://127.0.0.1:{ports['API']}{link}", params={"wait": 60}, timeout=90).json()
        assert receipt["status"] in ("enriched", "duplicate")
        until(lambda: _kill(run, "services.enrich") and run.process.poll() is not None, 90)
        assert run.ends_with() == 1
    assert "enrich was ended by SIGKILL 5 times in 300 seconds." in run.out.read_text()


def _kill(run: Run, command: str) -> bool:
    """End every process with this in its command; true, so that it can be said again and again."""
    for process in run.process.children(recursive=True) if run.process.is_running() else []:
        with contextlib.suppress(psutil.NoSuchProcess):
            if any(command in part for part in process.cmdline()):
                run.started.append(process)
                process.kill()
    return True

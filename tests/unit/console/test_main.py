"""What can be wrong before anything is started is one clear line on stderr, and exit code 1."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack.process import free_port


def up(directory: Path, **environment: str) -> str:
    """The one line that `depeche up` ends with."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DEPECHE_")}
    done = subprocess.run(
        [sys.executable, "-m", "console", "up"],
        cwd=directory,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    return line


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("Il pleut.")
    return tmp_path


@pytest.fixture
def taken() -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield str(listening.getsockname()[1])


def test_a_taken_port(directory: Path, taken: str) -> None:
    line = up(directory, DEPECHE_INGEST_PORT=taken)
    assert line.startswith(f"depeche: port {taken} is taken, and ingest needs it. Is another depeche up?")
    assert "DEPECHE_INGEST_PORT" in line


def test_no_seeds(tmp_path: Path) -> None:
    assert up(tmp_path) == "depeche: there is no article (*.txt) in seeds: --seeds names another directory."


def test_a_setting_that_is_no_port(directory: Path) -> None:
    assert up(directory, DEPECHE_API_PORT="eighty") == "depeche: DEPECHE_API_PORT: must be a whole number"


def test_no_maven_repository_within_reach(directory: Path) -> None:
    ports = {f"DEPECHE_{name}_PORT": str(free_port()) for name in ("INGEST", "ENRICH", "API")}
    nowhere = f"http://127.0.0.1:{free_port()}"
    line = up(directory, **ports, HOME=str(directory), HTTPS_PROXY=nowhere, https_proxy=nowhere)
    assert line.startswith("depeche: Kafka's jars can't be fetched from Maven Central (")
    assert "DEPECHE_KAFKA_BOOTSTRAP" in line


def test_a_given_kafka_that_does_not_answer(directory: Path) -> None:
    ports = {f"DEPECHE_{name}_PORT": str(free_port()) for name in ("INGEST", "ENRICH", "API")}
    nowhere = f"127.0.0.1:{free_port()}"
    line = up(directory, **ports, DEPECHE_KAFKA_BOOTSTRAP=nowhere, DEPECHE_MONGODB_URI=f"mongodb://{nowhere}")
    assert line.startswith(f"depeche: Kafka does not answer at {nowhere}: is it running?")

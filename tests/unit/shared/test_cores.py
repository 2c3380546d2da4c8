"""How many cores there are for a process."""

import os
from pathlib import Path

import pytest

from shared import cores


@pytest.fixture
def quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a control group of a machine with 64 cores has its quota."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    return tmp_path / "cpu.max"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("200000 100000\n", 2), ("150000 100000\n", 2), ("50000 100000\n", 1), ("9900000 100000\n", 64)],
)
def test_a_container_has_no_more_than_its_quota(quota: Path, written: str, expected: int) -> None:
    quota.write_text(written)
    assert cores.available(quota) == expected


@pytest.mark.parametrize("written", ["max 100000\n", ""])
def test_without_a_quota_there_are_all(quota: Path, written: str) -> None:
    quota.write_text(written)
    assert cores.available(quota) == 64


def test_without_control_groups_there_are_all(quota: Path) -> None:
    assert cores.available(quota) == 64


def test_a_process_that_is_tied_to_a_core_has_one(tmp_path: Path) -> None:
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(all_of_them)})
    try:
        assert cores.available(tmp_path / "none") == 1
    finally:
        os.sched_setaffinity(0, all_of_them)

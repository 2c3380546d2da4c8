"""Prints the table of quality when the tests are over."""

import pytest

from tests.quality.table import rows


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if rows:
        terminalreporter.section("quality of what is read")
    for name, what, value, floor in rows:
        terminalreporter.write_line(f"{name:<10}{what:<26}{value:.3f}" + (f"  floor {floor:.3f}" if floor else ""))

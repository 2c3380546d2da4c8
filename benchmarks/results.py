"""The figures of a run, and how they are written down."""

import os
import platform
import statistics
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, how much, against what, and what was hoped for."""

    what: str
    measured: str
    ceiling: str
    ratio: str
    reach: str


def row(what: str, ours: list[float], ceiling: list[float], of: str, ratios: list[float], reach: float) -> Row:
    """The medians of what was measured and of its ceiling, and of the ratios within each round."""
    measured, limit, ratio = map(statistics.median, (ours, ceiling, ratios))
    return Row(what, f"{measured:,.0f}", f"{limit:,.0f}: {of}", f"{ratio:.2f}", asked(f"{reach:g}", ratio >= reach))


def asked(what: str, is_reached: bool) -> str:
    """What was hoped for, and whether it came about."""
    return f"{what}: {'reached' if is_reached else 'not reached'}"


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """Median and 99th percentile."""
    cut = statistics.quantiles(seconds, n=100)
    return cut[49], cut[98]


def quantiles(seconds: list[float]) -> str:
    """The same as text, in milliseconds."""
    median, tail = percentiles(seconds)
    return f"p50 {1000 * median:.1f} ms, p99 {1000 * tail:.1f} ms"


def write(rows: list[Row], more: list[str]) -> None:
    """RESULTS.md, with the machine that was measured on; `more` are lines that follow the table."""
    memory = psutil.virtual_memory().total / 1024**3
    cores = f"{os.cpu_count()} cores ({platform.machine()})"
    machine = f"{cores}, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"
    lines = [
        "# What was measured",
        "",
        f"`make bench` on {datetime.now(UTC):%Y-%m-%d}, {machine}. Kafka, MongoDB, the services and the load share",
        "these cores, and the machine is noisy: read the ratios, which were measured within one run.",
        "",
        "| what | measured | ceiling, in the same run | ratio | to be reached |",
        "|---|---|---|---|---|",
        *(f"| {row.what} | {row.measured} | {row.ceiling} | {row.ratio} | {row.reach} |" for row in rows),
        "",
        *more,
    ]
    notes = RESULTS.with_name("NOTES.md")
    RESULTS.write_text("\n".join(lines) + (notes.read_text("utf-8") if notes.exists() else ""), encoding="utf-8")

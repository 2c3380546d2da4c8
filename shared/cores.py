"""How many cores there are for a process: a container may have the time of fewer than the machine has."""

import math
import os
from pathlib import Path

# Microseconds of all cores together in each period, and the period: "200000 100000", or "max 100000". It is that of the
# own control group where a container has its own view of them: https://docs.kernel.org/admin-guide/cgroup-v2.html
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def available(quota: Path = _QUOTA) -> int:
    """The cores that this process may run on, and no more than its control group has the time of; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        time, period = quota.read_text("ascii").split()
    except (OSError, ValueError):
        # Not Linux, or an older kind of control groups.
        return cores
    return cores if time == "max" else max(1, min(cores, math.ceil(int(time) / int(period))))

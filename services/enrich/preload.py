"""Imported by the server that worker processes are forked from: it loads once what all of them share.

This is the one module that does work when it is imported, because the standard library's forkserver can only import.
"""

import os

# Read when numpy is loaded. There is a process for each core: threads of its own would make each three times as slow.
for _library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_library, "1")

from services.enrich.enrichment import warm  # noqa: E402  # it loads numpy
from services.enrich.models import load_models  # noqa: E402
from shared import garbage  # noqa: E402

warm(load_models())
garbage.keep()

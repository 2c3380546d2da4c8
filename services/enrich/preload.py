"""Imported by the server that worker processes are forked from: it loads once what all of them share.

This is the one module that does work when it is imported, because the standard library's forkserver can only import.
"""

import os

# Read when numpy is loaded. There is a process for each core: threads of its own would make each three times as slow.
for _library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_library, "1")

# What is not imported here, each process would import for itself, and keep for itself.
from services.enrich import enrichment  # noqa: E402, F401  # it loads numpy
from services.enrich.models import load_models  # noqa: E402

load_models()

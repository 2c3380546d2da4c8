import os

# Read when numpy is loaded: what is measured is one process a core, as enrich runs them.
for _library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_library, "1")

"""Imported by the server that worker processes are forked from: it loads the models once, for all of them.

This is the one module that does work when it is imported, because the standard library's forkserver can only import.
"""

from services.enrich.models import load_models

load_models()

"""What worker processes do.

The service's own process knows it by name only: what enriches takes a second and 60 MiB to import.
"""

from collections.abc import Sequence

from services.enrich.pool import Result


def enrich_records(values: Sequence[bytes]) -> list[Result]:
    """The values of records on articles.raw, each to its result; one that fails does no harm to the others."""
    from services.enrich import enrichment, models

    loaded = models.load_models()
    return [enrichment.enrich_record(value, loaded) for value in values]

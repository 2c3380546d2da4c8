"""`depeche stats`: how much there is, what came in the last day, and what is on its way."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from textwrap import fill
from typing import Any

from console.command import AsJson, ask, run
from console.terminal import emit, harmless
from shared import events, kafka
from shared.mongo import Database
from shared.settings import Settings

_FACETS = {
    "language": "Languages",
    "source": "Sources",
    "agency": "Agencies",
    "country": "Countries",
    "entity": "Names",
}
_MOST = 8
_OUTCOMES = ("enriched", "duplicate", "dead", "superseded", "replayed")


def stats(json: AsJson = False) -> None:
    """Say how many articles there are, what became of those of the last 24 hours, and how many are on their way."""
    found = run(_count)
    facets = ask(lambda depeche: depeche.facets())
    found["findable"] = facets.total
    found["facets"] = {name: {each.value: each.count for each in values} for name, values in facets.facets.items()}
    if json:
        emit(found)
        return
    sys.stdout.write(harmless("\n".join(_lines(found))) + "\n")


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"Articles      {found['articles']:>11,}  in MongoDB, and {found['revisions']:,} older revisions of them"
    yield f"Findable      {found['findable']:>11,}  in the search index"
    yield f"Waiting       {found['waiting']:>11,}  posted, and not yet enriched"
    yield "\nIn the last 24 hours"
    for outcome in _OUTCOMES:
        yield f"  {outcome:<12}{found['last_24_hours'][outcome]:>11,}"
    yield "\nMost often"
    for name, title in _FACETS.items():
        if counted := found["facets"].get(name):
            most = ", ".join(f"{value} {count:,}" for value, count in list(counted.items())[:_MOST])
            yield fill(most, 79, initial_indent=f"  {title:<12}", subsequent_indent=" " * 14)


async def _count(settings: Settings, database: Database) -> dict[str, Any]:
    # Imported here because enrich's settings are of no use to other commands.
    from services.enrich.settings import EnrichSettings

    recent = {"$match": {"decided_at": {"$gte": events.now() - timedelta(days=1)}}}
    by_status = {"$group": {"_id": "$status", "count": {"$sum": 1}}}
    counted = await database.receipts.aggregate([recent, by_status]).to_list(None)
    waiting = await kafka.waiting(settings, EnrichSettings().enrich_group, kafka.RAW)
    return {
        "articles": await database.articles.estimated_document_count(),
        "revisions": await database.revisions.estimated_document_count(),
        "waiting": sum(waiting.values()),
        "last_24_hours": dict.fromkeys(_OUTCOMES, 0) | {each["_id"]: each["count"] for each in counted},
    }

"""`depeche stats`: how much there is, what came in the last day, and what is on its way."""

import sys
from datetime import timedelta
from typing import Any

from console.command import AsJson, ask, run
from console.terminal import emit
from depeche_client import Depeche
from shared import events, kafka
from shared.mongo import Database
from shared.settings import Settings

_OUTCOMES = ("enriched", "duplicate", "dead", "superseded", "replayed")


def stats(json: AsJson = False) -> None:
    """Say how many articles there are, what became of those of the last 24 hours, and how many are on their way."""
    found = run(_count)
    found["findable"] = ask(_findable)
    if json:
        emit(found)
        return
    day = found["last_24_hours"]
    sys.stdout.write(
        f"Articles      {found['articles']:>11,}  in MongoDB, and {found['revisions']:,} older revisions of them\n"
        f"Findable      {found['findable']:>11,}  in the search index\n"
        f"Waiting       {found['waiting']:>11,}  posted, and not yet enriched\n"
        f"\nIn the last 24 hours\n" + "".join(f"  {outcome:<12}{day[outcome]:>11,}\n" for outcome in _OUTCOMES)
    )


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


def _findable(depeche: Depeche) -> int:
    return depeche.page(limit=1).total

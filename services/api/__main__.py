"""The api service: articles.enriched and MongoDB -> JSON over HTTP.

Follower.run               articles.enriched, from the positions kept in the index
indexing.apply             records to entries, committed together with the positions behind them
SearchIndex.search         what is asked to a page of articles, as they were put in
Store.article, revisions   one article and its past, from MongoDB
Receipts.decided           what became of a submission, from MongoDB, as soon as it is known
"""

from services.api.app import create_app
from services.api.routes import exports
from services.api.settings import ApiSettings
from shared import kafka, mongo
from shared.http import serve
from shared.service import run


async def main(settings: ApiSettings) -> None:
    """Check what is needed, then serve until SIGTERM."""
    exports.spare_memory()
    database = mongo.connect(settings)
    try:
        await kafka.verify(settings, (kafka.ENRICHED,))
        await mongo.verify(database)
    finally:
        database.client.close()
    await serve(create_app(settings), settings, settings.api_port, "DEPECHE_API_PORT")


if __name__ == "__main__":
    run("api", ApiSettings, main)

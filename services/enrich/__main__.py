"""The enrich service: articles.raw -> worker processes -> MongoDB -> articles.enriched and articles.dead.

Worker.on_partitions_assigned   one PartitionWorker for each partition the group gives us
PartitionWorker._fetch          a batch of records
Pool.run                        enrichment.enrich_records in worker processes
Store.put                       documents, receipts and the position, in one MongoDB transaction
PartitionWorker._publish        events, dead letters and offsets, in one Kafka transaction
"""

import asyncio
import time

import structlog

from services.enrich.app import create_app
from services.enrich.enrichment import enrich_records
from services.enrich.pool import Pool, Work
from services.enrich.settings import EnrichSettings
from services.enrich.store import Store
from services.enrich.worker import Worker
from shared import kafka, mongo
from shared.http import serve
from shared.service import run

_log = structlog.get_logger()


async def main(settings: EnrichSettings, work: Work = enrich_records, preload: str = "services.enrich.preload") -> None:
    """Check what is needed, load the models, and work until SIGTERM.

    `work` is what worker processes do, and `preload` the module that they are forked with.
    """
    database = mongo.connect(settings)
    await kafka.verify(settings, (kafka.RAW, kafka.ENRICHED, kafka.DEAD))
    await mongo.verify(database)
    with Pool(work, preload, settings.enrich_processes, settings.enrich_timeout, settings.enrich_attempts) as pool:
        started = time.perf_counter()
        await pool.warm()
        _log.info("models loaded", seconds=round(time.perf_counter() - started, 1))
        worker = Worker(settings, pool, Store(database))
        await worker.start()
        serving = asyncio.ensure_future(
            serve(create_app(worker, database), settings.host, settings.enrich_port, "DEPECHE_ENRICH_PORT")
        )
        try:
            await asyncio.wait((serving, worker.failed), return_when=asyncio.FIRST_COMPLETED)
        finally:
            await worker.stop()
            database.client.close()
        await (worker.failed if worker.failed.done() else serving)


if __name__ == "__main__":
    run("enrich", EnrichSettings, main)

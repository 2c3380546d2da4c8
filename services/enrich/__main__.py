"""The enrich service: articles.raw -> worker processes -> MongoDB -> articles.enriched and articles.dead.

Worker.on_partitions_assigned   one PartitionWorker for each partition the group gives us
PartitionWorker._fetch          a batch of records
Pool.run                        enrichment.enrich_record in worker processes
Store.put                       documents, receipts and the position, in one MongoDB transaction
PartitionWorker._publish        events, dead letters and offsets, in one Kafka transaction
"""

import asyncio
import functools
import time
from collections.abc import Callable

import structlog
from aiokafka import AIOKafkaProducer

from services.enrich.app import create_app
from services.enrich.pool import Pool, Work
from services.enrich.settings import EnrichSettings
from services.enrich.store import Store
from services.enrich.watchdog import Watchdog
from services.enrich.work import enrich_records
from services.enrich.worker import Worker
from shared import kafka, mongo
from shared.http import serve
from shared.service import run

_log = structlog.get_logger()


def new_producer(settings: EnrichSettings, transactional_id: str) -> AIOKafkaProducer:
    """The producer of one partition's events."""
    return kafka.producer(settings, transactional_id=transactional_id)


async def main(
    settings: EnrichSettings,
    work: Work = enrich_records,
    preload: str = "services.enrich.preload",
    store: type[Store] = Store,
    producer: Callable[[EnrichSettings, str], AIOKafkaProducer] = new_producer,
) -> None:
    """Check what is needed, load the models, and work until SIGTERM.

    `work` is what worker processes do, `preload` the module that they are forked with; `store` and `producer` are how
    a batch reaches MongoDB and Kafka.
    """
    database = mongo.connect(settings)
    await kafka.verify(settings, (kafka.RAW, kafka.ENRICHED, kafka.DEAD))
    await mongo.verify(database)
    with Pool(
        work,
        preload,
        settings.enrich_processes,
        settings.enrich_timeout,
        settings.enrich_attempts,
        settings.enrich_memory,
    ) as pool:
        started = time.perf_counter()
        await pool.warm()
        _log.info("models loaded", seconds=round(time.perf_counter() - started, 1))
        worker = Worker(settings, pool, store(database), functools.partial(producer, settings))
        await worker.start()
        app = create_app(settings, worker, database)
        tasks = [
            asyncio.ensure_future(serve(app, settings, settings.enrich_port, "DEPECHE_ENRICH_PORT")),
            asyncio.ensure_future(Watchdog(settings, worker, database).run()),
            worker.failed,
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            tasks[1].cancel()
            await worker.stop()
            database.client.close()
        for task in done:
            task.result()


if __name__ == "__main__":
    run("enrich", EnrichSettings, main)

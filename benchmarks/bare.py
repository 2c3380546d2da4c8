"""The ceilings: the least code that does the same work, on the same server and with the same clients."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from pymongo import ReplaceOne

from services.ingest.settings import IngestSettings
from shared import kafka, mongo
from shared.articles import Submission
from shared.http import serve
from shared.service import run
from shared.settings import Settings


def create_app(settings: IngestSettings) -> FastAPI:
    """What one would write in a morning: POST an article, get 202 when Kafka has it. No identity, headers or limits."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        async with kafka.producer(settings) as producer:
            yield {"producer": producer}

    app = FastAPI(lifespan=lifespan, telemetry={"tracing": False, "metrics": False, "logs": False})

    app.state.stopping = asyncio.Event()
    app.state.guard = None

    @app.get("/readyz")
    async def readyz() -> dict[str, str]:
        return {}

    @app.post("/v1/articles")
    async def post(article: Submission, request: Request) -> Response:
        body = article.model_dump_json().encode()
        await request.state.producer.send_and_wait(kafka.RAW, body, os.urandom(16))
        return Response(b"{}", 202, media_type="application/json")

    return app


async def main(settings: IngestSettings) -> None:
    """Serve the bare handler where ingest would."""
    await serve(create_app(settings), settings, settings.ingest_port, "DEPECHE_INGEST_PORT")


async def read_and_upsert(settings: Settings, count: int) -> float:
    """Read `count` records of articles.raw, parse them and upsert them in bulk: articles a second."""
    database = mongo.connect(settings)
    async with kafka.consumer(settings, kafka.RAW, group_id=f"bare-{time.time()}") as consumer:
        done, started = 0, 0.0
        while done < count:
            batches = await consumer.getmany(timeout_ms=1_000, max_records=500)
            started = started or time.perf_counter()
            for records in batches.values():
                writes = []
                for record in records:
                    document = orjson.loads(record.value)
                    document["_id"] = document.pop("id")
                    writes.append(ReplaceOne({"_id": document["_id"]}, document, upsert=True))
                await database.bare.bulk_write(writes, ordered=False)
                done += len(records)
        seconds = time.perf_counter() - started
    await database.drop_collection("bare")
    database.client.close()
    return done / seconds


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(f"{asyncio.run(read_and_upsert(Settings(), int(sys.argv[1])))}\n")
    else:
        run("ingest", IngestSettings, main)

"""The HTTP side of enrich: health and metrics."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request

from services.enrich.worker import Worker
from shared import http, kafka, mongo
from shared.mongo import Database


def create_app(worker: Worker, database: Database) -> FastAPI:
    """Health and metrics of this worker; ready when both Kafka and MongoDB answer."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        yield {}

    async def ready(_: Request) -> None:
        await kafka.reachable(worker.consumer)
        await mongo.reachable(database)

    return http.create_app("Depeche enrich", "Health and metrics of an enrich worker.", lifespan, ready)

"""The HTTP side of enrich: health and metrics."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request

from services.enrich.settings import EnrichSettings
from services.enrich.worker import Worker
from shared import http, kafka, mongo
from shared.guard import guard
from shared.mongo import Database


def create_app(settings: EnrichSettings, worker: Worker, database: Database) -> FastAPI:
    """Health and metrics of this worker; ready when both Kafka and MongoDB answer."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        yield {}

    async def ready(_: Request) -> None:
        await kafka.reachable(worker.consumer)
        await mongo.reachable(database)

    description = "Health and metrics of an enrich worker."
    return http.create_app("Depeche enrich", description, lifespan, ready, guard(settings, "admin"))

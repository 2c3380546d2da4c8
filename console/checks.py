"""The checks of `depeche doctor`. Each asks one thing, and says what to do if it is not as it should be."""

import asyncio
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Literal

import httpx
from prometheus_client.parser import text_string_to_metric_families
from pymongo.errors import PyMongoError

from console.settings import ClientSettings
from console.terminal import counted
from depeche_client import AsyncDepeche, ClientError, KeyRefusedError
from shared import events, kafka, mongo
from shared.errors import UnavailableError
from shared.settings import Settings

_MANY_WAITING = 10_000
_LEAST_DISK, _LITTLE_DISK = 2 * 1024**3, 10 * 1024**3
_MOST_SKEW = 2.0
_ANSWER_SECONDS = 5.0
_DATA = Path(".depeche")
_START = "`depeche up` starts everything on this machine; elsewhere, see the logs of the service."


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `well`, worth a `look`, or `wrong`; and then what to do."""

    name: str
    state: Literal["well", "look", "wrong"]
    said: str
    advice: str | None = None


@dataclass(slots=True)
class Patient:
    """What is examined. `database` connects when it is first asked."""

    settings: Settings
    client: ClientSettings
    database: Any = None


async def kafka_and_topics(patient: Patient) -> Finding:
    await kafka.verify(patient.settings, kafka.MAX_RECORD_BYTES)
    where = patient.settings.kafka_bootstrap
    return Finding("Kafka", "well", f"{where} answers and has the topics {', '.join(kafka.MAX_RECORD_BYTES)}.")


async def mongodb(patient: Patient) -> Finding:
    await mongo.verify(patient.database)
    said = f"answers, is a replica set, and has all collections of {patient.settings.mongodb_database}."
    return Finding("MongoDB", "well", said)


async def indexes(patient: Patient) -> Finding:
    try:
        missing = await mongo.missing_indexes(patient.database)
    except PyMongoError as error:
        raise UnavailableError(f"MongoDB does not tell its indexes: {error}") from error
    if missing:
        advice = "`python -m shared.setup` creates what is missing; it harms nothing."
        return Finding("Indexes", "wrong", f"missing in MongoDB: {', '.join(missing)}.", advice)
    return Finding("Indexes", "well", "all that are needed are in MongoDB.")


async def ingest(patient: Patient) -> Finding:
    return await _ready("ingest", patient.client.ingest)


async def enrich(patient: Patient) -> Finding:
    return await _ready("enrich", patient.client.enrich)


async def api(patient: Patient) -> Finding:
    return await _ready("api", patient.client.api)


async def _ready(name: str, url: str) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=_ANSWER_SECONDS) as http:
            answer = await http.get(f"{url}/readyz")
    except httpx.TransportError:
        return Finding(name, "wrong", f"does not answer at {url}.", _START)
    try:
        said = answer.json()
        if answer.is_success and said["status"] == "ready":
            return Finding(name, "well", f"{url} can do its work.")
        why = str(said["detail"]) if said["status"] == answer.status_code else None
    except (ValueError, KeyError, TypeError):
        why = None
    if why is None:
        advice = f"DEPECHE_{name.upper()}_URL says where it is."
        return Finding(name, "wrong", f"what answers at {url} is not Depeche's {name}.", advice)
    return Finding(
        name, "wrong", f"{url} can't do its work now: {why}", "Put right what is wrong above, and look again."
    )


async def key(patient: Patient) -> Finding:
    """Whether the api takes the key that is sent, or does without."""
    given = patient.client.key
    try:
        async with AsyncDepeche(patient.client.api, patient.client.ingest, given, attempts=1) as depeche:
            await depeche.page(limit=1)
    except KeyRefusedError as error:
        advice = "`depeche keys create` makes a key; DEPECHE_API_KEY tells it to this command."
        return Finding("Key", "wrong", str(error), advice)
    except ClientError as error:
        return Finding("Key", "wrong", str(error))
    return Finding("Key", "well", "the api takes the key in DEPECHE_API_KEY." if given else "none is needed.")


async def models(_: Patient) -> Finding:
    """Whether what enrich reads with can be loaded; it takes seconds."""

    def load() -> None:
        # Imported here because it loads half of spaCy, which other commands do without.
        from services.enrich.models import load_models

        load_models()

    started = time.monotonic()
    try:
        await asyncio.to_thread(load)
    except (ImportError, OSError, ValueError) as error:
        advice = "Install everything again: `make run` does it, or pip with the lock file."
        return Finding("Models", "wrong", f"what articles are read with can't be loaded: {error}", advice)
    return Finding(
        "Models", "well", f"what articles are read with is there, and loads in {time.monotonic() - started:.1f} s."
    )


async def waiting(patient: Patient) -> Finding:
    from services.enrich.settings import EnrichSettings

    count = sum((await kafka.waiting(patient.settings, EnrichSettings().enrich_group, kafka.RAW)).values())
    said = f"{count:,} posted articles wait to be enriched."
    if count > _MANY_WAITING:
        advice = "If it grows, start more enrich services: they share the work, up to one a partition."
        return Finding("Waiting", "look", said, advice)
    return Finding("Waiting", "well", said)


async def search_index(patient: Patient) -> Finding:
    metrics = await _metrics(patient.client.api)
    articles, lag = metrics.get("depeche_api_index_articles", 0), metrics.get("depeche_api_index_lag", 0)
    said = f"{articles:,.0f} articles can be found, {lag:,.0f} are on their way into the index."
    if lag > _MANY_WAITING:
        return Finding("Search", "look", said, "If it grows, look at the log of the api.")
    return Finding("Search", "well", said)


async def _metrics(url: str) -> Mapping[str, float]:
    """The metrics of a service that have no labels."""
    try:
        async with httpx.AsyncClient(timeout=_ANSWER_SECONDS) as http:
            answer = (await http.get(f"{url}/metrics")).raise_for_status()
    except httpx.HTTPError as error:
        raise UnavailableError(f"{url}/metrics does not answer: {error}") from error
    families = text_string_to_metric_families(answer.text)
    return {sample.name: sample.value for family in families for sample in family.samples if not sample.labels}


async def dead_letters(patient: Patient) -> Finding:
    """How many articles died in the last day."""
    since = events.now() - timedelta(days=1)
    try:
        count = await patient.database.receipts.count_documents({"status": "dead", "decided_at": {"$gte": since}})
    except PyMongoError as error:
        raise UnavailableError(f"MongoDB does not count the dead letters: {error}") from error
    said = f"not enriched in the last 24 hours: {counted(count, 'article')}."
    if count:
        advice = "`depeche dlq list` shows why; when that is put right, `depeche dlq redrive` tries them again."
        return Finding("Dead", "look", said, advice)
    return Finding("Dead", "well", said)


async def disk(_: Patient) -> Finding:
    """The disk of the data of `depeche up`; of servers elsewhere nothing is known here."""
    return await asyncio.to_thread(_disk)


def _disk() -> Finding:
    where = _DATA if _DATA.exists() else Path.cwd()
    free = shutil.disk_usage(where).free
    said = f"{free / 1024**3:.1f} GiB are free at {where.absolute()}."
    if free < _LITTLE_DISK:
        state: Literal["look", "wrong"] = "wrong" if free < _LEAST_DISK else "look"
        return Finding(
            "Disk", state, said, "Kafka and MongoDB stop when the disk is full: make room, or move the data."
        )
    return Finding("Disk", "well", said)


async def clock(patient: Patient) -> Finding:
    """This machine's clock beside MongoDB's: dates and keys' ends are judged by it."""
    before = events.now()
    try:
        theirs = (await patient.database.command("hello"))["localTime"].replace(tzinfo=UTC)
    except PyMongoError as error:
        raise UnavailableError(f"MongoDB does not tell the time: {error}") from error
    # It was read somewhere between the question and the answer.
    after = events.now()
    skew = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    if skew > _MOST_SKEW:
        advice = "Set both by NTP: times of receipt and the ends of keys depend on it."
        return Finding("Clock", "wrong", f"this machine and MongoDB's are {skew:.0f} s apart.", advice)
    return Finding("Clock", "well", "this machine and MongoDB's have the same time.")

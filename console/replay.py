"""`depeche replay`: enrich stored articles anew with newer steps, through Kafka, as docs/decisions/replay.md says."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

import typer
from aiokafka.errors import KafkaError
from opentelemetry.trace import SpanKind

from console.command import AsJson, DryRun, Since, Until, Yes, confirmed, run
from console.terminal import counted, emit
from shared import events, kafka, telemetry
from shared.articles import Evidence, RawArticle, Replay
from shared.errors import UnavailableError
from shared.mongo import Database
from shared.settings import Settings

Document = dict[str, Any]
_BATCH = 100
_STOP_SECONDS = 5
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles: `versions` are those of the steps below which an article is outdated in at least one."""

    versions: Mapping[str, str]
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    ids: Sequence[str] = field(default_factory=list)

    def takes(self, document: Document) -> bool:
        received_at = datetime.fromisoformat(document["received_at"])
        return (
            any(_order(document["provenance"].get(step)) < _order(than) for step, than in self.versions.items())
            and (self.since is None or received_at >= self.since)
            and (self.until is None or received_at < self.until)
        )


def _version(given: str) -> str:
    if not _VERSION.fullmatch(given):
        raise typer.BadParameter("is no version such as 3")
    return given


def _id(given: str) -> str:
    if not _ID.fullmatch(given):
        raise typer.BadParameter(f"{given!r} is no id of an article: they have 32 digits, from 0 to 9 and a to f")
    return given


def replay(
    step: Annotated[
        str | None, typer.Option(metavar="STEP", help="Only articles for which this step is outdated.")
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            parser=_version, metavar="VERSION", help="Of --step: below this version, and not the current one."
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only articles in this language, such as fr.")
    ] = None,
    since: Since = None,
    until: Until = None,
    id: Annotated[
        list[str] | None,
        typer.Option(parser=_id, metavar="ID", help="Only this article; can be given several times."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="The most articles to replay in this run.")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Enrich stored articles anew that were enriched with older steps than this version of Depeche has.

    Each keeps its revision, and one event is published of it. --since and --until are about when it was received.

    Enrich should run in this version already: what it can't do better it leaves alone.
    """
    wanted = Wanted(_versions(step, older_than), language, since, until, id or [])
    ids = run(lambda _, database: find(database, wanted, limit))
    say = sys.stderr.write if json else sys.stdout.write
    say(f"Read with older steps: {counted(len(ids), 'article')}.\n")
    if not ids or dry_run:
        _emit_ids(ids if json else [])
        return
    confirmed(f"Read {counted(len(ids), 'article')} anew?", yes)
    done = run(lambda settings, database: publish(settings, database, ids))
    _emit_ids(ids if json else [])
    say(f"On the way through Kafka: {counted(done, 'article')}.\n")


def _emit_ids(ids: Sequence[str]) -> None:
    for article_id in ids:
        emit({"id": article_id})


def _versions(step: str | None, older_than: str | None) -> dict[str, str]:
    # Imported here because it loads half of spaCy, which no other command needs.
    from services.enrich.steps import REPLAYED

    if step is None:
        if older_than is not None:
            raise typer.BadParameter("--older-than needs --step")
        return REPLAYED
    if step not in REPLAYED:
        raise typer.BadParameter(f"--step is one of {', '.join(sorted(REPLAYED))}")
    return {step: older_than or REPLAYED[step]}


def _order(version: str | None) -> list[int]:
    """Versions in their order: 10 comes after 9, and a step that was not there before all."""
    return [int(number) for number in re.findall(r"\d+", version or "")]


async def find(database: Database, wanted: Wanted, limit: int | None) -> list[str]:
    """The ids of the articles that are wanted."""
    asked: Document = {"language.code": {"$eq": wanted.language}} if wanted.language else {}
    if wanted.ids:
        asked["_id"] = {"$in": list(wanted.ids)}
    found: list[str] = []
    async for document in database.articles.find(asked, {"received_at": True, "provenance": True}):
        if wanted.takes(document):
            found.append(document["_id"])
            if len(found) == limit:
                break
    return found


async def publish(settings: Settings, database: Database, ids: Sequence[str]) -> int:
    """Ask enrich, on articles.raw, to enrich these articles anew; how many of them are still there."""
    producer = kafka.producer(settings)
    done = 0
    try:
        await producer.start()
        for i in range(0, len(ids), _BATCH):
            sent = []
            async for document in database.articles.find({"_id": {"$in": list(ids[i : i + _BATCH])}}):
                trace = telemetry.traceparent(telemetry.start_span("replay", SpanKind.PRODUCER))
                record = events.replayed(request(document), events.new_event_id(), trace)
                sent.append(await producer.send(record.topic, record.value, record.key, headers=record.headers))
            for each in sent:
                await each
            done += len(sent)
    except (KafkaError, OSError) as error:
        raise UnavailableError(
            f"Kafka took {done} of {len(ids)} articles: {error!r}. Run it again to go on."
        ) from error
    finally:
        await kafka.stop(producer, _STOP_SECONDS)
    return done


def request(document: Document) -> RawArticle:
    """A stored article as enrich reads it anew: what was given, and what its page said, as far as both were kept."""
    evidence = (document["published"] or {"evidence": []})["evidence"]
    given = [each["text"] for each in evidence if each["origin"] == "given"]
    language = document["language"]
    return RawArticle(
        id=document["_id"],
        fingerprint=document["fingerprint"],
        received_at=datetime.fromisoformat(document["received_at"]),
        text=document["text"],
        external_id=document["external_id"],
        tags=document["tags"],
        published_at=given[0] if given else None,
        # That sure it is only of what the client said of a text that was too short to tell.
        language=language["code"] if language["confidence"] == 0.5 else None,
        replay=Replay(
            revision=document["revision"],
            page=document["provenance"]["page"],
            title=document["title"],
            authors=document["authors"],
            source=document["source"],
            url=document["url"],
            dates=[Evidence(origin="html", text=each["text"]) for each in evidence if each["origin"] == "html"],
        ),
    )

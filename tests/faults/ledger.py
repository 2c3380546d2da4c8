"""What was put on articles.raw, and whether exactly that came out: counted in MongoDB and on Kafka."""

import asyncio
import contextlib
import json
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition

from shared import events, kafka, mongo
from shared.articles import RawArticle
from shared.events import Record
from shared.mongo import Database
from shared.settings import Settings
from tests.system import Servers, eventually

_TRACE = f"00-{'1' * 32}-{'2' * 16}-00"


class Ledger:
    """Feeds articles, revisions, duplicates and rubbish, and knows what must become of each.

    The fewer `articles` there are, the more of what is fed are revisions.
    """

    def __init__(self, servers: Servers, seed: int, articles: int = 300) -> None:
        self._settings = servers.settings()
        self._random = random.Random(seed)
        self._articles = articles
        self._space = uuid.uuid4().hex[:16]
        self._sent: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._versions: Counter[int] = Counter()
        self.events: list[str] = []
        self.repeated = 0

    def records(self, count: int) -> list[Record]:
        """Articles of few ids, so that there are revisions and duplicates; one in twenty is rubbish."""
        return [self._record() for _ in range(count)]

    def _record(self) -> Record:
        article_id = f"{self._space}{self._random.randrange(self._articles):016x}"
        rubbish = self._random.random() < 0.05
        text = "rubbish" if rubbish else f"text {self._random.randrange(2)}"
        return self.article(article_id, text, rubbish)

    def article(self, article_id: str, text: str, rubbish: bool = False) -> Record:
        """The record of one article, which is expected to come out: or, if it is rubbish, to be dead."""
        event_id = events.new_event_id()
        raw = RawArticle(text=text, id=article_id, fingerprint=text, received_at=events.now())
        record = events.received(raw, event_id, _TRACE)
        self._sent[article_id].append(("" if rubbish else text, event_id))
        self.events.append(event_id)
        return Record(record.topic, record.key, b"\xff" if rubbish else record.value, record.headers)

    def new_id(self) -> str:
        return self._space + uuid.uuid4().hex[:16]

    def forget(self, article_id: str) -> None:
        """A test that expects something else of an article checks that itself."""
        forgotten = {event for _, event in self._sent.pop(article_id)}
        self.events = [event for event in self.events if event not in forgotten]

    async def send(self, records: Sequence[Record]) -> None:
        """Put records on the topic, in order."""
        producer = kafka.producer(self._settings)
        await producer.start()
        try:
            for sent in [await producer.send(r.topic, r.value, r.key, headers=r.headers) for r in records]:
                await sent
        finally:
            await producer.stop()

    async def feed(self, until: asyncio.Event) -> None:
        """Send about 200 a second until told to stop."""
        while not until.is_set():
            await self.send(self.records(20))
            await asyncio.sleep(0.1)

    async def post(self, ingest: str, count: int) -> None:
        """Post different articles as a batch, and what was not accepted again, until all of it is.

        A part of it may then have been accepted twice; as nothing else of these articles was posted in between, the
        second is a duplicate. No text comes back later: one that arrived late, behind the next, would be a revision.
        """
        numbers = self._random.sample(range(self._articles), count)
        self._versions.update(number for number in numbers if self._random.random() < 0.5)
        waiting = {f"{self._space}-{number}": f"text {self._versions[number]}" for number in numbers}
        async with httpx.AsyncClient(timeout=60) as http:
            while waiting:
                lines = [{"text": text, "source": "ledger", "external_id": name} for name, text in waiting.items()]
                results = await _results(http, ingest, lines)
                for result in results:
                    line = lines[result["index"]]
                    if result["status"] == "accepted":
                        self._sent[result["id"]].append((line["text"], result["receipt"]))
                        self.events.append(result["receipt"])
                        del waiting[line["external_id"]]
                    else:
                        assert result["retry"], result
                        self.repeated += 1
                if len(results) < len(lines):
                    self.repeated += len(lines) - len(results)
                await asyncio.sleep(0.1)

    async def post_until(self, ingest: str, done: asyncio.Event) -> None:
        """Post batches of fifty until told to stop."""
        while not done.is_set():
            await self.post(ingest, 50)

    async def settled(self, seconds: float = 120) -> None:
        """Return when every record is decided and its partition's transaction is over."""

        async def decided() -> bool:
            async with _database(self._settings) as database:
                found = await database.receipts.count_documents({"event_id": {"$in": self.events}})
                return bool(found >= len(self.events))

        async def published() -> bool:
            """Offsets are committed with the events, so where they have come to the end, so have the events."""
            partitions = [TopicPartition(kafka.RAW, number) for number in range(self._settings.kafka_partitions)]
            async with _consumer(self._settings, group_id="depeche-enrich") as consumer:
                consumer.assign(partitions)
                ends = await consumer.end_offsets(partitions)
                return all([(await consumer.committed(tp) or 0) >= end for tp, end in ends.items()])

        await eventually(decided, seconds)
        await eventually(published, seconds)

    async def check(self) -> None:
        """Exactly the expected documents, revisions, events in order, and dead letters: none lost, none twice."""
        revisions, letters = await self._published()
        async with _database(self._settings) as database:
            for article_id, sequence in self._sent.items():
                texts = [text for text, _ in sequence if text]
                expected = [text for position, text in enumerate(texts) if not position or texts[position - 1] != text]
                numbers = list(range(1, len(expected) + 1))
                assert revisions[article_id] == list(zip(numbers, expected, strict=True)), (article_id, sequence)
                older = await database.revisions.find({"article_id": article_id}).sort("revision").to_list(None)
                latest = await database.articles.find_one({"_id": article_id})
                stored = [(found["revision"], found["text"]) for found in [*older, *([latest] if latest else [])]]
                assert stored == revisions[article_id]
            receipts = await database.receipts.find({"event_id": {"$in": self.events}}).to_list(None)
            assert Counter(receipt["event_id"] for receipt in receipts) == Counter(self.events)
            # What was in but not answered has receipts that nobody knows of. It made nothing besides.
            known = {"article_id": {"$in": list(self._sent)}, "status": "enriched"}
            made = Counter([receipt["article_id"] async for receipt in database.receipts.find(known)])
            assert made == Counter({article_id: len(found) for article_id, found in revisions.items() if found})
        rubbish = {event for sequence in self._sent.values() for text, event in sequence if not text}
        assert {event: count for event, count in letters.items() if event in set(self.events)} == Counter(rubbish)

    async def _published(self) -> tuple[dict[str, list[tuple[int, str]]], Counter[str]]:
        revisions: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        letters: Counter[str] = Counter()
        async with _consumer(self._settings, kafka.ENRICHED, kafka.DEAD) as consumer:
            ends = await consumer.end_offsets(consumer.assignment())
            while any([await consumer.position(tp) < end for tp, end in ends.items()]):
                for tp, found in (await consumer.getmany(timeout_ms=500)).items():
                    for record in found:
                        if (record.key or b"").decode() not in self._sent:
                            continue
                        if tp.topic == kafka.DEAD:
                            letters[str(events.header(record.headers, "ce_id"))] += 1
                        else:
                            document = json.loads(record.value)
                            revisions[document["id"]].append((document["revision"], document["text"]))
        return revisions, letters


async def _results(http: httpx.AsyncClient, ingest: str, lines: list[dict[str, str]]) -> list[dict[str, Any]]:
    """What ingest answered before, perhaps, the connection broke."""
    body = "".join(json.dumps(line) + "\n" for line in lines)
    results = []
    with contextlib.suppress(httpx.TransportError):
        headers = {"Content-Type": "application/x-ndjson"}
        async with http.stream("POST", f"{ingest}/v1/articles/batch", content=body, headers=headers) as answer:
            assert answer.status_code in (200, 503), await answer.aread()
            if answer.status_code == 200:
                async for line in answer.aiter_lines():
                    results += [json.loads(line)]
    return results


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = mongo.connect(settings)
    try:
        yield database
    finally:
        database.client.close()


@asynccontextmanager
async def _consumer(settings: Settings, *topics: str, **options: Any) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = kafka.consumer(settings, *topics, **options)
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()

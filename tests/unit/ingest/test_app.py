"""The HTTP side of ingest, with a fake in Kafka's place: whatever is sent, the answer is never 5xx."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from services.ingest import metrics
from services.ingest.app import create_app
from services.ingest.settings import IngestSettings
from shared.errors import UnavailableError
from shared.events import Record

BATCH = "/v1/articles/batch"


class FakePublisher:
    """In the place of services.ingest.publish.Publisher: acknowledges everything at once, or nothing at all."""

    def __init__(self, away: bool = False) -> None:
        self.away = away
        self.records: list[Record] = []
        self.sent: list[asyncio.Future[object]] = []

    async def publish(self, record: Record) -> None:
        await self.acknowledged(await self.send(record))

    async def send(self, record: Record) -> "asyncio.Future[object]":
        future = asyncio.get_running_loop().create_future()
        if not self.away:
            future.set_result(None)
        self.records.append(record)
        self.sent.append(future)
        return future

    async def acknowledged(self, sent: "asyncio.Future[object]") -> None:
        if not sent.done():
            raise UnavailableError("Kafka is away.")

    async def ready(self) -> None: ...


@dataclass
class Answer:
    status: int
    body: bytes
    records: list[Record]

    @property
    def fields(self) -> list[str]:
        return [error["field"] for error in json.loads(self.body)["errors"]]


async def post(
    body: bytes,
    content_type: bytes,
    query: bytes = b"",
    path: str = "/v1/articles",
    publisher: FakePublisher | None = None,
    gone: bool = False,
    encoding: bytes = b"",
) -> Answer:
    """The answer to a request, as ASGI so that nothing tidies it up; `gone` if the client leaves after the body."""
    publisher = publisher or FakePublisher()
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": gone}, {"type": "http.disconnect"}]
    messages, answer = iter(waiting), list[Message]()

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        answer.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "query_string": query, "http_version": "1.1"}
    headers = [(b"content-type", content_type), (b"content-encoding", encoding)]
    app = create_app(IngestSettings())
    await app({**scope, "headers": headers, "state": {"publisher": publisher}}, receive, send)
    return Answer(answer[0]["status"], b"".join(message.get("body", b"") for message in answer), publisher.records)


def outcomes() -> Mapping[str, float]:
    return {
        sample.labels["outcome"]: sample.value
        for sample in next(iter(metrics.ARTICLES.collect())).samples
        if sample.name.endswith("_total")
    }


def counted(before: Mapping[str, float]) -> dict[str, float]:
    return {name: value - before[name] for name, value in outcomes().items() if value > before[name]}


async def test_a_slash_too_many_is_no_redirect_which_most_programs_do_not_follow() -> None:
    answer = await post(b'{"text": "Il pleut."}', b"application/json", path="/v1/articles/")
    assert (answer.status, json.loads(answer.body)["detail"]) == (404, "There is nothing at this address.")


class TestNever5xx:
    @given(
        st.binary(max_size=300),
        st.sampled_from([b"application/json", b"text/plain", b"text/html"]) | st.binary(max_size=60),
        # Only ASCII gets past the server: it refuses a raw byte beyond that in an address.
        st.sampled_from([b"", b"title=a"]) | st.binary(max_size=60).map(lambda b: quote(b, "=&").encode()),
    )
    async def test_any_bytes(self, body: bytes, content_type: bytes, query: bytes) -> None:
        answer = await post(body, content_type, query)
        assert answer.status == 202 or 400 <= answer.status < 500
        json.loads(answer.body)

    @given(st.binary(max_size=300) | st.lists(st.sampled_from([b'{"text":"a"}', b"{", b"", b"\r"])).map(b"\n".join))
    async def test_any_batch_has_one_result_for_each_line_that_is_not_blank(self, body: bytes) -> None:
        answer = await post(body, b"application/x-ndjson", path=BATCH)
        assert answer.status == 200
        written = [index for index, line in enumerate(body.split(b"\n")) if line.strip()]
        assert [json.loads(line)["index"] for line in answer.body.splitlines()] == written


class TestContentType:
    @pytest.mark.parametrize(
        "given", [b"", b"json", b"text", b"application/json/x", b"application/json, text/plain", b"a/b", b"\xff"]
    )
    async def test_one_that_is_not_known_is_never_taken_for_plain_text(self, given: bytes) -> None:
        answer = await post(b'{"text": "a"}', given)
        assert (answer.status, answer.fields, answer.records) == (415, ["Content-Type"], [])

    @pytest.mark.parametrize("given", [b"application/json", b"Application/JSON ; charset=utf-8"])
    async def test_one_that_is_known_in_any_spelling(self, given: bytes) -> None:
        assert (await post(b'{"text": "a"}', given)).status == 202


class TestQuery:
    async def test_it_is_utf8(self) -> None:
        answer = await post(b"a", b"text/plain", b"title=%C3%A9t%C3%A9")
        assert answer.status == 202
        assert json.loads(answer.records[0].value or b"")["title"] == "été"

    async def test_what_is_not_utf8_is_refused_and_not_replaced(self) -> None:
        answer = await post(b"a", b"text/plain", b"title=%FF")
        assert (answer.status, answer.fields, answer.records) == (400, ["query"], [])


class TestClientThatGoesAway:
    async def test_in_the_middle_of_an_article(self) -> None:
        before = outcomes()
        answer = await post(b"a", b"text/plain", gone=True)
        assert answer.status < 500
        assert (answer.records, counted(before)) == ([], {})

    @pytest.mark.parametrize(("away", "outcome"), [(False, "accepted"), (True, "unavailable")])
    async def test_in_the_middle_of_a_batch_each_line_that_came_has_an_outcome(self, away: bool, outcome: str) -> None:
        before = outcomes()
        body = b'{"text": "a"}\n' * 10
        answer = await post(body, b"application/x-ndjson", path=BATCH, publisher=FakePublisher(away), gone=True)
        assert (len(answer.records), counted(before)) == (10, {outcome: 10})


class TestKafkaAway:
    async def test_one_outcome_a_line_and_no_future_is_left_to_complain(self) -> None:
        before = outcomes()
        publisher = FakePublisher(away=True)
        body = b'{"text": "a"}\n' * 5 + b"rubbish\n"
        answer = await post(body, b"application/x-ndjson", path=BATCH, publisher=publisher)
        assert [json.loads(line).get("retry", False) for line in answer.body.splitlines()] == [True] * 5 + [False]
        assert counted(before) == {"unavailable": 5, "refused": 1}
        assert all(sent.cancelled() for sent in publisher.sent[1:])

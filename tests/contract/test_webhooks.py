"""Webhooks on a real Kafka and a real MongoDB: who is told of what, how it is signed, and what comes of failures."""

import asyncio
import base64
import hashlib
import hmac
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared import kafka, keys, mongo
from tests.listening import listening
from tests.newsroom import TEXT, Newsroom
from tests.receiver import Delivered, receiving
from tests.system import Servers, Service, eventually
from tests.unit.api.made import article

Json = dict[str, Any]


@pytest.fixture(scope="module")
def database_name(servers: Servers) -> str:
    """A database of this module's own; the topic is everybody's."""
    name = f"webhooks-{uuid4().hex[:8]}"

    async def prepare() -> None:
        database = mongo.connect(servers.settings(mongodb_database=name))
        await mongo.ensure_collections(database)
        database.client.close()

    asyncio.run(prepare())
    return name


@pytest.fixture(scope="module")
def api(servers: Servers, database_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(
        "api",
        servers,
        tmp_path_factory.mktemp("api"),
        DEPECHE_MONGODB_DATABASE=database_name,
        DEPECHE_API_WEBHOOKS_PRIVATE="true",
        DEPECHE_API_WEBHOOK_PATIENCE="4",
    ).start()
    yield service
    assert service.stop() == 0, service.log()


@pytest.fixture
async def http(api: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=api.url, timeout=60) as client:
        yield client
        for item in (await client.get("/v1/webhooks")).json()["items"]:
            await client.delete(f"/v1/webhooks/{item['id']}")


@pytest.fixture
async def newsroom(servers: Servers) -> AsyncIterator[Newsroom]:
    async with kafka.producer(servers.settings()) as producer:
        yield Newsroom(producer)


async def made(http: httpx.AsyncClient, url: str, **more: Any) -> Json:
    answer = await http.post("/v1/webhooks", json={"url": url, **more})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def test_what_fits_is_delivered_and_signed(http: httpx.AsyncClient, newsroom: Newsroom) -> None:
    async with receiving() as receiver:
        webhook = await made(http, receiver.url, filter={"source": newsroom.source, "q": "drone"})
        await newsroom.publish(text="Rien à signaler.")
        [number] = await newsroom.publish()
        await eventually(lambda: receiver.has(1))
    [delivered] = receiver.requests
    body = article(number, TEXT, source=newsroom.source)
    assert delivered.article == body
    assert delivered.headers["content-type"] == "application/json"
    assert delivered.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert b'"type":"article.enriched","timestamp":"' + body["enriched_at"].encode() in delivered.body
    assert _is_signed(delivered, webhook["secret"])
    assert abs(int(delivered.headers["webhook-timestamp"]) - time.time()) < 60
    assert "." not in delivered.headers["webhook-id"]


def _is_signed(delivered: Delivered, secret: str) -> bool:
    """As a receiver would check it, after the standard."""
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    signed = f"{delivered.headers['webhook-id']}.{delivered.headers['webhook-timestamp']}.".encode() + delivered.body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return delivered.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


async def test_another_method_is_told_which_there_are(http: httpx.AsyncClient) -> None:
    answer = await http.put("/v1/webhooks")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


async def test_a_secret_is_shown_once(http: httpx.AsyncClient) -> None:
    webhook = await made(http, "http://127.0.0.1:1/")
    assert webhook["secret"]
    [listed] = (await http.get("/v1/webhooks")).json()["items"]
    one = (await http.get(f"/v1/webhooks/{webhook['id']}")).json()
    assert listed == one == {name: value for name, value in webhook.items() if name != "secret"}


async def test_it_is_tried_again_and_the_attempts_can_be_read(http: httpx.AsyncClient, newsroom: Newsroom) -> None:
    statuses = iter((500, 302, 200))
    async with receiving(lambda _: next(statuses)) as receiver:
        webhook = await made(http, receiver.url, filter={"source": newsroom.source})
        await newsroom.publish()
        await eventually(lambda: receiver.has(1))
    first, second, third = receiver.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == third.headers["webhook-id"]
    assert second.at - first.at >= 0.5
    assert third.at - second.at >= 1

    async def read() -> list[Json]:
        items: list[Json] = (await http.get(f"/v1/webhooks/{webhook['id']}/deliveries")).json()["items"]
        return items if len(items) == 3 else []

    attempts = await eventually(read)
    assert [(each["attempt"], each["status"], each["http_status"]) for each in attempts] == [
        (3, "delivered", 200), (2, "failed", 302), (1, "failed", 500),
    ]  # fmt: skip
    page = (await http.get(f"/v1/webhooks/{webhook['id']}/deliveries?limit=2")).json()
    rest = await http.get(f"/v1/webhooks/{webhook['id']}/deliveries?limit=2&cursor={page['next_cursor']}")
    assert page["items"] + rest.json()["items"] == attempts
    assert (page["total"], rest.json()["next_cursor"]) == (3, None)


async def test_revisions_come_in_their_order_and_one_that_fails_holds_up_no_other_article(
    http: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    refused = list[int]()

    def answer(delivered: Delivered) -> int:
        """The first article is refused three times, whichever revision comes."""
        refused.append(delivered.number)
        return 500 if delivered.number == min(refused) and refused.count(delivered.number) <= 3 else 200

    async with receiving(answer) as receiver:
        await made(http, receiver.url, filter={"source": newsroom.source})
        numbers = await newsroom.revise(5)
        await eventually(lambda: receiver.has(15))
    for number in numbers:
        assert receiver.revisions(number) == [1, 2, 3]
    last = {number: max(each.at for each in receiver.taken if each.number == number) for number in numbers}
    stuck = min(refused)
    assert all(last[number] < last[stuck] for number in numbers if number != stuck)


async def test_retry_after_is_respected(http: httpx.AsyncClient, newsroom: Newsroom) -> None:
    answers = iter((b"HTTP/1.1 429 X\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n", 200))
    async with receiving(lambda _: next(answers)) as receiver:
        await made(http, receiver.url, filter={"source": newsroom.source})
        await newsroom.publish()
        await eventually(lambda: receiver.has(1))
    assert receiver.requests[1].at - receiver.requests[0].at >= 3


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(410, "410 Gone"), (500, "it answered 500"), (b"nonsense\r\n\r\n", "illegal status line")],
)
async def test_who_fails_for_too_long_is_disabled_with_the_reason(
    http: httpx.AsyncClient, newsroom: Newsroom, answer: int | bytes, reason: str
) -> None:
    async with receiving(lambda _: answer) as receiver:
        webhook = await made(http, receiver.url, filter={"source": newsroom.source})
        await newsroom.publish()

        async def disabled() -> Json | None:
            found: Json = (await http.get(f"/v1/webhooks/{webhook['id']}")).json()
            return found if found["status"] == "disabled" else None

        found = await eventually(disabled, 60)
        count = len(receiver.requests)
        assert reason in found["reason"]
        assert found["position"] == webhook["position"]
    # Another one can go on from there.
    async with receiving() as receiver:
        await made(http, receiver.url, filter={"source": newsroom.source}, after=found["position"])
        await eventually(lambda: receiver.has(1))
    assert count == 1 or answer != 410


async def test_answers_without_an_end_are_not_waited_for(http: httpx.AsyncClient, newsroom: Newsroom) -> None:
    endless = b"HTTP/1.1 200 X\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 200_000
    async with receiving(lambda _: endless) as receiver:
        webhook = await made(http, receiver.url, filter={"source": newsroom.source})
        await newsroom.publish()

        async def delivered() -> bool:
            items = (await http.get(f"/v1/webhooks/{webhook['id']}/deliveries")).json()["items"]
            return [each["status"] for each in items] == ["delivered"]

        await eventually(delivered)
    assert len(receiver.requests) == 1


async def test_one_that_is_removed_is_told_nothing_more(http: httpx.AsyncClient, newsroom: Newsroom) -> None:
    async with receiving() as receiver:
        webhook = await made(http, receiver.url, filter={"source": newsroom.source})
        await newsroom.publish()
        await eventually(lambda: receiver.has(1))
        assert (await http.delete(f"/v1/webhooks/{webhook['id']}")).status_code == 204
        assert (await http.delete(f"/v1/webhooks/{webhook['id']}")).status_code == 404
        assert (await http.get(f"/v1/webhooks/{webhook['id']}/deliveries")).status_code == 404
        silent = time.monotonic() + 10

        async def told_nothing() -> bool:
            count = len(receiver.requests)
            await newsroom.publish()
            await asyncio.sleep(1)
            return len(receiver.requests) == count

        await eventually(told_nothing, 15)
        assert time.monotonic() < silent + 10


async def test_a_slow_receiver_gets_everything(http: httpx.AsyncClient, newsroom: Newsroom) -> None:
    """More than may wait in memory: the rest is read from the topic again."""
    async with receiving() as receiver:
        await made(http, receiver.url, filter={"source": newsroom.source})
        numbers = await newsroom.publish(4_000)
        await eventually(lambda: receiver.has(4_000), 120)
    assert {each.number for each in receiver.taken} == set(numbers)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "nonsense"}, "url"), ({"url": "ftp://example.com/"}, "url"), ({}, "url"),
        ({"url": "http://a:b@example.com/"}, "url"), ({"url": "http://example.com/#a"}, "url"),
        ({"url": "http://nowhere.invalid/"}, "url"), ({"url": "http://127.0.0.1/", "filter": {"q": "!!"}}, "filter.q"),
        ({"url": "http://127.0.0.1/", "filter": {"limit": 5}}, "filter.limit"),
        ({"url": "http://127.0.0.1/", "filter": {"figure_min": 5}}, "filter.figure_unit"),
        ({"url": "http://127.0.0.1/", "after": "nonsense"}, "after"), ({"url": "http://127.0.0.1/", "x": 1}, "x"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_refused_by_name(http: httpx.AsyncClient, body: Json, field: str) -> None:
    answer = await http.post("/v1/webhooks", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", None])
async def test_a_body_of_another_type_is_refused_by_its_type(http: httpx.AsyncClient, kind: str | None) -> None:
    """What `curl -d` sends without a header for it."""
    headers = {"Content-Type": kind} if kind else {}
    answer = await http.post("/v1/webhooks", content=b'{"url": "http://127.0.0.1:1/"}', headers=headers)
    assert answer.status_code == 415
    assert answer.json()["errors"] == [{"field": "Content-Type", "message": "must be application/json"}]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ([], "must be a JSON object"),
        ({}, "is missing"),
        ({"url": "http://127.0.0.1:1/", "filter": {"colour": "red"}}, "is not known here"),
    ],
)
async def test_it_is_said_what_would_be_right(http: httpx.AsyncClient, body: Any, message: str) -> None:
    answer = await http.post("/v1/webhooks", json=body)
    assert [error["message"] for error in answer.json()["errors"]] == [message]


@pytest.mark.parametrize("body", [b"", b"{", b'{"url": nonsense}'])
async def test_a_body_that_is_no_json_cannot_be_read(http: httpx.AsyncClient, body: bytes) -> None:
    """As it is at ingest: 422 is for what can be read, and is wrong."""
    answer = await http.post("/v1/webhooks", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == ["body"]


async def test_a_body_that_is_no_text_cannot_be_read(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/webhooks", content=b"\xff", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


async def test_a_body_that_is_too_large_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/webhooks", json={"url": "http://127.0.0.1/", "after": "a" * 100_000})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/", "http://0.0.0.0/", "http://2130706433/", "http://127.1/", "http://[fd00::1]/",
        "http://168.63.129.16/",
    ],
)  # fmt: skip
async def test_private_addresses_are_refused(guarded: tuple[str, str, str], url: str) -> None:
    address, admin, _ = guarded
    async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {admin}"}) as http:
        answer = await http.post("/v1/webhooks", json={"url": url})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["url"]


@pytest.fixture(scope="module")
def guarded(
    servers: Servers, database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, str]]:
    """An api with keys and with the settings as they are: its address, an admin's key, and a reader's."""
    directory = tmp_path_factory.mktemp("guarded")
    admin, reader = keys.create("admin", ["admin"], None), keys.create("reader", ["articles:read"], None)
    keys.write(directory / "keys.json", [admin[0], reader[0]])
    service = Service(
        "api",
        servers,
        directory,
        DEPECHE_MONGODB_DATABASE=f"{database_name}",
        DEPECHE_KEYS_FILE=str(directory / "keys.json"),
    ).start()
    yield service.url, admin[1], reader[1]
    assert service.stop() == 0, service.log()


@pytest.mark.parametrize("path", ["/v1/webhooks", "/v1/webhooks/", "/v1/webhooks/1", "/v1/webhooks/1/deliveries"])
async def test_webhooks_are_for_admins(guarded: tuple[str, str, str], path: str) -> None:
    address, admin, reader = guarded
    async with httpx.AsyncClient(base_url=address) as http:
        assert (await http.get(path, headers={"Authorization": f"Bearer {reader}"})).status_code == 403
        assert (await http.get(path, headers={"Authorization": f"Bearer {admin}"})).status_code in (200, 307, 404)
        assert (await http.get("/v1/articles", headers={"Authorization": f"Bearer {reader}"})).status_code == 200


async def test_a_webhook_begins_where_a_stream_was(
    api: Service, http: httpx.AsyncClient, newsroom: Newsroom, tmp_path: Path
) -> None:
    async with listening(api.url, source=newsroom.source) as listener:
        await newsroom.publish(2)
        event = (await listener.until(2)).heard[0]
    async with receiving() as receiver:
        await made(http, receiver.url, filter={"source": newsroom.source}, after=event.id)
        await eventually(lambda: receiver.has(1))
        assert [each.number for each in receiver.taken] == [listener.heard[1].number]

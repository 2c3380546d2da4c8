"""The api as a process of its own, asked over HTTP: what it answers, and that OpenAPI says so."""

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from jsonschema import Draft202012Validator

from shared import mongo
from shared.mongo import Database
from tests.system import Servers, Service, eventually
from tests.unit.api.made import article, article_id

Json = dict[str, Any]
TEXT = "L'amiral Rob Bauer a dit mardi que les drones russes menacent Kyiv."


@pytest.fixture(scope="module")
def database_name() -> str:
    return f"contract-{uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def stored(servers: Servers, database_name: str) -> None:
    """Articles 0 to 29, of which 7 has three revisions, 5 is in Chinese, and 1 names Bauer."""

    async def insert() -> None:
        database = mongo.connect(servers.settings(mongodb_database=database_name))
        await mongo.ensure_collections(database)
        articles = [article(number) for number in range(30)]
        articles[1] = article(1, TEXT, published="2023-10", names=[("Rob Bauer", "Rob Bauer")], source="Le Monde")
        articles[5] = article(5, "北京市今天下雨。", language="zh")
        articles[7] = article(7, "troisième", revision=3)
        await database.articles.insert_many([{"_id": made.pop("id"), **made} for made in articles])
        older = [article(7, text, revision=number) for number, text in ((1, "premier"), (2, "deuxième"))]
        await database.revisions.insert_many(
            [{"_id": f"{m['id']}:{m['revision']}", "article_id": m.pop("id"), **m} for m in older]
        )
        database.client.close()

    asyncio.run(insert())


@pytest.fixture(scope="module")
def api(
    servers: Servers, stored: None, database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    directory = tmp_path_factory.mktemp("api")
    service = Service("api", servers, directory, DEPECHE_MONGODB_DATABASE=database_name).start()
    yield service
    assert service.stop() == 0, service.log()


def fits(openapi: Json, path: str, answer: httpx.Response) -> None:
    """The answer is what OpenAPI says this route answers with this status."""
    described = openapi["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    schema = described[answer.headers["content-type"]]["schema"]
    Draft202012Validator(schema | {"components": openapi["components"]}).validate(answer.json())


def fields(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return [error["field"] for error in answer.json()["errors"]]


def numbers(answer: httpx.Response) -> list[int]:
    return [int(item["id"], 16) for item in answer.json()["items"]]


class TestSearch:
    async def test_newest_first_in_the_list_form(self, http: httpx.AsyncClient, openapi: Json) -> None:
        answer = await http.get("/v1/articles", params={"limit": 3})
        fits(openapi, "/v1/articles", answer)
        assert numbers(answer) == [29, 28, 27]
        assert answer.json()["total"] == 30

    async def test_an_item_is_the_whole_article(self, http: httpx.AsyncClient) -> None:
        [item] = (await http.get("/v1/articles", params={"entity": "BAUER"})).json()["items"] or [None]
        assert item is None
        [item] = (await http.get("/v1/articles", params={"entity": "rob bauer"})).json()["items"]
        assert item == (await http.get(f"/v1/articles/{article_id(1)}")).json()
        assert item["text"] == TEXT

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"q": "drone kyiv"}, [1]),
            ({"q": '"drones russes"', "language": "FR"}, [1]),
            ({"q": "北京"}, [5]),
            ({"language": "zh"}, [5]),
            ({"source": "Le Monde"}, [1]),
            ({"published_from": "2023-10-20", "published_to": "2024"}, [1]),
            ({"topic": "medtop:16000000"}, []),
        ],
    )
    async def test_filters(self, http: httpx.AsyncClient, asked: Json, expected: list[int]) -> None:
        answer = await http.get("/v1/articles", params=asked)
        assert (numbers(answer), answer.json()["total"]) == (expected, len(expected))

    async def test_pages(self, http: httpx.AsyncClient) -> None:
        seen: list[int] = []
        cursor: Json = {}
        while True:
            answer = await http.get("/v1/articles", params={"q": "port", "limit": 7, **cursor})
            seen += numbers(answer)
            assert answer.json()["total"] == 27
            if answer.json()["next_cursor"] is None:
                break
            cursor = {"cursor": answer.json()["next_cursor"]}
        assert seen == [number for number in range(29, -1, -1) if number not in (1, 5, 7)]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("limit=0", "limit"), ("limit=101", "limit"), ("limit=ten", "limit"), ("limit=1&limit=2", "limit"),
            ("q=", "q"), ("q=%21%21", "q"), ("q=" + "a" * 401, "q"), ("q=a&q=b", "q"), ("language=french", "language"),
            ("language=", "language"), ("topic=politics", "topic"), ("source=", "source"), ("entity=", "entity"),
            ("published_from=yesterday", "published_from"), ("published_to=2023-02-30", "published_to"),
            ("published_from=2023-10-04T08:15:00", "published_from"),
            ("published_from=2023-10&published_to=2023-09", "published_to"),
            ("cursor=nonsense", "cursor"), ("cursor=", "cursor"), ("sort=date", "sort"), ("q[$gt]=a", "q[$gt]"),
            ("page=2", "page"),
        ],
    )  # fmt: skip
    async def test_what_is_wrong_is_refused_by_name(
        self, http: httpx.AsyncClient, openapi: Json, query: str, field: str
    ) -> None:
        answer = await http.get(f"/v1/articles?{query}")
        assert answer.status_code == 422
        assert fields(answer) == [field]
        fits(openapi, "/v1/articles", answer)

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("articles?bbox=1,2,3", "must be west,south,east,north in degrees, the south below the north"),
            ("articles?bbox=1,50,2,40", "must be west,south,east,north in degrees, the south below the north"),
            ("articles?near=50,30", "must be latitude,longitude,kilometres: degrees, and at most 20040"),
            ("articles?country=UKR", "must be the two letters of a country in ISO 3166-1, such as UA"),
            ("articles?language=fr-FR", "must be a code of ISO 639 and nothing else, such as fr"),
            ("articles?topic=x", "must be the code of an IPTC Media Topic, such as medtop:16000000"),
            ("articles?has_quotes=", "must be true or false"),
            ("articles?limit=ten", "must be a whole number"),
            ("articles?limit=0", "must be 1 or more"),
            ("articles?limit=101", "must be 100 or less"),
            ("articles?figure_unit=%25&figure_min=few", "must be a number"),
            ("articles?figure_unit=%25&figure_min=inf", "must be a finite number"),
            ("articles?q=", "is empty"),
            (f"articles?source={'a' * 1001}", "is longer than 1000 characters"),
            ("articles?sort=best", "must be 'received', 'published' or 'relevance'"),
            ("receipts/nope", "must be a UUID such as 0192a1c4-7f3e-7b52-9c1d-5e8f2a6b4d30"),
            (
                "facets?facets=language,%20source",
                "must be some of language, source, topic, entity, country, agency, day, with nothing but commas "
                "between them",
            ),
        ],
    )
    async def test_it_is_said_what_would_be_right(self, http: httpx.AsyncClient, query: str, message: str) -> None:
        assert [error["message"] for error in (await http.get(f"/v1/{query}")).json()["errors"]] == [message]

    async def test_a_cursor_is_bound_to_its_question(self, http: httpx.AsyncClient) -> None:
        cursor = (await http.get("/v1/articles", params={"limit": 5})).json()["next_cursor"]
        assert (await http.get("/v1/articles", params={"limit": 9, "cursor": cursor})).status_code == 200
        other = await http.get("/v1/articles", params={"language": "fr", "cursor": cursor})
        assert (other.status_code, fields(other)) == (422, ["cursor"])

    @pytest.mark.parametrize(
        "q",
        [
            "(" * 400, '"' * 399, "-" * 400, "a " * 200, "北" * 400, "*:*", "id:x", "/.*/", "[a TO z]", "a^1e999", "~",
            "\x00", "\ud7ff\uffff", "😀", '{"$gt": ""}', "%", "a OR OR -", "' OR 1=1 --",
        ],
    )  # fmt: skip
    async def test_whatever_is_typed_is_never_an_error_of_ours(self, http: httpx.AsyncClient, q: str) -> None:
        assert (await http.get("/v1/articles", params={"q": q})).status_code in (200, 422)

    async def test_bytes_that_are_no_utf8(self, http: httpx.AsyncClient) -> None:
        answer = await http.get("/v1/articles?q=%ff%fe")
        assert (answer.status_code, fields(answer)) == (400, ["query"])


class TestArticle:
    async def test_it_is_as_it_was_stored(self, http: httpx.AsyncClient, openapi: Json) -> None:
        answer = await http.get(f"/v1/articles/{article_id(7)}")
        fits(openapi, "/v1/articles/{id}", answer)
        assert answer.json() == article(7, "troisième", revision=3)

    @pytest.mark.parametrize("wrong", ["nothing", "f" * 32, "%00", "%ff", "{'$gt':''}", "$where", "a" * 5_000])
    async def test_one_that_is_not_there(self, http: httpx.AsyncClient, openapi: Json, wrong: str) -> None:
        for path in ("/v1/articles/{id}", "/v1/articles/{id}/revisions"):
            answer = await http.get(path.replace("{id}", wrong))
            assert answer.status_code == 404
            fits(openapi, path, answer)

    async def test_parameters_are_refused(self, http: httpx.AsyncClient) -> None:
        assert fields(await http.get(f"/v1/articles/{article_id(7)}?revision=1")) == ["revision"]


class TestRevisions:
    async def test_all_of_them_newest_first(self, http: httpx.AsyncClient, openapi: Json) -> None:
        answer = await http.get(f"/v1/articles/{article_id(7)}/revisions")
        fits(openapi, "/v1/articles/{id}/revisions", answer)
        assert [item["text"] for item in answer.json()["items"]] == ["troisième", "deuxième", "premier"]
        assert (answer.json()["total"], answer.json()["next_cursor"]) == (3, None)

    async def test_pages(self, http: httpx.AsyncClient) -> None:
        path = f"/v1/articles/{article_id(7)}/revisions"
        first = (await http.get(path, params={"limit": 2})).json()
        assert [item["revision"] for item in first["items"]] == [3, 2]
        last = (await http.get(path, params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert ([item["revision"] for item in last["items"]], last["next_cursor"]) == ([1], None)
        other = f"/v1/articles/{article_id(8)}/revisions"
        assert fields(await http.get(other, params={"cursor": first["next_cursor"]})) == ["cursor"]

    async def test_other_parameters_are_refused(self, http: httpx.AsyncClient) -> None:
        answer = await http.get(f"/v1/articles/{article_id(7)}/revisions?revision=1")
        assert (answer.status_code, fields(answer)) == (422, ["revision"])


class TestSimilar:
    async def test_each_says_how_similar_it_is(self, http: httpx.AsyncClient, openapi: Json) -> None:
        answer = await http.get(f"/v1/articles/{article_id(3)}/similar", params={"limit": 4})
        fits(openapi, "/v1/articles/{id}/similar", answer)
        assert [item["similarity"] for item in answer.json()["items"]] == [1.0] * 4

    async def test_there_may_be_none(self, http: httpx.AsyncClient, openapi: Json) -> None:
        answer = await http.get(f"/v1/articles/{article_id(1)}/similar")
        fits(openapi, "/v1/articles/{id}/similar", answer)
        assert answer.json() == {"items": []}


class TestReceipts:
    async def decide(self, database: Database, event_id: str, **given: object) -> None:
        receipt = {"event_id": event_id, "article_id": article_id(7), "revision": None, "decided_at": datetime.now(UTC)}
        reason = {"stage": None, "error": None, "reason": None}
        await database.receipts.insert_one({"_id": uuid4().hex, **receipt, **reason, **given})

    async def test_an_unknown_one_is_pending(self, http: httpx.AsyncClient, openapi: Json) -> None:
        receipt = str(uuid4())
        answer = await http.get(f"/v1/receipts/{receipt}")
        fits(openapi, "/v1/receipts/{id}", answer)
        assert answer.json()["status"] == "pending"
        assert answer.json()["links"] == {"receipt": f"/v1/receipts/{receipt}", "article": None, "revisions": None}

    async def test_enriched(self, http: httpx.AsyncClient, openapi: Json, database: Database) -> None:
        receipt = str(uuid4())
        await self.decide(database, receipt, status="enriched", revision=3)
        answer = await http.get(f"/v1/receipts/{receipt}?wait=60")
        fits(openapi, "/v1/receipts/{id}", answer)
        found = answer.json()
        assert (found["status"], found["article_id"], found["revision"]) == ("enriched", article_id(7), 3)
        assert (await http.get(found["links"]["article"])).json()["revision"] == 3
        assert (await http.get(found["links"]["revisions"])).json()["total"] == 3

    async def test_the_page_of_an_article_has_the_last_and_leaves_no_cursor_open(
        self, http: httpx.AsyncClient, database: Database
    ) -> None:
        async def cursors() -> int:
            status = await database.client.admin.command("serverStatus")
            return int(status["metrics"]["cursor"]["open"]["total"])

        receipts, now = [str(uuid4()) for _ in range(120)], datetime.now(UTC)
        for number, receipt in enumerate(receipts):
            ended = {"status": "duplicate", "revision": 1, "decided_at": now + timedelta(seconds=number)}
            await self.decide(database, receipt, article_id=article_id(5), **ended)
        before = await cursors()
        answer = await http.get(f"/articles/{article_id(5)}", headers={"Accept": "text/html"})
        assert re.findall(r'"/v1/receipts/([^"]+)"', answer.text) == receipts[:-21:-1]
        assert await cursors() == before

    async def test_dead_says_why(self, http: httpx.AsyncClient, openapi: Json, database: Database) -> None:
        receipt = str(uuid4())
        why = {"stage": "decode", "error": "UndecodableError", "reason": "is no JSON"}
        await self.decide(database, receipt, status="dead", article_id=None, **why)
        answer = await http.get(f"/v1/receipts/{receipt}")
        fits(openapi, "/v1/receipts/{id}", answer)
        assert {name: answer.json()[name] for name in why} == why
        assert answer.json()["links"]["article"] is None

    async def test_of_an_event_that_was_read_twice_the_first_end_counts(
        self, http: httpx.AsyncClient, database: Database
    ) -> None:
        receipt = str(uuid4())
        await self.decide(database, receipt, status="duplicate", decided_at=datetime(2026, 1, 2, tzinfo=UTC))
        await self.decide(database, receipt, status="enriched", decided_at=datetime(2026, 1, 1, tzinfo=UTC))
        assert (await http.get(f"/v1/receipts/{receipt}")).json()["status"] == "enriched"

    async def test_of_a_dead_one_that_was_tried_again_the_later_end_counts(
        self, http: httpx.AsyncClient, database: Database, openapi: Json
    ) -> None:
        receipt = str(uuid4())
        times = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3, 4)]
        await self.decide(database, receipt, status="dead", reason="first", decided_at=times[0])
        await self.decide(database, receipt, status="dead", reason="second", decided_at=times[1])
        assert (await http.get(f"/v1/receipts/{receipt}")).json()["reason"] == "second"
        await self.decide(database, receipt, status="superseded", revision=2, decided_at=times[2])
        await self.decide(database, receipt, status="duplicate", revision=2, decided_at=times[3])
        answer = await http.get(f"/v1/receipts/{receipt}")
        fits(openapi, "/v1/receipts/{id}", answer)
        assert answer.json()["status"] == "superseded"
        assert answer.json()["links"]["article"] == f"/v1/articles/{article_id(7)}"

    async def test_waiting_ends_when_it_is_decided(self, http: httpx.AsyncClient, database: Database) -> None:
        receipts = [str(uuid4()) for _ in range(20)]
        begun = time.monotonic()
        answers = [asyncio.ensure_future(http.get(f"/v1/receipts/{receipt}?wait=60")) for receipt in receipts]
        assert (await http.get(f"/v1/receipts/{receipts[0]}")).json()["status"] == "pending"
        for receipt in receipts:
            await self.decide(database, receipt, status="duplicate", revision=1)
        assert {answer.json()["status"] for answer in await asyncio.gather(*answers)} == {"duplicate"}
        assert time.monotonic() - begun < 30

    async def test_waiting_ends_in_time(self, http: httpx.AsyncClient) -> None:
        begun = time.monotonic()
        assert (await http.get(f"/v1/receipts/{uuid4()}?wait=0.3")).json()["status"] == "pending"
        assert 0.3 <= time.monotonic() - begun < 10

    @pytest.mark.parametrize(
        ("path", "field"),
        [
            ("nonsense", "id"), ("{id}?wait=61", "wait"), ("{id}?wait=-1", "wait"), ("{id}?wait=nan", "wait"),
            ("{id}?wait=inf", "wait"), ("{id}?wait=1&wait=2", "wait"), ("{id}?timeout=1", "timeout"),
        ],
    )  # fmt: skip
    async def test_what_is_wrong_is_refused_by_name(
        self, http: httpx.AsyncClient, openapi: Json, path: str, field: str
    ) -> None:
        answer = await http.get(f"/v1/receipts/{path.replace('{id}', str(uuid4()))}")
        assert (answer.status_code, fields(answer)) == (422, [field])
        fits(openapi, "/v1/receipts/{id}", answer)


class TestHead:
    async def test_it_is_get_without_the_content(self, http: httpx.AsyncClient, openapi: Json) -> None:
        known = {"{id}": article_id(7), "{kind}": "article.enriched", "{version}": "1.0"}
        for described in openapi["paths"]:
            path = re.sub(r"{\w+}", lambda match: known[match.group()], described)
            async with http.stream("GET", path) as answer:
                head = await http.head(path)
            assert (head.status_code, head.content) == (answer.status_code, b""), path
            # How GET frames the content is not said where there is none.
            ignored = {"date", "transfer-encoding", *(["content-length"] if path == "/metrics" else ())}
            said, expected = (
                {name: value for name, value in each.headers.items() if name not in ignored} for each in (head, answer)
            )
            assert said == expected, path

    @pytest.mark.parametrize("path", ["/v1/articles/", "/v1/", "/nowhere"])
    async def test_an_address_that_there_is_not_is_no_other_address(self, http: httpx.AsyncClient, path: str) -> None:
        answer = await http.get(path)
        assert (answer.status_code, answer.json()["detail"]) == (404, "There is nothing at this address.")

    @pytest.mark.parametrize(("path", "status"), [("/", 200), ("/v1/articles?limit=0", 422), ("/nowhere", 404)])
    async def test_it_is_answered_everywhere(self, http: httpx.AsyncClient, path: str, status: int) -> None:
        assert (await http.head(path)).status_code == status

    @pytest.mark.parametrize("path", ["/v1/articles", "/healthz"])
    async def test_it_is_named_where_get_is(self, http: httpx.AsyncClient, path: str) -> None:
        assert (await http.delete(path)).headers["allow"] == "GET, HEAD"

    async def test_what_has_no_end_is_not_begun(self, http: httpx.AsyncClient) -> None:
        """There are four places for exports."""
        for path in ("/v1/stream", "/v1/export.csv"):
            for _ in range(20):
                assert (await http.head(path)).status_code == 200
        await eventually(lambda: self.no_streams(http))

    async def no_streams(self, http: httpx.AsyncClient) -> bool:
        return "depeche_api_streams 0.0" in (await http.get("/metrics")).text


class TestOperation:
    async def test_openapi_describes_every_route_and_its_problems(self, openapi: Json) -> None:
        assert openapi["openapi"].startswith("3.1")
        paths = {path: methods for path, methods in openapi["paths"].items() if path.startswith("/v1/")}
        assert len(paths) == 27
        for route in (route for methods in paths.values() for route in methods.values()):
            assert route["summary"]
            assert route["description"]
            assert {"422", "503"} < set(route["responses"])
            assert {"200", "201", "204"} & set(route["responses"])
            assert all(parameter["description"] for parameter in route.get("parameters", ()))

    async def test_metrics(self, http: httpx.AsyncClient) -> None:
        await http.get("/v1/articles?q=port")
        await http.get(f"/v1/articles/{article_id(1)}")
        await http.get("/nowhere/nobody")
        metrics = (await http.get("/metrics")).text
        assert "depeche_api_index_articles 30.0" in metrics
        assert "depeche_api_index_rebuilds_total 1.0" in metrics
        assert 'depeche_api_requests_total{route="/v1/articles",status="200"}' in metrics
        assert 'depeche_api_requests_total{route="/v1/articles/{id}",status="200"}' in metrics
        assert "nobody" not in metrics

    def test_what_is_missing_at_the_start_is_said_in_one_line(self, servers: Servers) -> None:
        for wrong, said in (
            ({"DEPECHE_KAFKA_BOOTSTRAP": "127.0.0.1:1"}, "Kafka does not answer"),
            ({"DEPECHE_MONGODB_DATABASE": f"empty-{uuid4().hex[:8]}"}, "MongoDB has no collection"),
            ({"DEPECHE_API_INDEX_DIRECTORY": "/proc/index"}, "DEPECHE_API_INDEX_DIRECTORY"),
            ({"DEPECHE_API_PORT": "no"}, "DEPECHE_API_PORT"),
        ):
            environment = {**servers.environment, "DEPECHE_API_PORT": "1", **wrong}
            command = [sys.executable, "-m", "services.api"]
            ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
            assert ended.returncode == 1
            assert said in ended.stderr
            assert len(ended.stderr.splitlines()) == 1

"""One article in its forms, feeds and exports, over HTTP."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pyarrow as pa
import pyarrow.parquet
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from services.api.routes.article import FORMS
from shared import mongo
from shared.articles import EnrichedArticle
from shared.mongo import Database
from tests.system import Servers, Service, eventually
from tests.unit.api.forms.full import full
from tests.unit.api.made import article, article_id

Json = dict[str, Any]
# Three pages of an export, which reads one ahead; and more than the buffers between two processes hold, so that it
# waits for who reads it.
MANY, LONG = 1_200, "Le port de Marseille a rouvert mardi. " * 600
FEEDS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@pytest.fixture(scope="module")
def database_name() -> str:
    return f"forms-{uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def stored(servers: Servers, database_name: str) -> None:
    """Article 1 has everything, the others are long, but for 7, which is in German."""

    async def insert() -> None:
        database = mongo.connect(servers.settings(mongodb_database=database_name))
        await mongo.ensure_collections(database)
        articles = [full(1), *(article(number, LONG) for number in range(2, MANY))]
        articles[6] = article(7, "Der Hafen ist offen.", language="de")
        await database.articles.insert_many([{"_id": made.pop("id"), **made} for made in articles])
        database.client.close()

    asyncio.run(insert())


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.fixture(scope="module")
def api(servers: Servers, stored: None, database_name: str, directory: Path) -> Iterator[Service]:
    """An api that has one place for exports."""
    settings = {"DEPECHE_MONGODB_DATABASE": database_name, "DEPECHE_API_EXPORTS": "1"}
    service = Service("api", servers, directory, **settings).start()
    yield service
    assert service.stop() == 0, service.log()


def described(openapi: Json, path: str, answer: httpx.Response) -> None:
    """OpenAPI has this answer of this route, with its type and its headers."""
    found = openapi["paths"][path]["get"]["responses"][str(answer.status_code)]
    assert {name.lower() for name in found.get("headers", {})} <= set(answer.headers)
    if answer.status_code == 304:
        assert "content" not in found
        return
    schema = found["content"][answer.headers["content-type"].partition(";")[0]]["schema"]
    if schema.get("type") != "string":
        lines = schema.get("type") == "array"
        content = [json.loads(line) for line in answer.text.splitlines()] if lines else answer.json()
        Draft202012Validator(schema | {"components": openapi["components"]}).validate(content)


class TestForms:
    @pytest.mark.parametrize("form", FORMS)
    async def test_by_suffix_and_by_accept(self, http: httpx.AsyncClient, openapi: Json, form: Any) -> None:
        by_suffix = await http.get(f"/v1/articles/{article_id(1)}.{form.suffix}")
        by_accept = await http.get(f"/v1/articles/{article_id(1)}", headers={"Accept": form.media_type})
        described(openapi, f"/v1/articles/{{id}}.{form.suffix}", by_suffix)
        described(openapi, "/v1/articles/{id}", by_accept)
        for answer in (by_suffix, by_accept):
            assert answer.content == form.render(full(1))
            assert answer.headers["content-type"].partition(";")[0] == form.media_type
            assert answer.headers["last-modified"] == "Thu, 01 Jan 2026 00:00:01 GMT"
            assert answer.headers["cache-control"] == "no-cache"
        assert by_accept.headers["vary"] == "Accept"
        assert "vary" not in by_suffix.headers
        assert by_accept.headers["etag"] == by_suffix.headers["etag"]

    async def test_by_habit_it_is_our_json(self, http: httpx.AsyncClient) -> None:
        answer = await http.get(f"/v1/articles/{article_id(1)}")
        assert (answer.headers["content-type"], answer.json()) == ("application/json", full(1))

    async def test_what_there_is_not(self, http: httpx.AsyncClient, openapi: Json) -> None:
        refused = await http.get(f"/v1/articles/{article_id(1)}", headers={"Accept": "text/html"})
        assert refused.status_code == 406
        described(openapi, "/v1/articles/{id}", refused)
        [error] = refused.json()["errors"]
        assert error["field"] == "Accept"
        assert "application/ninjs+json" in error["message"]
        for path in (f"{article_id(1)}.pdf", f"{article_id(0)}.md", ".md", f"{article_id(1)}.md.md"):
            assert (await http.get(f"/v1/articles/{path}")).status_code == 404
        missing = await http.get(f"/v1/articles/{article_id(0)}", headers={"Accept": "text/html"})
        assert missing.status_code == 404
        assert (await http.get(f"/v1/articles/{article_id(1)}.md?a=1")).status_code == 422

    async def test_who_has_it_is_told_so(self, http: httpx.AsyncClient, openapi: Json) -> None:
        path = f"/v1/articles/{article_id(1)}"
        first = await http.get(path)
        etag, modified = first.headers["etag"], first.headers["last-modified"]
        for headers in (
            {"If-None-Match": etag},
            {"If-None-Match": f'"other", W/{etag}'},
            {"If-None-Match": "*"},
            {"If-Modified-Since": modified},
            {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 2020 00:00:00 GMT"},
        ):
            answer = await http.get(path, headers=headers)
            assert (answer.status_code, answer.content) == (304, b""), headers
            assert (answer.headers["etag"], answer.headers["vary"]) == (etag, "Accept")
            described(openapi, "/v1/articles/{id}", answer)
            assert headers.keys() <= {one["name"] for one in openapi["paths"]["/v1/articles/{id}"]["get"]["parameters"]}
        for headers in (
            {"If-None-Match": '"other"', "If-Modified-Since": modified},
            {"If-Modified-Since": "Thu, 01 Jan 2020 00:00:00 GMT"},
            {"If-Modified-Since": "nonsense"},
            {"If-None-Match": etag, "Accept": "text/plain"},
        ):
            assert (await http.get(path, headers=headers)).status_code == 200, headers

    async def test_every_form_has_an_etag_of_its_own(self, http: httpx.AsyncClient) -> None:
        answers = [await http.get(f"/v1/articles/{article_id(2)}.{form.suffix}") for form in FORMS]
        assert len({answer.headers["etag"] for answer in answers}) == len(FORMS)

    async def test_what_is_enriched_anew_under_the_same_revision_is_another(
        self, http: httpx.AsyncClient, database: Database
    ) -> None:
        path = f"/v1/articles/{article_id(3)}.ninjs"
        etag = (await http.get(path)).headers["etag"]
        await database.articles.update_one(
            {"_id": article_id(3)}, {"$set": {"keyphrases": [{"text": "a", "score": 1}]}}
        )
        assert (await http.get(path, headers={"If-None-Match": etag})).status_code == 200


class TestFeeds:
    @pytest.mark.parametrize("suffix", FEEDS)
    async def test_a_search_as_a_feed(self, http: httpx.AsyncClient, openapi: Json, suffix: str) -> None:
        path = f"/v1/feeds/articles.{suffix}"
        answer = await http.get(path, params={"q": "bauer OR hafen", "limit": 5})
        described(openapi, path, answer)
        assert answer.headers["content-type"].partition(";")[0] == FEEDS[suffix]
        assert self.ids(suffix, answer) == [f"urn:depeche:article:{article_id(number)}" for number in (7, 1)]
        assert answer.headers["last-modified"] == "Thu, 01 Jan 2026 00:00:07 GMT"
        for headers in (
            {"If-None-Match": answer.headers["etag"]},
            {"If-Modified-Since": answer.headers["last-modified"]},
        ):
            again = await http.get(path, params={"q": "bauer OR hafen", "limit": 5}, headers=headers)
            assert (again.status_code, again.content) == (304, b"")
            described(openapi, path, again)
            assert headers.keys() <= {one["name"] for one in openapi["paths"][path]["get"]["parameters"]}

    @pytest.mark.parametrize("suffix", FEEDS)
    async def test_a_later_date_is_that_of_another_feed(self, http: httpx.AsyncClient, suffix: str) -> None:
        """When the newest article leaves a feed its date goes back, and who has it must hear of that."""
        since = {"If-Modified-Since": "Thu, 01 Jan 2026 00:00:08 GMT"}
        answer = await http.get(f"/v1/feeds/articles.{suffix}", params={"q": "bauer OR hafen"}, headers=since)
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("", "Depeche"),
            ("limit=1&sort=published", "Depeche"),
            ("q=hafen", "Depeche: hafen"),
            ("language=de&q=hafen&has_quotes=false", "Depeche: language=de, hafen, has_quotes=false"),
        ],
    )
    async def test_its_title_says_what_is_asked_for(self, http: httpx.AsyncClient, query: str, title: str) -> None:
        assert (await http.get(f"/v1/feeds/articles.json?{query}")).json()["title"] == title
        for suffix in ("rss", "atom"):
            found = etree.fromstring((await http.get(f"/v1/feeds/articles.{suffix}?{query}")).content)
            assert found.xpath("string(//*[local-name()='title'])") == title

    @pytest.mark.parametrize("suffix", FEEDS)
    async def test_the_next_page_is_linked(self, http: httpx.AsyncClient, suffix: str) -> None:
        first = await http.get(f"/v1/feeds/articles.{suffix}", params={"limit": 2})
        second = await http.get(self.next_url(suffix, first) or "")
        found = [*self.ids(suffix, first), *self.ids(suffix, second)]
        assert found == [f"urn:depeche:article:{article_id(MANY - 1 - number)}" for number in range(4)]
        only = await http.get(f"/v1/feeds/articles.{suffix}", params={"language": "de"})
        assert self.next_url(suffix, only) is None

    @pytest.mark.parametrize("suffix", FEEDS)
    async def test_one_that_finds_nothing(self, http: httpx.AsyncClient, suffix: str) -> None:
        answer = await http.get(f"/v1/feeds/articles.{suffix}", params={"language": "sw"})
        assert (answer.status_code, self.ids(suffix, answer)) == (200, [])
        assert "last-modified" not in answer.headers

    @pytest.mark.parametrize(("query", "field"), [("sort=relevance", "sort"), ("page=2", "page"), ("q=%21", "q")])
    async def test_what_is_wrong_is_refused_by_name(
        self, http: httpx.AsyncClient, openapi: Json, query: str, field: str
    ) -> None:
        for suffix in FEEDS:
            answer = await http.get(f"/v1/feeds/articles.{suffix}?{query}")
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
            described(openapi, f"/v1/feeds/articles.{suffix}", answer)

    @pytest.mark.parametrize("host", ["a<b>&'\"", "x" * 2_000, "ü\x80"])
    async def test_no_host_breaks_it(self, http: httpx.AsyncClient, host: str) -> None:
        for suffix in FEEDS:
            headers = {"Host": host.encode("latin-1")}
            answer = await http.get(f"/v1/feeds/articles.{suffix}", params={"language": "de"}, headers=headers)
            assert answer.status_code in (200, 400)
            if answer.status_code == 200:
                assert len(self.ids(suffix, answer)) == 1

    def ids(self, suffix: str, answer: httpx.Response) -> list[str]:
        if suffix == "json":
            return [item["id"] for item in answer.json()["items"]]
        found = etree.fromstring(answer.content)
        return found.xpath("channel/item/guid/text() | *[local-name()='entry']/*[local-name()='id']/text()")

    def next_url(self, suffix: str, answer: httpx.Response) -> str | None:
        if suffix == "json":
            return answer.json().get("next_url")
        return next(iter(etree.fromstring(answer.content).xpath("//*[local-name()='link'][@rel='next']/@href")), None)


class TestExports:
    async def test_all_that_is_found(self, http: httpx.AsyncClient, openapi: Json) -> None:
        expected = [article_id(number) for number in range(MANY - 1, 0, -1)]
        for suffix in ("ndjson", "csv", "parquet"):
            answer = await http.get(f"/v1/export.{suffix}")
            described(openapi, f"/v1/export.{suffix}", answer)
            assert answer.headers["content-disposition"] == f'attachment; filename="articles.{suffix}"'
            assert ids(suffix, answer.content) == expected

    async def test_parquet_lacks_nothing_that_ndjson_has(self, http: httpx.AsyncClient) -> None:
        """Field by field, of an article that has everything and of one that lacks what came later."""
        asked = {"q": "bauer OR hafen"}
        lines = (await http.get("/v1/export.ndjson", params=asked)).text.splitlines()
        content = (await http.get("/v1/export.parquet", params=asked)).content
        rows = pyarrow.parquet.read_table(pa.BufferReader(content)).to_pylist(maps_as_pydicts="strict")
        for line, row in zip(lines, rows, strict=True):
            said = json.loads(line)
            expected = EnrichedArticle.model_validate_json(line).model_dump()
            for name in {*said, *row}:
                assert row[name] == (expected[name] if name in said else None), name
        assert {row["provenance"].get("topics") for row in rows} == {"12", None}

    async def test_what_is_asked_for(self, http: httpx.AsyncClient) -> None:
        for asked in ({"language": "de"}, {"q": "hafen", "sort": "relevance"}, {"speaker": "bauer", "language": "de"}):
            number = [] if "speaker" in asked else [article_id(7)]
            for suffix in ("ndjson", "csv", "parquet"):
                answer = await http.get(f"/v1/export.{suffix}", params=asked)
                assert ids(suffix, answer.content) == number

    @pytest.mark.parametrize(("query", "field"), [("limit=2", "limit"), ("cursor=a", "cursor"), ("q=%21", "q")])
    async def test_what_is_wrong_is_refused_by_name(
        self, http: httpx.AsyncClient, openapi: Json, query: str, field: str
    ) -> None:
        for suffix in ("ndjson", "csv", "parquet"):
            answer = await http.get(f"/v1/export.{suffix}?{query}")
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
            described(openapi, f"/v1/export.{suffix}", answer)

    async def test_beyond_the_last_place_one_is_told_to_come_again(
        self, http: httpx.AsyncClient, openapi: Json
    ) -> None:
        async with http.stream("GET", "/v1/export.ndjson") as under_way:
            # Kept, as httpx closes what nobody reads any more.
            reading = under_way.aiter_raw()
            await anext(reading)
            turned_away = await http.get("/v1/export.csv")
            assert turned_away.status_code == 503
            assert int(turned_away.headers["retry-after"]) > 0
            described(openapi, "/v1/export.csv", turned_away)
            assert (await http.get("/v1/articles")).status_code == 200

    async def test_who_goes_away_frees_the_place(self, http: httpx.AsyncClient) -> None:
        async with http.stream("GET", "/v1/export.ndjson") as under_way:
            reading = under_way.aiter_raw()
            await anext(reading)
            assert not await self.is_free(http)
        await eventually(lambda: self.is_free(http))

    async def test_one_that_cannot_be_finished_is_broken_off(
        self, http: httpx.AsyncClient, api: Service, directory: Path
    ) -> None:
        await eventually(lambda: self.is_free(http))
        async with http.stream("GET", "/v1/export.ndjson") as under_way:
            reading = under_way.aiter_raw()
            await anext(reading)
            for path in (directory / "index").glob("*/*.store"):
                with path.open("r+b") as file:
                    file.write(b"\xff" * path.stat().st_size)
            with pytest.raises(httpx.RemoteProtocolError):
                _ = [chunk async for chunk in reading]

    async def is_free(self, http: httpx.AsyncClient) -> bool:
        """Is there a place for an export?"""
        return (await http.get("/v1/export.csv", params={"language": "de"})).status_code == 200


def ids(suffix: str, content: bytes) -> list[str]:
    """The ids in an export, in its order."""
    if suffix == "ndjson":
        return [json.loads(line)["id"] for line in content.decode().splitlines()]
    if suffix == "csv":
        csv.field_size_limit(10_000_000)
        return [row["id"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))]
    found: list[str] = pyarrow.parquet.read_table(pa.BufferReader(content))["id"].to_pylist()
    return found

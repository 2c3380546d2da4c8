"""The AsyncAPI document is one, and what is on the topics is as it says."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from shared import asyncapi
from tests.e2e.client import Client, Json, header, unique
from tests.system import System, eventually

HERE = Path(__file__).parent / "asyncapi"


@pytest.fixture(scope="module")
def document(system: System) -> Json:
    """What anybody is given, with a key or without one."""
    answer = httpx.get(f"{system.api}/asyncapi.json")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """AsyncAPI's own parser, which is written in JavaScript; the wheel of Node.js brings npm with it."""
    directory = tmp_path_factory.mktemp("asyncapi")
    shutil.copytree(HERE, directory, dirs_exist_ok=True)
    npm = [Path(sys.executable).with_name("npm"), "ci", "--silent", "--no-fund", "--no-audit"]
    subprocess.run(npm, cwd=directory, check=True, timeout=150)
    return directory


def complaints(parser: Path, document: Json) -> list[str]:
    node = [Path(sys.executable).with_name("node"), "validate.js"]
    ended = subprocess.run(
        node, cwd=parser, input=json.dumps(document), capture_output=True, text=True, timeout=60, check=True
    )
    return ended.stdout.splitlines()


def test_the_document_is_one_of_asyncapi(parser: Path, document: Json) -> None:
    assert complaints(parser, document) == []
    broken = json.loads(json.dumps(document).replace('"send"', '"sent"'))
    assert complaints(parser, broken) != [], "the parser lets everything pass"


def conforms(document: Json, record: Any) -> None:
    """The headers and the value of a record are as the document says of its kind."""
    message = document["components"]["messages"][header(record, "ce_type")]
    headers = {name: value.decode() for name, value in record.headers}
    jsonschema.validate(headers, message["headers"])
    jsonschema.validate(json.loads(record.value), {**message["payload"], "components": document["components"]})
    kind, version = header(record, "ce_dataschema").split("/")[2:]
    jsonschema.validate(json.loads(record.value), asyncapi.schema(kind, version))


async def test_what_is_on_the_topics_is_as_it_says(client: Client, document: Json) -> None:
    since = {topic: await client.ends(topic) for topic in ("articles.raw", "articles.enriched")}
    source = unique()
    for weather in ("Il pleut", "Il ne pleut plus"):
        await client.enriched(source=source, external_id="1", text=f"{weather} sur Nantes, selon la mairie.")
    seen = set()
    for topic, ends in since.items():
        channel = next(each for each in document["channels"].values() if each["address"] == topic)
        # What other tests left to be read may be as large as an article can be, and take minutes to validate.
        for record in [each for each in await client.read(topic, ends) if source.encode() in each.value]:
            assert header(record, "ce_type") in channel["messages"]
            conforms(document, record)
            seen.add(header(record, "ce_type"))
    assert seen >= {"article.received", "article.enriched", "article.revised"}


async def test_a_dead_letter_is_as_it_says(client: Client, document: Json) -> None:
    since = await client.ends("articles.dead")
    await client.publish("articles.raw", [(b"k", b"no article")])
    message = document["components"]["messages"]["article.dead"]

    async def arrived() -> bool:
        return bool(await client.read("articles.dead", since))

    await eventually(arrived, 60)
    for record in await client.read("articles.dead", since):
        jsonschema.validate({name: value.decode() for name, value in record.headers}, message["headers"])


async def test_the_schema_of_an_event_is_where_it_says(client: Client, system: System) -> None:
    for kind in ("article.received", "article.replayed", "article.enriched", "article.revised", "article.reenriched"):
        answer = await client.http.get(f"{system.api}/schemas/{kind}/1.0")
        jsonschema.Draft202012Validator.check_schema(answer.json())
        assert answer.json() == asyncapi.schema(kind, "1.0")
    for wrong in ("article.enriched/2.0", "article.dead/1.0"):
        answer = await client.http.get(f"{system.api}/schemas/{wrong}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")

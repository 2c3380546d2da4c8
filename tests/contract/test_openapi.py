"""schemathesis against both services: whatever their OpenAPI documents allow or forbid is answered as they say.

It runs as a process of its own: its plugin for pytest fails with pytest 9.
"""

import asyncio
import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import openapi_spec_validator
import pytest
import schemathesis
from jsonschema import Draft202012Validator

from shared import keys
from tests.e2e.client import Client, unique
from tests.system import Servers, Service, System

Json = dict[str, Any]
HERE = Path(__file__).parent
# Long enough to be a story.
STORY = (
    "Le port de Marseille a rouvert {day} matin après trois jours de grève, a indiqué la direction. Les dockers ont "
    "voté la reprise du travail à une large majorité. « Nous avons été entendus », a déclaré Paul Martin, leur "
    "porte-parole. Quarante navires attendaient au large, et il faudra une semaine pour que tout soit normal."
)


def conforms(url: str, token: str | None, *arguments: str) -> None:
    """Nothing that schemathesis asks is answered otherwise than the document at this address says."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    header = ["--header", f"Authorization: Bearer {token}"] if token else []
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.contract.schemathesis_hooks"}
    ended = subprocess.run(
        [*command, f"{url}/openapi.json", *header, *arguments],
        env=environment, cwd=HERE.parents[1], capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def token() -> str | None:
    """The key of a system that runs already."""
    return os.environ.get("DEPECHE_TEST_API_KEY")


@pytest.fixture(scope="module")
def stored(system: System, token: str | None) -> str:
    """The id of an article with two revisions, so that there is something to find."""

    async def store() -> str:
        async with httpx.AsyncClient(
            timeout=90, headers={"Authorization": f"Bearer {token}"} if token else {}
        ) as session:
            client = Client(system, session)
            source = unique()
            for day in ("mardi", "mercredi"):
                text = STORY.format(day=day)
                article = await client.enriched(text=text, source=source, external_id="1", published_at="2023-10")
            return str(article["id"])

    return asyncio.run(store())


@contextmanager
def guarded(servers: Servers, directory: Path, name: str, rate: float) -> Iterator[tuple[str, str, str]]:
    """A service with keys: its address, a token that allows everything, and one that allows to read alone."""
    scopes: list[keys.Scope] = ["admin", "articles:read"]
    made = [keys.create(scope, [scope], None) for scope in scopes]
    keys.write(directory / "keys.json", [key for key, _ in made])
    settings = {"DEPECHE_KEYS_FILE": str(directory / "keys.json"), "DEPECHE_KEY_RATE": str(rate)}
    settings["DEPECHE_API_STREAM_LIFETIME"] = "0.1"
    service = Service(name, servers, directory, **settings)
    try:
        yield service.start().url, made[0][1], made[1][1]
    finally:
        service.stop()


def is_valid(document: Json) -> None:
    """The document is one of OpenAPI 3.1, and the schemas in it are schemas."""
    schemathesis.openapi.from_dict(document).validate()
    openapi_spec_validator.validate(document)
    for schema in schemas(document):
        Draft202012Validator.check_schema(schema)


def schemas(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "schema":
                yield value
            elif name == "schemas":
                yield from value.values()
            else:
                yield from schemas(value)
    elif isinstance(part, list):
        for value in part:
            yield from schemas(value)


def test_every_answer_of_ingest_is_as_described(ingest: str) -> None:
    is_valid(httpx.get(f"{ingest}/openapi.json").json())
    conforms(ingest, None)


def test_every_answer_of_the_api_is_as_described(system: System, stored: str, token: str | None) -> None:
    """But for the stream, which has no end that could be waited for here."""
    is_valid(httpx.get(f"{system.api}/openapi.json").json())
    try:
        conforms(system.api, token, "--exclude-path", "/v1/stream")
    finally:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with httpx.Client(base_url=system.api, headers=headers) as session:
            for made in session.get("/v1/webhooks").json()["items"]:
                session.delete(f"/v1/webhooks/{made['id']}")


@pytest.mark.parametrize("name", ["ingest", "api"])
def test_with_keys_as_well(unread: Servers, tmp_path: Path, name: str) -> None:
    """schemathesis leaves the key away, too, and gives wrong ones. That it finds no article is no matter here."""
    with guarded(unread, tmp_path, name, 10_000) as (url, token, _):
        is_valid(httpx.get(f"{url}/openapi.json").json())
        conforms(url, token, "--phases", "coverage", "--warnings", "off")


def test_refusals_by_the_guard_are_as_described(unread: Servers, tmp_path: Path) -> None:
    with guarded(unread, tmp_path, "ingest", 0.001) as (url, admin, reader):
        document = httpx.get(f"{url}/openapi.json").json()
        case = schemathesis.openapi.from_dict(document)["/v1/articles"]["POST"].Case(
            media_type="application/json", body={"text": "Le port a rouvert."}
        )
        for token, status in (("nonsense", 401), (reader, 403), (admin, 202), (admin, 429)):
            answer = case.call(base_url=url, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == status
            case.validate_response(answer, excluded_checks=[schemathesis.checks.ignored_auth])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/v1/articles", 405),
        ("OPTIONS", "/v1/articles", 405),
        ("HEAD", "/v1/articles", 405),
    ],
)
def test_what_no_document_describes_is_a_problem_too(ingest: str, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, ingest + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert method == "HEAD" or answer.json()["status"] == status
    assert status != 405 or answer.headers["allow"]


@pytest.mark.parametrize(
    ("request_line", "status"), [(b"\x16\x03\x01", 400), (b"GET /healthz?a=" + b"a" * 70_000 + b" HTTP/1.1", 431)]
)
def test_what_is_no_http_is_refused_with_a_problem(ingest: str, request_line: bytes, status: int) -> None:
    address = httpx.URL(ingest)
    with socket.create_connection((address.host, address.port or 0), timeout=30) as connection:
        connection.sendall(request_line + b"\r\n\r\n")
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
        assert json.loads(answer.read())["status"] == status


@pytest.mark.parametrize("query", ["q=%ff%fe", "%c3=1", "source=%ed%a0%80"])
@pytest.mark.parametrize("path", ["/v1/articles", "/v1/articles/1", "/v1/articles/1/revisions", "/v1/receipts/1"])
def test_an_address_that_is_no_utf8_is_refused(system: System, token: str | None, path: str, query: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = httpx.get(f"{system.api}{path}?{query}", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "query")

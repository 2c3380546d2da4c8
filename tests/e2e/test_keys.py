"""API keys on real services: who has none gets nothing, who has one gets what it allows, until it is revoked."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.e2e.client import unique
from tests.system import Servers, Service, eventually

RATE = 20


def depeche(file: Path, *arguments: str) -> str:
    """What `depeche keys` prints."""
    command = [sys.executable, "-m", "console", "keys", *arguments, "--file", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@dataclass(frozen=True)
class Guarded:
    file: Path
    ingest: Service
    api: Service

    def key(self, *scopes: str, name: str = "somebody") -> str:
        return depeche(self.file, "create", name, *(part for scope in scopes for part in ("--scope", scope)))


@pytest.fixture(scope="module")
def guarded(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    directory = tmp_path_factory.mktemp("guarded")
    settings = {
        "DEPECHE_KEYS_FILE": str(directory / "keys.json"),
        "DEPECHE_KEY_RATE": str(RATE),
        "DEPECHE_HOST": "0.0.0.0",  # noqa: S104  # that this is allowed with keys is what is tested
    }
    depeche(directory / "keys.json", "create", "first", "--scope", "admin")
    found = Guarded(
        directory / "keys.json", *(Service(name, servers, directory, **settings) for name in ("ingest", "api"))
    )
    for service in (found.ingest, found.api):
        service.launch()
    for service in (found.ingest, found.api):
        service.wait()
    yield found
    for service in (found.ingest, found.api):
        service.stop()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60) as client:
        yield client


async def post(http: httpx.AsyncClient, guarded: Guarded, key: str | None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
    article = {"text": "Le port a rouvert.", "source": unique(), "external_id": "1"}
    return await http.post(f"{guarded.ingest.url}/v1/articles", json=article, headers=headers)


async def search(http: httpx.AsyncClient, guarded: Guarded, key: str) -> httpx.Response:
    return await http.get(f"{guarded.api.url}/v1/articles", headers={"X-Api-Key": key})


async def known(http: httpx.AsyncClient, guarded: Guarded, key: str) -> None:
    """Return when the services have read the file again."""

    async def read() -> bool:
        return (await search(http, guarded, key)).status_code != 401 and (
            await post(http, guarded, key)
        ).status_code != 401

    await eventually(read, 10)


@pytest.mark.parametrize("key", [None, "nonsense", "dpk_00000000_guessed", "dpk__", "x" * 5_000])
async def test_without_a_valid_key_nothing(http: httpx.AsyncClient, guarded: Guarded, key: str | None) -> None:
    answer = await post(http, guarded, key)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/articles/batch", "/v1/nothing", "/nothing", "//v1/articles"])
async def test_no_route_is_left_open(http: httpx.AsyncClient, guarded: Guarded, path: str) -> None:
    for service in (guarded.ingest, guarded.api):
        assert (await http.post(service.url + path, content=b"{}")).status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json"])
async def test_health_and_description_are_open(http: httpx.AsyncClient, guarded: Guarded, path: str) -> None:
    for service in (guarded.ingest, guarded.api):
        assert (await http.get(service.url + path)).status_code == 200


@pytest.mark.parametrize("path", ["/asyncapi.json", "/schemas/article.enriched/1.0"])
async def test_what_the_topics_carry_is_told_to_all(http: httpx.AsyncClient, guarded: Guarded, path: str) -> None:
    assert (await http.get(guarded.api.url + path)).status_code == 200


async def test_a_key_allows_its_scopes_and_no_others(http: httpx.AsyncClient, guarded: Guarded) -> None:
    writer, reader, admin = guarded.key("ingest:write"), guarded.key("articles:read"), guarded.key("admin")
    await known(http, guarded, admin)
    assert (await post(http, guarded, writer)).status_code == 202
    assert (await search(http, guarded, reader)).status_code == 200
    refused = await search(http, guarded, writer)
    assert (refused.status_code, "articles:read" in refused.json()["detail"]) == (403, True)
    assert (await post(http, guarded, reader)).status_code == 403
    assert (await post(http, guarded, admin)).status_code == 202
    assert (await search(http, guarded, admin)).status_code == 200


async def test_who_may_post_reads_what_became_of_it(http: httpx.AsyncClient, guarded: Guarded) -> None:
    writer, reader = guarded.key("ingest:write"), guarded.key("articles:read")
    await known(http, guarded, reader)
    posted = (await post(http, guarded, writer)).json()
    for key in (writer, reader):
        receipt = f"{guarded.api.url}/v1/receipts/{posted['links']['receipt'].rsplit('/', 1)[1]}"
        assert (await http.get(receipt, headers={"X-Api-Key": key})).status_code == 200
    stored = f"{guarded.api.url}/v1/articles/{posted['id']}"
    assert (await http.get(stored, headers={"X-Api-Key": writer})).status_code == 403


async def test_each_has_idempotency_keys_of_its_own(http: httpx.AsyncClient, guarded: Guarded) -> None:
    once = unique()
    for number in range(2):
        key = guarded.key("ingest:write", "articles:read")
        await known(http, guarded, key)
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": once}
        article = {"text": f"Le port a rouvert {number} fois.", "source": once, "external_id": "1"}
        answer = await http.post(f"{guarded.ingest.url}/v1/articles", json=article, headers=headers)
        assert answer.status_code == 202, answer.text


async def test_one_that_is_revoked_is_refused_without_a_restart(http: httpx.AsyncClient, guarded: Guarded) -> None:
    key = guarded.key("ingest:write")

    async def accepted() -> bool:
        return (await post(http, guarded, key)).status_code == 202

    async def refused() -> bool:
        return (await post(http, guarded, key)).status_code == 401

    await eventually(accepted, 10)
    depeche(guarded.file, "revoke", key.split("_")[1])
    await eventually(refused, 10)


async def test_a_file_that_is_damaged_leaves_the_keys_as_they_were(http: httpx.AsyncClient, guarded: Guarded) -> None:
    key = guarded.key("admin")
    await known(http, guarded, key)
    before = guarded.file.read_bytes()
    guarded.file.write_bytes(b"{")
    try:

        async def noticed() -> bool:
            assert (await search(http, guarded, key)).status_code == 200
            return "the keys stay as they were" in guarded.api.log()

        await eventually(noticed, 10)
    finally:
        guarded.file.write_bytes(before)


async def test_a_key_that_asks_too_often_is_told_when_to_come_again(http: httpx.AsyncClient, guarded: Guarded) -> None:
    greedy, other = guarded.key("articles:read"), guarded.key("admin")
    await known(http, guarded, other)
    started = time.monotonic()
    answers = await asyncio.gather(*(search(http, guarded, greedy) for _ in range(200)))
    allowed = sum(answer.status_code == 200 for answer in answers)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert allowed + len(refused) == 200
    assert allowed <= 2 * RATE + (time.monotonic() - started) * RATE + 1
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert (await search(http, guarded, other)).status_code == 200


async def test_logs_have_names_and_never_a_secret(http: httpx.AsyncClient, guarded: Guarded) -> None:
    key = guarded.key("admin", name="the evening desk")
    await known(http, guarded, key)
    await http.post(f"{guarded.ingest.url}/v1/articles", content=b"{", headers={"Authorization": f"Bearer {key}"})
    for service in (guarded.ingest, guarded.api):
        assert key.split("_", 2)[2] not in service.log()
        assert key.split("_", 2)[2] not in (await http.get(f"{service.url}/metrics")).text
    assert '"key":"the evening desk"' in guarded.ingest.log()
    assert guarded.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["ingest", "enrich", "api"])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.com"])  # noqa: S104  # they are to be refused
def test_without_keys_only_loopback_is_served(servers: Servers, tmp_path: Path, name: str, host: str) -> None:
    service = Service(name, servers, tmp_path, DEPECHE_HOST=host, DEPECHE_ENRICH_GROUP=unique())
    service.launch()
    assert service.exit_code(60) == 1
    assert service.log().splitlines()[-1].startswith(f"depeche {name}: on DEPECHE_HOST={host} anybody could get in")

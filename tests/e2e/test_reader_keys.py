"""The reader where there are keys: who shows one is let in for a while, reads, and can do nothing else."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, expect

from shared import keys
from shared.keys import Scope
from tests.e2e.browser import Visit, chromium, visiting
from tests.system import Servers, Service, eventually

COOKIE = "__Host-depeche"
HTML = {"Accept": "text/html"}
RATE = 15


@dataclass(frozen=True)
class Guarded:
    """An api with a file of keys."""

    file: Path
    api: Service

    async def key(self, *scopes: Scope) -> tuple[keys.Key, str]:
        """A new key, when it is known, and its token."""
        made, token = keys.create("somebody", scopes, None)
        keys.write(self.file, [*keys.read(self.file), made])

        async def known() -> bool:
            headers = {"Authorization": f"Bearer {token}"}
            async with httpx.AsyncClient() as http:
                return (await http.get(f"{self.api.url}/v1/receipts", headers=headers)).status_code != 401

        await eventually(known, 10)
        return made, token

    def revoke(self, key: keys.Key) -> None:
        keys.write(self.file, [one for one in keys.read(self.file) if one.id != key.id])


@pytest.fixture(scope="module")
def guarded(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    directory = tmp_path_factory.mktemp("guarded-reader")
    file = directory / "keys.json"
    keys.write(file, [keys.create("first", ["admin"], None)[0]])
    api = Service("api", servers, directory, DEPECHE_KEYS_FILE=str(file), DEPECHE_KEY_RATE=str(RATE)).start()
    yield Guarded(file, api)
    assert api.stop() == 0


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest.fixture
async def http(guarded: Guarded) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=guarded.api.url, timeout=30) as client:
        yield client


async def session(http: httpx.AsyncClient, token: str) -> dict[str, str]:
    """The header with the cookie of somebody who has signed in."""
    answer = await http.post("/sign-in", data={"key": token, "then": "/"})
    assert answer.status_code == 303, answer.text
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


async def test_a_browser_signs_in_reads_and_signs_out(guarded: Guarded, browser: Browser) -> None:
    _, token = await guarded.key("articles:read")
    async with visiting(browser, guarded.api.url) as one:
        await one.goto("/quotes?language=fr")
        await one.is_accessible()
        await one.screenshot("sign-in-light")
        await expect(one.page).to_have_title("Sign in · Depeche")
        await one.page.get_by_label("Key").fill("dpk_00000000_guessed")
        await one.page.get_by_role("button", name="Sign in").click()
        await expect(one.page.get_by_role("alert")).to_contain_text("not valid")
        await one.page.get_by_label("Key").fill(token)
        await one.page.get_by_role("button", name="Sign in").click()
        await expect(one.page.get_by_role("heading", level=1)).to_have_text("Quotes")
        assert (one.path(), one.parameters()) == ("/quotes", {"language": "fr"})
        await one.goto("/")
        # The stream is let in by the session, too: a script can't send a key.
        await expect(one.page.locator("#live")).to_have_attribute("data-state", "open")
        await _is_well_kept(one, token)
        await one.page.get_by_role("button", name="Sign out").click()
        await expect(one.page).to_have_title("Sign in · Depeche")
        await one.goto("/")
        await expect(one.page).to_have_title("Sign in · Depeche")
        # Chromium says so of every page that is answered with 401.
        assert all("401" in each for each in one.complaints), one.complaints
        one.complaints.clear()


async def _is_well_kept(one: Visit, token: str) -> None:
    [kept] = await one.page.context.cookies()
    assert (kept["name"], kept["httpOnly"], kept["secure"], kept["sameSite"]) == (COOKIE, True, True, "Strict")
    assert (kept["path"], token.split("_", 2)[2] in kept["value"]) == ("/", False)
    assert await one.page.evaluate("document.cookie") == ""
    assert token not in await one.page.content()


@pytest.mark.parametrize("path", ["/", "/articles", "/articles/1", "/stories/1", "/quotes", "/places", "/nowhere"])
async def test_without_a_key_there_is_the_door_and_nothing_else(http: httpx.AsyncClient, path: str) -> None:
    page = await http.get(path, headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert 'action="/sign-in"' in page.text
    assert page.headers["www-authenticate"].startswith("Bearer")
    assert (await http.get(path)).headers["content-type"] == "application/problem+json"


async def test_a_session_reads_and_does_nothing_else(guarded: Guarded, http: httpx.AsyncClient) -> None:
    _, token = await guarded.key("admin")
    cookie = await session(http, token)
    for path in ("/", "/v1/articles", "/v1/export.csv"):
        assert (await http.get(path, headers=cookie)).status_code == 200
    # The key may, but its session may not.
    assert (await http.get("/v1/webhooks", headers={"Authorization": f"Bearer {token}"})).status_code == 200
    assert (await http.get("/v1/webhooks", headers=cookie)).status_code == 401
    assert (await http.post("/v1/webhooks", headers=cookie, json={})).status_code == 401
    assert (await http.delete("/v1/webhooks/1", headers=cookie)).status_code == 401
    # A key that is shown counts, and not the session beside it.
    assert (await http.get("/", headers={**cookie, "Authorization": "Bearer nonsense"})).status_code == 401


async def test_a_session_ends_with_its_key(guarded: Guarded, http: httpx.AsyncClient) -> None:
    key, token = await guarded.key("articles:read")
    cookie = await session(http, token)
    assert (await http.get("/", headers=cookie)).status_code == 200
    guarded.revoke(key)

    async def refused() -> bool:
        return (await http.get("/", headers=cookie)).status_code == 401

    await eventually(refused, 10)


async def test_a_key_that_may_not_read_opens_nothing(guarded: Guarded, http: httpx.AsyncClient) -> None:
    _, token = await guarded.key("ingest:write")
    answer = await http.post("/sign-in", data={"key": token})
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)


@pytest.mark.parametrize("forged", ["", "x", "1f2e3d4c.99999999999.00", f"1f2e3d4c.99999999999.{'0' * 64}"])
async def test_a_forged_session_opens_nothing(http: httpx.AsyncClient, forged: str) -> None:
    assert (await http.get("/", headers={"Cookie": f"{COOKIE}={forged}"})).status_code == 401


async def test_a_form_on_another_site_signs_nobody_in_or_out(guarded: Guarded, http: httpx.AsyncClient) -> None:
    _, token = await guarded.key("articles:read")
    for path in ("/sign-in", "/sign-out"):
        answer = await http.post(path, data={"key": token}, headers={"Sec-Fetch-Site": "cross-site"})
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


async def test_a_session_has_the_rate_of_its_key(guarded: Guarded, http: httpx.AsyncClient) -> None:
    _, token = await guarded.key("articles:read")
    cookie = await session(http, token)
    answers = await asyncio.gather(*(http.get("/nowhere", headers={**cookie, **HTML}) for _ in range(8 * RATE)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused, "it may ask as often as it likes"
    assert refused[0].headers["content-type"] == "text/html; charset=utf-8"
    assert int(refused[0].headers["retry-after"]) >= 1


async def test_the_secret_is_in_no_log(guarded: Guarded, http: httpx.AsyncClient) -> None:
    _, token = await guarded.key("articles:read")
    cookie = await session(http, token)
    await http.get("/nowhere", headers={**cookie, **HTML})
    log = guarded.api.log()
    assert token.split("_", 2)[2] not in log
    assert cookie["Cookie"].rpartition(".")[2] not in log

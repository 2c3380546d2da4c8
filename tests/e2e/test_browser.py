"""What a browser is told: what an answer is, what a page may load, and that no other site may read anything."""

import pytest
from playwright.async_api import expect

from tests.e2e.browser import chromium, visiting
from tests.e2e.client import Client
from tests.system import System


@pytest.mark.parametrize("service", ["ingest", "enrich", "api"])
@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/v1/nothing", "/openapi.json"])
async def test_every_answer_is_what_it_says(client: Client, service: str, path: str) -> None:
    answer = await client.http.get(getattr(client.system, service) + path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("service", ["ingest", "api"])
async def test_a_page_may_load_only_what_it_needs(client: Client, service: str) -> None:
    answer = await client.http.get(getattr(client.system, service) + "/docs")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("service", ["ingest", "api"])
async def test_the_description_is_shown_without_the_internet(system: System, service: str) -> None:
    """A visit fails where anything is asked of another host, or the browser complains."""
    async with chromium() as browser, visiting(browser, getattr(system, service)) as one:
        await one.goto("/docs")
        await expect(one.page.get_by_text("/v1/articles", exact=True).first).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(
    ("service", "path", "method"), [("ingest", "/v1/articles", "POST"), ("api", "/v1/articles", "GET")]
)
async def test_no_other_site_may_read_or_post(client: Client, service: str, path: str, method: str) -> None:
    address = getattr(client.system, service) + path
    origin = {"Origin": "https://elsewhere.example"}
    asked = {**origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    for answer in (
        await client.http.options(address, headers=asked),
        await client.http.request(method, address, headers=origin),
    ):
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]

"""Pages made to do harm: each ends as an article or as a dead letter, in bounded time, and nothing is fetched."""

import asyncio
import time

import pytest

from tests.e2e.client import Client, unique

PARAGRAPH = (
    "<p>Le port de Marseille a rouvert mardi après trois jours de grève, a annoncé la direction du port. "
    "Les dockers reprendront le travail mercredi, selon la même source.</p>"
)
ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "aaaaaaaaaa"}">' for i in range(10))
PAGES = {
    "deeply nested": "<div>" * 100_000 + PARAGRAPH + "</div>" * 100_000,
    "never closed": "<b><i>" * 75_000 + PARAGRAPH,
    "entities of entities": f"<!DOCTYPE html [{ENTITIES}]><html><body><p>&e9;</p>{PARAGRAPH}",
    "an element with 60,000 attributes": "<p " + " ".join(f'a{i}="{i}"' for i in range(60_000)) + ">x</p>" + PARAGRAPH,
    "an attribute of a megabyte": f'<p class="{"x" * 1_000_000}">x</p>' + PARAGRAPH,
    "ten thousand links": "<a href='http://example.com/'>lire aussi</a> " * 10_000 + PARAGRAPH,
    "a word of half a megabyte": f"<p>{'a' * 500_000}</p>" + PARAGRAPH,
    "nested JSON-LD": f'<script type="application/ld+json">{"[" * 500_000}</script>' + PARAGRAPH,
}


@pytest.mark.parametrize("page", PAGES)
async def test_it_ends_in_bounded_time_and_its_neighbour_gets_through(client: Client, page: str) -> None:
    started = time.monotonic()
    hostile = await client.post(html=PAGES[page], url=f"https://example.com/{unique()}")
    neighbour = await client.post(text="Le port a rouvert mardi.", source=unique(), external_id="1")
    receipt = await client.receipt(hostile["links"]["receipt"])
    assert receipt["status"] in ("enriched", "dead")
    assert receipt["status"] == "enriched" or receipt["reason"]
    assert (await client.receipt(neighbour["links"]["receipt"]))["status"] == "enriched"
    assert time.monotonic() - started < 30, "the time limit of an article had to end it"


async def test_nothing_that_is_posted_is_fetched(client: Client) -> None:
    visits = 0

    async def visited(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal visits
        visits += 1
        writer.close()

    async with await asyncio.start_server(visited, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/{unique()}"
        page = (
            f'<!DOCTYPE html SYSTEM "{address}/dtd"><html><head><link rel="canonical" href="{address}/canonical">'
            f'<link rel="stylesheet" href="{address}/style"><base href="{address}/base"></head>'
            f'<body><img src="{address}/image"><iframe src="{address}/frame"></iframe>{PARAGRAPH}</body></html>'
        )
        article = await client.enriched(html=page, url=address)
    assert article["url"] == address
    assert visits == 0

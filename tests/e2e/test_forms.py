"""What was posted comes out in every form, in feeds and in exports."""

import asyncio
import io
import json
from itertools import count
from typing import Any

import pyarrow.parquet
import pytest

from tests.e2e.client import Client, Json, header, unique
from tests.system import eventually

TEXT = (
    "KYIV, 4 octobre 2023 (AFP) - L'amiral Rob Bauer a dit mardi à Kyiv que trente drones ont été abattus.\n\n"
    "« L'alliance est prête », a ajouté M. Bauer devant les ambassadeurs réunis dans la capitale ukrainienne.\n\n"
    "À lire aussi : cinq choses à savoir sur les drones"
)
PROMOTION = "À lire aussi"


async def in_form(client: Client, link: str, **headers: str) -> tuple[int, dict[str, str], str]:
    answer = await client.http.get(f"{client.system.api}{link}", headers=headers)
    return answer.status_code, dict(answer.headers), answer.text


async def listed(client: Client, source: str, number: int) -> bool:
    return bool((await client.search(source=source, limit=1))["total"] == number)


async def test_an_article_in_every_form(client: Client) -> None:
    since = await client.ends("articles.enriched")
    found = await client.enriched(text=TEXT, source=unique(), external_id="1", title="Trente drones")
    path = f"/v1/articles/{found['id']}"
    for suffix in ("ninjs", "jsonld", "txt", "md"):
        status, headers, content = await in_form(client, f"{path}.{suffix}")
        assert status == 200
        assert "alliance est prête" in content
        assert PROMOTION not in content
        assert (await in_form(client, path, Accept=headers["content-type"]))[2] == content
    assert json.loads((await in_form(client, f"{path}.json"))[2]) == found

    async def records() -> list[Any]:
        return [one for one in await client.read("articles.enriched", since) if one.key.decode() == found["id"]]

    [record] = await eventually(records)
    event = json.loads((await in_form(client, f"{path}.cloudevent"))[2])
    assert event["data"] == found == json.loads(record.value)
    for name in ("id", "type", "source", "time", "subject", "specversion", "dataschema"):
        assert event[name] == header(record, f"ce_{name}")


async def test_a_revision_is_another_for_who_has_the_one_before(client: Client) -> None:
    given = {"source": unique(), "external_id": "1"}
    found = await client.enriched(text=TEXT, **given)
    path = f"/v1/articles/{found['id']}.txt"
    etag = (await in_form(client, path))[1]["etag"]
    assert (await in_form(client, path, **{"If-None-Match": etag}))[0] == 304
    await client.enriched(text=TEXT.replace("trente", "quarante"), **given)
    status, headers, content = await in_form(client, path, **{"If-None-Match": etag})
    assert (status, headers["etag"] == etag, "quarante" in content) == (200, False, True)


@pytest.mark.parametrize("suffix", ["rss", "atom", "json"])
async def test_a_feed_has_what_is_new(client: Client, suffix: str) -> None:
    source = unique()
    link = f"/v1/feeds/articles.{suffix}?source={source}"
    empty = (await in_form(client, link))[1]["etag"]
    await client.enriched(text=TEXT, source=source, external_id="1")
    await eventually(lambda: listed(client, source, 1))
    status, headers, content = await in_form(client, link, **{"If-None-Match": empty})
    assert status == 200
    assert "alliance est prête" in content
    assert PROMOTION not in content
    assert (await in_form(client, link, **{"If-None-Match": headers["etag"]}))[0] == 304
    await client.enriched(text=TEXT.replace("trente", "quarante"), source=source, external_id="1")

    async def renewed() -> bool:
        return "quarante" in (await in_form(client, link, **{"If-None-Match": headers["etag"]}))[2]

    await eventually(renewed)


async def test_an_export_is_complete_while_articles_arrive(client: Client) -> None:
    source, numbers = unique(), count()

    def more(size: int) -> list[Json]:
        ids = [str(next(numbers)) for _ in range(size)]
        return [{"source": source, "external_id": n, "text": f"Le port numéro {n} a rouvert."} for n in ids]

    first = {result["id"] for result in await client.post_lines(more(60))}
    await eventually(lambda: listed(client, source, 60), 90)
    stop = asyncio.Event()

    async def arrive() -> None:
        while not stop.is_set():
            await client.post_lines(more(5))

    arriving = asyncio.ensure_future(arrive())
    for suffix in ("ndjson", "parquet"):
        answer = await client.http.get(f"{client.system.api}/v1/export.{suffix}", params={"source": source})
        if suffix == "ndjson":
            exported = [json.loads(line)["id"] for line in answer.text.splitlines()]
        else:
            exported = pyarrow.parquet.read_table(io.BytesIO(answer.content))["id"].to_pylist()
        assert len(exported) == len(set(exported))
        assert first <= set(exported)
    stop.set()
    await arriving

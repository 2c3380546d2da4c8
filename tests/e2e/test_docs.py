"""The pages for people who write programs are run as they stand."""

import asyncio
import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from code import InteractiveConsole
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import jsonschema
import pytest

from depeche_client import Depeche
from tests.e2e.client import Client, Json, header, unique
from tests.system import System, eventually

ROOT = Path(__file__).parents[2]


def blocks(page: str, kind: str) -> list[tuple[str, str]]:
    """The blocks of code of this kind, each with the text below it that it prints."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(rf"```{kind}\n(.*?)```\n(?:\n```text\n(.*?)```)?", text, re.DOTALL)
    assert found, f"{page} has no block of {kind}"
    return found


def here(code: str, system: System, source: str) -> str:
    """The code for the system under test; what it posts has a name of its own."""
    key = os.environ.get("DEPECHE_TEST_API_KEY")
    told = {"http://127.0.0.1:8000": system.api, "http://127.0.0.1:8001": system.ingest, "my-notebook": source}
    for name, value in (told | {"key=None": f"key={key!r}"}).items():
        code = code.replace(name, value)
    return code


def pasted(block: str, system: System, bootstrap: str) -> list[str]:
    """The command of the README for the system under test."""
    key = os.environ.get("DEPECHE_TEST_API_KEY")
    told = {"http://127.0.0.1:8000": system.api, "http://127.0.0.1:8001": system.ingest, "127.0.0.1:9092": bootstrap}
    told |= {".venv/bin/": ""} | ({"curl -s": f"curl -s -H 'X-Api-Key: {key}'"} if key else {})
    for name, value in told.items():
        block = block.replace(name, value)
    console = f"export DEPECHE_API_URL={system.api}" + (f" DEPECHE_API_KEY={key}" if key else "")
    return ["bash", "-euo", "pipefail", "-c", f"{console}\n{block}"]


async def run(command: list[str]) -> asyncio.subprocess.Process:
    """Starts it, with our commands to be found as in an activated environment."""
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return await asyncio.create_subprocess_exec(
        *command, stdout=subprocess.PIPE, env=os.environ | path, start_new_session=True
    )


async def test_the_three_uses_can_be_pasted(client: Client, system: System) -> None:
    """As they stand in the README, one after the other: post, ask, consume."""
    post, ask, consume = (pasted(block, system, client.bootstrap) for block, _ in blocks("README.md", "sh paste"))
    posted = json.loads((await (await run(post)).communicate())[0])

    async def found() -> bool:
        answer = json.loads((await (await run(ask)).communicate())[0])
        return [item["id"] for item in answer["items"]] == [posted["id"]]

    await eventually(found, 60)
    consuming = await run(consume)
    assert consuming.stdout
    try:
        async with asyncio.timeout(60):
            while posted["id"] not in (line := (await consuming.stdout.readline()).decode()):
                assert line, "it ended"
        assert line.startswith("article.enriched")
    finally:
        os.killpg(consuming.pid, signal.SIGKILL)
        await consuming.wait()


def printed(code: str, names: dict[str, Any]) -> str:
    """What Python prints when the code is pasted, line by line, and ended with an empty one."""
    python, out = InteractiveConsole(names), io.StringIO()
    with contextlib.redirect_stdout(out):
        for line in [*code.splitlines(), ""]:
            python.push(line)
    return out.getvalue()


async def test_the_notebook_prints_what_it_says(system: System) -> None:
    """Each cell at once, as somebody pastes them: none of them is run again."""
    source, names = unique(), dict[str, Any]()
    with contextlib.ExitStack() as stack:
        for code, expected in blocks("docs/client.md", "python"):
            shown = await asyncio.to_thread(printed, here(code, system, source), names)
            stack.callback(names["depeche"].close)
            assert shown == expected, code


async def test_the_stream_tells_what_arrives(system: System) -> None:
    [(code, _)] = blocks("docs/client.md", "python stream")
    source = unique()
    watching = asyncio.create_task(asyncio.to_thread(printed, here(code, system, source), {}))

    async def told() -> bool:
        """Posted again and again, as nobody knows from outside when the stream has begun."""
        article = {"source": source, "external_id": unique(), "title": "Pluie", "text": f"Il pleut, dit {unique()}."}
        with Depeche(system.api, system.ingest, os.environ.get("DEPECHE_TEST_API_KEY")) as depeche:
            await asyncio.to_thread(depeche.post, article)
        await asyncio.wait([watching], timeout=1)
        return watching.done()

    await eventually(told, 60)
    assert await watching == "article.enriched Pluie\n"


@pytest.fixture(scope="module")
def schema(system: System) -> Json:
    """The schema of an article as the api publishes it."""
    components = httpx.get(f"{system.api}/openapi.json").json()["components"]
    return {"$ref": "#/components/schemas/EnrichedArticle", "components": components}


def test_the_event_that_is_shown_is_one(schema: Json) -> None:
    [(block, _)] = blocks("docs/consuming.md", "json event")
    event = json.loads(block)
    jsonschema.validate(event["value"], schema)
    value = event["value"]
    for span in [*value["summary"], *value["entities"][0]["mentions"]]:
        assert value["text"][span["start"] : span["end"]] in (span.get("text"), "Nantes")
    assert event["headers"]["ce_id"] == f"{value['id']}:{value['revision']}"


async def test_the_consumer_reads_every_event(client: Client, schema: Json) -> None:
    [(code, _)] = blocks("docs/consuming.md", "python")
    page = SimpleNamespace(**_run(code))
    source, group = unique(), unique()
    since = await client.ends("articles.enriched")
    first = await client.enriched(source=source, external_id="1", text="Il pleut sur Nantes, selon la mairie.")
    await client.enriched(source=source, external_id="1", text="Il ne pleut plus sur Nantes, selon la mairie.")
    seen: list[tuple[str, str, int]] = []

    async def handle(kind: str, event_id: str, article: Any) -> None:
        if article.source == source:
            seen.append((kind, event_id, article.revision))

    consuming = asyncio.create_task(page.consume(client.bootstrap, group, handle))
    try:

        async def both() -> bool:
            assert not consuming.done() or consuming.result()
            return len(seen) == 2

        await eventually(both, 60)
    finally:
        consuming.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await consuming
    assert seen == [("article.enriched", f"{first['id']}:1", 1), ("article.revised", f"{first['id']}:2", 2)]
    for record in await client.read("articles.enriched", since):
        jsonschema.validate(json.loads(record.value), schema)
        assert header(record, "ce_specversion") == "1.0"


def _run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "docs"}
    exec(compile(code, "docs/consuming.md", "exec"), names)  # noqa: S102  # it is ours
    return {name: value for name, value in names.items() if not name.startswith("__")}


async def test_the_tour_finds_every_quote_of_its_speaker(client: Client) -> None:
    """In the console and over HTTP; tests/e2e/test_reader.py does so in the reader."""
    text = (ROOT / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8-sig")
    posted = await client.enriched(source=unique(), external_id="1", text=text)
    said = [quote["text"] for quote in posted["quotes"] if quote["speaker"]["name"] == "Rob Bauer"]
    assert len(said) == 3

    async def found() -> bool:
        return bool((await client.search(source=posted["source"]))["total"])

    await eventually(found)
    for command, _ in blocks("docs/tour.md", "sh"):
        out, _ = await (await run(pasted(command, client.system, client.bootstrap))).communicate()
        assert all(words in out.decode() for words in said), out.decode()

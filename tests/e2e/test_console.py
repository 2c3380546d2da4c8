"""The console on the real system, as somebody types it: posted, found, shown, told; and what a script reads of it."""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.client import Client, unique
from tests.system import System, eventually

ROOT = Path(__file__).parents[2]
TEXT = """MARSEILLE, 4 octobre 2023 (AFP) - Le port de Marseille a rouvert mardi matin après trois jours de grève, a
indiqué la direction du port, qui prévoit une semaine pour un retour à la normale. Les dockers ont voté la reprise du
travail à une large majorité. « Nous avons été entendus », a déclaré Jeanne Martin, la porte-parole des dockers. {}
navires attendaient au large depuis samedi."""
STORY = """LYON, 6 mai 2024 (AFP) - Le tunnel de la Croix-Rousse restera fermé tout l’été, a annoncé lundi la métropole,
qui doit y refaire l’éclairage et les issues de secours. Les travaux commenceront le 1er juillet. « Nous avons été
entendus », a déclaré Jeanne Martin, la porte-parole des riverains. {} bus y passent chaque heure aux heures de
pointe.""".replace("\n", " ")


class Shell:
    """Types commands in a directory of its own."""

    def __init__(self, system: System, directory: Path) -> None:
        self.directory = directory
        key = os.environ.get("DEPECHE_TEST_API_KEY")
        given = {"DEPECHE_API_URL": system.api, "DEPECHE_INGEST_URL": system.ingest, "PYTHONPATH": str(ROOT)}
        ports = {"DEPECHE_ENRICH_PORT": system.enrich.rpartition(":")[2]}
        self.environment = {**os.environ, **system.servers.environment, **given, **ports}
        self.environment |= {"DEPECHE_API_KEY": key} if key else {}

    async def run(self, *arguments: str, code: int = 0, stdin: str = "") -> str:
        """What a command prints; it must end with this exit code."""
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "console", *arguments],
            cwd=self.directory, env=self.environment, input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return str(done.stdout)

    async def rows(self, *arguments: str, code: int = 0, stdin: str = "") -> list[dict[str, Any]]:
        """The JSON that it prints, line by line."""
        return [
            json.loads(line) for line in (await self.run(*arguments, "--json", code=code, stdin=stdin)).splitlines()
        ]


@pytest.fixture
def shell(system: System, tmp_path: Path) -> Shell:
    return Shell(system, tmp_path)


class TestPost:
    async def test_again_and_again_until_all_is_there(self, shell: Shell, client: Client) -> None:
        """A directory with a text, a page, a list and NDJSON; then a file that changed, and nothing else."""
        source, news = unique(), shell.directory / "news"
        (news / "deep").mkdir(parents=True)
        (news / "port.txt").write_text(TEXT.format("Quarante"), encoding="utf-8")
        two = [{"text": f"Il neige, dit {source}."}, {"text": "Il vente.", "language": "x"}]
        (news / "deep" / "two.json").write_text(json.dumps(two))
        rows = [{"text": f"La gare {n} a rouvert.", "external_id": f"{n}"} for n in range(600)]
        (news / "many.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{oops\n")
        post = ("post", "news", "--source", source)
        first = await shell.rows(*post, code=3)
        assert Counter(row["status"] for row in first) == {"accepted": 602, "refused": 2}
        wrong = {row["where"]: row["errors"][0]["field"] for row in first if row["status"] == "refused"}
        assert wrong == {"news/deep/two.json[1]": "language", "news/many.ndjson:601": None}
        again = await shell.rows(*post, code=3)
        assert Counter(row["status"] for row in again) == {"known": 602, "refused": 2}

        (news / "port.txt").write_text(TEXT.format("Cinquante"), encoding="utf-8")
        changed = await shell.rows(*post, "--wait", "120", code=3)
        accepted, posted = [row for row in changed if row["status"] not in ("known", "refused")]
        assert [accepted["status"], posted["status"]] == ["accepted", "enriched"]
        assert accepted["where"] == posted["where"] == "news/port.txt"
        assert (await client.article(posted["id"]))["revision"] == 2

        async def found() -> bool:
            return bool((await client.search(source=source, limit=1))["total"] == 602)

        await eventually(found, 120)

    async def test_what_became_of_a_page_with_nothing_in_it(self, shell: Shell) -> None:
        (shell.directory / "empty.html").write_text("<html><body></body></html>")
        shown = await shell.run("post", "empty.html", "--source", unique(), "--wait", "60", code=3)
        assert "dead               1" in shown
        assert "empty.html: There is no text to read in the page." in shown

    async def test_standard_input(self, shell: Shell) -> None:
        [row] = await shell.rows("post", "-", "--source", unique(), stdin='{"text": "Il pleut."}\n')
        assert (await shell.rows("receipt", row["receipt"], "--wait", "60"))[0]["status"] == "enriched"


class TestReading:
    async def test_from_a_name_to_what_they_said(self, shell: Shell) -> None:
        """The way in docs/tour.md: search, quotes, show, story."""
        source = unique()
        (shell.directory / "a.txt").write_text(STORY.format("Quarante"), encoding="utf-8")
        (shell.directory / "b.txt").write_text(STORY.format("Cinquante"), encoding="utf-8")
        ids = []
        for name in ("a.txt", "b.txt"):
            [_, row] = await shell.rows("post", name, "--source", source, "--wait", "60")
            ids.append(row["id"])

        async def both() -> bool:
            return len(await shell.rows("search", "tunnel", "--source", source)) == 2

        await eventually(both)
        assert "2 found." in await shell.run(
            "search", "--speaker", "Jeanne Martin", "--source", source, "--sort", "published"
        )
        quotes = await shell.rows("quotes", "speaker:Martin", "--source", source, "--all")
        assert [quote["text"] for quote in quotes] == ["Nous avons été entendus"] * 2
        assert "speaker:word in the QUERY" in await shell.run("quotes", "--speaker", "Martin", "--source", source)
        shown = await shell.run("show", ids[0])
        assert "Jeanne Martin" in shown
        assert "2024-05-06 (to the day" in shown
        members = await shell.rows("story", ids[1])
        ours = [member["article"] for member in members if member["article"]["source"] == source]
        assert [article["id"] for article in ours] == ids
        assert "“Quarante bus” became “Cinquante bus”" in await shell.run("story", ids[0])

    async def test_what_arrives_is_told(self, shell: Shell) -> None:
        source = unique()
        tail = asyncio.create_task(shell.rows("tail", "--source", source, "--limit", "1"))

        async def told() -> bool:
            line = json.dumps({"text": f"Il pleut, dit {unique()}.", "source": source, "external_id": unique()})
            await shell.run("post", "-", stdin=line)
            await asyncio.wait([tail], timeout=1)
            return tail.done()

        await eventually(told, 60)
        [event] = await tail
        assert (event["kind"], event["article"]["source"]) == ("article.enriched", source)


class TestOperating:
    async def test_numbers(self, shell: Shell, client: Client) -> None:
        await client.enriched(text="Il pleut sur Nantes.", source=unique(), external_id="1")
        [numbers] = await shell.rows("stats")
        assert numbers["articles"] >= 1
        assert numbers["last_24_hours"]["enriched"] >= 1
        assert "posted, and not yet enriched" in await shell.run("stats")

    @pytest.mark.timeout(300)
    async def test_a_doctor_who_finds_nothing(self, shell: Shell) -> None:
        found = {finding["name"]: finding for finding in await shell.rows("doctor")}
        assert {name for name, each in found.items() if each["state"] == "wrong"} == set()
        names = ["Kafka", "MongoDB", "Indexes", "ingest", "enrich", "api", "Key", "Models", "Waiting", "Search", "Dead"]
        assert list(found) == [*names, "Disk", "Clock"]

    @pytest.mark.timeout(300)
    async def test_a_doctor_who_finds_what_is_wrong(self, shell: Shell, system: System) -> None:
        """An index that was dropped, an enrich that does not answer, a MongoDB that is not there."""
        shell.environment |= {"DEPECHE_ENRICH_PORT": "1", "DEPECHE_MONGODB_DATABASE": unique()}
        findings = {finding["name"]: finding for finding in await shell.rows("doctor", code=3)}
        assert "python -m shared.setup" in findings["MongoDB"]["said"]
        assert "Indexes" not in findings, "what needs MongoDB is not asked where that is wrong already"
        assert "`depeche up`" in findings["enrich"]["advice"]
        shown = await shell.run("doctor", code=3)
        assert "checks failed" in shown
        assert "→" in shown

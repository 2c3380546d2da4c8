"""`depeche explain` on a real MongoDB; and every field has its steps."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from services.enrich.steps import MADE_BY, PROVENANCE
from shared import mongo
from shared.articles import EnrichedArticle
from tests.system import Servers

ROOT = Path(__file__).parents[3]
ARTICLE: dict[str, Any] = {
    "_id": "explained", "revision": 2, "enriched_at": "2026-11-25T08:00:00Z", "topics": [{"code": "medtop:16000000"}],
    "provenance": PROVENANCE | {"topics": "0", "changes": "0"},
}  # fmt: skip


def explain(servers: Servers, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "console", "explain", *arguments]
    environment = {"PATH": "/usr/bin:/bin", **servers.environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)


async def test_steps_versions_and_what_is_newer(servers: Servers) -> None:
    database = mongo.connect(servers.settings())
    await database.articles.insert_one(ARTICLE)
    try:
        shown = explain(servers, "explained", "topics").stdout
        assert "topics of revision 2" in shown
        assert f"topics 0; {PROVENANCE['topics']} is installed: `depeche replay --step topics`" in shown
        changed = explain(servers, "explained", "changes").stdout
        assert f"changes 0; {PROVENANCE['changes']} is installed: for what comes from now on" in changed
        assert "depeche replay" not in changed
        said = json.loads(explain(servers, "explained", "topics", "--json").stdout)
        assert said["value"] == ARTICLE["topics"]
        assert said["made_by"][-1] == {"step": "topics", "version": "0", "installed": PROVENANCE["topics"]}
        missing = explain(servers, "nobody", "topics")
        assert (missing.returncode, missing.stderr) == (1, "depeche: there is no article nobody.\n")
        assert explain(servers, "explained", "colour").returncode == 2
    finally:
        await database.articles.delete_one({"_id": "explained"})
        database.client.close()


def test_every_field_and_every_step_has_its_place() -> None:
    assert set(MADE_BY) == set(EnrichedArticle.model_fields)
    assert {step for steps in MADE_BY.values() for step in steps} == set(PROVENANCE)

"""The README says what the code does."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from docs import tables

ROOT = Path(__file__).parents[2]


def test_the_tables_are_as_the_code_says() -> None:
    for page, found in ((tables.README, tables.tables()), (tables.FORMS, tables.columns())):
        written = page.read_text(encoding="utf-8")
        assert tables.put(written, found) == written, "run `make docs`"


def test_the_first_article_is_shown_as_it_is_read() -> None:
    command = [sys.executable, "-m", "console", "preview", "seeds/000_3242eda2df0c20cf.txt"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"COLUMNS": "96"}, capture_output=True, check=True)
    box = done.stdout.decode().partition("╯")[0]
    assert f"<!-- excerpt -->\n```\n{box}╯\n```" in tables.README.read_text(encoding="utf-8")


def test_the_first_article_is_as_json_what_is_shown() -> None:
    command = [sys.executable, "-m", "console", "preview", "--json", "seeds/000_3242eda2df0c20cf.txt"]
    found = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    readme = tables.README.read_text(encoding="utf-8")
    [excerpt] = re.findall(r"```json\n(\{.*?)```\n<!-- /excerpt -->", readme, re.DOTALL)
    shown = json.loads(re.sub(r",\s*…(?=\s*[\]}])", "", excerpt))
    assert shown["entities"]
    assert _is_of(shown, found)


def _is_of(shown: Any, found: Any) -> bool:
    """Whether all that is shown is there; "…" ends a text that goes on."""
    if isinstance(shown, dict):
        return all(name in found and _is_of(value, found[name]) for name, value in shown.items())
    if isinstance(shown, list):
        return all(any(_is_of(value, other) for other in found) for value in shown)
    if isinstance(shown, str) and shown.endswith(" …"):
        return found.startswith(shown[:-2])
    return shown == found


def test_every_name_in_the_route_exists() -> None:
    """The numbered route names modules and functions as `services/x/y.py` `function`."""
    route = tables.README.read_text(encoding="utf-8").split("## The route of an article")[1].split("\n## ")[0]
    steps = re.findall(r"\[`(\w+(?:\.\w+)?)`\]\(([\w/]+\.py)\)", route)
    assert len(steps) >= 8
    for name, file in steps:
        source = (ROOT / file).read_text(encoding="utf-8")
        for part in name.split("."):
            assert re.search(rf"(def|class) {part}\b", source), f"{file} has no {part}"


def test_every_link_leads_somewhere() -> None:
    for page in [tables.README, *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = set(re.findall(r'^    "([a-z0-9-]+)(?:;.*)?",$', project, re.MULTILINE))
    reasons = (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8")
    assert listed == set(re.findall(r"^\| ([a-z0-9-]+) \| .+ \|$", reasons, re.MULTILINE)) - {"package"}

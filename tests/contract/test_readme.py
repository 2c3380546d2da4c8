"""The README says what the code does."""

import os
import re
import subprocess
import sys
from pathlib import Path

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

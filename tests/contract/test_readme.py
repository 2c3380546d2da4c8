"""The README and the pages of docs/ say what the code does."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from docs import tables
from services.api.search import words
from services.api.search.generation import Generation
from services.api.search.highlight import highlights
from services.api.search.question import Page
from shared.articles import EnrichedArticle
from tests.unit.api.made import add

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ADDRESS = "http://127.0.0.1:8000/v1/articles"


@cache
def first_article() -> dict[str, Any]:
    """The first article as JSON, with what is read in it."""
    command = [sys.executable, "-m", "console", "preview", "--json", "seeds/000_3242eda2df0c20cf.txt"]
    found: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return found


def test_the_tables_are_as_the_code_says() -> None:
    for page, found in tables.pages().items():
        written = page.read_text(encoding="utf-8")
        assert tables.put(written, found) == written, "run `make docs`"


def test_the_first_article_is_shown_as_it_is_read() -> None:
    command = [sys.executable, "-m", "console", "preview", "seeds/000_3242eda2df0c20cf.txt"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"COLUMNS": "96"}, capture_output=True, check=True)
    box = done.stdout.decode().partition("╯")[0]
    assert f"<!-- excerpt -->\n```\n{box}╯\n```" in README.read_text(encoding="utf-8")


def test_the_first_article_is_as_json_what_is_shown() -> None:
    readme = README.read_text(encoding="utf-8")
    [excerpt] = re.findall(r"```json\n(\{.*?)```\n<!-- /excerpt -->", readme, re.DOTALL)
    shown = json.loads(re.sub(r",\s*…(?=\s*[\]}])", "", excerpt))
    assert shown["entities"]
    assert _is_of(shown, first_article())


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
    route = README.read_text(encoding="utf-8").split("## The route of an article")[1].split("\n## ")[0]
    steps = re.findall(r"\[`(\w+(?:\.\w+)?)`\]\(([\w/]+\.py)\)", route)
    assert len(steps) >= 8
    for name, file in steps:
        source = (ROOT / file).read_text(encoding="utf-8")
        for part in name.split("."):
            assert re.search(rf"(def|class) {part}\b", source), f"{file} has no {part}"


def models(of: type[BaseModel], seen: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """A model and all that are in its fields, by their names."""
    if of.__name__ not in seen:
        seen[of.__name__] = of
        for field in of.model_fields.values():
            for kind in _kinds(field.annotation):
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    models(kind, seen)
    return seen


def _kinds(annotation: Any) -> Iterator[Any]:
    """A type and all that it is made of; of a Literal its values."""
    yield annotation
    for part in get_args(annotation):
        yield from _kinds(part)


def values(annotation: Any) -> set[str]:
    """The words that a field may have, if it has words of its own."""
    return {word for kind in _kinds(annotation) if get_origin(kind) is Literal for word in get_args(kind)}


MODELS = models(EnrichedArticle, {})


@pytest.mark.parametrize("name", MODELS)
def test_every_field_of_an_article_is_explained(name: str) -> None:
    """In the order of the model, with every word that it may be and a link to the model that it has."""
    page = (ROOT / "docs/article.md").read_text(encoding="utf-8")
    [section] = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", section, re.MULTILINE)
    assert [field for field, _, _ in rows] == list(MODELS[name].model_fields)
    for field, kind, about in rows:
        annotation = MODELS[name].model_fields[field].annotation
        linked = re.findall(r"\[(\w+)\]\(#(\w+)\)", kind)
        inside = [each.__name__ for each in _kinds(annotation) if getattr(each, "__name__", "") in MODELS]
        assert linked == [(each, each.lower()) for each in inside], field
        assert kind.endswith(" or null") == (type(None) in _kinds(annotation)), field
        assert kind.startswith("list of ") == (get_origin(annotation) is list), field
        assert values(annotation) <= set(re.findall(r"`([^`]+)`", about)), field


def test_what_has_a_table_of_fields_is_a_model() -> None:
    sections = (ROOT / "docs/article.md").read_text(encoding="utf-8").split("\n## ")[1:]
    tabled = [section.partition("\n")[0] for section in sections if "| field | type | what it is |" in section]
    assert set(tabled) == set(MODELS)
    assert len(tabled) == len(MODELS)


def test_the_searches_that_are_shown_find_the_first_article(tmp_path: Path) -> None:
    """Not over HTTP: their parameters are those of the page, and are asked of an index that has the article."""
    page = (ROOT / "docs/search.md").read_text(encoding="utf-8")
    generation = Generation.create(tmp_path / "one")
    add(generation, first_article())
    searches = re.findall(r"```sh search\n(.*?)```", page, re.DOTALL)
    assert len(searches) == 3
    for search in searches:
        asked = Page.model_validate(_parameters(search))
        assert generation.search(asked.question, None, asked.limit).total == 1, search


def _parameters(command: str) -> dict[str, str]:
    curl, options, address, *rest = shlex.split(command.replace("\\\n", " "))
    assert (curl, options, address) == ("curl", "-sG", ADDRESS)
    assert set(rest[::2]) <= {"-d", "--data-urlencode"}
    return dict(parameter.split("=", 1) for parameter in rest[1::2])


def test_the_highlights_that_are_shown_are_right() -> None:
    page = (ROOT / "docs/search.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```json\n\"highlights\": (.*?)\n```", page)
    article = first_article()
    found = highlights(article, words.parse("drones"), None)
    assert [article["text"][span["start"] : span["end"]] for span in found["text"]][:2] == ["drones", "drones"]
    assert json.loads(re.sub(r",\s*…", "", shown)) == found | {"text": found["text"][:2]}


def test_every_link_leads_somewhere() -> None:
    for page in [README, *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = set(re.findall(r'^    "([a-z0-9-]+)(?:;.*)?",$', project, re.MULTILINE))
    reasons = (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8")
    assert listed == set(re.findall(r"^\| ([a-z0-9-]+) \| .+ \|$", reasons, re.MULTILINE)) - {"package"}

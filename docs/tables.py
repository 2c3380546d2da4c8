"""The tables of reference.md, search.md and forms.md: `python -m docs.tables` (or `make docs`) writes them."""

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from prometheus_client import REGISTRY
from pydantic_core import PydanticUndefined

import services.api.metrics
import services.enrich.metrics
import services.ingest.metrics  # noqa: F401  # the three register their metrics when they are imported
from console.settings import ClientSettings, UpSettings
from services.api.app import create_app as create_api
from services.api.forms import csv
from services.api.search.question import Filter
from services.api.search.schema import STEMMERS
from services.api.settings import ApiSettings
from services.enrich.settings import EnrichSettings
from services.ingest.app import create_app as create_ingest
from services.ingest.settings import IngestSettings
from shared import kafka
from shared.dates import PATTERN
from shared.settings import Settings

REFERENCE, SEARCH, FORMS = (Path(__file__).with_name(f"{name}.md") for name in ("reference", "search", "forms"))
# What a cell says where there is nothing to say.
_NONE = "–"
_KINDS = {"boolean": "`true` or `false`", "number": "a number"}
_TOPICS = {
    kafka.RAW: ("a posted article, with its id", "`article.received`, `article.replayed`"),
    kafka.ENRICHED: ("an enriched article", "`article.enriched`, `article.revised`, `article.reenriched`"),
    kafka.DEAD: ("the original bytes, and in the headers why", "as it came, and `__connect.errors.*`"),
}


def pages() -> dict[Path, dict[str, str]]:
    """For each page its tables in Markdown, by the names of their places."""
    return {REFERENCE: _reference(), SEARCH: _search(), FORMS: _forms()}


def _reference() -> dict[str, str]:
    return {
        "routes": _table(("service", "route", "what it does"), _routes()),
        "topics": _table(("topic", "value", "type", "kept", "largest record"), _topics()),
        "settings": _table(("variable", "default", "for", "what and why"), _settings()),
        "metrics": _table(("metric", "labels", "what it counts"), _metrics()),
    }


def _search() -> dict[str, str]:
    api = create_api(ApiSettings()).openapi()["paths"]
    return {
        "stemming": textwrap.fill(f"{', '.join(sorted(STEMMERS.values()))}.", 120) + "\n",
        "filters": _table(("filter", "takes", "example", "what is found"), _filters(api)),
        "others": _table(("parameter", "of `/v1/…`", "takes", "without it", "what it does"), _others(api)),
    }


def _forms() -> dict[str, str]:
    return {"columns": _table(("column", "what is in it"), ((f"`{one.name}`", one.about) for one in csv.COLUMNS))}


def put(page: str, found: dict[str, str]) -> str:
    """The page with the tables in their places."""
    for name, table in found.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page, places = place.subn(lambda match, table=table: match[1] + table + match[2], page)
        if places != 1:
            raise ValueError(f"there are {places} places for the table of {name}")
    return page


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _routes() -> Iterator[tuple[str, ...]]:
    apps: dict[str, FastAPI] = {"ingest :8001": create_ingest(IngestSettings()), "api :8000": create_api(ApiSettings())}
    for name, app in apps.items():
        for path, methods in app.openapi()["paths"].items():
            for method, operation in methods.items():
                if "operation" not in operation.get("tags", []):
                    yield name, f"`{method.upper()} {path}`", operation["summary"]
    yield "all, enrich :8002 too", "`GET /healthz`", "Is the process alive?"
    asks = "It asks Kafka, and all but ingest ask MongoDB; the api must have a search index, too."
    yield "all, enrich :8002 too", "`GET /readyz`", f"Can it do its work now? {asks}"
    yield "all, enrich :8002 too", "`GET /metrics`", "Prometheus metrics"


def _topics() -> Iterator[tuple[str, ...]]:
    for name, size in kafka.MAX_RECORD_BYTES.items():
        value, kind = _TOPICS[name]
        yield f"`{name}`", value, kind, f"{kafka.RETENTION_DAYS[name]} days", f"{size // 1024 // 1024} MiB"


def _settings() -> Iterator[tuple[str, ...]]:
    told: set[str] = set()
    models: dict[str, type[Settings]] = {
        "all": Settings,
        "ingest": IngestSettings,
        "enrich": EnrichSettings,
        "api": ApiSettings,
        "`depeche`": ClientSettings,
        "`depeche up`": UpSettings,
    }
    for service, model in models.items():
        for name, field in model.model_fields.items():
            if name not in told and field.description:
                told.add(name)
                default = "required" if field.default is PydanticUndefined else _default(field.default)
                default = "one for each core" if name == "enrich_processes" else default
                yield f"`DEPECHE_{name.upper()}`", default, service, field.description or ""


def _metrics() -> Iterator[tuple[str, ...]]:
    # In the order of names, as that of imports is anybody's.
    for collector in sorted(REGISTRY._collector_to_names, key=lambda each: str(getattr(each, "_name", ""))):
        for metric in collector.describe() if hasattr(collector, "describe") else ():
            if metric.name.startswith("depeche_"):
                name = metric.name + ("_total" if metric.type == "counter" else "")
                labels = ", ".join(f"`{label}`" for label in getattr(collector, "_labelnames", ()))
                yield f"`{name}`", labels, metric.documentation


def _default(value: Any) -> str:
    """A default as it is written in an environment or an address."""
    if value is None:
        return _NONE
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _filters(paths: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The parameters of a search that tell what is found."""
    for one in _parameters(paths["/v1/articles"]):
        if one["name"] in Filter.model_fields:
            [example] = one["schema"].get("examples", [None])
            yield f"`{one['name']}`", _takes(one), _default(example), one["description"]


def _others(paths: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """What else the routes take that take filters; what several take alike is said once."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for path, methods in paths.items():
        parameters = [one for one in _parameters(methods) if one["in"] == "query"]
        if not Filter.model_fields.keys() <= {one["name"] for one in parameters}:
            continue
        # A feed and an export have a route for each of their forms.
        route = path.removeprefix("/v1/").partition(".")[0]
        for one in parameters:
            if one["name"] not in Filter.model_fields:
                told = (_takes(one), _default(one["schema"].get("default")), one["description"])
                found.setdefault((one["name"], *told), {})[f"`{route}`"] = None
    for (name, *rest), routes in found.items():
        yield f"`{name}`", ", ".join(routes), *rest


def _parameters(methods: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = methods.get("get", {}).get("parameters", [])
    return found


def _takes(parameter: dict[str, Any]) -> str:
    """What a parameter may be, in words."""
    schema = parameter["schema"]
    kind = next((each for each in schema.get("anyOf", ()) if each["type"] != "null"), schema)
    if "enum" in kind:
        return ", ".join(f"`{value}`" for value in kind["enum"])
    if kind["type"] == "integer":
        return f"a whole number, {kind['minimum']} to {kind['maximum']:,}"
    if kind["type"] in _KINDS:
        return _KINDS[kind["type"]]
    if kind.get("pattern") == PATTERN:
        return "a date"
    return "text of this form" if "pattern" in kind else f"text, at most {kind['maxLength']:,} characters"


def main() -> None:
    for page, found in pages().items():
        page.write_text(put(page.read_text(encoding="utf-8"), found), encoding="utf-8")
        sys.stdout.write(f"{page.name}: the tables are as the code says.\n")


if __name__ == "__main__":
    main()

"""The tables of the README and of forms.md: `python -m docs.tables` (or `make docs`) writes them from the code."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import REGISTRY
from pydantic_core import PydanticUndefined

import services.api.metrics
import services.enrich.metrics
import services.ingest.metrics  # noqa: F401  # the three register their metrics when they are imported
from console.settings import ClientSettings, UpSettings
from services.api.app import create_app as create_api
from services.api.forms import csv
from services.api.settings import ApiSettings
from services.enrich.settings import EnrichSettings
from services.ingest.app import create_app as create_ingest
from services.ingest.settings import IngestSettings
from shared import kafka
from shared.settings import Settings

README = Path(__file__).parents[1] / "README.md"
FORMS = Path(__file__).with_name("forms.md")
_TOPICS = {
    kafka.RAW: ("a posted article, with its id", "`article.received`, `article.replayed`"),
    kafka.ENRICHED: ("an enriched article", "`article.enriched`, `article.revised`, `article.reenriched`"),
    kafka.DEAD: ("the original bytes, and in the headers why", "as it came, and `__connect.errors.*`"),
}


def tables() -> dict[str, str]:
    """Each table in Markdown, by the name of its place in the README."""
    return {
        "routes": _table(("service", "route", "what it does"), _routes()),
        "topics": _table(("topic", "value", "type", "kept", "largest record"), _topics()),
        "settings": _table(("variable", "default", "for", "what and why"), _settings()),
        "metrics": _table(("metric", "labels", "what it counts"), _metrics()),
    }


def columns() -> dict[str, str]:
    """The table of forms.md."""
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
    yield "all", "`GET /readyz`", "Can it do its work now? It asks Kafka and MongoDB."
    yield "all", "`GET /metrics`", "Prometheus metrics"


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
                default = "required" if field.default is PydanticUndefined else f"`{field.default}`"
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


def main() -> None:
    for page, found in ((README, tables()), (FORMS, columns())):
        page.write_text(put(page.read_text(encoding="utf-8"), found), encoding="utf-8")
        sys.stdout.write(f"{page.name}: the tables are as the code says.\n")


if __name__ == "__main__":
    main()

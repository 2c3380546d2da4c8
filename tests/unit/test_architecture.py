"""The arrows of the house: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = (
    "shared", "services.ingest", "services.enrich", "services.api", "depeche_client", "console", "devstack",
    "benchmarks", "tests",
)  # fmt: skip
ALLOWED = {
    "shared": set(),
    "services.ingest": {"shared"},
    "services.enrich": {"shared"},
    "services.api": {"shared"},
    "console": {"shared", "devstack", "services.enrich", "depeche_client"},
    "depeche_client": {"shared"},
    "devstack": {"shared"},
}

# The folders of a service from the ground up: each imports those before it only, and of what stands around them these.
FLOORS = {
    "enrich": (
        "text", "gazetteer", "tagging", "counting", "dating", "layout", "locating", "speech", "subjects", "naming",
    ),
    "api": ("search", "forms", "listening", "webhooks", "routes", "reader"),
}  # fmt: skip
GROUND = {"enrich": set[str](), "api": {"metrics", "responses", "settings", "store"}}


def room(module: str) -> str | None:
    """The room of the house that a module stands in; null for what is not ours."""
    return next((name for name in OURS if module == name or module.startswith(name + ".")), None)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which room it reaches into"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_imports_follow_the_arrows(name: str) -> None:
    files = sorted((ROOT / name.replace(".", "/")).rglob("*.py"))
    assert files, f"{name} has no modules: is the house still built like this?"
    wrong = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files
        for module in imports(path)
        if (target := room(module)) is not None and target != name and target not in ALLOWED[name]
    }
    assert not wrong


@pytest.mark.parametrize("service", sorted(FLOORS))
def test_each_folder_stands_on_those_before_it(service: str) -> None:
    folder, floors = ROOT / "services" / service, FLOORS[service]
    assert {path.parent.name for path in folder.glob("*/*.py")} == set(floors)
    wrong = {
        f"{path.relative_to(ROOT)} imports {module}"
        for floor, name in enumerate(floors)
        for path in (folder / name).glob("*.py")
        for module in imports(path)
        if room(module) == f"services.{service}"
        and module.split(".")[2] not in {*floors[: floor + 1], *GROUND[service]}
    }
    assert not wrong


def test_no_module_reads_settings_or_connects_when_it_is_imported() -> None:
    """A call of a settings class, a client or a loader at the top level of a module."""
    forbidden = {"Settings", "IngestSettings", "EnrichSettings", "ApiSettings", "AIOKafkaProducer", "AIOKafkaConsumer"}
    wrong = []
    for path in [*(ROOT / "shared").rglob("*.py"), *(ROOT / "services").rglob("*.py")]:
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If):
                continue
            calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
            wrong += [path.name for call in calls if isinstance(call, ast.Name) and call.id in forbidden]
    assert not wrong


def test_only_shared_mongo_knows_the_driver_of_mongodb() -> None:
    """Motor's end of life is known: its successor must be a change in one place."""
    wrong = {
        path.relative_to(ROOT).as_posix()
        for room in ("shared", "services", "console", "devstack", "depeche_client")
        for path in (ROOT / room).rglob("*.py")
        if any(module.split(".")[0] == "motor" for module in imports(path))
    }
    assert wrong == {"shared/mongo.py"}


def test_the_client_needs_of_us_only_the_contract() -> None:
    """Whoever only asks over HTTP installs five packages, and neither Kafka's, nor MongoDB's, nor spaCy."""
    code = "import sys, depeche_client; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"aiokafka", "confluent_kafka", "fastapi", "motor", "pymongo", "spacy", "structlog", "services"}
    assert not heavy & set(done.stdout.split())

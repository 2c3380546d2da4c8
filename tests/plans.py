"""What MongoDB says of how it has answered: its profiler notes every operation, and the plan that it took.

So a query is known by being asked, and nobody has to list them. How many there are is read from the code.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.mongo import Database

Json = dict[str, Any]
_PROFILE, _PROFILE_BYTES = "system.profile", 64 * 1024 * 1024
# The methods of the driver that look for documents, and the command that each of them sends.
_COMMANDS = {
    "find": "find",
    "find_one": "find",
    "find_one_and_update": "findAndModify",
    "find_one_and_replace": "findAndModify",
    "find_one_and_delete": "findAndModify",
    "update_one": "update",
    "update_many": "update",
    "replace_one": "update",
    "delete_one": "remove",
    "delete_many": "remove",
    "count_documents": "aggregate",
    "estimated_document_count": "count",
    "aggregate": "aggregate",
    "distinct": "distinct",
}


@dataclass(frozen=True)
class Query:
    """A query, without the values that are asked for."""

    collection: str
    command: str
    shape: str


@dataclass(frozen=True)
class Answered:
    """How a query was answered."""

    query: Query
    plan: str
    sorted_in_memory: bool

    @property
    def is_bad(self) -> bool:
        """Was every document looked at, or were they sorted in memory? Whoever asks for all of them is right to."""
        return self.sorted_in_memory or ("COLLSCAN" in self.plan and self.query.shape != _shape({"filter": {}}))


async def watch(database: Database) -> None:
    """Note from now on what is asked."""
    await database.command("profile", 0)
    await database.drop_collection(_PROFILE)
    await database.create_collection(_PROFILE, capped=True, size=_PROFILE_BYTES)
    await database.command("profile", 2)


async def answered(database: Database) -> set[Answered]:
    """What was asked of our collections since then, each once."""
    noted = [entry async for entry in database[_PROFILE].find()]
    return {found for entry in noted if (found := _read(entry)) is not None}


def asked_in(directory: Path, collections: Sequence[str]) -> Counter[tuple[str, str]]:
    """How many places of the code ask each of these collections with each command."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in directory.rglob("*.py"))
    return Counter(found for tree in trees for found in _asked(tree, collections))


def _asked(tree: ast.AST, collections: Sequence[str]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _COMMANDS:
            collection = ast.unparse(node.func.value).rpartition(".")[2].lstrip("_")
            if collection in collections:
                yield collection, _COMMANDS[node.func.attr]


def _read(entry: Json) -> Answered | None:
    collection, command = entry["ns"].partition(".")[2], entry.get("command", {})
    name = entry["op"] if entry["op"] in ("update", "remove") else next(iter(command), "")
    # What watches for changes reads the log of the server, which has no index.
    watches = any("$changeStream" in stage for stage in command.get("pipeline", ()))
    if collection == _PROFILE or name not in _COMMANDS.values() or watches:
        return None
    told = {key: command[key] for key in _TOLD if key in command}
    query = Query(collection, name, _shape(told))
    return Answered(query, entry.get("planSummary", ""), entry.get("hasSortStage", False))


# The parts of a command that say what is asked for.
_TOLD = ("filter", "sort", "projection", "query", "update", "q", "u", "pipeline")


def _shape(value: Any) -> str:
    """The same without values: `{"_id": {"$eq": ?}}`. The fields of a document that is stored as a whole are values."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shape(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return "[" + ", ".join(map(_shape, value)) + "]"
    return "?"

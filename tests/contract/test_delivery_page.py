"""The table of faults in docs/delivery.md names every fault test, and no other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def written() -> set[tuple[str, str]]:
    table = (ROOT / "docs/delivery.md").read_text(encoding="utf-8").split("<!-- faults -->")[1].split("<!-- /")[0]
    return {(file, test) for file, test in re.findall(r"\(\.\./tests/(faults/\w+\.py)\) `(\w+)`", table)}


def there() -> set[tuple[str, str]]:
    return {
        (f"faults/{path.name}", node.name)
        for path in (ROOT / "tests/faults").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def test_every_fault_is_in_the_table() -> None:
    assert written() == there()

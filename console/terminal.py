"""What reaches a terminal: nothing that an article or a record holds can do anything to it."""

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console

_FOR_PROGRAMS = 200
# What turns the direction of writing round: a text could show another order than it has.
_TURNS = frozenset(map(chr, (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x61C)))


def counted(number: int, one: str) -> str:
    """So many: "1 article", "2,000 articles"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def program() -> str:
    """How this program is called from the directory that we are in: `depeche` only where the shell finds it."""
    if Path(sys.argv[0]).name == "__main__.py":
        return f"{shlex.quote(os.path.relpath(sys.executable))} -m console"
    found = shutil.which("depeche")
    is_found = found is not None and os.path.realpath(found) == os.path.realpath(sys.argv[0])
    return "depeche" if is_found else os.path.relpath(sys.argv[0])


def printable(text: str) -> str:
    """Text that can't do anything to a terminal: only line ends and tabs are left of its control characters."""
    return "".join(
        each if each.isprintable() or each in "\n\t" else each.encode("unicode_escape").decode() for each in text
    )


def harmless(value: Any) -> Any:
    """JSON in which a replacement character stands for each control character, so that spans stay where they are."""
    if isinstance(value, str):
        return value if value.isprintable() else "".join(map(_harmless, value))
    if isinstance(value, dict):
        return {name: harmless(each) for name, each in value.items()}
    if isinstance(value, list):
        return [harmless(each) for each in value]
    return value


def _harmless(character: str) -> str:
    control = ord(character) < 32 or 127 <= ord(character) < 160
    return "\ufffd" if (control and character not in "\n\t") or character in _TURNS else character


def screen() -> Console:
    """Where a person reads; a program that reads tables instead gets wide ones."""
    return Console(width=None if sys.stdout.isatty() else _FOR_PROGRAMS, highlight=False)


def emit(value: Any) -> None:
    """One JSON object in a line, for programs; at once, as they may wait for it."""
    sys.stdout.write(orjson.dumps(value).decode() + "\n")
    sys.stdout.flush()

"""`depeche keys`: who may use the HTTP services."""

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from console.command import AsJson, fail
from console.terminal import emit
from shared import events, keys
from shared.errors import StartupError
from shared.keys import Key

app = typer.Typer(help="API keys: who may post and read.", no_args_is_help=True)
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1)}
_EXPIRY = re.compile(r"([1-9][0-9]{0,4})([dh])")
_SCOPES: tuple[keys.Scope, ...] = get_args(keys.Scope)


def _expiry(given: str) -> datetime:
    if not (found := _EXPIRY.fullmatch(given)):
        raise typer.BadParameter("is no number of days or hours from now, such as 90d or 12h")
    return events.now() + int(found[1]) * _UNITS[found[2]]


File = Annotated[
    Path,
    typer.Option(
        metavar="FILE", envvar="DEPECHE_KEYS_FILE", help="The file of keys, which the services are told of likewise."
    ),
]
_FILE = Path(".depeche/keys.json")


@app.command()
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is, as the logs will say.")],
    scope: Annotated[
        list[str],
        typer.Option(
            metavar="SCOPE", help=f"What it allows: {', '.join(_SCOPES)} (all of it); can be given several times."
        ),
    ],
    expires: Annotated[
        datetime | None,
        typer.Option(parser=_expiry, metavar="TIME", help="When it ends, such as 90d or 12h from now; else never."),
    ] = None,
    file: File = _FILE,
    json: AsJson = False,
) -> None:
    """Make a key and print it, this once: only its hash is kept."""
    scopes = [known for known in _SCOPES if known in scope]
    if unknown := sorted(set(scope) - set(_SCOPES)):
        raise typer.BadParameter(f"there is no scope {', '.join(unknown)}; there are {', '.join(_SCOPES)}")
    if not 0 < len(name) <= 100 or not name.isprintable():
        raise typer.BadParameter("a name has 1 to 100 printable characters")
    key, token = keys.create(name, scopes, expires)
    _write(file, [*_read(file), key])
    if json:
        emit(_row(key) | {"key": token})
    else:
        sys.stdout.write(f"{token}\n")
    sys.stderr.write(f"It is shown this once. Send it as `Authorization: Bearer <key>`. {file} has its hash.\n")


@app.command("list")
def list_keys(file: File = _FILE, json: AsJson = False) -> None:
    """Show the keys: whose they are, what they allow and until when."""
    found = _read(file)
    if json:
        for key in found:
            emit(_row(key))
        return
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("Id", "Name", "Scopes", "Made", "Until"):
        table.add_column(column, overflow="fold")
    for key in found:
        until = "for ever" if key.expires_at is None else f"{key.expires_at:%Y-%m-%d %H:%M}"
        cells = (
            key.id,
            key.name,
            " ".join(sorted(key.scopes)),
            f"{key.created_at:%Y-%m-%d %H:%M}",
            f"{until} (over)" if key.expired else until,
        )
        table.add_row(*map(Text, cells))
    if found:
        Console().print(table)
    else:
        sys.stdout.write(f"There are no keys in {file}.\n")


@app.command()
def revoke(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a key, as `depeche keys list` shows it.")],
    file: File = _FILE,
    json: AsJson = False,
) -> None:
    """Take a key back. Services that run know it within a second."""
    found = _read(file)
    kept = [key for key in found if key.id != id]
    if len(kept) == len(found):
        fail(f"there is no key with the id {id} in {file}: `depeche keys list` shows the ids.")
    _write(file, kept)
    if json:
        emit({"id": id, "revoked": True})
    else:
        sys.stdout.write(f"The key {id} is revoked.\n")


def _row(key: Key) -> dict[str, Any]:
    """What is known of a key, without its hash."""
    scopes = sorted(key.scopes)
    return key.model_dump(mode="json", exclude={"hash", "scopes"}) | {"scopes": scopes, "expired": key.expired}


def _read(file: Path) -> list[Key]:
    try:
        return keys.read(file)
    except StartupError as error:
        fail(str(error))


def _write(file: Path, wanted: list[Key]) -> None:
    try:
        keys.write(file, wanted)
    except OSError as error:
        fail(f"{file} can't be written: {error.strerror}.")

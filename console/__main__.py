"""The `depeche` command."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from console.settings import UpSettings
from console.up import Up
from shared.errors import StartupError
from shared.service import what_is_wrong

app = typer.Typer(
    help="Depeche: ingestion of news.", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.callback()
def depeche() -> None:
    """Ingest, enrich and serve news articles."""


@app.command()
def up(
    seeds: Annotated[Path, typer.Option(help="The directory of articles (*.txt) to begin with.")] = Path("seeds"),
    data: Annotated[Path, typer.Option(help="Where data and logs are kept.")] = Path(".depeche"),
) -> None:
    """Start Kafka, MongoDB and the three services on this machine, post the seeds, and stay until Ctrl-C."""
    console = Console()
    try:
        Up(UpSettings(), data, console).run(seeds)
    except KeyboardInterrupt:
        console.print("Everything is stopped.")
    except ValidationError as error:
        _fail(what_is_wrong(error))
    except StartupError as error:
        _fail(str(error))


def _fail(message: str) -> None:
    sys.stderr.write(f"depeche: {message}\n")
    raise typer.Exit(1)


def main() -> None:
    app()


if __name__ == "__main__":
    main()

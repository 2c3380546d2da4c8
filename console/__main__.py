"""The `depeche` command."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from console import dlq, keys
from console.command import fail
from console.explain import explain
from console.preview import preview
from console.replay import replay
from console.settings import UpSettings
from console.up import Up
from shared.errors import StartupError, StoppedError
from shared.service import what_is_wrong

app = typer.Typer(
    help="Depeche: ingestion of news.", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


app.add_typer(dlq.app, name="dlq")
app.add_typer(keys.app, name="keys")
app.command()(replay)
app.command()(preview)
app.command()(explain)


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
        fail(what_is_wrong(error))
    except (StartupError, StoppedError) as error:
        fail(str(error))


def main() -> None:
    app()


if __name__ == "__main__":
    main()

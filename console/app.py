"""The commands of `depeche`."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from console import dlq, keys
from console.command import AsJson, fail
from console.doctor import doctor
from console.explain import explain
from console.post import post
from console.preview import preview
from console.read import quotes, receipt, search, show, story, tail
from console.replay import replay
from console.settings import UpSettings
from console.stats import stats
from console.telling import Telling
from console.up import Up
from shared.errors import StartupError, StoppedError
from shared.service import what_is_wrong

_USE, _OPERATE, _LOOK = "Use it", "Operate it", "Without a server"
_EPILOG = """\
Exit codes: 0 done; 1 it can't be done; 2 the command is wrong; 3 done in part; 4 a server is away, try again later;
130 ended by Ctrl-C; 141 ended by who reads it, as `head` does."""


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"depeche {version('depeche')}\n")
        raise typer.Exit


app = typer.Typer(
    help="Depeche takes in news, reads what is in it, and finds it again. It all begins with `depeche up`.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def depeche(
    asked: Annotated[
        bool, typer.Option("--version", metavar="", is_eager=True, callback=_version, help="Say which version this is.")
    ] = False,
) -> None:
    """What comes before a command."""


def up(
    seeds: Annotated[Path, typer.Option(metavar="DIR", help="The directory of articles (*.txt) to begin with.")] = Path(
        "seeds"
    ),
    data: Annotated[Path, typer.Option(metavar="DIR", help="Where data and logs are kept.")] = Path(".depeche"),
    json: AsJson = False,
) -> None:
    """Start Kafka, MongoDB and the three services on this machine, post the seeds, and stay until Ctrl-C."""
    telling = Telling(Console(), json)
    try:
        Up(UpSettings(), data, telling).run(seeds)
    except KeyboardInterrupt:
        telling.end()
    except ValidationError as error:
        fail(what_is_wrong(error))
    except (StartupError, StoppedError) as error:
        fail(str(error))


for command in (up, post, search, quotes, tail, show, story, receipt):
    app.command(rich_help_panel=_USE)(command)
for command in (stats, doctor, replay, explain):
    app.command(rich_help_panel=_OPERATE)(command)
app.add_typer(dlq.app, name="dlq", rich_help_panel=_OPERATE)
app.add_typer(keys.app, name="keys", rich_help_panel=_OPERATE)
app.command(rich_help_panel=_LOOK)(preview)

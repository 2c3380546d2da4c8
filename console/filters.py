"""The filters of the api as options of a command."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args, get_type_hints

import typer

from depeche_client import Filters

_PANEL = "Filters: all of them must be met"
_YesOrNo = Literal["yes", "no"]
_QUERY = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="QUERY",
        help='Words that must all be there; "a phrase" in double quotes; title:word, speaker:word, place:word; after '
        "-- also -word, for what must not be there.",
        show_default=False,
    ),
]


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an argument for the query and an option for each filter.

    It gets those that are given as `filters`, which it takes instead of them.
    """
    options = {name: _option(name, hint) for name, hint in get_type_hints(Filters, include_extras=True).items()}

    @functools.wraps(command)
    def with_options(**given: Any) -> None:
        filters = {name: _meant(value) for name in options if (value := given.pop(name)) is not None}
        command(**given, filters=filters)

    mine = inspect.signature(command).parameters.values()
    own = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in mine if each.name != "filters"]
    signature = inspect.Signature([*options.values(), *own])
    # Typer looks at both, and would follow `__wrapped__` to the command as it was.
    with_options.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    with_options.__signature__ = signature  # type: ignore[attr-defined]
    del with_options.__wrapped__
    return with_options


def _meant(value: Any) -> Any:
    """What the api calls that which was typed."""
    if isinstance(value, list):
        return " ".join(value)
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _option(name: str, hint: Any) -> inspect.Parameter:
    kind, help_text = get_args(hint)
    if name == "q":
        annotation: Any = _QUERY
    else:
        shown = {"help": help_text, "rich_help_panel": _PANEL, "show_default": False, "metavar": _metavar(name, kind)}
        option = typer.Option(f"--{name.replace('_', '-')}", **shown)
        annotation = Annotated[(_YesOrNo if name.startswith("has_") else kind) | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _metavar(name: str, kind: Any) -> str:
    """What stands for a value in the help."""
    if name.startswith("has_"):
        return "yes|no"
    if name.endswith(("_from", "_to")):
        return "DATE"
    return {bool: "", float: "NUMBER", str: "TEXT"}.get(kind, "TYPE")

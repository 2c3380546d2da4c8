"""The filters of the api as options of a command."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_type_hints

import typer

from depeche_client import Filters

_QUERY = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
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
        filters = {name: value for name in options if (value := given.pop(name)) is not None}
        if words := filters.pop("q", None):
            filters["q"] = " ".join(words)
        command(**given, filters=filters)

    own = [each for each in inspect.signature(command).parameters.values() if each.name != "filters"]
    signature = inspect.Signature([*options.values(), *own])
    # Typer looks at both, and would follow `__wrapped__` to the command as it was.
    with_options.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    with_options.__signature__ = signature  # type: ignore[attr-defined]
    del with_options.__wrapped__
    return with_options


def _option(name: str, hint: Any) -> inspect.Parameter:
    kind, help_text = get_args(hint)
    dashed = name.replace("_", "-")
    names = f"--{dashed}/--{dashed.replace('has-', 'no-')}" if name.startswith("has_") else f"--{dashed}"
    option = typer.Option(names, help=help_text, rich_help_panel="Filters: all of them must be met", show_default=False)
    annotation = _QUERY if name == "q" else Annotated[kind | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)

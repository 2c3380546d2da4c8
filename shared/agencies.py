"""The names of news agencies. `agencies.yaml` says how else each is printed."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter


@cache
def others() -> Mapping[str, list[str]]:
    """How else each agency is printed, by its name in full."""
    data = yaml.safe_load((files(__package__) / "agencies.yaml").read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, list[str]]).validate_python(data)


def in_full(name: str) -> str:
    """The name in full of an agency, however its name is written: "Agence France-Presse" of "afp"; else the same."""
    return _names().get(name.casefold(), name)


@cache
def _names() -> dict[str, str]:
    return {form.casefold(): name for name, forms in others().items() for form in (name, *forms)}

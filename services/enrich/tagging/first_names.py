"""First names: who has one is a person, and most tell whether it is a woman or a man. See `first_names.yaml`."""

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.enrich.text import tables

# The names of this section tell a gender only.
NO_EVIDENCE = "no_evidence"
_KINDS = ("feminine", "masculine", "either")


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid")

    feminine: list[str] = []
    masculine: list[str] = []
    either: list[str] = []


@cache
def common() -> frozenset[str]:
    """Names that are enough to tell a person by, with their capitals."""
    by_origin = _read()
    lists = (getattr(names, kind) for origin, names in by_origin.items() if origin != NO_EVIDENCE for kind in _KINDS)
    return frozenset(name for each in lists for name in each)


@cache
def genders() -> dict[str, Literal["feminine", "masculine"]]:
    """The names that are given to women only, or to men only, in small letters."""
    given: dict[str, set[str]] = {}
    for names in _read().values():
        for kind in _KINDS:
            for name in getattr(names, kind):
                given.setdefault(name.lower(), set()).add(kind)
    found: dict[str, Literal["feminine", "masculine"]] = {}
    found.update({name: "feminine" for name, kinds in given.items() if kinds == {"feminine"}})
    found.update({name: "masculine" for name, kinds in given.items() if kinds == {"masculine"}})
    return found


@cache
def _read() -> dict[str, _Names]:
    return TypeAdapter(dict[str, _Names]).validate_python(tables.read(files(__package__) / "first_names.yaml"))


def is_first(word: str) -> bool:
    """Whether a word is a common first name, or two of them: "Jan-Pieter"."""
    return word in common() or ("-" in word and word.split("-")[0] in common())

"""Articles in files: texts, pages, JSON objects and NDJSON, one by one, in constant memory."""

import codecs
import glob
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Literal, NoReturn

from w3lib.encoding import html_to_unicode

from shared.errors import StartupError

Kind = Literal["text", "html", "json", "ndjson"]
STDIN = "-"
_KINDS: Mapping[str, Kind] = {
    ".txt": "text", ".html": "html", ".htm": "html", ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson",
}  # fmt: skip
SUFFIXES = ", ".join(_KINDS)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. `name` is its whole path, which is the same whichever way the file was given."""

    path: str
    name: str
    kind: Kind
    size: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """An article and where it stands; if it can't be read, `wrong` says why. `size` is in bytes of the file."""

    where: str
    size: int
    article: Mapping[str, Any] | None = None
    wrong: str | None = None


class _WrongError(ValueError):
    """What stands there can't be posted; the text says why."""


def files(given: Sequence[str], kind: Kind | None) -> list[File]:
    """The files that paths, directories and patterns mean, each once. StartupError if one of them means none."""
    found: dict[str, File] = {}
    for each in given:
        for file in _meant(each, kind):
            found.setdefault(file.name, file)
    return list(found.values())


def _meant(given: str, kind: Kind | None) -> list[File]:
    if given == STDIN:
        return [File(STDIN, STDIN, kind or "ndjson", None)]
    path = Path(given)
    if path.is_dir():
        inside = [each for each in sorted(path.rglob("*")) if _taken(each, path)]
        if not inside:
            raise StartupError(f"there is nothing to post in {given}: it has no file that ends in {SUFFIXES}.")
        return [_file(each, kind) for each in inside]
    if path.exists():
        return [_file(path, kind)]
    matches = [Path(match) for match in sorted(glob.glob(given, recursive=True))]  # noqa: PTH207  # absolute patterns too
    if not matches:
        raise StartupError(f"there is no {given}.")
    return [_file(match, kind) for match in matches if match.is_file()]


def _taken(path: Path, below: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(below).parts)
    return path.suffix.lower() in _KINDS and not hidden and path.is_file()


def _file(path: Path, kind: Kind | None) -> File:
    found = kind or _KINDS.get(path.suffix.lower())
    if found is None:
        raise StartupError(f"{path} does not end in {SUFFIXES}: say what it is with --as.")
    # A file that is a link keeps its own name: where it leads may be named after what is in it, and change with it.
    name = path.parent.resolve() / path.name
    return File(str(path), name.as_posix(), found, path.stat().st_size)


def items(file: File, defaults: dict[str, Any]) -> Iterator[Item]:
    """The articles of a file, each with the `defaults` for what it does not say itself.

    With a source among them, a text or a page is known there by its path: when the file changes, that is a revision.
    """
    try:
        if file.path == STDIN:
            yield from _read(file, sys.stdin.buffer, defaults)
        else:
            with Path(file.path).open("rb") as stream:
                yield from _read(file, stream, defaults)
    except OSError as error:
        yield Item(file.path, file.size or 0, wrong=f"can't be read: {error.strerror}")


def _read(file: File, stream: BinaryIO, defaults: dict[str, Any]) -> Iterator[Item]:
    if file.kind == "ndjson":
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _item(f"{file.path}:{number}", len(line), partial(_fields, line, defaults))
        return
    content = stream.read()
    if file.kind == "json":
        yield from _objects(file, content, defaults)
        return
    named = {"external_id": file.name} if "source" in defaults and file.path != STDIN else {}
    read = _html if file.kind == "html" else _text
    yield _item(file.path, len(content), lambda: {**named, **defaults, file.kind: read(content)})


def _objects(file: File, content: bytes, defaults: dict[str, Any]) -> Iterator[Item]:
    """A file with one object, or with a list of them."""
    try:
        found = _json(content)
    except _WrongError as error:
        yield Item(file.path, len(content), wrong=str(error))
        return
    several = found if isinstance(found, list) else [found]
    for number, each in enumerate(several):
        where = f"{file.path}[{number}]" if isinstance(found, list) else file.path
        yield _item(where, len(content) // len(several), partial(_with, each, defaults))


def _item(where: str, size: int, read: Callable[[], dict[str, Any]]) -> Item:
    try:
        return Item(where, size, article=read())
    except _WrongError as error:
        return Item(where, size, wrong=str(error))


def _fields(line: bytes, defaults: dict[str, Any]) -> dict[str, Any]:
    return _with(_json(line), defaults)


def _with(value: Any, defaults: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError("is no JSON object")
    return defaults | value


def _json(content: bytes) -> Any:
    try:
        return json.loads(_text(content), parse_constant=_no_constant)
    except RecursionError:
        raise _WrongError("is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise _WrongError(f"is not JSON: {error.msg} at character {error.pos}") from None


def _no_constant(name: str) -> NoReturn:
    raise _WrongError(f"is not JSON: {name} is no number")


def _text(content: bytes) -> str:
    return _decoded(content.removeprefix(codecs.BOM_UTF8), "utf-8")


def _html(content: bytes) -> str:
    """A page in the encoding that its byte order mark or the page itself names, else in UTF-8."""
    encoding, _ = html_to_unicode(None, content, default_encoding="utf-8")
    return _decoded(content, encoding).removeprefix("\ufeff")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _WrongError(f"is not valid {encoding.upper()} at byte {error.start}") from None

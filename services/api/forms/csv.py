"""CSV (RFC 4180) of what fits into a cell, which no spreadsheet takes for a formula."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv

from services.api.forms.parts import Article, agencies, body, summary

# What begins a formula in one spreadsheet or another; before a line end they look at what follows it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "=", "+", "-", "@")
_BETWEEN = "; "
# What a value can't have among others without being in quotes: else nobody knew where it ends, or that it is in some.
_UNCLEAR = re.compile(r'[;"\r\n]|^ ')
_LINES = pyarrow.csv.WriteOptions(include_header=False, eol="\r\n")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what is in it, and where that is in an article."""

    name: str
    about: str
    of: Callable[[Article], Any]


def _published(name: str) -> Callable[[Article], Any]:
    return lambda article: (article["published"] or {}).get(name)


def _story(name: str) -> Callable[[Article], Any]:
    return lambda article: (article.get("story") or {}).get(name)


def _field(name: str) -> Callable[[Article], Any]:
    return lambda article: article[name]


def _entities(kind: str) -> Callable[[Article], Any]:
    return lambda article: _several(one["name"] for one in article["entities"] if one["type"] == kind)


def _speakers(article: Article) -> str:
    return _several(quote["speaker"]["name"] for quote in article.get("quotes", ()) if quote["speaker"])


def _provenance(article: Article) -> str:
    return _several(f"{step} {version}" for step, version in article["provenance"].items())


def _several(values: Iterable[str]) -> str:
    """Values in one cell, each once: a line of CSV by itself, with semicolons."""
    return _BETWEEN.join(map(_quoted, dict.fromkeys(values)))


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _UNCLEAR.search(value) else value


COLUMNS = (
    Column("id", "the article's id", _field("id")),
    Column("revision", "1, or more once its text or headline has changed", _field("revision")),
    Column("source", "as it was given or found", _field("source")),
    Column("external_id", "as it was given", _field("external_id")),
    Column("url", "as it was given or found", _field("url")),
    Column("title", "the headline", _field("title")),
    Column("authors", "their names", lambda article: _several(article["authors"])),
    Column("published", "the date, as short as it is known", _published("value")),
    Column("published_precision", "year, month, day, minute or second", _published("precision")),
    Column("published_earliest", "the first second that this can mean", _published("earliest")),
    Column("published_latest", "the last second that this can mean", _published("latest")),
    Column("received_at", "when this revision was received", _field("received_at")),
    Column("language", "ISO 639 code, und if not known", lambda article: article["language"]["code"]),
    Column("tags", "as they were given or found", lambda article: _several(article["tags"])),
    Column("topics", "IPTC Media Topics", lambda article: _several(topic["code"] for topic in article["topics"])),
    Column("persons", "who is named", _entities("person")),
    Column("organizations", "which organisations are named", _entities("organization")),
    Column("places", "which places are named", _entities("place")),
    Column("speakers", "who is quoted", _speakers),
    Column("agencies", "whose dispatch it is", lambda article: _several(name for name, _ in agencies(article))),
    Column("story", "the id of its story; empty for what is too short to be compared", _story("id")),
    Column("story_first", "true for the first of the story, false for reprints", _story("first")),
    Column("words", "how many words the text has", lambda article: article["statistics"]["words"]),
    Column("summary", "sentences of the text", summary),
    Column("body", "what it says, without promotions and credits", body),
    Column("provenance", "the steps that read it, each with its version", _provenance),
)


class Table:
    """An export as CSV, with a line of names."""

    def begin(self) -> bytes:
        """The line of names."""
        return ",".join(column.name for column in COLUMNS).encode() + b"\r\n"

    def add(self, items: Sequence[bytes]) -> bytes:
        """Articles as JSON, as lines of cells.

        Python's own writer looks at each letter twice by itself, and took as long as all else that is done here.
        """
        made = pa.BufferOutputStream()
        # One by one, so that of the articles no more than the cells is kept.
        table = pa.Table.from_pylist([_line(article) for article in map(orjson.loads, items)])
        pyarrow.csv.write_csv(table, made, _LINES)
        return bytes(made.getvalue())

    def end(self) -> bytes:
        """Nothing comes behind the last line."""
        return b""


def _line(article: Article) -> dict[str, Any]:
    return {column.name: _cell(column.of(article)) for column in COLUMNS}


def _cell(value: Any) -> Any:
    """What stands in a cell. Text that a spreadsheet could take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value

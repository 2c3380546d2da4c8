"""Parquet: the columns are the fields of the contract, nested as they are there."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import orjson
import pyarrow as pa
import pyarrow.json
import pyarrow.parquet
from pydantic import AwareDatetime, BaseModel

from shared.articles import EnrichedArticle

# A row group is written when so much JSON has come for it: what an export takes in memory is a small multiple of it.
_GROUP_BYTES = 16 * 1024 * 1024
_BLOCK_BYTES = 1024 * 1024
# Arrow's reader of JSON knows no maps of any names, and to parse each article a second time would take half as long
# again. So the map is looked for by its name: within a text its quotation marks have backslashes before them.
_MAP = "provenance"
_KEY = b'"provenance"'
_FOUND = re.compile(_KEY + rb'\s*:\s*(\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\})')
_PLAIN: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", "UTC"),
    AwareDatetime: pa.timestamp("us", "UTC"),
}


def schema() -> pa.Schema:
    """The fields of an article as Arrow has them, made from the contract: what is added there is a column here."""
    return pa.schema(_fields(EnrichedArticle))


class RowGroups:
    """An export as Parquet, whose row groups are sent as they are full."""

    def __init__(self) -> None:
        self._file = _File()
        self._schema = schema()
        self._read = pa.schema([field for field in self._schema if field.name != _MAP])
        self._writer = pyarrow.parquet.ParquetWriter(self._file, self._schema, compression="zstd")
        self._waiting: list[bytes] = []
        self._size = 0

    def begin(self) -> bytes:
        """The mark of a Parquet file."""
        return self._file.taken()

    def add(self, items: Sequence[bytes]) -> bytes:
        """Articles as JSON; the row group that they fill, if they do."""
        self._waiting += items
        self._size += sum(map(len, items))
        if self._size >= _GROUP_BYTES:
            self._write()
        return self._file.taken()

    def end(self) -> bytes:
        """The last row group, and where they all are: without it the file is not readable."""
        if self._waiting:
            self._write()
        self._writer.close()
        return self._file.taken()

    def _write(self) -> None:
        items, self._waiting, self._size = self._waiting, [], 0
        table = pyarrow.json.read_json(
            pa.BufferReader(b"\n".join(items)),
            # A line must not be longer than a block. In this thread, which has been started for it.
            pyarrow.json.ReadOptions(use_threads=False, block_size=max(_BLOCK_BYTES, *map(len, items)) + 1),
            pyarrow.json.ParseOptions(explicit_schema=self._read, unexpected_field_behavior="ignore"),
        )
        field = self._schema.field(_MAP)
        table = table.append_column(field, _maps(items, field.type)).select(self._schema.names)
        self._writer.write_table(table, row_group_size=len(table))


class _File(io.RawIOBase):
    """A file that is taken away as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._position += len(part)
        return len(part)

    def taken(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _maps(items: Sequence[bytes], kind: pa.DataType) -> pa.Array:
    """The map of each article; null if one was read before there was one. Most have the same, which is read once."""
    # It stands at the end, unless a step is called like it, or there is none.
    found = (_FOUND.match(item, item.rfind(_KEY)) or _FOUND.search(item) for item in items)
    texts = [each and each[1] for each in found]
    rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    maps = [None if text is None else [*orjson.loads(text).items()] for text in rows]
    return pa.array(maps, kind).take(pa.array([rows[text] for text in texts]))


def _fields(model: type[BaseModel]) -> list[pa.Field]:
    return [pa.field(name, _type(field.annotation)) for name, field in model.model_fields.items()]


def _type(annotation: Any) -> pa.DataType:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        [one] = [argument for argument in arguments if argument is not NoneType]
        return _type(one)
    if origin is Literal:
        return pa.string()
    if origin is list:
        return pa.list_(_type(arguments[0]))
    if origin is dict:
        return pa.map_(*map(_type, arguments))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(_fields(annotation))
    return _PLAIN[annotation]

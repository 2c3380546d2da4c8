"""Whether the files of an index are still what was written: Tantivy ends each with a checksum, and never looks at it.

A file is its content, a footer of JSON with the CRC-32 of the content, the length of the footer, and a magic number.
"""

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

import orjson

_TAIL = struct.Struct("<II")
_CHUNK_BYTES = 1024 * 1024

State = tuple[int, int]


class Checksums:
    """Remembers the files that were right, so that each is read once, and again only if something has touched it."""

    def __init__(self) -> None:
        self._right: dict[Path, State] = {}

    def wrong(self, paths: Iterable[Path]) -> list[Path]:
        """Those of the files that are not what was written, or not there."""
        states = {path: self._state(path) for path in paths}
        self._right = {path: state for path, state in states.items() if state is not None}
        return [path for path in states if path not in self._right]

    def _state(self, path: Path) -> State | None:
        """When the file was last written and how long it is; null if its content is wrong."""
        try:
            status = path.stat()
            state = status.st_mtime_ns, status.st_size
            return state if self._right.get(path) == state or _is_right(path, status.st_size) else None
        except (OSError, KeyError, TypeError, ValueError, struct.error):
            return None


def _is_right(path: Path, size: int) -> bool:
    """Read and not mapped: a mapped file that is cut short ends the process that looks at it."""
    with path.open("rb") as file:
        left = file.seek(size - _TAIL.size)
        length, _ = _TAIL.unpack(file.read(_TAIL.size))
        left = file.seek(left - length)
        expected: int = orjson.loads(file.read(length))["crc"]
        file.seek(0)
        crc = 0
        while left > 0 and (chunk := file.read(min(left, _CHUNK_BYTES))):
            crc = zlib.crc32(chunk, crc)
            left -= len(chunk)
    return left == 0 and crc == expected

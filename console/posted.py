"""Which articles were posted from here: so that a second run posts what is missing, and nothing else.

A file with a line for each, the digest of the article and of where it was posted. It is beside the data of `depeche up`
by default, and forgotten with it. Without it nothing is lost or doubled: an article that is posted twice ends as a
duplicate.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from depeche_client.calls import encoded
from shared.errors import StartupError

_DIGITS = 32


def digest(ingest: str, article: Mapping[str, Any]) -> str:
    """What an article is remembered by. Whatever changes in it makes another of it."""
    return hashlib.sha256(ingest.encode() + b"\n" + encoded(article)).hexdigest()[:_DIGITS]


class Posted:
    """The digests in a file; a context manager. StartupError if it can't be read or written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: set[str] = set()
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a+", encoding="ascii", errors="replace")
            self._file.seek(0)
            whole = self._file.read()
            self._known = {line for line in whole.split("\n") if len(line) == _DIGITS}
            # The last line of a run that was killed may be half of one.
            if whole and not whole.endswith("\n"):
                self._file.write("\n")
        except OSError as error:
            said = f"{self._path} can't be used, where it is kept what was posted: {error.strerror}."
            raise StartupError(f"{said} --state names another file.") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def __contains__(self, digest: str) -> bool:
        return digest in self._known

    def add(self, digest: str) -> None:
        """Remember an article that was accepted."""
        self._known.add(digest)
        if self._file:
            self._file.write(digest + "\n")
            # A run may be killed at any time; what is not here by then is posted twice, which is harmless but no use.
            self._file.flush()

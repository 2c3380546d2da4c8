"""NDJSON: each article as it is answered, one a line."""

from collections.abc import Sequence


class Lines:
    """An export as NDJSON."""

    def begin(self) -> bytes:
        """Nothing comes before the first line."""
        return b""

    def add(self, items: Sequence[bytes]) -> bytes:
        """Articles as JSON, which has no line end in it, as lines."""
        return b"".join(item + b"\n" for item in items)

    def end(self) -> bytes:
        """Nothing comes behind the last line."""
        return b""

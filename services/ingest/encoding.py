"""Bodies that travel compressed: inflated in small steps, and no further than a body may be."""

import zlib
from collections.abc import AsyncIterator, Callable, Iterator

import zstandard

from shared.errors import FieldError, RefusedError

# Text shrinks to a tenth; what shrinks to a hundredth is made to. The first megabyte is nobody's harm.
_MOST_RATIO, _UNSUSPICIOUS = 100, 1024 * 1024
_STEP = 64 * 1024
# So few bytes of zstd can't stand for more than a few megabytes, whatever they are.
_ZSTD_INPUT = 128
_ZSTD_WINDOW = 8 * 1024 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class _Gzip:
    """Members, one after the other, as `cat a.gz b.gz` makes them."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False

    @property
    def complete(self) -> bool:
        return self._member.eof or not self._begun

    def inflate(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            self._begun = True
            yield self._member.decompress(data, _STEP)
            data = self._member.unconsumed_tail or self._member.unused_data


class _Zstd:
    """Frames, one after the other."""

    def __init__(self) -> None:
        self._frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._begun = False

    @property
    def complete(self) -> bool:
        return self._frame.eof or not self._begun

    def inflate(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_INPUT):
            part = data[start : start + _ZSTD_INPUT]
            while part:
                if self._frame.eof:
                    self._frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
                self._begun = True
                yield self._frame.decompress(part)
                part = self._frame.unused_data


_ENCODINGS: dict[str, Callable[[], _Gzip | _Zstd]] = {"gzip": _Gzip, "x-gzip": _Gzip, "zstd": _Zstd}


def inflated(body: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    """A body without its Content-Encoding; RefusedError at once if that is unknown, and later if it is damaged.

    The caller bounds how much of it is kept; here it is only bounded how much a byte may stand for.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    if name not in _ENCODINGS:
        raise _refused(415, "Content-Encoding", "must be gzip or zstd, once, or nothing")
    return _inflate(body, _ENCODINGS[name]())


async def _inflate(body: AsyncIterator[bytes], decoder: _Gzip | _Zstd) -> AsyncIterator[bytes]:
    received = made = 0
    async for chunk in body:
        received += len(chunk)
        try:
            for part in decoder.inflate(chunk):
                made += len(part)
                if made > max(_UNSUSPICIOUS, _MOST_RATIO * received):
                    raise _refused(413, "body", f"inflates to more than {_MOST_RATIO} times its size")
                yield part
        except (zlib.error, zstandard.ZstdError):
            raise _refused(400, "body", "is not compressed as its Content-Encoding says") from None
    if not decoder.complete:
        raise _refused(400, "body", "ends in the middle of its compression")


def _refused(status: int, field: str, message: str) -> RefusedError:
    return RefusedError(status, "The body can't be inflated.", [FieldError(field, message)])

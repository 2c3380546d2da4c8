"""Positions in articles.enriched as an opaque text: the id of an event, with which a client comes back.

It has the position in every partition, so it means the same whichever replica is asked, and the id of the topic, so
that it can't be taken for a position in another one of the same name. A checksum tells what was cut short or mistyped.
"""

import base64
import zlib
from collections.abc import Iterator

from services.api.search.generation import Positions

WRONG = "is no position: give the `id` of an event as it came"
_VERSION = 1
_CHECKSUM_BYTES = 4
_LARGEST = 2**63 - 1


def encode(positions: Positions) -> str:
    """About 60 characters with six partitions, all of them letters, digits, `-` and `_`."""
    topic_id = positions.topic_id.encode("ascii")
    offsets = (positions.offsets.get(number, 0) for number in range(max(positions.offsets, default=-1) + 1))
    content = bytes((_VERSION, len(topic_id))) + topic_id + b"".join(map(_number, offsets))
    return base64.urlsafe_b64encode(_checksum(content) + content).decode().rstrip("=")


def decode(text: str) -> Positions:
    """The positions in a text. ValueError if it is not one that `encode` has made."""
    found = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    checksum, content = found[:_CHECKSUM_BYTES], found[_CHECKSUM_BYTES:]
    if len(content) < 2 or checksum != _checksum(content) or content[0] != _VERSION:
        raise ValueError("is no position")
    end = 2 + content[1]
    return Positions(content[2:end].decode("ascii"), dict(enumerate(_numbers(content[end:]))))


def reaches(one: Positions, other: Positions) -> bool:
    """Has one come as far as the other in every partition?"""
    return all(one.offsets.get(number, 0) >= offset for number, offset in other.offsets.items())


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM_BYTES, "big")


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; all but the last have the eighth bit."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _numbers(content: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in content:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            if value > _LARGEST:
                raise ValueError("is no offset")
            yield value
            value = shift = 0
    if shift:
        raise ValueError("ends in the middle of an offset")

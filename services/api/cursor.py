"""Where a page ended, as an opaque text that only fits the question it was given for."""

import base64
import binascii
import hashlib
from dataclasses import astuple, dataclass
from typing import Any

import orjson

from shared.errors import FieldError, RefusedError

# A page ends early behind so much JSON: a hundred of the largest articles would be 800 MB.
PAGE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Mark:
    """The last article of a page. Lists are in the order of falling keys, and rising ids where keys are equal."""

    key: int
    id: str


def encode(mark: Mark, question: Any) -> str:
    """The cursor of the page behind `mark`; `question` is a dataclass with all that was asked."""
    return base64.urlsafe_b64encode(orjson.dumps([_digest(question), mark.key, mark.id])).decode().rstrip("=")


def decode(text: str, question: Any) -> Mark:
    """The mark in a cursor. RefusedError unless it was given for this very question."""
    try:
        digest, key, article_id = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error):
        raise _refused("is not a cursor of this api") from None
    if not isinstance(key, int) or not 0 <= key < 2**64 or not isinstance(article_id, str):
        raise _refused("is not a cursor of this api")
    if digest != _digest(question):
        raise _refused("belongs to another question: keep the other parameters, except limit, from page to page")
    return Mark(key, article_id)


def _digest(question: Any) -> str:
    return hashlib.sha256(orjson.dumps([type(question).__name__, astuple(question)])).hexdigest()[:16]


def _refused(message: str) -> RefusedError:
    return RefusedError(422, "The cursor is not valid.", [FieldError("cursor", message)])

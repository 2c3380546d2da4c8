"""Where a page ended, as an opaque text that is signed and only fits the question that it was given for."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

import orjson
from pydantic import BaseModel

from shared.errors import FieldError, RefusedError

# A page ends early behind so much JSON: a hundred of the largest articles would be 800 MB.
PAGE_BYTES = 16 * 1024 * 1024
_SIGNATURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """The last article of a page. Lists are in the order of falling keys, and rising ids where keys are equal.

    `tier` is the part of the list that it stands in, of those that are one behind the other. `span` is how far the keys
    of its page lie apart, 0 if that is not known: those of the next page will lie about as far.
    """

    key: int
    id: str
    tier: int = 0
    span: int = 0


class Cursors:
    """Writes and reads cursors; all replicas that share `secret` read each other's."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def encode(self, mark: Mark, question: BaseModel) -> str:
        """The cursor of the page behind `mark`; `question` is all that was asked."""
        content = orjson.dumps([mark.tier, mark.key, mark.id, mark.span])
        return base64.urlsafe_b64encode(self._signature(content, question) + content).decode().rstrip("=")

    def decode(self, text: str, question: BaseModel) -> Mark:
        """The mark in a cursor. RefusedError unless it was given for this very question."""
        try:
            signed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (ValueError, binascii.Error):
            raise _refused() from None
        signature, content = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(content, question)):
            raise _refused()
        # Older ones have no span.
        tier, key, article_id, *span = orjson.loads(content)
        return Mark(key, article_id, tier, *span)

    def _signature(self, content: bytes, question: BaseModel) -> bytes:
        asked = orjson.dumps([type(question).__name__, question.model_dump(mode="json")])
        return hmac.digest(self._secret, hashlib.sha256(asked).digest() + content, "sha256")[:_SIGNATURE_BYTES]


def _refused() -> RefusedError:
    wrong = "is no cursor of this question: keep the other parameters, except limit and highlight, as they were"
    return RefusedError(422, "The cursor is not valid.", [FieldError("cursor", wrong)])

"""One attempt to deliver: a POST signed after Standard Webhooks, and what came of it."""

import asyncio
import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx
import orjson

from services.api.listening.arrivals import Arrival
from services.api.webhooks.outside import Outside

# An attempt takes no longer than that, whatever the receiver does.
ATTEMPT_SECONDS = 15.0
_CONNECT_SECONDS, _SILENCE_SECONDS = 5.0, 10.0
_MOST_ANSWER_BYTES = 64 * 1024
# What secrets begin with.
_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of the answer, or why there was none; and the seconds that the receiver wants to be left alone."""

    status: int | None = None
    error: str | None = None
    retry_after: float = 0.0

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Does the receiver want nothing more, ever?"""
        return self.status == 410

    @property
    def said(self) -> str:
        return self.error or f"it answered {self.status}"


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def message_id(arrival: Arrival) -> str:
    """The same each time that this event is delivered, without the dots that part what is signed."""
    return f"msg_{hashlib.sha256(arrival.id.encode()).hexdigest()[:32]}"


def sign(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    digest = hmac.digest(key, b"%b.%d.%b" % (message.encode(), timestamp, body), "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"


class Sender:
    """Delivers to one address over connections of its own: what is known of a host is not shared with another."""

    def __init__(self, url: str, secret: str, private: bool) -> None:
        self._url, self._secret = url, secret
        self._http = httpx.AsyncClient(
            transport=Outside(private),
            timeout=httpx.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "depeche-webhooks/1", "Content-Type": "application/json"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def send(self, arrival: Arrival) -> Outcome:
        """Try once. Whatever the receiver does is an outcome, and no error."""
        told = orjson.dumps({"type": arrival.kind, "timestamp": arrival.time})
        body = b'%b,"data":%b}' % (told[:-1], arrival.json)
        message, timestamp = message_id(arrival), int(time.time())
        headers = {
            "webhook-id": message,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(self._secret, message, timestamp, body),
        }
        try:
            async with (
                asyncio.timeout(ATTEMPT_SECONDS),
                self._http.stream("POST", self._url, content=body, headers=headers) as answer,
            ):
                await _take(answer)
        except (TimeoutError, httpx.TimeoutException):
            return Outcome(error="it did not answer in time")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Outcome(error=str(error)[:200] or type(error).__name__)
        return Outcome(answer.status_code, retry_after=_seconds(answer.headers.get("retry-after", "")))


async def _take(answer: httpx.Response) -> None:
    """Read a short answer, so that the connection can be used again; nobody looks at it."""
    size = 0
    async for part in answer.aiter_raw():
        size += len(part)
        if size > _MOST_ANSWER_BYTES:
            return


def _seconds(retry_after: str) -> float:
    """The header in seconds, as which it comes, or else as a date."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())

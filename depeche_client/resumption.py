"""Where a stream has come to, and how it goes on when it breaks. Pure: who connects and waits is another matter."""

import logging
import random

import httpx
from httpx_sse import ServerSentEvent
from pydantic import ValidationError

from depeche_client.answers import Event, reader
from depeche_client.errors import ClientError, may_succeed, unreadable
from depeche_client.retries import pause
from shared.articles import EnrichedArticle

# The api sends something at least every few seconds: after so many without, nobody is there any more.
SILENCE_SECONDS = 60.0
_LONGEST_PAUSE = 30.0
_log = logging.getLogger("depeche_client")
_read = reader(EnrichedArticle)


class Resumption:
    """A stream that goes on where it ended, for ever once it has been connected."""

    def __init__(self, last_event_id: str | None, attempts: int) -> None:
        self.last_event_id = last_event_id
        self._attempts = attempts
        self._url = httpx.URL()
        self._connected = False
        self._failures = 0
        self._retry = 0.5

    def connected(self, response: httpx.Response) -> None:
        """A ClientError if what answers is no stream, as a page that a proxy puts in its place."""
        kind = response.headers.get("content-type", "nothing that says what it is")
        if not kind.startswith("text/event-stream"):
            raise ClientError(f"{response.url} answers {kind}, which is no stream: is it the address of the api?")
        self._url = response.url
        self._connected = True

    def take(self, sse: ServerSentEvent) -> Event | None:
        """The article that has come; null if this says something else. The position is remembered in any case."""
        self._failures = 0
        self.last_event_id = sse.id or self.last_event_id
        if sse.retry is not None:
            self._retry = sse.retry / 1_000
        if not sse.event.startswith("article") or not sse.data:
            return None
        try:
            return Event(sse.id, sse.event, _read(sse.data.encode()))
        except ValidationError as error:
            raise unreadable(self._url, error) from error

    def broken(self, error: ClientError | None) -> float:
        """The seconds until it is taken up again; the error itself if that would be in vain.

        Null is the end that the api makes of every stream after some time.
        """
        self._failures = self._failures + 1 if error else 1
        if error is not None and not may_succeed(error):
            raise error
        if error is not None and not self._connected and self._failures >= self._attempts:
            raise error
        backoff = min(self._retry * 2 ** (self._failures - 1), _LONGEST_PAUSE)
        seconds = pause(backoff * random.uniform(0.5, 1.0), error)  # noqa: S311  # it need not be secret
        if error is not None:
            _log.warning("The stream broke: %s. It is taken up again in %.0f s.", str(error).rstrip("."), seconds)
        return seconds

"""The guard at the door of an HTTP service: a key, its scope, and how many requests it may make."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from fastapi import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared import keys
from shared.keys import Key, Keys
from shared.problems import problem
from shared.settings import Settings

# What tells nobody anything about an article.
_OPEN = frozenset(("/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/asyncapi.json"))
NOTHING: Mapping[str, keys.Scope] = {}
_REALM = {"WWW-Authenticate": 'Bearer realm="depeche"'}


@dataclass
class _Bucket:
    """A token bucket: a token a request, filled up at `rate` a second."""

    rate: float
    tokens: float
    filled: float = field(default_factory=time.monotonic)

    def wait(self, most: float) -> float:
        """Take a token; 0, or the seconds until there is one."""
        now = time.monotonic()
        self.tokens = min(most, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0


class Guard:
    """Lets a request in if its key has `scope` and makes no more than `rate` requests a second.

    Who was silent may make two seconds' worth at once. What is below a path of `others` needs the scope that it has.
    """

    def __init__(self, known: Keys, scope: keys.Scope, rate: float, others: Mapping[str, keys.Scope]) -> None:
        self._known, self._scope, self._rate, self._others = known, scope, rate, others
        self._buckets: dict[str, _Bucket] = {}

    @property
    def has_keys(self) -> bool:
        return bool(self._known)

    def judge(self, headers: list[tuple[bytes, bytes]], path: str) -> Key | Response:
        """The key of a request that may go on; else the answer that it gets."""
        key = self._known.find(_token(headers))
        if key is None:
            detail = "This needs a key: send `Authorization: Bearer <key>`. The one that came, if any, is not valid."
            return problem(401, detail, instance=path, headers=_REALM)
        needed = next((s for above, s in self._others.items() if f"{path}/".startswith(f"{above}/")), self._scope)
        if not key.allows(needed):
            return problem(403, f"The key {key.name!r} has not the scope {needed}.", instance=path)
        most = max(1.0, 2 * self._rate)
        wait = self._buckets.setdefault(key.id, _Bucket(self._rate, most)).wait(most)
        if wait:
            detail = f"The key {key.name!r} makes more than {self._rate:g} requests a second."
            return problem(429, detail, instance=path, headers={"Retry-After": str(math.ceil(wait))})
        return key


def guard(settings: Settings, scope: keys.Scope, others: Mapping[str, keys.Scope] = NOTHING) -> Guard | None:
    """The guard that the settings ask for; null if they name no file of keys. StartupError if that can't be read."""
    return Guard(Keys(settings.keys_file), scope, settings.key_rate, others) if settings.keys_file else None


def is_open(path: str) -> bool:
    """Whether a path needs no key."""
    return path in _OPEN or path.startswith("/schemas/")


class Guarded:
    """ASGI middleware: all but health and description is for who has a key. It is judged before the body is read."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app, self._guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        found = self._guard.judge(scope["headers"], scope["path"])
        if isinstance(found, Response):
            await found(scope, receive, send)
            return
        with structlog.contextvars.bound_contextvars(key=found.name):
            await self.app(scope, receive, send)


def _token(headers: list[tuple[bytes, bytes]]) -> str:
    for name, value in headers:
        if name == b"authorization":
            kind, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if kind.lower() == "bearer" else ""
        if name == b"x-api-key":
            return value.decode("latin-1").strip()
    return ""

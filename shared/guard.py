"""The guard at the door of an HTTP service: a key, its scope, and how many requests it may make."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from fastapi import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared import keys
from shared.keys import Key, Keys
from shared.problems import problem
from shared.settings import Settings

# What tells nobody anything about an article.
_OPEN = frozenset(("/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/asyncapi.json"))
_ALL_OPEN = ("/schemas/", "/docs/files/")
# Below a path each of these scopes is enough, instead of the one that the service asks for.
OtherScopes = Mapping[str, Sequence[keys.Scope]]
NO_OTHERS: OtherScopes = {}
_REALM = {"WWW-Authenticate": 'Bearer realm="depeche"'}
_SAFE = frozenset(("GET", "HEAD"))


class Visitors(Protocol):
    """Those who come with a browser, which keeps a session instead of a key."""

    def open(self, path: str) -> bool:
        """Is this shown to everybody, so that they can sign in?"""

    def key_id(self, scope: Scope) -> str | None:
        """The id of the key that the session of a request was begun with; null if it has none that is valid."""


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

    Who was silent may make two seconds' worth at once. What is below a path of `others` needs one of its scopes
    instead. A session of one of the `visitors` is as good as its key, but only to read what needs `scope`.
    """

    def __init__(
        self, known: Keys, scope: keys.Scope, rate: float, others: OtherScopes, visitors: Visitors | None
    ) -> None:
        self._known, self._scope, self._rate, self._others = known, scope, rate, others
        self._visitors = visitors
        self._buckets: dict[str, _Bucket] = {}

    @property
    def has_keys(self) -> bool:
        return bool(self._known)

    def is_open(self, path: str) -> bool:
        """Does this need no key?"""
        return is_open(path) or (self._visitors is not None and self._visitors.open(path))

    def reader(self, token: str) -> Key | None:
        """The key of a token, if it allows what a session does."""
        key = self._known.find(token)
        return key if key is not None and key.allows(self._scope) else None

    def judge(self, request: Scope) -> Key | Response:
        """The key of a request that may go on; else the answer that it gets."""
        path: str = request["path"]
        needed = next((s for above, s in self._others.items() if f"{path}/".startswith(f"{above}/")), (self._scope,))
        key = self._key(request, needed)
        if key is None:
            detail = "This needs a key: send `Authorization: Bearer <key>`. The one that came, if any, is not valid."
            return problem(401, detail, instance=path, headers=_REALM)
        if not any(map(key.allows, needed)):
            return problem(403, f"The key {key.name!r} lacks the scope {' or '.join(needed)}.", instance=path)
        most = max(1.0, 2 * self._rate)
        wait = self._buckets.setdefault(key.id, _Bucket(self._rate, most)).wait(most)
        if wait:
            detail = f"The key {key.name!r} makes more than {self._rate:g} requests a second."
            return problem(429, detail, instance=path, headers={"Retry-After": str(math.ceil(wait))})
        return key

    def _key(self, request: Scope, needed: Sequence[keys.Scope]) -> Key | None:
        """The key that a request shows, or that of its session, with which nothing can be changed."""
        token = _token(request["headers"])
        if token is not None:
            return self._known.find(token)
        if self._visitors is None or self._scope not in needed or request["method"] not in _SAFE:
            return None
        return self._known.named(self._visitors.key_id(request) or "")


def guard(
    settings: Settings,
    scope: keys.Scope,
    others: OtherScopes = NO_OTHERS,
    visitors: Visitors | None = None,
) -> Guard | None:
    """The guard that the settings ask for; null if they name no file of keys. StartupError if that can't be read."""
    if settings.keys_file is None:
        return None
    return Guard(Keys(settings.keys_file), scope, settings.key_rate, others, visitors)


def is_open(path: str) -> bool:
    """Whether a path needs no key."""
    return path in _OPEN or path.startswith(_ALL_OPEN)


class Guarded:
    """ASGI middleware: all but health and description is for who has a key. It is judged before the body is read."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app, self._guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._guard.is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        found = self._guard.judge(scope)
        if isinstance(found, Response):
            await found(scope, receive, send)
            return
        scope["state"]["client"] = found.id
        with structlog.contextvars.bound_contextvars(key=found.name):
            await self.app(scope, receive, send)


def _token(headers: list[tuple[bytes, bytes]]) -> str | None:
    """The token that is shown; null if none is."""
    for name, value in headers:
        if name == b"authorization":
            kind, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if kind.lower() == "bearer" else ""
        if name == b"x-api-key":
            return value.decode("latin-1").strip()
    return None

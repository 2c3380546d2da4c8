"""API keys: who may use the HTTP services, as a file says that is read again when it changes.

A token is `dpk_<id>_<secret>`. The file has the SHA-256 of the secret and not the secret: of 256 random bits nothing
slower is needed, as nobody can guess them, and a request should not wait for it.
"""

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from shared import events
from shared.errors import StartupError

Scope = Literal["ingest:write", "articles:read", "admin"]
_LOOK_AGAIN_SECONDS = 1.0
_NOBODY = "0" * 64
_log = structlog.get_logger()


class Key(BaseModel):
    """What is kept of a key. `admin` includes the other scopes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$", repr=False)]
    scopes: Annotated[frozenset[Scope], Field(min_length=1)]
    created_at: AwareDatetime
    expires_at: AwareDatetime | None = None

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes or "admin" in self.scopes

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= events.now()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    keys: list[Key] = []


def create(name: str, scopes: Sequence[Scope], expires_at: datetime | None) -> tuple[Key, str]:
    """A new key, and its token, which is nowhere else."""
    key_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    key = Key(
        id=key_id,
        name=name,
        hash=_hash(secret),
        scopes=frozenset(scopes),
        created_at=events.now(),
        expires_at=expires_at,
    )
    return key, f"dpk_{key_id}_{secret}"


def read(path: Path) -> list[Key]:
    """The keys in a file, none if there is no file. StartupError if it is not one of keys."""
    try:
        return _File.model_validate_json(path.read_bytes()).keys
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StartupError(f"the file of keys {path} can't be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        said = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise StartupError(f"{path} is no file of API keys: {said}.") from None


def write(path: Path, keys: Sequence[Key]) -> None:
    """Replace the file at once: whoever reads it sees the old keys or the new ones. Only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.touch(mode=0o600)
    temporary.write_text(_File(keys=list(keys)).model_dump_json(indent=2) + "\n", encoding="utf-8")
    temporary.replace(path)


class Keys:
    """The keys of a file, as it is now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._looked, self._stamp = 0.0, _stamp(path)
        self._keys = {key.id: key for key in read(path)}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def find(self, token: str) -> Key | None:
        """The key of a token; null if there is none, or its secret is another, or it has expired."""
        self._refresh()
        prefix, _, rest = token.partition("_")
        key_id, _, secret = rest.partition("_")
        key = self._keys.get(key_id) if prefix == "dpk" else None
        # As long as for a key that is there, so that the time tells nobody which ids are.
        same = hmac.compare_digest(_hash(secret), key.hash if key else _NOBODY)
        return key if key and same and not key.expired else None

    def named(self, key_id: str) -> Key | None:
        """The key with this id; null if there is none, or it has expired."""
        self._refresh()
        key = self._keys.get(key_id)
        return key if key and not key.expired else None

    def _refresh(self) -> None:
        now = time.monotonic()
        if now - self._looked < _LOOK_AGAIN_SECONDS:
            return
        self._looked = now
        if (stamp := _stamp(self._path)) == self._stamp:
            return
        self._stamp = stamp
        try:
            self._keys = {key.id: key for key in read(self._path)}
        except StartupError as error:
            _log.error("the keys stay as they were", reason=str(error))
            return
        _log.info("keys read again", count=len(self._keys))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Changes with the file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

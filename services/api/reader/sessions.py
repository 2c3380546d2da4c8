"""Who has signed in: a cookie says with which key, so that the browser need not keep the key itself.

A session reads and does nothing else, ends by itself, and ends with its key: the guard asks for that one each time.
"""

import hmac
import time

from starlette.requests import cookie_parser
from starlette.types import Scope

SECONDS = 12 * 3600
# With this prefix a browser keeps it for this host alone, and sends it over https, or to this very machine.
COOKIE = "__Host-depeche"
SIGN_IN, SIGN_OUT, _STATIC = "/sign-in", "/sign-out", "/static/"


class Sessions:
    """Begins sessions, and knows them again; so do all replicas that share `secret`."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def begin(self, key_id: str) -> str:
        """The value of the cookie."""
        content = f"{key_id}.{int(time.time()) + SECONDS}"
        return f"{content}.{self._signature(content)}"

    def key_id(self, value: str) -> str | None:
        """The id of the key that it was begun with; null if it is no session, or has ended."""
        content, _, signature = value.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(content).encode()):
            return None
        key_id, _, ends = content.partition(".")
        return key_id if time.time() < int(ends) else None

    def _signature(self, content: str) -> str:
        return hmac.digest(self._secret, content.encode(), "sha256").hex()


class BrowserVisitors:
    """Those who come to the reader, as the guard asks for them."""

    def open(self, path: str) -> bool:
        """What is needed to sign in, and to sign out when the key is not valid any more."""
        return path in (SIGN_IN, SIGN_OUT) or path.startswith(_STATIC)

    def key_id(self, scope: Scope) -> str | None:
        """From the cookie of a request."""
        sessions: Sessions = scope["state"]["sessions"]
        value = cookie(scope)
        return sessions.key_id(value) if value else None


def cookie(scope: Scope) -> str | None:
    """Our cookie, if there is one."""
    given = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return cookie_parser(given).get(COOKIE)

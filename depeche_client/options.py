"""How httpx is set up, for both clients alike."""

import httpx

from depeche_client.resumption import SILENCE_SECONDS


def headers(key: str | None) -> dict[str, str]:
    """Who asks: with a key, if there is one."""
    said = {"User-Agent": "depeche-client"}
    return said | {"Authorization": f"Bearer {key}"} if key else said


def timeout(seconds: float) -> httpx.Timeout:
    """How long a stream may take to begin, and how long it may be silent."""
    return httpx.Timeout(seconds, read=SILENCE_SECONDS)

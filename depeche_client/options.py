"""How httpx is set up, for both clients alike."""

import re

import httpx

from depeche_client.errors import ClientError
from depeche_client.resumption import SILENCE_SECONDS

# What a header may carry of a token: RFC 6750.
_KEY = re.compile(r"[\w.~+/=-]+", re.ASCII)


def headers(key: str | None) -> dict[str, str]:
    """Who asks: with a key, if there is one. ClientError if it can't be one; its text does not show it."""
    if key and not _KEY.fullmatch(key):
        raise ClientError(
            "The API key has characters that no key has, perhaps a line end: what comes is not the key alone."
        )
    said = {"User-Agent": "depeche-client"}
    return said | {"Authorization": f"Bearer {key}"} if key else said


def address(given: str) -> str:
    """Where a service is, without a slash at the end. ClientError if it can't be; its text does not show it."""
    try:
        url = httpx.URL(given)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise ClientError("This is no address of a service: write it as http://127.0.0.1:8000 or https://news.example.")
    return given.rstrip("/")


def timeout(seconds: float) -> httpx.Timeout:
    """How long a stream may take to begin, and how long it may be silent."""
    return httpx.Timeout(seconds, read=SILENCE_SECONDS)

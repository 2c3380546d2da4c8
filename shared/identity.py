"""Which article is this, and is its text the same? The same article gets the same id for ever."""

import hashlib
import unicodedata

import orjson
from w3lib.url import canonicalize_url, url_query_cleaner

from shared.articles import Submission

# Only parameters whose one purpose is to count readers. A wider net would make one article of two that differ in,
# say, `cid`, and the second would be stored as a revision of the first.
TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id",
    "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "_ga",
)  # fmt: skip
_DEFAULT_PORTS = {"http:": ":80", "https:": ":443"}


def normalise(text: str) -> str:
    """NFC with line ends as a line feed; nothing else is changed, so that spans mean the text as it was received."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def canonical_url(url: str) -> str:
    """One spelling for the many of one address.

    Host in lower case, query sorted, escapes normalised, fragment, default port and tracking parameters dropped.
    http counts as https, since both lead to the same page.
    """
    cleaned = canonicalize_url(url_query_cleaner(url, TRACKING, remove=True, unique=False))
    scheme, slashes, rest = cleaned.partition("//")
    host, slash, path = rest.partition("/")
    return f"https:{slashes}{host.removesuffix(_DEFAULT_PORTS[scheme])}{slash}{path}"


def article_id(submission: Submission) -> str:
    """32 hexadecimal digits, from (source, external id), else from the URL, else from the content."""
    if submission.source is not None and submission.external_id is not None:
        parts = ["external", submission.source, submission.external_id]
    elif submission.url is not None:
        parts = ["url", canonical_url(submission.url)]
    else:
        parts = ["content", fingerprint(content(submission))]
    # JSON keeps the parts apart: ("ab", "c") is not ("a", "bc").
    return _digest(orjson.dumps(parts))


def content(submission: Submission) -> str:
    """The text, or the HTML as it came."""
    return submission.text if submission.text is not None else submission.html or ""


def fingerprint(text: str) -> str:
    """32 hexadecimal digits that are the same for the same text, whatever its line ends and its Unicode form."""
    return _digest(normalise(text).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]

"""Every error that Depeche raises on purpose. Who catches what is decided by the two halves of this tree.

DepecheError
├── PermanentError          trying again gives the same result
│   ├── RefusedError          the request is wrong: a 4xx problem that names the field
│   ├── UndecodableError      the record is no article: to articles.dead
│   ├── UnreadableError       there is nothing in the article to enrich: to articles.dead
│   └── EnrichmentError       the article can't be enriched: to articles.dead
├── TransientError          a later attempt may succeed
│   ├── UnavailableError      Kafka or MongoDB is away: 503 with Retry-After, or back off in place
│   └── FencedError           another worker owns the partition now: drop the batch, write nothing
├── StartupError            the service can't serve: one clear line, exit code 1
└── StoppedError            the service ends itself: one clear line, exit code 1
"""

from dataclasses import dataclass


class DepecheError(Exception):
    """The root of the tree. Its text is one plain sentence that may be shown to a user."""


class PermanentError(DepecheError):
    """Trying again gives the same result."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of a request.

    `field` is a dotted path such as `authors.2`, or the name of a parameter or header; `body` for the whole body.
    """

    field: str
    message: str


class RefusedError(PermanentError):
    """A request that can't be accepted: an HTTP status of 400 to 499, and the fields at fault."""

    def __init__(self, status: int, detail: str, errors: list[FieldError] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors or []


class UndecodableError(PermanentError):
    """A Kafka record that holds no article."""


class UnreadableError(PermanentError):
    """An article with nothing to read in it, such as a page without text. Anybody who may post can post one."""


class EnrichmentError(PermanentError):
    """An article that enrichment can't get through, however often it is tried."""


class TransientError(DepecheError):
    """A later attempt may succeed."""


class UnavailableError(TransientError):
    """Kafka or MongoDB did not answer in time. The outcome of what was asked is unknown."""

    def __init__(self, detail: str, retry_after: int = 5) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class FencedError(TransientError):
    """Another worker owns this partition now. Whatever was not committed is its work, not ours."""


class StartupError(DepecheError):
    """A service can't serve. The text says what is missing and what to do about it."""


class StoppedError(DepecheError):
    """A service ends itself rather than do harm or nothing. The text says why, and what to do about it."""

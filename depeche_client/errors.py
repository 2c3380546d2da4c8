"""Every error that the client raises on purpose.

ClientError
├── ProblemError          the service answered, and the answer is no: `status`, `detail`, `errors`
│   ├── InvalidError        400, 413, 415, 422: something in the request is wrong; `errors` names it
│   ├── KeyRefusedError     401, 403: no key, a wrong one, or one that does not allow this
│   ├── NotFoundError       404
│   └── UnavailableError    408, 409, 425, 429, 502, 503, 504: repeated in vain; later it may succeed
└── UnreachableError      no answer, repeated in vain: nobody listens there, or the connection broke
"""

import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

import httpx
from pydantic import BaseModel, ValidationError


class ProblemField(BaseModel):
    """What is wrong with one field of what was sent, or with one parameter."""

    field: str
    message: str


class Problem(BaseModel):
    """An answer as RFC 9457 describes it: `application/problem+json`."""

    title: str = ""
    status: int
    detail: str = ""
    errors: list[ProblemField] = []


class ClientError(Exception):
    """The root of the tree. Its text is one line that may be shown to a person."""


@dataclass
class ProblemError(ClientError):
    """The service answered with a problem. `retry_after` are the seconds after which it may be asked again."""

    problem: Problem
    retry_after: float | None = None

    def __str__(self) -> str:
        said = self.problem.detail or self.problem.title
        fields = "; ".join(f"{error.field}: {error.message}" for error in self.problem.errors)
        return f"{said} {fields}".strip() + f" ({self.problem.status})"

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def errors(self) -> list[ProblemField]:
        return self.problem.errors


class InvalidError(ProblemError):
    """Something in the request is wrong, and it is wrong however often it is sent."""


class KeyRefusedError(ProblemError):
    """The service wants a key, knows this one not, or does not allow it what was asked."""


class NotFoundError(ProblemError):
    """There is no such thing."""


class UnavailableError(ProblemError):
    """The service can't do it now: it, or what it needs, is away or busy."""


class UnreachableError(ClientError):
    """There was no whole answer. What was asked may have been done or not; to ask again is harmless."""


# 409 says that the first request under the same Idempotency-Key is still being answered.
_LATER = frozenset((408, 409, 425, 429, 502, 503, 504))
_KINDS: Mapping[int, type[ProblemError]] = {
    **dict.fromkeys((400, 413, 415, 422), InvalidError),
    **dict.fromkeys((401, 403), KeyRefusedError),
    404: NotFoundError,
    **dict.fromkeys(_LATER, UnavailableError),
}


def raise_for(response: httpx.Response) -> None:
    """The error that a response is, if it is one. Its body must have been read."""
    if response.is_success:
        return
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        raise _foreign(response) from None
    raise _KINDS.get(response.status_code, ProblemError)(problem, retry_after(response.headers))


def _foreign(response: httpx.Response) -> ProblemError:
    """The error in an answer that is none of Depeche: of a proxy that has no answer of it, or of something else."""
    status = response.status_code
    if status in _LATER:
        return UnavailableError(Problem(title=HTTPStatus(status).phrase, status=status), retry_after(response.headers))
    return ProblemError(Problem(title=f"What answers at {_where(response.url)} is not Depeche.", status=status))


def unreadable(url: httpx.URL, error: ValueError) -> ClientError:
    """An answer that is none of Depeche, or of another version of it than ours."""
    first = error.errors(include_url=False, include_input=False)[0] if isinstance(error, ValidationError) else None
    where = _where(url)
    if first is None or first["type"] in ("json_invalid", "model_type", "missing"):
        return ClientError(f"What answers at {where} is not Depeche, or an older one than this version can ask.")
    field = ".".join(map(str, first["loc"]))
    return ClientError(f"{where} answers with a {field} that this version of depeche_client does not know: renew it.")


def _where(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode()}"


def unreachable(error: httpx.TransportError) -> UnreachableError:
    """What happened between us and the service, in a line that says where."""
    try:
        where = _where(error.request.url)
    except RuntimeError:
        where = "The service"
    return UnreachableError(f"{where} does not answer: {str(error) or type(error).__name__}")


def may_succeed(error: BaseException) -> bool:
    """Whether the same request may succeed later."""
    return isinstance(error, UnavailableError | UnreachableError)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks for, which gives a number of them or a date; null without one."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdecimal():
        return float(given)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None

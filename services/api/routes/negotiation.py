"""Which form a client gets: what its `Accept` likes best of what there is (RFC 9110, section 12)."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from fastapi import Request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from shared.errors import FieldError, RefusedError

_LONGEST = 1_000


class _Typed(Protocol):
    @property
    def media_type(self) -> str: ...


T = TypeVar("T", bound=_Typed)


def chosen(request: Request, forms: Sequence[T]) -> T:
    """The form that is liked best, of equals the first. RefusedError (406) that names them all if none is liked."""
    given = ",".join(request.headers.getlist("accept"))
    if not given.strip():
        return forms[0]
    if len(given) > _LONGEST:
        raise _refused(f"is longer than {_LONGEST} characters")
    # None of the forms has parameters, so that those which a client names make no difference.
    liked = MIMEAccept([(each.partition(";")[0], share) for each, share in parse_accept_header(given, MIMEAccept)])
    best = max(forms, key=lambda form: liked.quality(form.media_type))
    if not liked.quality(best.media_type):
        raise _refused(f"asks for nothing that there is: {', '.join(form.media_type for form in forms)}")
    return best


def _refused(message: str) -> RefusedError:
    return RefusedError(406, "There is no form that would be accepted.", [FieldError("Accept", message)])

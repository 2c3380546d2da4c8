"""Signing in and out, where the API asks for keys."""

from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from services.api.reader.pages import Pages
from services.api.reader.sessions import COOKIE, SECONDS, SIGN_IN, SIGN_OUT, Sessions
from shared.errors import RefusedError
from shared.guard import Guard

_ATTRIBUTES: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "strict"}


def add_routes(app: FastAPI) -> None:
    """The routes of the door."""
    app.get(SIGN_IN, include_in_schema=False)(ask)
    app.post(SIGN_IN, include_in_schema=False)(sign_in)
    app.post(SIGN_OUT, include_in_schema=False)(sign_out)


async def ask(request: Request) -> Response:
    """The form that takes a key; where none are needed there is nothing to sign in to."""
    pages: Pages = request.state.pages
    if request.app.state.guard is None:
        return RedirectResponse("/", 303)
    return await pages.page("sign_in.html", then="/", wrong=False)


async def sign_in(request: Request) -> Response:
    """Begin a session with a key that may read, and go to where its owner wanted to go."""
    pages: Pages = request.state.pages
    sessions: Sessions = request.state.sessions
    guard: Guard | None = request.app.state.guard
    _require_own_form(request)
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    then = _local(form.get("then", ["/"])[0])
    if guard is None:
        return RedirectResponse(then, 303)
    key = guard.reader(form.get("key", [""])[0].strip())
    if key is None:
        return await pages.page("sign_in.html", 401, then=then, wrong=True)
    answer = RedirectResponse(then, 303)
    answer.set_cookie(COOKIE, sessions.begin(key.id), max_age=SECONDS, **_ATTRIBUTES)
    return answer


async def sign_out(request: Request) -> Response:
    """Forget the session."""
    _require_own_form(request)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE, **_ATTRIBUTES)
    return answer


def _require_own_form(request: Request) -> None:
    """RefusedError if a browser says that the form stood on a page of somebody else."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise RefusedError(403, "This form was on another site.")


def _local(path: str) -> str:
    """A path on this host: what begins otherwise could lead anywhere."""
    begins_here = path.startswith("/") and path[1:2] not in ("/", "\\")
    return path if begins_here and path.isprintable() else "/"

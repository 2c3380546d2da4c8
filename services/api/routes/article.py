"""GET /v1/articles/{id}: one article, in the form that is asked for by `Accept` or by a suffix."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Path, Request, Response

from services.api.forms import cloudevent, jsonld, markdown, native, ninjs, plain
from services.api.forms.parts import Article, entered
from services.api.responses import NO_ARTICLE, REFUSED, UNREADABLE
from services.api.routes import freshness
from services.api.routes.negotiation import chosen
from services.api.search.question import only
from services.api.store import Store
from shared.articles import EnrichedArticle
from shared.errors import RefusedError
from shared.openapi import problems

ARTICLE_ID = Annotated[str, Path(description="The id that ingest answered.")]
# Characters of a text: to write a longer one holds up others.
_LONG = 20_000
_AWAY = "MongoDB is away; `Retry-After` says when to try again."
_VARY = {"Vary": {"description": "`Accept`: it chooses the form.", "schema": {"type": "string"}}}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an article: its suffix, what is said of it, its media type, and what writes it."""

    suffix: str
    title: str
    media_type: str
    render: Callable[[Article], bytes]


# The first is for who does not say what they like.
FORMS = (
    Form("json", "as our JSON", "application/json", native.render),
    Form("ninjs", "as ninjs 3.1 (IPTC)", "application/ninjs+json", ninjs.render),
    Form("jsonld", "as a NewsArticle of schema.org, in JSON-LD", "application/ld+json", jsonld.render),
    Form("cloudevent", "as the CloudEvent that told of it", "application/cloudevents+json", cloudevent.render),
    Form("txt", "as plain text: what it says, and nothing around it", "text/plain", plain.render),
    Form("md", "as Markdown: headline, headings and body", "text/markdown", markdown.render),
)


def add_routes(app: FastAPI) -> None:
    """The route of an article, and one for each of its forms. They go before others below /v1/articles."""
    for form in FORMS:
        app.get(
            f"/v1/articles/{{id}}.{form.suffix}",
            summary=f"One article {form.title}",
            description="Its latest revision, as soon as it is stored.",
            responses={200: _content(form) | {"headers": freshness.HEADERS}, **_problems()},
            **_settings(form),
        )(_in_form(form))
    every = {name: content for form in FORMS for name, content in _content(form)["content"].items()}
    app.get(
        "/v1/articles/{id}",
        summary="One article, its latest revision, in the form that `Accept` asks for",
        responses={200: {"content": every, "headers": freshness.HEADERS | _VARY}, **_problems(406)},
        **_settings(FORMS[0]),
    )(article)


async def article(request: Request, id: ARTICLE_ID) -> Response:
    """The article as it is stored, as soon as it is stored. Each form has an address of its own, too: `{id}.md`."""
    # What is not there is missing in every form, so the form is chosen afterwards.
    found = await _found(request, id)
    answer = await _answer(request, found, chosen(request, FORMS))
    answer.headers["Vary"] = "Accept"
    return answer


def _in_form(form: Form) -> Callable[..., Awaitable[Response]]:
    async def article_in_form(request: Request, id: ARTICLE_ID) -> Response:
        return await _answer(request, await _found(request, id), form)

    return article_in_form


async def _found(request: Request, article_id: str) -> Article:
    store: Store = request.state.store
    found = await store.article(article_id)
    if found is None:
        raise RefusedError(404, NO_ARTICLE)
    return found


async def _answer(request: Request, found: Article, form: Form) -> Response:
    def written() -> Response:
        return freshness.answer(request, form.suffix, form.render(found), form.media_type, entered(found))

    # An article may have eight megabytes, but to a thread and back it takes longer than to write one as most are.
    return await asyncio.to_thread(written) if len(found["text"]) > _LONG else written()


def _settings(form: Form) -> dict[str, Any]:
    """What all the routes have alike. Only our own JSON has a model."""
    model = {"response_model": EnrichedArticle} if form is FORMS[0] else {"response_class": Response}
    return {"tags": ["articles"], "dependencies": [Depends(only())], "openapi_extra": freshness.ASKED, **model}


def _content(form: Form) -> dict[str, Any]:
    kind = "string" if form.media_type.startswith("text/") else "object"
    return {"content": {} if form is FORMS[0] else {form.media_type: {"schema": {"type": kind}}}}


def _problems(*more: int) -> dict[int | str, dict[str, Any]]:
    meanings = {
        400: UNREADABLE,
        404: NO_ARTICLE,
        406: "`Accept` asks for nothing that there is; `errors` says what there is.",
        422: REFUSED,
        503: _AWAY,
    }
    told = {status: meaning for status, meaning in meanings.items() if status != 406 or 406 in more}
    return freshness.NOT_MODIFIED | problems(told)

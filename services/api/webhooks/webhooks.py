"""/v1/webhooks: who wants to be told of which articles."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import orjson
from fastapi import Depends, FastAPI, Path, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from uuid_utils import uuid7

from services.api.listening import position
from services.api.listening.matching import check
from services.api.listening.news import News
from services.api.responses import UNREADABLE
from services.api.search.cursor import Cursors, Mark
from services.api.search.generation import Positions
from services.api.search.question import Cursor, Filter, Limit, only
from services.api.settings import ApiSettings
from services.api.webhooks import outside
from services.api.webhooks.sender import new_secret
from services.api.webhooks.subscriptions import Document, Subscriptions
from shared.articles import Url
from shared.errors import FieldError, RefusedError
from shared.openapi import problems

_MOST = 100
_ID = Annotated[str, Path(description="The webhook's `id`.", max_length=100)]
_REFUSED = "Something in the request is wrong; `errors` names it."
_AWAY = "MongoDB or Kafka is away; `Retry-After` says when to try again."
_NONE = "There is no such webhook."
_POSITION = "Where it begins: the `position` of another webhook, or the `id` of an event of the stream. Else, now."


def _plain(value: str) -> str:
    parts = urlsplit(value)
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("must have no user, password or fragment: it is shown to whoever may see webhooks")
    return value


class NewWebhook(BaseModel):
    """What is to be told to whom."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[
        Url,
        AfterValidator(_plain),
        Field(description="Where to deliver, by POST.", examples=["https://desk.example.com/depeche"]),
    ]
    filter: Annotated[
        Filter, Field(description="Which articles: as in a search.", examples=[{"q": "drones", "language": "fr"}])
    ] = Filter()
    after: Annotated[str | None, Field(description=_POSITION, min_length=1, max_length=4_000)] = None


class Webhook(BaseModel):
    """Who is told of what, and how far that has come."""

    id: str
    url: str
    filter: dict[str, Any]
    status: Literal["active", "disabled"]
    reason: Annotated[str | None, Field(description="Why it is disabled.")]
    failing_since: Annotated[datetime | None, Field(description="Since when nothing has got further; null if it has.")]
    position: Annotated[str, Field(description="Everything up to here is delivered; `after` can begin there.")]
    created_at: datetime


class MadeWebhook(Webhook):
    """With the secret that signs what is delivered. It is shown this once."""

    secret: str


class WebhookList(BaseModel):
    """All webhooks, the newest first. There are never so many that they would need pages."""

    items: list[Webhook]
    next_cursor: str | None
    total: int


class Delivery(BaseModel):
    """An attempt to deliver an article, and what came of it."""

    id: str
    message_id: Annotated[str, Field(description="The header `webhook-id`: the same in every attempt.")]
    type: str
    article_id: str
    revision: int
    attempt: Annotated[int, Field(description="The how manieth since the process that delivers has begun.")]
    status: Literal["delivered", "failed"]
    http_status: Annotated[int | None, Field(description="What the receiver answered; null if it did not.")]
    error: Annotated[str | None, Field(description="Why there was no answer.")]
    at: datetime
    seconds: float


class DeliveryList(BaseModel):
    """Attempts of the last seven days, the last first. `total` is the number of these."""

    items: list[Delivery]
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last one.")
    total: int


class _DeliveriesOf(BaseModel):
    """What a cursor of deliveries belongs to."""

    webhook_id: str


def add_routes(app: FastAPI, settings: ApiSettings) -> None:
    """The routes of webhooks. They need the scope `admin`."""
    wrong = problems({400: UNREADABLE, 422: _REFUSED, 503: _AWAY})
    missing = problems({404: _NONE})

    async def create(request: Request, made: NewWebhook) -> Response:
        """Articles that fit are delivered by POST from now on, each at least once and those of one article in order.

        What is delivered is signed after [Standard Webhooks](https://www.standardwebhooks.com). Needs the scope
        `admin`.
        """
        return await _create(request, made, settings.api_webhooks_private)

    app.post(
        "/v1/webhooks",
        summary="Have articles delivered to an address",
        tags=["webhooks"],
        status_code=201,
        response_model=MadeWebhook,
        responses=wrong
        | problems(
            {409: f"There are {_MOST} webhooks already.", 410: "Kafka no longer keeps what came behind `after`."}
        )
        | problems({413: "The body is too large."}),
        dependencies=[Depends(only())],
    )(create)
    app.get(
        "/v1/webhooks",
        summary="All webhooks",
        tags=["webhooks"],
        response_model=WebhookList,
        responses=wrong,
        dependencies=[Depends(only())],
    )(webhooks)
    app.get(
        "/v1/webhooks/{id}",
        summary="One webhook",
        tags=["webhooks"],
        response_model=Webhook,
        responses=wrong | missing,
        dependencies=[Depends(only())],
    )(webhook)
    app.delete(
        "/v1/webhooks/{id}",
        summary="Deliver nothing more to a webhook",
        tags=["webhooks"],
        status_code=204,
        response_class=Response,
        responses=wrong | missing,
        dependencies=[Depends(only())],
    )(delete)
    app.get(
        "/v1/webhooks/{id}/deliveries",
        summary="What came of the last attempts to deliver to a webhook",
        tags=["webhooks"],
        response_model=DeliveryList,
        responses=wrong | missing,
        dependencies=[Depends(only("limit", "cursor"))],
    )(deliveries)


async def _create(request: Request, made: NewWebhook, private: bool) -> Response:
    news: News = request.state.news
    subscriptions: Subscriptions = request.state.subscriptions
    after = _position(made.after) if made.after is not None else news.now
    try:
        check(made.filter)
    except RefusedError as error:
        fields = [FieldError(f"filter.{each.field}", each.message) for each in error.errors]
        raise RefusedError(error.status, error.detail, fields) from None
    await news.check(made.filter, after)
    try:
        await outside.addresses(urlsplit(made.url).hostname or "", None, private)
    except outside.InsideError as error:
        detail = "Nothing can be delivered to this address."
        raise RefusedError(422, detail, [FieldError("url", str(error))]) from None
    now = datetime.now(UTC)
    document = {
        "_id": str(uuid7()),
        "url": made.url,
        "filter": made.filter.model_dump(exclude_defaults=True),
        "position": position.encode(after),
        # In milliseconds, as MongoDB keeps it.
        "created_at": now.replace(microsecond=now.microsecond // 1000 * 1000),
        "secret": new_secret(),
    }
    if not await subscriptions.add(document, _MOST):
        raise RefusedError(409, f"There are {_MOST} webhooks already.")
    request.state.deliverer.look()
    created = {"status": "active", "reason": None, "failing_since": None} | document
    shown = _shown(created) | {"secret": document["secret"]}
    return _json(shown, 201, {"Location": f"/v1/webhooks/{document['_id']}"})


async def webhooks(request: Request) -> Response:
    """The newest first, without their secrets. Needs the scope `admin`."""
    subscriptions: Subscriptions = request.state.subscriptions
    items = [_shown(found) for found in await subscriptions.all()]
    return _json({"items": items, "next_cursor": None, "total": len(items)})


async def webhook(request: Request, id: _ID) -> Response:
    """Whether it gets through, and how far. Needs the scope `admin`."""
    return _json(_shown(await _found(request, id)))


async def delete(request: Request, id: _ID) -> Response:
    """It is told nothing more, after some seconds at most. Needs the scope `admin`."""
    subscriptions: Subscriptions = request.state.subscriptions
    if not await subscriptions.remove(id):
        raise RefusedError(404, _NONE)
    request.state.deliverer.look()
    return Response(status_code=204)


async def deliveries(request: Request, id: _ID, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Each attempt with the status and the time of the answer. Needs the scope `admin`."""
    subscriptions: Subscriptions = request.state.subscriptions
    cursors: Cursors = request.state.cursors
    question = _DeliveriesOf(webhook_id=id)
    await _found(request, id)
    before = cursors.decode(cursor, question).id if cursor is not None else None
    found = await subscriptions.deliveries(id, before, limit + 1)
    items = [_attempt(each) for each in found[:limit]]
    end = cursors.encode(Mark(0, items[-1]["id"]), question) if len(found) > limit else None
    return _json({"items": items, "next_cursor": end, "total": await subscriptions.attempts(id)})


async def _found(request: Request, webhook_id: str) -> Document:
    subscriptions: Subscriptions = request.state.subscriptions
    found = await subscriptions.find(webhook_id)
    if found is None:
        raise RefusedError(404, _NONE)
    return found


def _position(text: str) -> Positions:
    try:
        return position.decode(text)
    except ValueError:
        raise RefusedError(422, "The position is not valid.", [FieldError("after", position.WRONG)]) from None


def _shown(found: Document) -> Document:
    return {"id": found["_id"]} | {name: found[name] for name in Webhook.model_fields if name != "id"}


def _attempt(found: Document) -> Document:
    return {"id": found["_id"]} | {name: found[name] for name in Delivery.model_fields if name != "id"}


def _json(shown: Document, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(shown), status, headers, media_type="application/json")

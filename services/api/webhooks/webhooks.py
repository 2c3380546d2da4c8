"""/v1/webhooks: who wants to be told of which articles."""

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

import orjson
from fastapi import Depends, FastAPI, Path, Request, Response
from pydantic import BaseModel
from uuid_utils import uuid7

from services.api.listening import position
from services.api.listening.matching import check
from services.api.listening.news import News
from services.api.responses import UNREADABLE
from services.api.search.cursor import Cursors, Mark
from services.api.search.generation import Positions
from services.api.search.question import Cursor, Limit, only
from services.api.settings import ApiSettings
from services.api.webhooks import outside
from services.api.webhooks.models import Delivery, DeliveryList, MadeWebhook, NewWebhook, Webhook, WebhookList
from services.api.webhooks.sender import new_secret
from services.api.webhooks.subscriptions import Document, Subscriptions
from shared.errors import FieldError, RefusedError
from shared.openapi import problems

_MOST = 100
_JSON = "application/json"
_ID = Annotated[str, Path(description="The webhook's `id`.", max_length=100)]
_NONE = "There is no such webhook."
_WRONG = {
    400: UNREADABLE,
    422: "Something in the request is wrong; `errors` names it.",
    503: "MongoDB or Kafka is away; `Retry-After` says when to try again.",
}
_NOT_MADE = {
    400: "It can't be read: the body is no JSON, or the query no UTF-8.",
    409: f"There are {_MOST} webhooks already.",
    410: "Kafka no longer keeps what came behind `after`.",
    413: "The body is too large.",
    415: "The body is of another type than application/json.",
}


class _DeliveriesOf(BaseModel):
    """What a cursor of deliveries belongs to."""

    webhook_id: str


def add_routes(app: FastAPI, settings: ApiSettings) -> None:
    """The routes of webhooks. They need the scope `admin`."""
    common: dict[str, Any] = {"tags": ["webhooks"], "dependencies": [Depends(only())]}
    as_json = {"dependencies": [*common["dependencies"], Depends(_require_json)]}
    wrong = problems(_WRONG)
    missing = wrong | problems({404: _NONE})

    async def create(request: Request, made: NewWebhook) -> Response:
        """Articles that fit are delivered by POST from now on, each at least once and those of one article in order.

        What is delivered is signed after [Standard Webhooks](https://www.standardwebhooks.com). Needs the scope
        `admin`.
        """
        return await _create(request, made, settings.api_webhooks_private)

    app.post(
        "/v1/webhooks",
        summary="Have articles delivered to an address",
        status_code=201,
        response_model=MadeWebhook,
        responses=wrong | problems(_NOT_MADE),
        **common | as_json,
    )(create)
    app.get("/v1/webhooks", summary="All webhooks", response_model=WebhookList, responses=wrong, **common)(webhooks)
    app.get("/v1/webhooks/{id}", summary="One webhook", response_model=Webhook, responses=missing, **common)(webhook)
    app.delete(
        "/v1/webhooks/{id}",
        summary="Deliver nothing more to a webhook",
        status_code=204,
        response_class=Response,
        responses=missing,
        **common,
    )(delete)
    app.get(
        "/v1/webhooks/{id}/deliveries",
        summary="What came of the last attempts to deliver to a webhook",
        response_model=DeliveryList,
        responses=missing,
        **common | {"dependencies": [Depends(only("limit", "cursor"))]},
    )(deliveries)


async def _require_json(request: Request) -> None:
    """A body of another type would be refused as no object, even if it is one: `curl -d` calls it a form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        raise RefusedError(415, f"Send {_JSON}.", [FieldError("Content-Type", f"must be {_JSON}")])


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
    return Response(orjson.dumps(shown), status, headers, media_type=_JSON)

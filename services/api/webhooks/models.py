"""What is asked and answered about webhooks."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.api.search.question import Filter
from shared.articles import Url

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
    attempt: Annotated[
        int, Field(description="Which attempt this is, from 1, since the process that delivers has begun.")
    ]
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

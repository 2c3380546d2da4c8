"""GET /v1/receipts/{id}: what became of a submission."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Depends, FastAPI, Path, Query, Request, Response

from services.api.responses import UNREADABLE
from services.api.routes.receipts import Receipts
from services.api.search.question import only
from services.api.store import Document
from shared.answers import PENDING, Receipt, ReceiptLinks
from shared.openapi import problems


def add_routes(app: FastAPI) -> None:
    """The route of receipts."""
    app.get(
        "/v1/receipts/{id}",
        summary="What became of a submission",
        description=f"Answers at once when it is decided, else as soon as it is, or after `wait` seconds. {PENDING}",
        tags=["receipts"],
        response_model=Receipt,
        responses=problems({400: UNREADABLE, 422: "A parameter is wrong; `errors` names it.", 503: "MongoDB is away."}),
        dependencies=[Depends(only("wait"))],
    )(receipt)


async def receipt(
    request: Request,
    id: Annotated[UUID, Path(description="The `receipt` that ingest answered.")],
    wait: Annotated[float, Query(ge=0, le=60, allow_inf_nan=False, description="The most seconds to wait.")] = 0,
) -> Response:
    receipts: Receipts = request.state.receipts
    found = await receipts.decided(str(id), wait)
    return Response(orjson.dumps(_shown(str(id), found or {}).model_dump()), media_type="application/json")


def _shown(event_id: str, found: Document) -> Receipt:
    status, article_id = found.get("status", "pending"), found.get("article_id")
    article = f"/v1/articles/{article_id}" if article_id and status not in ("pending", "dead") else None
    decided_at: datetime | None = found.get("decided_at")
    return Receipt(
        id=event_id,
        status=status,
        article_id=article_id,
        revision=found.get("revision"),
        stage=found.get("stage"),
        error=found.get("error"),
        reason=found.get("reason"),
        decided_at=decided_at,
        links=ReceiptLinks(
            receipt=f"/v1/receipts/{event_id}", article=article, revisions=f"{article}/revisions" if article else None
        ),
    )

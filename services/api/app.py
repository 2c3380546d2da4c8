"""The HTTP side of the api, and what lives as long as it does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api import metrics
from services.api.listening import stream
from services.api.listening.news import News
from services.api.listening.stream import Streams
from services.api.reader import routes as reader
from services.api.reader.pages import Pages
from services.api.reader.refusals import Readable
from services.api.reader.sessions import BrowserVisitors, Sessions
from services.api.routes import article, articles, contract, exports, feeds, overview, quotes, stories, submissions
from services.api.routes.exports import Exports
from services.api.routes.receipts import Receipts
from services.api.search.cursor import Cursors
from services.api.search.follow import Follower
from services.api.search.index import SearchIndex
from services.api.settings import ApiSettings
from services.api.store import Store
from services.api.webhooks import webhooks
from services.api.webhooks.delivery import Deliverer
from services.api.webhooks.subscriptions import Subscriptions
from shared import http, kafka, mongo
from shared.guard import OtherScopes, guard

_MOST_BODY_BYTES = 64 * 1024
# Who may post may see what became of it: only who posted knows the id of a receipt.
_OTHER_SCOPES: OtherScopes = {"/v1/webhooks": ("admin",), "/v1/receipts": ("ingest:write", "articles:read")}
_DESCRIPTION = """Search and read enriched articles.

Lists answer `{"items": [...], "next_cursor": string or null, "total"}`; errors are `application/problem+json`
(RFC 9457) with `errors[]` naming the parameters. Parameters that are not described are refused, not ignored."""


class State(TypedDict):
    """What the routes use, as `request.state`."""

    database: mongo.Database
    index: SearchIndex
    store: Store
    cursors: Cursors
    receipts: Receipts
    follower: Follower
    exports: Exports
    news: News
    streams: Streams
    subscriptions: Subscriptions
    deliverer: Deliverer
    pages: Pages
    sessions: Sessions


def create_app(settings: ApiSettings) -> FastAPI:
    """The api. Nothing is opened before its lifespan begins."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[State]:
        async with running(settings, app.state.stopping) as state:
            yield state

    guarded = guard(settings, "articles:read", _OTHER_SCOPES, BrowserVisitors())
    app = http.create_app("Depeche api", _DESCRIPTION, lifespan, _ready, guarded)
    app.add_middleware(_Counted)
    app.add_middleware(_Bounded)
    app.add_middleware(Readable)
    articles.add_routes(app)
    article.add_routes(app)
    feeds.add_routes(app)
    exports.add_routes(app)
    overview.add_routes(app)
    quotes.add_routes(app)
    stories.add_routes(app)
    submissions.add_routes(app)
    stream.add_routes(app)
    webhooks.add_routes(app, settings)
    contract.add_routes(app)
    reader.add_routes(app)
    return app


@asynccontextmanager
async def running(settings: ApiSettings, stopping: asyncio.Event) -> AsyncIterator[State]:
    """Index, follower and receipts at work. If one of them fails in a way nobody expected, so does the service."""
    database = mongo.connect(settings)
    index = SearchIndex(settings.api_index_directory, settings.api_search_threads)
    follower = Follower(settings, index, database)
    store = Store(database)
    receipts = Receipts(database, store)
    exporting = Exports(index, settings.api_exports)
    news, subscriptions = News(settings), Subscriptions(database)
    deliverer = Deliverer(settings, subscriptions, news)
    try:
        cursors, sessions = Cursors(await store.secret("cursors")), Sessions(await store.secret("sessions"))
        await follower.start()
        await news.start()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(follower.run())
            tasks.create_task(news.run())
            waiting = [
                tasks.create_task(receipts.watch()),
                tasks.create_task(receipts.release(stopping)),
                tasks.create_task(news.release(stopping)),
                tasks.create_task(deliverer.run()),
            ]
            yield State(
                database=database,
                index=index,
                store=store,
                cursors=cursors,
                receipts=receipts,
                follower=follower,
                exports=exporting,
                news=news,
                streams=Streams(settings, news),
                subscriptions=subscriptions,
                deliverer=deliverer,
                pages=Pages(guarded=settings.keys_file is not None),
                sessions=sessions,
            )
            follower.stop()
            news.stop()
            for task in waiting:
                task.cancel()
    finally:
        await follower.close()
        exporting.close()
        await news.close()
        index.close()
        database.client.close()


async def _ready(request: Request) -> None:
    """UnavailableError unless Kafka and MongoDB answer and there is an index to search."""
    await kafka.reachable(request.state.follower.consumer)
    await mongo.reachable(request.state.database)
    _ = request.state.index.generation


class _Counted:
    """Counts requests by route and status."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A path that no route knows is not a label: anybody could make as many as they like.
                route = getattr(scope.get("route"), "path", "none")
                metrics.REQUESTS.labels(route, str(message["status"])).inc()
            await send(message)

        await self.app(scope, receive, counted if scope["type"] == "http" else send)


class _Bounded:
    """No body is larger than what anybody has to say here. It is measured as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = 0

        async def bounded() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > _MOST_BODY_BYTES:
                raise HTTPException(413, f"The body is longer than {_MOST_BODY_BYTES} bytes.")
            return message

        await self.app(scope, bounded, send)

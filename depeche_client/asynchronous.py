"""The client for asyncio."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable
from contextlib import aclosing
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

import httpx
from httpx_sse import aconnect_sse
from tenacity import AsyncRetrying

from depeche_client.answers import Accepted, Event, Result
from depeche_client.batches import Batch, abatches
from depeche_client.calls import API, INGEST, LONGEST_WAIT, MOST_ON_A_PAGE, Article, Call, Calls
from depeche_client.errors import ClientError, raise_for, unreachable
from depeche_client.filters import Filters, Question, QuoteFilters
from depeche_client.options import address, headers, timeout
from depeche_client.resumption import Resumption
from depeche_client.retries import policy
from shared.answers import FacetLists, FoundArticle, FoundList, FoundQuote, Listed, Member, Receipt
from shared.articles import EnrichedArticle

T = TypeVar("T")


class AsyncDepeche:
    """Depeche, for asyncio; an async context manager.

    `key` is an API key, where the services want one. What may succeed later is tried `attempts` times; an answer that
    takes longer than `seconds` is none. All methods raise a ClientError if it can't be done.
    """

    def __init__(
        self, api: str = API, ingest: str = INGEST, key: str | None = None, attempts: int = 7, seconds: float = 30.0
    ) -> None:
        self._calls = Calls(address(api), address(ingest))
        self._attempts, self._seconds = attempts, seconds
        self._http = httpx.AsyncClient(headers=headers(key))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def post(self, article: Article, idempotency_key: str | None = None) -> Accepted:
        """Post one article. When this returns, it will not be lost. InvalidError if something in it is wrong."""
        return await self._ask(self._calls.post(article, idempotency_key or str(uuid.uuid4())))

    async def post_many(self, articles: Iterable[Article] | AsyncIterable[Article]) -> AsyncGenerator[Result, None]:
        """Post articles, however many, in batches; how each was taken, in their order.

        One that is refused does not stop the others. ClientError if ingest is away too long: those of which nothing was
        said by then can be posted again.
        """
        async for batch in abatches(articles):
            try:
                await AsyncRetrying(**policy(self._attempts))(self._send_batch, batch)
            except ClientError:
                for result in batch.results():
                    yield result
                raise
            for result in batch.results():
                yield result

    async def receipt(self, receipt: str, wait: float = 0.0) -> Receipt:
        """What became of a submission, by the id of its receipt; waits at most so many seconds until it is decided."""
        while True:
            now = min(wait, LONGEST_WAIT)
            found = await self._ask(self._calls.receipt(receipt, now))
            wait -= now
            if found.status != "pending" or wait <= 0:
                return found

    async def article(self, article_id: str) -> EnrichedArticle:
        """The latest revision of an article. NotFoundError if there is none."""
        return await self._ask(self._calls.article(article_id))

    async def page(self, limit: int = 20, cursor: str | None = None, **question: Unpack[Question]) -> FoundList:
        """A page of what is found, with the number of all; with `next_cursor` of one page, the next."""
        return await self._ask(self._calls.page(question, limit, cursor))

    def search(self, most: int | None = None, **question: Unpack[Question]) -> AsyncGenerator[FoundArticle, None]:
        """All that is found, or the first `most`; pages are asked for as they are needed."""
        return self._all(partial(self._calls.page, question), most)

    def quotes(self, most: int | None = None, **question: Unpack[QuoteFilters]) -> AsyncGenerator[FoundQuote, None]:
        """Who said what: quotes with these words and this speaker, each with its article."""
        return self._all(partial(self._calls.quotes, question), most)

    def story(self, story: str) -> AsyncGenerator[Member, None]:
        """The articles of a story, newest first, and what differs in each. NotFoundError if there is no such story."""
        return self._all(partial(self._calls.story, story), None)

    async def facets(self, **filters: Unpack[Filters]) -> FacetLists:
        """How many of the articles that are found have what."""
        return await self._ask(self._calls.facets(filters))

    async def _all(self, page: Callable[[int, str | None], Call[Any]], most: int | None) -> AsyncGenerator[Any, None]:
        """The items of all pages, or the first `most`."""
        cursor: str | None = None
        left = most
        while left is None or left > 0:
            found: Listed[Any] = await self._ask(page(min(left or MOST_ON_A_PAGE, MOST_ON_A_PAGE), cursor))
            for item in found.items:
                yield item
            left = None if left is None else left - len(found.items)
            cursor = found.next_cursor
            if cursor is None:
                return

    async def stream(self, last_event_id: str | None = None, **filters: Unpack[Filters]) -> AsyncGenerator[Event, None]:
        """New and revised articles as they are stored, from now on, or behind an event that was seen before.

        When it breaks, it is taken up again behind the last event: nothing is missed, and nothing comes twice. It has
        no end: leave it with `contextlib.aclosing`, or by cancelling.
        """
        resumption = Resumption(last_event_id, self._attempts)
        while True:
            error: ClientError | None = None
            try:
                async with aclosing(self._events(filters, resumption)) as events:
                    async for event in events:
                        yield event
            except httpx.TransportError as broken:
                error = unreachable(broken)
            except ClientError as refused:
                error = refused
            await asyncio.sleep(resumption.broken(error))

    async def _events(self, filters: Filters, resumption: Resumption) -> AsyncGenerator[Event, None]:
        """The events of one connection."""
        call = self._calls.stream(filters, resumption.last_event_id)
        given: dict[str, Any] = {"params": call.params, "timeout": timeout(self._seconds)}
        async with aconnect_sse(self._http, call.method, call.url, **given) as source:
            if source.response.is_error:
                await source.response.aread()
            raise_for(source.response)
            resumption.connected(source.response)
            async for sse in source.aiter_sse():
                if event := resumption.take(sse):
                    yield event

    async def _send_batch(self, batch: Batch) -> None:
        batch.take(await self._once(batch.call(self._calls)))

    async def _ask(self, call: Call[T]) -> T:
        found: T = await AsyncRetrying(**policy(self._attempts))(self._once, call)
        return found

    async def _once(self, call: Call[T]) -> T:
        try:
            answer = await self._http.request(
                call.method,
                call.url,
                params=call.params,
                content=call.content,
                headers=call.headers,
                timeout=self._seconds + call.wait,
            )
        except httpx.TransportError as error:
            raise unreachable(error) from error
        return call.result(answer)

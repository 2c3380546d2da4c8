"""GET /v1/export.ndjson, .csv and .parquet: all that a search finds."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

import pyarrow as pa
from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.api.forms import csv, ndjson, parquet
from services.api.responses import REFUSED, UNREADABLE
from services.api.search.index import SearchIndex
from services.api.search.paging import Page
from services.api.search.question import Question, only
from shared.errors import UnavailableError
from shared.openapi import problems

# Articles that are read from the index at once; fewer if they are very large.
_ROWS = 500
_ABOUT = (
    "Every article that has everything that is asked for, however many there are. By `received`, which never changes, "
    "each that was there at the beginning is in it exactly once, while others arrive and while it is revised. Where "
    "it can't be finished the connection breaks: what came to its end is complete. "
)
# The lines, as the document of ingest shows them, too.
_LINES = {"type": "array", "items": {"$ref": "#/components/schemas/EnrichedArticle"}}
_MEANINGS = {
    400: UNREADABLE,
    422: REFUSED,
    503: "There are as many exports as there may be at once, or the search index is being built; `Retry-After` says "
    "when to try again.",
}


class Format(Protocol):
    """Writes an export: each method returns what can be sent by then. Everything in it computes."""

    def begin(self) -> bytes: ...

    def add(self, items: Sequence[bytes]) -> bytes: ...

    def end(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Kind:
    suffix: str
    title: str
    about: str
    media_type: str
    schema: dict[str, Any]
    make: Callable[[], Format]


_KINDS = (
    _Kind(
        "ndjson",
        "NDJSON",
        "A line is an article, as a search answers it.",
        "application/x-ndjson",
        _LINES,
        ndjson.Lines,
    ),
    _Kind(
        "csv",
        "CSV",
        "UTF-8. Text is in quotes, numbers and what is not known are not. Of several values in a cell each is once, "
        "with `; ` between them. Text that a spreadsheet could take for a formula has an apostrophe before it. "
        "The columns are:\n\n" + "\n".join(f"- `{column.name}`: {column.about}" for column in csv.COLUMNS),
        "text/csv",
        {"type": "string"},
        csv.Table,
    ),
    _Kind(
        "parquet",
        "Parquet",
        "The columns are the fields of an article, nested as in our JSON; times are timestamps in UTC, and "
        "`provenance` is a map.",
        "application/vnd.apache.parquet",
        {"type": "string", "format": "binary"},
        parquet.RowGroups,
    ),
)


Leave = Callable[[], None]


class Exports:
    """The exports that are under way, at most `most` of them. Ends with `close`."""

    def __init__(self, index: SearchIndex, most: int) -> None:
        self._index, self._free = index, most
        self._threads = ThreadPoolExecutor(most, "export")

    @asynccontextmanager
    async def place(self) -> AsyncIterator[Leave]:
        """A place for one more, as what leaves it before its time. UnavailableError if there is none."""
        if not self._free:
            raise UnavailableError("There are as many exports as there may be at once.", retry_after=10)
        self._free -= 1
        with ExitStack() as held:
            held.callback(self._leave)
            yield held.close

    def _leave(self) -> None:
        self._free += 1

    async def first(self, question: Question) -> Page:
        """The first page. RefusedError or UnavailableError, while there can still be a problem for an answer."""
        return await self._index.search(question, None, _ROWS)

    async def content(self, question: Question, page: Page, made: Format, leave: Leave) -> AsyncIterator[bytes]:
        """The export from its first page on. The next page is read while one is written, and no further ahead."""
        yield made.begin()
        while True:
            following = self._following(question, page)
            try:
                yield await self._in_thread(made.add, page.items)
                if following is None:
                    break
                page = await following
            finally:
                if following is not None:
                    following.cancel()
        end = await self._in_thread(made.end)
        # Who has the last byte may ask for the next export at once.
        leave()
        yield end

    def _following(self, question: Question, page: Page) -> asyncio.Future[Page] | None:
        if page.end is None:
            return None
        return asyncio.ensure_future(self._index.search(question, page.end, _ROWS))

    def close(self) -> None:
        """Let what is being computed finish."""
        self._threads.shutdown()

    async def _in_thread(self, work: Callable[..., bytes], *arguments: Sequence[bytes]) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)


def spare_memory() -> None:
    """Let Arrow take memory from the system, in all of this process.

    Its own allocator keeps what it has once had, for each thread by itself: 30 MB for each export.
    """
    pa.set_memory_pool(pa.system_memory_pool())


def add_routes(app: FastAPI) -> None:
    """A route for each kind of export."""
    for kind in _KINDS:
        app.get(
            f"/v1/export.{kind.suffix}",
            summary=f"All that a search finds, as {kind.title}",
            description=_ABOUT + kind.about,
            tags=["export"],
            response_class=Response,
            responses={200: {"content": {kind.media_type: {"schema": kind.schema}}}, **problems(_MEANINGS)},
            dependencies=[Depends(only(*Question.model_fields))],
        )(_of_kind(kind))


async def _place(request: Request) -> AsyncIterator[Leave]:
    """Held until the last byte is there to be sent, or the client has gone."""
    exports: Exports = request.state.exports
    async with exports.place() as leave:
        yield leave


def _of_kind(kind: _Kind) -> Callable[..., Awaitable[Response]]:
    async def export(
        request: Request, question: Annotated[Question, Query()], leave: Annotated[Leave, Depends(_place)]
    ) -> Response:
        exports: Exports = request.state.exports
        first = await exports.first(question)
        headers = {"Content-Disposition": f'attachment; filename="articles.{kind.suffix}"'}
        return StreamingResponse(exports.content(question, first, kind.make(), leave), 200, headers, kind.media_type)

    return export

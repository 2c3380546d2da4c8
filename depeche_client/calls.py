"""The requests that the client sends, and how their answers are read. Pure: who sends them is another matter.

All of them are safe to repeat: those that read, a single article under its Idempotency-Key, and a batch, of which an
article that was taken before ends as a duplicate.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from depeche_client import answers
from depeche_client.answers import Accepted, Result
from depeche_client.errors import raise_for, unreadable
from shared.answers import FacetLists, FoundList, MemberList, QuoteList, Receipt
from shared.articles import EnrichedArticle, Submission

T = TypeVar("T")
Article = Submission | Mapping[str, Any]
API, INGEST = "http://127.0.0.1:8000", "http://127.0.0.1:8001"
MOST_ON_A_PAGE = 100
# The longest that the api keeps somebody waiting is 60 seconds; proxies often give up sooner.
LONGEST_WAIT = 25.0


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request, and how its answer is read. `wait` are the seconds that the service may take on purpose."""

    method: str
    url: str
    read: Callable[[bytes], T]
    params: Mapping[str, Any] = field(default_factory=dict)
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0

    def result(self, response: httpx.Response) -> T:
        """What was answered. ClientError if it is an error, or nothing that can be read."""
        raise_for(response)
        try:
            return self.read(response.content)
        except (ValidationError, json.JSONDecodeError) as error:
            raise unreadable(response.url, error) from error


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of the two services at these addresses."""

    api: str
    ingest: str

    def post(self, article: Article, key: str) -> Call[Accepted]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        url = f"{self.ingest}/v1/articles"
        return Call("POST", url, answers.reader(Accepted), content=encoded(article), headers=headers)

    def batch(self, lines: Sequence[bytes]) -> Call[list[Result]]:
        headers = {"Content-Type": "application/x-ndjson"}
        url = f"{self.ingest}/v1/articles/batch"
        return Call("POST", url, answers.results, content=b"\n".join(lines), headers=headers)

    def receipt(self, receipt_id: str, wait: float) -> Call[Receipt]:
        url = f"{self.api}/v1/receipts/{quote(receipt_id, safe='')}"
        return Call("GET", url, answers.reader(Receipt), {"wait": wait}, wait=wait)

    def article(self, article_id: str) -> Call[EnrichedArticle]:
        return Call("GET", f"{self.api}/v1/articles/{quote(article_id, safe='')}", answers.reader(EnrichedArticle))

    def page(self, question: Mapping[str, Any], limit: int, cursor: str | None) -> Call[FoundList]:
        return Call("GET", f"{self.api}/v1/articles", answers.reader(FoundList), _paged(question, limit, cursor))

    def quotes(self, question: Mapping[str, Any], limit: int, cursor: str | None) -> Call[QuoteList]:
        read = answers.reader(QuoteList)
        return Call("GET", f"{self.api}/v1/quotes", read, _paged(question, limit, cursor))

    def story(self, story_id: str, limit: int, cursor: str | None) -> Call[MemberList]:
        url = f"{self.api}/v1/stories/{quote(story_id, safe='')}"
        return Call("GET", url, answers.reader(MemberList), _paged({}, limit, cursor))

    def facets(self, filters: Mapping[str, Any]) -> Call[FacetLists]:
        return Call("GET", f"{self.api}/v1/facets", answers.reader(FacetLists), given(filters))

    def stream(self, filters: Mapping[str, Any], last_event_id: str | None) -> Call[None]:
        # Not as the header Last-Event-ID, which can't carry all that somebody may take for the id of an event.
        params = given({**filters, "after": last_event_id})
        return Call("GET", f"{self.api}/v1/stream", lambda _: None, params)


def _paged(question: Mapping[str, Any], limit: int, cursor: str | None) -> dict[str, Any]:
    return given(question) | {"limit": limit} | ({"cursor": cursor} if cursor is not None else {})


def given(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that are given."""
    return {name: value for name, value in parameters.items() if value is not None}


def encoded(article: Article) -> bytes:
    """An article as JSON in one line. ValueError or TypeError if JSON can't carry it."""
    if isinstance(article, Submission):
        return article.model_dump_json(exclude_none=True).encode()
    return json.dumps(dict(article), allow_nan=False).encode()

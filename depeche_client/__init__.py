"""Depeche from Python: post articles, learn what became of them, search, and be told of new ones as they arrive.

`AsyncDepeche` and `Depeche` have the same methods; docs/client.md shows them at work. It needs httpx, httpx-sse,
tenacity, pydantic and langcodes, and of this project only the contract in `shared/articles.py`.
"""

from depeche_client.answers import Accepted, Event, Found, Highlights, Page, Receipt, Result
from depeche_client.asynchronous import AsyncDepeche
from depeche_client.errors import (
    ClientError,
    InvalidError,
    KeyRefusedError,
    NotFoundError,
    ProblemError,
    ProblemField,
    UnavailableError,
    UnreachableError,
)
from depeche_client.filters import Filters, Question
from depeche_client.synchronous import Depeche
from shared.articles import EnrichedArticle, Submission

__all__ = [
    "Accepted",
    "AsyncDepeche",
    "ClientError",
    "Depeche",
    "EnrichedArticle",
    "Event",
    "Filters",
    "Found",
    "Highlights",
    "InvalidError",
    "KeyRefusedError",
    "NotFoundError",
    "Page",
    "ProblemError",
    "ProblemField",
    "Question",
    "Receipt",
    "Result",
    "Submission",
    "UnavailableError",
    "UnreachableError",
]

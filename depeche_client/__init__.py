"""Depeche from Python: post articles, learn what became of them, search, and be told of new ones as they arrive.

`AsyncDepeche` and `Depeche` have the same methods; docs/client.md shows them at work. It needs httpx, httpx-sse,
tenacity, pydantic and langcodes, and of this project only the contract in `shared/`.
"""

from depeche_client.answers import Accepted, Event, Result
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
from depeche_client.filters import Filters, Question, QuoteFilters
from depeche_client.synchronous import Depeche
from shared.answers import Brief, FacetLists, FoundArticle, FoundList, FoundQuote, Highlights, Member, Receipt
from shared.articles import EnrichedArticle, Submission

__all__ = [
    "Accepted",
    "AsyncDepeche",
    "Brief",
    "ClientError",
    "Depeche",
    "EnrichedArticle",
    "Event",
    "FacetLists",
    "Filters",
    "FoundArticle",
    "FoundList",
    "FoundQuote",
    "Highlights",
    "InvalidError",
    "KeyRefusedError",
    "Member",
    "NotFoundError",
    "ProblemError",
    "ProblemField",
    "Question",
    "QuoteFilters",
    "Receipt",
    "Result",
    "Submission",
    "UnavailableError",
    "UnreachableError",
]

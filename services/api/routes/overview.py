"""GET /v1/facets, /v1/timeline and /v1/entities: what is in the articles that are found."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request

from services.api.responses import AWAY, REFUSED, UNREADABLE
from services.api.search.counts import Counted
from services.api.search.index import SearchIndex
from services.api.search.question import Facets, Names, Times, only
from shared.answers import Bucket, EntityList, FacetLists, TimelineAnswer, Value
from shared.openapi import problems

_PROBLEMS = problems({400: UNREADABLE, 422: REFUSED, 503: AWAY})


def add_routes(app: FastAPI) -> None:
    """The routes that count."""
    app.get(
        "/v1/facets",
        summary="How many articles have what",
        tags=["overview"],
        responses=_PROBLEMS,
        dependencies=[Depends(only(*Facets.model_fields))],
    )(facets)
    app.get(
        "/v1/timeline",
        summary="When articles came out",
        tags=["overview"],
        responses=_PROBLEMS,
        dependencies=[Depends(only(*Times.model_fields))],
    )(timeline)
    app.get(
        "/v1/entities",
        summary="Who and what is named",
        tags=["overview"],
        responses=_PROBLEMS,
        dependencies=[Depends(only(*Names.model_fields))],
    )(entities)


async def facets(request: Request, question: Annotated[Facets, Query()]) -> FacetLists:
    """The most frequent languages, sources, topics, entities, countries, agencies and days of what is found.

    Of more than 10,000 articles a value may be counted too low, where it is rare in a part of the index.
    """
    index: SearchIndex = request.state.index
    total, found = await index.ask(lambda generation: generation.facets(question))
    return FacetLists(total=total, facets={name: list(_values(counted)) for name, counted in found.items()})


async def timeline(request: Request, question: Annotated[Times, Query()]) -> TimelineAnswer:
    """How many of the articles that are found were published, or received, when."""
    index: SearchIndex = request.state.index
    found = await index.ask(lambda generation: generation.timeline(question))
    return TimelineAnswer(
        buckets=[Bucket(start=start, count=count) for start, count in found.buckets],
        imprecise=found.imprecise,
        undated=found.undated,
    )


async def entities(request: Request, question: Annotated[Names, Query()]) -> EntityList:
    """The entities of what is found: all, or those whose name begins as is asked."""
    index: SearchIndex = request.state.index
    return EntityList(items=list(_values(await index.ask(lambda generation: generation.names(question)))))


def _values(counted: Iterable[Counted]) -> Iterable[Value]:
    return (Value.model_validate({"value": one.value, "count": one.count, "type": one.kind}) for one in counted)

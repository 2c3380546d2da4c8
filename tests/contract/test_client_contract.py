"""The client knows what the services know: their parameters, and the shapes of their answers."""

from pydantic import BaseModel

import depeche_client
from depeche_client import filters
from services.api import question, responses


def fields(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


def test_it_has_every_parameter_of_a_search() -> None:
    assert set(filters.Filters.__annotations__) == fields(question.Filter)
    assert set(filters.Question.__annotations__) == fields(question.Page) - {"limit", "cursor"}
    assert set(filters.QuoteFilters.__annotations__) == fields(question.Quotes)


def test_its_answers_are_those_of_the_api() -> None:
    assert fields(depeche_client.Receipt) == fields(responses.Receipt)
    assert fields(depeche_client.Found) == fields(responses.FoundArticle)
    assert fields(depeche_client.Page) == fields(responses.FoundList)
    assert fields(depeche_client.Highlights) == fields(responses.Highlights)
    assert fields(depeche_client.Brief) == fields(responses.Brief)
    assert fields(depeche_client.Member) == fields(responses.Member)
    assert fields(depeche_client.FoundQuote) == fields(responses.FoundQuote)
    assert fields(depeche_client.Facets) == fields(responses.FacetLists)
    receipt = depeche_client.Receipt.model_fields["status"].annotation
    assert receipt == responses.Receipt.model_fields["status"].annotation

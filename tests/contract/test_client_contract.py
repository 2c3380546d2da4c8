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


def test_its_answers_are_those_of_the_api() -> None:
    assert fields(depeche_client.Receipt) == fields(responses.Receipt)
    assert fields(depeche_client.Found) == fields(responses.FoundArticle)
    assert fields(depeche_client.Page) == fields(responses.FoundList)
    assert fields(depeche_client.Highlights) == fields(responses.Highlights)
    receipt = depeche_client.Receipt.model_fields["status"].annotation
    assert receipt == responses.Receipt.model_fields["status"].annotation

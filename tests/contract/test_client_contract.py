"""The client knows what the services know. Their answers both read from `shared/answers.py`."""

from pydantic import BaseModel

from depeche_client import filters
from services.api.search import question


def fields(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


def test_it_has_every_parameter_of_a_search() -> None:
    assert set(filters.Filters.__annotations__) == fields(question.Filter)
    assert set(filters.Question.__annotations__) == fields(question.Page) - {"limit", "cursor"}
    assert set(filters.QuoteFilters.__annotations__) == fields(question.Quotes)

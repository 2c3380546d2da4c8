"""What is wrong with a value, in words for who sent it."""

from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from shared.wording import wording


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: str | None = None


class Asked(BaseModel):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    share: Annotated[float, Field(gt=0.5)] = 1
    degrees: FiniteFloat = 0
    exact: bool = False
    name: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    names: Annotated[list[str], Field(max_length=2)] = []
    order: Literal["received", "published", "relevance"] = "received"
    receipt: UUID | None = None
    inner: Inner = Inner()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"limit": 0}, "must be 1 or more"),
        ({"limit": 101}, "must be 100 or less"),
        ({"limit": "ten"}, "must be a whole number"),
        ({"limit": 1.5}, "must be a whole number"),
        ({"share": 0}, "must be more than 0.5"),
        ({"share": "half"}, "must be a number"),
        ({"degrees": "inf"}, "must be a finite number"),
        ({"exact": "perhaps"}, "must be true or false"),
        ({"name": ""}, "is empty"),
        ({"name": "abcd"}, "is longer than 3 characters"),
        ({"name": 1}, "must be a string"),
        ({"names": "a"}, "must be a list"),
        ({"names": ["a", "b", "c"]}, "has more than 2 items"),
        ({"order": "best"}, "must be 'received', 'published' or 'relevance'"),
        ({"receipt": "nope"}, "must be a UUID such as 0192a1c4-7f3e-7b52-9c1d-5e8f2a6b4d30"),
        ({"inner": {"limit": 1}}, "is not known here"),
        ({"inner": None}, "must be a JSON object"),
        ({"inner": 1}, "must be a JSON object"),
    ],
)
def test_no_knowledge_of_the_library_is_needed(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Asked.model_validate(given)
    assert [wording(error) for error in raised.value.errors()] == [said]


def test_who_asks_may_know_better_what_is_meant() -> None:
    with pytest.raises(ValidationError) as raised:
        Asked.model_validate({"names": "a"})
    assert wording(raised.value.errors()[0], {"list_type": "must be a list of strings"}) == "must be a list of strings"

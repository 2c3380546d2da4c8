"""Which form a client gets."""

import pytest
from starlette.requests import Request

from services.api.routes.article import FORMS
from services.api.routes.negotiation import chosen
from shared.errors import RefusedError


def asking(*accept: str) -> Request:
    return Request({"type": "http", "headers": [(b"accept", each.encode()) for each in accept]})


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ([], "json"),
        ([""], "json"),
        (["*/*"], "json"),
        (["application/json"], "json"),
        (["Application/LD+JSON"], "jsonld"),
        (["application/json; charset=utf-8"], "json"),
        (['application/ld+json; profile="x"'], "jsonld"),
        (["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], "json"),
        (["text/*"], "txt"),
        (["text/*;q=0.5, text/markdown"], "md"),
        (["text/plain;q=0, text/*"], "md"),
        (["application/json;q=0, */*;q=0.1"], "ninjs"),
        (["application/json;q=0.4, application/ninjs+json;q=0.5"], "ninjs"),
        (["*/*, application/json;q=0.1, text/plain;q=0.2"], "ninjs"),
        (["text/html", "application/cloudevents+json"], "cloudevent"),
        (["application/json;q=0.001"], "json"),
    ],
)
def test_what_is_liked_best_of_what_there_is(accept: list[str], suffix: str) -> None:
    assert chosen(asking(*accept), FORMS).suffix == suffix


@pytest.mark.parametrize(
    "accept", ["text/html", "application/json;q=0", "*/*;q=0", "image/*", "nonsense", "a/b," * 500]
)
def test_what_there_is_not_is_refused_with_what_there_is(accept: str) -> None:
    with pytest.raises(RefusedError) as refused:
        chosen(asking(accept), FORMS)
    assert refused.value.status == 406
    [error] = refused.value.errors
    assert error.field == "Accept"
    assert len(accept) > 1_000 or all(form.media_type in error.message for form in FORMS)

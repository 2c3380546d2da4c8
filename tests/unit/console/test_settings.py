"""Where the console looks for the services."""

import pytest
from pydantic import ValidationError

from console.settings import ClientSettings


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("localhost", "http://localhost:8000"),
        ("192.0.2.5", "http://192.0.2.5:8000"),
        ("::1", "http://[::1]:8000"),
        # Who listens on all addresses listens on this one, too.
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104  # nothing listens here
    ],
)
def test_the_services_of_this_machine_are_where_they_listen(host: str, url: str) -> None:
    assert ClientSettings(host=host).api == url


def test_an_address_that_is_given_is_taken() -> None:
    assert ClientSettings(host="192.0.2.5", enrich_url="http://far:1").enrich == "http://far:1"


@pytest.mark.parametrize("name", ["api_url", "ingest_url", "enrich_url"])
def test_an_address_that_can_be_none_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="write it as http"):
        ClientSettings.model_validate({name: "localhost:8000"})

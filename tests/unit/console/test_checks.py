"""What `depeche doctor` says of who answers at the address of a service."""

import pytest

from console import checks
from console.checks import Patient
from console.settings import ClientSettings
from shared.settings import Settings
from tests.unit.client.scripted import Act, answer, problem, scripted


@pytest.mark.parametrize(
    ("act", "state", "said"),
    [
        (answer({"status": "ready"}), "well", "can do its work."),
        (problem(503, "MongoDB is away."), "wrong", "can't do its work now: MongoDB is away."),
        (answer(b"<html>", kind="text/html"), "wrong", "is not Depeche's api."),
        (answer([], 200), "wrong", "is not Depeche's api."),
        (answer({"detail": "Not Found"}, 404), "wrong", "is not Depeche's api."),
    ],
)
async def test_who_answers(act: Act, state: str, said: str) -> None:
    with scripted() as script:
        script.then(act)
        found = await checks.api(Patient(Settings(), ClientSettings(api_url=script.url)))
    assert (found.state, found.said.endswith(said)) == (state, True), found

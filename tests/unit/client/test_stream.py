"""The stream of both clients goes on by itself: nothing is missed, nothing comes twice, whatever breaks."""

import json
import logging

import pytest

from depeche_client import ClientError, InvalidError, UnavailableError
from tests.unit.client.conftest import Either
from tests.unit.client.made import enriched
from tests.unit.client.scripted import Script, answer, hang_up, problem, stream


def event(number: int) -> str:
    return f"id: at-{number}\nevent: article.enriched\ndata: {json.dumps(enriched(number))}\n\n"


SOON = "retry: 10\n\n"


async def test_it_goes_on_behind_the_last_event(either: Either, script: Script) -> None:
    half = event(3)[:40]
    script.then(
        stream(SOON, event(1), ": beat\n\n", event(2), half),
        hang_up,
        problem(503, "The index is being built.", Retry_After="0"),
        stream(event(3)),
        stream(event(4)),
    )
    found = await either.all("stream", most=4, language="fr")
    assert [each.article.id for each in found] == ["1", "2", "3", "4"]
    assert {each.kind for each in found} == {"article.enriched"}
    assert [each.id for each in found] == ["at-1", "at-2", "at-3", "at-4"]
    behind = ["", "&after=at-2", "&after=at-2", "&after=at-2", "&after=at-3"]
    assert [asked.path for asked in script.asked] == [f"/v1/stream?language=fr{after}" for after in behind]


async def test_it_goes_on_from_where_another_run_ended(either: Either, script: Script) -> None:
    script.then(stream(event(8)))
    [found] = await either.all("stream", "at-7é\n", most=1)
    assert found.article.id == "8"
    assert script.asked[0].path == "/v1/stream?after=at-7%C3%A9%0A"


async def test_a_position_without_an_article_counts(either: Either, script: Script) -> None:
    """What the filters leave out moves the position on as well."""
    script.then(stream(SOON, "id: at-5\n\n", "event: note\nid: at-6\ndata: {}\n\n"), stream(event(7)))
    assert [each.id for each in await either.all("stream", most=1)] == ["at-7"]
    assert script.asked[1].path == "/v1/stream?after=at-6"


async def test_it_says_that_it_broke(either: Either, script: Script, caplog: pytest.LogCaptureFixture) -> None:
    script.then(stream(SOON, event(1)), hang_up, stream(event(2)))
    with caplog.at_level(logging.WARNING, "depeche_client"):
        await either.all("stream", most=2)
    [said] = caplog.messages
    assert said.startswith(f"The stream broke: {script.url} does not answer")


async def test_what_is_refused_is_not_tried_again(either: Either, script: Script) -> None:
    script.then(problem(422, "The request is not valid.", ("colour", "is no parameter")))
    with pytest.raises(InvalidError):
        await either.all("stream", colour="red")
    assert len(script.asked) == 1


async def test_what_never_began_is_given_up(either: Either, script: Script) -> None:
    script.then(*[problem(503, "The index is being built.", Retry_After="0")] * 3)
    with pytest.raises(UnavailableError):
        await either.all("stream")
    assert len(script.asked) == 3


async def test_a_page_in_its_place_is_no_stream(either: Either, script: Script) -> None:
    script.then(answer(b"<html>", kind="text/html"))
    with pytest.raises(ClientError, match="answers text/html, which is no stream"):
        await either.all("stream")

"""The routes of the api, put together."""

import inspect
from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from services.api.app import create_app
from services.api.settings import ApiSettings


def dependencies(of: Dependant) -> Iterator[Dependant]:
    for each in of.dependencies:
        yield each
        yield from dependencies(each)


def test_no_request_is_sent_to_a_thread_to_be_looked_at() -> None:
    """To a thread and back it takes longer than most of what is asked."""
    routes = [route for route in create_app(ApiSettings()).routes if isinstance(route, APIRoute)]
    asked = {each.call for route in routes for each in dependencies(route.dependant)}
    assert len(asked) > 10
    assert [call for call in asked if not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call))] == []

"""As many open files as connections need."""

import resource

import pytest

from shared import connections
from shared.errors import StartupError


def test_more_connections_than_files() -> None:
    """It is said at the start, as later nobody could say why connections fail."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed[1] == resource.RLIM_INFINITY:
        pytest.skip("any number of files may be open here")
    with pytest.raises(StartupError, match=f"DEPECHE_CONNECTIONS={allowed[1]} needs .* open files"):
        connections.allow_files(allowed[1])
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == allowed

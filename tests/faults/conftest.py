"""Servers for the tests of one module, which leave nothing on them that would disturb the next."""

from collections.abc import Iterator

import pytest

from tests.conftest import local_servers, prepared
from tests.system import Servers


@pytest.fixture(scope="module")
def fault_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    yield from prepared(local_servers(tmp_path_factory.mktemp("servers")))

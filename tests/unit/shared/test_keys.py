"""Keys and their file."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared import events, keys
from shared.errors import StartupError
from shared.keys import Keys


def test_a_token_finds_its_key_and_no_other_does(tmp_path: Path) -> None:
    (one, token), (two, other) = (keys.create(name, ["ingest:write"], None) for name in ("one", "two"))
    keys.write(tmp_path / "keys", [one, two])
    known = Keys(tmp_path / "keys")
    assert known.find(token) == one
    assert known.find(other) == two
    for wrong in ("", "dpk", token[:-1], token + "a", token.replace(one.id, two.id), token.replace("dpk", "xxx")):
        assert known.find(wrong) is None


def test_one_that_is_over_is_not_found(tmp_path: Path) -> None:
    over, token = keys.create("over", ["admin"], events.now() - timedelta(seconds=1))
    keys.write(tmp_path / "keys", [over])
    assert Keys(tmp_path / "keys").find(token) is None


def test_admin_allows_everything_and_another_scope_itself() -> None:
    writer, _ = keys.create("writer", ["ingest:write"], None)
    admin, _ = keys.create("admin", ["admin"], None)
    assert [writer.allows(scope) for scope in ("ingest:write", "articles:read", "admin")] == [True, False, False]
    assert all(admin.allows(scope) for scope in ("ingest:write", "articles:read", "admin"))


def test_neither_the_file_nor_a_key_has_the_secret(tmp_path: Path) -> None:
    key, token = keys.create("one", ["admin"], None)
    keys.write(tmp_path / "keys", [key])
    secret = token.split("_", 2)[2]
    assert secret not in (tmp_path / "keys").read_text()
    assert secret not in repr(key)
    assert key.hash not in repr(key)


def test_no_two_tokens_are_alike() -> None:
    assert len({keys.create("one", ["admin"], None)[1] for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("content", ["{", "[]", '{"keys": [{"id": "1"}]}', '{"kyes": []}'])
def test_a_file_that_is_none_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "keys").write_text(content)
    with pytest.raises(StartupError, match="is no file of API keys"):
        keys.read(tmp_path / "keys")


def test_a_file_that_is_not_there_has_no_keys(tmp_path: Path) -> None:
    assert not Keys(tmp_path / "keys")

"""Sessions: only what we began is one, and only until it ends."""

import pytest

from services.api.reader import door, sessions
from services.api.reader.sessions import COOKIE, SECONDS, Sessions, cookie


def test_a_session_is_known_again_by_whoever_shares_the_secret() -> None:
    assert Sessions(b"secret").key_id(Sessions(b"secret").begin("1f2e3d4c")) == "1f2e3d4c"
    assert Sessions(b"another").key_id(Sessions(b"secret").begin("1f2e3d4c")) is None


@pytest.mark.parametrize("value", ["", ".", "..", "1f2e3d4c.99999999999.", "1f2e3d4c.99999999999.00", "é.é.é", "\xff"])
def test_nothing_else_is_a_session(value: str) -> None:
    assert Sessions(b"secret").key_id(value) is None


def test_a_session_can_t_be_prolonged_nor_given_to_another_key() -> None:
    made = Sessions(b"secret")
    key_id, ends, signature = made.begin("1f2e3d4c").split(".")
    assert made.key_id(f"{key_id}.{int(ends) + 1}.{signature}") is None
    assert made.key_id(f"00000000.{ends}.{signature}") is None


def test_a_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    value = Sessions(b"secret").begin("1f2e3d4c")
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + SECONDS + 1)
    assert Sessions(b"secret").key_id(value) is None


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (f"{COOKIE}=a.b.c", "a.b.c"),
        (f"other=1; {COOKIE}=a.b.c; third", "a.b.c"),
        (f"broken cookie; ;=; {COOKIE}=a.b.c", "a.b.c"),
        ("other=1", None),
    ],
)
def test_the_cookie_is_found_among_others(header: str, found: str | None) -> None:
    assert cookie({"headers": [(b"accept", b"*/*"), (b"cookie", header.encode())]}) == found
    assert cookie({"headers": []}) is None


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ("/quotes?speaker=Rob+Bauer", "/quotes?speaker=Rob+Bauer"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_who_signs_in_stays_here(asked: str, then: str) -> None:
    assert door._local(asked) == then

"""Cursors: opaque, and only good for their own question."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.cursor import Mark, decode, encode
from services.api.query import Search
from shared.errors import RefusedError

ASKED = Search(q="drones", language="fr")


@given(st.builds(Mark, st.integers(0, 2**64 - 1), st.text(st.characters(codec="utf-8"))))
def test_what_was_encoded_comes_back(mark: Mark) -> None:
    assert decode(encode(mark, ASKED), ASKED) == mark


@given(st.text(max_size=200))
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        decode(text, ASKED)
    assert caught.value.status == 422
    assert [error.field for error in caught.value.errors] == ["cursor"]


@pytest.mark.parametrize("inside", [b"[]", b"{}", b"[1,2,3]", b'["a",-1,"b"]', b'["a",1e3,"b"]', b"\xff", b"1"])
def test_json_of_another_shape_is_refused(inside: bytes) -> None:
    with pytest.raises(RefusedError, match="not valid"):
        decode(base64.urlsafe_b64encode(inside).decode(), ASKED)


def test_the_cursor_of_another_question_is_refused() -> None:
    cursor = encode(Mark(1, "a"), ASKED)
    with pytest.raises(RefusedError) as caught:
        decode(cursor, Search(q="drones"))
    assert "another question" in caught.value.errors[0].message

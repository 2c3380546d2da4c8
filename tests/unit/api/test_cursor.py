"""Cursors: opaque, signed, and only good for their own question."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.search.cursor import Cursors, Mark
from services.api.search.question import Question
from shared.errors import RefusedError

ASKED = Question(q="drones", language="fr")
CURSORS = Cursors(b"secret")


KEYS = st.integers(0, 2**64 - 1)


@given(st.builds(Mark, KEYS, st.text(st.characters(codec="utf-8")), st.integers(0, 2), KEYS))
def test_what_was_encoded_comes_back(mark: Mark) -> None:
    assert CURSORS.decode(CURSORS.encode(mark, ASKED), ASKED) == mark


def test_one_from_before_there_were_spans_is_read() -> None:
    content = b'[1,2,"a"]'
    older = base64.urlsafe_b64encode(CURSORS._signature(content, ASKED) + content).decode().rstrip("=")
    assert CURSORS.decode(older, ASKED) == Mark(2, "a", 1)


@given(st.text(max_size=200))
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        CURSORS.decode(text, ASKED)
    assert caught.value.status == 422
    assert [error.field for error in caught.value.errors] == ["cursor"]


def test_the_cursor_of_another_question_is_refused() -> None:
    cursor = CURSORS.encode(Mark(1, "a"), ASKED)
    with pytest.raises(RefusedError) as caught:
        CURSORS.decode(cursor, Question(q="drones"))
    assert "keep the other parameters" in caught.value.errors[0].message


def test_one_that_somebody_made_is_refused() -> None:
    signed = CURSORS.encode(Mark(1, "a"), ASKED)
    content = base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4))
    forged = base64.urlsafe_b64encode(content.replace(b",1,", b",2,")).decode()
    with pytest.raises(RefusedError):
        CURSORS.decode(forged, ASKED)
    with pytest.raises(RefusedError):
        Cursors(b"another secret").decode(signed, ASKED)

"""Positions as event ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.listening.position import decode, encode, reaches
from services.api.search.generation import Positions

_offsets = st.lists(st.integers(0, 2**63 - 1), max_size=50).map(lambda found: dict(enumerate(found)))
TOPIC = "wHdjkq8-TxKJr_kVVBB1ag"


@given(_offsets)
def test_what_is_written_is_read(offsets: dict[int, int]) -> None:
    positions = Positions(TOPIC, offsets)
    assert decode(encode(positions)) == positions


def test_it_is_short() -> None:
    assert len(encode(Positions(TOPIC, dict.fromkeys(range(6), 10_000_000)))) < 75


@given(_offsets, st.data())
def test_what_was_changed_or_cut_short_is_refused(offsets: dict[int, int], data: st.DataObject) -> None:
    text = encode(Positions(TOPIC, offsets))
    at = data.draw(st.integers(0, len(text) - 1))
    other = "A" if text[at] != "A" else "B"
    for wrong in (text[:at], text[:at] + other + text[at + 1 :]):
        try:
            assert encode(decode(wrong)) == text, "bits that mean nothing may differ"
        except ValueError:
            continue


@given(st.text())
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text)


def test_reaching() -> None:
    here = Positions(TOPIC, {0: 5, 1: 5})
    assert reaches(here, Positions(TOPIC, {0: 5, 1: 4}))
    assert reaches(Positions(TOPIC, {0: 5, 1: 5, 2: 0}), here)
    assert not reaches(here, Positions(TOPIC, {0: 6, 1: 0}))
    assert not reaches(here, Positions(TOPIC, {0: 0, 2: 1}))

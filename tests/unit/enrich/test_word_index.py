"""What is looked for by its first word is found as if it were looked for everywhere."""

import re

from hypothesis import given
from hypothesis import strategies as st

from services.enrich.text.word_index import Opened

PATTERN = re.compile(r"(?<![\w-])(?:rue|Rue|place de|col d)(?:(?<=')| )(?:la )?[A-Z]\w*")
OPENED = Opened(PATTERN, frozenset(("rue", "Rue", "place", "col")))


@given(st.lists(st.sampled_from(("rue ", "Rue ", "place de ", "col d", "'", "la ", "Paris", " ", "-", "x", ".\n"))))
def test_the_same_is_found(parts: list[str]) -> None:
    text = "".join(parts)
    assert [found.span() for found in OPENED.finditer(text)] == [found.span() for found in PATTERN.finditer(text)]


def test_what_is_within_another_is_left_out() -> None:
    opened = Opened(re.compile(r"rue (?:rue )?Paris"), frozenset(("rue",)))
    assert [found.group() for found in opened.finditer("rue rue Paris")] == ["rue rue Paris"]

"""Revisions side by side: nothing is left out, and nothing is marked that is the same."""

from hypothesis import given
from hypothesis import strategies as st

from services.api.reader.compare import MOST_LINES, Part, compare, edited, lines

TEXTS = st.lists(st.text("ab .\n", max_size=12), max_size=8).map("\n".join)


@given(TEXTS, TEXTS)
def test_each_side_is_its_text(before: str, after: str) -> None:
    rows = compare(before, after)
    assert ["".join(part.text for part in row.before) for row in rows if row.before] == lines(before)
    assert ["".join(part.text for part in row.after) for row in rows if row.after] == lines(after)
    for row in rows:
        kept = ["".join(part.text for part in side if not part.differs) for side in (row.before, row.after)]
        assert kept[0] == kept[1]


@given(TEXTS)
def test_what_is_the_same_is_not_marked(text: str) -> None:
    assert all(row.same for row in compare(text, text))


def test_a_word_that_changed_is_marked_alone() -> None:
    row = edited("31 drones sont tombés.", "35 drones sont tombés.")
    assert row.before == [Part("31", True), Part(" drones sont tombés.", False)]
    assert row.after == [Part("35", True), Part(" drones sont tombés.", False)]


def test_lines_that_have_nothing_in_common_are_marked_whole() -> None:
    assert edited("Le port a rouvert.", "Moscou dément").before == [Part("Le port a rouvert.", True)]


def test_a_line_that_came_stands_beside_nothing() -> None:
    rows = compare("Un.\nDeux.", "Un.\nDeux.\nTrois.")
    assert (rows[2].before, rows[2].after) == ([], [Part("Trois.", True)])


def test_lines_beyond_the_bound_are_not_compared() -> None:
    assert len(compare("a\n" * (MOST_LINES + 10), "b")) == MOST_LINES

"""Marks in a text: whatever they are, the text stays what it is, and nothing in it becomes markup."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from services.api.reader import labels
from services.api.reader.article import _content
from services.api.reader.marks import Mark, pieces
from services.api.reader.pages import Pages
from services.api.reader.text import MOST_CHARACTERS, blocks, paragraphs, readings, whole
from shared.mongo import RECEIPTS_KEPT
from tests.unit.api.made import article, entity

PAGES = Pages(guarded=False)
MARKUP = st.sampled_from(
    ("<b>", "</p>", "</div>", "<script>", "<!--", "&amp;", "&lt;", '"', "'", "{{", "{%", "\n\n", " ")
)
TEXTS = st.lists(st.characters(exclude_categories=("Cs",)) | MARKUP, max_size=60).map("".join)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text, and marks anywhere in it and beyond its end, empty ones too."""
    text = draw(TEXTS)
    ends = st.integers(0, len(text) + 3)
    spans = draw(st.lists(st.tuples(ends, ends, st.sampled_from(("quote", "person", "claim"))), max_size=8))
    return text, [Mark(min(a, b), max(a, b), kind) for a, b, kind in spans]


@given(marked())
def test_pieces_are_the_text_and_lie_wholly_in_their_marks(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    [found] = pieces(text, [(0, len(text))], marks)
    assert "".join(piece.text for piece in found) == text
    for piece in found:
        end = piece.start + len(piece.text)
        assert sorted(piece.marks, key=id) == sorted(
            (mark for mark in marks if mark.start <= piece.start and end <= mark.end), key=id
        )
        assert not [mark for mark in marks if piece.start < mark.start < end or piece.start < mark.end < end]


@given(marked(), st.lists(st.integers(0, 120), max_size=6))
def test_a_mark_goes_on_in_the_next_range(given: tuple[str, list[Mark]], cuts: list[int]) -> None:
    text, marks = given
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    found = list(pieces(text, pairwise(edges), marks))
    assert "".join(piece.text for each in found for piece in each) == text
    for piece in (piece for each in found for piece in each):
        inside = {mark for mark in marks if mark.start <= piece.start < mark.end}
        assert set(piece.marks) == inside


def test_the_widest_mark_is_outermost() -> None:
    quote, name, crossing = Mark(0, 10, "quote"), Mark(2, 5, "person"), Mark(4, 12, "claim")
    [found] = pieces("Oui, Bauer l'a dit", [(0, 18)], [name, crossing, quote])
    assert [(piece.text, [mark.kind for mark in piece.marks]) for piece in found] == [
        ("Ou", ["quote"]),
        ("i,", ["quote", "person"]),
        (" ", ["quote", "person", "claim"]),
        ("Bauer", ["quote", "claim"]),
        (" l", ["claim"]),
        ("'a dit", []),
    ]
    assert [mark.kind for mark in found[0].begun] == ["quote"]
    assert [mark.kind for mark in found[3].ended] == ["quote"]


@given(TEXTS)
def test_paragraphs_cover_the_text(text: str) -> None:
    found = paragraphs(text, 0, len(text))
    assert "".join(text[start:after] for start, _, after in found) == text
    assert all(not text[end:after].strip() for _, end, after in found)


@given(TEXTS, st.integers(0, 120))
def test_blocks_are_the_text(text: str, cut: int) -> None:
    cut = min(cut, len(text))
    segments = [{"kind": "promo", "start": 0, "end": cut}, {"kind": "body", "start": cut, "end": len(text)}]
    made = whole({**article(1, text or " "), "text": text, "segments": segments})
    shown = [paragraph for block in blocks(made) for paragraph in block.paragraphs]
    assert "".join("".join(piece.text for piece in one.pieces) + one.gap for one in shown) == text


@given(marked())
def test_the_page_shows_the_text_and_no_markup_of_its_own(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    entities = [
        {**entity("<b>", text="<b>"), "mentions": [{"start": mark.start, "end": mark.end}]}
        for mark in marks
        if mark.start < mark.end <= len(text)
    ]
    made = whole({**article(1), "text": text, "entities": entities})
    page = html.fromstring(
        bytes(PAGES.written("article.html", 200, {**_content(made), "receipts": [], "kept": RECEIPTS_KEPT}).body)
    )
    [shown] = page.find_class("print")
    assert {each.tag for each in shown.iter()} <= {"div", "p", "span"}
    assert _visible(shown.text_content()) == _visible(text)


def _visible(text: str) -> str:
    # HTML has no character for some controls: what is shown of them is for the browser to say.
    return "".join(c for c in text if not c.isspace() and c.isprintable() and c != "\N{REPLACEMENT CHARACTER}")


def test_everything_that_was_read_is_marked() -> None:
    text = "Paris, selon AFP : « Oui », dit Ana. 31 drones mardi, affirme-t-il."

    def span(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    agency = {**span("AFP"), "name": "AFP", "role": "source"}
    agency.pop("text")
    made = article(
        1,
        text,
        names=[("Ana", "Ana")],
        quotes=[{**span("Oui"), "speaker": {"name": "Ana", "entity": "Ana", "confidence": 0.9}, "verb": "dit"}],
        claims=[{**span("31 drones mardi"), "hedge": span("affirme"), "attributed_to": "Ana"}],
        dates=[{**span("mardi"), "value": None, "precision": None, "earliest": None, "latest": None}],
        figures=[{**span("31 drones"), "value": 31.0, "unit": "drones", "approximate": True}],
        agencies=[agency],
    )
    assert {(text[mark.start : mark.end], mark.kind, mark.note) for mark in readings(whole(made))} == {
        ("Oui", "quote", "Quote: Ana (0.90)"),
        ("31 drones mardi", "claim", "Claimed by Ana, not verified"),
        ("affirme", "hedge", "What marks it as a claim"),
        ("Ana", "organization", "organisation: Ana"),
        ("mardi", "date", "Date: not known which"),
        ("31 drones", "figure", "Figure: about 31 drones"),
        ("AFP", "agency", "Agency: AFP, source"),
    }


def test_a_long_text_is_cut_and_that_is_said() -> None:
    content = _content(whole(article(1, "Le port. " * (MOST_CHARACTERS // 9 + 1))))
    shown = sum(len(piece.text) for block in content["blocks"] for one in block.paragraphs for piece in one.pieces)
    assert (shown, content["cut"]) == (MOST_CHARACTERS, True)


@pytest.mark.parametrize(
    ("value", "printed"),
    [(31.0, "31"), (1234567.0, "1,234,567"), (123456.78, "123,456.78"), (3e9, "3,000,000,000"), (1e-05, "0.00001"),
     (-2.5, "-2.5")],
)  # fmt: skip
def test_a_figure_keeps_all_its_digits(value: float, printed: str) -> None:
    assert labels.number(value) == printed

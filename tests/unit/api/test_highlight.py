"""Where the words that were asked for stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.search.highlight import highlights
from services.api.search.words import parse
from shared.errors import RefusedError
from tests.unit.api.made import article


def marked(q: str, text: str, language: str = "fr", asked: str | None = None) -> list[str]:
    spans = highlights(article(1, text, language=language), parse(q), asked)["text"]
    return [text[span["start"] : span["end"]] for span in spans]


@pytest.mark.parametrize(
    ("q", "text", "expected"),
    [
        ("drone", "Des drones, un DRONE.", ["drones", "DRONE"]),
        ("crimee", "La Crimée et la crimee", ["Crimée", "crimee"]),
        ('"des drones"', "Des drones, des gros drones", ["Des drones"]),
        ('"drone"', "Des drones", []),
        ("-sanctions drones", "sanctions, drones", ["drones"]),
        ("l'OTAN", "L’OTAN et l'Otan", ["L’OTAN", "l'Otan"]),
        ("title:drones", "drones", []),
        ("port OR drone", "port, drones", ["port", "drones"]),
        ('drones "drones de combat"', "des drones de combat", ["drones de combat"]),
    ],
)
def test_spans(q: str, text: str, expected: list[str]) -> None:
    assert marked(q, text) == expected


def test_the_headline_too() -> None:
    found = highlights(article(1, "Rien.", title="Drones"), parse("title:drone"), None)
    assert found == {"title": [{"start": 0, "end": 6}], "text": []}


def test_scripts_without_spaces() -> None:
    assert marked("北京", "在北京市", "zh") == ["北京"]


def test_the_forms_of_another_language_than_the_article_are_not_marked() -> None:
    assert marked("refugee", "refugees", "en") == ["refugees"]
    assert marked("refugee", "refugees", "en", asked="fr") == []


@given(st.text(max_size=80), st.text(max_size=200).filter(lambda text: text.strip() and "\0" not in text))
def test_spans_lie_in_the_text_in_order_whatever_is_typed(q: str, text: str) -> None:
    try:
        wanted = parse(q)
    except RefusedError:
        return
    text = text.encode("utf-8", "ignore").decode()
    spans = highlights(article(1, text or "x"), wanted, None)["text"]
    edges = [edge for span in spans for edge in (span["start"], span["end"])]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text or "x") for edge in edges)

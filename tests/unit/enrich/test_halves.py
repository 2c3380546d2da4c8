"""Halves of a million, a dozen or an hour, and numbers that are multiplied by a word far from them."""

import pytest

from services.enrich.counting import figures

Found = list[tuple[str, float, str | None, bool]]


def found(body: str, language: str) -> Found:
    return [(f.text, f.value, f.unit, f.approximate) for f in figures.find(body, language, [])]


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("en", "Half a million people fled", ("Half a million people", 5e5, "people", False)),
        ("en", "some half a billion dollars", ("half a billion dollars", 5e8, "USD", True)),
        ("en", "half a dozen men", ("half a dozen men", 6, "men", False)),
        ("en", "It took half an hour.", ("half an hour", 0.5, "hour", False)),
        ("fr", "un demi-milliard d’euros", ("un demi-milliard d’euros", 5e8, "EUR", False)),
        ("fr", "une demi-douzaine de chars", ("une demi-douzaine de chars", 6, "chars", True)),
        ("fr", "une demi-heure", ("une demi-heure", 0.5, "heure", False)),
        ("es", "medio millón de personas", ("medio millón de personas", 5e5, "personas", False)),
        ("es", "medio centenar de heridos", ("medio centenar de heridos", 50, "heridos", True)),
        ("pt", "meio bilhão de reais", ("meio bilhão de reais", 5e8, "BRL", False)),
        ("de", "eine halbe Million Menschen", ("eine halbe Million Menschen", 5e5, "menschen", False)),
        ("it", "mezzo miliardo di euro", ("mezzo miliardo di euro", 5e8, "EUR", False)),
        ("it", "per mezz’ora", ("mezz’ora", 0.5, "ora", False)),
        ("nl", "een half miljoen mensen", ("een half miljoen mensen", 5e5, "mensen", False)),
    ],
)
def test_half_of_a_million_is_no_million(language: str, body: str, expected: tuple[str, float, str, bool]) -> None:
    assert found(body, language) == [expected]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "the first half of the year"),
        ("en", "a half-century of theirs"),
        ("fr", "la demi-finale"),
        ("es", "los medios de comunicación"),
        ("pt", "o meio ambiente"),
        ("de", "die halbe Wahrheit"),
        ("it", "un mezzo pubblico"),
        ("nl", "om half acht"),
    ],
)
def test_half_of_anything_else_is_no_figure(language: str, body: str) -> None:
    assert found(body, language) == []


def test_one_and_a_half_million() -> None:
    assert found("One and a half million pounds", "en") == [("One and a half million pounds", 1.5e6, "GBP", False)]


def test_thirty_or_so_milliards() -> None:
    assert found("une trentaine de milliards d’euros", "fr") == [
        ("une trentaine de milliards d’euros", 30e9, "EUR", True)
    ]


@pytest.mark.parametrize(
    ("language", "body"),
    [("en", "tens of thousands of people"), ("fr", "une centaine de milliers de gens"), ("es", "una decena de miles")],
)
def test_no_number_of_thousands_is_no_figure(language: str, body: str) -> None:
    assert found(body, language) == []

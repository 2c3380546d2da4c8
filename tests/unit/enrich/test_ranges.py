"""Ranges with words and signs of their own at either end, and parts of a whole, which are none."""

import pytest

from services.enrich.counting import figures


def found(body: str, language: str) -> list[tuple[str, float, str | None]]:
    return [(f.text, f.value, f.unit) for f in figures.find(body, language, [])]


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("en", "-5 to -10°C", [("-5", -5, "°C"), ("-10°C", -10, "°C")]),
        ("en", "minus 3 to minus 5 degrees", [("minus 3", -3, "degrees"), ("minus 5 degrees", -5, "degrees")]),
        ("fr", "de -2 à 3 °C", [("-2", -2, "°C"), ("3 °C", 3, "°C")]),
        ("fr", "de 2 à 3 °C", [("2", 2, "°C"), ("3 °C", 3, "°C")]),
        ("de", "von minus 5 bis minus 10 Grad", [("minus 5", -5, "°C"), ("minus 10 Grad", -10, "°C")]),
    ],
)
def test_each_end_has_its_own_sign(language: str, body: str, expected: list[tuple[str, float, str]]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("it", "dal 3 al 5 per cento", [("3", 3, "%"), ("5 per cento", 5, "%")]),
        ("pt", "subiu de 100 para 120 mortos", [("100", 100, "mortos"), ("120 mortos", 120, "mortos")]),
        ("de", "stieg von 20 auf 30 Fälle", [("20", 20, "fälle"), ("30 Fälle", 30, "fälle")]),
        # Without "von" it is no range.
        ("de", "20 auf 30 Meter", [("20", 20, None), ("30 Meter", 30, "m")]),
    ],
)
def test_from_one_to_the_other(language: str, body: str, expected: list[tuple[str, float, str | None]]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "One in five homes is empty."),
        ("en", "One out of 12 homes is empty."),
        ("fr", "Une maison sur cinq est vide."),
        ("pt", "Uma em cada cinco casas"),
    ],
)
def test_a_part_of_a_whole_is_no_figure(language: str, body: str) -> None:
    assert found(body, language) == []

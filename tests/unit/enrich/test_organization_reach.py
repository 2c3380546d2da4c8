"""The names of organisations in full: what belongs to one, and what beside it is a name of its own."""

import pytest

from services.enrich.naming.entities import find_entities
from tests.models import gazetteer, taggers


def organizations(text: str, language: str) -> set[str]:
    found = find_entities(text, taggers().tag(text, language), language, gazetteer())
    return {entity.name for entity in found if entity.type == "organization"}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "pt",
            "O Sindicato Independente dos Profissionais de Enfermagem marcou uma greve para sexta-feira.",
            "Sindicato Independente dos Profissionais de Enfermagem",
        ),
        ("pt", "O Hospital Garcia de Orta, em Almada, mantém os serviços mínimos.", "Hospital Garcia de Orta"),
        (
            "es",
            "El Servicio Nacional de Meteorología e Hidrología alertó de lluvias.",
            "Servicio Nacional de Meteorología e Hidrología",
        ),
        (
            "es",
            "La Federación Española de Municipios y Provincias protestó.",
            "Federación Española de Municipios y Provincias",
        ),
        ("es", "La Cruz Roja Peruana envió ayuda.", "Cruz Roja Peruana"),
        (
            "es",
            "El Hospital Universitario Virgen del Rocío atendió a los heridos.",
            "Hospital Universitario Virgen del Rocío",
        ),
        (
            "en",
            "The Employment and Labour Relations Court ruled on Tuesday.",
            "Employment and Labour Relations Court",
        ),
        (
            "en",
            "Now the Shop, Distributive and Allied Employees' Association welcomed it.",
            "Shop, Distributive and Allied Employees' Association",
        ),
        ("nl", "De Nederlandse Voedsel- en Warenautoriteit controleert.", "Nederlandse Voedsel- en Warenautoriteit"),
        (
            "de",
            "An der Unfallstelle waren Kräfte der Freiwilligen Feuerwehr Lohne im Einsatz.",
            "Freiwilligen Feuerwehr Lohne",
        ),
    ],
)
def test_a_name_goes_as_far_as_its_words_with_capitals(language: str, text: str, name: str) -> None:
    assert name in organizations(text, language)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "El Ministerio de Salud y Pedro Sánchez discrepan.", "Ministerio de Salud"),
        ("es", "El Instituto de Estadística y Vox callan.", "Instituto de Estadística"),
        ("es", "La Federación de Municipios y Barcelona firmaron.", "Federación de Municipios"),
        ("es", "El Hospital Garcés de Madrid abrió sus puertas.", "Hospital Garcés"),
        ("pt", "O Hospital Dom Pedro de Alcântara recebeu os feridos.", "Hospital Dom Pedro"),
        ("fr", "La Fédération du Bâtiment et Saint-Gobain investissent.", "Fédération du Bâtiment"),
        ("en", "The Senate and House Judiciary Committee met.", "House Judiciary Committee"),
        ("en", "The University of Warsaw and Krakow Council signed it.", "University of Warsaw"),
        ("en", "He met the Department of Health and Labour on Monday.", "Department of Health"),
    ],
)
def test_what_is_a_name_of_its_own_is_left_out(language: str, text: str, name: str) -> None:
    assert name in organizations(text, language)


def test_a_known_name_amid_a_longer_one_is_a_part_of_it() -> None:
    text = "La Secretaría de Protección Civil de Veracruz informó de los daños."
    assert organizations(text, "es") == {"Secretaría de Protección Civil de Veracruz"}

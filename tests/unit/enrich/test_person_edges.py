"""Where the names of persons begin, whatever a tagger took for a part of them."""

import pytest

from services.enrich.naming.entities import find_entities
from services.enrich.tagging.names import Label, Name
from tests.models import gazetteer


def tagged(text: str, language: str, name: str, label: Label) -> dict[str, str]:
    start = text.index(name)
    found = find_entities(text, [Name(start, start + len(name), label)], language, gazetteer())
    return {entity.name: entity.type for entity in found}


@pytest.mark.parametrize(
    ("language", "text", "name", "person"),
    [
        ("en", "Local TD Maria Vukeya objected.", "TD Maria Vukeya", "Maria Vukeya"),
        ("en", "Neighbour Maria Vukeya called the police.", "Neighbour Maria Vukeya", "Maria Vukeya"),
        ("nl", "Boswachter Thijs van Vukeya zag het.", "Boswachter Thijs van Vukeya", "Thijs van Vukeya"),
        ("en", "They met Imbali Maria Vukeya.", "Imbali Maria Vukeya", "Imbali Maria Vukeya"),
        ("en", "Superintendent of Police Vritika Sahay told reporters.", "Sahay", "Vritika Sahay"),
        ("de", "So begründete Maria Vukeya den Schritt.", "Maria Vukeya den Schritt", "Maria Vukeya"),
        ("de", "Das sagte Joop den Uyl.", "Joop den Uyl", "Joop den Uyl"),
        ("en", "A police spokesman, Lt. Vukeya, said so.", "Vukeya", "Vukeya"),
        ("en", "Cllr Vukeya, leader of the council, said so.", "Vukeya", "Vukeya"),
        ("en", "Little Maria Vukeya sang.", "Little Maria Vukeya", "Little Maria Vukeya"),
        ("nl", "Zo schrijft John Vukeya van Galen het.", "John Vukeya van Galen", "John Vukeya van Galen"),
        ("en", "They lost rookie Maria Vukeya.", "rookie Maria Vukeya", "Maria Vukeya"),
        ("it", "Lo dice Ornella Dal Vu. Poi tace.", "Ornella Dal Vu.", "Ornella Dal Vu"),
        ("en", "They met Harry Connick Jr. there.", "Harry Connick Jr.", "Harry Connick Jr."),
        ("nl", "Zo reed Davide Vukeya van Lidl-Trek lek.", "Davide Vukeya van Lidl-Trek", "Davide Vukeya"),
        ("nl", "Zo reed Mathieu Jan van Vukeya lek.", "Mathieu Jan van Vukeya", "Mathieu Jan van Vukeya"),
        ("de", "Oberstaatsanwalt Vukeya, Sprecher der Behörde, kam.", "Vukeya", "Vukeya"),
    ],
)
def test_what_stands_before_a_first_name(language: str, text: str, name: str, person: str) -> None:
    assert tagged(text, language, name, "PER")[person] == "person"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("it", "Arrivano a San Gerardo di Vukeya.", "Gerardo di Vukeya"),
        ("de", "Die Züge nach St. Vukeya fallen aus.", "Vukeya"),
        ("pt", "O tribunal de São Vukeya decidiu.", "Vukeya"),
    ],
)
def test_a_saint_is_no_person(language: str, text: str, name: str) -> None:
    assert "person" not in tagged(text, language, name, "PER").values()


def test_the_tower_of_a_saint_is_no_person() -> None:
    found = find_entities("Sube a la torre de Santa Bárbara con su hija.", [], "es", gazetteer())
    assert "Bárbara" not in {entity.name for entity in found}


def test_a_first_name_of_a_place() -> None:
    assert tagged("Two people fell ill in Brandon, Manitoba.", "en", "Brandon", "LOC")["Brandon"] == "place"
    assert tagged("They slept beside the Todd River.", "en", "Todd River", "LOC")["Todd River"] != "person"


def test_letters_behind_a_name_are_those_of_a_person() -> None:
    assert tagged("She told Maria Vukeya BL that it was so.", "en", "Maria Vukeya BL", "ORG") == {
        "Maria Vukeya": "person"
    }
    assert tagged("She told Vukeya Port BL that it was so.", "en", "Vukeya Port BL", "ORG") == {
        "Vukeya Port BL": "organization"
    }


def test_a_town_that_was_taken_for_a_person() -> None:
    assert tagged("Lo stabilimento è a Cerreto d'Esi.", "it", "Cerreto d'Esi", "PER") == {"Cerreto d'Esi": "place"}
    # But somebody may be called so.
    assert tagged("Il sindaco Cerreto d'Esi, 54 anni, è qui.", "it", "Cerreto d'Esi", "PER") == {
        "Cerreto d'Esi": "person"
    }

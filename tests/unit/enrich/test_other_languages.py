"""Persons, organisations and places of clean news prose, in the languages that no model is loaded for."""

import time

import pytest

from services.enrich.naming.entities import find_entities
from shared.articles import Entity
from tests.models import gazetteer, taggers


def entities(text: str, language: str) -> dict[str, Entity]:
    found = find_entities(text, taggers().tag(text, language), language, gazetteer())
    return {entity.name: entity for entity in found}


@pytest.mark.parametrize(
    ("language", "text", "persons", "organizations", "places"),
    [
        (
            "es",
            "El presidente del Gobierno, Pedro Sánchez, anunció el lunes en Madrid nuevas medidas. La empresa Acciona "
            "construirá un parque en Teruel, según la alcaldesa Emma Buj. El Ministerio de Sanidad y la Universidad de "
            "Salamanca firmaron un convenio. Sánchez viajará a Bruselas.",
            {"Pedro Sánchez", "Emma Buj"},
            {"Acciona", "Ministerio de Sanidad", "Universidad de Salamanca"},
            {"Madrid", "Teruel", "Bruselas"},
        ),
        (
            "pt",
            "O ministro da Fazenda, Fernando Haddad, disse nesta quarta-feira em Brasília que o governo vai cortar "
            "gastos. Segundo a Petrobras, a produção subiu. Ursula von der Leyen ligou. A Polícia Civil de São Paulo "
            "prendeu três suspeitos. Haddad viajará aos Estados Unidos.",
            {"Fernando Haddad", "Ursula von der Leyen"},
            {"Petrobras", "Polícia Civil de São Paulo"},
            {"Brasília", "Estados Unidos"},
        ),
        (
            "it",
            "Il sindaco di Milano, Beppe Sala, ha detto che il bando è pronto. La premier Giorgia Meloni ha incontrato "
            "il presidente della Regione Emilia-Romagna Stefano Bonaccini. L'azienda Brembo investe a Bergamo, dice il "
            "ministero della Salute. Meloni volerà negli Stati Uniti.",
            {"Beppe Sala", "Giorgia Meloni", "Stefano Bonaccini"},
            {"Regione Emilia-Romagna", "Brembo", "ministero della Salute"},
            {"Milano", "Bergamo", "Stati Uniti"},
        ),
        (
            "de",
            "Außenministerin Annalena Baerbock reiste Mittwoch nach Kiew. Der Chef der Deutschen Bahn, Richard Lutz, "
            "kündigte Verbesserungen an. Das Landgericht München lehnte den Antrag ab. Der Ministerpräsident Markus "
            "Söder sprach in Nürnberg den Gästen zu. Baerbock sprach mit der NATO.",
            {"Annalena Baerbock", "Richard Lutz", "Markus Söder"},
            {"Deutschen Bahn", "Landgericht München", "NATO"},
            {"Kiew", "Nürnberg"},
        ),
        (
            "nl",
            "De burgemeester Femke Halsema van Amsterdam zei woensdag dat de stad iets doet. Premier Mark Rutte "
            "sprak in Den Haag. Het bedrijf Picnic opent een centrum in Apeldoorn. Volgens hoogleraar Jan van der Berg "
            "wil de Tweede Kamer meer. Rutte vertrok. Duitsland en Frankrijk steunen het plan.",
            {"Femke Halsema", "Mark Rutte", "Jan van der Berg"},
            {"Picnic", "Tweede Kamer"},
            {"Amsterdam", "Den Haag", "Apeldoorn", "Duitsland", "Frankrijk"},
        ),
    ],
)
def test_news_prose(language: str, text: str, persons: set[str], organizations: set[str], places: set[str]) -> None:
    found = entities(text, language)
    assert {name for name, entity in found.items() if entity.type == "person"} == persons
    assert {name for name, entity in found.items() if entity.type == "organization"} == organizations
    assert {name for name, entity in found.items() if entity.type == "place"} >= places


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Los españoles y los franceses votan el domingo. El Gobierno no dice nada. En marzo lloverá."),
        ("pt", "Os brasileiros votam no domingo. O Governo não diz nada. Para nós é bom."),
        ("it", "Gli italiani votano domenica. Il Governo non dice nulla. A marzo pioverà."),
        ("de", "Die Deutschen wählen am Sonntag. Die Regierung sagt nichts zu der Lage im Land. Im März regnet es."),
        ("nl", "De Duitsers stemmen op zondag. De regering zegt niets. In maart gaat het regenen."),
    ],
)
def test_nothing_is_made_up(language: str, text: str) -> None:
    assert entities(text, language) == {}


@pytest.mark.parametrize("unit", ["Olaf Scholz sprach in Berlin. ", "Abc", "A B C ", "L'a'b'c'", "ministerio de la "])
@pytest.mark.parametrize("language", ["de", "es"])
def test_time_grows_with_the_text_and_no_faster(language: str, unit: str) -> None:
    entities("Berlin", language)
    text = unit * (300_000 // len(unit))
    began = time.process_time()
    entities(text, language)
    assert time.process_time() - began < 20

"""What the words beside a name tell, whatever a tagger took it for: persons, bodies, and things that are neither."""

import pytest

from services.enrich.naming.entities import find_entities
from services.enrich.tagging.names import Label, Name
from tests.models import gazetteer, taggers
from tests.unit.growth import Work, is_linear


def types(text: str, language: str) -> dict[str, str]:
    found = find_entities(text, taggers().tag(text, language), language, gazetteer())
    return {entity.name: entity.type for entity in found}


def tagged(text: str, language: str, name: str, label: Label) -> dict[str, str]:
    """What a name is that a tagger took for something, wherever it stands in the text."""
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    names = [Name(start, start + len(name), label) for start in starts]
    return {entity.name: entity.type for entity in find_entities(text, names, language, gazetteer())}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The board's secretary, Imbali Vukeya, resigned.", "Imbali Vukeya"),
        ("en", "Imbali Vukeya, 34, was not at home.", "Imbali Vukeya"),
        ("en", "The leader, Imbali Vukeya (Reform), left early.", "Imbali Vukeya"),
        ("en", "It was Imbali Vukeya who wrote. Nobody answered Vukeya.", "Imbali Vukeya"),
        ("fr", "La préfète Imbali Vukeya a signé.", "Imbali Vukeya"),
        ("es", "Habló su vecina Imbali Vukeya en la plaza.", "Imbali Vukeya"),
    ],
)
def test_who_somebody_is_makes_a_person_of_an_organization(language: str, text: str, name: str) -> None:
    assert tagged(text, language, name, "ORG")[name] == "person"


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("en", "They painted the Orla Fenn, an old boat.", "Orla Fenn", "other"),
        ("en", "Cyclone Veeram reached the coast.", "Cyclone Veeram", "other"),
        ("es", "En 2011 ganó el Grammy Latino en Miami.", "Grammy Latino", "other"),
        ("fr", "La Coupe Vaillant se joue lundi.", "Coupe Vaillant", "other"),
        ("fr", "Les ouvriers de Valmontex sont en grève.", "Valmontex", "organization"),
        ("en", "Valmontex shares fell by a tenth.", "Valmontex", "organization"),
        ("it", "I dipendenti di Valmontex scioperano.", "Valmontex", "organization"),
    ],
)
def test_what_no_person_is(language: str, text: str, name: str, kind: str) -> None:
    assert tagged(text, language, name, "PER")[name] == kind


@pytest.mark.parametrize(
    ("language", "text", "organization"),
    [
        ("fr", "La liste Langogne autrement a gagné.", "Langogne autrement"),
        ("fr", "L'association « Les Mains de la Dore » a protesté.", "Les Mains de la Dore"),
        ("fr", "Elle préside la Caisse de secours des marins de Bretagne.", "Caisse de secours des marins de Bretagne"),
        ("fr", "Ils ont été admis à l'hôpital général Kabanga.", "hôpital général Kabanga"),
        ("fr", "Il sert dans la 7e brigade depuis mai.", "7e brigade"),
        ("fr", "L'étude, parue mardi dans Water Horizons, inquiète.", "Water Horizons"),
        ("en", "Nordhaven Shipping chief executive Ebbe Toft left.", "Nordhaven Shipping"),
        ("en", "Tidewater Ore, a subsidiary of another firm, will appeal.", "Tidewater Ore"),
        ("es", "Lo dijo la ONG Caminos Vivos en una nota.", "Caminos Vivos"),
        ("pt", "É do Instituto de Gestão e Redução do Risco.", "Instituto de Gestão e Redução do Risco"),
        ("it", "È nata all'ospedale Madonna delle Grazie ieri.", "ospedale Madonna delle Grazie"),
        ("de", "Dagegen klagt die Bürgerinitiative „Rettet das Moor“.", "Rettet das Moor"),
        ("de", "Den Plan zeichnete das Architekturbüro Brandt & Partner.", "Brandt & Partner"),
        ("de", "Der TV 08 Niederfischbach feiert.", "TV 08 Niederfischbach"),
        ("nl", "Het ministerie van Landbouw, Natuur en Sport zwijgt.", "ministerie van Landbouw, Natuur en Sport"),
    ],
)  # fmt: skip
def test_bodies_as_far_as_their_names_go(language: str, text: str, organization: str) -> None:
    assert types(text, language)[organization] == "organization"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Kelly Rowlands, whose son Osian was ill, waited.", "Osian"),
        ("fr", "Sa fille Zélie a appelé les secours.", "Zélie"),
        ("de", "Annkathrin Böhnke, Sprecherin der Umwelthilfe, lobte das.", "Annkathrin Böhnke"),
        ("fr", "C'est ce qu'a dit la Suédoise Tuva Hellqvist.", "Tuva Hellqvist"),
        ("it", "Si è riunito sotto la presidenza di Ottavia Rizzo.", "Ottavia Rizzo"),
        ("nl", "Dat zei burgemeester Geert Tuinstra van Heerenveen.", "Geert Tuinstra"),
    ],
)
def test_persons_that_taggers_miss_or_cut_wrong(language: str, text: str, name: str) -> None:
    assert types(text, language)[name] == "person"


def test_an_abbreviation_of_a_measure_is_no_body() -> None:
    assert "EBIT" not in tagged("Le résultat (EBIT) recule.", "fr", "EBIT", "ORG")


def test_the_second_of_three_names_is_the_person() -> None:
    text = "La ministre Jacqueline Kapinga Mwepu est venue. Mme Kapinga a parlé."
    assert list(types(text, "fr")) == ["Jacqueline Kapinga Mwepu"]


def test_the_evidence_takes_time_in_proportion() -> None:
    line = "Imbali Vukeya, une voisine, et Vukeya, 34 ans, des ouvriers de Valmontex, la liste Langogne autrement. "

    def prepare(times: int) -> Work:
        text = line * times
        names = [Name(at, at + 13, "ORG") for at in range(0, len(text), len(line))]
        return lambda: find_entities(text, names, "fr", gazetteer())

    assert is_linear(prepare, 1_000)

"""Persons and organisations by the words beside them: full names, clubs, firms, branches, and who is not one."""

import pytest

from services.enrich.naming.entities import find_entities
from services.enrich.tagging.name_words import names_file
from services.enrich.tagging.names import Name
from tests.models import gazetteer, taggers
from tests.unit.growth import Work, is_linear

LANGUAGES = ("fr", "en", "es", "pt", "it", "de", "nl")


def types(text: str, language: str) -> dict[str, str]:
    found = find_entities(text, taggers().tag(text, language), language, gazetteer())
    return {entity.name: entity.type for entity in found}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The jury heard from Siobhán Ní Chonaill, who had driven home.", "Siobhán Ní Chonaill"),
        ("en", "The film is by Keith O'Halloran-Mbeki and took ten years.", "Keith O'Halloran-Mbeki"),
        ("en", "“They were kind,” said Rosalind Marsh. Nobody else spoke.", "Rosalind Marsh"),
        ("fr", "La pièce est jouée par Nadège El Mansouri-Petit, au théâtre.", "Nadège El Mansouri-Petit"),
        ("es", "El coronel DEAP Rolando Mamani lo negó ayer.", "Rolando Mamani"),
        ("nl", "Volgens Nadia El Amrani-Peeters is dat te laat.", "Nadia El Amrani-Peeters"),
        ("nl", "Goud was er voor de Noor Magnus Kjelstad.", "Magnus Kjelstad"),
        ("nl", "Coach Wim Dijkgraaf van Team Waddenzee was blij.", "Wim Dijkgraaf"),
        ("nl", "Minister Annick De Backer reageerde niet.", "Annick De Backer"),
        ("nl", "Dat zegt Renée Verstraaten van de Zeeuwse Milieufederatie.", "Renée Verstraaten"),
        ("pt", "O Presidente, Marcelo Rebelo de Sousa, falou.", "Marcelo Rebelo de Sousa"),
        ("en", "RSF spokesman Col. Taj al-Sir Hamdoun denied it.", "Taj al-Sir Hamdoun"),
        ("en", "The Archdeacon of Lincoln, the Venerable Judith Copley, wept.", "Judith Copley"),
        ("en", "Churchwarden Pauline Medlock discovered the theft.", "Pauline Medlock"),
    ],
)
def test_a_first_name_gives_a_person_away_as_far_as_the_name_goes(language: str, text: str, name: str) -> None:
    assert types(text, language)[name] == "person"


@pytest.mark.parametrize(
    ("language", "text", "organizations"),
    [
        ("fr", "La hausse inquiète Henkel, Danone et le groupe Bolloré.", {"Henkel", "Danone"}),
        ("en", "She left Pfizer for Alstom, and then for Anglian Water.", {"Pfizer", "Alstom", "Anglian Water"}),
        ("es", "Según La Tercera, Sacyr y Codelco firmaron ayer.", {"La Tercera", "Sacyr", "Codelco"}),
        ("pt", "A Cargill respondeu à Navalria e à Docapesca.", {"Cargill", "Navalria", "Docapesca"}),
        ("it", "Ieri la Natuzzi ha scritto alla Cittadinanzattiva.", {"Natuzzi", "Cittadinanzattiva"}),
        ("de", "Am Montag widersprach Infineon dem Bundeskartellamt.", {"Infineon", "Bundeskartellamt"}),
        ("nl", "De FNV Metaal en Boskalis praten verder.", {"FNV Metaal", "Boskalis"}),
        ("it", "Lo ha detto la Coldiretti Puglia in una nota.", {"Coldiretti Puglia"}),
        ("de", "Das sagte sie dem ORF Vorarlberg am Abend.", {"ORF Vorarlberg"}),
    ],
)
def test_well_known_organizations_and_their_branches(language: str, text: str, organizations: set[str]) -> None:
    found = types(text, language)
    assert organizations <= {name for name, kind in found.items() if kind == "organization"}


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        # A person of that surname, and a word that only begins a sentence.
        ("fr", "Michel Carrefour a signé. « Non », dit M. Carrefour.", "Michel Carrefour", "person"),
        ("pt", "Chega ao fim a greve. Público e artistas saíram.", "Chega", None),
        ("pt", "Chega ao fim a greve. Público e artistas saíram.", "Público", None),
        # No person has an article; a town stands behind "in"; a title is a person's.
        ("en", "In Zugdidi, near the border, a few dozen people waited.", "Zugdidi", "place"),
        ("fr", "L’incendie est éteint, a dit le colonel Orange.", "Orange", "person"),
        ("en", "The yard at Spurn Point has closed.", "Spurn Point", "place"),
        # The noun that says what a name is is no part of it.
        ("fr", "Elle dirige l’association Loup Vivant depuis mai.", "Loup Vivant", "organization"),
        ("nl", "Dat zegt de vakbond ACOD Onderwijs vandaag.", "ACOD Onderwijs", "organization"),
        # A title outweighs the noun in a name, and a first name the prize that is called so.
        ("en", "Police Chief Donovan Trail dismissed it.", "Donovan Trail", "person"),
        ("es", "Lo dijo Óscar Tarapoto, el jefe. El general Óscar Tarapoto rió.", "Óscar Tarapoto", "person"),
        # A broadcaster with the name of a country is no person, and the country no surname.
        (
            "en",
            "They stood near the state broadcaster, Radio Lesotho, at dawn. Shops in Lesotho stayed open.",
            "Radio Lesotho",
            "organization",
        ),
        (
            "en",
            "They stood near the state broadcaster, Radio Lesotho, at dawn. Shops in Lesotho stayed open.",
            "Lesotho",
            "place",
        ),
        # Where a function and a people were taken for a part of a name; a firm is of a people in small letters.
        ("fr", "Le Premier ministre sénégalais Ousmane Sonko a annoncé mardi un audit.", "Ousmane Sonko", "person"),
        (
            "fr",
            "L’australien Woodside, qui doit démarrer en juin la production, prend acte.",
            "Woodside",
            "organization",
        ),
        ("fr", "Le chanteur australien Woodside a gagné en juin.", "Woodside", "person"),
        # The people of a town; a home for the old; a club by its other name.
        ("fr", "Les Monégasques, réduits à dix, ont ouvert le score.", "Monégasques", None),
        ("fr", "L’établissement compte 130 lits, dont 80 en Ehpad.", "Ehpad", None),
        ("fr", "Le Paris SG, leader avec onze points d’avance, reçoit Rennes.", "Paris SG", "organization"),
        # A day is no name; letters of honour are a person's; what is counted is no place, and money is none.
        ("en", "He approached the pier on the morning of 9 August 2022, they heard.", "9 August 2022", None),
        ("en", "But his lawyer, Fraser Gillies KC, told jurors otherwise.", "Fraser Gillies", "person"),
        ("fr", "Ils sont appuyés par quatre Canadair, mobilisés jeudi.", "Canadair", "other"),
        ("de", "Der Rat hat 12,4 Millionen Franken für den Umbau gesprochen.", "Franken", None),
        ("de", "Das Wetter in Franken bleibt trüb.", "Franken", "place"),
        # A first name that is a small word, too; one that begins a sentence is none.
        (
            "it",
            "Il ministro per la Protezione civile, Nello Musumeci, ha convocato la giunta.",
            "Nello Musumeci",
            "person",
        ),
        ("it", "Nello Stretto si naviga ancora.", "Nello Stretto", None),
        # Two Awards are no Olivier's.
        ("en", "The play won two Olivier Awards in 2019.", "Olivier Awards", "other"),
        # A department in brackets, though a river bears its name; a road behind a hyphen.
        ("fr", "Elle étudie au collège de Saint-Galmier (Loire).", "Loire", "place"),
        ("pt", "A auto-estrada A1 está cortada entre Albergaria e Estarreja.", "estrada A1", None),
        ("pt", "Três moradores de Vila Nova de Oliveirinha morreram.", "Vila Nova de Oliveirinha", "place"),
        # A ship is no town.
        ("en", "He put the cost of heating the MV Columbine at $90. The Columbine is old.", "Columbine", "other"),
    ],
)
def test_what_a_name_is_by_the_words_beside_it(language: str, text: str, name: str, kind: str | None) -> None:
    assert types(text, language).get(name) == kind


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "She works at St Brendan's University Hospital in Galway.", "St Brendan's University Hospital"),
        ("en", "The Sussex Nurses and Midwives' Association agreed.", "Sussex Nurses and Midwives' Association"),
        ("en", "The Kerry County Board meets tonight.", "Kerry County Board"),
        (
            "es",
            "Lo dijo la Federación Departamental de Cooperativas Mineras.",
            "Federación Departamental de Cooperativas Mineras",
        ),
        ("pt", "A venda à Ventos do Barlavento, SGPS foi adiada.", "Ventos do Barlavento, SGPS"),
        ("nl", "Zij werkt bij Verhulst, Maes & Vennoten.", "Verhulst, Maes & Vennoten"),
        ("it", "È nato all'ospedale Madonna delle Nevi.", "ospedale Madonna delle Nevi"),
        ("fr", "Le vase du musée national Adrien-Delorme est volé.", "musée national Adrien-Delorme"),
        ("fr", "Elle est entrée au Théâtre national populaire en mai.", "Théâtre national populaire"),
        ("fr", "Selon la Croix-Rouge malienne, deux ponts sont coupés.", "Croix-Rouge malienne"),
        ("fr", "Il est soigné au CHU de Limoges depuis lundi.", "CHU de Limoges"),
        ("fr", "Les élèves de l’école Anne-Sylvestre sont rentrés.", "école Anne-Sylvestre"),
        ("es", "El pleno del Ayuntamiento aprobó ayer la tasa.", "Ayuntamiento"),
        ("fr", "Vitré Communauté paiera un tiers des travaux.", "Vitré Communauté"),
        ("nl", "Hij ligt in het AZ Sint-Blasius in Dendermonde.", "AZ Sint-Blasius"),
        ("en", "She told the Friends of St Guthlac's that the money was gone.", "Friends of St Guthlac's"),
        (
            "en",
            "It is built by the Hyderabad-based Deccan Corridor Infra Ltd. for the state.",
            "Deccan Corridor Infra Ltd.",
        ),
        ("en", "Asare joined from FC Nordsjaelland for £6.5million in January.", "FC Nordsjaelland"),
        ("fr", "Elle accuse le Parti national d’avoir acheté des voix.", "Parti national"),
        # No town has analysts.
        ("en", "“It paid the rent,” said Anneke Brandsma, an analyst at Bernstein.", "Bernstein"),
    ],
)
def test_an_organization_goes_as_far_as_its_name(language: str, text: str, name: str) -> None:
    assert types(text, language)[name] == "organization"


SPORT = {
    "fr": ("Le match a été dur : deux buts, une victoire, trois points. L’entraîneur de Brive salue ses joueurs, "
           "battus à Toulon. Brive recevra Castres en championnat ; le club et son buteur attendent, a dit le "
           "manager d’Aurillac. Rodez et les siens dorment."),
    "en": ("It was a dull match with one goal, said the manager; the striker missed a penalty and the fans left. "
           "At home Burnley beat Barrow, and three points took the team up the league."),
    "es": ("El partido acabó con dos goles; el entrenador del Eibar pidió calma a sus jugadores. La derrota ante el "
           "Zaragoza deja al equipo sin puntos en la liga."),
    "it": ("La partita è finita senza gol, ha detto l’allenatore. Il Modena resta terzo in classifica, la Reggiana no; "
           "la squadra ha perso punti e tifosi in campionato."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "clubs", "places"),
    [
        ("fr", {"Brive", "Castres", "Aurillac"}, {"Toulon", "Rodez"}),
        ("en", {"Burnley", "Barrow"}, set()),
        ("es", {"Eibar", "Zaragoza"}, set()),
        ("it", {"Modena"}, set()),
    ],
)
def test_a_town_is_its_club_in_an_article_on_sport(language: str, clubs: set[str], places: set[str]) -> None:
    found = types(SPORT[language], language)
    assert {name: found.get(name) for name in clubs} == dict.fromkeys(clubs, "organization")
    assert {name: found.get(name) for name in places} == dict.fromkeys(places, "place")


@pytest.mark.parametrize(
    ("language", "text", "missing"),
    [
        ("fr", "Les élèves d’une école de Limoges sont rentrés.", "école de Limoges"),
        ("fr", "La tempête Morgane a touché Lorient. Morgane faiblit.", "Morgane"),
        ("it", "Per la Confartigianato il conto è salato.", "Per la Confartigianato"),
        ("fr", "Distribué par Ad Vitam, le film sortira en mai.", "Distribué"),
        ("en", "Lufthansa (LHAG.DE) reported a drop in profit.", "LHAG.DE"),
        ("en", "RSF spokesman Col. Taj al-Sir Hamdoun denied it.", "Col"),
    ],
)
def test_one_of_several_and_a_storm_are_no_names_of_persons_or_organizations(
    language: str, text: str, missing: str
) -> None:
    assert types(text, language).get(missing) not in ("person", "organization")


def test_a_team_has_the_name_of_its_town() -> None:
    found = types(f"{SPORT['fr']} Le buteur a rejoint les Renards de Limoges.", "fr")
    assert found["Renards de Limoges"] == "organization"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("El juez absolvió a Francisco Jiménez Ruano. Ha hablado Jiménez a la salida.", 2),
        ("El juez absolvió a Francisco Jiménez Ruano. Ha hablado Jiménez Losantos a la salida.", 1),
        ("El juez absolvió a José Manuel Ruano. Ha hablado Manuel a la salida.", 1),
        ("El juez absolvió a Juan Toledo Ruano. Fueron a Toledo ayer.", 1),
    ],
)
def test_who_has_two_surnames_is_called_by_the_first(text: str, times: int) -> None:
    found = find_entities(text, taggers().tag(text, "es"), "es", gazetteer())
    assert next(len(entity.mentions) for entity in found if entity.name.endswith("Ruano")) == times


def test_the_beginning_of_a_company_is_the_company() -> None:
    text = "Shares of Trinity Gulf Energy fell. Trinity Gulf said that insurance would pay."
    found = find_entities(text, taggers().tag(text, "en"), "en", gazetteer())
    assert [(each.name, len(each.mentions)) for each in found] == [("Trinity Gulf Energy", 2)]


def test_a_nickname_is_the_team_of_a_town() -> None:
    text = "The Minnesota Timberwolves won. The Timberwolves lead."
    names = [Name(4, 26, "ORG"), Name(36, 48, "ORG")]
    assert [entity.name for entity in find_entities(text, names, "en", gazetteer())] == ["Minnesota Timberwolves"]
    # No town begins the other name.
    text = "The Workers Tribune wrote so. The Tribune wrote more."
    names = [Name(4, 19, "ORG"), Name(34, 41, "ORG")]
    assert len(find_entities(text, names, "en", gazetteer())) == 2


def test_a_hospital_is_not_its_foundation() -> None:
    text = (
        "Milford Memorial Hospital grew. The Milford Memorial Hospital Foundation paid. Milford Memorial Hospital did."
    )
    found = find_entities(text, taggers().tag(text, "en"), "en", gazetteer())
    assert sorted(len(each.mentions) for each in found) == [1, 2]


def test_a_body_is_the_one_that_was_named_in_full() -> None:
    found = types("Il Comune di Lecce ha deciso ieri. Per la Cgil il Comune sbaglia ancora.", "it")
    assert "Comune di Lecce" in found
    assert "Comune" not in found


def test_a_town_is_a_town_elsewhere() -> None:
    assert types("La route de Brive est coupée, et Brive recevra de l’aide demain.", "fr")["Brive"] == "place"


@pytest.mark.parametrize(
    ("language", "text", "name", "parts"),
    [
        (
            "en",
            "The National Trust and Ludlow Town Council had both objected.",
            "National Trust and Ludlow Town Council",
            {"National Trust": "organization", "Ludlow Town Council": "organization"},
        ),
        (
            "en",
            "She is at Desjardins Securities in Montreal.",
            "Desjardins Securities in Montreal",
            {"Desjardins Securities": "organization", "Montreal": "place"},
        ),
        (
            "en",
            "She is at the Lab of Ornithology in Ithaca.",
            "Lab of Ornithology in Ithaca",
            {"Lab of Ornithology": "organization", "Ithaca": "place"},
        ),
        (
            "fr",
            "Le ministère français des Affaires étrangères attend.",
            "ministère français des Affaires",
            {"ministère français des Affaires étrangères": "organization"},
        ),
        (
            "fr",
            "La réunion du Conseil de sécurité mardi soir a duré.",
            "Conseil de sécurité mardi soir",
            {"Conseil de sécurité": "organization"},
        ),
        (
            "fr",
            "Le ministère de l'Intérieur français attend.",
            "ministère de l'Intérieur",
            {"ministère de l'Intérieur": "organization"},
        ),
        (
            "en",
            "The National Working Committee of the party has met.",
            "National Working Committee of the party",
            {"National Working Committee": "organization"},
        ),
        (
            "de",
            "Das schrieb Maria Vukeya von der Hausruck Bank.",
            "Maria Vukeya von der Hausruck Bank",
            {"Maria Vukeya": "person", "Hausruck Bank": "organization"},
        ),
        (
            "en",
            "She studies at the American University in Cairo.",
            "American University in Cairo",
            {"American University in Cairo": "organization"},
        ),
        (
            "de",
            "Das sagte Maria Vukeya der Deutschen Presse-Agentur.",
            "Maria Vukeya der Deutschen Presse-Agentur",
            {"Maria Vukeya": "person", "Deutschen Presse-Agentur": "organization"},
        ),
        (
            "de",
            "Der Rat der Stadt Bielefeld tagt.",
            "Rat der Stadt Bielefeld",
            {"Rat der Stadt Bielefeld": "organization"},
        ),
        (
            "en",
            "She works for First National Bank and Trust Company.",
            "First National Bank and Trust Company",
            {"First National Bank and Trust Company": "organization"},
        ),
    ],
)
def test_what_a_tagger_took_along_is_no_part_of_an_organization(
    language: str, text: str, name: str, parts: dict[str, str]
) -> None:
    start = text.index(name)
    found = find_entities(text, [Name(start, start + len(name), "ORG")], language, gazetteer())
    assert {entity.name: entity.type for entity in found} == parts


def test_two_bodies_that_share_a_noun_are_two() -> None:
    found = types("Lo dicono all'Università di Bolzano e dell'Università di Padova.", "it")
    assert found == {"Università di Bolzano": "organization", "Università di Padova": "organization"}


def test_a_known_name_with_an_article_may_only_begin_another() -> None:
    assert "The Australian" not in types("The Australian Shareholders' Association will vote against him.", "en")
    assert types("He wrote for The Australian in May.", "en")["The Australian"] == "organization"
    assert types("He told The Guardian Friday that he left.", "en")["The Guardian"] == "organization"


def test_a_part_of_a_country_is_not_the_country() -> None:
    text = "He lives in Western Australia now."
    found = find_entities(text, [Name(12, 29, "LOC")], "en", gazetteer())
    assert [entity.name for entity in found] == ["Western Australia"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_words(language: str) -> None:
    words = names_file(language)
    assert all((words.sport_words, words.club_before, words.club_after))
    assert len(words.organizations) > 200


@pytest.mark.parametrize(
    "unit", ["Jean Petit de la ", "A & B, ", "St Vincent's County and ", "Brive a battu Dax 2-1, but "]
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def prepare(length: int) -> Work:
        text = (unit * length)[:length]
        names = [Name(at, at + 2, "ORG") for at in range(0, length - 2, 40)]
        return lambda: find_entities(text, names, "en", gazetteer())

    assert is_linear(prepare, 50_000)

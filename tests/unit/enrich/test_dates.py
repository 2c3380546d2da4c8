"""Dates in bodies: what is read as a date, which words of it, and what it means on the day of publication."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.enrich.dating import dates
from shared.articles import Entity, Published, Quote, Span
from shared.dates import PartialDate
from tests.unit.growth import Work, is_linear

LANGUAGES = ("fr", "en", "es", "pt", "de", "it", "nl")
# A Wednesday.
PUBLISHED = "2024-03-13"


def published(value: str) -> Published:
    date = PartialDate.parse(value)
    return Published(
        value=date.value, precision=date.precision, earliest=date.earliest, latest=date.latest, evidence=[]
    )


def found(body: str, language: str, on: str | None = PUBLISHED) -> dict[str, str | None]:
    mentions = dates.find(body, language, published(on) if on else None)
    return {mention.text: mention.value for mention in mentions}


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "Il est né le 4 octobre 2023 à Lyon.", {"4 octobre 2023": "2023-10-04"}),
        ("fr", "le 1er mai 2021 et le 2023-10-04", {"1er mai 2021": "2021-05-01", "2023-10-04": "2023-10-04"}),
        ("fr", "le mercredi 4\noctobre 2023", {"mercredi 4\noctobre 2023": "2023-10-04"}),
        ("fr", "le 4/10/2023", {"4/10/2023": "2023-10-04"}),
        ("fr", "le 4 oct. 2023", {"4 oct. 2023": "2023-10-04"}),
        (
            "en",
            "On October 4, 2023, and 4 October 2023",
            {"October 4, 2023": "2023-10-04", "4 October 2023": "2023-10-04"},
        ),
        ("en", "the 4th of October 2023", {"4th of October 2023": "2023-10-04"}),
        ("en", "on Oct. 4, 2023", {"Oct. 4, 2023": "2023-10-04"}),
        ("en", "on Wednesday, March 6", {"Wednesday, March 6": "2024-03-06"}),
        ("en", "on 25/10/2023 and 10/25/2023", {"25/10/2023": "2023-10-25", "10/25/2023": "2023-10-25"}),
        ("en", "on 4/10/2023", {"4/10/2023": None}),
        ("es", "el 4 de octubre de 2023", {"4 de octubre de 2023": "2023-10-04"}),
        ("pt", "em 4 de outubro de 2023", {"4 de outubro de 2023": "2023-10-04"}),
        ("de", "am 4. Oktober 2023 und am 4.10.2023", {"4. Oktober 2023": "2023-10-04", "4.10.2023": "2023-10-04"}),
        ("it", "il 4 ottobre 2023", {"4 ottobre 2023": "2023-10-04"}),
        ("nl", "op 4 oktober 2023", {"4 oktober 2023": "2023-10-04"}),
        ("ru", "4 октября 2023 года", {"4 октября 2023": "2023-10-04"}),
        ("pl", "4 października 2023 i 4/10/2023", {"4 października 2023": "2023-10-04", "4/10/2023": None}),
    ],
)
def test_absolute_dates(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("en", "He rides on the last Sunday of April.", {"last Sunday of April": "2024-04-28"}),
        ("en", "It opened on the first Monday in May 2021.", {"first Monday in May 2021": "2021-05-03"}),
        ("en", "It will open on the first Monday in May.", {"first Monday in May": "2024-05-06"}),
        ("fr", "le dernier dimanche d'avril", {"dernier dimanche d'avril": "2024-04-28"}),
        ("es", "el tercer domingo de octubre de 2022", {"tercer domingo de octubre de 2022": "2022-10-16"}),
        ("de", "am zweiten Sonntag im Mai 2023", {"zweiten Sonntag im Mai 2023": "2023-05-14"}),
        ("nl", "op de laatste zondag van april", {"laatste zondag van april": "2024-04-28"}),
        # Which of them it is, nobody knows.
        ("nl", "op een zondag van april", {"april": "2024-04"}),
        ("en", "It opened on the fifth Monday in February 2021.", {"fifth Monday in February 2021": None}),
        ("en", "It was on the last Sunday of April last year.", {"April last year": "2023-04"}),
        ("en", "Profit rose in the April-June quarter.", {"April-June": "2023-04/2023-06"}),
        ("es", "La multa quedó en 1950 euros.", {}),
        # What the month was is said behind it.
        ("es", "el pasado mes de septiembre", {"septiembre": "2023-09"}),
        ("es", "Murió en 2021 esperando esto.", {"2021": "2021"}),
        ("es", "Hubo en 2000 esperas.", {}),
        ("fr", "entre mars et novembre 2023", {"mars": "2023-03", "novembre 2023": "2023-11"}),
        ("en", "rose 2% in July-September from a year before", {"July-September": "2023-07/2023-09"}),
        (
            "en",
            "reported third-quarter earnings on Friday",
            {"third-quarter": "2023-07/2023-09", "Friday": "2024-03-08"},
        ),
        ("en", "A hearing is listed for May 20th.", {"May 20th": "2024-05-20"}),
    ],
)
def test_dates_in_their_month(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("en", "in March last year", {"March last year": "2023-03"}),
        ("en", "on March 4 of this year", {"March 4 of this year": "2024-03-04"}),
        ("en", "last March and next June", {"last March": "2023-03", "next June": "2024-06"}),
        ("fr", "le 4 mars de l'an dernier", {"4 mars de l'an dernier": "2023-03-04"}),
        ("fr", "du 3 au 5 mars de l'an dernier", {"3 au 5 mars de l'an dernier": "2023-03-03/2023-03-05"}),
        ("fr", "en mars dernier, le 3 mai prochain", {"mars dernier": "2023-03", "3 mai prochain": "2024-05-03"}),
        ("de", "am 11. September vergangenen Jahres", {"11. September vergangenen Jahres": "2023-09-11"}),
        ("es", "en marzo del año pasado", {"marzo del año pasado": "2023-03"}),
        ("pt", "em março do ano passado", {"março do ano passado": "2023-03"}),
        ("it", "a marzo dell'anno scorso", {"marzo dell'anno scorso": "2023-03"}),
        ("nl", "in maart van vorig jaar", {"maart van vorig jaar": "2023-03"}),
    ],
)
def test_months_of_a_year_that_is_counted(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected
    assert set(found(body, language, None).values()) == {None}


@pytest.mark.parametrize(
    ("on", "body", "expected"),
    [
        ("2024-03-11", "The buses run at the weekend", None),
        ("2024-03-14", "It was quiet at the weekend", "2024-03-09/2024-03-10"),
        ("2024-03-11", "It will be quiet at the weekend", "2024-03-16/2024-03-17"),
        ("2024-03-16", "It was quiet this weekend", "2024-03-16/2024-03-17"),
        ("2024-03-15", "They play the coming weekend", "2024-03-16/2024-03-17"),
        ("2024-03-17", "They play the coming weekend", "2024-03-23/2024-03-24"),
    ],
)
def test_the_nearest_weekend(on: str, body: str, expected: str | None) -> None:
    assert list(found(body, "en", on).values()) == [expected]


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "depuis Noël, à Noël 2021", {"Noël": "2023-12-25", "Noël 2021": "2021-12-25"}),
        ("fr", "la fête de Noël", {}),
        ("en", "on Boxing Day, the Christmas market", {"Boxing Day": "2023-12-26"}),
        ("de", "Bis Weihnachten soll er kommen", {"Weihnachten": "2024-12-25"}),
        ("en", "on Christmas Island, before Christmas shopping", {}),
        ("fr", "a demandé à Noël Le Graët", {}),
        ("it", "dopo Ferragosto", {"Ferragosto": "2023-08-15"}),
    ],
)
def test_feasts(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


def test_a_feast_that_something_lasts_since_is_over() -> None:
    assert found("On cherche depuis Noël", "fr", "2024-12-10") == {"Noël": "2023-12-25"}


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "recul au quatrième trimestre, à 6 milliards", {"quatrième trimestre": "2023-10/2023-12"}),
        ("fr", "au 1er semestre 2024", {"1er semestre 2024": "2024-01/2024-06"}),
        ("fr", "au 2e trimestre de l'an dernier", {"2e trimestre de l'an dernier": "2023-04/2023-06"}),
        # It runs, or it is ahead and nothing tells which one is meant.
        ("fr", "la consommation au premier trimestre", {"premier trimestre": "2024-01/2024-03"}),
        ("fr", "la consommation au troisième trimestre", {"troisième trimestre": None}),
        ("fr", "Le bénéfice baissera au troisième trimestre", {"troisième trimestre": "2024-07/2024-09"}),
        ("fr", "Nous anticipons un recul au second semestre", {"second semestre": "2024-07/2024-12"}),
        ("fr", "Le groupe table sur un recul au second semestre", {"second semestre": "2024-07/2024-12"}),
        ("es", "En 2023 fallecieron 12 personas", {"2023": "2023"}),
        ("en", "Revenue rose in the fourth quarter.", {"fourth quarter": "2023-10/2023-12"}),
        ("en", "Smith scored in the fourth quarter.", {}),
        ("fr", "au premier trimestre de grossesse", {}),
        ("en", "in the fourth quarter of 2022, and in Q3 2022", {
            "fourth quarter of 2022": "2022-10/2022-12", "Q3 2022": "2022-07/2022-09",
        }),
        # Whose fiscal year?
        ("en", "Revenue rose in the fiscal fourth quarter.", {"fourth quarter": None}),
        ("fr", "au premier semestre de l'exercice", {"premier semestre": None}),
        ("de", "im zweiten Halbjahr 2023, im 4. Quartal", {
            "zweiten Halbjahr 2023": "2023-07/2023-12", "4. Quartal": "2023-10/2023-12",
        }),
        ("es", "en el tercer trimestre de 2023", {"tercer trimestre de 2023": "2023-07/2023-09"}),
        ("pt", "no 4º trimestre", {"4º trimestre": "2023-10/2023-12"}),
        ("it", "nel secondo semestre del 2023", {"secondo semestre del 2023": "2023-07/2023-12"}),
        ("nl", "in het vierde kwartaal", {"vierde kwartaal": "2023-10/2023-12"}),
    ],
)  # fmt: skip
def test_parts_of_a_year(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "envahi en février 2022, puis en 2019", {"février 2022": "2022-02", "2019": "2019"}),
        ("fr", "depuis 2015, début mars, en mars", {"2015": "2015", "mars": "2024-03"}),
        ("en", "in early March 2022", {"March 2022": "2022-03"}),
        ("en", "since 2019, in January, (1998)", {"2019": "2019", "January": "2024-01", "1998": "1998"}),
        ("es", "en febrero de 2022 y desde 2019", {"febrero de 2022": "2022-02", "2019": "2019"}),
        ("pt", "em fevereiro de 2022 e em 2019", {"fevereiro de 2022": "2022-02", "2019": "2019"}),
        (
            "de",
            "im Februar 2022, seit 2019, im Januar",
            {"Februar 2022": "2022-02", "2019": "2019", "Januar": "2024-01"},
        ),
        ("de", "2022 wurde gewählt", {"2022": "2022"}),
        ("fr", "Coupe 1962, les Jeux (1998), le salon 2023", {"1962": "1962", "1998": "1998", "2023": "2023"}),
        ("fr", "depuis avril.", {"avril": "2023-04"}),
        ("en", "on Sept. 30, 2023, at the 2022 World Cup", {"Sept. 30, 2023": "2023-09-30", "2022": "2022"}),
        ("de", "Das 1962 gegründete Werk, 1998 eröffnet", {"1962": "1962", "1998": "1998"}),
        ("nl", "het WK 2022.", {"2022": "2022"}),
        ("it", "nel febbraio 2022 e nel 2019", {"febbraio 2022": "2022-02", "2019": "2019"}),
        ("nl", "in februari 2022 en in 2019", {"februari 2022": "2022-02", "2019": "2019"}),
    ],
)
def test_partial_dates(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "a déclaré mercredi", {"mercredi": "2024-03-13"}),
        ("fr", "a déclaré mercredi dernier", {"mercredi dernier": "2024-03-06"}),
        ("fr", "arrivé lundi soir", {"lundi": "2024-03-11"}),
        ("fr", "ce lundi, hier", {"ce lundi": "2024-03-11", "hier": "2024-03-12"}),
        ("fr", "avant-hier et aujourd’hui", {"avant-hier": "2024-03-11", "aujourd’hui": "2024-03-13"}),
        ("fr", "dès demain", {"demain": "2024-03-14"}),
        ("fr", "la semaine dernière", {"la semaine dernière": "2024-03-04/2024-03-10"}),
        ("fr", "la semaine prochaine", {"la semaine prochaine": "2024-03-18/2024-03-24"}),
        ("fr", "le mois dernier, l’an dernier", {"le mois dernier": "2024-02", "l’an dernier": "2023"}),
        ("fr", "il y a 20 mois", {"il y a 20 mois": "2022-07"}),
        ("fr", "il y a vingt-deux ans", {"il y a vingt-deux ans": "2002"}),
        ("fr", "il y a environ deux ans", {"il y a environ deux ans": None}),
        ("en", "two weeks ago", {"two weeks ago": "2024-02-28"}),
        ("de", "vor zwei Wochen", {"vor zwei Wochen": "2024-02-28"}),
        ("en", "three days ago", {"three days ago": "2024-03-10"}),
        ("en", "a year ago, last week", {"a year ago": "2023", "last week": "2024-03-04/2024-03-10"}),
        ("en", "last year, yesterday", {"last year": "2023", "yesterday": "2024-03-12"}),
        ("en", "last Wednesday", {"last Wednesday": "2024-03-06"}),
        ("es", "hace dos semanas", {"hace dos semanas": "2024-02-28"}),
        ("es", "hace treinta y cinco años", {"hace treinta y cinco años": "1989"}),
        ("es", "este domingo, ayer", {"este domingo": "2024-03-10", "ayer": "2024-03-12"}),
        ("pt", "Morreu há três dias, ontem", {"há três dias": "2024-03-10", "ontem": "2024-03-12"}),
        ("pt", "nesta segunda (11)", {"segunda": "2024-03-11"}),
        ("de", "vor drei Tagen, gestern", {"vor drei Tagen": "2024-03-10", "gestern": "2024-03-12"}),
        ("de", "letzte Woche am Montag", {"letzte Woche": "2024-03-04/2024-03-10", "Montag": "2024-03-11"}),
        ("it", "tre giorni fa, ieri", {"tre giorni fa": "2024-03-10", "ieri": "2024-03-12"}),
        ("it", "lunedì scorso", {"lunedì scorso": "2024-03-11"}),
        ("nl", "drie dagen geleden, gisteren", {"drie dagen geleden": "2024-03-10", "gisteren": "2024-03-12"}),
        ("nl", "afgelopen maandag", {"afgelopen maandag": "2024-03-11"}),
    ],
)
def test_relative_dates(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "Le sommet se tiendra vendredi.", {"vendredi": "2024-03-15"}),
        (
            "fr",
            "Il a déclaré mardi que le sommet aura lieu vendredi.",
            {"mardi": "2024-03-12", "vendredi": "2024-03-15"},
        ),
        ("fr", "Lundi prochain", {"Lundi prochain": "2024-03-18"}),
        ("en", "The vote will be held on Friday.", {"Friday": "2024-03-15"}),
        ("en", "They said Monday that it will open Friday.", {"Monday": "2024-03-11", "Friday": "2024-03-15"}),
        ("en", "Comments are due by Monday.", {"Monday": "2024-03-18"}),
        ("fr", "d’ici vendredi", {"vendredi": "2024-03-15"}),
        ("es", "La reunión será el viernes.", {"viernes": "2024-03-15"}),
        ("pt", "A votação será na sexta-feira.", {"sexta-feira": "2024-03-15"}),
        ("de", "Der Gipfel wird am Freitag eröffnet.", {"Freitag": "2024-03-15"}),
        ("de", "am kommenden Montag", {"kommenden Montag": "2024-03-18"}),
        ("it", "Il vertice si terrà venerdì, sarà breve.", {"venerdì": "2024-03-15"}),
        ("nl", "Vrijdag wordt gestemd.", {"Vrijdag": "2024-03-15"}),
        ("fr", "Le Conseil se réunit vendredi à Bruxelles.", {"vendredi": "2024-03-15"}),
        ("fr", "Samedi (21h00), Lens joue à Lille.", {"Samedi": "2024-03-16"}),
        ("fr", "La trêve, a-t-il dit, dure jusqu’à dimanche.", {"dimanche": "2024-03-17"}),
        ("fr", "À partir de vendredi, le trafic sera réduit.", {"vendredi": "2024-03-15"}),
        ("fr", "Elle quittera son poste en janvier.", {"janvier": "2025-01"}),
        ("fr", "La grève, entamée lundi, se poursuit.", {"lundi": "2024-03-11"}),
        ("fr", "Il ne jouera pas, blessé le 28 février.", {"28 février": "2024-02-28"}),
        ("en", "The court is to rule in January, he said.", {"January": "2025-01"}),
        ("en", "A hearing is set for Thursday, she said.", {"Thursday": "2024-03-14"}),
        ("en", "They stay closed until Friday.", {"Friday": "2024-03-15"}),
        ("en", "By Monday, more than 300 people had died.", {"Monday": "2024-03-11"}),
        ("es", "La ministra viajará el jueves.", {"jueves": "2024-03-14"}),
        ("es", "Sigue cerrado hasta el domingo.", {"domingo": "2024-03-17"}),
        ("pt", "A greve termina na sexta-feira.", {"sexta-feira": "2024-03-15"}),
        ("pt", "Até domingo, a ponte está fechada.", {"domingo": "2024-03-17"}),
        ("de", "Ab Montag fahren wieder Züge.", {"Montag": "2024-03-18"}),
        ("de", "Am Freitag tagt der Bundestag.", {"Freitag": "2024-03-15"}),
        ("it", "Si vedranno lunedì, ha detto martedì.", {"lunedì": "2024-03-18", "martedì": "2024-03-12"}),
        ("it", "A giugno lascerà l’incarico.", {"giugno": "2024-06"}),
        ("nl", "De staking duurt tot zondag.", {"zondag": "2024-03-17"}),
        ("nl", "Haar boek verschijnt in januari.", {"januari": "2025-01"}),
        ("fr", "Le 15 mars est férié.", {"15 mars": "2024-03-15"}),
        ("fr", "Le 20 décembre, il avait neigé.", {"20 décembre": "2023-12-20"}),
        ("fr", "Les Jeux auront lieu le 20 décembre.", {"20 décembre": "2024-12-20"}),
        # The ending of a name is none of a verb; a promise is of the future.
        ("fr", "Il a longé le canal avant de faiblir lundi sur le lac Alaotra.", {"lundi": "2024-03-11"}),
        ("pt", "O sindicato promete voltar na sexta-feira.", {"sexta-feira": "2024-03-15"}),
        ("es", "La ministra visitará mañana el valle.", {"mañana": "2024-03-14"}),
        ("de", "Die Strecke bleibt auch morgen gesperrt.", {"morgen": "2024-03-14"}),
        ("nl", "De weg blijft morgen dicht.", {"morgen": "2024-03-14"}),
        # What is said is a clause of its own; a debate is no verb, nor are plans.
        ("fr", "« Le conseil se réunira ici jeudi matin », a déclaré le maire.", {"jeudi": "2024-03-14"}),
        ("fr", "Après deux heures de débat : jeudi soir, le conseil a voté.", {"jeudi": "2024-03-07"}),
        ("en", "The firm published its plans on Thursday.", {"Thursday": "2024-03-07"}),
        ("en", "They plan to show more data in August.", {"August": "2024-08"}),
        ("en", "Volunteers handed out presents on Friday.", {"Friday": "2024-03-08"}),
        ("fr", "Le ministre revient sur les violences de dimanche.", {"dimanche": "2024-03-10"}),
        ("pt", "Na quinta-feira, o executivo discute o plano.", {"quinta-feira": "2024-03-14"}),
        ("it", "Si replica venerdì.", {"venerdì": "2024-03-15"}),
        ("es", "Se decidirá el próximo fin de semana.", {"el próximo fin de semana": "2024-03-16/2024-03-17"}),
    ],
)
def test_what_speaks_of_the_future(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "du 3 au 5 mai 2023", {"3 au 5 mai 2023": "2023-05-03/2023-05-05"}),
        ("fr", "du 28 février au 3 mars", {"28 février au 3 mars": "2024-02-28/2024-03-03"}),
        ("fr", "du lundi au mercredi", {"lundi au mercredi": "2024-03-11/2024-03-13"}),
        ("fr", "entre 2019 et 2021", {"2019": "2019", "2021": "2021"}),
        # Two dates that are whole, and a night that has two.
        ("en", "between March 2021 and July 2023", {"March 2021": "2021-03", "July 2023": "2023-07"}),
        # The year is said once.
        ("en", "between March and June 2019", {"March": "2019-03", "June 2019": "2019-06"}),
        ("en", "between November and March last year", {"November": "2022-11", "March last year": "2023-03"}),
        ("en", "in March next to the canal", {"March": "2024-03"}),
        ("en", "It was quiet over the weekend of 2 March", {"2 March": "2024-03-02"}),
        ("fr", "dans la nuit de lundi à mardi", {"lundi": "2024-03-11", "mardi": "2024-03-12"}),
        ("fr", "les 12 et 13 mars", {"12": "2024-03-12", "13 mars": "2024-03-13"}),
        ("en", "between 3 and 5 May 2023", {"3 and 5 May 2023": "2023-05-03/2023-05-05"}),
        ("en", "May 3 to 5, 2023", {"May 3 to 5, 2023": "2023-05-03/2023-05-05"}),
        ("en", "from Monday to Wednesday", {"Monday to Wednesday": "2024-03-11/2024-03-13"}),
        ("es", "del 3 al 5 de mayo de 2023", {"3 al 5 de mayo de 2023": "2023-05-03/2023-05-05"}),
        ("pt", "de 3 a 5 de maio de 2023", {"3 a 5 de maio de 2023": "2023-05-03/2023-05-05"}),
        ("de", "vom 3. bis 5. Mai 2023", {"3. bis 5. Mai 2023": "2023-05-03/2023-05-05"}),
        ("it", "dal 3 al 5 maggio 2023", {"3 al 5 maggio 2023": "2023-05-03/2023-05-05"}),
        ("nl", "van 3 tot 5 mei 2023", {"3 tot 5 mei 2023": "2023-05-03/2023-05-05"}),
    ],
)
def test_intervals(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "La planète Mars est rouge. La sonde est sur Mars. Mars attaque."),
        ("fr", "plus de 2000 soldats, 2000 soldats, les 1 800 soldats"),
        ("fr", "tous les lundis, chaque mardi, le 31 février 2023, à 18h05"),
        ("fr", "les années 1960, quelque 2150 euros, environ 1950 cartons"),
        ("pt", "Ana, enfermeira há 22 anos, os anos 1960"),
        ("en", "Theresa May said she may march in the sun. He sat. 2000 soldiers. The 1990s."),
        ("en", "those aged 13 - 17 may go"),
        ("en", "a 1500 metre race, a 2000 people crowd"),
        ("en", "every Monday, on Mondays"),
        ("es", "los lunes, cada martes, el mar, mayo, por la mañana, una fría mañana, a media mañana"),
        ("pt", "na segunda metade, pela segunda vez, 3 sets, fora e out"),
        ("de", "jeden Montag, Mai, der 3. Platz, mehr als 2000 Menschen"),
        ("de", "am Morgen, der Morgen, an einem kalten Morgen, sagte Christian Morgen"),
        ("it", "ogni lunedì, il mar Nero, vinse 3 set a 1, mai"),
        ("nl", "elke maandag, mei, meer dan 2000 mensen, in de morgen, op een koude morgen"),
        ("und", "Monday, yesterday, in 2019"),
    ],
)
def test_what_is_no_date(language: str, body: str) -> None:
    assert found(body, language) == {}


@pytest.mark.parametrize(
    ("body", "on", "value"),
    [
        ("mercredi", "2023-10", None),
        ("mercredi", None, None),
        ("il y a 20 mois", "2023-10", "2022-02"),
        ("il y a 20 mois", "2023", None),
        ("l’an dernier", "2023-10", "2022"),
        ("l’an dernier", "2023", "2022"),
        ("la semaine dernière", "2023-10", None),
        ("le 12 octobre", "2023-10", "2023-10-12"),
        ("le 12 décembre", "2023-10", None),
        ("le 12 mars", "2023-10", "2023-03-12"),
        ("le 12 mars 2021", None, "2021-03-12"),
    ],
)
def test_no_more_is_said_than_the_publication_date_tells(body: str, on: str | None, value: str | None) -> None:
    mention = dates.find(body, "fr", published(on) if on else None)[0]

    assert mention.value == value
    assert (mention.precision is None) == (mention.earliest is None) == (mention.latest is None) == (value is None)


def test_what_is_said_is_a_clause_of_its_own() -> None:
    body = "« Le stade sera de nouveau ouvert jeudi » a déclaré le maire."
    said = Quote(start=2, end=39, text=body[2:39], speaker=None, verb=None)
    values = [dates.find(body, "fr", published(PUBLISHED), quotes)[0].value for quotes in ([said], [])]
    assert values == ["2024-03-14", "2024-03-07"]


def test_a_part_of_a_sentence_that_is_quoted_is_no_clause() -> None:
    body = "He said he “will be back in the office” on Friday."
    said = Quote(start=12, end=38, text=body[12:38], speaker=None, verb=None)
    assert dates.find(body, "en", published(PUBLISHED), [said])[0].value == "2024-03-15"


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("es", "Entre 2008 y 2017 vivió en Lima.", {"2008": "2008", "2017": "2017"}),
        ("fr", "De 2008 à 2017 il vécut à Lima.", {"2008": "2008", "2017": "2017"}),
        ("en", "2017 people came.", {}),
        ("de", "Im Jänner 2024 und am 3. Feber 2025", {"Jänner 2024": "2024-01", "3. Feber 2025": "2025-02-03"}),
        (
            "es",
            "El sábado 16 y el lunes 18 en la plaza habrá actos.",
            {"sábado 16": "2024-03-16", "lunes 18": "2024-03-18"},
        ),
        ("es", "El sábado 16 personas murieron.", {"sábado": "2024-03-09"}),
        ("en", "On Tuesday 17 of them were killed.", {"Tuesday": "2024-03-12"}),
        ("es", "El sábado 16 de marzo se vota.", {"sábado 16 de marzo": "2024-03-16"}),
    ],
)
def test_a_number_beside_a_date(language: str, body: str, expected: dict[str, str | None]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Sales rose on Black Friday and on Good Friday."),
        ("fr", "la procession du Vendredi saint, le lundi de Pâques"),
        ("es", "la procesión del Viernes Santo y del Domingo de Ramos"),
        ("it", "la processione del Venerdì santo"),
        ("pt", "a procissão da Sexta-feira Santa"),
        ("nl", "op Goede Vrijdag"),
        ("de", "an einem Schwarzen Freitag"),
    ],
)
def test_a_weekday_with_a_name_of_its_own_is_of_no_week(language: str, body: str) -> None:
    assert found(body, language) == {}


def named(name: str, start: int) -> Entity:
    mention = Span(start=start, end=start + len(name))
    return Entity(name=name, type="other", salience=1, mentions=[mention], place=None)


def test_a_weekday_in_a_name_is_no_date() -> None:
    body = "The Sunday Times said that the Times will move on Sunday."
    dated = dates.find(body, "en", published(PUBLISHED), named=[named("Sunday Times", 4)])
    assert [(date.text, date.start > 16) for date in dated] == [("Sunday", True)]


def test_what_is_taken_for_a_name_and_is_a_date_stays_one() -> None:
    dated = dates.find("Its July-September profit", "en", published(PUBLISHED), named=[named("July-September", 4)])
    assert [date.text for date in dated] == ["July-September"]


def test_a_mention_says_how_precise_it_is() -> None:
    week, month = dates.find("la semaine dernière, en février 2022", "fr", published(PUBLISHED))

    assert week.precision == "day"
    assert week.earliest is not None
    assert week.earliest.isoformat() == "2024-03-04T00:00:00+00:00"
    assert week.latest is not None
    assert week.latest.isoformat() == "2024-03-10T23:59:59+00:00"
    assert month.precision == "month"


_WORDS = st.sampled_from(
    [
        "le",
        "4",
        "12",
        "31",
        "octobre",
        "mars",
        "en",
        "2019",
        "du",
        "au",
        "et",
        "lundi",
        "dernier",
        "prochain",
        "il",
        "y",
        "a",
        "deux",
        "ans",
        "mois",
        "hier",
        ",",
        ".",
        "l’an",
        "dernière",
        "la",
        "semaine",
        "on",
        "May",
        "Monday",
        "last",
        "vor",
        "drei",
        "Tagen",
        "1er",
        "de",
        "4/10/2023",
        "1890",
        "9999",
        "entre",
        "0",
        "300",
        "İ",
        "٣",
        "(",
        ")",
        "–",
        "-",
        "’",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    body=st.one_of(st.text(), st.lists(_WORDS, max_size=40).map(" ".join)),
    language=st.sampled_from([*LANGUAGES, "ru", "zh", "und"]),
    on=st.sampled_from([None, "2024", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31"]),
)
def test_any_text_gives_spans_that_read_what_they_say(body: str, language: str, on: str | None) -> None:
    context = published(on) if on else None
    mentions = dates.find(body, language, context)

    assert all(body[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))
    assert mentions == dates.find(body, language, context)


@pytest.mark.parametrize(
    "unit",
    ["1 mars ", "hier ", "il y a ", "1, ", "1.", "le4octobre", "\n", "lundi au ", "x" * 1000, "jours ", "en 2019 "],
)
def test_time_is_linear(unit: str) -> None:
    def prepare(size: int) -> Work:
        body = unit * (size // len(unit))
        return lambda: dates.find(body, "fr", published(PUBLISHED))

    assert is_linear(prepare, 50_000)

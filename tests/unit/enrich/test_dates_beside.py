"""The tense of a date by the words right beside it, whatever the sentence speaks of."""

import pytest

from tests.unit.enrich.test_dates import found

# A Thursday.
PUBLISHED = "2025-09-18"


@pytest.mark.parametrize(
    ("language", "body", "value"),
    [
        ("de", "Dem 28-Jährigen wird vorgeworfen, im Januar zwei Menschen getötet zu haben.", "2025-01"),
        ("en", "He will stand trial for killing two people in January.", "2025-01"),
        ("en", "He will be sentenced for a robbery committed on November 3.", "2024-11-03"),
        ("es", "Será juzgado por matar a dos personas en enero.", "2025-01"),
        ("pt", "Será julgado por matar duas pessoas em janeiro.", "2025-01"),
        ("it", "Sarà processato per aver ucciso due persone a gennaio.", "2025-01"),
        ("fr", "Il sera jugé pour avoir tué deux personnes en janvier.", "2025-01"),
        ("nl", "Hij zal terechtstaan omdat hij in januari twee mensen zou hebben gedood.", "2025-01"),
        ("de", "Die im Juli beschlossene Steuer soll bleiben.", "2025-07"),
        ("de", "Der im April festgenommene Mann wird angehört.", "2025-04"),
        ("it", "L'uomo, arrestato a ottobre, comparirà davanti al giudice.", "2024-10"),
        ("es", "El hombre, detenido en octubre, declarará ante el juez.", "2024-10"),
        ("fr", "Le gouvernement veut abroger la loi votée en décembre.", "2024-12"),
        ("nl", "De in december gearresteerde verdachte wordt voorgeleid.", "2024-12"),
        ("en", "The vote is on Tuesday.", "2025-09-23"),
        ("en", "The funeral is Monday.", "2025-09-22"),
        ("es", "La votación es el martes.", "2025-09-23"),
        ("nl", "De uitvaart is maandag.", "2025-09-22"),
        ("de", "Die Abstimmung ist am Dienstag.", "2025-09-23"),
        ("it", "Il voto è martedì.", "2025-09-23"),
        ("fr", "Le match a lieu samedi.", "2025-09-20"),
        ("en", "He faces up to 20 years in prison when he is sentenced Oct. 3.", "2025-10-03"),
        ("en", "Voters go to the polls on Nov. 4.", "2025-11-04"),
        ("en", "Judges rule on the case on November 5.", "2025-11-05"),
        ("en", "She stands trial on January 12.", "2026-01-12"),
        ("de", "Die Ministerin besucht am Mittwoch das Gebiet.", "2025-09-24"),
        ("nl", "De minister bezoekt woensdag het gebied.", "2025-09-24"),
        ("pt", "A ministra desloca-se quarta-feira ao local.", "2025-09-24"),
        ("fr", "La ministre visite mardi Lille.", "2025-09-23"),
        ("it", "La ministra visita martedì Bari.", "2025-09-23"),
    ],
)
def test_what_stands_beside_a_date_goes_before(language: str, body: str, value: str) -> None:
    assert list(found(body, language, PUBLISHED).values()) == [value]


@pytest.mark.parametrize(
    ("language", "body", "value"),
    [
        ("de", "Der Mann ist am Dienstag gestorben.", "2025-09-16"),
        ("de", "Das gab das Gericht am Dienstag bekannt.", "2025-09-16"),
        ("de", "Sie hielt am Dienstag eine Rede.", "2025-09-16"),
        ("de", "Er hat nicht am Dienstag gesprochen.", "2025-09-16"),
        ("de", "Der Prozess wird im Januar fortgesetzt.", "2026-01"),
        ("de", "Das Gesetz soll im Januar beschlossen werden.", "2026-01"),
        ("de", "Die Steuer, die im Januar gelten soll, ist umstritten.", "2026-01"),
        ("nl", "De minister die maandag mensen zal ontvangen, is ziek.", "2025-09-22"),
        ("de", "Die im Januar geplante Wahl fällt aus.", "2026-01"),
        ("nl", "De man is maandag overleden.", "2025-09-15"),
        ("nl", "De politie heeft maandag een man aangehouden.", "2025-09-15"),
        ("it", "Il voto è slittato martedì.", "2025-09-16"),
        ("it", "Sarà processato lunedì.", "2025-09-22"),
        ("it", "Il processo sarà celebrato a gennaio.", "2026-01"),
        ("es", "El partido será el domingo.", "2025-09-21"),
        ("es", "Será juzgado el lunes.", "2025-09-22"),
        ("es", "Dará a conocer el resultado el martes.", "2025-09-23"),
        ("es", "Se reunirá en el mercado el lunes.", "2025-09-22"),
        ("es", "Va a ser juzgado en enero.", "2026-01"),
        ("fr", "La loi sera votée en décembre.", "2025-12"),
        ("fr", "Le procès doit être jugé en janvier.", "2026-01"),
        ("fr", "Le scrutin devrait avoir lieu en janvier.", "2026-01"),
        ("fr", "Les députés ont adopté la loi mardi.", "2025-09-16"),
        ("en", "The bill will be debated on Monday.", "2025-09-22"),
        ("en", "The council will be asked on Monday to approve it.", "2025-09-22"),
        ("en", "The law is expected in January.", "2026-01"),
        ("en", "A man is accused of theft committed on Monday.", "2025-09-15"),
        ("en", "The trial, which opened in May, will end in December.", "2025-12"),
        ("fr", "Le tribunal, saisi en mai, rendra sa décision lundi.", "2025-09-22"),
        ("pt", "O homem, detido em outubro, vai ser ouvido pelo juiz.", "2024-10"),
        ("en", "He will visit the town, officials said on Monday.", "2025-09-15"),
    ],
)
def test_what_only_looks_like_it_says_nothing(language: str, body: str, value: str) -> None:
    assert value in found(body, language, PUBLISHED).values()

"""Figures in bodies: which numbers count something, what, and how exactly."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.enrich.counting import figures, numbers
from services.enrich.dating import dates
from tests.unit.growth import Work, is_linear

LANGUAGES = ("fr", "en", "es", "pt", "de", "it", "nl")
Found = list[tuple[str, float, str | None, bool]]


def found(body: str, language: str) -> Found:
    mentions = dates.find(body, language, None)
    return [(f.text, f.value, f.unit, f.approximate) for f in figures.find(body, language, mentions)]


@pytest.mark.parametrize(
    ("language", "body", "text", "value", "unit"),
    [
        ("fr", "ont abattu 31 drones ukrainiens", "31 drones", 31, "drones"),
        ("fr", "les 300 soldats russes", "300 soldats", 300, "soldats"),
        ("fr", "deux autres personnes", "deux autres personnes", 2, "personnes"),
        ("fr", "les 3 premiers mois", "3 premiers mois", 3, "mois"),
        ("fr", "âgé de 54 ans,", "54 ans", 54, "ans"),
        ("fr", "49 millions d’abonnés", "49 millions d’abonnés", 49e6, "abonnés"),
        ("fr", "vingt-deux personnes", "vingt-deux personnes", 22, "personnes"),
        ("fr", "deux cents soldats", "deux cents soldats", 200, "soldats"),
        ("fr", "neuf morts", "neuf morts", 9, "morts"),
        ("fr", "Ils étaient 300.", "300", 300, None),
        ("fr", "quatre Canadair ont", "quatre Canadair", 4, "canadair"),
        ("fr", "après quatre heures d’audience", "quatre heures", 4, "heures"),
        ("fr", "un film de deux heures", "deux heures", 2, "heures"),
        ("en", "12 Palestinians were", "12 Palestinians", 12, "palestinians"),
        ("en", "12 more people", "12 more people", 12, "people"),
        ("nl", "veertig extra pompen", "veertig extra pompen", 40, "pompen"),
        ("nl", "twaalf Palestijnen", "twaalf Palestijnen", 12, "palestijnen"),
        ("it", "tre Canadair", "tre Canadair", 3, "canadair"),
        ("es", "30 personas más", "30 personas", 30, "personas"),
        ("en", "31 Ukrainian drones were shot down", "31 Ukrainian drones", 31, "drones"),
        ("en", "two new power plants near Kyiv", "two new power plants", 2, "plants"),
        ("en", "two bus drivers", "two bus drivers", 2, "drivers"),
        ("en", "killed 12 armed men on", "12 armed men", 12, "men"),
        ("en", "27 EU member states", "27 EU member states", 27, "states"),
        ("en", "a hundred people", "a hundred people", 100, "people"),
        ("en", "two dozen arrests", "two dozen arrests", 24, "arrests"),
        ("en", "3.5m people", "3.5m people", 3.5e6, "people"),
        ("en", "7 US soldiers", "7 US soldiers", 7, "soldiers"),
        ("en", "12 of his men", "12 of his men", 12, "men"),
        ("es", "dos de sus nietos", "dos de sus nietos", 2, "nietos"),
        ("en", "54 years old", "54 years", 54, "years"),
        ("es", "veintidós personas", "veintidós personas", 22, "personas"),
        ("es", "31 drones ucranianos", "31 drones", 31, "drones"),
        ("es", "veintiún muertos", "veintiún muertos", 21, "muertos"),
        ("es", "dos mil soldados", "dos mil soldados", 2000, "soldados"),
        ("pt", "vinte e duas pessoas", "vinte e duas pessoas", 22, "pessoas"),
        ("pt", "4 mil soldados", "4 mil soldados", 4000, "soldados"),
        ("de", "dort waren Hundert Menschen", "Hundert Menschen", 100, "menschen"),
        ("en", "Storm Kills Three People", "Three People", 3, "people"),
        ("de", "31 ukrainische Drohnen", "31 ukrainische Drohnen", 31, "drohnen"),
        ("de", "zweihundert Soldaten", "zweihundert Soldaten", 200, "soldaten"),
        ("de", "die 27 EU-Staaten", "27 EU-Staaten", 27, "eu-staaten"),
        ("it", "ventidue persone", "ventidue persone", 22, "persone"),
        ("it", "sei persone", "sei persone", 6, "persone"),
        ("it", "duemila auto", "duemila auto", 2000, "auto"),
        ("nl", "tweeëntwintig mensen", "tweeëntwintig mensen", 22, "mensen"),
        ("nl", "twaalf gewonde soldaten", "twaalf gewonde soldaten", 12, "soldaten"),
        ("nl", "31 Oekraïense drones", "31 Oekraïense drones", 31, "drones"),
        ("en", "jailed for two and a half years", "two and a half years", 2.5, "years"),
        ("en", "out for one and a half hours", "one and a half hours", 1.5, "hours"),
        ("en", "leads by 2 1/2 games", "2 1/2 games", 2.5, "games"),
        ("en", "two and a half million people", "two and a half million people", 2.5e6, "people"),
        ("fr", "trois ans et demi de prison", "trois ans et demi", 3.5, "ans"),
        ("fr", "2 millions et demi d’habitants", "2 millions et demi d’habitants", 2.5e6, "habitants"),
        ("es", "tres años y medio", "tres años y medio", 3.5, "años"),
        ("it", "due anni e mezzo", "due anni e mezzo", 2.5, "anni"),
        ("pt", "dois anos e meio", "dois anos e meio", 2.5, "anos"),
        ("de", "anderthalb Stunden", "anderthalb Stunden", 1.5, "stunden"),
        ("nl", "anderhalf uur", "anderhalf uur", 1.5, "uur"),
        ("nl", "veroordeeld tot twaalf jaar cel", "twaalf jaar", 12, "jaar"),
        ("fr", "20 millions promis par la région", "20 millions", 20e6, None),
        ("es", "dos millones y medio de personas", "dos millones y medio de personas", 2.5e6, "personas"),
        ("en", "They took three wickets and a half-century.", "three wickets", 3, "wickets"),
    ],
)
def test_what_is_counted(language: str, body: str, text: str, value: float, unit: str | None) -> None:
    assert found(body, language) == [(text, value, unit, False)]


@pytest.mark.parametrize(
    ("language", "body", "text", "value", "unit"),
    [
        ("fr", "2,3 milliards d’euros", "2,3 milliards d’euros", 2.3e9, "EUR"),
        ("fr", "50 M€", "50 M€", 50e6, "EUR"),
        ("fr", "4\u202f000 euros", "4\u202f000 euros", 4000, "EUR"),
        ("fr", "15 %", "15 %", 15, "%"),
        ("fr", "15\xa0%", "15\xa0%", 15, "%"),
        ("fr", "15 pour cent", "15 pour cent", 15, "%"),
        ("fr", "12 kilomètres", "12 kilomètres", 12, "km"),
        ("fr", "100 kilomètres carrés", "100 kilomètres carrés", 100, "km²"),
        ("fr", "300 MW", "300 MW", 300, "MW"),
        ("fr", "40 °C", "40 °C", 40, "°C"),
        ("fr", "110 km/h", "110 km/h", 110, "km/h"),
        ("en", "$3.5bn", "$3.5bn", 3.5e9, "USD"),
        ("en", "US$5m", "US$5m", 5e6, "USD"),
        ("en", "€2.3 million", "€2.3 million", 2.3e6, "EUR"),
        ("en", "15 percent", "15 percent", 15, "%"),
        ("en", "15 per cent", "15 per cent", 15, "%"),
        ("en", "20 square kilometres", "20 square kilometres", 20, "km²"),
        ("es", "3,5 millones de dólares", "3,5 millones de dólares", 3.5e6, "USD"),
        ("es", "2.300 millones de euros", "2.300 millones de euros", 2.3e9, "EUR"),
        ("es", "15 por ciento", "15 por ciento", 15, "%"),
        ("pt", "R$ 128 mil. Segundo", "R$ 128 mil", 128_000, "BRL"),
        ("pt", "R$ 2,3 bilhões", "R$ 2,3 bilhões", 2.3e9, "BRL"),
        ("de", "3,5 Mrd. Euro", "3,5 Mrd. Euro", 3.5e9, "EUR"),
        ("de", "3,5 Mrd. Dollar.", "3,5 Mrd. Dollar", 3.5e9, "USD"),
        ("de", "15 Prozent", "15 Prozent", 15, "%"),
        ("de", "lag bei 2,911 Millionen Euro.", "2,911 Millionen Euro", 2_911_000, "EUR"),
        ("fr", "Une baguette à 2€50.", "2€50", 2.5, "EUR"),
        ("fr", "Le blé vaut 220 €/t.", "220 €", 220, "EUR"),
        ("en", "The price is NZ$10.40/kg.", "NZ$10.40", 10.4, "NZD"),
        ("en", "a 38-per-cent rise", "38-per-cent", 38, "%"),
        ("en", "3.5m kronor were paid", "3.5m kronor", 3.5e6, "SEK"),
        ("en", "Rs. 2,50,000 and", "Rs. 2,50,000", 250_000, "INR"),
        ("en", "at minus 12 degrees", "minus 12 degrees", -12, "degrees"),
        ("en", "at 12 km/s", "12 km/s", 12, "km/s"),
        ("it", "2,3 miliardi di euro", "2,3 miliardi di euro", 2.3e9, "EUR"),
        ("nl", "2,3 miljard euro", "2,3 miljard euro", 2.3e9, "EUR"),
        ("ru", "15 %", "15 %", 15, "%"),
        ("en", "paid Rs500 for it", "Rs500", 500, "INR"),
        ("en", "a sound of 20 hertz.", "20 hertz", 20, "Hz"),
        ("en", "the mercury reached 46.2C.\n\nIt fell", "46.2C", 46.2, "°C"),
        ("fr", "résiste à -180 °C", "-180 °C", -180, "°C"),
        ("fr", "moins 4 degrés", "moins 4 degrés", -4, "°C"),
        ("nl", "acht graden onder nul.", "acht graden onder nul", -8, "°C"),
        ("en", "highs of 29 C and", "29 C", 29, "°C"),
        ("en", "by 25 basis points to", "25 basis points", 25, "basis points"),
        ("fr", "à moins 20 %", "20 %", 20, "%"),
        ("fr", "300 francs CFA", "300 francs CFA", 300, "XOF"),
        ("fr", "300 couronnes suédoises", "300 couronnes suédoises", 300, "SEK"),
        ("fr", "300 couronnes", "300 couronnes", 300, "couronnes"),
        ("fr", "20 zlotys", "20 zlotys", 20, "PLN"),
        ("en", "3 billion Kenyan shillings", "3 billion Kenyan shillings", 3e9, "KES"),
        ("en", "25,000 lari", "25,000 lari", 25_000, "GEL"),
        ("en", "500 pesos", "500 pesos", 500, "pesos"),
        ("en", "60 miles", "60 miles", 60, "mi"),
        ("en", "200 pounds of flour", "200 pounds", 200, "lb"),
        ("en", "5 million pounds", "5 million pounds", 5e6, "GBP"),
        ("en", "minus 4 degrees Celsius", "minus 4 degrees Celsius", -4, "°C"),
        ("es", "20 pesos colombianos", "20 pesos colombianos", 20, "COP"),
        ("pt", "200 kwanzas", "200 kwanzas", 200, "AOA"),
        ("de", "300 norwegische Kronen", "300 norwegische Kronen", 300, "NOK"),
        ("de", "bei minus 12 Grad", "minus 12 Grad", -12, "°C"),
        ("it", "20 corone svedesi", "20 corone svedesi", 20, "SEK"),
        ("nl", "131 km/u", "131 km/u", 131, "km/h"),
    ],
)
def test_money_percentages_and_measures(language: str, body: str, text: str, value: float, unit: str) -> None:
    assert found(body, language) == [(text, value, unit, False)]


@pytest.mark.parametrize(
    ("language", "body", "text", "value", "unit"),
    [
        ("fr", "Une trentaine de blessés", "Une trentaine de blessés", 30, "blessés"),
        ("fr", "près de 2.000 hommes", "2.000 hommes", 2000, "hommes"),
        ("fr", "au moins 12 morts", "12 morts", 12, "morts"),
        ("fr", "plus de 2000 soldats", "2000 soldats", 2000, "soldats"),
        ("en", "some 40 people", "40 people", 40, "people"),
        ("en", "more than 2,000 troops", "2,000 troops", 2000, "troops"),
        ("en", "about $3 billion", "$3 billion", 3e9, "USD"),
        ("es", "unas 40 personas", "40 personas", 40, "personas"),
        ("fr", "une dizaine de Philippins", "une dizaine de Philippins", 10, "philippins"),
        ("fr", "près de quatre heures à la barre", "quatre heures", 4, "heures"),
        ("es", "una decena de heridos", "una decena de heridos", 10, "heridos"),
        ("pt", "cerca de 40 pessoas", "40 pessoas", 40, "pessoas"),
        ("de", "mindestens 12 Tote", "12 Tote", 12, "tote"),
        ("it", "una decina di feriti", "una decina di feriti", 10, "feriti"),
        ("nl", "zo’n 40 mensen", "40 mensen", 40, "mensen"),
    ],
)
def test_what_is_only_about_right(language: str, body: str, text: str, value: float, unit: str) -> None:
    assert found(body, language) == [(text, value, unit, True)]


@pytest.mark.parametrize(
    ("language", "body", "unit"),
    [
        ("fr", "10 à 12 personnes", "personnes"),
        ("fr", "entre 10 et 12 personnes", "personnes"),
        ("fr", "âgés de 10 et 12 ans", "ans"),
        ("en", "10-12 people", "people"),
        ("en", "between 10 and 12 people", "people"),
        ("es", "entre 10 y 12 personas", "personas"),
        ("pt", "entre 10 e 12 pessoas", "pessoas"),
        ("de", "10 bis 12 Personen", "personen"),
        ("it", "tra 10 e 12 persone", "persone"),
        ("nl", "10 tot 12 mensen", "mensen"),
    ],
)
def test_a_range_is_two_figures(language: str, body: str, unit: str) -> None:
    assert [(value, named) for _, value, named, _ in found(body, language)] == [(10, unit), (12, unit)]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "l’article 49, un Airbus A320, le G7, la RN 20, page 12, n° 5, Ligue 1, le Boeing 737"),
        ("fr", "à 18h05, à 18 h 30, à 18 heures, 3-1, 6-4, 7-5, victoire 3 à 1, le 12e, le XXe siècle, 20e"),
        ("fr", "le 4 octobre 2023, en 2019, il y a 20 mois, Covid-19, 01 23 45 67 89, +33 1 23 45 67 89"),
        ("fr", "un homme, une femme, l’un des deux, un appareil neuf, plusieurs centaines de personnes, des milliers"),
        ("fr", "en 1386, (1839), vers 1650 [1], une note (3), le quarante-deuxième, les années 60"),
        ("fr", "un Français sur cinq, 1 sur 5, deux tiers, tous deux"),
        ("en", "at 6:30 pm, 6 p.m., 3-1, 6-4, 7-5, A320, G7, Article 49, No. 5, the 4th, Formula 1"),
        ("fr", "les numéros 4, 8, 15, 16, 23, à quatre heures du matin"),
        ("en", "one man, several hundred people, hundreds of people, one in five, a second, a three-way tie, two-all"),
        ("en", "since 2019, on October 4, 2023, 555-0134, 192.168.0.1, COVID-19, the 1990s"),
        ("es", "a las 18:30, 3-1, varios cientos de personas, un hombre, el artículo 49, en 2019"),
        ("pt", "às 18h30, 3 a 1, milhares de pessoas, um homem, o artigo 49, nesta quarta-feira (13)"),
        ("de", "um 18.30 Uhr, 3:1, mehrere hundert Menschen, ein Mann, der 3. Platz, Artikel 49, seit 2019"),
        ("it", "alle 18.30, 3-1, centinaia di persone, un uomo, tu sei bello, l’articolo 49, nel 2019"),
        ("nl", "om 18.30 uur, 3-1, honderden mensen, een man, artikel 49, een op de vijf, in 2019"),
        ("ru", "31 дрон"),
        ("en", "It belongs to the Three Counties."),
        ("en", "Donna Pilling, 46, of Fulwood; Sanjay Mehta (42) and Ann Bolden, 67."),
        ("en", "people with Type 2 diabetes"),
        ("en", "in seat 14C"),
        ("en", "The road is closed at km 23."),
        ("es", "en el kilómetro 12 de la vía"),
    ],
)
def test_what_is_no_figure(language: str, body: str) -> None:
    assert found(body, language) == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "4.000", 4000),
        ("fr", "4 000 000", 4e6),
        ("fr", "4,5", 4.5),
        ("fr", "3.5", 3.5),
        ("fr", "soixante et onze", 71),
        ("en", "4,000", 4000),
        ("en", "4.5", 4.5),
        ("en", "1,234.5", 1234.5),
        ("en", "4,5", None),
        ("en", "two hundred and fifty", 250),
        ("de", "4.000", 4000),
        ("de", "4'000", 4000),
        ("de", "1.234,5", 1234.5),
        ("de", "1,234.5", None),
        ("de", "zweiundzwanzig", 22),
        ("it", "trentatré", 33),
        ("es", "quinientos", 500),
        ("pt", "cento e vinte", 120),
        ("nl", "honderdtwintig", 120),
        ("en", "cat", None),
        ("en", "", None),
        ("und", "4000", 4000),
    ],
)
def test_reading_a_number(language: str, text: str, value: float | None) -> None:
    assert numbers.read(text, language) == value


_WORDS = st.sampled_from(
    [
        "31",
        "2,3",
        "4.000",
        "1",
        "000",
        "deux",
        "cents",
        "un",
        "une",
        "trentaine",
        "de",
        "d’",
        "euros",
        "€",
        "$3",
        "bn",
        "15",
        "%",
        "km",
        "à",
        "et",
        "10-12",
        "three",
        "hundred",
        "dozen",
        "people",
        "January",
        "drones",
        ",",
        ".",
        "(",
        ")",
        "–",
        "3-1",
        "18h05",
        "A320",
        "0",
        "007",
        "9",
        "٣",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    body=st.one_of(st.text(), st.lists(_WORDS, max_size=40).map(" ".join), st.lists(_WORDS, max_size=40).map("".join)),
    language=st.sampled_from([*LANGUAGES, "ru", "zh", "und"]),
)
def test_any_text_gives_spans_that_read_what_they_say(body: str, language: str) -> None:
    mentions = dates.find(body, language, None)
    first = figures.find(body, language, mentions)

    assert all(body[figure.start : figure.end] == figure.text for figure in first)
    assert all(one.end <= other.start for one, other in pairwise(first))
    assert all(figure.end <= date.start or date.end <= figure.start for figure in first for date in mentions)
    assert first == figures.find(body, language, mentions)


@pytest.mark.parametrize(
    "unit",
    [
        "1 ",
        "123 ",
        "1.",
        "deux ",
        "deux sept onze treize quatre ",
        "1, ",
        "cent un ",
        "un ",
        "3 à ",
        "$",
        "1",
        "x" * 1000,
        "trois grands ",
        "\n",
        "une centaine ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def prepare(size: int) -> Work:
        body = unit * (size // len(unit))
        return lambda: figures.find(body, "fr", [])

    assert is_linear(prepare, 50_000)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a 40-metre span, a four-member team", [("40-metre", 40, "m", False), ("four-member", 4, "member", False)]),
        (
            "from 501 to 379 square kilometres",
            [
                ("501", 501, "km²", False),
                ("379 square kilometres", 379, "km²", False),
            ],
        ),
        ("501 to 379 square kilometres", []),
        # The scale is said once, and so is the unit.
        (
            "between 2.6 and 2.8 million euros",
            [
                ("2.6", 2.6e6, "EUR", False),
                ("2.8 million euros", 2.8e6, "EUR", False),
            ],
        ),
        ("$3-4 billion", [("$3", 3e9, "USD", False), ("4 billion", 4e9, "USD", False)]),
        ("900 to 1.2 million people", [("900", 900, "people", False), ("1.2 million people", 1.2e6, "people", False)]),
        # What stands against another counts the same, in one sentence.
        ("27 thefts, up from 19 in spring", [("27 thefts", 27, "thefts", False), ("19", 19, "thefts", False)]),
        ("28 million euros, against 13.4", [("28 million euros", 28e6, "EUR", False), ("13.4", 13.4e6, "EUR", False)]),
        (
            "$2.1 billion, and reached 12 million",
            [
                ("$2.1 billion", 2.1e9, "USD", False),
                ("12 million", 12e6, None, False),
            ],
        ),
        ("40,000 people. Some 12 million", [("40,000 people", 4e4, "people", False), ("12 million", 12e6, None, True)]),
        ("before she was 27", []),
        ("27 thefts. Compared with 19", [("27 thefts", 27, "thefts", False), ("19", 19, None, False)]),
        ("rose 1.2%, compared with 4,512", [("1.2%", 1.2, "%", False), ("4,512", 4512, None, False)]),
        (
            "$1.2 billion, against 30 of the banks",
            [("$1.2 billion", 1.2e9, "USD", False), ("30 of the banks", 30, "banks", False)],
        ),
        # Behind a hyphen stands what multiplies, or what is counted, and not any word.
        ("a $100-million deal", [("$100-million", 100e6, "USD", False)]),
        ("the twenty-first century, lost three-two, a zero-sum game, nine-tenths", []),
        ("36.2 N, 71.1 E", [("36.2", 36.2, None, False), ("71.1", 71.1, None, False)]),
        # A range over zero.
        ("growth of -2% to 1%", [("-2%", -2, "%", False), ("1%", 1, "%", False)]),
        ("43 patients in 11 states", [("43 patients", 43, "patients", False), ("11 states", 11, "states", False)]),
        ("rose 4.2% to 18.1 billion euros", [("4.2%", 4.2, "%", False), ("18.1 billion euros", 1.81e10, "EUR", False)]),
        ("grew by 4.2% to 18.1 million.", [("4.2%", 4.2, "%", False), ("18.1 million", 1.81e7, None, False)]),
        ("jumped 9.3% to 7.21 euros", [("9.3%", 9.3, "%", False), ("7.21 euros", 7.21, "EUR", False)]),
    ],
)
def test_numbers_of_different_things_are_neither_a_range_nor_a_fraction(body: str, expected: Found) -> None:
    assert found(body, "en") == expected


def test_what_is_in_brackets_behind_other_names_is_counted() -> None:
    assert found("medals, ahead of Germany (12) and France (8)", "en") == [("12", 12, None, False)]


def test_a_range_below_zero() -> None:
    values = [(f.value, f.unit) for f in figures.find("Temperaturen von 10 bis 15 Grad unter null.", "de", [])]
    assert values == [(-10, "°C"), (-15, "°C")]


def test_some_of_a_whole_are_counted_as_the_whole_is() -> None:
    assert found("lose 11 of its 30 wells", "en") == [("11", 11, "wells", False), ("30 wells", 30, "wells", False)]


def test_millions_behind_money_are_money_in_its_sentence() -> None:
    text = "Le four coûte 120 millions d’euros, dont 27 millions apportés par l’État. Le pays compte 68 millions."
    assert [(text, unit) for text, _, unit, _ in found(text, "fr")] == [
        ("120 millions d’euros", "EUR"),
        ("27 millions", "EUR"),
        ("68 millions", None),
    ]
    # In English the sign is not left out: these are customers.
    assert found("It lost $2 billion. Subscribers reached 12 million.", "en")[1][2] is None


def test_a_half_of_what_follows_is_no_half_of_what_is_before() -> None:
    assert found("Son cinco muertos y medio centenar de heridos.", "es")[0] == ("cinco muertos", 5, "muertos", False)
    assert found("Sono due anni e mezzo milione di danni.", "it")[0] == ("due anni", 2, "anni", False)


def test_a_code_glued_to_a_digit_is_a_name() -> None:
    assert found("The CAD3 system meets EUR5 standards.", "en") == []


def test_a_letter_is_money_only_where_it_is_used() -> None:
    def read(country: str | None, body: str = "He paid N4.2 billion.") -> list[tuple[str, str | None]]:
        return [(figure.text, figure.unit) for figure in figures.find(body, "en", [], country)]

    assert read("NG") == [("N4.2 billion", "NGN")]
    owed = "The county owes Sh41 million. It has 1,140 nurses."
    assert figures.find(owed, "en", [], "KE")[0].unit == "KES"
    assert figures.find(owed, "en", [], "TZ")[0].unit == "TZS"
    assert [figure.unit for figure in figures.find(owed, "en", [], "US")] == ["nurses"]
    assert read("GB") == read(None) == []
    assert read(None, "GH¢3.6 million") == [("GH¢3.6 million", "GHS")]


@pytest.mark.parametrize(
    ("language", "country", "body", "unit", "wired"),
    [
        ("en", "CA", "It costs $90,000.", "CAD", "USD"),
        ("fr", "CA", "Cela coûte 64 000 $ par an.", "CAD", "USD"),
        ("en", "AU", "It costs 300 dollars.", "AUD", "USD"),
        ("en", "CA", "It costs US$90,000.", "USD", "USD"),
        ("en", "CA", "It costs $500 US a year.", "USD", "USD"),
        ("fr", "CA", "Cela coûte 500 $ américains.", "USD", "USD"),
        ("es", "CO", "Costó 12 millones de pesos.", "COP", "COP"),
        ("fr", "CH", "Il coûte 23 francs.", "CHF", "CHF"),
        ("en", "KE", "It pays 31 shillings.", "KES", "KES"),
        ("es", "PE", "Costó 500 soles.", "PEN", "PEN"),
        ("en", "GB", "It weighs five pounds.", "lb", "lb"),
        ("en", "GB", "It cost 5,000 pounds.", "GBP", "lb"),
        ("en", "CA", "Oil fell to $80 a barrel.", "USD", "USD"),
        ("fr", "CA", "Le pétrole vaut 80 dollars le baril.", "USD", "USD"),
        ("en", "FR", "It costs $90,000.", "USD", "USD"),
        ("en", None, "It costs $90,000.", "USD", "USD"),
        ("en", "PK", "It costs Rs 500.", "PKR", "INR"),
        ("es", "BO", "Murieron doce bolivianos.", "bolivianos", "bolivianos"),
    ],
)
def test_money_is_that_of_the_country_but_for_dollars_of_agencies(
    language: str, country: str | None, body: str, unit: str, wired: str
) -> None:
    units = [[f.unit for f in figures.find(body, language, [], country, is_wired)] for is_wired in (False, True)]
    assert units == [[unit], [wired]]

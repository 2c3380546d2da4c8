"""What a person does is found beside the name, in seven languages; what is doubtful is left out."""

import time

import pytest

from services.enrich.naming import functions


def function(text: str, name: str, language: str, *others: str) -> str | None:
    start = text.index(name)
    persons = {text.index(each) for each in (name, *others)}
    found = functions.find(text, [(start, start + len(name))], persons, language)
    return text[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("language", "text", "name", "expected"),
    [
        # After the name.
        (
            "fr",
            "L'amiral Rob Bauer, chef du Comité militaire de l'OTAN, a tiré la sonnette d'alarme.",
            "Rob Bauer",
            "chef du Comité militaire de l'OTAN",
        ),
        ("fr", "Jean Petit, 54 ans, maire de Sète, est mort.", "Jean Petit", "maire de Sète"),
        ("fr", "Claude Petit (PS), sénatrice du Lot, proteste.", "Claude Petit", "sénatrice du Lot"),
        ("fr", "Anne Petit, porte-parole du parquet qui enquête.", "Anne Petit", "porte-parole du parquet"),
        ("en", "Kaja Kallas, the prime minister of Estonia, said so.", "Kaja Kallas", "prime minister of Estonia"),
        ("en", "It is safe, said Jane Doe, a police spokeswoman.", "Jane Doe", "police spokeswoman"),
        ("es", "Carmen Calvo, portavoz del Gobierno, dijo que no.", "Carmen Calvo", "portavoz del Gobierno"),
        ("it", "Elly Schlein, segretaria del Pd, attacca.", "Elly Schlein", "segretaria del Pd"),
        ("nl", "Sigrid Kaag, minister van Financiën, wil meer.", "Sigrid Kaag", "minister van Financiën"),
        ("nl", "Hydroloog Patrick Willems verwacht regen.", "Patrick Willems", "Hydroloog"),
        ("pt", "Segundo o comandante nacional, André Lima, é grave.", "André Lima", "comandante nacional"),
        ("en", "The associate immigration minister, Hemi Roe, left.", "Hemi Roe", "associate immigration minister"),
        (
            "en",
            "The Green Party's immigration spokesperson, Ann Roe, left.",
            "Ann Roe",
            "Green Party's immigration spokesperson",
        ),
        ("en", "Reporters asked president Ann Roe.", "Ann Roe", "president"),
        ("en", "The board asked president Ann Roe.", "Ann Roe", "president"),
        # Before it, parted by a comma.
        ("fr", "Le maire de Lyon, Grégory Doucet, a réagi.", "Grégory Doucet", "maire de Lyon"),
        ("fr", "Le chef de la marine, l'amiral Paul Roc, parle.", "Paul Roc", "chef de la marine"),
        ("es", "El presidente del Gobierno, Pedro Sánchez, anunció.", "Pedro Sánchez", "presidente del Gobierno"),
        ("pt", "O ministro da Fazenda, Fernando Haddad, disse.", "Fernando Haddad", "ministro da Fazenda"),
        ("de", "Der Chef der Bahn, Richard Lutz, kündigte an.", "Richard Lutz", "Chef der Bahn"),
        # Right before it.
        ("fr", "l'éviction du président Kevin McCarthy, républicain", "Kevin McCarthy", "président"),
        ("fr", "l'ancien ministre de la Défense Paul Roc", "Paul Roc", "ancien ministre de la Défense"),
        ("fr", "La directrice générale du FMI Ana Roc est là.", "Ana Roc", "directrice générale du FMI"),
        ("en", "Germany's foreign minister Annalena Baerbock left.", "Annalena Baerbock", "Germany's foreign minister"),
        ("en", "On Tuesday President Joe Biden spoke.", "Joe Biden", "President"),
        ("en", "former U.S. President Donald Trump", "Donald Trump", "former U.S. President"),
        ("de", "Außenministerin Annalena Baerbock reiste ab.", "Annalena Baerbock", "Außenministerin"),
        ("es", "el presidente Pedro Sánchez", "Pedro Sánchez", "presidente"),
        ("it", "il sindaco Beppe Sala", "Beppe Sala", "sindaco"),
        ("nl", "de burgemeester Femke Halsema zei", "Femke Halsema", "burgemeester"),
        ("pt", "o ministro Fernando Haddad", "Fernando Haddad", "ministro"),
        # A rank only where nothing better is said.
        ("fr", "L'amiral Rob Bauer a parlé.", "Rob Bauer", "amiral"),
        ("en", "Admiral Rob Bauer spoke.", "Rob Bauer", "Admiral"),
        # No function.
        ("fr", "M. Dupont a dit non.", "Dupont", None),
        ("fr", "Le ministre a rencontré Paul Roc à Lyon.", "Paul Roc", None),
        ("fr", "Selon le ministre, Paul Roc a menti.", "Paul Roc", None),
        ("en", "Mr. Smith, his wife and the mayor left.", "Smith", None),
        ("en", "Dr. Smith spoke.", "Smith", None),
        ("fr", "Paul Roc, le ministre de la Santé et le préfet sont venus.", "Paul Roc", None),
        ("ru", "Президент Владимир Путин", "Владимир Путин", None),
    ],
)
def test_beside_the_name(language: str, text: str, name: str, expected: str | None) -> None:
    assert function(text, name, language) == expected


def test_the_function_of_the_next_person_is_not_taken() -> None:
    text = "Apple CEO Tim Cook, former President Donald Trump and others were there."
    assert function(text, "Tim Cook", "en", "Donald Trump") == "Apple CEO"


def test_an_apposition_wins_over_a_bare_title_that_comes_first() -> None:
    text = "Le ministre Paul Roc parle. Paul Roc, ministre de la Santé, insiste."
    spans = [(12, 20), (28, 36)]
    found = functions.find(text, spans, {12, 28}, "fr")
    assert found is not None
    assert text[slice(*found)] == "ministre de la Santé"


@pytest.mark.parametrize("around", [" le ministre de la", "x" * 50, ", ", "(", " chef de", "'"])
def test_time_does_not_grow_with_the_text(around: str) -> None:
    text = around * 20_000 + "Paul Roc" + around * 20_000
    start = text.index("Paul Roc")
    began = time.process_time()
    for _ in range(12):
        functions.find(text, [(start, start + 8)] * 12, {start}, "fr")
    assert time.process_time() - began < 2

"""Who claims: not whom it is said of, but the source, wherever it stands; and what is no claim at all, but a plan."""

import pytest

from services.enrich.speech import claims, quotes
from shared.articles import Claim
from tests.unit.enrich.made_entities import entities
from tests.unit.enrich.test_quotes import sentences

# language, text, people and organizations, and who claims.
Row = tuple[str, str, str, str, str | None]


def read(text: str, language: str, people: str = "", organizations: str = "") -> list[Claim]:
    spans, named = sentences(text), entities(text, people, organizations, "Moscow; Kiev; Congo; Toretsk; Beijing")
    return claims.find(text, language, spans, quotes.find(text, language, spans, named), named)


# Whoever is accused claims nothing: whoever accuses does, if that is told.
DONE_TO: list[Row] = [
    ("en", "Both officers are alleged to have taken bribes.", "", "", None),
    ("en", "The two men are accused of fraud.", "", "", None),
    ("en", "The two men are accused by prosecutors of running a fake charity.", "", "", "prosecutors"),
    ("en", "The firm, accused by Ondara of dumping waste, has gone.", "", "Ondara", "Ondara"),
    ("en", "The other was supposedly hit by a rubber bullet.", "", "", None),
    ("en", "The group accused Moscow of spying.", "", "", "The group"),
    ("fr", "Les deux hommes sont soupçonnés d’avoir triché.", "", "", None),
    ("fr", "Deux hommes sont soupçonnés par le parquet de Lyon d’avoir triché.", "", "", "le parquet de Lyon"),
    ("fr", "L’adjoint est accusé par le parquet de corruption.", "", "", "le parquet"),
    ("de", "Er wird beschuldigt, den Mann erschlagen zu haben.", "", "", None),
    ("de", "Er wird von der Staatsanwaltschaft beschuldigt, gelogen zu haben.", "", "", "der Staatsanwaltschaft"),
    ("de", "Die Polizei beschuldigt den Mann, gelogen zu haben.", "", "", "Die Polizei"),
    ("nl", "De drie mannen worden door het OM beschuldigd van fraude.", "", "OM", "het OM"),
    ("es", "Los dos agentes son acusados por la fiscalía de cobrar sobornos.", "", "", "la fiscalía"),
    ("it", "I due sono accusati dalla procura di Bari di aver preso soldi.", "", "", "procura di Bari"),
    ("pt", "Os dois são acusados pela polícia de receber subornos.", "", "", "polícia"),
]  # fmt: skip

# A source ends before the predicate, and what stands behind its comma is not its name.
SOURCES: list[Row] = [
    ("de", "Der Mann soll laut Staatsanwaltschaft seine Frau getötet haben.", "", "", "Staatsanwaltschaft"),
    ("de", "Nach Angaben der IG Holz soll der Konzern angeblich Geld erhalten.", "", "IG Holz", "IG Holz"),
    ("nl", "Volgens de politie zou een ambtenaar de opgaven hebben verkocht.", "", "", "de politie"),
    ("nl", "Ze zouden volgens justitie 50.000 euro hebben ontvangen.", "", "", "justitie"),
    ("nl", "De baas zou volgens drie medewerkers geld hebben gestolen.", "", "", "drie medewerkers"),
    ("fr", "Ils auraient, selon l’enquête, utilisé des sociétés écrans.", "", "", "l’enquête"),
    ("it", "Neri avrebbe rifiutato un posto, sostiene il suo biografo.", "Neri", "", "il suo biografo"),
    ("it", "Secondo l’accusa l’imprenditore avrebbe miscelato olio.", "", "", "l’accusa"),
    ("fr", "Selon l’accusé, Jean Roux lui aurait annoncé son départ.", "Jean Roux", "", "l’accusé"),
    ("fr", "Selon l’accusé, Jean Roux, l’usine aurait été vendue.", "Jean Roux", "", "Jean Roux"),
    ("fr", "Une rumeur selon laquelle un randonneur serait porté disparu a circulé.", "", "", None),
    ("pt", "É a nota segundo a qual alguns hotéis terão triplicado os preços.", "", "", None),
    ("it", "Secondo indiscrezioni la vecchia proprietà avrebbe accumulato debiti.", "", "", None),
    ("en", "A viral post falsely claimed that 300 people died.", "", "", "A viral post"),
    ("en", "Rebels in eastern Congo claimed to have seized a town.", "", "", "Rebels in eastern Congo"),
    ("en", "In Congo, Moscow claimed to have seized a town.", "", "", "Moscow"),
    # Behind the clause.
    ("en", "The plant was allegedly closed, according to two employees.", "", "", "two employees"),
    ("en", "The driver was allegedly drunk, police said on Monday.", "", "", "police"),
    ("en", "The driver was allegedly drunk, which police said was the cause of it all.", "", "", None),
    ("fr", "Le tireur présumé a été arrêté, a indiqué le parquet.", "", "", "le parquet"),
    ("fr", "Le tireur présumé a été arrêté, comme l’a indiqué le procureur.", "", "", "le procureur"),
    ("de", "Er soll die Akten vernichtet haben, wie die Polizei mitteilte.", "", "", "die Polizei"),
    ("de", "Er soll die Akten vernichtet haben, so die Polizei.", "", "", "die Polizei"),
    ("nl", "De man zou zijn buurman hebben gedood, aldus de politie.", "", "", "de politie"),
    ("nl", "De vermeende dader vluchtte te voet, zei de politie.", "", "", "de politie"),
    ("es", "El presunto autor huyó, informó la policía.", "", "", "la policía"),
    ("it", "L’uomo avrebbe ucciso la moglie, secondo la procura.", "", "", "la procura"),
    ("it", "Il presunto killer è fuggito, ha detto la procura.", "", "", "la procura"),
    ("pt", "O alegado autor fugiu, disse a polícia.", "", "", "a polícia"),
    ("de", "Er habe nichts gewusst, behauptet sein Anwalt Leo Egli.", "Leo Egli", "", "Leo Egli"),
]  # fmt: skip

# A pronoun is whom it means, if there is little doubt, and never itself.
PRONOUNS: list[Row] = [
    ("en", "Anna Hale lost her job. She claims the firm owes her money.", "Anna Hale", "", "Anna Hale"),
    ("en", "She claims the firm owes her money.", "", "", None),
    ("en", "“We left,” said Tom Moss. He claims that it was dark.", "Tom Moss", "", "Tom Moss"),
    ("en", "Ed Hale met Tom Moss and Al Roe. Ed Hale left. Tom Moss left. He claims it rained.",
     "Ed Hale; Tom Moss; Al Roe", "", None),
    ("fr", "Paul Roux a été entendu. Il affirme avoir tout payé.", "Paul Roux", "", "Paul Roux"),
    ("fr", "Paul Roux a été entendu. Selon lui, l’usine aurait été vendue.", "Paul Roux", "", "Paul Roux"),
    ("fr", "Ils affirment avoir été frappés.", "", "", None),
]  # fmt: skip

CLAIMED = [
    "Moscow claimed its forces had taken Toretsk.",
    "The minister claimed no money had been lost.",
    "Residents claimed police had ignored them.",
    "Ann Hale claimed Beijing was behind the leak.",
]
UNVERIFIED = [
    ("fr", "L’AFP n’était pas en mesure de vérifier ce bilan."),
    ("fr", "Ce bilan n’a pu être confirmé de source indépendante."),
    ("fr", "Ces informations ne pouvaient être vérifiées dans l’immédiat."),
    ("en", "The agency was not immediately able to verify the report."),
    ("en", "There was no immediate confirmation from Kyiv."),
    ("es", "La agencia no estaba en condiciones de verificar el dato."),
    ("es", "No se ha podido contrastar el dato."),
    ("pt", "A agência não estava em condições de verificar o dado."),
    ("it", "L’agenzia non è in grado di verificare il bilancio."),
    ("it", "Le cifre non potevano essere verificate in modo indipendente."),
    ("de", "Die Angaben waren zunächst nicht zu überprüfen."),
    ("de", "Eine unabhängige Bestätigung lag zunächst nicht vor."),
    ("nl", "De cijfers konden niet meteen worden bevestigd."),
    ("nl", "Het was niet mogelijk de berichten te verifiëren."),
]
CLAIMS = [
    ("fr", "La direction, elle, assure n’avoir rien su."),
    ("fr", "C’est une information que la préfecture n’a pas confirmée."),
    *(("en", text) for text in CLAIMED),
    *UNVERIFIED,
    ("de", "Er soll den Mann erschlagen haben."),
    ("de", "Der Zeuge soll am Montag in Berlin eingetroffen sein."),
    ("fr", "Selon le maire, la gare serait fermée depuis lundi."),
]
NO_CLAIMS = [
    ("en", "The company claimed a profit of 12 million."),
    ("en", "Ann Hale claimed the title in Rome."),
    ("en", "Ann Hale claimed victory after five sets."),
    ("en", "The storm claimed 12 lives."),
    ("en", "The road has claimed at least 40 lives."),
    ("en", "The group claimed responsibility for the attack."),
    ("en", "They said claims were coming from the west."),
    ("en", "The club was not able to pay its players."),
    ("fr", "La direction assure ne pas songer à partir."),
    ("fr", "La mairie n’est pas en mesure de payer les salaires."),
    ("es", "El gobierno no está en condiciones de pagar."),
    ("pt", "A câmara não está em condições de pagar."),
    ("it", "Il Comune non è in grado di pagare gli stipendi."),
    ("de", "Die Stadt war nicht in der Lage, die Löhne zu zahlen."),
    ("nl", "De gemeente was niet in staat de lonen te betalen."),
    ("de", "Die Brücke soll 2027 fertig sein."),
    ("de", "Die Arbeiten sollen bis Herbst abgeschlossen sein."),
    ("de", "Die Kinder sollen einen Platz zum Toben haben."),
    ("fr", "Selon le projet, la gare serait rénovée en 2027."),
    ("pt", "Os trabalhos terão terminado até ao final do ano."),
    ("nl", "De brug zou in 2027 klaar zijn."),
]


class TestClaimants:
    @pytest.mark.parametrize(
        ("language", "text", "people", "organizations", "attributed_to"), [*DONE_TO, *SOURCES, *PRONOUNS]
    )
    def test_who_claims(
        self, language: str, text: str, people: str, organizations: str, attributed_to: str | None
    ) -> None:
        (claim,) = read(text, language, people, organizations)
        assert claim.attributed_to == attributed_to


class TestWhatIsClaimed:
    @pytest.mark.parametrize(("language", "text"), CLAIMS)
    def test_what_is_alleged_or_unverified(self, language: str, text: str) -> None:
        assert len(read(text, language)) == 1

    @pytest.mark.parametrize(("language", "text"), NO_CLAIMS)
    def test_plans_and_what_somebody_takes_are_no_claims(self, language: str, text: str) -> None:
        assert read(text, language) == []

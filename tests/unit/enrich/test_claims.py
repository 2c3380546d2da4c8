"""Sentences that are hedged, by which words, and who claims it; and all that only looks like it; in seven languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.speech import claims, quotes
from shared.articles import Claim, Span
from tests.unit.enrich.made_entities import entities
from tests.unit.growth import Work, is_linear

SEED = next(Path("seeds").glob("000_*.txt")).read_text(encoding="utf-8")
PLACES = "Moscou; Kiev; Moscow; Ukraine; Moscú; Mosca; Moskau; Moskou; Russia"


def read(text: str, language: str) -> list[Claim]:
    spans = [Span(start=0, end=len(text))]
    named = entities(text, places=PLACES)
    return claims.find(text, language, spans, quotes.find(text, language, spans, named), named)


HEDGED = [
    ("en", "Residents claim calls went unanswered.", "Residents claim", None),
    (
        "fr",
        "Selon des informations de Radio-Canada, le projet serait déjà rédigé.",
        "Selon des informations de Radio-Canada, le projet serait déjà",
        "des informations de Radio-Canada",
    ),
    ("fr", "Sa maison mère aurait néanmoins mandaté une banque.", "aurait néanmoins mandaté", None),
    ("fr", "Le prix fixé par l’État ne serait plus respecté.", "ne serait plus respecté", None),
    ("fr", "La légende voudrait qu’elle ait refusé un rôle.", "La légende voudrait", None),
    ("fr", "Son agent jure pourtant avoir conservé le contrat.", "jure pourtant avoir", "Son agent"),
    (
        "de",
        "Er soll nach ersten Erkenntnissen deutlich schneller als mit den erlaubten 80 Kilometern gefahren sein.",
        "soll nach ersten Erkenntnissen deutlich schneller als mit den erlaubten 80 Kilometern gefahren sein",
        None,
    ),
    ("en", "One hypothesis, which has yet to be confirmed, is this.", "which has yet to be confirmed", None),
    ("en", "It is understood that the church was not insured.", "It is understood", None),
    ("en", "Footage circulating online appears to show bodies.", "appears to show", None),
    ("fr", "La Ligue n’avait pas confirmé l’incident dimanche.", "n’avait pas confirmé", None),
    ("fr", "Le patient se serait présenté deux fois au triage.", "se serait présenté", None),
    ("it", "Al vertice del gruppo ci sarebbe Nicola Neri.", "ci sarebbe", None),
    ("it", "L’ex presidente si troverebbe in Croazia.", "si troverebbe", None),
    ("it", "Il giro d’affari sarebbe di oltre 9 milioni.", "sarebbe di oltre", None),
    ("nl", "De bond zou daarvan al 60.000 euro hebben toegezegd.", "zou daarvan al 60.000 euro hebben", None),
    (
        "fr",
        "Des civils figureraient parmi les morts, selon une association.",
        "figureraient parmi les morts, selon une",
        "une association",
    ),
    (
        "es",
        "Según el Ministerio, las marchas estarían pagadas por mineros.",
        "Según el Ministerio, las marchas estarían pagadas",
        "el Ministerio",
    ),
    (
        "it",
        "Secondo i vicini, il fienile sarebbe bruciato per un fulmine.",
        "Secondo i vicini, il fienile sarebbe bruciato",
        "i vicini",
    ),
    (
        "fr",
        "Selon le quotidien L'Agefi, la société serait en vente.",
        "Selon le quotidien L'Agefi, la société serait en",
        "le quotidien L'Agefi",
    ),
    ("fr", "La police n'a ni confirmé ni infirmé ce bilan.", "n'a ni confirmé ni infirmé", None),
    ("pt", "A reportagem não conseguiu confirmar a informação.", "não conseguiu confirmar", None),
    ("pt", "Segundo o jornal, o jogador estará na mira do Lille.", "estará na mira", "o jornal"),
    ("nl", "Een man die ervan verdacht wordt zijn buur te hebben gestoken.", "ervan verdacht wordt", None),
    ("en", "He denies an assault said to have been committed in Dorset.", "said to have been committed", None),
    ("fr", "L’armée affirme avoir détruit dix chars.", "affirme avoir", "L’armée"),
    (
        "fr",
        "Les responsables militaires russes affirment avoir repoussé une attaque.",
        "affirment avoir",
        "Les responsables militaires russes",
    ),
    (
        "fr",
        "Le ministère n’a fourni aucune preuve de ses affirmations.",
        "n’a fourni aucune preuve de ses affirmations",
        "Le ministère",
    ),
    (
        "fr",
        "La force a fui, bien que les affirmations de Moscou n’aient pas pu être vérifiées de manière indépendante.",
        "n’aient pas pu être vérifiées de manière indépendante",
        "Moscou",
    ),
    ("fr", "Ces actions présumées surviennent en plein hiver.", "présumées", None),
    ("fr", "Le tireur aurait tué deux personnes, selon des témoins.", "aurait tué", "des témoins"),
    ("fr", "Trois soldats seraient morts.", "seraient morts", None),
    ("fr", "Le suspect aurait également été vu à Lyon.", "aurait également été vu", None),
    ("fr", "Il est soupçonné d’avoir volé la caisse.", "soupçonné d’avoir", None),
    ("fr", "L’homme, accusé de viol, nie les faits.", "accusé de", None),
    ("fr", "Kiev accuse Moscou d’avoir bombardé un hôpital.", "accuse Moscou d’avoir", "Kiev"),
    ("fr", "Cette information n’a pas été confirmée.", "n’a pas été confirmée", None),
    ("fr", "La mairie prétend que tout est réglé.", "prétend", "La mairie"),
    ("en", "Officials claim that the bridge was hit.", "claim", "Officials"),
    ("en", "The group claims to have 500 fighters.", "claims", "The group"),
    ("en", "The suspect allegedly fled on foot.", "allegedly", None),
    ("en", "The toll could not be independently verified.", "could not be independently verified", None),
    ("en", "Jones is accused of fraud.", "accused of", None),
    ("en", "He is said to be ill.", "is said to", None),
    ("en", "Witnesses reportedly heard shots.", "reportedly", None),
    ("en", "The report is unconfirmed.", "unconfirmed", None),
    ("en", "Ukraine accused Russia of shelling the town.", "accused Russia of", "Ukraine"),
    ("en", "The ministry provided no evidence.", "provided no evidence", "The ministry"),
    ("es", "Los presuntos autores huyeron.", "presuntos", None),
    ("es", "El ministerio asegura haber destruido 20 drones.", "asegura haber", "El ministerio"),
    ("es", "Habría matado a dos personas, según la policía.", "Habría matado", "la policía"),
    (
        "es",
        "Las cifras no han podido ser verificadas de forma independiente.",
        "no han podido ser verificadas de forma independiente",
        None,
    ),
    ("pt", "O alegado autor fugiu.", "alegado", None),
    ("pt", "O exército afirma ter abatido dez drones.", "afirma ter", "O exército"),
    ("pt", "O suspeito teria fugido para Espanha.", "teria fugido", None),
    ("pt", "O presidente é acusado de corrupção.", "acusado de", None),
    ("it", "Il presunto assassino è in fuga.", "presunto", None),
    ("it", "L’uomo avrebbe ucciso due persone.", "avrebbe ucciso", None),
    ("it", "Mosca sostiene di aver abbattuto i droni.", "sostiene di aver", "Mosca"),
    (
        "it",
        "La notizia non è stata verificata in modo indipendente.",
        "non è stata verificata in modo indipendente",
        None,
    ),
    ("de", "Der mutmaßliche Täter floh.", "mutmaßliche", None),
    ("de", "Er soll zwei Menschen getötet haben.", "soll zwei Menschen getötet haben", None),
    ("de", "Die Angaben ließen sich nicht unabhängig überprüfen.", "ließen sich nicht unabhängig überprüfen", None),
    ("de", "Moskau behauptet, zehn Drohnen abgeschossen zu haben.", "behauptet", "Moskau"),
    ("de", "Ihm wird Betrug vorgeworfen.", "wird Betrug vorgeworfen", None),
    ("nl", "De vermeende dader vluchtte.", "vermeende", None),
    ("nl", "Hij zou twee mensen hebben gedood.", "zou twee mensen hebben", None),
    (
        "nl",
        "De cijfers konden niet onafhankelijk worden bevestigd.",
        "konden niet onafhankelijk worden bevestigd",
        None,
    ),
    ("nl", "Moskou beweert tien drones te hebben neergehaald.", "beweert", "Moskou"),
    ("nl", "Hij wordt verdacht van fraude.", "wordt verdacht", None),
    (
        "fr",
        "L’AFP n’a pas été en mesure de l’authentifier.",
        "n’a pas été en mesure de l’authentifier",
        None,
    ),
    ("en", "It has not been able to be confirmed until now.", "has not been able to be confirmed", None),
    ("en", "A flyer claimed, without naming a source, that it leaks.", "claimed, without naming a source", "A flyer"),
    # Without proof, between commas or not.
    ("fr", "Le parti, sans la moindre preuve, parle de fraude.", "sans la moindre preuve", "Le parti"),
    (
        "en",
        "Critics argued, without offering evidence, that it failed.",
        "argued, without offering evidence",
        "Critics",
    ),
    ("es", "El edil habla de fraude sin aportar documentos.", "sin aportar documentos", "El edil"),
    ("it", "Il partito parla di brogli senza portare prove.", "senza portare prove", "Il partito"),
    ("pt", "O vereador fala em fraude sem apresentar documentos.", "sem apresentar documentos", "O vereador"),
    ("nl", "De partij spreekt zonder enig bewijs van fraude.", "zonder enig bewijs", "De partij"),
    # What somebody denies is what somebody else claims.
    ("fr", "Le maire a touché de l’argent, ce que sa famille dément.", "ce que sa famille dément", None),
    ("en", "She took the money, an allegation her family denies.", "an allegation her family denies", None),
    ("es", "Cobró en negro, extremo que su familia niega.", "extremo que su familia niega", None),
    ("it", "Ha preso i soldi, accusa che la famiglia respinge.", "accusa che la famiglia respinge", None),
    ("nl", "Hij nam het geld aan, wat zijn familie ontkent.", "wat zijn familie ontkent", None),
    # A conditional with its source, or with words between its two parts.
    (
        "fr",
        "La société aurait, d’après un ancien, déversé des boues.",
        "aurait, d’après un ancien, déversé",
        "un ancien",
    ),
    (
        "fr",
        "D’après un élu, une autre usine serait menacée.",
        "D’après un élu, une autre usine serait menacée",
        "un élu",
    ),
    ("nl", "Zij zou volgens Moskou veel geld vragen.", "zou volgens Moskou", "Moskou"),
    (
        "de",
        "Er soll den Mann vor zwei Jahren in einem Wald bei Passau getötet haben.",
        "soll den Mann vor zwei Jahren in einem Wald bei Passau getötet haben",
        None,
    ),
    # Nobody knows.
    ("fr", "L’agence n’a pas été en mesure de vérifier le bilan.", "n’a pas été en mesure de vérifier", None),
    ("en", "The agency could not establish who fired.", "could not establish", None),
    ("en", "There is no evidence for the claim.", "no evidence for the claim", None),
    ("en", "It was claimed on Monday that a clerk knew.", "It was claimed on Monday that", None),
    ("it", "La voce non ha trovato conferme.", "non ha trovato conferme", None),
    ("de", "Gerüchten zufolge ist er krank.", "Gerüchten", None),
]

PLAIN = [
    ("en", "The court heard that the accused drew up invoices."),
    ("en", "Some claim asylum at the border."),
    ("de", "Die Brücke soll nach Angaben der Stadt im Jahr 2026 eröffnet werden."),
    ("fr", "Il a annoncé que les trains ne seraient plus contrôlés."),
    ("fr", "Il faudrait, selon le maire, construire une école."),
    ("de", "Er soll nach den Ferien nach Berlin fahren."),
    ("fr", "Le ministre a dit que dix chars étaient détruits."),
    ("fr", "Selon la police, dix chars sont détruits."),
    ("fr", "Il a dit qu’il viendrait lundi."),
    ("fr", "S’il avait su, il aurait fui."),
    ("fr", "Si l’accord échouait, les prix auraient doublé."),
    ("fr", "Il aurait pu gagner."),
    ("fr", "Cela aurait dû suffire."),
    ("fr", "Il serait utile d’agir vite."),
    ("fr", "L’homme, présumé innocent, a été relâché."),
    ("fr", "Il prétend à la présidence du parti."),
    ("fr", "« Ils auraient tué mon frère », a dit Karim."),
    ("en", "He said it was true."),
    ("en", "A new date has yet to be confirmed."),
    ("fr", "Il se serait contenté d’un nul."),
    ("it", "Ci sarebbe bisogno di più medici."),
    ("en", "According to police, two men were held."),
    ("en", "Insurance claims rose by a third."),
    ("en", "The floods claimed the lives of ten people."),
    ("en", "Hall denied the charges."),
    ("en", "The team claimed third place again."),
    ("en", "He claimed the seat on the panel."),
    ("fr", "Il a ajouté que l’usine serait cédée avant l’été."),
    ("nl", "De ploeg claimt de titel."),
    ("en", "“They allegedly paid him,” said Hall."),
    ("es", "Por supuesto, irá a la cumbre."),
    ("es", "Si lo supiera, habría venido."),
    ("es", "Dijo que vendría el lunes."),
    ("pt", "Se pudesse, teria ganhado."),
    ("pt", "Afirmou que virá na segunda-feira."),
    ("it", "Se avesse saputo, avrebbe parlato."),
    ("it", "Ha detto che verrà lunedì."),
    ("de", "Das Geld soll den Opfern helfen."),
    ("de", "Er sagte, er komme bald."),
    ("nl", "Hij zou graag komen."),
    ("nl", "Hij zei dat hij kwam."),
    ("sv", "Den misstänkte ska ha flytt."),
]


class TestHedges:
    @pytest.mark.parametrize(("language", "text", "hedge", "attributed_to"), HEDGED)
    def test_what_is_only_alleged_and_by_whom(
        self, language: str, text: str, hedge: str, attributed_to: str | None
    ) -> None:
        assert [(claim.text, claim.hedge.text, claim.attributed_to) for claim in read(text, language)] == [
            (text, hedge, attributed_to)
        ]

    @pytest.mark.parametrize(("language", "text"), PLAIN)
    def test_what_is_said_plainly_is_none(self, language: str, text: str) -> None:
        assert read(text, language) == []

    def test_a_sentence_is_one_claim_whoever_names_the_claimant_first(self) -> None:
        (claim,) = read("Le tueur présumé a fui, alors que Kiev affirme avoir arrêté un homme.", "fr")
        assert (claim.hedge.text, claim.attributed_to) == ("affirme avoir", "Kiev")

    def test_the_seed(self) -> None:
        body = SEED.replace(" date 2023-10", " " * 13)
        spans = [Span(start=m, end=n) for m, n in _sentences(body)]
        named = entities(body, "Rob Bauer|Bauer", places=PLACES)
        found = claims.find(body, "fr", spans, quotes.find(body, "fr", spans, named), named)
        assert [(claim.text[:40], claim.hedge.text, claim.attributed_to) for claim in found] == [
            ("Les responsables militaires russes affir", "affirment avoir", "Les responsables militaires russes"),
            (
                "Le ministère russe de la Défense n’a fou",
                "n’a fourni aucune preuve de ses affirmations",
                "Le ministère russe de la Défense",
            ),
            (
                "La force a tenté d’atterrir au cap Tarkh",
                "n’aient pas pu être vérifiées de manière indépendante",
                "Moscou",
            ),
            ("Ces actions présumées surviennent alors ", "présumées", None),
        ]


class TestAnyText:
    @given(
        st.lists(
            st.sampled_from(
                ["aurait tué", "si", "présumé", "affirme avoir", ".", "«", "»", "Moscou", "selon", "\n", "İ"]
            )
        )
    )
    def test_claims_and_hedges_read_what_they_say(self, words: list[str]) -> None:
        text = " ".join(words)
        for claim in read(text, "fr"):
            assert text[claim.start : claim.end] == claim.text
            assert text[claim.hedge.start : claim.hedge.end] == claim.hedge.text
            assert claim.start <= claim.hedge.start <= claim.hedge.end <= claim.end

    @pytest.mark.parametrize(
        "unit", ["aurait tué ", "aurait ", "n’a pas ", "accuse a b c d ", "présumé. ", "a", "affirme avoir "]
    )
    def test_time_grows_with_the_text_and_no_faster(self, unit: str) -> None:
        def prepare(size: int) -> Work:
            text = unit * (size // len(unit))
            return lambda: claims.find(text, "fr", [Span(start=0, end=len(text))], [], [])

        assert is_linear(prepare, 100_000)


def _sentences(text: str) -> list[tuple[int, int]]:
    found = []
    start = 0
    for number, character in enumerate(text):
        if character == "\n" or text[max(0, number - 1) : number + 1] == ". ":
            if text[start:number].strip():
                lead = len(text[start:number]) - len(text[start:number].lstrip())
                found.append((start + lead, number))
            start = number + 1
    return found

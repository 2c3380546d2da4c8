"""Whole pages of invented newsrooms, as extractors and wires deliver them: what each line is, before the bar."""

import pytest

from services.enrich import segments
from services.enrich.places import Gazetteer

# The language, the title that came with the page or nothing, and its lines; a line of two kinds has them around a ‖.
PAGES = [
    ("fr", "Le marché couvert ferme pour deux ans", """
        heading | ÉCONOMIE LOCALE
        heading | Le marché couvert ferme pour deux ans
        byline  | Article de Solène Kervadec
        stamp   | Mis en ligne le 4 mars 2025 à 18h02
        promo   | Écouter l'article
        promo   | 03:12
        promo   | Lire plus tard

        body    | Les trente-deux commerçants du marché couvert ont jusqu'au 30 avril pour vider leurs étals.

        promo   | La rédaction vous recommande :
        promo   | – Parkings : le grand flou
        promo   | – Halles : ce que prévoit la mairie

        body    | La mairie promet un chapiteau sur le parking voisin.

        promo   | Calculez le prix de votre loyer

        heading | Des loyers gelés

        body    | Les loyers ne bougeront pas avant 2027, assure l'adjointe au commerce.

        promo   | Commerce  Halles  Quimper
        promo   | Notre sélection du soir
        promo   | À lire aussi
        promo   | Voir les 12 commentaires
    """),
    ("fr", "Réforme des lycées : ce qui change", """
        body    | La réforme entre en vigueur lundi. Voici ce qu'il faut en retenir.

        body    | • Les groupes de niveau disparaissent
        body    | • Le bac blanc est avancé
        body    | • Deux heures de sport en plus

        body    | Trouvez-vous cela juste ? Les parents, eux, hésitent.

        body    | — Vous y croyez, vous ?

        body    | — Pas une seconde.

        body    | Consultez par la ministre en avril, les syndicats avaient dit non.

        body    | « Partagez vos notes, partagez vos livres », répète la proviseure.

        promo   | [DOSSIER] Tout comprendre à la réforme du lycée

        body    | Le ministère publiera une circulaire vendredi.
    """),
    ("en", "Harbour crane collapses in high winds", """
        promo   | Skip to content
        heading | Local news
        heading | Harbour crane collapses in high winds
        byline  | Written by Maeve Carrick
        byline  | maeve.carrick@harbourpost.example
        stamp   | Published: 07:14, 3 March 2025
        promo   | Save for later
        promo   | 17

        body    | A dockside crane came down in the early hours of Monday as gusts topped 80mph, blocking the main berth.

        promo   | Compare broadband deals in your area

        body    | Nobody was hurt, the port authority said.

        body    | What drivers should know:

        body    | Follow the signed diversion

        body    | Check the ferry timetable

        body    | Avoid Quay Street

        body    | The berth is expected to reopen on Thursday.

        promo   | [WATCH] The moment the crane fell

        body    | Engineers from the makers, who are based in Gdansk, are due on Tuesday.

        promo   | Your email address will not be published.
        promo   | More from the harbour
        promo   | Ferry fares to rise in May
    """),
    ("en", None, """
        dateline+body | SEOUL, March 3 (KNA) ‖ Prosecutors on Monday searched the offices of a shipping firm over a collision that killed four sailors off the southern coast, officials said.

        body    | The firm declined to comment.

        byline  | (By Han Ji-woo and Ross Tully)
        credit  | (END)
    """),
    ("en", "Two goals, two red cards and a wedding", """
        byline  | Gareth Pinnock at Kenilworth Road
        stamp   | Saturday March 1 2025, 5.40pm, The Evening Herald

        body    | Luton 2
        body    | Okafor 12, 77

        body    | Reading 0

        body    | The groom was in the away end, and nobody could say whether he had seen any of it at all.

        promo   | Follow the rest of the afternoon on our live blog

        body    | Booked: Reid, Lamb, Obi.
    """),
    ("de", "Stadtrat streicht Nachtbusse", """
        heading | POLITIK
        heading | Nahverkehr
        heading | Stadtrat streicht Nachtbusse
        byline  | Von unserer Redakteurin Silke Brandner
        stamp   | Stand: 03.03.2025, 17:44 Uhr
        promo   | Merken
        promo   | Später lesen
        promo   | Drucken

        body    | Ab Juni fahren nach Mitternacht keine Busse mehr. Das hat der Stadtrat am Montag mit knapper Mehrheit beschlossen.

        promo   | Hintergrund: Warum der Nahverkehr so teuer geworden ist

        body    | Die Opposition spricht von einem Rückschritt.

        promo   | Vergleichen Sie jetzt Ihren Stromtarif

        body    | „Wer nachts arbeitet, geht künftig zu Fuß“, sagte Stadträtin Ute Kling.

        promo   | Artikel anhören
        promo   | Diese Funktion steht nur Abonnenten zur Verfügung.

        body    | Der Landkreis prüft, ob er einspringt.

        promo   | Wir freuen uns über Ihre Meinung in den Kommentaren.
        promo   | Anzeige
    """),
    ("de", "Was beim Umzug zu beachten ist", """
        body    | Ein Umzug kostet Nerven. Wer früh plant, spart Geld.

        body    | Kartons früh sammeln

        body    | Nachsendeauftrag stellen

        body    | Zählerstände notieren

        body    | Finden Sie das übertrieben? Dann fragen Sie Ihre Nachbarn.

        body    | Vergleichen Sie mehrere Angebote, rät die Verbraucherzentrale.

        body    | „Folgen Sie mir“, rief der Möbelpacker und verschwand im Keller.
    """),
    ("es", "El puerto reabre tras el temporal", """
        heading | Sucesos y tiempo
        byline  | Autora: Redacción Gijón
        stamp   | Actualizada: 3 mar 2025 - 19:20
        promo   | Compartir:

        body    | El puerto reabrió este lunes después de dos días cerrado por el temporal.

        promo   | Consulta aquí el estado de las playas

        body    | Los daños superan el millón de euros, según la autoridad portuaria.

        promo   | Este reportaje es posible gracias a nuestras socias y socios. Sumate a la comunidad.

        body    | "Mire el muelle y dígame si exagero", dijo el patrón de un pesquero.

        promo   | #Gijón
        promo   | #temporal
        promo   | Recibe las noticias de Asturias en tu móvil. ¡Suscríbete!
    """),
    ("es", None, """
        dateline | OVIEDO
        dateline | 3 Mar. (AGENCIA NORTE) -

        body    | La Junta ha aprobado este lunes una partida de tres millones para reparar las carreteras comarcales dañadas por las lluvias.

        body    | La oposición la considera insuficiente.
    """),
    ("it", "Il teatro riapre dopo dieci anni", """
        heading | CULTURA E SPETTACOLI
        byline  | dalla nostra inviata Chiara Bonfanti
        stamp   | 3 marzo 2025 (modifica il 3 marzo 2025 | 12:20)
        promo   | Ascolta l'articolo
        promo   | 4 min
        promo   | NUOVO

        body    | Dieci anni di ponteggi, tre appalti falliti e un soffitto ridipinto: venerdì il teatro comunale riapre.

        promo   | LEGGI ANCHE
        promo   | - Il cartellone della stagione

        body    | «Trovate qualcuno che ci credeva», ride il direttore.

        promo   | Pronostici: scopri i bonus di benvenuto

        body    | I biglietti costano da 12 a 40 euro.

        promo   | Iscriviti alla newsletter
        promo   | La newsletter che racconta la città, ogni venerdì.
        credit  | © RIPRODUZIONE RISERVATA
    """),
    ("pt", "Ponte fecha para obras no verão", """
        heading | Sociedade
        byline  | Agência Lusa
        stamp   | 3 mar. 2025, 20:10
        promo   | 12
        promo   | Partilhar

        body    | A ponte fecha ao trânsito entre julho e setembro, anunciou a câmara.

        promo   | Leia também: Quanto custam as pontes

        body    | Os autocarros farão um desvio de seis quilómetros.

        promo   | Compare os preços dos combustíveis perto de si

        body    | A obra custa quatro milhões de euros.

        credit  | JLP // ZO
        credit  | Lusa/Fim
        promo   | O seu endereço de email não será publicado.
    """),
    ("nl", "Brug weer open na aanvaring", """
        heading | Regio
        byline  | Joost Verhagen en Lotte de Wit
        stamp   | Maandag 3 maart 2025 om 08.15
        promo   | Later lezen

        body    | De brug over de Maas is maandag weer opengegaan voor het verkeer, twee weken na de aanvaring.

        promo   | LEES OOK. Schipper wist van niets

        body    | Het herstel kostte zes ton.

        promo   | Bereken hier je energierekening

        body    | ‘Lees het rapport, dan weet je het’, zegt de wethouder.

        promo   | Uw e-mailadres wordt niet gepubliceerd.
        promo   | Meer nieuws uit Venlo? Volg ons op Instagram
    """),
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(("language", "title", "page"), PAGES, ids=[f"{each[0]} {each[1]}" for each in PAGES])
def test_each_line_of_a_page_is_what_an_editor_says(
    gazetteer: Gazetteer, language: str, title: str | None, page: str
) -> None:
    wanted, lines = [], []
    for line in page.strip().split("\n"):
        kinds, _, text = line.strip().partition("|")
        lines.append(text.strip().replace(" ‖ ", " "))
        wanted.append((kinds.strip(), lines[-1]))
    text = "\n".join(lines)
    kind_at = [
        part.kind for part in segments.split(text, language, gazetteer, title) for _ in range(part.start, part.end)
    ]
    found, start = [], 0
    for line in lines:
        kinds = list(dict.fromkeys(kind_at[start : start + len(line)]))
        found.append(("+".join(kinds), line))
        start += len(line) + 1
    assert [each for each in found if each[1]] == [each for each in wanted if each[1]]

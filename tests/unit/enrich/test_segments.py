"""What each stretch of a text is there for, in seven languages, and what must not be mistaken for it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.layout import segments
from shared.body import body_of
from tests.models import gazetteer
from tests.unit.growth import Work, is_linear

SEED = (Path(__file__).parents[3] / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8")
BODY = (
    "Le port de Marseille a rouvert mardi matin après trois jours de grève, a indiqué la direction. "
    "Les dockers ont voté la reprise du travail."
)
# What articles are made of, so that hypothesis finds its way to the marks and to their edges.
PIECES = (
    BODY, " ", "\n", "\n\n", "\t", "\u00a0", "PARIS, 12 mars (AFP) – ", " date 2023-10 ", "Par Jeanne Martin",
    "© 2024 AFP", "À lire aussi : Grève au port", "À lire aussi", "(avec AFP)", "(À lire aussi : Grève)",
    "LE FINANCEMENT DE L’UKRAINE AUGMENTE", "LE CONTEXTE", "Publié le 12/03/2024 à 18h05",
    "Inscrivez-vous à notre newsletter.", "L’Associated Press a contribué à ce rapport.", "Photo : X/Reuters",
    "Publicité", "«", "»", ".", "(", ")", "İ", "ŉ", "12", "Édité par Paul", "Une mobilisation inédite",
)  # fmt: skip


def marked(text: str, code: str = "fr") -> list[tuple[str, str]]:
    """All that is no body, without the white space around it."""
    parts = segments.split(text, code, gazetteer())
    return [(part.kind, text[part.start : part.end].strip()) for part in parts if part.kind != "body"]


class TestSeed:
    def test_one_stamp_two_promotions_one_credit(self) -> None:
        parts = segments.split(SEED, "fr")
        kinds = [part.kind for part in parts]
        assert kinds == ["stamp", "body", "promo", "body", "promo", "body", "credit"]
        texts = [SEED[part.start : part.end].strip() for part in parts if part.kind != "body"]
        assert texts[0] == "date 2023-10"
        assert texts[1].startswith("L’ADMINISTRATION BIDEN S’INQUIETE DE LA CORRUPTION")
        assert texts[2].startswith("LE FINANCEMENT DE L’UKRAINE AUGMENTE")
        assert texts[3] == "L’Associated Press a contribué à ce rapport."


class TestStamp:
    @pytest.mark.parametrize(
        ("stamp", "code"),
        [
            ("date: 2024-05-06", "fr"),
            ("Publié le 12/03/2024 à 18h05, mis à jour le 13/03/2024 à 9h00", "fr"),
            ("Mis à jour le 12 mars 2024", "fr"),
            ("Le mardi 12 mars 2024", "fr"),
            ("Published 10:05 GMT, 12 March 2024", "en"),
            ("Updated March 12, 2024 at 6:05 p.m. EDT", "en"),
            ("Actualizado el 12 de marzo de 2024", "es"),
            ("Publicado em 12/03/2024 às 18h05", "pt"),
            ("Stand: 12.03.2024, 18:05 Uhr", "de"),
            ("Pubblicato il 12 marzo 2024", "it"),
            ("Gepubliceerd op 12 maart 2024 om 18:05", "nl"),
            # Glued as the page was taken apart, and as machines print it.
            ("Publié12 mars 2025", "fr"),
            ("Publié le12 mars 2025 à10h14Mis à jour le 12 mars 2025 à 11h00", "fr"),
            ("PublishedMarch 12, 2025Updated14 March 2025", "en"),
            ("Veröffentlicht am12.03.2025Aktualisiert am13.03.2025", "de"),
            ("Publicado12 mar 2025Actualizado13 mar 2025 10:15h", "es"),
            ("12/03/2025 às10h14Atualizado em 12/03/2025 às 11h", "pt"),
            ("Pubblicato12 marzo 2025", "it"),
            ("12 maart 2025, 10:14Laatste update:13 maart 2025", "nl"),
            ("2025-03-12 10:14", "en"),
            ("2025-03-12T10:14:00Z", "en"),
            ("2025-03-12T10:14:00.123+01:00", "en"),
        ],
    )
    def test_at_the_top(self, stamp: str, code: str) -> None:
        assert marked(f"{stamp}\n\n{BODY}", code) == [("stamp", stamp)]

    def test_it_may_be_glued_to_the_first_sentence(self) -> None:
        assert marked(f"Publié le 12/03/2024 à 18h05 {BODY}") == [("stamp", "Publié le 12/03/2024 à 18h05")]

    @pytest.mark.parametrize(
        "line",
        [
            "12 mars 2024 : le port rouvre et les dockers sont contents.",
            "Le 12 mars 2024, le port a rouvert.",
            "Le modèle Publié12 de mars 2025 est sorti.",
        ],
    )
    def test_a_sentence_with_a_date_is_none(self, line: str) -> None:
        assert marked(f"{line}\n\n{BODY}") == []


class TestDateline:
    @pytest.mark.parametrize(
        ("dateline", "code"),
        [
            ("DULUTH, Minn. —", "en"),
            ("PARIS, 12 mars (AFP) –", "fr"),
            ("PARIS —", "fr"),
            ("Kyiv, Ukraine —", "fr"),
            ("Genève (awp/ats) –", "fr"),
            ("AIX-EN-PROVENCE, mardi 12 mars 2024 (AFP) -", "fr"),
            ("(Belga)", "fr"),
            ("WASHINGTON, March 3 (Reuters) -", "en"),
            ("WASHINGTON (AP) —", "en"),
            ("Austin, Texas —", "en"),
            ("KHARTOUM (SUNA) —", "en"),
            ("MADRID, 4 mar. (EFE).-", "es"),
            ("MADRID, 4 Mar. (EUROPA PRESS) -", "es"),
            ("Lisboa, 12 mar 2024 (Lusa) -", "pt"),
            ("RIO DE JANEIRO (Reuters) -", "pt"),
            ("Berlin (dpa) -", "de"),
            ("Wien/Graz (APA) –", "de"),
            ("Frankfurt am Main, 12. März (dpa) –", "de"),
            ("ROMA, 12 MAR -", "it"),
            ("(ANSA) - ROMA, 12 MAR -", "it"),
            ("DEN HAAG (ANP) -", "nl"),
            ("WARSZAWA (PAP) –", "pl"),
            ("Kassel.", "de"),
            ("Marburg/Gießen -", "de"),
            ("NUORO (Sardegna).", "it"),
            ("Alicante.", "es"),
            ("SYDNEY:", "en"),
            ("(APA, red, 18.1.2025)", "de"),
            ("MADRID 12 Mar. (EUROPA PRESS) -", "es"),
        ],
    )
    def test_place_date_agency_and_dash(self, dateline: str, code: str) -> None:
        assert marked(f"{dateline} {BODY}", code) == [("dateline", dateline)]

    @pytest.mark.parametrize(
        "text",
        [
            f"EXCLUSIF – {BODY}",
            f"FOOTBALL – {BODY}",
            f"Emmanuel Macron – président depuis 2017 – {BODY}",
            f"Mardi soir – {BODY}",
            f"En 2024 – {BODY}",
            f"PARIS – MARSEILLE, le résumé du match.\n\n{BODY}",
            f"Gallimard, 1990 - {BODY}",
            f"(Gallimard, 18.1.2025) {BODY}",
            f"Silence. {BODY}",
            f"Non. {BODY}",
            f"Oui – {BODY}",
            f"Résultat: {BODY}",
            f"ADOLESCENCE PERDUE (film complet) Le film est sorti mardi. {BODY}",
            f"{BODY}\n\nPARIS, 12 mars (AFP) – {BODY}",
        ],
    )
    def test_other_words_before_a_dash(self, text: str) -> None:
        assert marked(text) == []

    @pytest.mark.parametrize(("answer", "code"), [("Klar.", "de"), ("Sim.", "pt"), ("NO –", "it"), ("Bien –", "es")])
    def test_an_answer_is_none_though_a_town_is_called_so(self, answer: str, code: str) -> None:
        assert marked(f"{answer} {BODY}", code) == []

    def test_it_comes_after_title_and_byline(self) -> None:
        text = f"Le port rouvre\n\nPar Jeanne Martin\n\nMARSEILLE, 12 mars (AFP) – {BODY}"
        assert [kind for kind, _ in marked(text)] == ["heading", "byline", "dateline"]


class TestByline:
    @pytest.mark.parametrize(
        ("byline", "code"),
        [
            ("Par Jeanne Martin", "fr"),
            ("Par Jeanne Martin et Paul de La Tour, avec AFP", "fr"),
            ("Par la rédaction", "fr"),
            ("De notre correspondant à Berlin, Paul Durand", "fr"),
            ("Jeanne Martin, à Marseille", "fr"),
            ("By JOHN SMITH, Associated Press", "en"),
            ("By Jane Roe and John Doe Jr.", "en"),
            ("Por Juan Pérez", "es"),
            ("Por João da Silva", "pt"),
            ("Von Jan Becker, dpa", "de"),
            ("Di Mario Rossi", "it"),
            ("Door Jan de Vries", "nl"),
            ("De notre correspondant", "fr"),
            ("Par notre correspondante à Rome", "fr"),
            ("Jeanne Martin, correspondante à Rome", "fr"),
            ("Staff writer", "en"),
            ("Jane Roe, Political Editor", "en"),
            ("Redacción / EFE", "es"),
            ("EFE | Madrid", "es"),
            ("Ana Silva e Rui Costa", "pt"),
            ("Redaktion/dpa", "de"),
            ("Dal nostro corrispondente", "it"),
            ("Van onze correspondent in Parijs", "nl"),
        ],
    )
    def test_who_wrote_it(self, byline: str, code: str) -> None:
        assert marked(f"{byline}\n\n{BODY}", code) == [("byline", byline)]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("Par Jeanne Martin | Publié le 12/03/2024", "fr"),
            ("Publié le 12/03/2024 à 18h05 par Jeanne Martin", "fr"),
            ("Médias - Publié le mardi 12 mars 2024 par Jeanne Martin", "fr"),
            ("By Jane Roe, 12 March 2024", "en"),
            ("Jane Roe | Updated 2 hours ago", "en"),
            ("12.03.2024, 18:05 Uhr • Von Jan Becker", "de"),
            ("Publicado em 12/03/2024 - 18:31 Por Luana Brito - Repórter da Agência Norte - Manaus", "pt"),
        ],
    )
    def test_a_stamp_on_its_line_is_of_it(self, line: str, code: str) -> None:
        assert marked(f"{line}\n\n{BODY}", code) == [("byline", line)]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Par Toutatis, le ciel est tombé mardi sur Marseille. Il pleut.", "fr"),
            ("By Monday, officials hope to open the port. It was closed.", "en"),
            ("Von der Leyen reist am Montag nach Kiew. Sie fliegt.", "de"),
            ("Di Maio annuncia la riapertura del porto. Piove.", "it"),
        ],
    )
    def test_sentences_that_begin_like_one(self, text: str, code: str) -> None:
        assert marked(text, code) == []


class TestHeading:
    @pytest.mark.parametrize(
        "title",
        ["Le port rouvre", "GRÈVE AU PORT DE MARSEILLE : LES DOCKERS ONT VOTÉ LA REPRISE", "Que va devenir le port ?"],
    )
    def test_a_title_at_the_top(self, title: str) -> None:
        assert marked(f"{title}\n\n{BODY}") == [("heading", title)]

    @pytest.mark.parametrize(
        "title",
        [
            "Ukraine : ce que l’on sait de l’attaque",
            "Guerre en Ukraine. Ce que l’on sait de l’attaque",
            "Ukraine : « Nous ne céderons pas. Jamais », dit le président",
            "Ukraine : ce que l’on sait de l’attaque de drones qui a frappé dans la nuit de mardi à mercredi la ville "
            "de Kharkiv et a fait au moins douze morts et une centaine de blessés",
        ],
    )
    @pytest.mark.parametrize("below", ["Publié le 12 mars 2025 à 10h12", "Par Jeanne Martin", "Lundi 3 mars 2025"])
    @pytest.mark.parametrize("text", [BODY, f"{BODY}\n\n{BODY}"])
    def test_a_title_right_over_a_stamp_or_an_author(self, title: str, below: str, text: str) -> None:
        kind = "byline" if below.startswith("Par") else "stamp"
        assert marked(f"{title}\n{below}\n{text}") == [("heading", title), (kind, below)]

    def test_the_text_below_may_be_cut_off(self) -> None:
        text = "Le port rouvre\nLundi 3 mars 2025\nLe port de Marseille a rouvert mardi matin"
        assert marked(text) == [("heading", "Le port rouvre"), ("stamp", "Lundi 3 mars 2025")]

    def test_a_sentence_over_an_author_is_a_standfirst(self) -> None:
        text = f"Le port a rouvert. Les dockers sont contents.\nPar Jeanne Martin\n{BODY}"
        assert [kind for kind, _ in marked(text)] == ["byline"]

    @pytest.mark.parametrize(
        ("title", "code"),
        [
            ("EN DIRECT - Guerre en Ukraine : Kiev annonce la reprise des pourparlers", "fr"),
            ("VIDÉO. Le port rouvre après la grève", "fr"),
            ("EN DIRECT\nLe port rouvre après la grève", "fr"),
            ("LIVE: Port reopens after strike", "en"),
            ("LIVE\nPort reopens after strike", "en"),
            ("Liveticker: Hafen öffnet wieder", "de"),
            ("EN VIVO: El puerto reabre tras la huelga", "es"),
            ("AO VIVO: Porto reabre depois da greve", "pt"),
            ("DIRETTA - Il porto riapre dopo lo sciopero", "it"),
            ("Liveblog: haven weer open na staking", "nl"),
        ],
    )
    def test_what_the_article_is_stands_before_its_own_title(self, title: str, code: str) -> None:
        byline = {
            "en": "By Jane Roe",
            "fr": "Par Jane Roe",
            "de": "Von Jane Roe",
            "it": "Di Jane Roe",
            "nl": "Door Jane Roe",
        }
        author = byline.get(code, "Por Jane Roe")
        assert marked(f"{title}\n{author}\n\n{BODY}\n\n{BODY}", code) == [("heading", title), ("byline", author)]

    def test_amid_the_text_or_beside_the_title_it_leads_to_another(self) -> None:
        link = "EN DIRECT - Guerre en Ukraine : Kiev annonce la reprise"
        assert marked(f"{BODY}\n\n{link}\n\n{BODY}") == [("promo", link)]
        text = f"{link}\n\nLe port rouvre après la grève\n\nPar Jeanne Martin\n\n{BODY}"
        assert [kind for kind, _ in marked(text)] == ["promo", "heading", "byline"]

    @pytest.mark.parametrize("line", ["Une mobilisation inédite", "LE CONTEXTE", "« Du jamais vu »", "2. La suite"])
    def test_a_line_over_running_text(self, line: str) -> None:
        assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == [("heading", line)]

    def test_a_question_over_a_list(self) -> None:
        text = f"{BODY}\n\nQue retenir ?\n\n- Le port rouvre\n- La grève finit\n\n{BODY}"
        assert marked(text) == [("heading", "Que retenir ?")]

    def test_a_question_among_other_headings(self) -> None:
        text = f"{BODY}\n\nUn long conflit\n\n{BODY}\n\nEt maintenant ?\n\n{BODY}"
        assert [words for _, words in marked(text)] == ["Un long conflit", "Et maintenant ?"]

    @pytest.mark.parametrize(
        "text",
        [
            # A list, what is introduced, a question of an interview, the item of a list, the last line.
            f"{BODY}\n\nMarseille\n\nLyon\n\nParis\n\n{BODY}",
            f"ORDONNE :\n\n{BODY}",
            f"Un\n\nDeux\n\nTrois\n\nQuatre\n\n{BODY}",
            f"{BODY}\n\nPourquoi faire grève ?\n\n{BODY}",
            f"{BODY}\n\n– Une mobilisation inédite\n\n{BODY}",
            f"{BODY}\n\nLe ministre :\n\n{BODY}",
            f"{BODY}\n\nUne mobilisation inédite",
        ],
    )
    def test_short_lines_that_are_none(self, text: str) -> None:
        assert marked(text) == []


class TestPromo:
    @pytest.mark.parametrize(
        ("promo", "code"),
        [
            ("À lire aussi : Grève au port, ce qu’il faut savoir", "fr"),
            ("A LIRE AUSSI - Grève au port", "fr"),
            (">> Lire aussi\u00a0: Grève au port", "fr"),
            ("LIRE AUSSI. La grève continue.", "fr"),
            ("Lire : Grève au port", "fr"),
            ("LES DOCKERS DE MARSEILLE ANNONCENT UNE NOUVELLE GRÈVE", "fr"),
            ("Pour ne rien manquer de l’actualité, téléchargez notre application.", "fr"),
            ("Vous aimez cet article ? Inscrivez-vous à notre newsletter. C’est gratuit.", "fr"),
            ("Publicité", "fr"),
            ("Read more: Strike at the port", "en"),
            ("CLICK HERE TO GET THE FOX NEWS APP", "en"),
            ("Sign up for our newsletter to get the best of the news in your inbox.", "en"),
            ("Lea también: La huelga sigue", "es"),
            ("Suscríbete a nuestro boletín.", "es"),
            ("Leia também: A greve continua", "pt"),
            ("Lesen Sie auch: Der Streik geht weiter", "de"),
            ("Abonnieren Sie unseren Newsletter!", "de"),
            ("Anzeige", "de"),
            ("Leggi anche: Lo sciopero continua", "it"),
            ("Iscriviti alla nostra newsletter", "it"),
            ("Lees ook: De staking gaat door", "nl"),
            ("Meld je aan voor onze nieuwsbrief.", "nl"),
            ("READ MORE: Strike", "pl"),
            ("Recevez chaque matin l’essentiel : inscrivez-vous à notre newsletter « Matin Rhône ».", "fr"),
            ("Vous aimez les livres ? Abonnez-vous à notre lettre « Pages à pages ».", "fr"),
            ("Partagez cet article sur Facebook", "fr"),
            ("EN IMAGES. Les quais déserts du port", "fr"),
            ("Get the Ledger app for breaking news wherever you are", "en"),
            ("WATCH | Dockers on the march", "en"),
            ("Enjoyed this story? Subscribe.", "en"),
            ("Síguenos en Facebook y X", "es"),
            ("¿Te ha gustado este artículo? Suscríbete", "es"),
            ("Siga o canal do Jornal no WhatsApp", "pt"),
            ("Jetzt den Newsletter „Hafenblick“ abonnieren", "de"),
            ("Folgen Sie uns auf Instagram", "de"),
            ("Ricevi ogni mattina le notizie nella tua casella", "it"),
            ("Download onze gratis app en mis niets van het weer", "nl"),
            ("Schrijf je in voor onze nieuwsbrief", "nl"),
        ],
    )
    def test_a_line_amid_the_text(self, promo: str, code: str) -> None:
        assert marked(f"{BODY}\n\n{promo}\n\n{BODY}", code) == [("promo", promo)]

    @pytest.mark.parametrize(
        "promo",
        ["(À lire aussi : Grève au port)", "[Lire aussi : Grève au port]", "Lire aussi : La grève continue à Lyon."],
    )
    def test_a_stretch_amid_a_paragraph(self, promo: str) -> None:
        assert marked(f"{BODY} {promo} {BODY}") == [("promo", promo)]

    def test_links_under_a_cue_until_running_text_goes_on(self) -> None:
        block = "Sur le même sujet\n\nGrève au port\n\nPourquoi cette grève ?"
        assert marked(f"{BODY}\n\n{block}\n\n{BODY}") == [("promo", block)]

    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_links_of_one_block_are_one(self, gap: str) -> None:
        block = f"Related: Strike at the port{gap}Related: Five things to know"
        assert marked(f"{BODY}\n\n{block}\n\n{BODY}", "en") == [("promo", block)]

    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_a_short_line_after_a_block_of_links_is_a_heading(self, gap: str) -> None:
        block = f"À LIRE AUSSI{gap}Cinq romans à offrir à ceux qui n’aiment pas lire"
        assert marked(f"{BODY}\n\n{block}\n\nLe sel des mots\n\n{BODY}") == [
            ("promo", block),
            ("heading", "Le sel des mots"),
        ]

    def test_a_headline_in_capitals_between_two_sentences(self) -> None:
        headline = "LES DOCKERS DE MARSEILLE ANNONCENT UNE GRÈVE"
        assert marked(f"{BODY} {headline} {BODY}") == [("promo", headline)]

    @pytest.mark.parametrize(
        ("sentence", "code"),
        [
            ("The government urged people to download the app before travelling.", "en"),
            ("Some 3 million people subscribe to the newsletter, the firm said.", "en"),
            ("More from the crash site emerged on Tuesday.", "en"),
            ("Recibe cada mes 300 euros de su hijo en el correo.", "es"),
            ("Ela colaborou com a polícia, disse a agência.", "pt"),
            ("Die Stadt will den Newsletter abonnieren.", "de"),
            ("Auch interessant ist, dass die Stadt zahlt.", "de"),
            ("Altri articoli sono stati sequestrati dalla polizia.", "it"),
            ("Deel van de app werkt niet meer, zegt het bedrijf.", "nl"),
        ],
    )
    def test_sentences_with_the_words_of_a_call(self, sentence: str, code: str) -> None:
        assert marked(f"{BODY}\n\n{sentence}\n\n{BODY}", code) == []
        assert marked(f"{BODY} {sentence} {BODY}", code) == []

    def test_a_heading_after_a_single_link_stays_one(self) -> None:
        text = f"{BODY}\n\nÀ lire aussi : Grève au port\n\nUne mobilisation inédite\n\n{BODY}"
        assert [kind for kind, _ in marked(text)] == ["promo", "heading"]

    @pytest.mark.parametrize(
        "text",
        [
            f"{BODY}\n\n« Abonnez-vous à notre newsletter », a dit le patron.\n\n{BODY}",
            f"{BODY}\n\nAbonnez-vous », lance-t-il aux passants du port.\n\n{BODY}",
            f"{BODY} ONU, OTAN, UE, FMI, OMC sont là. {BODY}",
            f"{BODY}\n\nLire ce livre est un plaisir pour les dockers.\n\n{BODY}",
            f"{BODY}\n\nLa publicité est interdite au port.\n\n{BODY}",
            "LE PORT DE MARSEILLE A ROUVERT.\n\nLES DOCKERS ONT VOTÉ LA REPRISE DU TRAVAIL\n\nLE MINISTRE EST CONTENT",
            "LE PORT DE MARSEILLE A ROUVERT CE MARDI MATIN APRÈS TROIS",
            "Le port de Marseille a rouvert mardi matin après\ntrois jours de grève, a indiqué la direction du\n"
            "PORT AUTONOME DE MARSEILLE ET DE FOS SUR MER\nqui salue la fin du conflit et la reprise complète\n"
            "du travail.\n\nLe ministre a salué cet accord.",
            "Le port a rouvert, dit le\nPORT AUTONOME DE MARSEILLE ET DE FOS SUR MER\nqui salue la reprise.\n\n" + BODY,
            "Le port a rouvert mardi à\nMarseille et à Lyon.\n\nLe ministre a salué cet accord.",
            "Le port a rouvert mardi après\ntrois jours de grève.\n\nLe ministre a salué cet accord.",
        ],
    )
    def test_what_is_none(self, text: str) -> None:
        assert marked(text) == []


class TestAuthorsAndTitles:
    """Who the author is may stand before the name, and a stamp behind the title."""

    @pytest.mark.parametrize(
        ("byline", "code"),
        [
            ("By crime reporter Jane Moss", "en"),
            ("By our special envoy Jane Moss", "en"),
            ("Por la redactora Eva Gil", "es"),
            ("Por nossa repórter Rita Faro", "pt"),
            ("Rédaction en ligne, avec AFP", "fr"),
        ],
    )
    def test_what_the_author_is(self, byline: str, code: str) -> None:
        assert marked(f"{byline}\n\n{BODY}", code) == [("byline", byline)]

    @pytest.mark.parametrize("signature", ["L.B. avec AFP", "mjo avec ATS", "L. T."])
    def test_initials_with_an_agency_are_an_author(self, signature: str) -> None:
        assert marked(f"{BODY}\n\n{signature}") == [("byline", signature)]

    @pytest.mark.parametrize("code", ["fr", "en"])
    def test_a_stamp_behind_the_title(self, code: str) -> None:
        text = f"The harbour that nobody wanted back date 2022-05\n\n{BODY}"
        assert marked(text, code) == [("heading", "The harbour that nobody wanted back"), ("stamp", "date 2022-05")]

    def test_a_note_in_brackets_is_no_title(self) -> None:
        text = f"(This May 3 story has been corrected in paragraph 2)\n\nPARIS, May 3 (Reuters) - {BODY}"
        assert [kind for kind, _ in marked(text, "en")] == ["dateline"]

    def test_what_the_author_is_and_for_whom(self) -> None:
        text = f"The river is back in its bed\n\nBy Jane Roe\nCourier staff writer\n\n{BODY}\n\n{BODY}"
        assert marked(text, "en")[1:] == [("byline", "By Jane Roe\nCourier staff writer")]

    def test_the_path_of_a_page_in_its_site(self) -> None:
        assert marked(f"Startseite > Regional > Kassel\n\n{BODY}", "de") == [
            ("promo", "Startseite > Regional > Kassel")
        ]


class TestCredit:
    @pytest.mark.parametrize(
        ("credit", "code"),
        [
            ("© 2024 AFP", "fr"),
            ("Tous droits réservés. © 2024 Agence France-Presse", "fr"),
            ("L’Associated Press a contribué à ce rapport.", "fr"),
            ("Avec AFP", "fr"),
            ("Copyright AFP", "fr"),
            ("Le Courrier avec AFP", "fr"),
            ("(avec AFP et Reuters)", "fr"),
            ("Photo : Jean Dupont/Reuters", "fr"),
            ("Copyright 2024 The Associated Press. All rights reserved.", "en"),
            ("(Reporting by John Doe in London; editing by Jane Roe)", "en"),
            ("Reporting by John Doe; Editing by Jane Roe", "en"),
            ("Associated Press writer Jane Roe in Rome contributed to this report.", "en"),
            ("(con información de EFE)", "es"),
            ("EFE", "es"),
            ("(Reportagem de João Silva; edição de Maria Souza)", "pt"),
            ("dpa/abc", "de"),
            ("(Quelle: dpa)", "de"),
            ("Foto: Jan Becker/dpa", "de"),
            ("© RIPRODUZIONE RISERVATA", "it"),
            ("(ANSA).", "it"),
            ("Bron: ANP", "nl"),
            ("JPS // ZO\n\nLusa/Fim", "pt"),
            ("bur-abc/def/ghi", "fr"),
            ("(Schluss) hel/ker", "de"),
            ("Fin", "fr"),
            ("/ATS", "fr"),
            ("dpa-infocom, dpa:240312-99-1/2", "de"),
            ("dpa abc xx def", "de"),
            ("— With PTI inputs", "en"),
            ("Photo d’archives", "fr"),
            ("Symbolbild", "de"),
            ("Foto di repertorio", "it"),
            ("(foto Rossi)", "it"),
            ("[Keystone - Anna Weber]", "fr"),
            ("Agencias", "es"),
            ("Article translated from French – © The Tide", "en"),
        ],
    )
    def test_at_the_end(self, credit: str, code: str) -> None:
        assert marked(f"{BODY}\n\n{credit}", code) == [("credit", credit)]

    @pytest.mark.parametrize(
        ("credit", "code"),
        [
            ("(avec AFP)", "fr"),
            ("L’Associated Press a contribué à ce rapport.", "fr"),
            ("(Reporting by John Doe; editing by Jane Roe)", "en"),
            ("(dpa)", "de"),
            ("EFE", "es"),
            ("JPS // ZO", "pt"),
            ("[RTS - DR]", "fr"),
            ("© Riproduzione riservata", "it"),
            ("RIPRODUZIONE RISERVATA", "it"),
            ("Tous droits réservés.", "fr"),
            ("All rights reserved.", "en"),
            ("Alle Rechte vorbehalten", "de"),
            ("Reservados todos los derechos", "es"),
            ("Todos os direitos reservados.", "pt"),
            ("Alle rechten voorbehouden", "nl"),
            ("(APA, red, 18.1.2025)", "de"),
            ("(red, APA, 18.1.2025)", "de"),
        ],
    )
    def test_glued_to_the_last_sentence(self, credit: str, code: str) -> None:
        assert marked(f"{BODY} {credit}", code) == [("credit", credit)]

    @pytest.mark.parametrize(
        "text",
        [
            f"L’AFP a contribué à révéler l’affaire. {BODY}",
            f"{BODY} Le ministre s’est entretenu avec l’AFP.",
            f"{BODY} Il travaille pour l’OTAN (Organisation du traité de l’Atlantique nord).",
            f"{BODY}\n\nCopyright law protects the port, the court said.\n\n(c) le port reste ouvert.",
            f"Édité par Gallimard, le livre est sorti mardi.\n\n{BODY}",
            f"{BODY}\n\nÉdité par Gallimard, le livre est sorti mardi.\n\n" + "\n\n".join([BODY] * 4),
            f"{BODY} Le livre vient de sortir (Gallimard, Paris, 18.1.2025).",
        ],
    )
    def test_what_is_none(self, text: str) -> None:
        assert marked(text) == []

    def test_the_rights_of_a_company_are_one_credit(self) -> None:
        credit = "Le Courrier de Marseille. Tous droits réservés."
        assert marked(f"{BODY}\n\n{credit}") == [("credit", credit)]

    @pytest.mark.parametrize(
        ("caption", "credit"),
        [("The harbour on Tuesday.", "REUTERS/Jane Roe"), ("The harbour on Tuesday", "(Photo: AFP)")],
    )
    def test_the_credit_of_a_picture_under_the_title(self, caption: str, credit: str) -> None:
        text = f"The port opens again at last\n{caption} {credit}\nBy Jane Roe\n\n{BODY}"
        assert marked(text, "en")[:2] == [("heading", "The port opens again at last"), ("credit", credit)]


class TestCover:
    @given(
        st.lists(st.sampled_from(PIECES) | st.text(max_size=20)).map("".join), st.sampled_from(["fr", "en", "de", "pl"])
    )
    def test_segments_cover_the_text_in_order_and_none_is_empty(self, text: str, code: str) -> None:
        parts = segments.split(text, code)
        assert [part.start for part in parts] == [0, *(part.end for part in parts)][: len(parts)]
        assert [part.end for part in parts][-1:] == [len(text)][: len(text)]
        assert all(part.start < part.end for part in parts)
        body = body_of(text, parts)
        assert len(body) == len(text)
        assert all(now in (before, " ") for before, now in zip(text, body, strict=True))

    @given(st.lists(st.sampled_from(PIECES)).map("".join))
    def test_a_text_that_says_something_has_a_body(self, text: str) -> None:
        body = body_of(text, segments.split(text, "fr"))
        assert any(map(str.isalnum, body)) == any(map(str.isalnum, text))

    def test_white_space_belongs_to_the_segment_before_it(self) -> None:
        text = f"  Par Jeanne Martin \n\n {BODY}\n\n(avec AFP).\n"
        assert [text[part.start : part.end] for part in segments.split(text, "fr")] == [
            "  Par Jeanne Martin \n\n ",
            f"{BODY}\n\n",
            "(avec AFP).\n",
        ]


class TestTime:
    @pytest.mark.parametrize(
        "text",
        [
            "Le port a rouvert mardi. " * 40_000, "Le port a rouvert mardi matin\n\n" * 30_000, "a" * 5_000_000,
            "AB CD EF GH IJ KL\n" * 60_000, "« " * 500_000, "(" * 1_000_000, "À lire aussi (" * 70_000,
            "À lire aussi\n" * 80_000, "Inscrivez-vous à notre newsletter. " * 30_000, "ABCD EF. " * 110_000,
            "» ABCDEF " * 110_000, "a contribué à ce rapport " * 40_000, "édité par " * 100_000,
            "photo : " * 120_000, "– " * 500_000,
            "12/03/2024 " * 90_000, "AFP, " * 200_000, "." * 1_000_000, " " * 1_000_000,
            "气象局周二发布暴雨预警。" * 90_000,
        ],
        ids=lambda text: text[:20].strip() or "blank",
    )  # fmt: skip
    @pytest.mark.timeout(60)
    def test_a_megabyte_takes_seconds_and_grows_in_proportion(self, text: str) -> None:
        def prepare(size: int) -> Work:
            made = (text * (size // len(text) + 1))[:size]
            return lambda: segments.split(made, "fr")

        assert is_linear(prepare, len(text) // 4)


class TestNewsroomHabits:
    """What stands around articles of real newsrooms, by kind."""

    @pytest.mark.parametrize(
        ("top", "code"),
        [
            ([("stamp", "Mis à jour à 17h20")], "fr"),
            ([("stamp", "Publié il y a 3 heures")], "fr"),
            ([("stamp", "22 de agosto de 2024 | 18:40 | Lectura: 3 minutos")], "es"),
            ([("stamp", "5 febbraio 2025 - Ultimo aggiornamento: 13:08")], "it"),
            ([("stamp", "Gepubliceerd: woensdag 18 september 2024, 12:05\nLeestijd 2 minuten")], "nl"),
            ([("stamp", "Sun 20 Oct 2024, 21:40 | 34 Comments")], "en"),
            ([("byline", "L.B. avec AFP")], "fr"),
            ([("byline", "From Chidi Obi-Nwosu, Awka, and Halima Garba, Abuja")], "en"),
            ([("byline", "Texto: Rui Sá Nogueira | Foto: Inês Lobo (com Lusa)")], "pt"),
            ([("dateline", "Lausanne, 28.09.2025 (ats) -")], "fr"),
            ([("dateline", "Lausanne, 28.09.2025 (ats)")], "fr"),
            ([("dateline", "TERUEL 9 Ene. (EUROPA PRESS) -")], "es"),
            ([("stamp", "Temps de lecture : 3 min")], "fr"),
            ([("stamp", "5-minute read")], "en"),
            ([("stamp", "Lesezeit: 3 Min.")], "de"),
            ([("promo", "Share this on Facebook | X | Email")], "en"),
            ([("stamp", "Wed Nov 12 2025")], "en"),
            ([("stamp", "mer. 12 nov. 2025")], "fr"),
            (
                [
                    ("heading", "Bookkeeper jailed for stealing from a boatyard\n\nShe spent it on bingo, court hears"),
                    ("byline", "Maeve Tarpey"),
                    ("stamp", "12 November 2025"),
                ],
                "en",
            ),
            ([("dateline", "Lingen/Meppen (dpa/lni) -")], "de"),
        ],
    )
    def test_above_the_text(self, top: list[tuple[str, str]], code: str) -> None:
        printed = "\n\n".join(text for _, text in top)
        assert marked(f"{printed}\n\n{BODY}\n\n{BODY}", code) == top

    def test_a_standfirst_above_a_dateline_is_body(self) -> None:
        title, standfirst = "Viehtransporter kippt auf A31 um", "Ein Sattelzug kommt von der Fahrbahn ab. Es dauert."
        text = f"{title}\n\n{standfirst}\n\nLingen (dpa/lni) - {BODY}\n\n{BODY}"
        assert marked(text, "de") == [("heading", title), ("dateline", "Lingen (dpa/lni) -")]

    def test_a_place_with_its_state_under_an_author(self) -> None:
        text = f"Perereca de 2 cm canta como grilo\n\nReinaldo Lobo\n\nSÃO CARLOS (SP)\n\n{BODY}\n\n{BODY}"
        assert marked(text, "pt")[1:] == [("byline", "Reinaldo Lobo"), ("dateline", "SÃO CARLOS (SP)")]

    @pytest.mark.parametrize(
        ("author", "place"),
        [("FULANO DE TAL", "SÃO PAULO"), ("Fulano de Tal", "São Paulo"), ("JOÃO PEREIRA", "Brasília")],
    )
    def test_an_author_over_his_place(self, author: str, place: str) -> None:
        text = f"Porto reabre depois de greve longa\n{author}\n{place}\n{BODY}\n\n{BODY}"
        assert marked(text, "pt")[1:] == [("byline", author), ("dateline", place)]

    def test_an_author_in_capitals_over_what_he_is(self) -> None:
        byline = "FULANO DE TAL\nENVIADA ESPECIAL A BRASÍLIA"
        text = f"Porto reabre depois de greve longa\n\n{byline}\n\n{BODY}"
        assert marked(text, "pt")[1:] == [("byline", byline)]

    def test_a_place_alone_under_the_title(self) -> None:
        text = f"Porto reabre depois de greve longa\n\nSão Paulo\n{BODY}\n\n{BODY}"
        assert marked(text, "pt")[1:] == [("dateline", "São Paulo")]

    @pytest.mark.parametrize("lines", ["GUERRA NA UCRÂNIA\nSÃO PAULO", "FULANO DE TAL\nGREVE NO PORTO"])
    def test_capitals_over_a_text_are_no_author_if_nothing_says_so(self, lines: str) -> None:
        assert "byline" not in [kind for kind, _ in marked(f"{lines}\n{BODY}\n\n{BODY}", "pt")]

    def test_a_few_words_right_above_a_paragraph(self) -> None:
        assert marked(f"{BODY}\n\nNieuw contract\n{BODY}\n\n{BODY}", "nl") == [("heading", "Nieuw contract")]
        assert marked(f"{BODY}\n\nWie het wil lezen leest\nverder. {BODY}\n\n{BODY}", "nl") == []

    def test_title_of_two_lines(self) -> None:
        title = "Schulbeginn\nEltern in Lustenau boykottieren Unterricht im Container"
        text = (
            f"{title}\nVon Magdalena Fussenegger und Emre Yıldız\nAktualisiert am 8. September 2025, 17:42 Uhr\n{BODY}"
        )
        assert marked(text, "de")[0] == ("heading", title)

    @pytest.mark.parametrize(
        ("line", "kind", "code"),
        [
            ("Contact reporter Mary Beth Kowalczyk at 740-555-0148.", "credit", "en"),
            ("(RDK, HER)", "credit", "fr"),
            ("(VKB, MVD, nl)", "credit", "nl"),
            ("Pg2/Sci", "credit", "it"),
            ("YX2-GIB/FV", "credit", "it"),
            ("KOUAMÉ Aristide\nCorrespondant régional", "byline", "fr"),
            ("271412 NOV 24", "credit", "it"),
            ("ACP/C.L./JPN", "credit", "fr"),
            ("pml/eb/ktr\n\nMICHELIN\n\nGOODYEAR TIRE & RUBBER", "credit", "fr"),
            ("Anne-Gaëlle KERSAUDY.", "byline", "fr"),
            ("Photo Le Dauphiné / Y.C.", "credit", "fr"),
            ("HAVE YOU READ? Is this the end for Grimsby's fish docks?", "promo", "en"),
            ("Vous avez une information à nous transmettre ? Écrivez-nous : alerte@x.example", "promo", "fr"),
            ("Do you know more? Contact tahlia.nguyen@example.au", "promo", "en"),
            ("Fehler gefunden? Jetzt melden.", "promo", "de"),
            ("Nous contacter", "promo", "fr"),
            ("Contact presse : Jeanne Martin, 06 12 34 56 78", "promo", "fr"),
            ("Contacts médias\n\nJeanne Martin\njmartin@port.example", "promo", "fr"),
            ("Pour plus d’informations, contactez Jeanne Martin au 06 12 34 56 78.", "promo", "fr"),
            ("Media contact: Jane Roe, +1 212 555 0100, jroe@port.example", "promo", "en"),
            ("For more information, visit www.port.example.", "promo", "en"),
            ("Para más información, visite www.puerto.example", "promo", "es"),
            ("Contacto: prensa@puerto.example", "promo", "es"),
            ("Assessoria de imprensa: Ana Silva, (11) 5555-0100", "promo", "pt"),
            ("Pressekontakt:\n\nJan Becker\nTelefon: 030 1234567", "promo", "de"),
            ("Für Rückfragen steht Ihnen Jan Becker unter 030 1234567 zur Verfügung.", "promo", "de"),
            ("Ufficio stampa: Mario Rossi, stampa@porto.example", "promo", "it"),
            ("Voor meer informatie: www.haven.example", "promo", "nl"),
            ("SOURCE Port of Marseille", "credit", "en"),
            ("Original-Content von: Hafen Marseille, übermittelt durch news aktuell", "credit", "de"),
            ("Heb je een tip? App de redactie via 06-00000000", "promo", "nl"),
            ("Partager : Facebook – X – WhatsApp – Copier le lien", "promo", "fr"),
            ("Cet article vous est offert. Pour soutenir la presse, abonnez-vous à partir de 1 €.", "promo", "fr"),
            ("Make sense of the day with the Daily Briefing newsletter. Sign up here.", "promo", "en"),
            ("Il vous reste 35 % de cet article à lire. La suite est pour nos lecteurs.", "promo", "fr"),
            ("➜ Notre dossier sur la précarité étudiante", "promo", "fr"),
            ("Tutte le notizie di Lecce →", "promo", "it"),
            ("Notre sélection des spectacles de l’été, c’est par ici !", "promo", "fr"),
            ("Die besten Geschichten des Tages direkt aufs Handy: Jetzt App laden!", "promo", "de"),
        ],
    )
    def test_below_the_text(self, line: str, kind: str, code: str) -> None:
        assert marked(f"{BODY}\n\n{BODY}\n\n{line}", code) == [(kind, line)]

    def test_heading_between_dashes(self) -> None:
        assert marked(f'{BODY}\n\n- "Prix du silence" -\n\n{BODY}') == [("heading", '- "Prix du silence" -')]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("« Vous savez autre chose ? Écrivez à maire@ville.example », a lancé le maire.", "fr"),
            ("Le quedan dos años de contrato con el club.", "es"),
            ("Hinweise an die Polizei nimmt jede Wache entgegen.", "de"),
            ("The committee counted 34 comments in three days of hearings on the new harbour.", "en"),
            ("Ha leído el discurso en el Congreso ante todos los diputados.", "es"),
        ],
    )
    def test_is_body(self, text: str, code: str) -> None:
        assert marked(f"{BODY}\n\n{text}\n\n{BODY}", code) == []


class TestBlocks:
    """The top and the tail of an article, whose lines are read by what is beside them."""

    def test_a_top_with_all_that_may_be_in_it(self) -> None:
        title = "Le port rouvre après trois jours de grève"
        lines = [
            ("heading", "Économie"),
            ("heading", title),
            ("body", "Les dockers ont voté mardi la reprise du travail."),
            ("byline", "Jeanne Martin"),
            ("byline", "Correspondante à Marseille"),
            ("stamp", "Publié hier à 20h15, mis à jour il y a 2 heures"),
            ("stamp", "Lecture 3 min"),
            ("promo", "Partager"),
            ("promo", "Écouter l’article"),
            ("promo", "0:00"),
        ]
        text = "\n\n".join([*(line for _, line in lines), BODY, BODY])
        parts = segments.split(text, "fr", gazetteer(), title)
        found = {part.kind: text[part.start : part.end].strip() for part in parts if part.kind != "body"}
        for kind in ("heading", "byline", "stamp", "promo"):
            assert found[kind].split("\n\n") == [line for other, line in lines if other == kind]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("Mis à jour il y a 2 heures", "fr"),
            ("Le 14 janvier 2025 à 18 h 02", "fr"),
            ("14-01-2025 à 18:02 | Temps de lecture : 5 minutes", "fr"),
            ("Tue 4 Mar 2025 10.12 GMT", "en"),
            ("An hour ago", "en"),
            ("Today at 07:40", "en"),
            ("Actualizado hace 3 horas", "es"),
            ("6.mai.2025 às 4h00", "pt"),
            ("Online seit heute, 11.42 Uhr", "de"),
            ("4 marzo 2025 alle 10:12", "it"),
            ("vandaag, 10:11", "nl"),
        ],
    )
    def test_stamps(self, line: str, code: str) -> None:
        assert marked(f"{line}\n\n{BODY}\n\n{BODY}", code) == [("stamp", line)]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("Anne Martin (Lille, envoyée spéciale)", "fr"),
            ("Ouest-France avec AFP", "fr"),
            ("Anne Martin (texte), Luc Petit (photos)", "fr"),
            ("Propos recueillis par Anne Martin", "fr"),
            ("Belga", "fr"),
            ("Jane Roe in Kyiv and agencies in London", "en"),
            ("Jane Roe, Chief political correspondent", "en"),
            ("Jane Roe, Gisborne reporter", "en"),
            ("By Jane Roe | jroe@example.org | River Ledger", "en"),
            ("EFE / Madrid", "es"),
            ("Ana Silva, correspondente em Paris", "pt"),
            ("red, ORF.at/Agenturen", "de"),
            ("Das Gespräch führte Anna Müller", "de"),
            ("di Anna Rossi, nostro inviato a Bari", "it"),
            ("Tekst Marijke Dols. Beeld Erik Straalman", "nl"),
        ],
    )
    def test_signatures(self, line: str, code: str) -> None:
        assert marked(f"{line}\n\n{BODY}\n\n{BODY}", code) == [("byline", line)]

    @pytest.mark.parametrize(
        ("tail", "code"),
        [
            ([("promo", "Sur le même sujet\n\nGrève au port\n\nOK")], "fr"),
            ([("promo", "Marseille\n\nGrève\n\nConseil municipal")], "fr"),
            ([("byline", "J.-B. D. (avec Agences)"), ("credit", "© Le Courrier")], "fr"),
            ([("byline", "Propos recueillis par Anne Martin"), ("promo", "Réagir")], "fr"),
            ([("credit", "___\n\nAssociated Press writer Jane Roe contributed to this report.\n\n___")], "en"),
            ([("credit", "PTI SKV AMJ RHL"), ("stamp", "Published - March 04, 2025 08:55 pm IST")], "en"),
            ([("credit", "EFE\n\n1011234\n\nrmc/jrr/pss\n\n(foto)(vídeo)")], "es"),
            ([("credit", "RBT (JLG) // VAM\n\nLusa/Fim")], "pt"),
            ([("credit", "Dieser Artikel wurde aus dem Englischen übersetzt."), ("promo", "Teilen")], "de"),
            ([("credit", "(ANSA).\n\nYB3-LF\n\n© RIPRODUZIONE RISERVATA")], "it"),
            ([("promo", "Reacties (3)\n\nCookie-instellingen")], "nl"),
        ],
    )
    def test_tails(self, tail: list[tuple[str, str]], code: str) -> None:
        text = "\n\n".join([BODY, BODY, *(line for _, line in tail)])
        assert marked(text, code) == tail

    def test_a_form_amid_the_text(self) -> None:
        form = "Newsletter\n\n« Le Phare »\n\nChaque samedi, le meilleur de la mer\n\nS’inscrire"
        assert marked(f"{BODY}\n\n{form}\n\n{BODY}") == [("promo", form)]

    @pytest.mark.parametrize(
        "line",
        [
            "Correction : une version antérieure donnait un autre chiffre.",
            "« RIEN, CRIE-T-IL, RIEN, VOUS M’ENTENDEZ ? »",
            "PAS D’EAU, PAS DE LOYER, PAS DE VOIX.",
            "Lire aussi sur son téléphone, c’est ce que réclament les dockers.",
            "Abonnez-vous, disent-ils aux passants du port, et lisez-nous dans l’appli.",
            "1. Lena Haugland (NOR) 31:42.8\n\n2. Margaux Perrin (FRA) à 14.2",
            "Contact a été pris avec la préfecture dès lundi, dit le maire.",
            "Pour plus d’informations, le ministre a fait appeler les 2 500 000 assurés.",
            "« Contact : presse@port.example », lit-on sur la porte close du port.",
        ],
    )
    def test_body(self, line: str) -> None:
        assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == []

    def test_questions_of_an_explainer_are_headings(self) -> None:
        text = f"{BODY}\n\nWhat happened?\n\n{BODY}\n\nWhen does it end?\n\n{BODY}"
        assert marked(text, "en") == [("heading", "What happened?"), ("heading", "When does it end?")]

    def test_questions_of_an_interview_are_body(self) -> None:
        text = f"{BODY}\n\nWhat did you see?\n\nI saw it all.\n\nWhen does it end?\n\nNever.\n\n{BODY}"
        assert marked(text, "en") == []

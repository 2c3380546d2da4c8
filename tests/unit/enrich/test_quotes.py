"""Direct speech and who says it: what is speech, where it ends, and whose it is; in seven languages."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.speech import quotes
from services.enrich.speech.speech_words import speech_words
from shared.articles import Quote, Span
from tests.unit.enrich.made_entities import entities
from tests.unit.growth import Work, is_linear

SEED = next(Path("seeds").glob("000_*.txt")).read_text(encoding="utf-8")
LANGUAGES = ["fr", "en", "es", "pt", "de", "it", "nl"]
Said = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Case:
    """A text, who is in it, and what is said in it: the words, the speaker's name, the word of saying."""

    language: str
    text: str
    said: list[Said]
    people: str = ""
    organizations: str = ""
    places: str = ""

    def read(self) -> list[Said]:
        found = read(self.text, self.language, self.people, self.organizations, self.places)
        return [(quote.text, quote.speaker and quote.speaker.name, quote.verb) for quote in found]


def read(text: str, language: str, people: str = "", organizations: str = "", places: str = "") -> list[Quote]:
    return quotes.find(text, language, sentences(text), entities(text, people, organizations, places))


def sentences(text: str) -> list[Span]:
    """As a person would split these short texts: after a full stop and a space, and at line ends."""
    starts = [0] + [
        number
        for number in range(2, len(text))
        if text[number - 1] in " \n\u00a0"
        and text[number - 2] in ".!?\n”»"
        and text[number].isupper() | (text[number] in '«“"')
    ]
    return [Span(start=a, end=b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


FRENCH = [
    Case(
        "fr",
        "« Le canon est vide », a déclaré Bauer à propos des armes.",
        [("Le canon est vide", "Rob Bauer", "déclaré")],
        "Rob Bauer|Bauer",
    ),
    Case(
        "fr",
        "Bauer a exhorté l’industrie de défense à augmenter sa production « à un rythme beaucoup plus rapide ».",
        [("à un rythme beaucoup plus rapide", "Bauer", "exhorté")],
        "Bauer",
    ),
    Case(  # A complement is no speaker.
        "fr",
        "L’amiral Rob Bauer est inquiet.\n\n« Il nous en faut plus », a-t-il déclaré au Forum de Varsovie.",
        [("Il nous en faut plus", "Rob Bauer", "déclaré")],
        "Rob Bauer",
        "Forum de Varsovie",
    ),
    Case(
        "fr",
        "« On a vu des flammes », raconte une riveraine. « C’était terrible », ajoute-t-elle. « Plus rien. »",
        [
            ("On a vu des flammes", "une riveraine", "raconte"),
            ("C’était terrible", "une riveraine", "ajoute"),
            ("Plus rien.", "une riveraine", None),
        ],
    ),
    Case(
        "fr",
        "« Nous partons », dit-il, « et nous ne reviendrons pas ».",
        [("Nous partons", None, "dit"), ("et nous ne reviendrons pas", None, "dit")],
    ),
    Case(
        "fr",
        "« Nous partons », annonce Paul Noir, « et nous ne reviendrons pas ».",
        [("Nous partons", "Paul Noir", "annonce"), ("et nous ne reviendrons pas", "Paul Noir", "annonce")],
        "Paul Noir",
    ),
    Case("fr", "« Non », répond le ministre de l’Intérieur, Jean Roux.", [("Non", "Jean Roux", "répond")], "Jean Roux"),
    Case(  # The lawyer's client is not who speaks.
        "fr",
        "« Il dit la vérité », a assuré l’avocat de Jean Roux.",
        [("Il dit la vérité", "l’avocat de Jean Roux", "assuré")],
        "Jean Roux",
    ),
    Case(
        "fr",
        "Selon l’avocat de Jean Roux, Me Paul Blanc, « rien ne prouve que mon client était là ».",
        [("rien ne prouve que mon client était là", "Paul Blanc", None)],
        "Jean Roux; Paul Blanc",
    ),
    Case(
        "fr",
        "Rob Bauer, chef du Comité militaire de l’OTAN, a prévenu : « Le temps presse pour nous tous. »",
        [("Le temps presse pour nous tous.", "Rob Bauer", "prévenu")],
        "Rob Bauer",
        "OTAN",
    ),
    Case(
        "fr",
        "Le chef du Comité militaire, l’amiral Rob Bauer, a prévenu : « Le temps presse pour nous tous. »",
        [("Le temps presse pour nous tous.", "Rob Bauer", "prévenu")],
        "Rob Bauer",
    ),
    Case(  # The text gave him this title.
        "fr",
        "Le ministre de la Santé, Jean Roux, est venu. « Tout va bien ici », a dit le ministre.",
        [("Tout va bien ici", "Jean Roux", "dit")],
        "Jean Roux",
    ),
    Case(  # Another ministry, another minister.
        "fr",
        "Le ministre de la Santé, Jean Roux, est venu. « Tout va bien ici », a dit le ministre du Travail.",
        [("Tout va bien ici", "le ministre du Travail", "dit")],
        "Jean Roux",
    ),
    Case(
        "fr",
        "La sénatrice Laure Petit a parlé à Paul Noir. « C’est un vrai scandale », a-t-elle dit.",
        [("C’est un vrai scandale", "Laure Petit", "dit")],
        "Laure Petit; Paul Noir",
    ),
    Case(
        "fr",
        "« C’est un scandale », s’est indignée la sénatrice Laure Petit (PS). « Il faut agir », a lancé le député "
        "Paul Noir.",
        [("C’est un scandale", "Laure Petit", "indignée"), ("Il faut agir", "Paul Noir", "lancé")],
        "Laure Petit; Paul Noir",
        "PS",
    ),
    Case(
        "fr",
        "« Nous étions trois.\n\n« Puis nous étions deux.\n\n« Puis j’étais seul », raconte Karim Belkacem. Il a fui.",
        [
            ("Nous étions trois.", "Karim Belkacem", "raconte"),
            ("Puis nous étions deux.", "Karim Belkacem", "raconte"),
            ("Puis j’étais seul", "Karim Belkacem", "raconte"),
        ],
        "Karim Belkacem",
    ),
    Case(
        "fr",
        "« Il a crié “au feu” et il est parti », dit Marie Blanc.",
        [("Il a crié “au feu” et il est parti", "Marie Blanc", "dit")],
        "Marie Blanc",
    ),
    Case(
        "fr",
        "« Nous avons perdu notre maison, dit Karim Belkacem, 43 ans, et personne ne vient. »",
        [
            ("Nous avons perdu notre maison", "Karim Belkacem", "dit"),
            ("et personne ne vient.", "Karim Belkacem", "dit"),
        ],
        "Karim Belkacem",
    ),
    Case(
        "fr",
        "– Oui, dit Marie Blanc, je viens.\n– Non, répond-il.\n– Ah bon ?",
        [
            ("Oui", "Marie Blanc", "dit"),
            ("je viens.", "Marie Blanc", "dit"),
            ("Non", None, "répond"),
            ("Ah bon ?", None, None),
        ],
        "Marie Blanc",
    ),
    Case("fr", "Le bilan :\n– trois morts à Paris\n– deux blessés à Lyon", []),
    Case(
        "fr",
        "Le film « Les Misérables » sort mercredi. Une loi dite « anti-casseurs » existe. Il craint la « guerre ».",
        [("guerre", None, "craint")],
    ),
    Case("fr", "Le groupe « Les Amis de la nature » a manifesté dans la « zone grise » du port.", []),
    Case(
        "fr",
        "Moscou a dénoncé « une provocation inacceptable de la part de Kiev ».",
        [("une provocation inacceptable de la part de Kiev", "Moscou", "dénoncé")],
        places="Moscou; Kiev",
    ),
    Case(
        "fr",
        "Dans un communiqué, le ministère de la Santé indique que « la situation reste sous contrôle ».",
        [("la situation reste sous contrôle", "ministère de la Santé", "indique")],
        organizations="ministère de la Santé",
    ),
    Case(
        "fr",
        "Le canal « est resté ouvert toute la nuit aux navires.\n\nUne autre phrase.",
        [("est resté ouvert toute la nuit aux navires.", None, None)],
    ),
    Case(
        "fr",
        "On lit ceci sur le mur : « Demain nous serons tous libres ».",
        [("Demain nous serons tous libres", None, None)],
    ),
]

ENGLISH = [
    Case(
        "en",
        "“We are done,” said Jane Smith, the mayor of Leeds. “It’s over,” she told reporters. “We will see.”",
        [
            ("We are done", "Jane Smith", "said"),
            ("It’s over", "Jane Smith", "told"),
            ("We will see.", "Jane Smith", None),
        ],
        "Jane Smith",
    ),
    Case(
        "en",
        "The minister, Paul Jones, said: “We will not pay.” “That is absurd,” a spokeswoman for the union said.",
        [("We will not pay.", "Paul Jones", "said"), ("That is absurd", "a spokeswoman for the union", "said")],
        "Paul Jones",
    ),
    Case(
        "en",
        "According to Mark Lee, “the river rose too fast for us”.",
        [("the river rose too fast for us", "Mark Lee", None)],
        "Mark Lee",
    ),
    Case("en", "He was named in “The Grapes of Wrath”. The so-called “green zone” was shut.", []),
    Case("en", "Jones called the plan “barbaric”.", [("barbaric", "Jones", "called")], "Jones"),
    Case(
        "en",
        'Trump\'s lawyer said "the case is closed". "Not guilty," the defendant replied.',
        [("the case is closed", "Trump's lawyer", "said"), ("Not guilty", "the defendant", "replied")],
        "Trump",
    ),
    Case(
        "en",
        "'We will fight this,' the union's leader, Mick Hall, told the BBC. The workers' 'summer of rage' goes on.",
        [("We will fight this", "Mick Hall", "told")],
        "Mick Hall",
        "BBC",
    ),
    Case(
        "en",
        "“The first paragraph goes on.\n\n“The second one ends,” Hall said.",
        [("The first paragraph goes on.", "Hall", "said"), ("The second one ends", "Hall", "said")],
        "Hall",
    ),
    Case(
        "en",
        "“We will rebuild,” Mayor Karen Bass said Monday. “No one will be left behind.”",
        [("We will rebuild", "Karen Bass", "said"), ("No one will be left behind.", "Karen Bass", None)],
        "Karen Bass",
    ),
    Case(
        "en",
        "Lee, who was mayor at the time, said: “I have no regrets.”",
        [("I have no regrets.", "Lee", "said")],
        "Lee",
    ),
    Case(
        "en",
        "The White House said “all options are on the table” on Friday.",
        [("all options are on the table", "White House", "said")],
        organizations="White House",
    ),
    Case("en", "“It was chaos,” one witness said.", [("It was chaos", "one witness", "said")]),
    Case(
        "en",
        "“The river,” said Ann Lee, “rose in an hour.”",
        [("The river", "Ann Lee", "said"), ("rose in an hour.", "Ann Lee", "said")],
        "Ann Lee",
    ),
    # The verb has its own object, but who else could have said it?
    Case("en", "“The bill is dead.” Smith said that on Monday.", [("The bill is dead.", "Smith", None)], "Smith"),
    # The name of a thing is not speech because somebody stands behind a word behind it.
    Case("fr", "La jarre dite « Le Grand Hiver du Sud », n’a qu’une jumelle ici.", []),
]

OTHERS = [
    Case(
        "es",
        "«No vamos a pagar», dijo el alcalde de Sevilla, Juan Pérez. «Es una vergüenza», añadió.",
        [("No vamos a pagar", "Juan Pérez", "dijo"), ("Es una vergüenza", "Juan Pérez", "añadió")],
        "Juan Pérez",
    ),
    Case(
        "es",
        "La ministra Ana Gómez aseguró: “El plan funcionará”.",
        [("El plan funcionará", "Ana Gómez", "aseguró")],
        "Ana Gómez",
    ),
    Case("es", "Según un vecino, “aquello parecía una bomba”.", [("aquello parecía una bomba", "un vecino", None)]),
    Case(
        "es",
        "—Sí —dijo Pedro—. Mañana volveremos.\n—No —respondió ella.",
        [("Sí", "Pedro", "dijo"), ("Mañana volveremos.", "Pedro", "dijo"), ("No", "Pedro", "respondió")],
        "Pedro",
    ),
    Case("es", "La película «Volver a empezar de nuevo» se estrena hoy.", []),
    Case(
        "pt",
        "“Não vamos desistir”, disse o presidente Lula da Silva. “É um crime”, afirmou.",
        [("Não vamos desistir", "Lula da Silva", "disse"), ("É um crime", "Lula da Silva", "afirmou")],
        "Lula da Silva",
    ),
    Case("pt", "Segundo uma moradora, “foi um estrondo enorme”.", [("foi um estrondo enorme", "uma moradora", None)]),
    Case(
        "pt",
        "O ministro João Costa declarou: «Vamos até ao fim».",
        [("Vamos até ao fim", "João Costa", "declarou")],
        "João Costa",
    ),
    Case(
        "it",
        "«Non ci fermeremo», ha detto Giorgia Meloni.",
        [("Non ci fermeremo", "Giorgia Meloni", "detto")],
        "Giorgia Meloni",
    ),
    Case("it", "“È stato terribile”, racconta una testimone.", [("È stato terribile", "una testimone", "racconta")]),
    Case(
        "it",
        "Il sindaco di Milano, Giuseppe Sala, ha spiegato: “La città è pronta”.",
        [("La città è pronta", "Giuseppe Sala", "spiegato")],
        "Giuseppe Sala",
    ),
    Case("it", "Il film «La grande bellezza di Roma» torna in sala.", []),
    Case(
        "de",
        "„Wir werden nicht zahlen“, sagte Bundeskanzler Olaf Scholz am Montag. „Das ist unser Recht“, fügte er hinzu.",
        [("Wir werden nicht zahlen", "Olaf Scholz", "sagte"), ("Das ist unser Recht", "Olaf Scholz", "fügte")],
        "Olaf Scholz",
    ),
    Case("de", "»Das war ein Schock«, so eine Anwohnerin.", [("Das war ein Schock", "eine Anwohnerin", None)]),
    Case(
        "de",
        "Am Dienstag sagte Faeser: „Wir prüfen alle Hinweise.“",
        [("Wir prüfen alle Hinweise.", "Faeser", "sagte")],
        "Faeser",
    ),
    Case("de", "Der Film „Das Leben der Anderen“ läuft heute. Die „heiße Phase“ beginnt.", []),
    Case(
        "nl",
        "‘We gaan ’s avonds door’, zegt premier Mark Rutte. ‘Het is niet voorbij’, aldus Rutte.",
        [("We gaan ’s avonds door", "Mark Rutte", "zegt"), ("Het is niet voorbij", "Mark Rutte", None)],
        "Mark Rutte|Rutte",
    ),
    Case(
        "nl",
        "Burgemeester Femke Halsema zei: “Dit is ongehoord.”",
        [("Dit is ongehoord.", "Femke Halsema", "zei")],
        "Femke Halsema",
    ),
    Case(
        "nl",
        "Volgens een woordvoerder van de politie is er ‘geen enkele aanwijzing voor opzet’.",
        [("geen enkele aanwijzing voor opzet", "een woordvoerder van de politie", None)],
    ),
    # No words are known of this language: the marks are all there is.
    Case(
        "sv",
        "”Vi ger oss inte i första taget”, sade Anna Lind.",
        [("Vi ger oss inte i första taget", None, None)],
        "Anna Lind",
    ),
]

# Who is brought in, stands in apposition or is asked, in the sentence before what is said.
BROUGHT_IN = [
    Case(
        "fr",
        "Sur le trottoir, une aide-soignante attend le car. « J’y suis née, mes filles aussi. »",
        [("J’y suis née, mes filles aussi.", "une aide-soignante", None)],
    ),
    Case("en", "A boy sold a lamp. “Toyota, original,” he said.", [("Toyota, original", "A boy", "said")]),
    Case(
        "fr",
        "La ministre Anne Roux a pris acte. Quand la loi entrera-t-elle en vigueur ? « Pas avant deux ans. »",
        [("Pas avant deux ans.", "Anne Roux", None)],
        "Anne Roux",
    ),
    Case(
        "de",
        "Der Botschafter in Brüssel, Sir Michael Kila, zeigte sich bewegt: „Wir haben lange gewartet.“",
        [("Wir haben lange gewartet.", "Michael Kila", None)],
        "Michael Kila",
    ),
    Case(
        "pt",
        "A deputada Rosa Lima foi ao plenário cobrar o governo: “Quanto vale uma reunião?”",
        [("Quanto vale uma reunião?", "Rosa Lima", None)],
        "Rosa Lima",
    ),
    Case(
        "nl",
        "Zijn advocaat, meester Jan Peeters, betreurt de uitspraak. “Mijn cliënt wil rust.”",
        [("Mijn cliënt wil rust.", "Jan Peeters", None)],
    ),
    Case(
        "it",
        "Il vescovo, monsignor Carlo Pala, ha celebrato messa. Ai fedeli ha detto: «Nessuno si salva da solo».",
        [("Nessuno si salva da solo", "Carlo Pala", "detto")],
        "Carlo Pala",
    ),
    Case(
        "es",
        "“Les damos una semana”, advirtió Severino Mamani. Y añadió algo más: “Si no cumplen, volveremos”.",
        [
            ("Les damos una semana", "Severino Mamani", "advirtió"),
            ("Si no cumplen, volveremos", "Severino Mamani", "añadió"),
        ],
        "Severino Mamani",
    ),
]
# Where the words for somebody begin and end.
PHRASES = [
    Case(
        "fr",
        "Interrogé samedi, le chef de l’État a balayé le sujet : « On ne plébiscite personne. »",
        [("On ne plébiscite personne.", "le chef de l’État", None)],
    ),
    Case(
        "fr",
        "« Deux plaintes ont été classées », rappelle l’association Solidarité Femmes.",
        [("Deux plaintes ont été classées", "Solidarité Femmes", "rappelle")],
        organizations="Solidarité Femmes",
    ),
    Case(
        "pt",
        "“Antes a gente pescava na porta de casa”, conta o pescador Raimundo Nonato.",
        [("Antes a gente pescava na porta de casa", "Raimundo Nonato", "conta")],
    ),
    Case(
        "en",
        "The Building Commission has rated it. Kim Roe, a pupil, was first. “That is our school,” he said.",
        [("That is our school", "Kim Roe", "said")],
        "Kim Roe",
        "Building Commission",
    ),
    Case(
        "fr",
        "« Bien », a dit Paul Roux.\n\nLe capitaine Marc Mas ne cachait rien. « Faux, a-t-il tranché, et laid. »",
        [("Bien", "Paul Roux", "dit"), ("Faux", "Marc Mas", "tranché"), ("et laid.", "Marc Mas", "tranché")],
        "Paul Roux; Marc Mas",
    ),
]
# Marks that are not closed for the words that tell who speaks.
INSERTED = [
    Case(  # What follows a name tells more of who speaks.
        "fr",
        "« C’est une gifle, a lancé le vice-président, Steve Roux, joint par téléphone à Nantes. Une loi, ça suffit. »",
        [("C’est une gifle", "Steve Roux", "lancé"), ("Une loi, ça suffit.", "Steve Roux", "lancé")],
        "Steve Roux",
        places="Nantes",
    ),
    Case(  # What follows a pronoun goes on with what is said.
        "fr",
        "Roux est furieux. « Le pied est en touche, a-t-il tranché, tout le Cantal l’a vu. »",
        [("Le pied est en touche", "Roux", "tranché"), ("tout le Cantal l’a vu.", "Roux", "tranché")],
        "Roux",
    ),
    Case(
        "fr",
        "« J’avais peur, raconte Marie Blanc à la barre. Et puis, a-t-elle ajouté, il est parti. »",
        [
            ("J’avais peur", "Marie Blanc", "raconte"),
            ("Et puis", "Marie Blanc", "ajouté"),
            ("il est parti.", "Marie Blanc", "ajouté"),
        ],
        "Marie Blanc",
    ),
    Case(
        "it",
        "\"I costi restano alti - ha spiegato l'amministratore, Corrado Neri -. Non chiudiamo\".",
        [("I costi restano alti", "Corrado Neri", "spiegato"), ("Non chiudiamo", "Corrado Neri", "spiegato")],
        "Corrado Neri",
    ),
    Case(
        "es",
        "«Es una idea bonita —comentó la historiadora Inés Rey, de la Universidad—, pero faltan pruebas».",
        [("Es una idea bonita", "Inés Rey", "comentó"), ("pero faltan pruebas", "Inés Rey", "comentó")],
        "Inés Rey",
    ),
    Case("fr", "Roux a dit : « Le maire, viendra-t-il ? Je ne sais pas. »", [
        ("Le maire, viendra-t-il ? Je ne sais pas.", "Roux", "dit")
    ], "Roux"),
    Case("fr", "Roux a dit : « C’est, paraît-il, facile. »", [("C’est, paraît-il, facile.", "Roux", "dit")], "Roux"),
    Case("fr", "Roux a dit : « Il vient, raconte une histoire, et repart. »", [
        ("Il vient, raconte une histoire, et repart.", "Roux", "dit")
    ], "Roux"),
    Case(  # What follows the name is what is said, if it has a verb.
        "fr",
        "« Il faut partir, a dit Paul Roux, le président a menti. »",
        [("Il faut partir", "Paul Roux", "dit"), ("le président a menti.", "Paul Roux", "dit")],
        "Paul Roux",
    ),
    Case(  # Whoever is named behind the marks has said all of it.
        "en",
        "“He came in, told Sarah Smith, and left,” said John Roe.",
        [("He came in, told Sarah Smith, and left", "John Roe", "said")],
        "Sarah Smith; John Roe",
    ),
    Case(
        "es",
        "Inés Rey dijo: «El plan –según el Gobierno– costará tres millones.»",
        [("El plan –según el Gobierno– costará tres millones.", "Inés Rey", "dijo")],
        "Inés Rey",
        "Gobierno",
    ),
    Case(  # Whoever is only quoted in it does not speak.
        "fr",
        "Roux a dit : « Il y avait, selon la police, 300 personnes. »",
        [("Il y avait, selon la police, 300 personnes.", "Roux", "dit")],
        "Roux",
    ),
]  # fmt: skip


class TestSpeech:
    @pytest.mark.parametrize(
        "case",
        [*FRENCH, *ENGLISH, *OTHERS, *BROUGHT_IN, *PHRASES, *INSERTED],
        ids=lambda case: f"{case.language}: {case.text[:40]}",
    )
    def test_what_is_said_and_by_whom(self, case: Case) -> None:
        assert case.read() == case.said

    def test_the_seed_has_three_all_by_rob_bauer(self) -> None:
        found = read(
            SEED, "fr", "Rob Bauer|Bauer; Kevin McCarthy; Biden", "OTAN; Pentagone; Forum sur la sécurité de Varsovie"
        )
        assert [(quote.text, quote.speaker and quote.speaker.entity, quote.verb) for quote in found] == [
            ("Le fond du canon est désormais visible", "Rob Bauer", "déclaré"),
            ("à un rythme beaucoup plus rapide", "Rob Bauer", "exhorté"),
            ("Et nous avons besoin de gros volumes", "Rob Bauer", "déclaré"),
        ]

    def test_a_line_end_inside_a_paragraph_is_a_space(self) -> None:
        text = (
            "The mayor said that the town was ready and that “no one would be left\n"
            "behind by the council” before she went on to talk about the many other\n"
            "things that had been on her mind."
        )
        (quote,) = read(text, "en")
        assert quote.text == "no one would be left\nbehind by the council"
        assert quote.speaker is not None
        assert quote.speaker.name == "The mayor"


class TestConfidence:
    """A name beside the verb is surer than a pronoun, and that is surer than no words at all."""

    def test_it_falls_with_what_there_is_to_go_by(self) -> None:
        found = read(
            "« Un mot de trop », a dit Paul Noir. « Deux », a-t-il dit. « Trois mots encore. »", "fr", "Paul Noir"
        )
        sure = [quote.speaker.confidence for quote in found if quote.speaker]
        assert sure == [0.95, 0.85, 0.75]

    def test_if_two_could_be_meant_it_says_so(self) -> None:
        found = read("Paul Noir a vu Jean Roux. « C’est faux et archifaux », a-t-il dit.", "fr", "Paul Noir; Jean Roux")
        assert [quote.speaker and quote.speaker.confidence for quote in found] == [0.5]

    def test_a_plural_is_nobody(self) -> None:
        found = read("Paul Noir est parti. « C’est faux et archifaux », ont-ils dit.", "fr", "Paul Noir")
        assert [quote.speaker for quote in found] == [None]


class TestAnyText:
    @given(st.text(alphabet="ab AB.,:!?«»“”„\"‘’'–—\n\u00a0éİ"), st.sampled_from([*LANGUAGES, "ja"]))
    def test_quotes_read_what_they_say_and_follow_each_other(self, text: str, language: str) -> None:
        found = read(text, language, "A B|B")
        assert all(text[quote.start : quote.end] == quote.text for quote in found)
        assert all(quote.text == quote.text.strip() and quote.text for quote in found)
        assert all(one.end <= two.start for one, two in pairwise(found))

    @given(
        st.lists(
            st.sampled_from(
                ["« Oui »", "a dit", "Paul Noir", ",", ".", "il", "le ministre", "selon", ":", "\n\n", "–", "qui"]
            )
        )
    )
    def test_any_order_of_words_is_read_twice_alike(self, words: list[str]) -> None:
        text = " ".join(words)
        assert read(text, "fr", "Paul Noir") == read(text, "fr", "Paul Noir")

    @pytest.mark.parametrize(
        "unit",
        [
            '"',
            "«",
            "»",
            "“",
            "” “ ",
            " ‘a",
            "« a », dit-il. ",
            "«a», dit Bauer, ",
            "“a b c d” ",
            "– oui, dit-il\n",
            "a",
            "« ",
        ],
    )
    def test_time_grows_with_the_text_and_no_faster(self, unit: str) -> None:
        def prepare(size: int) -> Work:
            text = unit * (size // len(unit))
            spans, named = sentences(text), entities(text, "Bauer")
            return lambda: quotes.find(text, "fr", spans, named)

        assert is_linear(prepare, 50_000)


class TestLanguages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_has_words_of_saying_and_persons(self, language: str) -> None:
        words = speech_words(language)
        assert len(words.says.pattern) > 1_000
        assert words.persons
        assert words.pronouns

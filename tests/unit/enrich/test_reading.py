"""Language, sentences, statistics, keyphrases, summary and topics of texts that are read whole."""

from pathlib import Path

import pytest

from services.enrich.counting import figures
from services.enrich.layout import segments
from services.enrich.subjects import keyphrases, summary, topics
from services.enrich.text import language, statistics
from shared import sentences
from shared.body import body_of

SEED = (Path(__file__).parents[3] / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8")
FED = (
    "WASHINGTON (AP) — The Federal Reserve raised its key interest rate by a quarter-point on Wednesday, to its "
    "highest level in 22 years. Chair Jerome Powell said inflation remained too high.\n\nFED CRITICS SAY THE "
    "BANK IS GOING TOO FAR, READ MORE\n\nThe Fed's benchmark interest rate now stands between 5.25% and 5.5%. Higher "
    "interest rates make "
    "mortgages and car loans more expensive. The Associated Press contributed to this report."
)


def body(text: str, code: str) -> str:
    return body_of(text, segments.split(text, code))


def cut(text: str, code: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences.split(text, code)]


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "code", "expected"),
        [
            (
                "M. Macron a parlé à J.-P. Dupont. Il est parti.",
                "fr",
                ["M. Macron a parlé à J.-P. Dupont.", "Il est parti."],
            ),
            ("Mr. Smith met Gen. J. Doe. It rained.", "en", ["Mr. Smith met Gen. J. Doe.", "It rained."]),
            ("Selon l'art. 5, c'est 10 %. Fin.", "fr", ["Selon l'art. 5, c'est 10 %.", "Fin."]),
            ("Un titre\n\nUne phrase.  Une autre !", "fr", ["Un titre", "Une phrase.", "Une autre !"]),
            ("雨が降った。風が吹いた。", "ja", ["雨が降った。", "風が吹いた。"]),
            ("", "fr", []),
        ],
    )
    def test_they_end_where_a_reader_would_stop(self, text: str, code: str, expected: list[str]) -> None:
        assert cut(text, code) == expected

    @pytest.mark.parametrize(
        ("first", "second", "code"),
        [
            ("Der Einsatz ist beendet.", "31 Menschen starben.", "de"),
            ("„Es ist aus.“", "12 Leute gingen.", "de"),
            ("Es war 2024.", "3. März war der letzte Tag.", "de"),
            ("È successo due anni fa.", "La polizia indaga.", "it"),
            ("Dijo que no.", "Luego se fue.", "es"),
            ("He said no.", "The police agree.", "en"),
            ("It is a work of art.", "The museum bought it.", "en"),
            ("C’est une œuvre d’art.", "Le musée l’a achetée.", "fr"),
            ("Hij wist dat.", "Toen kwam hij.", "nl"),
        ],
    )
    def test_before_a_number_and_behind_words_that_look_like_abbreviations(
        self, first: str, second: str, code: str
    ) -> None:
        assert cut(f"{first} {second}", code) == [first, second]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Es geschah am 3. März in Berlin.", "de"),
            ("Der 1. FC Köln wohnt im 3. Stock.", "de"),
            ("Das gilt z. B. für die S. 5 und nach Abs. 3 für ca. 10 Leute in der Hauptstr. 12.", "de"),
            ("Rund 5 Mio. 300 Tsd. sind es.", "de"),
            ("He lives at No. 10 and reads vol. IV of it.", "en"),
            ("Lo dice il dott. Rossi all’art. 5 del n. 3.", "it"),
            ("El Sr. López lo dijo el 12 mar. 2024.", "es"),
            ("Voir l’art. L. 412 et la p. 12.", "fr"),
        ],
    )
    def test_abbreviations_and_ordinals_end_none(self, text: str, code: str) -> None:
        assert cut(text, code) == [text]


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "given", "code"),
        [
            (SEED, None, "fr"),
            (FED, "fr", "en"),
            ("Der Bundestag hat am Donnerstag das Gesetz verabschiedet.", None, "de"),
            ("気象庁は雨に注意を呼びかけた。", None, "ja"),
            ("气象局周二发布暴雨预警。", None, "zh"),
            ("OK", "nl-BE", "nl"),
            ("12 : 7", None, "und"),
        ],
    )
    def test_the_text_decides_where_it_can(self, text: str, given: str | None, code: str) -> None:
        assert language.detect(text, given).code == code


class TestStatistics:
    @pytest.mark.parametrize(
        ("text", "words", "paragraphs"),
        [
            ("L’été, à Saint-Malo.", 3, 1),
            ("31 drones\n\n2,3 milliards", 4, 2),
            ("气象局", 3, 1),
            ("— !", 0, 1),
            ("", 0, 0),
        ],
    )
    def test_words_and_paragraphs(self, text: str, words: int, paragraphs: int) -> None:
        counted = statistics.count(text, 1)
        assert (counted.words, counted.paragraphs, counted.characters) == (words, paragraphs, len(text))

    def test_reading_takes_a_minute_for_230_words(self) -> None:
        assert statistics.count("mot " * 230, 1).reading_seconds == 60


class TestKeyphrases:
    def test_they_are_what_the_article_is_about(self) -> None:
        found = [phrase.text for phrase in keyphrases.find_keyphrases(SEED, sentences.split(SEED, "fr"), "fr")]
        assert found[0] == "drones ukrainiens"
        assert "épuisement des stocks" in found
        assert all(phrase in SEED for phrase in found)

    @pytest.mark.parametrize("weak", ["russe", "lancés", "mercredi", "déclaré", "russes"])
    def test_an_adjective_a_verb_or_a_day_alone_says_too_little(self, weak: str) -> None:
        found = [phrase.text for phrase in keyphrases.find_keyphrases(SEED, sentences.split(SEED, "fr"), "fr")]
        assert weak not in found

    @pytest.mark.parametrize(
        ("text", "code", "best"),
        [
            (
                "Russian forces launched drones. The Russian army said the drones were lost, and Russian drones fell.",
                "en",
                "drones",
            ),
            (
                "Die neue Steuer trifft viele. Neue Häuser sind teuer, die neue Steuer hilft neuen Eigentümern.",
                "de",
                "Steuer",
            ),
            (
                "La sequía grave afecta al embalse. El embalse está vacío y la sequía grave sigue en el embalse.",
                "es",
                "sequía grave",
            ),
        ],
    )
    def test_a_noun_is_at_the_head(self, text: str, code: str, best: str) -> None:
        found = [phrase.text for phrase in keyphrases.find_keyphrases(text, sentences.split(text, code), code)]
        assert best in found[:3]
        assert not {"Russian", "neue", "neuen", "grave"} & set(found)

    def test_a_name_is_not_torn_apart(self) -> None:
        text = "The minister Annalena Baerbock left on Tuesday for a meeting of the council."
        found = [phrase.text for phrase in keyphrases.find_keyphrases(text, sentences.split(text, "en"), "en")]
        assert found[0] == "Annalena Baerbock"

    def test_what_something_is_measured_in_is_no_subject(self) -> None:
        text = (
            "The fund gave 20 million euros. Another 30 million euros are missing. Twelve drones fell, and two drones."
        )
        spans = sentences.split(text, "en")
        found = keyphrases.find_keyphrases(text, spans, "en", figures.find(text, "en", []))
        assert "drones" in {phrase.text for phrase in found}
        assert not any("euros" in phrase.text for phrase in found)

    def test_money_itself_may_be_a_subject(self) -> None:
        text = "Bulgaria adopts the euro. The euro replaces the lev, and the euro is welcome."
        found = keyphrases.find_keyphrases(text, sentences.split(text, "en"), "en", figures.find(text, "en", []))
        assert "euro" in {phrase.text for phrase in found}

    @pytest.mark.parametrize("apostrophe", "'’")
    def test_a_contraction_is_not_cut(self, apostrophe: str) -> None:
        text = f"It is stubbornness that doesn{apostrophe}t end. The stubbornness that doesn{apostrophe}t end won."
        found = [phrase.text for phrase in keyphrases.find_keyphrases(text, sentences.split(text, "en"), "en")]
        assert "stubbornness" in found

    @pytest.mark.parametrize("apostrophe", "'’")
    def test_what_an_apostrophe_cuts_off_is_no_subject(self, apostrophe: str) -> None:
        text = (
            f"La scossa nell{apostrophe}area flegrea. Le scosse nell{apostrophe}area sono tante nell{apostrophe}alba."
        )
        found = [phrase.text for phrase in keyphrases.find_keyphrases(text, sentences.split(text, "it"), "it")]
        assert not any("nell" in phrase for phrase in found)

    def test_lines_in_capitals_are_no_part_of_the_story(self) -> None:
        text = body(FED, "en")
        found = keyphrases.find_keyphrases(text, sentences.split(text, "en"), "en")
        assert "interest rate" in {phrase.text for phrase in found}
        assert not any("CRITICS" in phrase.text for phrase in found)

    def test_none_shares_a_word_with_another_and_the_best_comes_first(self) -> None:
        found = keyphrases.find_keyphrases(SEED, sentences.split(SEED, "fr"), "fr")
        used = [word.lower() for phrase in found for word in phrase.text.split() if len(word) > 3]
        assert len(used) == len(set(used))
        assert [phrase.score for phrase in found] == sorted((phrase.score for phrase in found), reverse=True)

    @pytest.mark.parametrize(("text", "code"), [("", "fr"), ("气象局周二发布暴雨预警。", "zh"), ("a b c", "und")])
    def test_where_nothing_can_be_said_nothing_is(self, text: str, code: str) -> None:
        assert keyphrases.find_keyphrases(text, sentences.split(text, code), code) == []


class TestSummary:
    def test_it_begins_with_the_lede(self) -> None:
        text = (
            "Le maire de Vire a annoncé mardi sa démission après douze ans de mandat. "
            "Les chiens de la ville ont aboyé. La ville compte des chiens. Les chiens de la ville sont vieux. "
            "Les habitants de la ville promènent leurs chiens. Les vieux chiens de la ville restent chez eux. "
            "La ville aime ses chiens et les chiens aiment la ville."
        )
        assert summary.summarise(text, sentences.split(text, "fr"), "fr")[0].start == 0

    def test_it_is_whole_sentences_of_the_body_in_their_order(self) -> None:
        text = body(FED, "en")
        found = summary.summarise(text, sentences.split(text, "en"), "en")
        assert 1 <= len(found) <= 3
        assert all(FED[part.start : part.end] == part.text for part in found)
        assert found == sorted(found, key=lambda part: part.start)
        assert found[0].text.startswith("The Federal Reserve")
        assert not any("CRITICS" in part.text or "contributed" in part.text for part in found)

    def test_it_does_not_say_a_thing_twice(self) -> None:
        text = (
            "Le port de Marseille a rouvert mardi matin. " * 3 + "Les dockers avaient cessé le travail samedi dernier."
        )
        found = summary.summarise(text, sentences.split(text, "fr"), "fr")
        assert [part.text for part in found] == [
            "Le port de Marseille a rouvert mardi matin.",
            "Les dockers avaient cessé le travail samedi dernier.",
        ]


class TestTopics:
    @pytest.mark.parametrize(
        ("text", "code", "topic"),
        [
            (SEED, "fr", "medtop:16000000"),
            (FED, "en", "medtop:04000000"),
            (
                "Les Bleus ont battu l'Italie en finale ; l'entraîneur a salué ses joueurs.",
                "fr",
                "medtop:15000000",
            ),
            ("The striker scored twice as Arsenal won the league match.", "en", "medtop:15000000"),
            ("Le juge a condamné l'accusé à dix ans de prison, selon le parquet.", "fr", "medtop:02000000"),
            ("El juez condenó al acusado a diez años de cárcel, según la fiscalía.", "es", "medtop:02000000"),
            ("El delantero marcó dos goles y el equipo ganó la liga.", "es", "medtop:15000000"),
            ("O Banco Central subiu os juros; a inflação e o dólar preocupam o mercado.", "pt", "medtop:04000000"),
            ("Os professores e os alunos voltaram à escola.", "pt", "medtop:05000000"),
            ("Il papa ha celebrato la messa con i vescovi in Vaticano.", "it", "medtop:12000000"),
            ("I medici dell'ospedale curano i pazienti; il vaccino funziona.", "it", "medtop:07000000"),
            ("Die Gewerkschaft ruft zum Warnstreik auf und fordert mehr Lohn.", "de", "medtop:09000000"),
            ("Der Wetterdienst erwartet Regen, Gewitter und Sturm.", "de", "medtop:17000000"),
            ("Bij de luchtaanval vielen raketten; het leger meldt gedode soldaten.", "nl", "medtop:16000000"),
            ("De partij wint de verkiezingen; het kabinet en de oppositie overleggen.", "nl", "medtop:11000000"),
            ("La météo annonce pluie, vent et orages ; la vigilance est maintenue.", "fr", "medtop:17000000"),
        ],
    )
    def test_the_first_is_what_it_is_about(self, text: str, code: str, topic: str) -> None:
        assert topics.classify(text, None, code)[0].code == topic

    @pytest.mark.parametrize(("text", "code"), [("Le chat dort.", "fr"), ("", "en"), ("Guerra, armas y drones.", "xx")])
    def test_without_evidence_there_is_none(self, text: str, code: str) -> None:
        assert topics.classify(text, None, code) == []

    def test_a_headline_counts_twice(self) -> None:
        text = "Le ministre a parlé au stade avec un joueur et un électeur."
        assert topics.classify(text, "Élection : le gouvernement et le parlement", "fr")[0].code == "medtop:11000000"

"""The tagger gives spaCy's own answers, and the refinements around it do what they say."""

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from thinc.api import NumpyOps, set_current_ops
from wordfreq import top_n_list

from services.enrich.tagging import ner_tokens
from services.enrich.tagging.names import MODELS, PLAIN, UNUSED_PIPES, Tagger, run_spacy, split_lines, tagger_for
from services.enrich.tagging.ner_tokens import TokenCache
from tests.models import taggers

SEED = next(Path("seeds").glob("000_*.txt")).read_text(encoding="utf-8")
FRENCH = (
    "Paris (AFP) - Le président Emmanuel Macron a reçu mardi à l'Élysée la Première ministre Élisabeth Borne.\n"
    "Interrogé par Le Monde, M. Macron s'est dit « confiant » ; l'Organisation mondiale de la santé (OMS) aussi…\n"
    "Aujourd'hui, Jean-Luc Mélenchon (LFI), né le 19.08.1951 à Tanger, l'a dit à http://example.org/a?b=c#d.\n"
)
ENGLISH = (
    "WASHINGTON (AP) - U.S. President Joe Biden met with Volodymyr Zelenskyy at the White House on Tuesday.\n"
    "The company can't say when it'll pay the $1.5bn, Apple Inc.'s Tim Cook told The New York Times.\n"
    "They've gone to St. Petersburg, Fla., with Dr. A. B. Smith-Jones, Jr. :-)\n"
)


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(text[name.start : name.end], name.label) for name in taggers().tag(text, language)]


@pytest.fixture(scope="module")
def models() -> dict[str, Any]:
    set_current_ops(NumpyOps(use_blis=False))
    return {code: spacy.load(name, exclude=UNUSED_PIPES) for code, name in MODELS.items()}


@pytest.mark.parametrize(("language", "text"), [("fr", SEED + FRENCH), ("en", ENGLISH + FRENCH), ("fr", ENGLISH)])
def test_finds_what_spacy_finds(models: dict[str, Any], language: str, text: str) -> None:
    lines = [(start, " ".join(line.split())) for start, line in split_lines(text.translate(PLAIN))]
    tagger = Tagger(models[language])
    expected = run_spacy(models[language])(lines, False)
    assert expected
    assert tagger(lines, False) == expected
    # Once more, now that every piece is in the cache.
    assert tagger(lines, False) == expected


@pytest.mark.parametrize("language", MODELS)
def test_cuts_text_as_spacy_does(models: dict[str, Any], language: str) -> None:
    """The words of the language, of which each that the tokenizer looks at closely has a capital or a sign in it."""
    words = top_n_list(language, 20_000)
    for text in (" ".join(words), " ".join(f"L'{word.capitalize()}-{word}." for word in words)):
        expected = [(token.idx, token.idx + len(token)) for token in models[language].tokenizer(text)]
        tokens = TokenCache(models[language], lambda doc: np.zeros((len(doc), 1), np.float32), 1).tokens(text)
        assert tokens[:, ner_tokens.START :].tolist() == [list(span) for span in expected]


def test_full_caches_are_emptied_and_the_answers_stay(models: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = split_lines(FRENCH.translate(PLAIN))
    expected = Tagger(models["fr"])(lines, False)
    monkeypatch.setattr(ner_tokens, "MAX_PIECES", 40)
    small = Tagger(models["fr"])
    assert [name for line in lines for name in small([line], False)] == expected


def test_a_model_of_another_make_is_run_by_spacy(caplog: pytest.LogCaptureFixture) -> None:
    nlp = spacy.blank("fr")
    parser = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": True}
    parser |= {"hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None}
    tok2vec = {"@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 4, "embed_size": 300}
    tok2vec |= {"window_size": 1, "maxout_pieces": 3, "subword_features": True, "pretrained_vectors": None}
    nlp.add_pipe("ner", config={"model": parser | {"tok2vec": tok2vec}}).add_label("PER")
    nlp.initialize()
    tag = tagger_for(nlp)
    assert "slowly" in caplog.text
    assert isinstance(tag([(0, "Emmanuel Macron")], True), list)


class TestTag:
    def test_typographic_apostrophes_and_spaces(self) -> None:
        text = "L’amiral Rob\u00a0Bauer a parlé de l’Ukraine à l’OTAN."
        assert ("Rob\u00a0Bauer", "PER") in found(text, "fr")
        assert "’" not in "".join(name for name, _ in found(text, "fr"))

    def test_a_line_break_ends_a_name(self) -> None:
        assert found("Discours d'Emmanuel Macron\nJean Dupont était là.", "fr") == [
            ("Emmanuel Macron", "PER"),
            ("Jean Dupont", "PER"),
        ]

    def test_hard_wrapped_text_is_read_on(self) -> None:
        text = textwrap.fill(
            "Hier soir à Bruxelles le chef du gouvernement espagnol a longuement parlé avec son homologue Emmanuel "
            "Macron de la guerre en Ukraine et des prix du gaz qui montent depuis le début de cet hiver, et des "
            "mesures que les deux pays comptent prendre au printemps pour aider les ménages les plus pauvres, "
            "avant les élections du mois de mai, dont les sondages disent qu'elles seront serrées.",
            width=105,
        )
        assert ("Emmanuel\nMacron", "PER") in found(text, "fr")

    def test_lines_in_capitals_are_left_out(self) -> None:
        assert found("L’ADMINISTRATION BIDEN S’INQUIETE DE LA CORRUPTION EN UKRAINE", "fr") == []

    def test_text_without_capitals(self) -> None:
        text = "he said that the meeting in paris went well and that they would all go on to new york on monday. " * 3
        assert ("paris", "LOC") in found(text, "en")

    def test_a_very_long_line(self) -> None:
        text = "Emmanuel Macron parle. " * 3_000 + "x" * 30_000 + " Joe Biden écoute Emmanuel Macron."
        names = taggers().tag(text, "fr")
        assert text[names[0].start : names[0].end] == "Emmanuel Macron"
        assert text[names[-1].start : names[-1].end] == "Emmanuel Macron"

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "\t\n \u00a0"])
    @pytest.mark.parametrize("language", ["fr", "en", "de", "zh", "und"])
    def test_nothing_to_find(self, text: str, language: str) -> None:
        assert found(text, language) == []

    @given(st.text(max_size=200), st.sampled_from(["fr", "en", "de", "ru", "ja", "und"]))
    def test_names_lie_in_the_text_in_order(self, text: str, language: str) -> None:
        names = taggers().tag(text, language)
        ends = [0]
        for name in names:
            assert ends[-1] <= name.start < name.end <= len(text)
            assert text[name.start : name.end].strip()
            ends.append(name.end)


class TestOtherLanguages:
    """A guess, which would rather miss a name than make one up."""

    @pytest.mark.parametrize(
        ("language", "text", "names"),
        [
            (
                "de",
                "Bundeskanzler Olaf Scholz traf am Mittwoch in Berlin den Präsidenten. Ende März hatte das Auswärtige "
                "Amt in München erklärt, die Ukraine werde unterstützt. Scholz sprach für die NATO.",
                {
                    "Olaf Scholz": "PER",
                    "Berlin": "LOC",
                    "Auswärtige Amt": "ORG",
                    "München": "LOC",
                    "Ukraine": "LOC",
                    "Scholz": "PER",
                    "NATO": "ORG",
                },
            ),
            (
                "es",
                "El presidente del Gobierno, Pedro Sánchez, anunció este lunes en Madrid nuevas medidas. El Banco de "
                "España prevé un crecimiento. Sánchez viajará a Estados Unidos.",
                {
                    "Pedro Sánchez": "PER",
                    "Madrid": "LOC",
                    "Banco de España": "ORG",
                    "Sánchez": "PER",
                    "Estados Unidos": "LOC",
                },
            ),
            (
                "ru",
                "Президент России Владимир Путин заявил в среду, что переговоры "
                "продолжатся. Путин встретился с министром.",
                {"Владимир Путин": "PER", "Путин": "PER"},
            ),
            ("zh", "中国国家主席周三在北京会见了法国总统。", {"中国": "LOC", "北京": "LOC", "法国": "LOC"}),
            ("ar", "قال الرئيس يوم الأربعاء إن الحكومة ستدعم القرار.", {}),
        ],
    )
    def test_guesses(self, language: str, text: str, names: dict[str, str]) -> None:
        assert dict(found(text, language)) == names

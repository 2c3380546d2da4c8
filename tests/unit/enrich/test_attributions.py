"""Whose words they are where several could have said them: who did what a participle says, a body in a clause, two."""

import pytest

from services.enrich.speech import quotes
from tests.unit.enrich.made_entities import entities
from tests.unit.enrich.test_quotes import read, sentences

# language, text, people, organizations, and who says each quotation.
Row = tuple[str, str, str, str, list[str | None]]

# Behind the marks of what is said of somebody stands who said it; what stands behind the comma is who is meant.
DONE_BY: list[Row] = [
    ("en", 'Hailed as "a genius" by critics, Tom Moss retired.', "Tom Moss", "", ["critics"]),
    ("en", 'Described as "a man without pity" by his neighbours, Tom Moss fled.', "Tom Moss", "", ["his neighbours"]),
    ("en", '"I left," said Tom Moss, hailed as "a true genius of stage" by critics.', "Tom Moss", "",
     ["Tom Moss", "critics"]),
    ("en", '"I left," said Tom Moss, praised by many, adding that "it was time to go".', "Tom Moss", "",
     ["Tom Moss", "Tom Moss"]),
    ("en", 'Quizzed by critics, Tom Moss said he was "no genius at all".', "Tom Moss", "", ["Tom Moss"]),
    ("fr", "Accusé par sa rivale, Anne Noir, d’avoir « menti aux habitants », Paul Roux rit.", "Anne Noir; Paul Roux",
     "", ["Anne Noir"]),
    ("fr", "Accusé par Anne Noir, Paul Roux s’est dit « très calme et serein ».", "Anne Noir; Paul Roux", "",
     ["Paul Roux"]),
    ("en", "Tom Moss, once described by Ed Hale as “the last stylist”, has three sons.", "Tom Moss; Ed Hale", "",
     ["Ed Hale"]),
    ("es", "Aclamado como «un genio de la escena» por la crítica, Juan Paz se va.", "Juan Paz", "", ["crítica"]),
    ("it", "Definito «un genio della scena» dalla critica, Ugo Neri si ritira.", "Ugo Neri", "", ["critica"]),
    ("pt", "Descrito como “um génio do palco” pela crítica, Rui Faro sai.", "Rui Faro", "", ["crítica"]),
    ("nl", "Geroemd als “een genie van het toneel” door critici, stopt Piet Bos.", "Piet Bos", "", ["critici"]),
]  # fmt: skip

# The body in a clause without a comma has said it, and not who leads the sentence; a pronoun there may be that one.
CLAUSES: list[Row] = [
    (
        "fr",
        "Le ministre Paul Roux défend une réforme que la CGT juge « injuste et dangereuse ».",
        "Paul Roux",
        "CGT",
        ["CGT"],
    ),
    ("fr", "Le chef de la CGT juge la réforme « injuste et dangereuse pour tous ».", "", "CGT", ["Le chef de la CGT"]),
    ("en", "The mayor, Ed Hale, has a plan which Ondara called “a disaster for us”.", "Ed Hale", "Ondara", ["Ondara"]),
    (
        "es",
        "El ministro se reunió con el delegado, Luis Mora. «Vamos a actuar ya», dijo.",
        "Luis Mora",
        "",
        ["El ministro"],
    ),
    ("es", "El ministro de Cultura, Luis Mora, habló. «Vamos a actuar ya», dijo.", "Luis Mora", "", ["Luis Mora"]),
    ("en", "Ed Hale announced a plan that he called “a gift to every worker”.", "Ed Hale", "", ["Ed Hale"]),
]

# What tells how somebody looks who speaks is not said; a clause with a verb is.
GESTURES = [
    ("fr", "« Tout est là, dit Rosa Blanc, les mains jointes. Rien ne vient. »", ["Tout est là", "Rien ne vient."]),
    ("fr", "« Tout est perdu, dit-elle, le regard noir. Rien ne vient. »", ["Tout est perdu", "Rien ne vient."]),
    ("fr", "« C’est fini, dit Rosa Blanc, une tasse à la main. Rien ne vient. »", ["C’est fini", "Rien ne vient."]),
    ("it", "«È finito, dice Rosa Blanc, le mani giunte. Non torna.»", ["È finito", "Non torna."]),
    ("fr", "« C’est fini, dit Rosa Blanc, mes mains sont vides. Rien ne vient. »",
     ["C’est fini", "mes mains sont vides. Rien ne vient."]),
    ("fr", "« C’est fini, dit Rosa Blanc, mais nous restons. Rien ne vient. »",
     ["C’est fini", "mais nous restons. Rien ne vient."]),
]  # fmt: skip

# How sure we are of "he", if somebody else is named beside whom a sentence is about.
DOUBT = [
    ("en", "Tom Moss met with Karl Hale on Monday. “We have a deal,” he said.", 0.6),
    ("en", "Tom Moss met with Anna Hale on Monday. “We have a deal,” he said.", 0.85),
    ("en", "Tom Moss rose on Monday. “We have a deal,” he said.", 0.85),
    ("de", "Tom Moss traf sich mit Karl Hale. „Wir haben eine Einigung“, sagte er.", 0.6),
    ("nl", "Tom Moss sprak maandag met Karl Hale. „Wij hebben een akkoord”, zei hij.", 0.6),
]


class TestAttributions:
    @pytest.mark.parametrize(("language", "text", "people", "organizations", "said_by"), [*DONE_BY, *CLAUSES])
    def test_who_said_it(
        self, language: str, text: str, people: str, organizations: str, said_by: list[str | None]
    ) -> None:
        found = quotes.find(text, language, sentences(text), entities(text, people, organizations, ""))
        assert [quote.speaker and quote.speaker.name for quote in found] == said_by

    @pytest.mark.parametrize(("language", "text", "said"), GESTURES)
    def test_how_somebody_looks_is_not_said(self, language: str, text: str, said: list[str]) -> None:
        assert [quote.text for quote in read(text, language, "Rosa Blanc")] == said

    @pytest.mark.parametrize(("language", "text", "confidence"), DOUBT)
    def test_the_subject_is_meant_with_doubt_if_another_is_beside(
        self, language: str, text: str, confidence: float
    ) -> None:
        (quote,) = read(text, language, "Tom Moss; Karl Hale; Anna Hale")
        assert quote.speaker is not None
        assert (quote.speaker.name, quote.speaker.confidence) == ("Tom Moss", confidence)

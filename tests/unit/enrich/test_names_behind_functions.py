"""Where names begin that stand right behind what somebody is."""

import pytest

from services.enrich.naming.entities import find_entities
from tests.models import gazetteer, taggers


def people(text: str, language: str) -> dict[str, str | None]:
    found = find_entities(text, taggers().tag(text, language), language, gazetteer())
    return {entity.name: entity.title for entity in found if entity.type == "person"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "La ministre des Comptes publics Amélie de Montchalin a défendu le budget.",
            {"Amélie de Montchalin": "ministre des Comptes publics"},
        ),
        (
            "Le ministre et le secrétaire d'État à la Mer Fabrice Loher visitent Brest.",
            {"Fabrice Loher": "secrétaire d'État à la Mer"},
        ),
    ],
)
def test_the_subject_of_a_ministry_is_no_part_of_a_name(text: str, expected: dict[str, str]) -> None:
    assert people(text, "fr") == expected


def test_a_surname_keeps_its_article_behind_a_rank() -> None:
    text = "Pour les pompiers du Var, le commandant Le Goff a dit que le feu était fixé. Le capitaine Le Bihan l'a vu."
    assert set(people(text, "fr")) == {"Le Goff", "Le Bihan"}


def test_an_article_at_the_start_of_a_sentence_is_none_of_a_name() -> None:
    assert set(people("Le maire a parlé. Le Russe Vladimir Poutine a répondu.", "fr")) == {"Vladimir Poutine"}

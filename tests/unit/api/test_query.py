"""What is found by what is asked, on an index of a few articles."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.api.search.generation import Generation
from services.api.search.question import Question
from shared.errors import RefusedError
from tests.unit.api.made import add, article, found


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    generation = Generation.create(tmp_path_factory.mktemp("index") / "one")
    add(
        generation,
        article(
            1,
            "L'amiral Rob Bauer a dit que les réfugiés ukrainiens arrivent à Varsovie. Pour Bauer, l'Otan tient.",
            title="Drones sur la Crimée",
            source="Le Monde",
            published="2023-10",
            topics=["medtop:16000000"],
            names=[("Rob Bauer", "Rob Bauer", "Bauer"), ("Otan", "Otan")],
        ),
        article(2, "Refugees arrived in Kyiv: two dead.", language="en", source="AP", published="2023-10-04"),
        article(3, "北京市今天下雨。", language="zh", published="2022"),
        article(4, "ミサイルがコーヒー店に落ちた。", language="ja"),
        article(5, "Uchodźcy przybyli do Warszawy.", language="pl", published="2023-10-04T08:15:00Z"),
    )
    return generation


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("varsovie", {1}),
        ("VARSOVIE", {1}),
        ("crimee", {1}),
        ("réfugié", {1}),
        ("refugies", {1}),
        ("refugee", {2}),
        ("ukrainienne", {1}),
        ("refugee kyiv", {2}),
        ("Kyiv: two dead", {2}),
        ("varsovie OR kyiv", {1, 2}),
        ("varsovie OR kyiv dead", {2}),
        ("arrived -dead", set()),
        ('-"two dead" refugies', {1}),
        ("-bauer", {2, 3, 4, 5}),
        ('"arrivent a varsovie"', {1}),
        ("“arrivent à varsovie”", {1}),
        ("« arrivent à varsovie »", {1}),
        ('"arrive à varsovie"', set()),
        ('"crimée l\'amiral"', set()),
        ("北京", {3}),
        ("京北", set()),
        ("コーヒー", {4}),
        ("ミサイル", {4}),
        ("uchodźcy", {5}),
        ("uchodzcy", {5}),
        ("l'OTAN", {1}),
        ("OTAN", {1}),
        ("OR", None),
        ("nothing", set()),
        ("text:varsovie", set()),
        ("id:*", set()),
    ],
)
def test_words(index: Generation, q: str, expected: set[int] | None) -> None:
    if expected is None:
        with pytest.raises(RefusedError):
            found(index, q=q)
    else:
        assert found(index, q=q) == expected


def test_the_language_says_whose_stems_are_meant(index: Generation) -> None:
    assert found(index, q="refugee", language="en") == {2}
    assert found(index, q="réfugié", language="fr") == {1}


@pytest.mark.parametrize("entity", ["Rob Bauer", "bauer", "BAUER", "OTAN", "otan"])
def test_entity_by_its_name_or_a_mention(index: Generation, entity: str) -> None:
    assert found(index, entity=entity) == {1}


@pytest.mark.parametrize("city", ["istanbul", "Istanbul", "ISTANBUL", "İstanbul", "ıstanbul"])
def test_the_i_of_turkish_is_one_letter_with_its_dot_or_without(tmp_path: Path, city: str) -> None:
    text = "Dün İstanbul'da, Anadolu Ajansı'na göre, deniz sakindi."
    generation = Generation.create(tmp_path / "one")
    agencies = [{"name": "Anadolu Ajansı", "role": "source", "start": 17, "end": 31}]
    add(generation, article(1, text, language="tr", names=[("İstanbul", "İstanbul")], agencies=agencies))
    for agency in ("Anadolu Ajansı", "anadolu ajansi", "ANADOLU AJANSI"):
        assert found(generation, q=city, entity=city, agency=agency) == {1}
    assert found(generation, q=city, language="tr") == {1}


@pytest.mark.parametrize("entity", ["Rob", "amiral", "varsovie"])
def test_what_is_no_entity_finds_nothing(index: Generation, entity: str) -> None:
    assert found(index, entity=entity) == set()


def test_filters(index: Generation) -> None:
    assert found(index) == {1, 2, 3, 4, 5}
    for code in ("zh", "ZH", "zho", "chi"):
        assert found(index, language=code) == {3}
    assert found(index, source="Le Monde") == {1}
    assert found(index, source="le monde") == set()
    assert found(index, topic="medtop:16000000") == {1}
    assert found(index, topic="medtop:16000000", language="en") == set()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"published_from": "2023"}, {1, 2, 5}),
        ({"published_from": "2023-10-05"}, {1}),
        ({"published_from": "2023-10-04", "published_to": "2023-10-04"}, {1, 2, 5}),
        ({"published_from": "2023-10-04T08:15:01Z", "published_to": "2023-10-04"}, {1, 2}),
        ({"published_to": "2023-10-04T10:15:00+02:00"}, {1, 2, 3, 5}),
        ({"published_to": "2022-06"}, {3}),
        ({"published_to": "2021"}, set()),
        ({"published_from": "2024"}, set()),
    ],
)
def test_a_partial_date_matches_by_its_interval(index: Generation, asked: dict[str, str], expected: set[int]) -> None:
    assert found(index, **asked) == expected


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        Question(published_from="2023-10", published_to="2023-09")
    assert [error["ctx"]["field"] for error in caught.value.errors()] == ["published_to"]


@pytest.mark.parametrize("q", [" ", "!!!", '""', '"', "-", "--", "OR", "OR OR", '-""', "_", "«»"])
def test_a_question_without_a_word_is_refused_by_name(index: Generation, q: str) -> None:
    with pytest.raises(RefusedError) as caught:
        found(index, q=q)
    assert [error.field for error in caught.value.errors] == ["q"]


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("bauer title:", "title:"),
        ("title: bauer", "title:"),
        ("speaker:-bauer", "-speaker:word"),
        ("bauer " + "a" * 100, "100 bytes"),
        ("bauer -" + "é" * 50, "100 bytes"),
        (f'"l\'{"a" * 150}"', "100 bytes"),
    ],
)
def test_what_would_be_misunderstood_is_refused(index: Generation, q: str, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        found(index, q=q)
    [error] = caught.value.errors
    assert error.field == "q"
    assert said in error.message


@pytest.mark.parametrize("q", ['bauer "title:"', 'title:"-drones"', "-title:varsovie bauer", "bauer " + "a" * 99])
def test_what_only_looks_like_it_is_searched(index: Generation, q: str) -> None:
    assert found(index, q=q) <= {1}


HOSTILE = st.text(st.sampled_from("ab北é\"\\-+:*()[]{}^~/?&|!<>=,;'\x00\u202e OR AND NOT IN TO"), max_size=400)


@given(HOSTILE | st.text(st.characters(codec="utf-8"), max_size=400))
def test_whatever_is_typed_is_searched_or_refused(index: Generation, q: str) -> None:
    for sort in ("received", "relevance"):
        try:
            found(index, q=q or "a", sort=sort)
        except RefusedError as error:
            assert [wrong.field for wrong in error.errors] == ["q"]

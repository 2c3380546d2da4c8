"""What each filter lets through and what it does not, and the three orders of what is found."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.api.search.cursor import Mark
from services.api.search.document import _TERMS, ordered
from services.api.search.generation import Generation
from services.api.search.question import Question
from services.api.search.regions import Box, Circle, Points
from services.api.search.schema import COUNTED, TERMS
from tests.unit.api.made import add, article, article_id, entity, found, listed, numbers, place

KYIV = "Le maire Vitali Klitschko a dit à Kyiv : « Nous tenons. » 31 drones ont été abattus, 12 km plus loin."
SUVA = "Rain fell on Suva and on Apia. About 40 drones filmed it."


def quote(text: str, speaker: str | None, **given: Any) -> dict[str, Any]:
    said = {"name": speaker, "entity": speaker, "confidence": 0.9} | given if speaker else None
    return {"start": 0, "end": len(text), "text": text, "speaker": said, "verb": None}


def figure(value: float, unit: str | None) -> dict[str, Any]:
    return {"start": 0, "end": 1, "text": "", "value": value, "unit": unit, "approximate": False}


def story(number: int, first: bool) -> dict[str, Any]:
    return {"id": article_id(number), "first": first, "similarity": 1.0, "parent": None}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    generation = Generation.create(tmp_path_factory.mktemp("index") / "one")
    mayor = entity("Vitali Klitschko", "Vitali Klitschko", text=KYIV, type="person", title="maire")
    add(
        generation,
        article(
            1,
            KYIV,
            title="Trente drones sur Kyiv",
            published="2024-05",
            places=[mayor, place("Kyiv", "UA", 50.45466, 30.5238, KYIV)],
            quotes=[quote("Nous tenons.", "Vitali Klitschko")],
            figures=[figure(31, "drones"), figure(12, "km")],
            agencies=[{"start": 0, "end": 1, "name": "Agence France-Presse", "role": "source"}],
            story=story(1, True),
        ),
        article(
            2,
            SUVA,
            language="en",
            published="2024-05-03",
            places=[place("Suva", "FJ", -18.14161, 178.44149, SUVA), place("Apia", "WS", -13.83333, -171.76666, SUVA)],
            figures=[figure(40, "drones"), figure(-3.5, "°C")],
            claims=[{"start": 0, "end": 4, "text": "Rain", "attributed_to": None,
                     "hedge": {"start": 0, "end": 4, "text": "Rain"}}],
            quotes=[quote("It rains", "the mayor", entity=None), quote("It pours", None)],
            story=story(2, True),
        ),
        article(3, "Le même texte, repris. Les drones de Kyiv.", published="2022", story=story(1, False)),
        article(4, "Le port a rouvert.", keyphrases=[{"text": "drones", "score": 1.0}]),
    )  # fmt: skip
    return generation


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"agency": "agence france-presse"}, {1}),
        ({"agency": "AFP"}, {1}),
        ({"agency": "agence  FRANCE presse"}, {1}),
        ({"agency": "Reuters"}, set()),
        ({"entity_type": "person"}, {1}),
        ({"entity": "Kyiv", "entity_type": "place"}, {1}),
        ({"entity": "Kyiv", "entity_type": "person"}, set()),
        ({"speaker": "KLITSCHKO"}, set()),
        ({"speaker": "vitali klitschko"}, {1}),
        ({"speaker": "The mayor"}, {2}),
        ({"place": "suva"}, {2}),
        ({"place": "Vitali Klitschko"}, set()),
        ({"country": "ua"}, {1}),
        ({"country": "FJ"}, {2}),
        ({"bbox": "22,44,40.5,52.5"}, {1}),
        ({"bbox": "-180,-90,180,90"}, {1, 2}),
        ({"bbox": "170,-20,-175,0"}, {2}),
        ({"bbox": "170,-20,175,0"}, set()),
        ({"near": "50.0,30.0,100"}, {1}),
        ({"near": "50.0,30.0,10"}, set()),
        ({"near": "-16,-178,600"}, {2}),
        ({"story": article_id(1)}, {1, 3}),
        # The fourth is too short to be compared with others: it is a story by itself.
        ({"story": article_id(4)}, {4}),
        ({"first_only": True}, {1, 2, 4}),
        ({"story": article_id(1), "first_only": True}, {1}),
        ({"has_quotes": True}, {1, 2}),
        ({"has_quotes": False}, {3, 4}),
        ({"has_claims": True}, {2}),
        ({"has_figures": True, "language": "fr"}, {1}),
        ({"figure_unit": "Drones"}, {1, 2}),
        ({"figure_unit": "drone"}, {1, 2}),
        ({"figure_unit": "DRONE", "figure_min": 32}, {2}),
        ({"figure_unit": "drone", "language": "fr"}, {1}),
        ({"figure_unit": "drone", "language": "fr", "figure_min": 32}, set()),
        ({"figure_unit": "dr"}, set()),
        ({"figure_unit": "drones", "figure_min": 31}, {1, 2}),
        ({"figure_unit": "drones", "figure_min": 31.5}, {2}),
        ({"figure_unit": "drones", "figure_max": 39}, {1}),
        ({"figure_unit": "km", "figure_min": 31}, set()),
        ({"figure_unit": "°C", "figure_min": -4, "figure_max": -3}, {2}),
        ({"figure_unit": "°C", "figure_min": 0}, set()),
        ({"received_from": "2026-01-01T00:00:03Z"}, {3, 4}),
        ({"received_to": "2026-01-01T00:00:02Z"}, {1, 2}),
        ({"received_from": "2026", "received_to": "2026-01-01"}, {1, 2, 3, 4}),
        ({"received_from": "2027"}, set()),
        ({"received_from": "1600", "received_to": "9999"}, {1, 2, 3, 4}),
        ({"q": "title:drone"}, {1}),
        ({"q": "title:suva"}, set()),
        ({"q": 'title:"sur kyiv"'}, {1}),
        ({"q": 'title:"kyiv sur"'}, set()),
        ({"q": "speaker:klitschko"}, {1}),
        ({"q": 'speaker:"vitali klitschko" drones'}, {1}),
        ({"q": "drones -speaker:klitschko"}, {2, 3}),
        ({"q": "place:suva OR place:kyiv"}, {1, 2}),
        ({"q": "place:port"}, set()),
        ({"q": "where:port"}, set()),
    ],
)
def test_filters(index: Generation, asked: dict[str, Any], expected: set[int]) -> None:
    assert found(index, **asked) == expected


class TestOrder:
    def test_received(self, index: Generation) -> None:
        assert listed(index) == [4, 3, 2, 1]

    def test_published_by_the_first_day_that_the_date_allows_and_without_one_last(self, index: Generation) -> None:
        assert listed(index, sort="published") == [2, 1, 3, 4]

    def test_relevance_by_headline_then_what_it_is_about_then_the_rest(self, index: Generation) -> None:
        assert listed(index, q="drones") == [3, 2, 1]
        assert listed(index, q="drone", sort="relevance") == [1, 3, 2]
        assert listed(index, q="drones kyiv", sort="relevance") == [1, 3]
        assert listed(index, q="kyiv OR suva", sort="relevance")[0] == 1

    def test_what_is_only_in_the_keyphrases_is_not_found(self, index: Generation) -> None:
        assert 4 not in listed(index, q="drones", sort="relevance")

    @pytest.mark.parametrize("asked", [{"sort": "published"}, {"sort": "relevance", "q": "drones OR port"}])
    def test_page_by_page_in_the_same_order(self, index: Generation, asked: dict[str, Any]) -> None:
        question, seen = Question(**asked), []
        after: Mark | None = None
        while True:
            page = index.search(question, after, 1)
            seen += numbers(page.items)
            assert page.total == len(listed(index, **asked))
            if page.end is None:
                break
            after = page.end
        assert seen == listed(index, **asked)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"published_from": "2023-10", "published_to": "2023-09"}, "published_to"),
        ({"received_from": "2023-10", "received_to": "2023-09"}, "received_to"),
        ({"figure_min": 3}, "figure_unit"),
        ({"figure_unit": "km", "figure_min": 3, "figure_max": 2}, "figure_max"),
    ],
)
def test_what_only_shows_beside_another_parameter_is_named(asked: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Question(**asked)
    assert [error["ctx"]["field"] for error in caught.value.errors()] == [field]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bbox", "1,2,3"), ("bbox", "1,2,3,x"), ("bbox", "0,10,5,5"), ("bbox", "0,0,181,5"), ("bbox", "nan,0,1,1"),
        ("near", "91,0,5"), ("near", "0,0,-5"), ("near", "0,0,99999"), ("near", "1e1,0,5"), ("country", "UKR"),
        ("sort", "date"), ("entity_type", "PER"), ("figure_min", "inf"), ("has_quotes", "perhaps"),
        ("topic", "16000000"), ("language", "french"), ("received_from", "yesterday"),
    ],
)  # fmt: skip
def test_wrong_values_are_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Question(**{name: value})
    assert [error["loc"] for error in caught.value.errors()] == [(name,)]


def test_every_term_has_its_field() -> None:
    assert set(_TERMS) == {*TERMS, *COUNTED}


@given(st.lists(st.floats(allow_nan=False), min_size=2))
def test_the_letters_of_numbers_are_in_the_order_of_the_numbers(values: list[float]) -> None:
    ranked = sorted(value + 0.0 for value in values)
    assert [ordered(value) for value in ranked] == sorted(map(ordered, ranked))


COORDINATES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(st.lists(COORDINATES, max_size=5), COORDINATES)
def test_a_circle_around_the_earth_has_all_points_and_a_box_its_corners(
    places: list[tuple[float, float]], here: tuple[float, float]
) -> None:
    terms = [f"{latitude:.5f},{longitude:.5f}" for latitude, longitude in places]
    points = Points(terms)
    assert points.near(Circle(*here, 20_040)) == terms
    assert points.within(Box(-180, -90, 180, 90)) == terms

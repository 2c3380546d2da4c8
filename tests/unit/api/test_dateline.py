"""Where an article was written, as it is printed in front of its text."""

from pathlib import Path

import pytest

from services.api.search import dateline
from services.api.search.generation import Generation
from tests.unit.api.made import add, article, found


@pytest.mark.parametrize(
    ("printed", "places"),
    [
        ("PARIS, 12 mars (AFP) –", ["PARIS"]),
        ("DULUTH, Minn. —", ["DULUTH"]),
        ("PARIS, Texas —", ["PARIS"]),
        ("KIEV/MOSCOU (Reuters) -", ["KIEV", "MOSCOU"]),
        ("Lingen (dpa/lni) -", ["Lingen"]),
        ("(ANSA) - ROMA, 12 MAR -", ["ROMA"]),
        ("AFP - Saint-Étienne, le 12 mars.", ["Saint-Étienne"]),
        ("(Montréal)", ["Montréal"]),
        ("TERUEL 9 Ene. (EUROPA PRESS) -", ["TERUEL"]),
        ("BRISBANE:", ["BRISBANE"]),
        ("Bad Laasphe.", ["Bad Laasphe"]),
        ("(AFP)", []),
        ("12.03.2024 –", []),
    ],
)
def test_the_place_without_what_stands_behind_it(printed: str, places: list[str]) -> None:
    segments = [{"kind": "dateline", "start": 0, "end": len(printed)}]
    assert [*dateline.places({"text": f"{printed} Le port a rouvert.", "segments": segments})] == places


def test_an_article_is_found_by_where_it_was_written(tmp_path: Path) -> None:
    printed = "PARIS, 12 mars (AFP) –"
    text = f"{printed} Le port a rouvert."
    segments = [
        {"kind": "dateline", "start": 0, "end": len(printed)},
        {"kind": "body", "start": len(printed), "end": len(text)},
    ]
    index = Generation.create(tmp_path / "one")
    add(index, article(1, text, segments=segments), article(2))
    for asked in ({"place": "Paris"}, {"q": "place:paris"}, {"entity": "paris", "entity_type": "place"}):
        assert found(index, **asked) == {1}
    assert found(index, place="mars") == found(index, entity_type="person", entity="Paris") == set()

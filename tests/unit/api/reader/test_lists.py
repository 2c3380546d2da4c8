"""What lists show of an article, and how the articles of a story stand below each other."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from services.api.reader.items import headline, items
from services.api.reader.marks import Piece
from services.api.reader.places import _circles
from services.api.reader.story import lineage
from services.api.reader.world import view
from services.api.search.counts import Spot
from services.api.search.generation import Generation
from services.api.search.question import Filter, Question
from shared.answers import Brief, Member
from tests.unit.api.made import add, article, article_id, place

LONG = "Le port de Marseille a rouvert. " * 20


def shown(found: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.marks else piece.text for piece in found)


def test_the_words_that_were_asked_for_are_marked() -> None:
    made = orjson.dumps(article(1, f"{LONG}Des drones sont tombés sur la ville.", title="Un drone"))
    [item] = items([made], Question(q="drones"))
    assert shown(item.headline) == "Un [drone]"
    assert "Des [drones] sont tombés" in shown(item.teaser)


def test_without_a_headline_the_beginning_is_one_and_the_rest_follows() -> None:
    [item] = items([orjson.dumps(article(1, LONG))], Question())
    assert not item.titled
    assert shown(item.headline).endswith(" …")
    begin = shown(item.headline).removesuffix(" …")
    assert LONG.startswith(begin)
    assert LONG[len(begin) :].startswith(shown(item.teaser))


def test_a_sentence_that_is_a_headline_by_itself_does_not_go_on() -> None:
    assert headline(article(1, "Le port a rouvert.")) == "Le port a rouvert."


def test_a_teaser_says_that_the_sentence_goes_on() -> None:
    whole, cut = (orjson.dumps(article(1, text, title="Titre")) for text in ("Le port a rouvert.", "Le port, " * 50))
    assert [item.cut for item in items([whole, cut], Question())] == [False, True]


def test_of_a_full_page_less_of_each_text_is_looked_at() -> None:
    far = orjson.dumps(article(1, "Le port. " * 1_000 + "Des drones.", title="Titre"))
    alone, *among = (items([far] * number, Question(q="drones"))[0] for number in (1, 100))
    assert "[drones]" in shown(alone.teaser)
    assert "drones" not in shown(among[0].teaser)


@pytest.mark.parametrize("text", ["", "a", "a" * 5_000, " \n ", "a" * 30_000 + " drones"])
def test_no_text_is_too_short_or_too_long(text: str) -> None:
    made = {**article(1), "text": text}
    [item] = items([orjson.dumps(made)], Question(q="drones"))
    assert len(shown(item.teaser)) < 400
    assert len(headline({**made, "segments": []})) < 400


def member(number: int, parent: int | None) -> Member:
    made = article(number)
    brief = Brief.model_validate_json(orjson.dumps({name: made[name] for name in Brief.model_fields}))
    above = article_id(parent) if parent is not None else None
    return Member(article=brief, first=parent is None, similarity=1.0, parent=above, changes=[])


def test_who_took_it_from_whom() -> None:
    newest_first = [member(5, 99), member(4, 2), member(3, 1), member(2, 1), member(1, None)]
    assert [(depth, int(one.article.id, 16)) for depth, one in lineage(newest_first)] == [
        (0, 1), (1, 2), (2, 4), (1, 3), (0, 5),
    ]  # fmt: skip


def test_a_long_line_of_reprints_is_no_deep_recursion() -> None:
    chain = [member(number, number - 1 if number else None) for number in reversed(range(5_000))]
    assert [depth for depth, _ in lineage(chain)] == list(range(5_000))


def test_places_are_counted_by_where_they_are_and_what_they_are_called(tmp_path: Path) -> None:
    generation = Generation.create(tmp_path / "index")
    text = "Paris et Varsovie."
    paris, texan = place("Paris", "FR", 48.85341, 2.3488, text), place("Paris", "US", 33.66094, -95.55551, text)
    warsaw, unknown = place("Varsovie", "PL", 52.22977, 21.01178, text), place("Paris", None, None, None, text)
    add(
        generation,
        article(1, text, places=[paris, warsaw], language="fr"),
        article(2, text, places=[paris]),
        article(3, text, places=[texan], language="en"),
        article(4, text, places=[unknown]),
    )
    assert generation.spots(Filter(), 10) == [
        Spot("Paris", "FR", 48.85341, 2.3488, 2),
        Spot("Paris", "US", 33.66094, -95.55551, 1),
        Spot("Varsovie", "PL", 52.22977, 21.01178, 1),
    ]
    assert generation.spots(Filter(language="en"), 10) == [Spot("Paris", "US", 33.66094, -95.55551, 1)]
    near = Question(place="Paris", near="33.66094,-95.55551,1")
    assert generation.search(near, None, 10).total == 1


def test_a_place_with_several_names_is_one(tmp_path: Path) -> None:
    """By the name that most articles have for it, and with all of these articles, each once."""
    generation = Generation.create(tmp_path / "index")
    text = "Kyiv, Kiev, Київ."
    kyiv, kiev, ukrainian = (place(name, "UA", 50.45466, 30.5238, text) for name in ("Kyiv", "Kiev", "Київ"))
    for each in (kyiv, kiev, ukrainian):
        each["place"]["geonames_id"] = 703_448
    add(
        generation,
        article(1, text, places=[kyiv, kiev]),
        article(2, text, places=[kyiv]),
        article(3, text, places=[kiev]),
        article(4, text, places=[ukrainian]),
    )
    [spot] = generation.spots(Filter(), 10)
    assert spot == Spot("Kyiv", "UA", 50.45466, 30.5238, 4)
    [circle] = _circles([spot], view([]), Filter(language="fr"))
    asked = dict(parse_qsl(urlsplit(circle.address).query))
    assert generation.search(Question.model_validate(asked), None, 10).total == spot.count

"""Stored articles that are made for the benchmarks."""

from typing import Any

import orjson
import pytest

from benchmarks.stored import Archive, Base, bases
from shared.articles import EnrichedArticle

COUNT = 400


@pytest.fixture(scope="module")
def given() -> list[Base]:
    return bases()


@pytest.fixture(scope="module")
def made(given: list[Base]) -> list[dict[str, Any]]:
    archive = Archive(given, COUNT, "seed")
    return [archive.article(number) for number in range(COUNT)]


def test_they_are_articles_as_enrich_stores_them(made: list[dict[str, Any]]) -> None:
    for article in made:
        EnrichedArticle.model_validate_json(orjson.dumps(article))


def test_what_was_found_stands_where_it_says(made: list[dict[str, Any]]) -> None:
    for article in made:
        text = article["text"]
        assert "".join(text[part["start"] : part["end"]] for part in article["segments"]) == text
        for name in ("quotes", "claims", "dates", "figures", "summary"):
            assert all(text[part["start"] : part["end"]] == part["text"] for part in article[name])
        for claim in article["claims"]:
            assert text[claim["hedge"]["start"] : claim["hedge"]["end"]] == claim["hedge"]["text"]
        lead = [entity for entity in article["entities"] if entity["salience"] == 0.2]
        assert all(
            text[mention["start"] : mention["end"]] == one["name"] for one in lead for mention in one["mentions"]
        )


def test_a_seed_makes_the_same_and_another_makes_others(given: list[Base], made: list[dict[str, Any]]) -> None:
    assert Archive(given, COUNT, "seed").article(7) == made[7]
    assert Archive(given, COUNT, "other").article(7)["text"] != made[7]["text"]


def test_they_differ_as_those_of_an_archive_do(made: list[dict[str, Any]]) -> None:
    assert len({article["id"] for article in made}) == len({article["text"] for article in made}) == COUNT
    assert len({article["language"]["code"] for article in made}) == 7
    assert len({article["source"] for article in made}) > 40
    assert len({article["received_at"][:7] for article in made}) == 12
    assert {article["published"] and article["published"]["precision"] for article in made} == {
        None, "year", "month", "day", "minute", "second"
    }  # fmt: skip

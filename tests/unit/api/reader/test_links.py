"""Addresses of searches: a filter is added, or taken away, and the rest of the search stays."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from services.api.reader.desk import Desk
from services.api.reader.links import filters, given, toggled, web
from services.api.search.counts import Counted, Facet
from services.api.search.question import Filter, Page, QuotesPage, StoriesPage

QUESTION = Page(
    q="drones & ports", language="fr", has_quotes=True, figure_unit="drones", figure_min=30, sort="published"
)


def parameters(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def test_what_was_asked_is_written_as_it_can_be_asked_again() -> None:
    asked = given(QUESTION)
    assert asked == {
        "q": "drones & ports", "language": "fr", "has_quotes": "true", "figure_unit": "drones", "figure_min": "30",
        "sort": "published",
    }  # fmt: skip
    assert Page.model_validate(asked) == QUESTION
    assert "sort" not in filters(QUESTION)


def test_what_arrives_is_asked_for_with_the_filters_of_the_list() -> None:
    assert parameters(Desk("/articles", QUESTION).stream) == filters(QUESTION)
    assert parameters(Desk("/", StoriesPage(language="fr")).stream) == {"language": "fr", "first_only": "true"}
    assert parameters(Desk("/quotes", QuotesPage(source="a")).stream) == {"source": "a", "has_quotes": "true"}


@hypothesis_given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=400))
def test_whatever_is_asked_can_be_asked_again(q: str) -> None:
    asked = Desk("/articles", Page(q=q)).first()
    assert Page.model_validate(parameters(asked)) == Page(q=q)


def test_a_filter_is_added_and_taken_away() -> None:
    added, active = toggled("/articles", QUESTION, {"country": "UA"})
    assert (parameters(added), active) == (given(QUESTION) | {"country": "UA"}, False)
    taken, active = toggled("/articles", QUESTION, {"language": "fr"})
    assert (parameters(taken), active) == ({k: v for k, v in given(QUESTION).items() if k != "language"}, True)


def test_a_cursor_is_left_behind_when_the_search_changes() -> None:
    page = StoriesPage(language="fr", cursor="abc")
    assert "cursor" not in toggled("/", page, {"country": "UA"})[0]
    assert parameters(Desk("/", page).page("def"))["cursor"] == "def"


def test_every_facet_is_a_filter_that_the_search_takes() -> None:
    desk = Desk("/articles", QUESTION)
    found: dict[Facet, list[Counted]] = {
        "language": [Counted("fr", 1)], "source": [Counted("a&b", 1)], "topic": [Counted("medtop:16000000", 1)],
        "entity": [Counted("Rob Bauer", 1, "person")], "country": [Counted("UA", 1)], "agency": [Counted("AFP", 1)],
        "day": [Counted("2023-10-04", 1)],
    }  # fmt: skip
    shown = desk.facets(found)
    assert len(shown) == len(found)
    for label, [link] in shown:
        Page.model_validate(parameters(link.address))
        assert link.active == (label == "Language")


@pytest.mark.parametrize("path", ["/", "/articles", "/quotes", "/places", "/timeline"])
def test_the_same_search_elsewhere_has_its_filters_and_nothing_else(path: str) -> None:
    desk = Desk(path, QUESTION)
    for link in (link for links in desk.elsewhere.values() for link in links):
        Filter.model_validate(parameters(link.address))
        assert parameters(link.address).items() >= filters(QUESTION).items()
    for link in desk.lists:
        Filter.model_validate(parameters(link.address))


def test_stories_are_the_first_of_each_in_feeds_and_in_the_stream() -> None:
    desk = Desk("/", StoriesPage(language="fr"))
    assert parameters(desk.stream) == {"language": "fr", "first_only": "true"}
    assert parameters(desk.elsewhere["Feed"][0].address) == {"language": "fr", "first_only": "true"}


def test_each_filter_that_is_set_can_be_taken_away() -> None:
    desk = Desk("/quotes", QuotesPage(speaker="Rob Bauer", language="fr"))
    assert [(link.label, parameters(link.address)) for link in desk.chosen] == [
        ("Language: French", {"speaker": "Rob Bauer"}),
        ("Speaker: Rob Bauer", {"language": "fr"}),
    ]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.com/a?b=c", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("JavaScript://example.com/%0aalert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//example.com", False),
        ("/articles", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_the_address_of_a_page_is_a_link(url: str | None, linked: bool) -> None:
    assert web(url) == (url if linked else None)

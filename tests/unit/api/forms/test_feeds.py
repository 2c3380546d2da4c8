"""A search as RSS, Atom and JSON Feed."""

import json
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from services.api.forms import atom, jsonfeed, rss
from services.api.forms.feed import Feed, headline
from services.api.forms.xml import NAMESPACES
from tests.unit.api.forms.full import BODY, PROMOTION, full
from tests.unit.api.forms.test_forms import ANY_TEXT
from tests.unit.api.made import article

PRECISIONS = ["2023", "2023-10", "2023-10-04", "2023-10-04T08:15Z", "2023-10-04T08:15:00Z"]
PAGE = (
    "<p>L&#x27;amiral Rob Bauer est à Kyiv.</p><h2>Des drones</h2>"
    "<p>« Trente drones », a dit M. Bauer.<br/>* &lt;b&gt;1&lt;/b&gt; &amp; autres</p>"
)


def feed(*articles: dict[str, Any], **given: Any) -> Feed:
    made = {"id": "urn:depeche:feed:1", "title": "Depeche: a & b", "url": "http://h/f?q=a&limit=2", "next_url": None}
    return Feed(**{**made, "base_url": "http://h", "articles": [*articles], **given})


def texts(found: etree._Element, path: str) -> list[str]:
    """What stands in the elements or attributes at a path."""
    return [each if isinstance(each, str) else each.text for each in found.xpath(path, namespaces=NAMESPACES)]


class TestRss:
    def test_what_is_in_it(self) -> None:
        found = etree.fromstring(rss.render(feed(full(), article(2), next_url="http://h/f?cursor=x")))
        assert found.get("version") == "2.0"
        for required in ("title", "link", "description"):
            assert texts(found, f"channel/{required}")
        assert texts(found, "channel/atom:link[@rel='self']/@href") == ["http://h/f?q=a&limit=2"]
        assert texts(found, "channel/atom:link[@rel='next']/@href") == ["http://h/f?cursor=x"]
        first, second = found.findall("channel/item")
        assert texts(first, "guid[@isPermaLink='false']") == [f"urn:depeche:article:{1:032x}"]
        assert texts(first, "title") == ["Drones <sur> la *Crimée*"]
        assert texts(first, "link") == ["https://example.org/a?b=1&c=2"]
        assert texts(first, "description") == ["Trente drones."]
        assert texts(first, "content:encoded") == [PAGE]
        assert texts(first, "dc:creator") == ["Anne Roux", "B. <C>"]
        assert texts(first, "category")[1:] == ["guerre"]
        assert texts(second, "title") == ["Le port a rouvert mardi."]
        assert texts(second, "link") == [f"http://h/v1/articles/{2:032x}.txt"]

    def test_what_readers_take_for_html_is_html(self) -> None:
        said = {"text": "A <script> & <b>more</b>.", "start": 0, "end": 0}
        found = etree.fromstring(rss.render(feed(full(summary=[said]))))
        assert texts(found, "channel/item/description") == ["A &lt;script&gt; &amp; &lt;b&gt;more&lt;/b&gt;."]

    def test_a_topic_has_its_address_as_well(self) -> None:
        found = etree.fromstring(rss.render(feed(full())))
        assert texts(found, "channel/item/category/@domain") == ["http://cv.iptc.org/newscodes/mediatopic/16000000"]

    @pytest.mark.parametrize("published", PRECISIONS)
    def test_a_date_is_as_precise_as_it_is(self, published: str) -> None:
        found = etree.fromstring(rss.render(feed(full(published=published))))
        assert texts(found, "channel/item/dc:date") == [published]
        moments = texts(found, "channel/item/pubDate")
        assert moments == {
            "2023-10-04T08:15Z": ["Wed, 04 Oct 2023 08:15 GMT"],
            "2023-10-04T08:15:00Z": ["Wed, 04 Oct 2023 08:15:00 GMT"],
        }.get(published, [])
        assert all(parsedate_to_datetime(moment).year == 2023 for moment in moments)


class TestAtom:
    def test_what_is_in_it(self) -> None:
        found = etree.fromstring(atom.render(feed(full(), article(2), next_url="http://h/f?cursor=x")))
        assert found.tag == "{http://www.w3.org/2005/Atom}feed"
        for required in ("id", "title", "updated", "author/atom:name"):
            assert texts(found, f"atom:{required}")
        assert texts(found, "atom:link/@rel") == ["self", "next"]
        first, second = found.findall("atom:entry", NAMESPACES)
        for entry in (first, second):
            for required in ("id", "title", "updated", "content", "link/@href"):
                assert texts(entry, f"atom:{required}")
        assert texts(first, "atom:author/atom:name") == ["Anne Roux", "B. <C>"]
        assert texts(first, "atom:summary") == ["Trente drones."]
        assert texts(first, "atom:content[@type='html']") == [PAGE]
        assert texts(first, "atom:category/@term") == ["medtop:16000000", "guerre"]
        assert first.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"

    @pytest.mark.parametrize("published", PRECISIONS)
    def test_a_date_is_as_precise_as_it_is(self, published: str) -> None:
        found = etree.fromstring(atom.render(feed(full(published=published))))
        assert texts(found, "atom:entry/dc:date") == [published]
        assert texts(found, "atom:entry/atom:published") == ([published] if published == PRECISIONS[-1] else [])


class TestJsonFeed:
    def test_what_is_in_it(self) -> None:
        found = json.loads(jsonfeed.render(feed(full(), next_url="http://h/f?cursor=x")))
        assert found["version"] == "https://jsonfeed.org/version/1.1"
        assert found["next_url"] == "http://h/f?cursor=x"
        [item] = found["items"]
        assert item["content_text"] == BODY
        assert item["authors"] == [{"name": "Anne Roux"}, {"name": "B. <C>"}]
        assert (item["language"], item["date_published"]) == ("fr", "2023-10-04T08:15:00Z")
        own = {"id", "url", "title", "summary", "date_published", "date_modified", "authors", "tags", "language"}
        assert set(item) == {*own, "content_text", "_depeche"}

    @pytest.mark.parametrize("published", PRECISIONS[:4])
    def test_a_date_that_is_no_moment_is_told_beside(self, published: str) -> None:
        [item] = json.loads(jsonfeed.render(feed(full(published=published))))["items"]
        assert "date_published" not in item
        assert item["_depeche"]["published"]["value"] == published


@pytest.mark.parametrize("render", [rss.render, atom.render])
@given(ANY_TEXT)
def test_it_is_well_formed_whatever_is_in_the_articles(render: Any, text: str) -> None:
    made = article(1, text, title=text, url=f"http://x/{text}", authors=[text], tags=[text], source=text)
    found = etree.fromstring(render(feed(made, title=text, url=f"http://h/?q={text}")))
    assert len(found.xpath("channel/item|atom:entry", namespaces=NAMESPACES)) == 1


@pytest.mark.parametrize("render", [rss.render, atom.render, jsonfeed.render])
def test_promotions_are_left_out(render: Any) -> None:
    assert PROMOTION not in render(feed(full())).decode()


@pytest.mark.parametrize("render", [rss.render, atom.render])
def test_one_without_articles_is_one_still(render: Any) -> None:
    etree.fromstring(render(feed()))


def test_the_headline_of_an_article_without_one() -> None:
    assert headline(article(1, "Un deux trois.\nQuatre.")) == "Un deux trois."
    long = headline(article(1, "mot " * 100))
    assert long.endswith("mot …")
    assert len(long) <= 102

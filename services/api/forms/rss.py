"""RSS 2.0, with Dublin Core for what it has no word for: authors without an address, dates that are no date-time."""

import html
from email.utils import format_datetime

from lxml import etree

from services.api.forms import feed as feeds
from services.api.forms import xml
from services.api.forms.feed import Feed
from services.api.forms.parts import Article, entered, language, published, summary, topic_uri, urn
from shared.dates import PartialDate


def render(feed: Feed) -> bytes:
    """The feed as RSS. An article whose date is not known to the minute has it as `dc:date` alone."""
    root = etree.Element("rss", version="2.0", nsmap=xml.NAMESPACES)
    channel = xml.add(root, "channel")
    xml.add(channel, "title", feed.title)
    xml.add(channel, "link", feed.base_url)
    xml.add(channel, "description", feed.title)
    xml.add(channel, "generator", feeds.GENERATOR)
    xml.add(channel, "atom:link", rel="self", type="application/rss+xml", href=feed.url)
    if feed.next_url:
        xml.add(channel, "atom:link", rel="next", type="application/rss+xml", href=feed.next_url)
    if feed.articles:
        xml.add(channel, "lastBuildDate", format_datetime(max(map(entered, feed.articles)), usegmt=True))
    for article in feed.articles:
        _add_item(channel, feed, article)
    return xml.written(root)


def _add_item(channel: xml.Element, feed: Feed, article: Article) -> None:
    item = xml.add(channel, "item", lang=language(article))
    xml.add(item, "guid", urn(article["id"]), isPermaLink="false")
    xml.add(item, "title", feeds.headline(article))
    xml.add(item, "link", feeds.link(feed, article))
    if sums_up := summary(article):
        # Readers take it for HTML, unlike the title.
        xml.add(item, "description", html.escape(sums_up))
    xml.add(item, "content:encoded", feeds.page(article))
    for author in article["authors"]:
        xml.add(item, "dc:creator", author)
    if article["source"]:
        xml.add(item, "dc:publisher", article["source"])
    if moment := _moment(article):
        xml.add(item, "pubDate", moment)
    if when := published(article):
        xml.add(item, "dc:date", when)
    for topic in article["topics"]:
        xml.add(item, "category", topic["label"], domain=topic_uri(topic))
    for tag in article["tags"]:
        xml.add(item, "category", tag)


def _moment(article: Article) -> str | None:
    """When it was published, in the form of RFC 822, which may lack the seconds; null if less is known."""
    when = published(article)
    if when is None or article["published"]["precision"] not in ("minute", "second"):
        return None
    written = format_datetime(PartialDate.parse(when).earliest, usegmt=True)
    return written if article["published"]["precision"] == "second" else written.replace(":00 GMT", " GMT")

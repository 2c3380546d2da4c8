"""Atom (RFC 4287), with pages as in RFC 5005 and Dublin Core for dates that are no date-time."""

from lxml import etree

from services.api.forms import feed as feeds
from services.api.forms import xml
from services.api.forms.feed import Feed
from services.api.forms.parts import (
    MEDIA_TOPICS,
    Article,
    entered,
    language,
    published,
    published_second,
    summary,
    urn,
)

_NAMES = {None: xml.NAMESPACES["atom"], "dc": xml.NAMESPACES["dc"]}
# Atom wants a time even of a feed in which nothing has been yet.
_NEVER = "1970-01-01T00:00:00+00:00"


def render(feed: Feed) -> bytes:
    """The feed as Atom. An article whose date is not known to the second has it as `dc:date` alone."""
    root = etree.Element(xml.qualified("atom:feed"), nsmap=_NAMES)
    xml.add(root, "atom:id", feed.id)
    xml.add(root, "atom:title", feed.title)
    xml.add(root, "atom:updated", max(map(entered, feed.articles)).isoformat() if feed.articles else _NEVER)
    xml.add(root, "atom:generator", feeds.GENERATOR)
    xml.add(xml.add(root, "atom:author"), "atom:name", feeds.GENERATOR)
    xml.add(root, "atom:link", rel="self", type="application/atom+xml", href=feed.url)
    if feed.next_url:
        xml.add(root, "atom:link", rel="next", type="application/atom+xml", href=feed.next_url)
    for article in feed.articles:
        _add_entry(root, feed, article)
    return xml.written(root)


def _add_entry(root: xml.Element, feed: Feed, article: Article) -> None:
    entry = xml.add(root, "atom:entry", lang=language(article))
    xml.add(entry, "atom:id", urn(article["id"]))
    xml.add(entry, "atom:title", feeds.headline(article))
    xml.add(entry, "atom:updated", entered(article).isoformat())
    if moment := published_second(article):
        xml.add(entry, "atom:published", moment)
    if when := published(article):
        xml.add(entry, "dc:date", when)
    for author in article["authors"] or filter(None, [article["source"]]):
        xml.add(xml.add(entry, "atom:author"), "atom:name", author)
    xml.add(entry, "atom:link", rel="alternate", href=feeds.link(feed, article))
    if sums_up := summary(article):
        xml.add(entry, "atom:summary", sums_up)
    xml.add(entry, "atom:content", feeds.page(article), type="html")
    for topic in article["topics"]:
        xml.add(entry, "atom:category", term=topic["code"], scheme=MEDIA_TOPICS, label=topic["label"])
    for tag in article["tags"]:
        xml.add(entry, "atom:category", term=tag)

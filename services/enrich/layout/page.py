"""A web page taken apart: its text, and what it says about itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import trafilatura
from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import DEFAULT_CONFIG, Document

from shared.articles import Evidence
from shared.dates import PartialDate
from shared.errors import UnreadableError

VERSION = "2"
# More elements than any article has: what is beyond is no page that somebody wrote, and would take minutes.
_MOST_ELEMENTS = 50_000
# The time that an element takes grows with the square of its attributes. In the parser it is a second for so many as
# are refused before it; a script may have what looks like a tag of fewer: "i < n".
_MOST_ATTRIBUTES, _MOST_PARSED = 1_000, 10_000
_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_LINES = re.compile(r"\n+")
_NO_TITLE = ("script", "style", "svg", "noscript")
_META_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@name='date' or @name='DC.date.issued' or @itemprop='datePublished' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)


@dataclass(frozen=True)
class Page:
    """What a page says. `dates` are its publication dates as printed in it, the most explicit first."""

    text: str
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    site: str | None = None
    url: str | None = None
    dates: list[Evidence] = field(default_factory=list)


def read(html: str, url: str | None) -> Page:
    """The article in a page. UnreadableError if there is nothing to read in it."""
    too_many = UnreadableError(f"An element of the page has more than {_MOST_ATTRIBUTES} attributes.")
    if any(_has_too_many(tag.group()) for tag in _TAG.finditer(html)):
        raise too_many
    tree = trafilatura.load_html(html)
    if tree is None:
        raise UnreadableError("There is no HTML in it.")
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise UnreadableError(f"The page has more than {_MOST_ELEMENTS} elements.")
    if any(len(element.attrib) > _MOST_ATTRIBUTES for element in tree.iter(etree.Element)):
        raise too_many
    # Before the extraction, which takes the tree apart.
    dates = list(_dates(tree, html, url))
    _drop_unseen(tree)
    found = trafilatura.bare_extraction(
        tree, url=url, favor_precision=True, include_comments=False, with_metadata=True, config=DEFAULT_CONFIG
    )
    text = _LINES.sub("\n\n", found.text or "").strip() if isinstance(found, Document) else ""
    if not isinstance(found, Document) or not text:
        raise UnreadableError("There is no text to read in the page.")
    return Page(
        text=text,
        title=found.title or None,
        authors=[name for name in (found.author or "").split("; ") if name],
        site=found.sitename or None,
        url=found.url or None,
        dates=dates,
    )


def _has_too_many(tag: str) -> bool:
    """Whether a tag has too many attributes for the parser; what a value has in it does not count."""
    return len(tag) > 2 * _MOST_PARSED and len(_QUOTED.sub(" ", tag).split()) > _MOST_PARSED


def _drop_unseen(tree: HtmlElement) -> None:
    """Takes out what no reader sees and the extraction would print: templates, and code and drawings in the title."""
    etree.strip_elements(tree, "template", with_tail=False)
    for title in tree.iter("h1"):
        etree.strip_elements(title, *_NO_TITLE, with_tail=False)


def _dates(tree: HtmlElement, html: str, url: str | None) -> Iterator[Evidence]:
    """What the page declares, to the second if it does; else what htmldate makes out, to the day."""
    seen = set()
    for value in [*_linked_data(tree), *(str(value) for path in _META_DATES for value in tree.xpath(path))]:
        if (date := _normal(value)) and date not in seen:
            seen.add(date)
            yield Evidence(origin="html", text=date)
    if not seen:
        # Only the original date: the last change of a page is not when its article was published.
        found = find_date(html, extensive_search=False, original_date=True, url=None)
        if found:
            yield Evidence(origin="html", text=found)


def _linked_data(tree: HtmlElement) -> Iterator[str]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            yield from _published(json.loads(script), 0)
        except (ValueError, RecursionError):
            continue


def _published(node: Any, depth: int) -> Iterator[str]:
    """`datePublished` of an article, wherever the graph has it."""
    if depth > 5:
        return
    if isinstance(node, list):
        for child in node:
            yield from _published(child, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type", "")
        if "Article" in str(kinds) or "BlogPosting" in str(kinds):
            value = node.get("datePublished")
            if isinstance(value, str):
                yield value
        yield from _published(node.get("@graph", []), depth + 1)


def _normal(value: str) -> str | None:
    """A declared date in one of the forms of PartialDate; null if it is none, or a time without its zone."""
    value = value.strip()
    try:
        return PartialDate.parse(value).value
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    # Without a zone only the day is sure.
    return (
        PartialDate.at(moment).value if moment.tzinfo else PartialDate.of(moment.year, moment.month, moment.day).value
    )

"""A feed: what RSS, Atom and JSON Feed say alike of a list of articles."""

import html
from dataclasses import dataclass

from services.api.forms.parts import Article, body, paragraphs, segments

GENERATOR = "Depeche"


@dataclass(frozen=True, slots=True)
class Feed:
    """Articles, newest first, and the addresses of the feed: its own, that of the next page, and that of the api."""

    id: str
    title: str
    url: str
    next_url: str | None
    base_url: str
    articles: list[Article]


def link(feed: Feed, article: Article) -> str:
    """Where an article can be read: where it came from, else here."""
    return article["url"] or f"{feed.base_url}/v1/articles/{article['id']}.txt"


def headline(article: Article) -> str:
    """The headline; without one, the beginning of the text."""
    if article["title"]:
        return " ".join(article["title"].split())
    first = (body(article) or article["text"].strip()).split("\n", 1)[0]
    return first if len(first) <= 100 else first[:100].rsplit(" ", 1)[0] + " …"


def page(article: Article) -> str:
    """The headings and the body as HTML."""
    return "".join(
        f"<h2>{html.escape(text)}</h2>" if kind == "heading" else _paragraphs(text)
        for kind, text in segments(article, "heading", "body")
        if text != article["title"]
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{'<br/>'.join(map(html.escape, lines))}</p>" for lines in paragraphs(text))

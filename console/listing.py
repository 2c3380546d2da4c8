"""Articles in a list, as a person reads it: a headline, where it comes from, and its id to go on with."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from console.terminal import harmless
from depeche_client import EnrichedArticle, FoundQuote, Member
from shared.articles import Change

_HEADLINE = 150


def entry(article: EnrichedArticle) -> RenderableType:
    """An article in a few lines."""
    below = [Text(harmless(" · ".join(_facts(article))), "dim"), Text(article.id, "cyan")]
    return Group(Text(harmless(headline(article)), "bold"), Padding.indent(Group(*below), 2))


def headline(article: EnrichedArticle) -> str:
    """The title; of an article without one, how its summary or text begins."""
    if article.title:
        return article.title
    beginning = article.summary[0].text if article.summary else article.text.strip()
    return shorten(beginning, _HEADLINE, placeholder=" …")


def row(article: EnrichedArticle) -> dict[str, Any]:
    """The article as JSON, for programs."""
    return article.model_dump(mode="json")


def _facts(article: EnrichedArticle) -> Iterator[str]:
    yield article.language.code
    if article.source:
        yield article.source
    if article.agencies:
        yield ", ".join(dict.fromkeys(agency.name for agency in article.agencies))
    yield f"published {article.published.value}" if article.published else "no date of publication"
    yield f"received {article.received_at:%Y-%m-%d %H:%M}"
    if article.revision > 1:
        yield f"revision {article.revision}"
    if article.story and not article.story.first:
        yield f"a reprint, {article.story.similarity:.0%} alike"


def said(quote: FoundQuote) -> RenderableType:
    """A quote, who said it, and the article it stands in."""
    speaker = (
        f"{quote.speaker.name} ({quote.speaker.confidence:.2f})" if quote.speaker else "a speaker who is not known"
    )
    title = shorten(quote.article.title or "without a title", _HEADLINE, placeholder=" …")
    below = [Text(harmless(f"{speaker}, in: {title}"), "dim"), Text(quote.article.id, "cyan")]
    return Group(Text(harmless(f"“{' '.join(quote.text.split())}”"), "bold"), Padding.indent(Group(*below), 2))


def member(of: Member) -> RenderableType:
    """An article of a story, and what differs from the earlier one that it is most like."""
    facts = [of.article.language.code, of.article.source, f"received {of.article.received_at:%Y-%m-%d %H:%M}"]
    like = "the first of this story" if of.first else f"{of.similarity:.0%} like the first, most like {of.parent}"
    changes = [Text(harmless(f"{each.kind}: {_change(each)}")) for each in of.changes]
    lines = [Text(harmless(" · ".join(filter(None, facts))), "dim"), Text(of.article.id, "cyan"), Text(like)]
    title = shorten(of.article.title or "Without a title", _HEADLINE, placeholder=" …")
    return Group(Text(harmless(title), "bold"), Padding.indent(Group(*lines, *changes), 2))


def _change(change: Change) -> str:
    before, after = (
        shorten(text, _HEADLINE, placeholder=" …") if text else None for text in (change.before, change.after)
    )
    return f"“{before}” became “{after}”" if before and after else f"“{before or after}”"

"""Articles in a list, as a person reads it: a headline, where it comes from, and its id to go on with."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from console.terminal import harmless
from depeche_client import EnrichedArticle, FoundQuote, Member
from shared.articles import Change

_HEADLINE = 150
_INDENT = "  "


class Indented:
    """Something a little to the right. Rich's own would fill the lines with blanks, which are copied with an id."""

    def __init__(self, inner: RenderableType) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - len(_INDENT), 1)
        for line in console.render_lines(self._inner, options.update_width(width), pad=False):
            yield from (Segment(_INDENT), *line, Segment.line())


def entry(article: EnrichedArticle) -> RenderableType:
    """An article in a few lines."""
    below = [Text(harmless(" · ".join(_facts(article))), "dim"), Text(article.id, "cyan")]
    return Group(Text(harmless(headline(article)), "bold"), Indented(Group(*below)))


def headline(article: EnrichedArticle) -> str:
    """The title; of an article without one, how its summary or text begins."""
    if article.title:
        return article.title
    beginning = article.summary[0].text if article.summary else article.text.strip()
    return shorten(beginning, _HEADLINE, placeholder=" …")


def row(article: EnrichedArticle) -> dict[str, Any]:
    """The article as JSON, for programs: as the api answers it, which has highlights where they are asked for only."""
    return article.model_dump(mode="json", exclude={"highlights"})


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
    return Group(Text(harmless(f"“{' '.join(quote.text.split())}”"), "bold"), Indented(Group(*below)))


def member(of: Member) -> RenderableType:
    """An article of a story, and what differs from the earlier one that it is most like."""
    facts = [of.article.language.code, of.article.source, f"received {of.article.received_at:%Y-%m-%d %H:%M}"]
    like = "the first of this story" if of.first else f"{of.similarity:.0%} like the first, most like {of.parent}"
    changes = [Text(harmless(f"{each.kind}: {_change(each)}")) for each in of.changes]
    lines = [Text(harmless(" · ".join(filter(None, facts))), "dim"), Text(of.article.id, "cyan"), Text(like)]
    title = shorten(of.article.title or "Without a title", _HEADLINE, placeholder=" …")
    return Group(Text(harmless(title), "bold"), Indented(Group(*lines, *changes)))


def _change(change: Change) -> str:
    before, after = (
        shorten(text, _HEADLINE, placeholder=" …") if text else None for text in (change.before, change.after)
    )
    if before and after:
        return f"“{before}” became “{after}”"
    if change.kind in ("added", "removed"):
        return f"“{before or after}”"
    return f"“{before}” is gone" if before else f"“{after}” is new"

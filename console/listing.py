"""Articles in a list, as a person reads it: a headline, where it comes from, and its id to go on with."""

import unicodedata
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from console.terminal import harmless
from depeche_client import EnrichedArticle
from shared.articles import Quote

_HEADLINE = 150


def entry(article: EnrichedArticle, speaker: str | None = None) -> RenderableType:
    """An article in a few lines; with a speaker, what they are quoted with in it."""
    lines = [
        Text(harmless(headline(article)), "bold"),
        Text(harmless(" · ".join(_facts(article))), "dim"),
        Text(article.id, "cyan"),
    ]
    return Group(lines[0], Padding(Group(*lines[1:], *_quotes(article, speaker)), (0, 0, 0, 2)))


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


def _quotes(article: EnrichedArticle, speaker: str | None) -> Iterator[Text]:
    for quote in said_by(article.quotes, speaker) if speaker else ():
        name = quote.speaker.name if quote.speaker else ""
        yield Text(harmless(f"“{' '.join(quote.text.split())}” ({name})"))


def said_by(quotes: Sequence[Quote], speaker: str) -> list[Quote]:
    """The quotes whose speaker's name has a word of this one; all that have a speaker, if none has.

    Then the article calls them by yet another name: the api knows, and a list of all is better than none.
    """
    wanted = _words(speaker)
    spoken = [quote for quote in quotes if quote.speaker]
    theirs = [quote for quote in spoken if quote.speaker and wanted & _words(quote.speaker.name)]
    return theirs or spoken


def _words(name: str) -> set[str]:
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return set(bare.casefold().replace("-", " ").split())

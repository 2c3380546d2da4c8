"""An enriched article as a person reads it in a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from console.terminal import counted

Json = dict[str, Any]
_KINDS = (("person", "People"), ("organization", "Organisations"), ("place", "Places"))
_MOST, _MOST_LINES, _BEGINNING = 12, 6, 62


def render(article: Json) -> RenderableType:
    """What was read in an article, with its evidence; what was not found is said to be missing."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, value in _rows(article):
        table.add_row(label, value)
    sentences = Text("\n").join(Text(f"“{part['text']}”") for part in article["summary"])
    beginning = article["summary"][0]["text"] if article["summary"] else article["text"].strip()
    title = article["title"] or f"Without a title: {shorten(beginning, _BEGINNING, placeholder=' …')}"
    return Panel(Group(table, Text(), Text("Summary", style="bold"), sentences), title=Text(title), title_align="left")


def _rows(article: Json) -> Iterator[tuple[str, Text]]:
    language, published = article["language"], article["published"]
    yield "Language", Text(f"{language['code']} ({language['confidence']:.2f})")
    yield "Published", _published(published)
    for kind, label in _KINDS:
        found = [entity for entity in article["entities"] if entity["type"] == kind]
        yield label, Text(", ".join(_entity(entity) for entity in found[:_MOST]) + _more(found) or "none")
    yield "Topics", Text(", ".join(f"{topic['label']} ({topic['code']})" for topic in article["topics"]) or "none")
    yield "Keyphrases", Text(", ".join(phrase["text"] for phrase in article["keyphrases"]) or "none")
    yield from _said(article)
    yield from _around(article)
    statistics = article["statistics"]
    yield "Length", Text(f"{counted(statistics['words'], 'word')}, {counted(statistics['sentences'], 'sentence')}")


def _said(article: Json) -> Iterator[tuple[str, Text]]:
    """Who said what, what is only alleged, and the numbers; rows for what there is."""
    quotes = [f"{_speaker(quote)}: “{quote['text']}”" for quote in article.get("quotes", ())]
    claims = [
        f"“{claim['hedge']['text']}”: {shorten(claim['text'], 120, placeholder=' …')}"
        for claim in article.get("claims", ())
    ]
    figures = [figure["text"] for figure in article.get("figures", ())]
    if quotes:
        yield "Quotes", Text("\n".join(quotes[:_MOST_LINES]) + _more(quotes, _MOST_LINES))
    if claims:
        yield "Claims", Text("\n".join(claims[:_MOST_LINES]) + _more(claims, _MOST_LINES))
    if figures:
        yield "Figures", Text(", ".join(figures[:_MOST]) + _more(figures))


def _around(article: Json) -> Iterator[tuple[str, Text]]:
    """Where it comes from, and what is not body; rows for what there is."""
    if source := " · ".join(filter(None, (article.get("source"), article.get("url")))):
        yield "Source", Text(source)
    for name in ("authors", "tags"):
        if given := article.get(name):
            yield name.capitalize(), Text(", ".join(given[:_MOST]) + _more(given))
    if article.get("revision", 1) > 1:
        yield "Revision", Text(f"{article['revision']}, received {article['received_at']}")
    kinds = Counter(segment["kind"] for segment in article.get("segments", ()) if segment["kind"] != "body")
    story = article.get("story")
    if kinds:
        yield "Not body", Text(", ".join(f"{kind} (×{count})" if count > 1 else kind for kind, count in kinds.items()))
    if agencies := article.get("agencies"):
        yield "Agencies", Text(", ".join(f"{agency['name']} ({agency['role']})" for agency in agencies))
    if story and not story["first"]:
        yield "Story", Text(f"as {story['id']}, {story['similarity']:.0%} alike")


def _speaker(quote: Json) -> str:
    speaker = quote["speaker"]
    return f"{speaker['name']} ({speaker['confidence']:.2f})" if speaker else "not known"


def _published(published: Json | None) -> Text:
    if published is None:
        return Text("not known: nothing in the article says it")
    evidence = published["evidence"][0]
    return Text(f"{published['value']} (to the {published['precision']}, {evidence['origin']}: “{evidence['text']}”)")


def _entity(entity: Json) -> str:
    place, mentions = entity["place"], len(entity["mentions"])
    notes = [entity["title"]] if entity.get("title") else []
    notes += [f"×{mentions}"] if mentions > 1 else []
    notes += [place["country"]] if place and place["country"] else []
    return f"{entity['name']} ({', '.join(notes)})" if notes else str(entity["name"])


def _more(found: Sequence[object], most: int = _MOST) -> str:
    return f" and {len(found) - most} more" if len(found) > most else ""

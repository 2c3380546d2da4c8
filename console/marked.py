"""The text of an enriched article with what was read in it marked, as a person reads it in a terminal."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

Json = dict[str, Any]
# From the widest spans to the narrowest: where two meet, both styles show, and of two colours the later.
_STYLES = {
    "quote": "italic",
    "claim": "underline",
    "person": "cyan",
    "organization": "magenta",
    "place": "green",
    "other": "blue",
    "date": "bold blue",
    "figure": "bold yellow",
    "agency": "bold magenta",
}
_AROUND = "dim"


def render(article: Json) -> RenderableType:
    """All of the text. What is not body is dim and says what it is; a legend names the other marks."""
    legend = Text("Marks: ") + Text(", ").join(Text(kind, style) for kind, style in _STYLES.items())
    return Group(legend, Text(), Text("\n").join(parts(article)))


def parts(article: Json) -> list[Text]:
    """The segments of the text, each with its marks."""
    spans = sorted(_spans(article), key=lambda span: list(_STYLES).index(span[2]))
    shown = (_segment(article["text"], segment, spans) for segment in _segments(article))
    return [part for part in shown if part.plain]


def _segments(article: Json) -> list[Json]:
    whole = {"kind": "body", "start": 0, "end": len(article["text"])}
    return article.get("segments") or [whole]


def _segment(text: str, segment: Json, spans: list[tuple[int, int, str]]) -> Text:
    start, end, kind = segment["start"], segment["end"], segment["kind"]
    shown = Text(text[start:end], "" if kind == "body" else _AROUND)
    for begin, after, mark in spans:
        if begin < end and start < after:
            shown.stylize(_STYLES[mark], max(0, begin - start), after - start)
    shown.rstrip()
    return shown if kind == "body" else Text(f"[{kind}] ", f"{_AROUND} bold") + shown


def _spans(article: Json) -> Iterator[tuple[int, int, str]]:
    for entity in article["entities"]:
        yield from ((mention["start"], mention["end"], entity["type"]) for mention in entity["mentions"])
    for field, mark in (("quotes", "quote"), ("claims", "claim"), ("dates", "date"), ("figures", "figure")):
        yield from ((found["start"], found["end"], mark) for found in article.get(field, ()))
    yield from ((found["start"], found["end"], "agency") for found in article.get("agencies", ()))

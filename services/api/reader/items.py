"""An article in a list: its headline, and what it says in a few lines, with the words that were asked for marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from services.api.reader.marks import Mark, Piece, pieces
from services.api.reader.text import whole
from services.api.search import words
from services.api.search.highlight import Span, highlights
from services.api.search.question import Filter
from services.api.search.words import Wanted

# Words are looked for in so many characters of all texts of a page together, which takes less than a second.
_SEARCHED = 100_000
# So much of a text is shown, and so much of that before the first word; so much stands for a headline.
_SHOWN, _BEFORE, _HEADLINE = 280, 80, 90
_ENDS = frozenset(("", *'.!?…。！？»”"'))

Parts = tuple[list[Piece], list[Piece]]


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a list shows it; `cut` if the teaser ends within a sentence.

    `said` counts its quotes, claims and figures; `articles` is the number of those of its story.
    """

    article: dict[str, Any]
    titled: bool
    headline: list[Piece]
    teaser: list[Piece]
    cut: bool
    said: dict[str, int]
    articles: int | None = None


def items(found: Sequence[bytes], question: Filter, sizes: dict[str, int] | None = None) -> list[Item]:
    """The articles of a page; `sizes` has the number of articles of each story that has more than one."""
    wanted = words.parse(question.q) if question.q is not None else None
    articles = [whole(orjson.loads(each)) for each in found]
    parts = [_words(article, wanted, question.language, _SEARCHED // len(found)) for article in articles]
    return [
        Item(
            article=article,
            titled=bool(article["title"]),
            said={name: len(article[f"{name}s"]) for name in ("quote", "claim", "figure")},
            articles=sizes.get(article["id"], 1) if sizes is not None else None,
            headline=title,
            teaser=teaser,
            cut=bool(teaser) and teaser[-1].text.rstrip()[-1:] not in _ENDS,
        )
        for article, (title, teaser) in zip(articles, parts, strict=True)
    ]


def headline(article: dict[str, Any]) -> str:
    """The title, or how the article begins."""
    title: str | None = article["title"]
    begin, end = _beginning(article)
    beginning = article["text"][begin:end].rstrip()
    ended = beginning and beginning[-1] in _ENDS
    return title or (beginning if ended else f"{beginning} …")


def _words(article: dict[str, Any], wanted: Wanted | None, language: str | None, most: int) -> Parts:
    """The headline and the teaser of an article, of whose text so many characters are looked at."""
    begin = {**article, "text": article["text"][:most]}
    spans = highlights(begin, wanted, language) if wanted else {"title": [], "text": []}
    title = headline(article)
    return (
        _marked(title, (0, len(title)), spans["title"] if article["title"] else []),
        _marked(article["text"], _around(article, spans["text"]), spans["text"]),
    )


def _around(article: dict[str, Any], spans: Sequence[Span]) -> tuple[int, int]:
    """The part of the text that is shown: where it begins, or else where the words are. Cut between words."""
    text = article["text"]
    begin, end = _opening(article)
    if not article["title"]:
        begin, end = _beginning(article)[1], len(text)
    if spans and spans[0]["end"] > begin + _SHOWN:
        first = spans[0]["start"]
        begin = text.find(" ", max(0, first - _BEFORE), first) + 1 or first
        end = len(text)
    elif spans:
        end = len(text)
    if end - begin <= _SHOWN:
        return begin, end
    cut = text.rfind(" ", begin, begin + _SHOWN)
    return begin, cut if cut > begin else begin + _SHOWN


def _beginning(article: dict[str, Any]) -> tuple[int, int]:
    """So much of the opening that it can stand for a headline."""
    begin, end = _opening(article)
    cut = article["text"].rfind(" ", begin, begin + _HEADLINE)
    return begin, end if end - begin <= _HEADLINE else cut if cut > begin else begin + _HEADLINE


def _opening(article: dict[str, Any]) -> tuple[int, int]:
    """The first sentence of the summary, or else of what is body, or else of anything."""
    if article["summary"]:
        first = min(article["summary"], key=lambda one: one["start"])
        return first["start"], first["end"]
    body = (one for one in article.get("segments", ()) if one["kind"] == "body")
    span = next(body, {"start": 0, "end": len(article["text"])})
    text = article["text"][span["start"] : span["end"]]
    return span["start"] + len(text) - len(text.lstrip()), min(span["end"], span["start"] + _SHOWN)


def _marked(text: str, span: tuple[int, int], spans: Iterable[Span]) -> list[Piece]:
    return next(pieces(text, [span], (Mark(one["start"], one["end"], "hit") for one in spans)))

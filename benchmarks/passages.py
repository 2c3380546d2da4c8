"""Enriched articles taken apart into passages, and put together again: what was found in a passage goes with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shared.articles import EnrichedArticle

Json = dict[str, Any]
# What has a place in the text. Segments are made anew, and those of an entity are its mentions.
_PLACED = ("quotes", "claims", "dates", "figures", "summary", "agencies")
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of one segment. All places in it are counted from its first character."""

    kind: str
    text: str
    found: dict[str, list[Json]]
    entities: list[Json]


def apart(article: EnrichedArticle) -> list[Passage]:
    """Its passages, which are its text again when they are joined. What reaches over two of them is in neither."""
    json = article.model_dump(mode="json")
    return [_passage(json, kind, start, end) for kind, start, end in _places(json)]


def together(passages: Iterable[Passage]) -> Json:
    """The fields of an article that its passages make: text, segments, entities, and all that has a place."""
    text = ""
    segments: list[Json] = []
    found: dict[str, list[Json]] = {name: [] for name in _PLACED}
    entities: dict[tuple[str, str], Json] = {}
    for passage in passages:
        begin, text = len(text), text + passage.text
        if segments and segments[-1]["kind"] == passage.kind:
            segments[-1]["end"] = len(text)
        else:
            segments.append({"start": begin, "end": len(text), "kind": passage.kind})
        for name, parts in passage.found.items():
            found[name] += [_moved(part, begin) for part in parts]
        for entity in passage.entities:
            mentions = [_moved(mention, begin) for mention in entity["mentions"]]
            known = entities.setdefault((entity["name"], entity["type"]), {**entity, "mentions": []})
            known["mentions"] += mentions
    return {"text": text, "segments": segments, "entities": [*entities.values()], **found}


def _places(article: Json) -> Iterator[tuple[str, int, int]]:
    for segment in article["segments"]:
        start = segment["start"]
        for gap in _PARAGRAPH.finditer(article["text"], segment["start"], segment["end"]):
            yield segment["kind"], start, gap.end()
            start = gap.end()
        if start < segment["end"]:
            yield segment["kind"], start, segment["end"]


def _passage(article: Json, kind: str, start: int, end: int) -> Passage:
    entities = [{**entity, "mentions": _within(entity["mentions"], start, end)} for entity in article["entities"]]
    return Passage(
        kind,
        article["text"][start:end],
        {name: parts for name in _PLACED if (parts := _within(article[name], start, end))},
        [entity for entity in entities if entity["mentions"]],
    )


def _within(parts: Sequence[Json], start: int, end: int) -> list[Json]:
    return [_moved(part, -start) for part in parts if start <= part["start"] and part["end"] <= end]


def _moved(part: Json, by: int) -> Json:
    """The same some characters further; a claim has its hedge, which has a place of its own."""
    moved = {**part, "start": part["start"] + by, "end": part["end"] + by}
    return moved if "hedge" not in part else {**moved, "hedge": _moved(part["hedge"], by)}

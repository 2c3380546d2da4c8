"""How well articles of the gold set are read: what was found, what was right, and what there was, by field.

A segment is right if it is of the right kind and covers the same words, nearly: nine tenths of both; lines of one kind
that follow each other are one segment. A date, a figure and a quote are right if they stand in the same place (a quote
from its first letter to its last) and say the same; an entity if one of its written forms is one of the gold's and it
is of the right type, a place only with its country; a claim if it is the same sentence. A speaker is judged only where
the quote was found.
"""

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from services.enrich import stories
from services.enrich.enrichment import enrich
from services.enrich.models import Models
from services.enrich.stories import Known
from services.enrich.text import sketch
from shared.articles import EnrichedArticle, Entity, RawArticle
from shared.body import body_of
from tests.quality.gold import Article, Span


@dataclass
class Score:
    """Counts over articles; `misses` has what was wrong or missing, for whoever improves it."""

    right: int = 0
    found: int = 0
    gold: int = 0
    misses: list[str] = field(default_factory=list)

    def count(self, right: int, found: int = 1, gold: int = 1) -> None:
        self.right, self.found, self.gold = self.right + right, self.found + found, self.gold + gold

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0

    @property
    def accuracy(self) -> float:
        return self.right / self.gold if self.gold else 1.0


def read(article: Article, models: Models) -> EnrichedArticle:
    """A gold article as enrich reads it."""
    raw = RawArticle(
        id=article.id, fingerprint="", received_at=article.received_at, text=article.text, title=article.title,
        url=article.url, published_at=article.given,
    )  # fmt: skip
    return enrich(raw, models)


class Scores:
    """The scores of the articles that were added, by name."""

    def __init__(self) -> None:
        self.by_name: dict[str, Score] = {}
        self._articles: list[tuple[Article, EnrichedArticle]] = []

    def add(self, gold: Article, read: EnrichedArticle) -> None:
        self._articles.append((gold, read))
        self._match("segments", gold, _gold_segments(gold), _segments(read), _same_segment)
        self._exact("publication date", gold, _date_of(gold.published), _date_of(read.published))
        found_dates = [((date.start, date.end), date.value) for date in read.dates]
        self._match("dates", gold, [(gold.span(d), d.value) for d in gold.dates], found_dates, _same_value)
        for name, kind in (("people", "person"), ("organisations", "organization"), ("places with country", "place")):
            wanted = [(_forms(e.name, *e.mentions), e.country) for e in gold.entities if e.type == kind]
            found = [_entity(read.text, e) for e in read.entities if e.type == kind]
            self._match(name, gold, wanted, found, _same_entity)
        self._quotes(gold, read)
        wanted_claims = [gold.span(claim) for claim in gold.claims]
        self._match("claims", gold, wanted_claims, [(c.start, c.end) for c in read.claims], _overlap)
        wanted_figures = [(gold.span(figure), (figure.value, figure.unit)) for figure in gold.figures]
        found_figures = [((f.start, f.end), (f.value, f.unit)) for f in read.figures]
        self._match("figures", gold, wanted_figures, found_figures, _same_figure)
        topics = [topic.code for topic in read.topics[:2]]
        self._exact("topics, top two", gold, True, gold.topics[0] in topics, f"{gold.topics} not in {topics}")
        self._match("agencies", gold, [(a.name, a.role) for a in gold.agencies],
                    [(read.text[a.start : a.end], a.role, a.name) for a in read.agencies], _same_agency)  # fmt: skip

    def stories(self) -> Score:
        """Pairs of articles that are one story, as the articles came in one after the other."""
        told = _stories([read for _, read in self._articles])
        pairs = list(combinations(self._articles, 2))
        score = Score()
        for (one, one_read), (other, other_read) in pairs:
            same, found = one.story == other.story, told[one_read.id] == told[other_read.id]
            score.count(same and found, found, same)
            if same != found:
                score.misses.append(f"{one.id} and {other.id}")
        return score

    def _score(self, name: str) -> Score:
        return self.by_name.setdefault(name, Score())

    def _match(
        self, name: str, gold: Article, wanted: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]
    ) -> list[tuple[Any, Any]]:
        """Pair each thing that is wanted with one that was found."""
        score, left, pairs = self._score(name), list(found), []
        for each in wanted:
            match = next((other for other in left if same(each, other)), None)
            if match is None:
                score.misses.append(f"{gold.id}: missing {_shown(gold, each)}")
            else:
                left.remove(match)
                pairs.append((each, match))
        score.misses += [f"{gold.id}: wrong {_shown(gold, other)}" for other in left]
        score.count(len(pairs), len(found), len(wanted))
        return pairs

    def _exact(self, name: str, gold: Article, wanted: object, found: object, miss: str = "") -> None:
        score = self._score(name)
        score.count(wanted == found)
        if wanted != found:
            score.misses.append(f"{gold.id}: {miss or f'{found} instead of {wanted}'}")

    def _quotes(self, gold: Article, read: EnrichedArticle) -> None:
        wanted = [(_letters(gold.text, gold.span(quote)), quote) for quote in gold.quotes]
        found = [(_letters(read.text, (quote.start, quote.end)), quote) for quote in read.quotes]
        for (_, one), (_, other) in self._match("quotes", gold, wanted, found, lambda a, b: bool(a[0] == b[0])):
            name = other.speaker.name if other.speaker else None
            right = _same_speaker(gold, one.speaker, name)
            self._exact("speakers", gold, True, right, f"“{one.text[:40]}” by {name} instead of {one.speaker}")
            if other.speaker and other.speaker.confidence >= 0.9:
                self._exact("speakers at .9 and more", gold, True, right)


def _stories(read: Sequence[EnrichedArticle]) -> dict[str, str]:
    """The story of each article, as the service joins them, with memory for MongoDB."""
    owners: dict[int, Known] = {}
    first: dict[str, bytes] = {}
    told = {}
    for article in read:
        mark = sketch.of(body_of(article.text, article.segments), article.language.code)
        told[article.id] = article.id
        if mark is None:
            continue
        bands = sketch.bands(mark)
        story = stories.join(article.id, mark, [owners[band] for band in bands if band in owners], first)
        told[article.id] = story.id
        first.setdefault(story.id, mark)
        for band in bands:
            owners.setdefault(band, Known(article.id, story.id, mark))
    return told


def _gold_segments(gold: Article) -> list[tuple[Span, str]]:
    return _joined(gold.text, [(gold.span(segment), segment.kind) for segment in gold.segments])


def _segments(read: EnrichedArticle) -> list[tuple[Span, str]]:
    return _joined(read.text, [((part.start, part.end), part.kind) for part in read.segments if part.kind != "body"])


def _joined(text: str, parts: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Segments of one kind with nothing between them as one: whether two links are one promo or two does not matter."""
    joined: list[tuple[Span, str]] = []
    for (start, end), kind in sorted(parts):
        if joined and joined[-1][1] == kind and not text[joined[-1][0][1] : start].strip():
            start = joined.pop()[0][0]
        joined.append(((start, end), kind))
    return joined


def _same_segment(gold: tuple[Span, str], found: tuple[Span, str]) -> bool:
    (start, end), (begin, after) = gold[0], found[0]
    common = min(end, after) - max(start, begin)
    # White space behind a segment is nobody's.
    return gold[1] == found[1] and common >= 0.9 * (end - start) and common >= 0.9 * (after - begin) - 3


def _date_of(published: Any) -> tuple[str, str] | None:
    return (published.value, published.precision) if published else None


def _same_value(gold: tuple[Span, Any], found: tuple[Span, Any]) -> bool:
    return _overlap(gold[0], found[0]) and gold[1] == found[1]


def _same_figure(gold: tuple[Span, Any], found: tuple[Span, Any]) -> bool:
    (value, unit), (other, other_unit) = gold[1], found[1]
    return _overlap(gold[0], found[0]) and math.isclose(value, other) and _fold(unit) == _fold(other_unit or "")


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _entity(text: str, entity: Entity) -> tuple[set[str], str | None]:
    forms = _forms(entity.name, *(text[mention.start : mention.end] for mention in entity.mentions))
    return forms, entity.place.country if entity.place else None


def _same_entity(gold: tuple[set[str], str | None], found: tuple[set[str], str | None]) -> bool:
    return not gold[0].isdisjoint(found[0]) and gold[1] == found[1]


def _same_agency(gold: tuple[str, str], found: tuple[str, str, str]) -> bool:
    return gold[1] == found[1] and _fold(gold[0]) in (_fold(found[0]), _fold(found[2]))


def _same_speaker(gold: Article, wanted: str | None, found: str | None) -> bool:
    if wanted is None or found is None:
        return wanted == found
    entity = next((entity for entity in gold.entities if entity.name == wanted), None)
    if entity is not None:
        return _fold(found) in _forms(entity.name, *entity.mentions)
    one, other = _fold(wanted), _fold(found)
    return one in other or other in one


def _forms(*names: str) -> set[str]:
    return {_fold(name) for name in names}


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _letters(text: str, span: Span) -> Span:
    """A span without what is neither letter nor digit at its edges."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _shown(gold: Article, thing: Any) -> str:
    if isinstance(thing, tuple) and isinstance(thing[0], int):
        return repr(gold.text[thing[0] : thing[1]][:70])
    if isinstance(thing, tuple) and isinstance(thing[0], tuple):
        return f"{gold.text[thing[0][0] : thing[0][1]][:70]!r} {thing[1] if not hasattr(thing[1], 'text') else ''}"
    return repr(thing)

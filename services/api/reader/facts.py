"""What was read in an article, in the order in which the page lists it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from services.api.reader.labels import KINDS
from services.api.reader.links import address

Article = dict[str, Any]
# So many of each are listed; the rest is in the forms of the article.
MOST = 300
# An article whose source is asked every minute has thousands.
MOST_RECEIPTS = 20


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted, null if it is not known; the quotes with their numbers, and where all others of them are."""

    name: str | None
    address: str | None
    quotes: list[tuple[int, Article]]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity, and the articles about it."""

    entity: Article
    address: str


def speakers(article: Article) -> list[Speaker]:
    """Who is quoted, in the order in which they speak first."""
    found: dict[str | None, Speaker] = {}
    for number, quote in enumerate(article["quotes"][:MOST], 1):
        name = quote["speaker"]["name"] if quote["speaker"] else None
        where = address("/quotes", {"speaker": name}) if name else None
        found.setdefault(name, Speaker(name, where, [])).quotes.append((number, quote))
    return list(found.values())


def names(article: Article) -> list[tuple[str, list[Named]]]:
    """The entities by their kind, those that it is most about first."""
    kinds = ((label, list(_named(article["entities"], kind))) for kind, label in KINDS.items())
    return [(label, found) for label, found in kinds if found]


def _named(entities: Iterable[Article], kind: str) -> Iterator[Named]:
    of_kind = sorted((one for one in entities if one["type"] == kind), key=lambda one: -one["salience"])
    for entity in of_kind[:MOST]:
        asked = {"place": entity["name"]} if kind == "place" else {"entity": entity["name"], "entity_type": kind}
        yield Named(entity, address("/articles", asked))

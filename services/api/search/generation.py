"""One built index in a directory of its own: search it, and write it.

The positions of the topic are kept in the index itself and replaced in the commit that adds what was read up to them,
so that the two can't disagree, whatever is killed when.
"""

import functools
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson
import tantivy

from services.api.search import counts
from services.api.search.checksums import Checksums
from services.api.search.counts import Counted, Facet, Spot, Timeline
from services.api.search.cursor import Mark
from services.api.search.document import documents
from services.api.search.likeness import LEAST, likenesses
from services.api.search.paging import Behind, Page, page_of
from services.api.search.query import Kind, all_articles, build, by_ids, like, rank
from services.api.search.question import Facets, Filter, Names, Question, Quotes, Times
from services.api.search.regions import Points
from services.api.search.schema import RECEIVED, VERSION, schema
from shared.errors import PermanentError, TransientError

_HEAP_BYTES = 64 * 1024 * 1024
_POSITIONS = "positions"
# Where Tantivy lists the segments of the last commit, and all files that are its own.
_META, _MANAGED = "meta.json", ".managed.json"
# Answers that are remembered until the next commit.
_COUNTED = 128


class DamagedError(TransientError):
    """The index can't be read or written: it is built again."""


@dataclass(frozen=True, slots=True)
class Positions:
    """The next offset of each partition, in one incarnation of the topic."""

    topic_id: str
    offsets: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """An EnrichedArticle, and the JSON it was read from."""

    article: dict[str, Any]
    json: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """What the index has of an article."""

    revision: int
    key: int


class Generation:
    """An index on disk. Searching is safe in any thread; what is searched is the last commit at the last `reload`."""

    def __init__(self, path: Path, index: tantivy.Index) -> None:
        self.path, self._index = path, index
        self._checksums = Checksums()
        self._forget()
        index.config_reader("manual")

    @classmethod
    def create(cls, path: Path) -> "Generation":
        """A new and empty one."""
        path.mkdir(parents=True)
        with _tantivy():
            return cls(path, tantivy.Index(schema(), str(path)))

    @classmethod
    def open(cls, path: Path) -> "Generation":
        """One that was built before. DamagedError if it can't be read or is of another version of the schema."""
        with _tantivy():
            generation = cls(path, tantivy.Index.open(str(path)))
        generation.reload()
        generation.positions()
        return generation

    def join(self, parts: Sequence[Path]) -> None:
        """Become what other generations are together; they have no article in common, and this one has none.

        Tantivy can't write one index in several processes. But an index is a list of segments, each in files of its
        own whose name no other has: so what several processes have written is one index once the lists are one.
        """
        with _tantivy():
            metas = [_meta(part) for part in parts]
            files = [file for part in parts for file in _files(part)]
            for file in files:
                file.rename(self.path / file.name)
            # A file that is not listed would stay when a merge has made it superfluous.
            (self.path / _MANAGED).write_bytes(orjson.dumps([_META, *(file.name for file in files)]))
            segments = [segment for meta in metas for segment in meta["segments"]]
            together = {**metas[0], "segments": segments, "opstamp": max(meta["opstamp"] for meta in metas)}
            (self.path / _META).write_bytes(orjson.dumps(together))
            self._index = tantivy.Index.open(str(self.path))
            self._index.config_reader("manual")
        for part in parts:
            shutil.rmtree(part)
        self.reload()

    def reload(self) -> None:
        """Search what was committed last."""
        with _tantivy():
            self._index.reload()
        self._forget()

    def _forget(self) -> None:
        """What was found out stays true until the next commit; what is counted is mostly the same: all there is."""
        self._on_the_map: Points | None = None
        self._facets = functools.lru_cache(_COUNTED)(self._count_facets)
        self._timeline = functools.lru_cache(_COUNTED)(self._count_timeline)
        self._total = functools.lru_cache(_COUNTED)(self._count)
        # The last of all: whoever is told new positions is told nothing from before them.
        self.positions = functools.cache(self._read_positions)

    def verify(self) -> None:
        """DamagedError unless every file is what was written. Only what was written or touched since is read again."""
        with _tantivy():
            # A merge that ends meanwhile removes files: what is wrong counts only if it is still a part of the index.
            wrong = set(self._checksums.wrong(_files(self.path)))
            if still := wrong.intersection(_files(self.path)):
                raise ValueError(f"{', '.join(sorted(path.name for path in still))}: not what was written")

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return counts.number(self._index.searcher(), all_articles())

    def _read_positions(self) -> Positions:
        """How far the topic has been read. DamagedError if it is not there, or in another version of the schema."""
        with _tantivy():
            searcher = self._index.searcher()
            query = tantivy.Query.term_query(self._index.schema, "kind", _POSITIONS, "basic")
            hits = searcher.search(query, 1).hits
            stored = orjson.loads(searcher.doc(hits[0][1])["positions"][0])
            if stored["version"] != VERSION:
                raise ValueError(f"schema version {stored['version']} instead of {VERSION}")
            return Positions(stored["topic_id"], {int(number): n for number, n in stored["offsets"].items()})

    def search(self, question: Question | Quotes, after: Mark | None, limit: int) -> Page:
        """The page behind `after`, of articles or of quotes. RefusedError if nothing can be asked like that."""
        with self._asking(question) as (searcher, every):
            found = Behind(searcher, rank(question, every), after, limit)
            return page_of(found, limit, lambda: self._total(question))

    def facets(self, question: Facets) -> tuple[int, dict[Facet, list[Counted]]]:
        """How many articles are found, and how many of them have what."""
        return self._facets(question)

    def _count_facets(self, question: Facets) -> tuple[int, dict[Facet, list[Counted]]]:
        names = cast("list[Facet]", question.facets.split(","))
        with self._asking(question) as (searcher, every):
            return counts.facets(searcher, every, names, question.size)

    def _count(self, question: Filter) -> int:
        with self._asking(question) as (searcher, every):
            return counts.number(searcher, every)

    def timeline(self, question: Times) -> Timeline:
        """When the articles that are found were published or received."""
        return self._timeline(question)

    def _count_timeline(self, question: Times) -> Timeline:
        with self._asking(question) as (searcher, every):
            return counts.timeline(searcher, every, question.interval, question.by)

    def names(self, question: Names) -> list[Counted]:
        """The entities of the articles that are found."""
        with self._asking(question) as (searcher, every):
            return counts.names(searcher, every, question.prefix or "", question.type, question.size)

    def spots(self, question: Filter, size: int) -> list[Spot]:
        """The places on the map of the articles that are found."""
        with self._asking(question) as (searcher, every):
            return counts.spots(searcher, every, size)

    def stories(self, question: Question, after: Mark | None, limit: int) -> tuple[Page, dict[str, int]]:
        """A page of the first articles of stories, and how many articles each of these stories has."""
        with self._asking(question) as (searcher, every):
            found = Behind(searcher, rank(question, every), after, limit)
            page = page_of(found, limit, lambda: self._total(question))
            ids = [str(orjson.loads(item)["id"]) for item in page.items]
            return page, counts.sizes(searcher, all_articles(), ids)

    def similar(self, article: dict[str, Any], limit: int) -> list[tuple[float, bytes]]:
        """The articles that have much in common with this one, the most similar first, each with how much that is."""
        with _tantivy():
            searcher = self._index.searcher()
            hits = searcher.search(like(article), limit).hits
            items = [searcher.doc(address)["json"][0] for _, address in hits]
            found = zip(likenesses(searcher, article, map(orjson.loads, items)), items, strict=True)
            return sorted((each for each in found if each[0] >= LEAST), key=lambda each: -each[0])

    @contextmanager
    def _asking(self, question: Filter) -> Iterator[tuple[tantivy.Searcher, tantivy.Query]]:
        """What searches, and the query of all that is found."""
        kind: Kind = "quote" if isinstance(question, Quotes) else "article"
        with _tantivy():
            searcher = self._index.searcher()
            terms, points = functools.partial(_terms, searcher), functools.partial(self._points, searcher)
            yield searcher, build(question, terms, points, kind)

    def _points(self, searcher: tantivy.Searcher) -> Points:
        """The places on the map of what is searched; read at most once for each commit, when they are asked for."""
        if self._on_the_map is None:
            self._on_the_map = Points(_terms(searcher, "point", ""))
        return self._on_the_map

    def articles_of(self, ids: Iterable[str]) -> list[bytes]:
        """Those of these articles that are there, as JSON, in no order."""
        wanted = list(ids)
        with _tantivy():
            searcher = self._index.searcher()
            hits = searcher.search(by_ids(wanted), max(1, len(wanted))).hits if wanted else []
            return [searcher.doc(address)["json"][0] for _, address in hits]

    def known(self, ids: Iterable[str]) -> dict[str, Known]:
        """What is there of these articles."""
        wanted = list(ids)
        if not wanted:
            return {}
        with _tantivy():
            searcher = self._index.searcher()
            hits = searcher.search(by_ids(wanted), len(wanted), count=False, order_by_field=RECEIVED).hits
            revisions = searcher.fast_field_values("revision", [address for _, address in hits])
            return {
                searcher.doc(address)["id"][0]: Known(int(revision or 0), key)
                for (key, address), revision in zip(hits, revisions, strict=True)
            }


class Writer:
    """The one writer of a generation. Nothing that it adds is found before `commit`.

    One thread and a bounded heap are enough: to make the entries takes longer than one thread takes to write them.
    """

    def __init__(self, generation: Generation, heap_bytes: int = _HEAP_BYTES) -> None:
        self._generation = generation
        with _tantivy():
            self._writer = generation._index.writer(heap_bytes, 1)

    def known(self, ids: Iterable[str]) -> dict[str, Known]:
        """What the last commit has of these articles."""
        return self._generation.known(ids)

    def put(self, entry: Entry, key: int) -> None:
        """Add an article, in place of what is there of it. The errors of `documents` if it is none."""
        made = list(documents(entry.article, entry.json, key))
        with _tantivy():
            self._writer.delete_documents_by_term("id", entry.article["id"])
            for each in made:
                self._writer.add_document(each)

    def commit(self, positions: Positions) -> None:
        """Make what was added, and the positions, safe and findable. DamagedError if what is there is damaged.

        A commit may set off a merge, which would give damaged content a checksum that is right.
        """
        self._generation.verify()
        offsets = {str(number): offset for number, offset in positions.offsets.items()}
        stored = orjson.dumps({"version": VERSION, "topic_id": positions.topic_id, "offsets": offsets})
        with _tantivy():
            self._writer.delete_documents_by_term("kind", _POSITIONS)
            self._writer.add_document(tantivy.Document(kind=_POSITIONS, positions=stored))
            self._writer.commit()
        self._generation.reload()

    def close(self) -> None:
        """Drop what was not committed, and let go of the directory."""
        with _tantivy():
            self._writer.rollback()
            self._writer.wait_merging_threads()


def newest(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The highest revision of each article."""
    latest: dict[str, Entry] = {}
    for entry in entries:
        before = latest.get(entry.article["id"])
        if before is None or before.article["revision"] <= entry.article["revision"]:
            latest[entry.article["id"]] = entry
    return latest


def _meta(path: Path) -> dict[str, Any]:
    meta: dict[str, Any] = orjson.loads((path / _META).read_bytes())
    return meta


def _files(path: Path) -> list[Path]:
    """The files of the last commit to the index in this directory, as far as they are there."""
    segments = {one["segment_id"].replace("-", "") for one in _meta(path)["segments"]}
    return [file for file in path.iterdir() if file.name.partition(".")[0] in segments]


def _terms(searcher: tantivy.Searcher, field: str, prefix: str) -> list[str]:
    return [term for term, _ in searcher.terms_with_prefix(field, prefix)]


@contextmanager
def _tantivy() -> Iterator[None]:
    """Whatever fails in Tantivy means a damaged index, because every query is made by us. It may even panic."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, PermanentError):
        raise
    except BaseException as error:
        raise DamagedError(f"The search index is damaged: {error}") from error

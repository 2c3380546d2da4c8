"""The sketches of the articles of the last 30 days, in MongoDB, and the stories that they tell.

A sketch is kept with those of its bands that no other sketch has, under a unique index. So of two workers that store
two reprints of one dispatch at the same time, one comes into conflict with the other; MongoDB undoes its transaction,
and when it is done again it finds what the other has stored: two reprints are never two stories.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.enrich import stories
from services.enrich.decisions import Decision, Document
from services.enrich.stories import Known
from services.enrich.text import sketch
from shared.mongo import Database, Session


class Sketches:
    """The sketches as one transaction sees and adds to them; `now` is when."""

    def __init__(self, database: Database, session: Session, now: datetime) -> None:
        self._sketches, self._session, self._now = database.sketches, session, now
        # By band, the article that has it; by story, the sketch of its first article.
        self._owners: dict[int, Known] = {}
        self._first: dict[str, bytes] = {}
        # The stories of this transaction's articles: a revision stays in that of its article.
        self._told: dict[str, Document] = {}

    async def join(self, decisions: Sequence[Decision]) -> None:
        """Give each new document that has none its story, and remember the sketches of all."""
        new = [
            (decision.document, decision.sketch, sketch.bands(decision.sketch))
            for decision in decisions
            if decision.document is not None and decision.sketch is not None
        ]
        if not new:
            return
        await self._load({band for *_, bands in new for band in bands})
        await self._sketches.insert_many(
            [self._join(document, mark, bands) for document, mark, bands in new], ordered=False, session=self._session
        )

    async def _load(self, bands: set[int]) -> None:
        found = await self._find({"bands": {"$in": list(bands)}})
        for each in found:
            known = Known(each["article"], each["story"], each["sketch"])
            self._owners |= {band: known for band in each["bands"] if band in bands}
        firsts = [_key(story, 1) for story in {each["story"] for each in found}]
        for each in await self._find({"_id": {"$in": firsts}, "version": stories.VERSION}):
            self._first[each["article"]] = each["sketch"]

    async def _find(self, asked: Document) -> list[Document]:
        found: list[Document] = await self._sketches.find(asked, session=self._session).to_list(None)
        return found

    def _join(self, document: Document, mark: bytes, bands: Iterable[int]) -> Document:
        article = document["id"]
        if document["story"] is None:
            document["story"] = self._told.get(article) or self._find_story(article, mark, bands)
        self._told[article] = document["story"]
        story = document["story"]["id"]
        if story == article:
            self._first.setdefault(article, mark)
        free = [band for band in bands if band not in self._owners]
        self._owners |= dict.fromkeys(free, Known(article, story, mark))
        kept = {
            "_id": _key(article, document["revision"]),
            "article": article,
            "story": story,
            "sketch": mark,
            "version": stories.VERSION,
            "at": self._now,
        }
        # A sketch without bands of its own is none that the unique index could compare.
        return kept | {"bands": free} if free else kept

    def _find_story(self, article: str, mark: bytes, bands: Iterable[int]) -> Document:
        alike = {self._owners[band] for band in bands if band in self._owners}
        return stories.join(article, mark, sorted(alike, key=lambda known: known.article), self._first).model_dump()


def _key(article: str, revision: int) -> str:
    return f"{article}:{revision}"

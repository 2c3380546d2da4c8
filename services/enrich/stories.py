"""Which articles are one dispatch, reprinted or edited. Pure: what is kept of each article is in MongoDB.

An article belongs to the story of the earlier article that is most like it, if that is like enough; else it begins one.
A story takes in articles for 30 days after its first: then the sketches are forgotten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.enrich.text import sketch
from shared.articles import Story

VERSION = f"1+{sketch.VERSION}"
# Reprints with 40 % of their sentences in other words share .30 of their pairs at least; articles by different authors
# on the same event share some .02.
_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Known:
    """An article that was read before: its sketch, and the id of its story, which is that of its first article."""

    article: str
    story: str
    sketch: bytes


def join(article: str, mark: bytes, alike: Iterable[Known], first: Mapping[str, bytes]) -> Story:
    """The story of an article with the sketch `mark`.

    `alike` are the articles that may be like it, the earliest first; `first` has the sketch of each story's first one.
    A story of which the first is forgotten is over.
    """
    others = (known for known in alike if known.article != article and known.story in first)
    near = [(sketch.similarity(mark, known.sketch), known) for known in others]
    likeness, closest = max(near, key=lambda pair: pair[0], default=(0.0, None))
    if closest is None or likeness < _ALIKE:
        return Story(id=article, first=True, similarity=1.0, parent=None)
    to_first = sketch.similarity(mark, first[closest.story])
    return Story(id=closest.story, first=False, similarity=to_first, parent=closest.article)

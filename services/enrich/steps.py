"""The steps of the enrichment with their versions, and which of them has a say in which field."""

from services.enrich import stories
from services.enrich.counting import figures
from services.enrich.dating import dates
from services.enrich.decisions import STEPS_THAT_STAY
from services.enrich.layout import agencies, page, publication, segments
from services.enrich.naming import entities
from services.enrich.speech import claims, quotes
from services.enrich.subjects import keyphrases, summary, topics
from services.enrich.tagging import names
from services.enrich.text import language, statistics
from shared import changes, sentences
from shared.articles import EnrichedArticle

_STEPS = (
    page, language, segments, publication, agencies, sentences, statistics, names, entities, quotes, claims, dates,
    figures, keyphrases, topics, summary, stories, changes,
)  # fmt: skip
PROVENANCE = {step.__name__.rpartition(".")[2]: step.VERSION for step in _STEPS}
_BODY = ("language", "segments")
_NAMED = (*_BODY, "names", "entities")
_SAID = (*_BODY, "sentences", "names", "entities", "quotes")
_DATED = (*_BODY, "publication", "sentences", "names", "entities", "quotes", "dates")
# What a replay does anew: pages are not kept, and an article stays in its story, with what changed when it came.
REPLAYED = {name: version for name, version in PROVENANCE.items() if name not in {"page", *STEPS_THAT_STAY}}
# The steps behind each field; none where a field is as it was posted.
MADE_BY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(EnrichedArticle.model_fields, ()),
    **dict.fromkeys(("source", "url", "title", "authors", "text"), ("page",)),
    "language": ("language",),
    "segments": _BODY,
    "published": ("page", *_BODY, "publication"),
    "agencies": (*_BODY, "agencies"),
    "entities": _NAMED,
    "quotes": _SAID,
    "claims": (*_SAID, "claims"),
    "dates": _DATED,
    # What "$" means is told by the country that the article is set in, and by who wired it.
    "figures": (*_DATED, "agencies", "figures"),
    "keyphrases": (*_BODY, "sentences", "keyphrases"),
    "topics": (*_BODY, "topics"),
    "summary": (*_BODY, "sentences", "summary"),
    "statistics": ("sentences", "statistics"),
    "story": (*_BODY, "stories"),
    "changes": ("page", *_DATED, "agencies", "figures", "changes"),
}

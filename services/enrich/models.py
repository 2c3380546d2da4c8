"""What the enrichment needs in memory: loaded once before worker processes are forked, which then share it."""

from dataclasses import dataclass
from functools import cache

from services.enrich import language
from services.enrich.names import Taggers, load_taggers
from services.enrich.places import Gazetteer


@dataclass(frozen=True)
class Models:
    """The taggers of names, and the gazetteer that tells where places are."""

    taggers: Taggers
    gazetteer: Gazetteer


@cache
def load_models() -> Models:
    """Seconds and some 350 MB the first time."""
    language.load()
    gazetteer = Gazetteer()
    return Models(load_taggers(gazetteer), gazetteer)

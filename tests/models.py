"""The models of enrich, loaded once for all tests that use them."""

from functools import cache

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.tagging.names import Taggers, load_taggers


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer()


@cache
def taggers() -> Taggers:
    return load_taggers(gazetteer())

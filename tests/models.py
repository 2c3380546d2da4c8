"""The models of enrich, loaded once for all tests that use them."""

from functools import cache

from services.enrich.names import Taggers, load_taggers
from services.enrich.places import Gazetteer


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer()


@cache
def taggers() -> Taggers:
    return load_taggers(gazetteer())

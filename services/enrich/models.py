"""What the enrichment needs in memory: loaded once before worker processes are forked, which then share it."""

from dataclasses import dataclass
from functools import cache

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.speech.speech_words import hedge_words, speech_words
from services.enrich.tagging.names import MODELS, Taggers, load_taggers
from services.enrich.text import language
from shared import garbage


@dataclass(frozen=True)
class Models:
    """The taggers of names, and the gazetteer that tells where places are."""

    taggers: Taggers
    gazetteer: Gazetteer


@cache
def load_models() -> Models:
    """Seconds and some 350 MB the first time."""
    language.load()
    for code in MODELS:
        speech_words(code)
        hedge_words(code)
    gazetteer = Gazetteer()
    models = Models(load_taggers(gazetteer), gazetteer)
    garbage.keep()
    return models

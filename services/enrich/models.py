"""What the enrichment needs in memory: loaded once before worker processes are forked, which then share it."""

import gc
from dataclasses import dataclass
from functools import cache

from services.enrich import language
from services.enrich.names import MODELS, Taggers, load_taggers
from services.enrich.places import Gazetteer
from services.enrich.speech_words import hedge_words, speech_words

# The garbage collector looks at new objects when there are so many, and not 700: an article makes thousands, and hardly
# a cycle.
_NEW_OBJECTS = 20_000


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
    # All this stays for good. The garbage collector would look through it again and again, a tenth of a second each
    # time, and by marking what it looks at it would make a forked process copy what it shares.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    return models

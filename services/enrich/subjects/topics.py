"""What an article is about, in the 17 top-level subjects of IPTC's Media Topics (CC BY 4.0)."""

import math

from services.enrich.subjects import topic_lexicon
from services.enrich.subjects.topic_lexicon import Weights
from services.enrich.text import words
from shared.articles import Topic

VERSION = "6"
_MOST = 2
# A headline and a lede say what an article is about, the rest says more.
_HEADLINE, _LEDE, _LEDE_WORDS = 6, 3, 40
# Business, leisure, politics, sport and weather lend their words to articles of all kinds. Of people and how they live
# there is little to say that is said of nothing else.
_LENT, _OWN = 0.75, 1.35
_OF_ALL_KINDS = {
    "04000000": _LENT, "10000000": _LENT, "11000000": _LENT, "15000000": _LENT, "17000000": _LENT,
    "08000000": _OWN, "14000000": _OWN,
}  # fmt: skip
# Two different words are the least that is no accident, if they say more than words that everybody uses.
_LEAST_WORDS, _LEAST = 2, 0.6
# The second topic is given only if it is nearly as strong as the first.
_NEARLY = 0.45

_UNSAID: tuple[int, Weights] = (0, {})


def classify(text: str, title: str | None, language: str) -> list[Topic]:
    """The best topic and perhaps a second; `score` is its share of all that was found. None without evidence.

    Only for languages with a lexicon of their own, `languages/<code>/topics.yaml`.
    """
    lexicon = topic_lexicon.load(language)
    if not lexicon:
        return []
    said: dict[str, tuple[int, Weights]] = {}
    headline = title or ""
    for _, entry, says in lexicon.read(headline, words.find(headline, language)):
        said[entry] = said.get(entry, _UNSAID)[0] + _HEADLINE, says
    for place, entry, says in lexicon.read(text, words.find(text, language)):
        said[entry] = said.get(entry, _UNSAID)[0] + (_LEDE if place < _LEDE_WORDS else 1), says
    found: dict[str, list[float]] = {}
    for times, says in said.values():
        for code, weight in says.items():
            found.setdefault(code, []).append(weight * math.log1p(times))
    strengths = {code: _OF_ALL_KINDS.get(code, 1.0) * sum(weights) for code, weights in found.items()}
    total = sum(strengths.values())
    backed = (code for code, weights in found.items() if len(weights) >= _LEAST_WORDS and sum(weights) >= _LEAST)
    ranked = sorted(backed, key=strengths.__getitem__, reverse=True)
    return [
        Topic(code=f"medtop:{code}", label=lexicon.labels[code], score=round(strengths[code] / total, 3))
        for code in ranked[:_MOST]
        if strengths[code] >= _NEARLY * strengths[ranked[0]]
    ]

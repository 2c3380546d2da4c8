"""What a text itself says is alleged or unverified: the sentence, the words that say so, and who claims it.

A plain "X said" is no claim, and neither is what stands in direct speech. Where a conditional could be a condition, or
what someone said of the future, it is no hedge.
"""

import re
from bisect import bisect_right

from services.enrich.speech.claimants import BLANK, Claimants
from services.enrich.speech.scene import Scene, make_scene
from services.enrich.speech.speech_words import HedgeWords, hedge_words, speech_words
from services.enrich.text import marks
from shared.articles import Claim, Entity, Quote, Quoted, Span

VERSION = "12"


def find(body: str, language: str, sentences: list[Span], quotes: list[Quote], entities: list[Entity]) -> list[Claim]:
    """The sentences of a text that are hedged, in order, each with the hedge that says most about who claims it."""
    hedges = hedge_words(language)
    plain = _without_quotes(marks.plain_text(body), quotes)
    scene = make_scene(body, plain, language, speech_words(language), entities)
    lower = hedges.never.sub(lambda match: BLANK * len(match.group()), scene.lower)
    found: dict[int, re.Match[str]] = {}
    conditions: dict[int, bool] = {}
    starts = [sentence.start for sentence in sentences]
    for hedge in hedges.hedges.finditer(lower):
        number = bisect_right(starts, hedge.start()) - 1
        if number < 0 or hedge.start() >= sentences[number].end:
            continue
        if hedge.lastgroup == "conditional":
            if number not in conditions:
                conditions[number] = _is_condition(lower, hedges, sentences[number])
            if conditions[number]:
                continue
        if number not in found or (hedge.lastgroup == "claimed" and found[number].lastgroup != "claimed"):
            found[number] = hedge
    claimants = Claimants(scene, lower, hedges, quotes)
    return [_claim(scene, claimants, sentences[number], hedge) for number, hedge in sorted(found.items())]


def _without_quotes(plain: str, quotes: list[Quote]) -> str:
    parts, until = [], 0
    for quote in quotes:
        parts += [plain[until : quote.start], BLANK * (quote.end - quote.start)]
        until = quote.end
    return "".join([*parts, plain[until:]])


def _is_condition(lower: str, hedges: HedgeWords, sentence: Span) -> bool:
    return hedges.unless.search(lower, sentence.start, sentence.end) is not None


def _claim(scene: Scene, claimants: Claimants, sentence: Span, hedge: re.Match[str]) -> Claim:
    # A hedge never ends outside its sentence, whatever the pattern reads over.
    end = min(hedge.end(), sentence.end)
    return Claim(
        start=sentence.start,
        end=sentence.end,
        text=scene.text[sentence.start : sentence.end],
        hedge=Quoted(start=hedge.start(), end=end, text=scene.text[hedge.start() : end]),
        attributed_to=claimants.find(sentence, hedge),
    )

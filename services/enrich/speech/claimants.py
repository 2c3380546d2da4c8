"""Who claims what a text itself marks as alleged: the subject of a claiming verb, or the source that is named for it.

Of whom something is alleged does not claim it: where "two men are accused by Kiev of spying", Kiev does.
"""

import re
from dataclasses import replace

from services.enrich.speech import leads, phrases
from services.enrich.speech.focus import LAST_SPOKE
from services.enrich.speech.referents import Referents
from services.enrich.speech.scene import Scene, Subject
from services.enrich.speech.speech_verbs import FEW_WORDS, is_somebody, subject_behind
from services.enrich.speech.speech_words import HedgeWords
from services.enrich.speech.strangers import CAPITALS
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL
from services.enrich.text.marks import Stretch
from shared.articles import Quote, Span

# Stands in for what is said, or is no hedge: neither white space nor part of a word.
BLANK = "\ufffc"
WORD = leads.WORD
COMMA = re.compile(r", ")
# How far before a verb a passive is looked for, and how far behind a comma who said it.
NEAR, FAR, FARTHEST = 20, 60, 160
# How many words may follow "police said".
FEW_LEFT = 4


class Claimants:
    """Finds who claims, hedge by hedge, from the beginning of a text to its end.

    `lower` is the text of the scene without what only looks like a hedge.
    """

    def __init__(self, scene: Scene, lower: str, hedges: HedgeWords, quotes: list[Quote]) -> None:
        self._scene, self._lower, self._hedges = scene, lower, hedges
        self._quotes, self._read = quotes, 0
        self._referents: Referents | None = None

    def find(self, sentence: Span, hedge: re.Match[str]) -> str | None:
        """Who claims, as printed, or by name whom the pronoun there means; null if the text does not tell."""
        is_claiming = hedge.lastgroup == "claimed" and not self._is_done_to(sentence, hedge)
        subject = self._claiming(sentence, hedge) if is_claiming else self._doer(sentence, hedge)
        subject = subject or self._source(sentence, hedge)
        if subject is None and not is_claiming:
            subject = self._said_behind(sentence, hedge)
        if subject is None:
            return None
        if subject.pronoun:
            return self._referent(subject)
        return self._scene.printed(self._with_article(subject.start, sentence.start), subject.end)

    def _is_done_to(self, sentence: Span, hedge: re.Match[str]) -> bool:
        """Whether a verb is a passive: "is accused", "accused by Kiev"."""
        near = max(sentence.start, hedge.start() - NEAR)
        is_passive = self._hedges.passive_before.search(self._scene.lower, near, hedge.start())
        return is_passive is not None or self._doer_at(hedge) is not None

    def _claiming(self, sentence: Span, hedge: re.Match[str]) -> Subject | None:
        """The subject of the verb: before it, or behind it where that comes second."""
        scene = self._scene
        if hedge.group().split()[0] in scene.words.links:  # "The mayor spoke of fraud without any proof."
            return leads.leading(scene, sentence.start, hedge.start(), phrases.KNOWN)
        before = scene.lower[sentence.start : hedge.start()].rstrip()
        if before.endswith(BLANK) or (before.endswith(",") and scene.words.bracket):
            behind = phrases.find_after(scene, hedge.end(), sentence.end)
            if behind and is_somebody(scene, behind):
                return behind
        subject = phrases.find_before(scene, hedge.start(), sentence.start)
        return subject and self._whole(subject, sentence.start)

    def _whole(self, subject: Subject, start: int) -> Subject:
        """ "Rebels in eastern Congo": those who are in a place, where that alone was found before the verb."""
        scene = self._scene
        before = scene.plain[start : subject.start]
        if subject.entity is None or subject.entity.type == "person" or phrases.PARTS.search(before):
            return subject
        words = [word.group() for word in WORD.finditer(scene.lower, start, subject.start)]
        if not words or words[0] in scene.words.links or scene.words.links.isdisjoint(words):
            return subject
        return Subject(start, subject.end, subject.confidence)

    def _doer_at(self, hedge: re.Match[str]) -> re.Match[str] | None:
        """The word before whoever accuses, behind the first one of a hedge: "accused by"."""
        first = WORD.match(self._scene.lower, hedge.start(), hedge.end())
        return first and self._scene.words.doers.match(self._scene.lower, first.end() + 1)

    def _doer(self, sentence: Span, hedge: re.Match[str]) -> Subject | None:
        """Who accuses: "accused by Kiev of", "wird von der Polizei beschuldigt"."""
        scene, doer, limit = self._scene, self._doer_at(hedge), sentence.end
        if doer is None and scene.words.bracket:
            begin = max(scene.lower.rfind(",", sentence.start, hedge.start()), sentence.start)
            doer, limit = scene.words.doers.search(scene.lower, begin, hedge.start()), hedge.start()
            doer = doer if doer and scene.count_words(doer.end(), limit) <= FEW_WORDS else None
        found = self._source_at(doer.end(), limit, is_doer=True) if doer else None
        return found if found and self._can_claim(found) else None

    def _source(self, sentence: Span, hedge: re.Match[str]) -> Subject | None:
        """Who stands behind "according to" or "the claims of"; whoever spreads a rumour is nobody."""
        for source in self._hedges.sources.finditer(self._lower, sentence.start, sentence.end):
            if source.start() == hedge.start() and hedge.lastgroup == "marked":
                continue
            limit = hedge.start() if source.end() < hedge.start() else sentence.end
            if subject := self._source_at(source.end(), limit):
                return subject
        return None

    def _source_at(self, position: int, limit: int, *, is_doer: bool = False) -> Subject | None:
        """Who stands at `position`, perhaps behind a verb: "según informó la policía"."""
        scene = self._scene
        if says := scene.words.says.match(scene.lower, position + 1, limit):
            position = says.end()
        subject = phrases.find_after(scene, position, self._noun_end(position, limit, is_doer=is_doer))
        if subject is None or subject.pronoun:
            return subject
        comma = scene.plain.find(", ", position, subject.start)
        if comma >= 0 and not phrases.CLAUSE_END.match(scene.plain, subject.end):
            # "According to the mayor, Jane Roe fled": who stands between commas is the mayor, but nobody else.
            return Subject(position + 1, comma, subject.confidence)
        return subject

    def _noun_end(self, begin: int, limit: int, *, is_doer: bool = False) -> int:
        """Where the words for somebody end at `begin`, before the predicate, an object, or what one is accused of.

        "The police | had seen", "the police | his wife", "the prosecutors of Lyon | of fraud".
        """
        scene, words = self._scene, self._scene.words
        end, before, is_noun = begin, "", False
        for word in WORD.finditer(scene.lower, begin, limit):
            text, is_name = word.group(), scene.plain[word.start()].isupper()
            is_link = text in words.links
            is_article = text in words.determiners and not (is_link or is_name)
            is_free = is_noun and before not in words.links and before not in words.determiners
            if is_free and "," not in scene.plain[end : word.start()] and self._ends_noun(before, word, is_article):
                return end
            if is_noun and is_doer and before in self._hedges.of and not (is_name or is_link or is_article):
                return end
            is_noun = is_noun or is_name or words.noun.fullmatch(text) is not None
            before, end = text, end if is_link or is_article else word.end()
        return limit

    def _ends_noun(self, before: str, word: re.Match[str], is_article: bool) -> bool:
        """Whether a word behind the noun for somebody belongs to it no more: an article, a number or a verb.

        In German that is any but a name, and in Dutch too behind a plural: "medewerkers geld".
        """
        scene, words, text = self._scene, self._scene.words, word.group()
        is_tight = scene.language in ALL_NOUNS_CAPITAL or (words.bracket and words.persons.get(before) == "many")
        is_plain = not (scene.plain[word.start()].isupper() or text in words.links)
        return is_article or text[0].isdigit() or text in words.auxiliaries or (is_tight and is_plain)

    def _said_behind(self, sentence: Span, hedge: re.Match[str]) -> Subject | None:
        """ "…, police said.", "…, a indiqué le parquet.", "…, wie die Polizei mitteilte."."""
        scene, words = self._scene, self._scene.words
        for comma in COMMA.finditer(scene.lower, hedge.end(), sentence.end):
            told = self._hedges.told_as.match(scene.lower, comma.end(), sentence.end)
            begin = told.end() if told else comma.end()
            says = words.says.search(scene.lower, begin, min(sentence.end, begin + FARTHEST))
            if says is None:
                continue
            if not scene.has_words(begin, says.start()):
                subject = subject_behind(scene, says, sentence.end)
            else:
                subject = phrases.find_before(scene, says.start(), begin)
                lead = scene.has_words(begin, subject.start) if subject else True
                goes_on = scene.count_words(says.end(), sentence.end) > FEW_LEFT
                subject = None if lead or goes_on else subject
            if subject and self._can_claim(subject):
                return replace(subject, end=self._noun_end(subject.start, subject.end))
        return None

    def _can_claim(self, subject: Subject) -> bool:
        """Whether the words are for people or a body: "accused by prosecutors", but not "by a stone"."""
        scene = self._scene
        is_called = scene.language not in ALL_NOUNS_CAPITAL and CAPITALS.match(scene.plain, subject.start, subject.end)
        noun = scene.words.noun.search(scene.lower, subject.start, subject.end)
        return subject.end > subject.start and bool(subject.entity or subject.pronoun or noun or is_called)

    def _referent(self, subject: Subject) -> str | None:
        """Whom a pronoun means, if there is little doubt: who spoke is told first, in the order of the text."""
        if self._referents is None:
            said = [Stretch(quote.start, quote.end, quote.start, quote.end) for quote in self._quotes]
            self._referents = Referents(self._scene, said)
        while self._read < len(self._quotes) and self._quotes[self._read].end <= subject.start:
            self._referents.spoke(self._quotes[self._read].speaker, self._quotes[self._read].end)
            self._read += 1
        speaker = self._referents.resolve(subject, subject.start, subject.end)
        return speaker.name if speaker and speaker.confidence >= LAST_SPOKE else None

    def _with_article(self, position: int, start: int) -> int:
        """Where a name begins, its article included: "Les responsables russes", but not in "Angaben der Regierung"."""
        lower, near = self._scene.lower, max(start, position - NEAR)
        article = self._scene.words.determiner_before.search(lower, near, position)
        is_tied = article and self._hedges.sources.search(lower, max(start, position - FAR), position)
        return article.start() if article and not (is_tied and is_tied.end() >= article.end() - 1) else position

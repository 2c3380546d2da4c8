"""The tokens of a text with the model's embedding of each, mostly from memory: news repeats its words.

Two things make this exact. spaCy's tokenizer looks at nothing beyond a piece of text without white space, so the
tokens of each piece are kept. And the embedding looks at nothing beyond one token, so its vector is kept.
Runs of white space count as one space: how a text is laid out says nothing about its names.
"""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

# A run of two hundred characters is no word; cutting it bounds what one piece can cost.
PIECE = re.compile(r"\S{1,200}")
# Together some 50 MB a language. When either is full, both are emptied: the usual words are back at once.
MAX_PIECES = 60_000
MAX_VECTORS = 60_000


class TokenCache:
    """Pieces of text -> tokens; tokens -> rows of `vectors`. Row 0 is all zeros: it stands between texts."""

    def __init__(self, nlp: Any, embedding: Any, width: int) -> None:
        self._nlp = nlp
        self._embedding = embedding
        self.vectors = np.zeros((MAX_VECTORS, width), np.float32)
        self.capital: NDArray[np.bool_] = np.zeros(MAX_VECTORS, np.bool_)
        self._empty()

    def _empty(self) -> None:
        # (orth, norm) -> row: the norm of a token depends on the piece that it was cut from.
        self._rows: dict[tuple[int, int], int] = {}
        # piece -> its tokens as (row, start, end), counted from the start of the piece.
        self._pieces: dict[str, list[tuple[int, int, int]]] = {}

    def tokens(self, lines: list[str]) -> list[list[tuple[int, int, int]]]:
        """The tokens of each line as (row of `vectors`, start, end). Rows hold until the next call."""
        cut = [[(piece.group(), piece.start()) for piece in PIECE.finditer(line)] for line in lines]
        self._learn(dict.fromkeys(piece for pieces in cut for piece, _ in pieces))
        known = self._pieces
        return [
            [(row, at + start, at + end) for piece, at in pieces for row, start, end in known[piece]] for pieces in cut
        ]

    def _learn(self, pieces: dict[str, None]) -> None:
        unknown = [piece for piece in pieces if piece not in self._pieces]
        if not unknown:
            return
        # spaCy keeps every string it meets for ever, unless told that it may forget.
        with self._nlp.memory_zone():
            doc = self._nlp.tokenizer(" ".join(unknown))
            if len(self._pieces) + len(unknown) > MAX_PIECES or len(self._rows) + len(doc) + 1 > MAX_VECTORS:
                self._empty()
                unknown = list(pieces)
                doc = self._nlp.tokenizer(" ".join(unknown))
            self._keep(unknown, doc)

    def _keep(self, pieces: list[str], doc: Any) -> None:
        embedded = self._embedding.predict([doc])[0]
        tokens = [(token.idx, len(token), (token.orth, token.norm), token.text) for token in doc]
        position, at = 0, 0
        for piece in pieces:
            found = []
            while position < len(tokens) and tokens[position][0] < at + len(piece):
                start, length, key, text = tokens[position]
                row = self._rows.get(key)
                if row is None:
                    row = self._rows[key] = len(self._rows) + 1
                    self.vectors[row] = embedded[position]
                    self.capital[row] = text != text.lower()
                found.append((row, start - at, start - at + length))
                position += 1
            self._pieces[piece] = found
            at += len(piece) + 1

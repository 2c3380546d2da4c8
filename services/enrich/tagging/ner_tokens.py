"""The tokens of a text with the model's embedding of each, mostly from memory: news repeats its words.

Two things make this exact. spaCy's tokenizer looks at nothing beyond a piece of text without white space, so the
tokens of each piece are kept. And the embedding looks at nothing beyond one token, so its vector is kept.
Runs of white space count as one space: how a text is laid out says nothing about its names.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokenizer import Tokenizer

Numbers = NDArray[np.intp]

# A run of two hundred characters is no word; cutting it bounds what one piece can cost. The blank behind a word is a
# part of its piece, so that there are half as many; white space alone has no tokens.
PIECE = re.compile(r"\S{1,200}\s?|\s{1,200}")
# Together some 50 MB a language. When either is full, both are emptied: the usual words are back at once.
MAX_PIECES = 60_000
MAX_VECTORS = 60_000
# The columns of tokens.
ROW, START, END = range(3)
NO_TOKENS: Numbers = np.zeros((0, 3), np.intp)


class TokenCache:
    """Pieces of text -> tokens; tokens -> rows of `vectors`. Row 0 is all zeros: it stands between texts."""

    def __init__(self, nlp: Any, embedding: Callable[[Any], NDArray[np.float32]], width: int) -> None:
        self._nlp = nlp
        self._tokenizer = _quick(nlp.tokenizer)
        self._embedding = embedding
        self.vectors = np.zeros((MAX_VECTORS, width), np.float32)
        self.capital: NDArray[np.bool_] = np.zeros(MAX_VECTORS, np.bool_)
        self._empty()

    def _empty(self) -> None:
        # (orth, norm) -> row: the norm of a token depends on the piece that it was cut from.
        self._rows: dict[tuple[int, int], int] = {}
        # piece -> its tokens (tokens, 3), counted from the start of the piece.
        self._pieces: dict[str, Numbers] = {}

    def tokens(self, text: str) -> Numbers:
        """The tokens of a text (tokens, 3): row of `vectors`, start, end. Rows hold until the next call."""
        pieces = PIECE.findall(text)
        self._learn(dict.fromkeys(pieces))
        found = [self._pieces[piece] for piece in pieces]
        tokens = np.concatenate([NO_TOKENS, *found])
        starts = np.cumsum([0, *map(len, pieces)])[:-1]
        tokens[:, START:] += np.repeat(starts, [len(each) for each in found])[:, None]
        return tokens

    def _learn(self, pieces: dict[str, None]) -> None:
        unknown = [piece for piece in pieces if piece not in self._pieces]
        if not unknown:
            return
        # spaCy keeps every string it meets for ever, unless told that it may forget.
        with self._nlp.memory_zone():
            doc = self._tokenized(unknown)
            if len(self._pieces) + len(unknown) > MAX_PIECES or len(self._rows) + len(doc) + 1 > MAX_VECTORS:
                self._empty()
                unknown = list(pieces)
                doc = self._tokenized(unknown)
            self._keep(unknown, doc)

    def _tokenized(self, pieces: list[str]) -> Any:
        return self._tokenizer(" ".join(stripped for piece in pieces if (stripped := piece.rstrip())))

    def _keep(self, pieces: list[str], doc: Any) -> None:
        embedded = zip(doc, self._embedding(doc), strict=True)
        rows = [(self._row(token, vector), token.idx, token.idx + len(token)) for token, vector in embedded]
        tokens = np.array(rows, np.intp).reshape(-1, 3)
        first, start = 0, 0
        for piece in pieces:
            after, end = first, start + len(piece.rstrip())
            while after < len(rows) and rows[after][START] < end:
                after += 1
            self._pieces[piece] = tokens[first:after] - np.array((0, start, start), np.intp)
            first = after
            if end > start:
                start = end + 1

    def _row(self, token: Any, vector: NDArray[np.float32]) -> int:
        key = (token.orth, token.norm)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = len(self._rows) + 1
            self.vectors[row] = vector
            self.capital[row] = token.text != token.text.lower()
        return row


def _quick(tokenizer: Tokenizer) -> Tokenizer:
    """The same tokenizer, that does not look for signs in what is all small letters: it takes a quarter of the time."""

    def unless_plain(look: Callable[[str], Any] | None, nothing: Any = None) -> Callable[[str], Any] | None:
        return look and (lambda piece: nothing if piece.isalpha() and piece.islower() else look(piece))

    return Tokenizer(
        tokenizer.vocab,
        rules=tokenizer.rules,
        prefix_search=unless_plain(tokenizer.prefix_search),
        suffix_search=unless_plain(tokenizer.suffix_search),
        infix_finditer=unless_plain(tokenizer.infix_finditer, ()),
        token_match=unless_plain(tokenizer.token_match),
        url_match=unless_plain(tokenizer.url_match),
    )

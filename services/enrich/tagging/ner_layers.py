"""The layers of a spaCy `ner` model as numpy arrays, computing what spaCy computes, whole texts at a time.

The model is a chain: an embedding that looks at one token only (kept by `ner_tokens`), an encoder that looks at a
token and its neighbours, and a greedy parser that opens, continues and closes names. spaCy takes the parser's steps
one by one. But as long as no name is open, a step's scores depend on one token only: so all tokens are scored at
once here, and only the tokens after the opening of a name are walked, all open names side by side.

The shapes are checked when the layers are read: a model of another make raises `UnfamiliarModelError`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDS, ORTH
from spacy.tokens import Doc
from spacy.vectors import Mode

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

OUTSIDE, WHOLE, OPENS = 0, 1, 2
WINDOW = 3
IMPOSSIBLE = -1e30
# How many of its parts an embedding has at least and at most.
EMBEDDING = {
    "extract_features": (1, 1), "hashembed": (1, 9), "static_vectors": (0, 1), "maxout": (1, 1), "layernorm": (1, 1)
}  # fmt: skip


class UnfamiliarModelError(Exception):
    """The model is not built as this module expects; spaCy itself can still run it."""


def _expect(condition: bool, what: str) -> None:
    if not condition:
        raise UnfamiliarModelError(f"expected {what}")


def _floats(array: Any) -> Floats:
    return np.ascontiguousarray(array, dtype=np.float32)


def _side_by_side(weights: Any) -> Floats:
    """Maxout weights (units, pieces, inputs) as one matrix (inputs, pieces * units)."""
    units, pieces, inputs = weights.shape
    return _floats(weights.transpose(1, 0, 2).reshape(pieces * units, inputs).T)


def _maxout(values: Floats, units: int) -> Floats:
    """The largest piece of each unit; `values` has the pieces side by side."""
    best = np.maximum(values[:, :units], values[:, units : 2 * units])
    for start in range(2 * units, values.shape[1], units):
        np.maximum(best, values[:, start : start + units], out=best)
    return best


class _Layer:
    """A maxout with layer norm."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        self.weights = _side_by_side(maxout.get_param("W"))
        self._bias = _floats(maxout.get_param("b").T.reshape(-1))
        self._scale, self._shift = _floats(norm.get_param("G")), _floats(norm.get_param("b"))
        self.width = len(self._scale)
        self._mean = np.full(self.width, 1 / self.width, np.float32)

    def __call__(self, values: Floats) -> Floats:
        """From the products with the weights (tokens, pieces * width), which are overwritten, to (tokens, width)."""
        values += self._bias
        hidden = _maxout(values, self.width)
        hidden -= (hidden @ self._mean)[:, None]  # A product is faster than a sum along the rows.
        variance = np.einsum("ij,ij->i", hidden, hidden) / self.width + 1e-8
        hidden *= (variance**-0.5)[:, None]
        hidden *= self._scale
        hidden += self._shift
        return hidden


class Embedding:
    """What a token is by itself: rows of tables, by the hashes of some of its features, perhaps its static vector."""

    def __init__(self, tok2vec: Any, vocab: Any) -> None:
        _expect(
            len(tok2vec.layers) >= 2 and len(tok2vec.layers[0].layers) == 2, "an embedding, an encoder, a projection"
        )
        embedding = tok2vec.layers[0].layers[0]
        parts = {name: [part for part in embedding.walk() if part.name == name] for name in EMBEDDING}
        _expect(all(least <= len(parts[name]) <= most for name, (least, most) in EMBEDDING.items()), "hashed features")
        self._columns = parts["extract_features"][0].attrs["columns"]
        self._tables = [
            (part.attrs["column"], part.attrs["seed"], _floats(part.get_param("E"))) for part in parts["hashembed"]
        ]
        has_rows = getattr(vocab.vectors, "mode", None) == Mode.default
        _expect(has_rows or not parts["static_vectors"], "a static vector for each word")
        self._static = [_floats(part.get_param("W").T) for part in parts["static_vectors"]]
        self._layer = _Layer(*parts["maxout"], *parts["layernorm"])
        self._hash, self._vectors = embedding.ops.hash, vocab.vectors
        # Any difference in how the parts are put together shows.
        probe = Doc(vocab, words=["Paris", "l'", "1,5"])
        _expect(np.allclose(self(probe), embedding.predict([probe])[0], atol=1e-4), "an embedding of these parts")
        # To find out what nothing reads of a new word would take as long as to cut the text into words.
        read = {IDS[column] for column in self._columns}
        vocab.lex_attr_getters = {
            attribute: get for attribute, get in vocab.lex_attr_getters.items() if attribute in read
        }

    def __call__(self, doc: Doc) -> Floats:
        """The embedded tokens (tokens, width)."""
        features = doc.to_array(self._columns).astype(np.uint64)
        parts = []
        for column, seed, table in self._tables:
            keys = self._hash(np.ascontiguousarray(features[:, column]), seed) % len(table)
            parts.append(table[keys].sum(axis=1))
        for weights in self._static:
            rows = self._vectors.find(keys=doc.to_array(ORTH))
            parts.append((self._vectors.data[rows] * (rows >= 0)[:, None]) @ weights)
        return self._layer(np.concatenate(parts, axis=1) @ self._layer.weights)


class Encoder:
    """Residual layers, each a maxout over a token and its two neighbours, with layer norm; then a projection.

    Between two texts stand `padding` rows of zeros, so that neither sees the other.
    """

    def __init__(self, tok2vec: Any) -> None:
        self._layers = [self._read(residual) for residual in tok2vec.layers[0].layers[1].layers[0].layers]
        self.padding = len(self._layers)
        projection = tok2vec.layers[-1]
        self._projection = _floats(projection.get_param("W").T)
        self._projection_bias = _floats(projection.get_param("b"))
        self.width = self._projection.shape[0]
        _expect(all(layer.width == self.width for layer in self._layers), "layers of one width")
        # The first layer's weights of the token before, the token itself and the one behind, side by side.
        self._first = np.hstack(np.split(self._layers[0].weights, WINDOW))

    @staticmethod
    def _read(residual: Any) -> _Layer:
        _expect(residual.name.startswith("residual("), "residual layers")
        parts = {part.name: part for part in residual.walk()}
        _expect({"expand_window", "maxout", "layernorm"} <= set(parts), "maxout windows with layer norm")
        weights = parts["maxout"].get_param("W")
        _expect(weights.shape[2] == WINDOW * weights.shape[0], "windows of one token to each side")
        return _Layer(parts["maxout"], parts["layernorm"])

    def __call__(self, vectors: Floats, rows: Rows) -> Floats:
        """From tokens, as rows of `vectors` (vectors, width), to what the parser reads (tokens, inputs)."""
        window: Floats = np.zeros((len(rows), WINDOW * self.width), np.float32)
        tokens = window[:, self.width : 2 * self.width]
        tokens += vectors[rows]
        products = self._first_products(vectors, rows)
        tokens += self._layers[0](products)
        for layer in self._layers[1:]:
            window[1:, : self.width] = tokens[:-1]
            window[:-1, 2 * self.width :] = tokens[1:]
            np.matmul(window, layer.weights, out=products)
            tokens += layer(products)
        projected: Floats = tokens @ self._projection + self._projection_bias
        return projected

    def _first_products(self, vectors: Floats, rows: Rows) -> Floats:
        """The products of the first layer: most tokens of a text recur, so each is multiplied but once."""
        distinct, at = np.unique(rows, return_inverse=True)
        before, own, behind = np.split(vectors[distinct] @ self._first, WINDOW, axis=1)
        products: Floats = own[at]
        products[1:] += before[at[:-1]]
        products[:-1] += behind[at[1:]]
        return products


class Parser:
    """The greedy transitions of the parser: outside, a name of one token, the opening of a name, its end.

    Three tokens have a say in a step: the token itself, the first of the open name, and the one before.
    """

    def __init__(self, ner: Any) -> None:
        lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
        weights = lower.get_param("W")
        _expect(weights.ndim == 4 and weights.shape[0] == 3, "a parser that looks at three tokens")
        _expect(not ner.model.attrs.get("unseen_classes"), "a trained model")
        features, units, pieces, _ = weights.shape
        self._units = units
        self._by_token, self._by_first, self._by_previous = (_side_by_side(feature) for feature in weights)
        missing = lower.get_param("pad").reshape(features, units, pieces).transpose(0, 2, 1).reshape(features, -1)
        self._bias = _floats(lower.get_param("b").T.reshape(-1))
        self._bias_outside = self._bias + _floats(missing[1] + missing[2])
        self._read_actions(ner, _floats(upper.get_param("W").T), _floats(upper.get_param("b")))

    def _read_actions(self, ner: Any, weights: Floats, bias: Floats) -> None:
        actions = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        _expect(len(actions) == len(bias) and "O" in actions, "one output for each action")
        number = {action: i for i, action in enumerate(actions)}
        self.labels = sorted(action[2:] for action in actions if action.startswith("B-"))
        # The parser also knows "U-" without a label, which is never right where no name is given beforehand.
        starts = [i for i, action in enumerate(actions) if action == "O" or (action[:2] in ("B-", "U-") and action[2:])]
        self._start_weights, self._start_bias = _floats(weights[:, starts]), bias[starts]
        kinds = {"O": OUTSIDE, "U": WHOLE, "B": OPENS}
        self._start_kind = np.array([kinds[actions[i][0]] for i in starts], np.int8)
        self._start_label = np.array([self.labels.index(actions[i][2:]) if actions[i] != "O" else 0 for i in starts])
        # Inside a name there are two actions only, go on or end: their difference decides.
        pairs = [(number[f"I-{label}"], number[f"L-{label}"]) for label in self.labels]
        self._go_on_weights = _floats(np.stack([weights[:, i] - weights[:, last] for i, last in pairs]))
        self._go_on_bias = _floats([bias[i] - bias[last] for i, last in pairs])

    def __call__(self, tokens: Floats, live: NDArray[np.bool_]) -> list[tuple[int, int, str]]:
        """Names as (first row, row after the last, label); `live` is false for the rows between texts."""
        is_last = live.copy()
        is_last[:-1] &= ~live[1:]
        by_token = tokens @ self._by_token
        scores = _maxout(by_token + self._bias_outside, self._units) @ self._start_weights
        scores += self._start_bias
        scores[np.ix_(np.flatnonzero(is_last), np.flatnonzero(self._start_kind == OPENS))] = IMPOSSIBLE
        best = scores.argmax(axis=1)
        kind, label = self._start_kind[best], self._start_label[best]
        kind[~live] = OUTSIDE
        opened = np.flatnonzero(kind == OPENS)
        ends = self._walk(tokens, by_token, is_last, opened, label[opened])
        names, free = [], 0
        for row in np.flatnonzero(kind).tolist():
            if row >= free:
                free = ends.get(row, row + 1)
                names.append((row, free, self.labels[label[row]]))
        return names

    def _walk(
        self, tokens: Floats, by_token: Floats, is_last: NDArray[np.bool_], first: Rows, label: Rows
    ) -> dict[int, int]:
        """Where each name that opens at a row of `first` ends: all of them go one token further at a time."""
        ends: dict[int, int] = {}
        row = first + 1
        by_first = tokens[first] @ self._by_first + self._bias
        while len(first):
            values = by_token[row] + by_first + tokens[row - 1] @ self._by_previous
            hidden = _maxout(values, self._units)
            score = np.einsum("ij,ij->i", hidden, self._go_on_weights[label]) + self._go_on_bias[label]
            going_on = (score >= 0) & ~is_last[row]
            ends.update(zip(first[~going_on].tolist(), (row[~going_on] + 1).tolist(), strict=True))
            first, row, label, by_first = first[going_on], row[going_on] + 1, label[going_on], by_first[going_on]
        return ends

"""The layers of a spaCy `ner` model as numpy arrays, computing what spaCy computes, whole texts at a time.

The model is a chain: an embedding that looks at one token only (kept by `ner_tokens`), an encoder that looks at a
token and its neighbours, and a greedy parser that opens, continues and closes names. spaCy takes the parser's steps
one by one. But as long as no name is open, a step's scores depend on one token only: so all tokens are scored at
once here, and only the tokens after the opening of a name are walked, all open names side by side.

The shapes are checked when the layers are read: a model of another make raises `UnfamiliarModelError`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

OUTSIDE, WHOLE, OPENS = 0, 1, 2
WINDOW = 3
IMPOSSIBLE = -1e30


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


@dataclass(frozen=True)
class _WindowLayer:
    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


class Encoder:
    """Residual layers, each a maxout over a token and its two neighbours, with layer norm; then a projection.

    Between two texts stand `padding` rows of zeros, so that neither sees the other.
    """

    def __init__(self, tok2vec: Any) -> None:
        _expect(
            len(tok2vec.layers) >= 2 and len(tok2vec.layers[0].layers) == 2, "an embedding, an encoder, a projection"
        )
        self.embedding = tok2vec.layers[0].layers[0]
        self._layers = [self._read(residual) for residual in tok2vec.layers[0].layers[1].layers[0].layers]
        self.padding = len(self._layers)
        projection = tok2vec.layers[-1]
        self._projection = _floats(projection.get_param("W").T)
        self._projection_bias = _floats(projection.get_param("b"))
        self.width = self._projection.shape[0]
        _expect(all(layer.scale.shape == (self.width,) for layer in self._layers), "layers of one width")

    @staticmethod
    def _read(residual: Any) -> _WindowLayer:
        _expect(residual.name.startswith("residual("), "residual layers")
        parts = {part.name: part for part in residual.walk()}
        _expect({"expand_window", "maxout", "layernorm"} <= set(parts), "maxout windows with layer norm")
        weights, norm = parts["maxout"].get_param("W"), parts["layernorm"]
        _expect(weights.shape[2] == WINDOW * weights.shape[0], "windows of one token to each side")
        return _WindowLayer(
            weights=_side_by_side(weights),
            bias=_floats(parts["maxout"].get_param("b").T.reshape(-1)),
            scale=_floats(norm.get_param("G")),
            shift=_floats(norm.get_param("b")),
        )

    def __call__(self, vectors: Floats) -> Floats:
        """From embedded tokens (tokens, width) to what the parser reads (tokens, inputs)."""
        tokens, width = vectors.shape
        window = np.zeros((tokens, WINDOW * width), np.float32)
        for layer in self._layers:
            window[:, width : 2 * width] = vectors
            window[1:, :width] = vectors[:-1]
            window[:-1, 2 * width :] = vectors[1:]
            values = window @ layer.weights
            values += layer.bias
            hidden = _maxout(values, width)
            hidden -= hidden.mean(axis=1, keepdims=True)
            variance = np.einsum("ij,ij->i", hidden, hidden) / width + 1e-8
            hidden *= (variance**-0.5)[:, None]
            hidden *= layer.scale
            hidden += layer.shift
            vectors = vectors + hidden
        projected = vectors @ self._projection
        projected += self._projection_bias
        return projected


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

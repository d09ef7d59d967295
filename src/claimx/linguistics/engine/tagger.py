"""Tags and features of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.engine.recurrent import Highway, Packing, batches
from claimx.linguistics.engine.vectors import Vectors
from claimx.linguistics.engine.weights import Array
from claimx.linguistics.engine.words import EMPTY, UNKNOWN, Characters, Memory, known

__all__ = ["Tagger"]

_MOST_WORDS = 6000


class Tagger:
    """Stanza's tagger: words and their characters through highway layers; features given the tag.

    Args:
        model: what the model's file holds.
        vectors: the word vectors it was trained with.
    """

    def __init__(self, model: Mapping[str, Any], vectors: Vectors) -> None:
        state, vocabulary = model["model"], model["vocab"]
        self._vectors = vectors
        self._numbers = known(vocabulary["word"])
        self._embedding = state["word_emb.weight"]
        self._characters = Characters(state, known(vocabulary["char"]))
        self._of_characters = state["trans_char.weight"].astype(np.float32).T
        self._of_vectors = state["trans_pretrained.weight"].astype(np.float32).T
        width = self._embedding.shape[1] + self._of_vectors.shape[1] + self._of_characters.shape[1]
        self._memory = Memory(width, self._look)
        self._layers = Highway(state, "taggerlstm.", (state["taggerlstm_h_init"], state["taggerlstm_c_init"]))
        hidden = [state["upos_hid.weight"], state["tag_hid.feats.weight"]]
        self._hidden = np.concatenate(hidden).astype(np.float32).T
        self._hidden_bias = np.concatenate([state["upos_hid.bias"], state["tag_hid.feats.bias"]]).astype(np.float32)
        self._cut = int(hidden[0].shape[0])
        self._tag = state["upos_clf.weight"].astype(np.float32).T
        self._tag_bias = state["upos_clf.bias"].astype(np.float32)
        self.tags: list[str] = vocabulary["upos"]["_id2unit"]
        self._features: list[tuple[str, list[str]]] = list(vocabulary["feats"]["_id2unit"].items())
        self._given = _given_tag(state, len(self._features))
        self._known_features: dict[tuple[int, ...], dict[str, str]] = {}

    def _look(self, words: Sequence[str]) -> Array:
        lowered = [word.lower() for word in words]
        numbers = [self._numbers.get(word, UNKNOWN) for word in lowered]
        return np.concatenate(
            [
                self._embedding[numbers].astype(np.float32),
                self._vectors(lowered) @ self._of_vectors,
                self._characters(words) @ self._of_characters,
            ],
            axis=1,
        )

    def __call__(self, rows: Sequence[Sequence[str]]) -> list[list[tuple[str, dict[str, str]]]]:
        """UPOS and features of each word of each row. Equal features share one dictionary: leave it as it is."""
        out: list[list[tuple[str, dict[str, str]]]] = [[] for _ in rows]
        for chosen in batches([len(row) for row in rows], _MOST_WORDS):
            packing = Packing([len(rows[i]) for i in chosen])
            inputs = packing.packed(self._memory([word for i in chosen for word in rows[i]]))
            outputs = self._layers(inputs, packing)[packing.rows]
            hidden = np.maximum(outputs @ self._hidden + self._hidden_bias, 0)
            tags = (hidden[:, : self._cut] @ self._tag + self._tag_bias).argmax(axis=1)
            features = self._decide(np.ascontiguousarray(hidden[:, self._cut :]), tags)
            for i, start in zip(chosen, packing.offsets.tolist(), strict=True):
                places = range(start, start + len(rows[i]))
                out[i] = [(self.tags[tags[p]], features[p]) for p in places]
        return out

    def _decide(self, hidden: Array, tags: Any) -> list[dict[str, str]]:
        weight, bias, bounds = self._given
        scores = np.empty((len(tags), bias.shape[0]), np.float32)
        for tag in np.unique(tags):
            chosen = np.flatnonzero(tags == tag)
            scores[chosen] = hidden[chosen] @ weight[tag, :-1] + (weight[tag, -1] + bias)
        best = np.stack([scores[:, a:b].argmax(axis=1) for a, b in bounds], axis=1)
        return [self._named(tuple(values)) for values in best.tolist()]

    def _named(self, values: tuple[int, ...]) -> dict[str, str]:
        found = self._known_features.get(values)
        if found is None:
            pairs = zip(self._features, values, strict=True)
            found = {name: units[value] for (name, units), value in pairs if value != EMPTY}
            self._known_features[values] = found
        return found


def _given_tag(state: Mapping[str, Any], count: int) -> tuple[Array, Array, list[tuple[int, int]]]:
    """The bilinear classifiers of features with the tag's vector multiplied in.

    Returns:
        weights (tags, hidden + 1, all features' values), biases (values,), and the bounds of each feature's values.
    """
    embedding = state["upos_emb.weight"].astype(np.float32)
    embedding = np.concatenate([embedding, np.ones((len(embedding), 1), np.float32)], axis=1)
    weights, biases, bounds, place = [], [], [], 0
    for number in range(count):
        weight = state[f"tag_clf.feats.{number}.W_bilin.weight"].astype(np.float32)
        # value, hidden, tag x tag → tag, hidden, value
        weights.append(np.tensordot(embedding, weight, axes=(1, 2)).transpose(0, 2, 1))
        biases.append(state[f"tag_clf.feats.{number}.W_bilin.bias"].astype(np.float32))
        bounds.append((place, place + len(weight)))
        place += len(weight)
    return np.concatenate(weights, axis=2), np.concatenate(biases), bounds

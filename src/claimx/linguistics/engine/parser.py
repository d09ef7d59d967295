"""Trees: which word depends on which, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.engine.recurrent import Highway, Packing, batches
from claimx.linguistics.engine.trees import best_tree
from claimx.linguistics.engine.vectors import Vectors
from claimx.linguistics.engine.weights import Array
from claimx.linguistics.engine.words import ROOT, UNKNOWN, Characters, Memory, known

__all__ = ["Parser"]

_MOST_WORDS = 4000
# The numbers of relations begin after padding, unknown, empty and root.
_PREFIX = 4
# Scores of labels are worked out for so many words at once: each takes labels x hidden numbers on the way.
_AT_ONCE = 512


class Parser:
    """Stanza's graph parser: highway layers, biaffine scores of arcs with their direction and length, the best tree.

    Labels are scored for the arcs of the tree alone.

    Args:
        model: what the model's file holds.
        vectors: the word vectors it was trained with.
    """

    def __init__(self, model: Mapping[str, Any], vectors: Vectors) -> None:
        state, vocabulary = model["model"], model["vocab"]
        self._vectors = vectors
        self._words, self._lemmas, self._tags = (known(vocabulary[part]) for part in ("word", "lemma", "upos"))
        self._word = state["word_emb.weight"].astype(np.float32)
        self._lemma = state["lemma_emb.weight"].astype(np.float32)
        self._tag = state["upos_emb.weight"].astype(np.float32)
        self._characters = Characters(state, known(vocabulary["char"]))
        self._of_characters = state["trans_char.weight"].astype(np.float32).T
        self._of_vectors = state["trans_pretrained.weight"].astype(np.float32).T
        widths = [self._of_vectors.shape[1], self._word.shape[1], self._of_characters.shape[1]]
        self._memory = Memory(sum(widths), self._look)
        self._widths = widths
        self._layers = Highway(state, "parserlstm.", (state["parserlstm_h_init"], state["parserlstm_c_init"]))
        parts = ("unlabeled", "linearization", "distance")
        # One product for both sides of all four scorers.
        sides = [f"{part}.{side}" for side in ("W1", "W2") for part in (*parts, "deprel")]
        self._sides = np.concatenate([state[f"{side}.weight"] for side in sides]).astype(np.float32).T
        self._sides_bias = np.concatenate([state[f"{side}.bias"] for side in sides]).astype(np.float32)
        self._width = int(state["deprel.W1.weight"].shape[0])
        self._arcs = np.stack([state[f"{part}.scorer.W_bilin.weight"][:, :, 0] for part in parts]).astype(np.float32)
        self._arcs_bias = np.array([state[f"{part}.scorer.W_bilin.bias"][0] for part in parts], np.float32)
        labels = state["deprel.scorer.W_bilin.weight"].astype(np.float32)
        self._count = int(labels.shape[2])
        # dependent, (label, head)
        self._labels = np.ascontiguousarray(labels.transpose(0, 2, 1)).reshape(len(labels), -1)
        self._labels_bias = state["deprel.scorer.W_bilin.bias"].astype(np.float32)
        self.relations: list[str] = vocabulary["deprel"]["_id2unit"][_PREFIX:]

    def _look(self, words: Sequence[str | None]) -> Array:
        lowered = [None if word is None else word.lower() for word in words]
        numbers = [ROOT if word is None else self._words.get(word, UNKNOWN) for word in lowered]
        return np.concatenate(
            [
                self._vectors(lowered) @ self._of_vectors,
                self._word[numbers],
                self._characters(words) @ self._of_characters,
            ],
            axis=1,
        )

    def __call__(
        self, rows: Sequence[Sequence[str]], lemmas: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]
    ) -> list[list[tuple[int, str]]]:
        """Head (0 is the root, words from 1) and relation of each word of each row.

        Args:
            rows: the words.
            lemmas: their lemmas.
            tags: their UPOS.
        """
        out: list[list[tuple[int, str]]] = [[] for _ in rows]
        for chosen in batches([len(row) + 1 for row in rows], _MOST_WORDS):
            packing = Packing([len(rows[i]) + 1 for i in chosen])
            of_words = self._memory([word for i in chosen for word in (None, *rows[i])])
            lemma = [n for i in chosen for n in (ROOT, *(self._lemmas.get(x.lower(), UNKNOWN) for x in lemmas[i]))]
            tag = [n for i in chosen for n in (ROOT, *(self._tags.get(x, UNKNOWN) for x in tags[i]))]
            first = self._widths[0] + self._widths[1]
            of_tags = self._tag[tag]
            # The tag's vector stands where the features' would: so these models were trained (Stanza up to 1.15).
            parts = [of_words[:, :first], self._lemma[lemma], of_tags, of_tags, of_words[:, first:]]
            inputs = packing.packed(np.concatenate(parts, axis=1))
            outputs = self._layers(inputs, packing)[packing.rows]
            for i, found in zip(chosen, self._trees(outputs, packing), strict=True):
                out[i] = found
        return out

    def _trees(self, outputs: Array, packing: Packing) -> list[list[tuple[int, str]]]:
        sides = outputs @ self._sides
        sides += self._sides_bias
        np.maximum(sides, 0, out=sides)
        n, width = len(sides), self._width
        ones = np.ones((n, 1), np.float32)

        def side(number: int) -> Array:
            return np.concatenate([sides[:, number * width : (number + 1) * width], ones], axis=1)

        left = np.stack([side(k) @ self._arcs[k] for k in range(3)])
        right = np.stack([side(4 + k) for k in range(3)])
        dependents, heads_side = side(3), side(7)
        starts, lengths = packing.offsets.tolist(), packing.lengths.tolist()
        trees = [
            best_tree(self._arc_scores(left[:, start : start + length], right[:, start : start + length]))
            for start, length in zip(starts, lengths, strict=True)
        ]
        absolute = [start + head for start, tree in zip(starts, trees, strict=True) for head in tree]
        labels = self._best_labels(dependents, heads_side[absolute])
        return [
            [(head, self.relations[label]) for head, label in zip(tree[1:], labels[start + 1 :], strict=False)]
            for start, tree in zip(starts, trees, strict=True)
        ]

    def _arc_scores(self, left: Array, right: Array) -> Any:
        """Log-probabilities of heads, (words, words), the root first."""
        bare, direction, distance = (left @ right.transpose(0, 2, 1)) + self._arcs_bias[:, None, None]
        places = np.arange(len(bare))
        offset = places[None, :] - places[:, None]
        # log sigmoid(x) = -log(1 + exp(-x))
        bare -= np.logaddexp(0, -direction * np.sign(offset))
        expected = 1 + np.logaddexp(0, distance)
        bare -= np.log((np.abs(offset) - expected) ** 2 / 2 + 1)
        np.fill_diagonal(bare, -np.inf)
        bare -= bare.max(axis=1, keepdims=True)
        bare -= np.log(np.exp(bare).sum(axis=1, keepdims=True))
        return bare

    def _best_labels(self, dependents: Array, heads: Array) -> list[int]:
        out: list[int] = []
        for low in range(0, len(dependents), _AT_ONCE):
            part = dependents[low : low + _AT_ONCE]
            by_label = (part @ self._labels).reshape(len(part), self._count, -1)
            scores = np.matmul(by_label, heads[low : low + _AT_ONCE, :, None])[:, :, 0] + self._labels_bias
            out += scores.argmax(axis=1).tolist()
        return out

"""Named entities: BIOES tags of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.engine.recurrent import Lstm, Packing, batches
from claimx.linguistics.engine.vectors import Vectors
from claimx.linguistics.engine.weights import Array
from claimx.linguistics.engine.words import PAD, UNKNOWN, Characters, Memory, known

__all__ = ["Names", "settled"]

_MOST_WORDS = 8000
# No tag below this is one: padding, unknown …
_FIRST = 4


class Names:
    """Stanza's entity tagger: vectors, with what training added to them, characters, one layer, a CRF.

    Args:
        model: what the model's file holds.
        vectors: the word vectors it was trained with.
    """

    def __init__(self, model: Mapping[str, Any], vectors: Vectors) -> None:
        state, vocabulary = model["model"], model["vocab"]
        self._vectors = vectors
        self._added = known(vocabulary["delta"])
        self._addition = state["delta_emb.weight"]
        self._characters = Characters(state, known(vocabulary["char"]))
        self._transform = state["input_transform.weight"].astype(np.float32).T
        self._transform_bias = state["input_transform.bias"].astype(np.float32)
        self._memory = Memory(self._transform.shape[1], self._look)
        self._lstm = Lstm(state, "taggerlstm.lstm.", (state["taggerlstm_h_init"], state["taggerlstm_c_init"]))
        self._tag = state["tag_clfs.0.weight"].astype(np.float32).T
        self._tag_bias = state["tag_clfs.0.bias"].astype(np.float32)
        self._next = state["crits.0._transitions"].astype(np.float32)
        self.tags: list[str] = vocabulary["tag"]["_id2unit"][0]

    def _look(self, words: Sequence[str]) -> Array:
        lowered = [word.lower() for word in words]
        vectors = self._vectors(lowered)
        added = [
            # A word that training did not add to keeps its vector as it is.
            number if (number := self._added.get(word, UNKNOWN)) != UNKNOWN or self._vectors.number(word) == UNKNOWN
            else PAD
            for word in lowered
        ]  # fmt: skip
        vectors += self._addition[added].astype(np.float32)
        both = np.concatenate([vectors, self._characters(words)], axis=1)
        made: Array = both @ self._transform + self._transform_bias
        return made

    def __call__(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIOES tags of each word of each row."""
        out: list[list[str]] = [[] for _ in rows]
        for chosen in batches([len(row) for row in rows], _MOST_WORDS):
            packing = Packing([len(rows[i]) for i in chosen])
            inputs = packing.packed(self._memory([word for i in chosen for word in rows[i]]))
            outputs, _, _ = self._lstm(inputs, packing)
            best = self._decode(outputs @ self._tag + self._tag_bias, packing)[packing.rows]
            tags = [self.tags[number] for number in np.maximum(best, _FIRST).tolist()]
            for i, start in zip(chosen, packing.offsets.tolist(), strict=True):
                out[i] = settled(tags[start : start + len(rows[i])])
        return out

    def _decode(self, scores: Array, packing: Packing) -> Any:
        """The best sequence of tags of each row, all rows at once: Viterbi's algorithm. Packed in, packed out."""
        back = np.zeros(scores.shape, np.int64)
        starts, sizes = packing.starts, packing.sizes
        trellis = scores[: sizes[0]].copy()
        for low, m in zip(starts[1:], sizes[1:], strict=True):
            # from, to
            ways = trellis[:m, :, None] + self._next
            back[low : low + m] = ways.argmax(axis=1)
            trellis[:m] = ways.max(axis=1) + scores[low : low + m]
        # Rows that have ended keep their last step.
        current = trellis.argmax(axis=1)
        best = np.empty(len(scores), np.int64)
        for step in range(len(sizes) - 1, -1, -1):
            low, m = starts[step], sizes[step]
            running = current[:m]
            best[low : low + m] = running
            if step:
                current[:m] = back[np.arange(low, low + m), running]
        return best


def settled(tags: Sequence[str]) -> list[str]:
    """Tags whose sequence is broken, mended as Stanza mends them: an end where a name stops, S where it is alone."""
    out = list(tags)

    def goes_on(i: int, kind: str) -> bool:
        return i + 1 < len(out) and out[i + 1] in (f"I-{kind}", f"E-{kind}")

    def follows(i: int, kind: str) -> bool:
        return i > 0 and out[i - 1] in (f"B-{kind}", f"I-{kind}")

    for i, tag in enumerate(out):
        if tag.startswith("I-"):
            kind = tag[2:]
            if not goes_on(i, kind):
                out[i] = f"E-{kind}"
            if not follows(i, kind):
                out[i] = f"B-{kind}"
    for i, tag in enumerate(out):
        place, _, kind = tag.partition("-")
        if (place == "B" and not goes_on(i, kind)) or (place == "E" and not follows(i, kind)):
            out[i] = f"S-{kind}"
    return out

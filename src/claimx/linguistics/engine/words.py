"""What a network makes of a word alone: its vectors and what its characters say, worked out once a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.engine.recurrent import Lstm, Packing, batches
from claimx.linguistics.engine.weights import Array

__all__ = ["PAD", "ROOT", "UNKNOWN", "Characters", "Memory", "known"]

# The first places of every vocabulary.
PAD, UNKNOWN, EMPTY, ROOT = range(4)
_MOST_CHARACTERS = 20_000


def known(vocabulary: Mapping[str, Any]) -> dict[str, int]:
    """Unit → number, from a vocabulary's state."""
    numbers: dict[str, int] = vocabulary["_unit2id"]
    return numbers


class Characters:
    """A word as its characters tell it: an LSTM over them, its states weighed and added, or its last states.

    Args:
        state: the model's weights.
        numbers: character → number.
    """

    def __init__(self, state: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        initial = state["charmodel.charlstm_h_init"], state["charmodel.charlstm_c_init"]
        self._lstm = Lstm(state, "charmodel.charlstm.lstm.", initial)
        embedding = state["charmodel.char_emb.weight"].astype(np.float32)
        # A character's share in the gates depends on nothing else.
        self._table = embedding @ self._lstm.outer.T + self._lstm.bias
        attention = state.get("charmodel.char_attn.weight")
        self._attention = None if attention is None else attention.astype(np.float32)[0] / 2

    def __call__(self, words: Sequence[str | None]) -> Array:
        """(words, width); None is the root."""
        spelt = [[ROOT] if word is None else [self._numbers.get(c, UNKNOWN) for c in word] for word in words]
        lengths = [len(s) for s in spelt]
        out: Array | None = None
        for chosen in batches(lengths, _MOST_CHARACTERS):
            packing = Packing([lengths[i] for i in chosen])
            flat = np.fromiter((n for i in chosen for n in spelt[i]), np.int64)
            outputs, finals, _ = self._lstm.run(packing.packed(flat), packing, self._table)
            if self._attention is None:
                found = np.empty_like(finals)
                found[packing.order] = finals
            else:
                weight = np.tanh(outputs @ self._attention)
                weight *= 0.5
                weight += 0.5
                outputs *= weight[:, None]
                found = np.add.reduceat(outputs[packing.rows], packing.offsets, axis=0)
            if out is None:
                out = np.empty((len(words), found.shape[1]), np.float32)
            out[chosen] = found
        assert out is not None
        return out


class Memory:
    """Rows of numbers by word, kept: a newspaper's words recur.

    Args:
        width: numbers a row.
        make: rows for words not met yet.
        most: how many words are kept; when it is full, it begins anew.
    """

    def __init__(self, width: int, make: Callable[[Sequence[Any]], Array], most: int = 30_000) -> None:
        self._make = make
        self._most = most
        self._places: dict[Any, int] = {}
        self._rows = np.empty((1024, width), np.float32)

    def __call__(self, words: Sequence[Any]) -> Array:
        """(words, width)."""
        places = self._places
        fresh = [w for w in dict.fromkeys(words) if w not in places]
        if fresh:
            if len(places) + len(fresh) > self._most and places:
                places.clear()
                fresh = list(dict.fromkeys(words))
            first = len(places)
            if first + len(fresh) > len(self._rows):
                rows = np.empty((max(2 * len(self._rows), first + len(fresh)), self._rows.shape[1]), np.float32)
                rows[:first] = self._rows[:first]
                self._rows = rows
            self._rows[first : first + len(fresh)] = self._make(fresh)
            for number, word in enumerate(fresh, first):
                places[word] = number
        return self._rows[[places[w] for w in words]]

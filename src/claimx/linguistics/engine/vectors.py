"""Word vectors, left in the file until a word asks for its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.engine.weights import Array
from claimx.linguistics.engine.words import ROOT, UNKNOWN, known

__all__ = ["Vectors"]


class Vectors:
    """The vectors that several models share.

    Args:
        model: what the file holds.

    Attributes:
        numbers: word → number, the most frequent first.
    """

    def __init__(self, model: Mapping[str, Any]) -> None:
        self.numbers = known(model["vocab"])
        self._rows = model["emb"]

    def number(self, word: str | None) -> int:
        """The number of a word in lower case; None is the root."""
        if word is None:
            return ROOT
        return self.numbers.get(word.replace(" ", "\xa0"), UNKNOWN)

    def __call__(self, words: Sequence[str | None]) -> Array:
        """(words, width), in single precision."""
        vectors: Array = self._rows[[self.number(word) for word in words]].astype(np.float32)
        return vectors

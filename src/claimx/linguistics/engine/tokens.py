"""Tokens: where they end, and which of them hold several words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.analysis import Found
from claimx.linguistics.engine.recurrent import Lstm, Packing, batches
from claimx.linguistics.engine.weights import Array
from claimx.linguistics.engine.words import UNKNOWN, known

__all__ = ["Tokenizer"]

_MOST_CHARACTERS = 20_000
# The network sees so many characters of a unit at once, and a token of more is no word.
_WINDOW = 1000
_TOO_LONG = "<UNK>"
_SPACE = re.compile(r"[\s\u0080-\u009f]")
# Addresses are not cut, whatever the network says.
_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]*[a-z0-9!#$%&'*+/=?^_`{|}~-]@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]"
    r"(?:[a-z0-9-]*[a-z0-9])?"
    r"|(?:https?://|www\.)[a-zA-Z0-9-]+\.[^\s\"]{2,}"
    r"|[a-zA-Z0-9]+\.(?:gov|org|edu|net|com|co)\.[^\s\"]{2,}"
)
_MAYBE_ADDRESS = re.compile(r"@|//|www|[a-z]\.[a-z]", re.I)
_MOST_KINDS = 4096


class Tokenizer:
    """Stanza's tokenizer over units that are sentences already: two recurrent layers over characters.

    Args:
        model: what the model's file holds.
    """

    def __init__(self, model: Mapping[str, Any]) -> None:
        state = model["model"]
        self._numbers = known(model["vocab"])
        self._embedding = state["embeddings.weight"].astype(np.float32)
        self._features: list[str] = list(model["config"]["feat_funcs"])
        self._first, self._second = Lstm(state, "rnn."), Lstm(state, "rnn2.")
        # Columns: token, sentence, several words.
        parts = ("tok", "sent", "mwt")
        self._ends = np.stack([state[f"{p}_clf.weight"][0] for p in parts], axis=1).astype(np.float32)
        self._ends_bias = np.array([state[f"{p}_clf.bias"][0] for p in parts], np.float32)
        self._ends2 = np.stack([state[f"{p}_clf2.weight"][0] for p in parts], axis=1).astype(np.float32)
        self._inverse = float(model["config"]["hier_invtemp"])
        # A character's share in the first layer's gates, for each place it can have: within, at the end, at the start,
        # both. Rows are added as characters are met.
        self._kinds: dict[str, int] = {}
        self._table = np.empty((0, len(self._first.bias)), np.float32)

    def __call__(self, texts: Sequence[str]) -> list[list[Found]]:
        """Tokens of each text."""
        units = [_characters(text) for text in texts]
        cuts = self._cuts([characters for characters, _ in units])
        return [_tokens(characters, places, cut) for (characters, places), cut in zip(units, cuts, strict=True)]

    def _cuts(self, units: Sequence[str]) -> list[Any]:
        """For each unit, 0 within a token, 1 at the end of one, 3 at that of one with several words, of each character;
        1 is added where a sentence ends."""
        made: list[list[Any]] = [[] for _ in units]
        waiting = [(i, 0) for i, unit in enumerate(units) if unit]
        while waiting:
            pieces = [units[i][at : at + _WINDOW] for i, at in waiting]
            ends = [at + _WINDOW >= len(units[i]) for i, at in waiting]
            following = []
            for (i, at), end, labels in zip(waiting, ends, self._label(pieces, ends, [not at for _, at in waiting]),
                                            strict=True):  # fmt: skip
                if not end:
                    # More of the unit follows: the next window begins after the last sentence in this one.
                    stops = np.flatnonzero((labels == 2) | (labels == 4))
                    if len(stops):
                        labels = labels[: stops[-1] + 1]
                    following.append((i, at + len(labels)))
                made[i].append(labels)
            waiting = following
        return [np.concatenate(labels) if labels else np.zeros(0, np.int64) for labels in made]

    def _label(self, pieces: Sequence[str], ends: Sequence[bool], begins: Sequence[bool]) -> list[Any]:
        out: list[Any] = [None] * len(pieces)
        for chosen in batches([len(piece) for piece in pieces], _MOST_CHARACTERS):
            packing = Packing([len(pieces[i]) for i in chosen])
            rows = self._rows("".join(pieces[i] for i in chosen))
            rows[packing.offsets] += [2 * begins[i] for i in chosen]
            rows[packing.offsets + packing.lengths - 1] += [int(ends[i]) for i in chosen]
            outputs, _, _ = self._first.run(packing.packed(rows), packing, self._table)
            scores = outputs @ self._ends + self._ends_bias
            # What the first layer takes for the end of a token, the second looks at hardest.
            outputs *= 1 - 1 / (1 + np.exp(scores[:, :1] * self._inverse))
            outputs, _, _ = self._second(outputs, packing)
            scores += outputs @ self._ends2
            token, sentence, several = scores.T
            # log sigmoid of each, of its better side: the most likely of five classes, as the network was taught them.
            other = -np.logaddexp(0, -np.abs(sentence)) - np.logaddexp(0, -np.abs(several))
            ending = other - np.logaddexp(0, -token) > -np.logaddexp(0, token)
            labels = np.where(ending, 1 + (sentence > 0) + 2 * (several > 0), 0)[packing.rows]
            for i, start in zip(chosen, packing.offsets.tolist(), strict=True):
                out[i] = labels[start : start + len(pieces[i])]
        return out

    def _rows(self, text: str) -> Any:
        """Rows of the table for the characters of a text that are neither first nor last."""
        fresh = [c for c in dict.fromkeys(text) if c not in self._kinds]
        if fresh:
            if len(self._kinds) + len(fresh) > _MOST_KINDS and self._kinds:
                self._kinds, self._table = {}, self._table[:0]
                fresh = list(dict.fromkeys(text))
            for number, c in enumerate(fresh, len(self._kinds)):
                self._kinds[c] = number
            inputs = np.array([self._input(c, place) for c in fresh for place in range(4)], np.float32)
            self._table = np.concatenate([self._table, inputs @ self._first.outer.T + self._first.bias])
        kinds = self._kinds
        return np.fromiter((4 * kinds[c] for c in text), np.int64, len(text))

    def _input(self, c: str, place: int) -> Array:
        features = {
            "space_before": c == " ", "capitalized": c.isupper(), "numeric": c.isdecimal(),
            "end_of_para": bool(place & 1), "start_of_para": bool(place & 2),
        }  # fmt: skip
        said = np.array([features[name] for name in self._features], np.float32)
        return np.concatenate([self._embedding[self._numbers.get(c, UNKNOWN)], said])


def _characters(text: str) -> tuple[str, list[int]]:
    """The text as the network sees it, a run of spaces as one and none at the end; and where each character stands."""
    plain = _SPACE.sub(" ", text).rstrip()
    if "  " not in plain:
        return plain, list(range(len(plain)))
    places = [i for i, c in enumerate(plain) if c != " " or i == 0 or plain[i - 1] != " "]
    return "".join(plain[i] for i in places), places


def _tokens(text: str, places: Sequence[int], labels: Any) -> list[Found]:
    if not text:
        return []
    # The unit ends, and its last token with it.
    labels[-1] = 4 if labels[-1] > 2 else 2
    if _MAYBE_ADDRESS.search(text):
        for match in _ADDRESS.finditer(text):
            labels[match.start() : match.end() - 1] = 0
            if labels[match.end() - 1] == 0:
                labels[match.end() - 1] = 1
    found = []
    start = 0
    for end in np.flatnonzero(labels).tolist():
        token = text[start : end + 1].lstrip()
        if token:
            first = end + 1 - len(token)
            last = first + len(token.rstrip())
            shown = token if len(token) <= _WINDOW else _TOO_LONG
            found.append(Found(shown, places[first], places[last - 1] + 1, bool(labels[end] > 2)))
        start = end + 1
    return found

"""Writing letter by letter: the network behind the word splitter and the lemmatiser, with a memory of its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.engine.recurrent import Lstm, Packing
from claimx.linguistics.engine.weights import Array
from claimx.linguistics.engine.words import known

__all__ = ["Lemmatiser", "Speller", "Splitter"]

_PAD, _UNKNOWN, _BEGIN, _END = range(4)
_FIRST = 4
_AT_ONCE = 256
_NEVER = -1e12
# How many answers are remembered; then it begins anew.
_MOST_ANSWERS = 100_000


class Speller:
    """Stanza's sequence-to-sequence network, greedy: an encoder, a decoder that attends to it, and a gate that lets
    letters of the word be copied, letters included that training never met.

    Args:
        model: what the model's file holds.
        numbers: character → number.
        units: the characters by number.
        unknown: whether "unknown" may be written.
    """

    def __init__(
        self, model: Mapping[str, Any], numbers: Mapping[str, int], units: Sequence[str], *, unknown: bool
    ) -> None:
        state, config = model["model"], model["config"]
        self._numbers, self._units, self._unknown = numbers, units, unknown
        self._longest = int(config["max_dec_len"])

        def of(name: str) -> Array:
            return state[name].astype(np.float32)  # type: ignore[no-any-return]

        self._embedding = of("embedding.weight")
        self._encoder = Lstm(state, "encoder.")
        cell = {name.replace("decoder.lstm_cell.", "") + "_l0": state[name] for name in state if "lstm_cell" in name}
        self._decoder = Lstm(cell, "")
        self._gates = self._embedding @ self._decoder.outer.T + self._decoder.bias
        self._ask = of("decoder.attention_layer.linear_in.weight").T
        self._answer = of("decoder.attention_layer.linear_out.weight").T
        self._write, self._write_bias = of("dec2vocab.weight").T, of("dec2vocab.bias")
        self._copy, self._copy_bias = of("copy_gate.weight")[0], float(state["copy_gate.bias"][0])
        self._tags = of("pos_embedding.weight") if "pos_embedding.weight" in state else None
        self._edits = (
            tuple(of(f"edit_clf.{n}.{part}") for n in (0, 2) for part in ("weight", "bias"))
            if "edit_clf.0.weight" in state
            else None
        )

    def __call__(self, words: Sequence[str], tags: Sequence[int] | None = None) -> tuple[list[str], list[int]]:
        """What the network writes for each word, special characters left out as they are; and the kinds of edits.

        Args:
            words: any number.
            tags: the numbers of their tags, where the network takes any.
        """
        written: list[str] = [""] * len(words)
        edits: list[int] = [0] * len(words)
        order = sorted(range(len(words)), key=lambda i: -len(words[i]))
        for low in range(0, len(order), _AT_ONCE):
            chosen = order[low : low + _AT_ONCE]
            texts, kinds = self._batch([words[i] for i in chosen], None if tags is None else [tags[i] for i in chosen])
            for i, text, kind in zip(chosen, texts, kinds, strict=True):
                written[i], edits[i] = text, kind
        return written, edits

    def _batch(self, words: Sequence[str], tags: Sequence[int] | None) -> tuple[list[str], list[int]]:
        size = len(self._units)
        strange = {c: size + n for n, c in enumerate(sorted({c for w in words for c in w if c not in self._numbers}))}
        units = [*self._units, *strange]
        spelt = [
            [_BEGIN, *(self._numbers[c] if c in self._numbers else strange[c] for c in word), _END] for word in words
        ]
        extra = 0 if self._tags is None else 1
        lengths = [len(s) + extra for s in spelt]
        count, longest = len(words), max(lengths)
        flat = np.fromiter((n for s in spelt for n in s), np.int64)
        vectors = self._embedding[np.where(flat < size, flat, _UNKNOWN)]
        packing = Packing(lengths)
        if self._tags is not None and tags is not None:
            full = np.empty((sum(lengths), vectors.shape[1]), np.float32)
            own = np.ones(sum(lengths), bool)
            own[packing.offsets] = False
            full[own], full[~own] = vectors, self._tags[list(tags)]
            vectors = full
        outputs, hidden, cell = self._encoder(packing.packed(vectors), packing)
        half = self._encoder.hidden
        # The decoder begins with the backward direction's last state before the forward one's. Rows as given.
        h, c = np.empty_like(hidden), np.empty_like(cell)
        h[packing.order] = np.concatenate([hidden[:, half:], hidden[:, :half]], axis=1)
        c[packing.order] = np.concatenate([cell[:, half:], cell[:, :half]], axis=1)
        edits = self._edit(h)
        context = np.zeros((count, longest, outputs.shape[1]), np.float32)
        source = np.zeros((count, longest - extra), np.int64)
        mask = np.full((count, longest), _NEVER, np.float32)
        places = packing.rows
        at = 0
        for i, length in enumerate(lengths):
            context[i, :length] = outputs[places[at : at + length]]
            mask[i, :length] = 0
            source[i, : length - extra] = spelt[i]
            at += length
        texts = self._decode(h, c, context, mask, source, units, extra)
        return texts, edits

    def _edit(self, h: Array) -> list[int]:
        if self._edits is None:
            return [0] * len(h)
        w0, b0, w2, b2 = self._edits
        kinds: list[int] = (np.maximum(h @ w0.T + b0, 0) @ w2.T + b2).argmax(axis=1).tolist()
        return kinds

    def _decode(
        self, h: Array, c: Array, context: Array, mask: Array, source: Any, units: Sequence[str], extra: int
    ) -> list[str]:
        count, size, hidden = len(h), len(self._units), self._decoder.hidden
        written: list[list[str]] = [[] for _ in range(count)]
        alive = np.arange(count)
        last = np.full(count, _BEGIN)
        for _ in range(self._longest):
            z = h @ self._decoder.inner[0] + self._gates[np.where(last < size, last, _UNKNOWN)]
            np.tanh(z, out=z)
            gate = z[:, : 3 * hidden]
            gate *= 0.5
            gate += 0.5
            c = z[:, hidden : 2 * hidden] * c + z[:, :hidden] * z[:, 3 * hidden :]
            h = z[:, 2 * hidden : 3 * hidden] * np.tanh(c)
            attention = np.matmul(context, (h @ self._ask)[:, :, None])[:, :, 0] + mask
            log_attention = _log_softmax(attention)
            seen = np.matmul(np.exp(log_attention)[:, None, :], context)[:, 0]
            out = np.tanh(np.concatenate([seen, h], axis=1) @ self._answer)
            chances = np.full((len(alive), len(units)), -np.inf, np.float32)
            chances[:, :size] = _log_softmax(out @ self._write + self._write_bias)
            chances[:, size:] = chances[:, _UNKNOWN : _UNKNOWN + 1]
            gate_in = out @ self._copy + self._copy_bias
            chances -= np.logaddexp(0, gate_in)[:, None]
            # The tag itself cannot be copied.
            log_copy = _log_softmax(log_attention[:, extra:]) - np.logaddexp(0, -gate_in)[:, None]
            top = log_copy.max(axis=1, keepdims=True)
            copied = np.zeros_like(chances)
            np.add.at(copied, (np.arange(len(alive))[:, None], source), np.exp(log_copy - top))
            with np.errstate(divide="ignore"):
                chances = np.logaddexp(chances, np.log(copied) + top)
            if not self._unknown:
                chances[:, _UNKNOWN] = -np.inf
            last = chances.argmax(axis=1)
            going = last != _END
            for row, number in zip(alive[going].tolist(), last[going].tolist(), strict=True):
                written[row].append(units[number] if number >= _FIRST or self._unknown else "")
            if not going.all():
                alive, last, h, c = alive[going], last[going], h[going], c[going]
                context, mask, source = context[going], mask[going], source[going]
                if not len(alive):
                    break
        return ["".join(letters) for letters in written]


def _log_softmax(values: Array) -> Array:
    values = values - values.max(axis=1, keepdims=True)
    return values - np.log(np.exp(values).sum(axis=1, keepdims=True))  # type: ignore[no-any-return]


class Splitter:
    """Stanza's expander of tokens of several words: a dictionary, then the network.

    Args:
        model: what the model's file holds.
    """

    def __init__(self, model: Mapping[str, Any]) -> None:
        self._dictionary: dict[str, str] = model["dict"]
        vocabulary = model["vocab"]
        self._speller = Speller(model, known(vocabulary), vocabulary["_id2unit"], unknown=False)
        self._answers: dict[str, list[str]] = {}

    def __call__(self, tokens: Sequence[str]) -> list[list[str]]:
        """The words of each token; the token alone where it is not to be split after all."""
        fresh = []
        for token in dict.fromkeys(tokens):
            if token not in self._answers:
                split = self._listed(token)
                if split is None:
                    fresh.append(token)
                else:
                    self._keep(token, split)
        if fresh:
            for token, written in zip(fresh, self._speller(fresh)[0], strict=True):
                self._keep(token, written if written.strip() and " " in written else token)
        found = [self._answers[token] for token in tokens]
        if len(self._answers) > _MOST_ANSWERS:
            self._answers.clear()
        return found

    def _listed(self, token: str) -> str | None:
        split = self._dictionary.get(token)
        if split is None and token.isupper() and token.lower() in self._dictionary:
            return self._dictionary[token.lower()].upper()
        if split is None and token[0].isupper() and token[1:].islower() and token.lower() in self._dictionary:
            split = self._dictionary[token.lower()]
            return split[0].upper() + split[1:]
        return split

    def _keep(self, token: str, written: str) -> None:
        words = [word for word in written.split(" ") if word]
        self._answers[token] = words if len(words) > 1 else [token]


class Lemmatiser:
    """Stanza's lemmatiser: a dictionary by tag, then the network.

    Args:
        model: what the model's file holds.
    """

    def __init__(self, model: Mapping[str, Any]) -> None:
        import gzip
        import json

        self._dictionary: dict[str, dict[str, str]] = json.loads(gzip.decompress(model["dicts"]))
        self._any_tag = self._dictionary.get("*", {})
        characters, tags = model["vocab"]["char"], model["vocab"]["pos"]
        self._tags = known(tags)
        self._speller = Speller(model, known(characters), characters["_id2unit"], unknown=True)
        self._answers: dict[tuple[str, str], str] = {}

    def __call__(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """The lemma of each word with its tag."""
        answers = self._answers
        fresh = []
        for pair in dict.fromkeys(words):
            if pair not in answers:
                word, tag = pair
                lemma = self._dictionary.get(tag, {}).get(word)
                if lemma is None:
                    lemma = self._any_tag.get(word)
                if lemma is None:
                    fresh.append(pair)
                else:
                    answers[pair] = lemma or "_"
        if fresh:
            numbers = [self._tags.get(tag, _UNKNOWN) for _, tag in fresh]
            written, edits = self._speller([word for word, _ in fresh], numbers)
            for pair, text, edit in zip(fresh, written, edits, strict=True):
                lemma = (text, pair[0], pair[0].lower())[edit]
                answers[pair] = pair[0] if not lemma or "<UNK>" in lemma else lemma
        found = [answers[pair] for pair in words]
        if len(answers) > _MOST_ANSWERS:
            answers.clear()
        return found

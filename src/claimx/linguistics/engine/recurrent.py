"""Recurrent layers over many sequences at once, without padding.

Sequences are laid out as torch packs them: all first elements, longest sequence first, then all second ones … At every
step the sequences that are still running are the first rows, so that no row is ever worked out for nothing.

A sigmoid is half a hyperbolic tangent of half its argument, and a half: with the weights of three of the four gates
halved beforehand, one call of `tanh` serves all four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from claimx.linguistics.engine.weights import Array

__all__ = ["Highway", "Lstm", "Packing", "batches"]


class Packing:
    """Where each element of a batch of sequences stands in the packed order.

    Attributes:
        order: the sequences' places in the batch, longest first.
        sizes: how many sequences are running at each step.
        starts: the packed row where each step begins.
        rows: for each element, sequence after sequence as given, its packed row.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        given = np.asarray(lengths, dtype=np.int64)
        self.lengths = given
        self.order = np.argsort(-given, kind="stable")
        ordered = given[self.order]
        steps = int(ordered[0])
        # Lengths are in falling order: how many exceed a step is where the step would be sorted in.
        self.sizes: list[int] = np.searchsorted(-ordered, -np.arange(steps), side="left").tolist()
        starts = np.zeros(steps, dtype=np.int64)
        np.cumsum(self.sizes[:-1], out=starts[1:])
        self.starts: list[int] = starts.tolist()
        rank = np.empty(len(given), dtype=np.int64)
        rank[self.order] = np.arange(len(given))
        total = int(given.sum())
        offsets = np.zeros(len(given), dtype=np.int64)
        np.cumsum(given[:-1], out=offsets[1:])
        self.offsets = offsets
        place = np.arange(total) - np.repeat(offsets, given)
        self.rows = starts[place] + np.repeat(rank, given)

    def packed(self, values: Any) -> Any:
        """Elements in packed order."""
        out = np.empty_like(values)
        out[self.rows] = values
        return out


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Indices of sequences, those of like length together, no batch with more than `most` elements but of one."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    made: list[list[int]] = []
    size = most + 1
    for i in order:
        if size + lengths[i] > most:
            made.append([])
            size = 0
        made[-1].append(i)
        size += lengths[i]
    return made


def _gates(matrix: Array) -> Array:
    """Rows of torch's order (in, forget, cell, out) as in, forget, out, cell, with those of sigmoids halved."""
    i, f, g, o = np.split(matrix.astype(np.float32), 4)
    return np.concatenate([i / 2, f / 2, o / 2, g])


class Lstm:
    """One layer of an LSTM, in one direction or both.

    Args:
        state: the weights by their names in torch.
        prefix: what stands before `weight_ih_l0` in them.
        initial: hidden and cell state to begin with, (directions, 1, hidden) each; zeros by default.
    """

    def __init__(self, state: Mapping[str, Any], prefix: str, initial: tuple[Any, Any] | None = None) -> None:
        self.ways = 2 if f"{prefix}weight_ih_l0_reverse" in state else 1
        ends = ("", "_reverse")[: self.ways]
        self.hidden = int(state[f"{prefix}weight_hh_l0"].shape[1])
        self.inner = [np.ascontiguousarray(_gates(state[f"{prefix}weight_hh_l0{e}"]).T) for e in ends]
        self.outer = np.concatenate([_gates(state[f"{prefix}weight_ih_l0{e}"]) for e in ends])
        self.bias = np.concatenate(
            [_gates(state[f"{prefix}bias_ih_l0{e}"]) + _gates(state[f"{prefix}bias_hh_l0{e}"]) for e in ends]
        )
        zero = np.zeros((self.ways, self.hidden), np.float32)
        start = [x.reshape(self.ways, self.hidden).astype(np.float32) for x in initial] if initial else [zero, zero]
        self.h0: Array = start[0]
        self.c0: Array = start[1]

    def run(self, gates: Any, packing: Packing, table: Array | None = None) -> tuple[Array, Array, Array]:
        """Go through the steps.

        Args:
            gates: what the inputs give to the gates, (elements, directions x 4 x hidden), bias included; or, with a
                table, (elements,) of rows in it.
            packing: how the elements are laid out.
            table: (rows, directions x 4 x hidden).

        Returns:
            outputs (elements, directions x hidden); last hidden and cell states, (sequences, directions x hidden),
            longest sequence first.
        """
        hidden, count = self.hidden, len(packing.order)
        outputs = np.empty((len(gates), self.ways * hidden), np.float32)
        finals = np.empty((count, self.ways * hidden), np.float32)
        cells = np.empty((count, self.ways * hidden), np.float32)
        steps = list(zip(packing.starts, packing.sizes, strict=True))
        z_all = np.empty((count, 4 * hidden), np.float32)
        tanh_all = np.empty((count, hidden), np.float32)
        part_all = np.empty((count, 4 * hidden), np.float32) if table is not None else None
        for way in range(self.ways):
            columns = slice(way * hidden, (way + 1) * hidden)
            mine = slice(way * 4 * hidden, (way + 1) * 4 * hidden)
            source = np.ascontiguousarray(table[:, mine]) if table is not None else gates[:, mine]
            w = self.inner[way]
            h_all, c_all = np.tile(self.h0[way], (count, 1)), np.tile(self.c0[way], (count, 1))
            for low, m in reversed(steps) if way else steps:
                h, c, z, t = h_all[:m], c_all[:m], z_all[:m], tanh_all[:m]
                np.dot(h, w, out=z)
                if part_all is None:
                    z += source[low : low + m]
                else:
                    part = part_all[:m]
                    np.take(source, gates[low : low + m], axis=0, out=part, mode="clip")
                    z += part
                np.tanh(z, out=z)
                s = z[:, : 3 * hidden]
                s *= 0.5
                s += 0.5
                c *= z[:, hidden : 2 * hidden]
                np.multiply(z[:, :hidden], z[:, 3 * hidden :], out=t)
                c += t
                np.tanh(c, out=t)
                np.multiply(t, z[:, 2 * hidden : 3 * hidden], out=h)
                outputs[low : low + m, columns] = h
            finals[:, columns], cells[:, columns] = h_all, c_all
        return outputs, finals, cells

    def __call__(self, inputs: Array, packing: Packing) -> tuple[Array, Array, Array]:
        """As `run`, for inputs (elements, width)."""
        gates = inputs @ self.outer.T
        gates += self.bias
        return self.run(gates, packing)


class Highway:
    """Bidirectional layers with a gated way around each.

    Source: Srivastava, Greff and Schmidhuber, Highway Networks (2015), as in Dozat's parser.
    """

    def __init__(self, state: Mapping[str, Any], prefix: str, initial: tuple[Any, Any]) -> None:
        self.layers: list[Lstm] = []
        self.weights: list[Array] = []
        self.biases: list[Array] = []
        while f"{prefix}highway.{len(self.layers)}.weight" in state:
            n = len(self.layers)
            start = tuple(x[2 * n : 2 * n + 2] for x in initial)
            lstm = Lstm(state, f"{prefix}lstm.{n}.lstm.", (start[0], start[1]))
            gate, way = (state[f"{prefix}{kind}.{n}.weight"].astype(np.float32) for kind in ("gate", "highway"))
            gate_bias, way_bias = (state[f"{prefix}{kind}.{n}.bias"].astype(np.float32) for kind in ("gate", "highway"))
            # One product for the gates of both directions and the way around them.
            self.weights.append(np.ascontiguousarray(np.concatenate([lstm.outer, gate / 2, way]).T))
            self.biases.append(np.concatenate([lstm.bias, gate_bias / 2, way_bias]))
            self.layers.append(lstm)

    def __call__(self, inputs: Array, packing: Packing) -> Array:
        """Outputs (elements, 2 x hidden) for inputs (elements, width), both packed."""
        for lstm, weight, bias in zip(self.layers, self.weights, self.biases, strict=True):
            everything = inputs @ weight
            everything += bias
            cut = 8 * lstm.hidden
            around = everything[:, cut:]
            np.tanh(around, out=around)
            gate, way = around[:, : 2 * lstm.hidden], around[:, 2 * lstm.hidden :]
            gate *= 0.5
            gate += 0.5
            outputs, _, _ = lstm.run(everything[:, :cut], packing)
            gate *= way
            outputs += gate
            inputs = outputs
        return inputs

"""The best tree over scores of arcs.

Sources: Chu and Liu (1965) and Edmonds (1967) for the tree; Stanojević and Cohen, A Root of a Problem (2021) for the
single root.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["best_tree"]


def best_tree(scores: Any) -> list[int]:
    """The tree of the highest score with one word under the root.

    Args:
        scores: (n, n), log-probabilities; `scores[i, j]` of j being the head of i. Row and column 0 are the root's.

    Returns:
        the head of each word; the first is the root's own, 0.
    """
    heads: list[int] = scores[1:].argmax(axis=1).tolist()
    # Every word's best head: where that is a tree with one root, no other can be better.
    if heads.count(0) == 1 and _reaches(heads):
        return [0, *heads]
    weighed = scores.astype(np.float64)
    heads = _arborescence(weighed.copy())
    if heads[1:].count(0) == 1:
        return heads
    # An arc from the root costs more than all others together: the best tree has one, then.
    finite = weighed[np.isfinite(weighed)]
    weighed[:, 0] += float(finite.min()) * len(weighed)
    return _arborescence(weighed)


def _reaches(heads: Sequence[int]) -> bool:
    """Whether every word's chain of heads comes to the root."""
    sure = [False] * (len(heads) + 1)
    sure[0] = True
    for word in range(1, len(sure)):
        path = []
        while not sure[word]:
            path.append(word)
            if len(path) > len(heads):
                return False
            word = heads[word - 1]
        for step in path:
            sure[step] = True
    return True


def _cycle(heads: Sequence[int]) -> list[int] | None:
    """The nodes of one cycle, or None. Node 0 has no head."""
    colour = [0] * len(heads)
    colour[0] = -1
    for start in range(1, len(heads)):
        node = start
        while colour[node] == 0:
            colour[node] = start
            node = heads[node]
        if colour[node] == start:
            cycle = [node]
            other = heads[node]
            while other != node:
                cycle.append(other)
                other = heads[other]
            return cycle
    return None


def _arborescence(scores: Any) -> list[int]:
    """Contract a cycle into one node, as long as there is any, then open them again, the last one first."""
    levels: list[tuple[list[int], list[int], list[int], Any, Any]] = []
    while True:
        np.fill_diagonal(scores, -np.inf)
        heads: list[int] = scores.argmax(axis=1).tolist()
        heads[0] = 0
        cycle = _cycle(heads)
        if cycle is None:
            break
        inside = set(cycle)
        outside = [node for node in range(len(heads)) if node not in inside]
        own = scores[cycle, [heads[node] for node in cycle]]
        # Breaking the cycle at a node loses that node's arc in it.
        into = scores[np.ix_(cycle, outside)] - own[:, None] + own.sum()
        out_of = scores[np.ix_(outside, cycle)]
        entry, exit = into.argmax(axis=0), out_of.argmax(axis=1)
        smaller = np.empty((len(outside) + 1, len(outside) + 1))
        smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
        smaller[-1, :-1] = into.max(axis=0)
        smaller[:-1, -1] = out_of.max(axis=1)
        levels.append((heads, cycle, outside, entry, exit))
        scores = smaller
    for before, cycle, outside, entry, exit in reversed(levels):
        opened = list(before)
        last = len(outside)
        for place, node in enumerate(outside):
            if place:
                head = heads[place]
                opened[node] = cycle[exit[place]] if head == last else outside[head]
        opened[cycle[entry[heads[last]]]] = outside[heads[last]]
        opened[0] = 0
        heads = opened
    return heads

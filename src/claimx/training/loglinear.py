"""Training of :class:`claimx.attribution.loglinear.LogLinear`: penalised maximum likelihood by L-BFGS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from claimx.attribution.loglinear import Features, LogLinear


@dataclass(frozen=True, slots=True)
class Decision:
    """One training decision: the candidates' features, the index of the right one, and its weight."""

    candidates: Sequence[Features]
    right: int
    weight: float = 1.0


def yes_no(features: Features, answer: bool, weight: float = 1.0) -> Decision:
    """A yes/no decision: «no» is a candidate without features."""
    return Decision((features, ()), 0 if answer else 1, weight)


def train(decisions: Sequence[Decision], *, l2: float = 1.0, minimum: int = 2, iterations: int = 150) -> LogLinear:
    """Fit the weights.

    Args:
        decisions: What to learn; at least one.
        l2: Strength of the Gaussian prior (divides by nothing: a sum over all weights).
        minimum: Features of fewer candidates than this are ignored.
        iterations: Limit for L-BFGS.

    Returns:
        The model; weights below 0.01 in absolute value are dropped.
    """
    counts = Counter(f for d in decisions for c in d.candidates for f in set(c))
    index = {f: k for k, f in enumerate(f for f, n in counts.items() if n >= minimum)}
    rows: list[int] = []
    indptr, groups, right, weights = [0], [], [], []
    at = 0
    for d in decisions:
        groups.append(at)
        right.append(at + d.right)
        weights.append(d.weight)
        for c in d.candidates:
            rows.extend({index[f] for f in c if f in index})
            indptr.append(len(rows))
            at += 1
    matrix = csr_matrix((np.ones(len(rows), dtype=np.float64), rows, indptr), shape=(at, len(index)))
    starts = np.array(groups)
    sizes = np.diff(np.append(starts, at))
    gold = np.array(right)
    weight = np.array(weights)
    spread = np.repeat(weight, sizes)
    target = np.zeros(at)
    target[gold] = weight

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        top = np.repeat(np.maximum.reduceat(scores, starts), sizes)
        shares = np.exp(scores - top)
        total = np.add.reduceat(shares, starts)
        logs = scores[gold] - top[gold] - np.log(total)
        p = shares / np.repeat(total, sizes) * spread
        value = -float(weight @ logs) + 0.5 * l2 * float(w @ w)
        return value, matrix.T @ (p - target) + l2 * w

    result = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return LogLinear({f: float(result.x[k]) for f, k in index.items() if abs(result.x[k]) >= 0.01})

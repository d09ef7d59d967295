"""Conditional log-linear models over candidates: the decisions of attribution.

Every decision (is this a cue? where does the content begin, where does it end? who is the speaker?) is a choice among
a handful of candidates, each described by sparse binary features; the model is a softmax over their summed weights
(Berger, Della Pietra & Della Pietra 1996, "A Maximum Entropy Approach to Natural Language Processing"). At run time
this is dictionary look-ups: no tensors, no start-up cost, and every decision can be explained by its features.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from claimx.errors import ModelError

Features = Sequence[str]


class LogLinear:
    """A softmax over candidates with sparse binary features.

    Args:
        weights: Feature name to weight; features that are absent weigh nothing.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def score(self, features: Features) -> float:
        """The summed weight of a candidate's features (a log-odds, unbounded)."""
        # most features are in no model: looking them up and dropping them in C is three times as fast as a loop
        return math.fsum(filter(None, map(self.weights.get, features)))

    def distribution(self, candidates: Sequence[Features]) -> list[float]:
        """Probabilities of the candidates, summing to one; empty for no candidates."""
        if not candidates:
            return []
        scores = [self.score(c) for c in candidates]
        top = max(scores)
        shares = [math.exp(s - top) for s in scores]
        total = math.fsum(shares)
        return [s / total for s in shares]

    def probability(self, features: Features) -> float:
        """Probability of yes for a yes/no decision (no has score 0)."""
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.score(features)))))


def save_models(path: Path, models: Mapping[str, LogLinear], extra: Mapping[str, object]) -> None:
    """Write models as gzipped JSON, features sorted, so that equal models are equal bytes."""
    data = {
        "format": "claimx-loglinear/1",
        **extra,
        "models": {name: {f: round(w, 4) for f, w in sorted(m.weights.items())} for name, m in sorted(models.items())},
    }
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(raw, 9, mtime=0))


def load_models(path: Path | Traversable) -> tuple[dict[str, LogLinear], dict[str, object]]:
    """Read what :func:`save_models` wrote.

    Raises:
        ModelError: The file is missing, damaged or of another format.
    """
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        if data.pop("format") != "claimx-loglinear/1":
            raise ValueError("another format")
        models = {name: LogLinear(weights) for name, weights in data.pop("models").items()}
    except FileNotFoundError as error:
        raise ModelError("no such attribution model", source=str(path), mend="reinstall claimx") from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"not an attribution model: {error}", source=str(path), mend="reinstall claimx") from error
    return models, data


def best(distribution: Iterable[float]) -> int:
    """Index of the greatest probability, the first of equals."""
    values = list(distribution)
    return max(range(len(values)), key=values.__getitem__)

"""A logistic model that says whether a candidate is a place here; its weights are data.

Two sets of weights: with the recogniser's entities, and without any. Learnt from annotated articles by
``python -m claimx.training.places weights``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

__all__ = ["WEIGHTS", "probability", "weights"]

WEIGHTS = Path(__file__).resolve().parent.parent / "resources" / "gazetteer" / "weights.json"


@lru_cache(maxsize=2)
def weights(recognised: bool) -> Mapping[str, float]:
    """Feature weights in logits, for articles with or without recognised entities."""
    data: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return data["recognised" if recognised and "recognised" in data else "plain"]


def probability(features: Mapping[str, float], by: Mapping[str, float]) -> float:
    """The probability, between 0 and 1; features without a weight count nothing."""
    score = sum(by.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

"""How sure a claim is: the probability that its content and its speaker are right, calibrated on articles held out.

A logistic regression over what the stages say (Platt 1999, "Probabilistic outputs for support vector machines"): the
log-probabilities of cue, content and mention, and how the speaker was resolved. Its weights come with the models; the
model card has the reliability table.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from claimx.attribution.chains import Resolution
from claimx.attribution.finding import FoundClaim


def signals(found: FoundClaim, resolution: Resolution) -> dict[str, float]:
    """The inputs of the calibration: name to value."""
    cue, content, mention = found.scores
    return {
        "bias": 1.0, "cue": cue, "content": content, "mention": mention, f"by={resolution.by}": 1.0,
        f"form={found.form}": 1.0, f"kind={found.cue.kind}": 1.0, "nested": float(found.parent is not None),
        f"entity={resolution.entity.kind}": 1.0,
    }  # fmt: skip


def confidence(found: FoundClaim, resolution: Resolution, weights: Mapping[str, float]) -> float:
    """Probability that the claim is right, two decimals; without weights, the product of the stages' probabilities."""
    if not weights:
        return round(exp(sum(found.scores)), 2)
    return logistic(signals(found, resolution), weights)


def logistic(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The regression's probability, two decimals."""
    z = sum(weights.get(k, 0.0) * v for k, v in values.items())
    return round(1.0 / (1.0 + exp(-max(-30.0, min(30.0, z)))), 2)

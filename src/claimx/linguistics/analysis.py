"""What passes between the models and the pipeline. Types only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Analysed", "Found"]


class Found(NamedTuple):
    """A token: its text, its place `[start, end)` in the unit, and whether it is to be split into words."""

    text: str
    start: int
    end: int
    several: bool


class Analysed(NamedTuple):
    """A word: its tag and features, lemma, head (0 is the root, words from 1) and relation.

    Equal features may share one mapping: leave it as it is.
    """

    upos: str
    feats: Mapping[str, str]
    lemma: str
    head: int
    deprel: str
